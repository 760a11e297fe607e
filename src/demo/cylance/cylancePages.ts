/** Pages of the lists. */
import { Refusal } from '../server/reply.ts';

const defaultPageSize = 10;
/** Documented for users. None is for zones: clients ask for as many there. */
const largestPageSize = 200;

/**
 * What a page beyond the last is: for users not documented; for devices the guide says 404, while a client of the
 * users walks on until an empty page.
 */
export type PastTheEnd = 'empty' | 'missing';

export interface Page<T> {
  readonly page_number: number;
  readonly page_size: number;
  readonly total_pages: number;
  readonly total_number_of_items: number;
  readonly page_items: readonly T[];
}

/** @throws Refusal 400 when a number is out of range */
export function pageOf<T>(items: readonly T[], query: string, pastTheEnd: PastTheEnd): Page<T> {
  const sent = new URLSearchParams(query);
  const number = readCount(sent.get('page'), 1);
  const size = readCount(sent.get('page_size'), defaultPageSize);
  if (!(number >= 1)) throw new Refusal(400, 'The page number requested is not supported.');
  // This message is recorded.
  if (!(size >= 1 && size <= largestPageSize)) throw new Refusal(400, 'The page size requested is not supported.');
  // With nothing at all there are no pages, as a public client's tests assume.
  const pages = Math.ceil(items.length / size);
  if (number > Math.max(1, pages) && pastTheEnd === 'missing') throw new Refusal(404, 'The page requested does not exist.');
  const start = (number - 1) * size;
  return {
    page_number: number,
    page_size: size,
    total_pages: pages,
    total_number_of_items: items.length,
    page_items: items.slice(start, start + size),
  };
}

/** Whatever is no whole number is out of range: what the server makes of it is not documented. */
function readCount(text: string | null, byDefault: number): number {
  if (text === null) return byDefault;
  return /^-?\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}
