/** What stands at a place of a request document, by its path: for completion and hovers. */
import type { Field, Fields } from '../../api/falcon/fields.ts';
import type { Operation } from '../../api/falcon/operation.ts';
import { isFilter } from '../../core/aggregates/completeFilter.ts';
import { userFilterSchema } from '../../core/fql/fqlSchema.ts';
import type { FqlSchema } from '../../core/fql/fqlSchema.ts';
import { fqlSchemas } from './fieldText.ts';

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

/** Aggregate queries have facts of their own, by the path behind `body`. */
export const isInQueries = ({ body }: Operation, [part]: DocumentPath): boolean => part === 'body' && body?.kind === 'aggregates';

/** What the text of that path filters; undefined where it is no filter. */
export function filterSchemaAt(operation: Operation, path: DocumentPath): FqlSchema | undefined {
  if (isInQueries(operation, path)) return isFilter(path) ? userFilterSchema : undefined;
  const field = fieldAt(operation, path);
  return field?.type === 'string' && field.fql ? fqlSchemas[field.fql] : undefined;
}

const own = (fields: Fields | undefined, name: string | number): Field | undefined =>
  fields && Object.hasOwn(fields, name) ? fields[name as string] : undefined;
