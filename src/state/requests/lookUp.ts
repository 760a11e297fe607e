/** What stands at a place of a request document, by its path: for completion and hovers. */
import type { Field, Fields } from '../../api/falcon/fields.ts';
import type { Operation } from '../../api/falcon/operation.ts';

/** Property names and places in lists, from the root of the document. */
export type DocumentPath = readonly (string | number)[];

/** The parameters of an object in the document; undefined where it holds none of the operation table. */
export function fieldsAt(operation: Operation, [part, ...within]: DocumentPath): Fields | undefined {
  const { query, body } = operation;
  let fields: Fields | undefined = part === 'query' ? query : part === 'body' && body && body.kind !== 'aggregates' ? body.fields : undefined;
  for (const name of within) {
    const field = own(fields, name);
    fields = field?.type === 'object' ? field.fields : undefined;
  }
  return fields;
}

/** The parameter of that path; an item of a list belongs to the parameter that holds the list. */
export function fieldAt(operation: Operation, path: DocumentPath): Field | undefined {
  const names = path.filter((part) => typeof part === 'string');
  const name = names.at(-1);
  return name === undefined ? undefined : own(fieldsAt(operation, names.slice(0, -1)), name);
}

const own = (fields: Fields | undefined, name: string | number): Field | undefined =>
  fields && Object.hasOwn(fields, name) ? fields[name as string] : undefined;
