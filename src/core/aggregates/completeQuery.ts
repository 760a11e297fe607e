/** What may be written at a place of a list of aggregate queries, and what is to be known of what stands there. */
import type { JsonPath } from './jsonPath.ts';
import { isAggregateType, isQueryKey, queryKeys, typeFacts } from './queryFacts.ts';
import { querySchema } from './querySchema.ts';
import type { QuerySchema } from './querySchema.ts';

export interface QueryName {
  readonly name: string;
  readonly about: string;
  /** What its value begins with, as JSON. */
  readonly start: string;
  /** The type of the query is nothing without it. */
  readonly isNeeded: boolean;
}

export interface QueryValue {
  readonly label: string;
  readonly about?: string | undefined;
  /** JSON; of a snippet with the editor's marks of what is filled in. */
  readonly text: string;
  readonly isSnippet: boolean;
}

const starts: Readonly<Record<NonNullable<QuerySchema['type']>, string>> = {
  string: '""',
  number: '',
  integer: '',
  boolean: 'false',
  array: '[]',
  object: '{}',
};

interface Part {
  readonly schema: QuerySchema;
  /** Its own description, or that of what holds it. */
  readonly about: string;
}

/** @param path from the list of queries on */
function partAt(path: JsonPath): Part | undefined {
  let schema: QuerySchema = { items: querySchema };
  let about = '';
  for (const step of path) {
    const next = memberOf(schema, step);
    if (!next) return undefined;
    schema = next.$ref === undefined ? next : querySchema;
    about = schema.description ?? about;
  }
  return { schema, about };
}

function memberOf({ items, properties = {}, additionalProperties }: QuerySchema, step: string | number): QuerySchema | undefined {
  if (typeof step === 'number') return items;
  return Object.hasOwn(properties, step) ? properties[step] : additionalProperties;
}

/** A text that suggests values lists them first. */
const wordsOf = ({ anyOf: [first] = [], ...own }: QuerySchema): QuerySchema => first ?? own;

/**
 * The names that an object can have; of a query those that its type has a use for.
 * @param type what is written as the type of the object
 */
export function queryNamesAt(path: JsonPath, type: string | undefined): QueryName[] {
  const { schema } = partAt(path) ?? {};
  return Object.entries(schema?.properties ?? {}).flatMap(([name, { type: kind = 'string', description: about = '' }]) => {
    const isTyped = schema === querySchema && isAggregateType(type) && isQueryKey(name);
    if (isTyped && !queryKeys[name].types.includes(type)) return [];
    return [{ name, about, start: starts[kind], isNeeded: isTyped && typeFacts[type].needs.includes(name) }];
  });
}

export function queryValuesAt(path: JsonPath): QueryValue[] {
  const { schema } = partAt(path) ?? {};
  if (!schema) return [];
  const { enum: words = [], enumDescriptions = [], examples = [] } = wordsOf(schema);
  const written = (word: string, about?: string): QueryValue => ({ label: word, about, text: JSON.stringify(word), isSnippet: false });
  return [
    ...words.map((word, at) => written(word, enumDescriptions[at])),
    ...examples.map((word) => written(word)),
    ...(schema.type === 'boolean' ? ['true', 'false'].map((word) => ({ label: word, text: word, isSnippet: false })) : []),
    ...(schema.defaultSnippets ?? []).map(({ label, description, body }) => ({
      label,
      about: description,
      // What begins with a caret is no text.
      text: JSON.stringify(body, undefined, 2).replaceAll(/"\^([^"]*)"/g, '$1'),
      isSnippet: true,
    })),
  ];
}

/** @param value what stands there, if it is a value @returns sentences; none where nothing is known */
export function explainQueryAt(path: JsonPath, value?: unknown): string[] {
  const { schema, about } = partAt(path) ?? {};
  if (!schema || !about) return [];
  const { enum: words = [], enumDescriptions = [] } = wordsOf(schema);
  const sentence = enumDescriptions[words.indexOf(String(value))];
  return sentence === undefined ? [about] : [about, sentence];
}
