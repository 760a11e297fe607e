/** Completion of FQL that stands in a JSON text. */
import { completeFql } from '../fql/completeFql.ts';
import type { FqlChoice } from '../fql/completeFql.ts';
import type { FqlSchema } from '../fql/fqlSchema.ts';
import type { Span } from './problems.ts';
import { stringPlaces } from './stringPlaces.ts';

export interface FilterChoices {
  /** What of the document is replaced: what is written of the word, up to where somebody writes. */
  readonly place: Span;
  readonly choices: readonly FqlChoice[];
}

/**
 * @param token the JSON text, with its quotes, and what it says
 * @param offset in the document: where somebody writes
 * @returns undefined outside of the quotes
 */
export function filterChoices(text: string, token: Span & { readonly value?: unknown }, offset: number, schema: FqlSchema): FilterChoices | undefined {
  if (offset <= token.offset) return undefined;
  const places = stringPlaces(text, token);
  const at = places.findIndex((place) => place >= offset);
  if (at < 0) return undefined;
  const filter = String(token.value);
  const { from, choices } = completeFql(filter.slice(0, at), filter.slice(at), schema);
  const start = places[from] ?? offset;
  return { place: { offset: start, length: offset - start }, choices };
}
