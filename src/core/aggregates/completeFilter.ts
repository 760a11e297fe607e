/** Completes a filter where it is written inside a JSON text. */
import { completeFql } from '../fql/completeFql.ts';
import type { FqlChoice } from '../fql/completeFql.ts';
import type { FqlSchema } from '../fql/fqlSchema.ts';
import type { JsonPath } from './jsonPath.ts';
import type { Span } from './problems.ts';
import { stringPlaces } from './stringPlaces.ts';

export interface FilterCompletion {
  /** What of the document is replaced: from where the choice begins to where somebody writes. */
  readonly place: Span;
  /** What they insert is escaped for the JSON text. */
  readonly choices: readonly FqlChoice[];
}

/** Whether the text of that path, inside of a query, is FQL. */
export const isFilter = (path: JsonPath): boolean => path.at(-1) === 'filter' || path.at(-2) === 'filters';

/**
 * @param token the filter with its quotes
 * @param offset in the document; outside of the filter and inside of an escape nothing is completed
 */
export function completeFilter(text: string, token: Span & { readonly value?: unknown }, offset: number, schema: FqlSchema): FilterCompletion {
  const places = stringPlaces(text, token);
  const at = places.indexOf(offset);
  const filter = String(token.value);
  const { from, choices } = completeFql(filter.slice(0, at), filter.slice(at), schema);
  const start = places[from];
  if (at < 0 || start === undefined) return { place: { offset, length: 0 }, choices: [] };
  return {
    place: { offset: start, length: offset - start },
    choices: choices.map((choice) => ({ ...choice, insert: JSON.stringify(choice.insert).slice(1, -1) })),
  };
}
