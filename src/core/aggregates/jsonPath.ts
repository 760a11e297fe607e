/** Property names and places in lists, from the root of a JSON document. */
export type JsonPath = readonly (string | number)[];
