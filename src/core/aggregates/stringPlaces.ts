/** Where the characters of a JSON text stand in the document. */
import type { Span } from './problems.ts';

/**
 * @param token from its opening quote to its closing one, which may not be written yet
 * @returns for each UTF-16 unit of the value, and one behind the last, its offset in the document
 */
export function stringPlaces(text: string, { offset, length }: Span): readonly number[] {
  const places: number[] = [];
  const end = offset + length;
  let at = offset + 1;
  while (at < end && text[at] !== '"') {
    places.push(at);
    if (text[at] !== '\\') at += 1;
    else at += text[at + 1] === 'u' ? 6 : 2;
  }
  places.push(Math.min(at, end));
  return places;
}

/** The part of the document that holds a part of the value, such as the place of a mistake in a filter. */
export function spanInString(text: string, token: Span, start: number, end: number): Span {
  const places = stringPlaces(text, token);
  const last = places.length - 1;
  const from = places[Math.min(start, last)] ?? token.offset;
  const to = places[Math.min(Math.max(end, start), last)] ?? from;
  // At the end of the value its closing quote is marked.
  return { offset: from, length: Math.max(1, to - from) };
}
