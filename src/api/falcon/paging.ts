/** Reads every page of a query: the first tells the total, the others follow in parallel. */
import { allOrNone } from '../batches.ts';
import type { Reply } from './answers.ts';

export interface Page {
  readonly offset: number;
  readonly limit: number;
}

export type ReadPage<T> = (page: Page, signal: AbortSignal | undefined) => Promise<Reply<T>>;

export interface PagingOptions {
  readonly pageSize: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((read: number, total: number) => void) | undefined;
}

/**
 * @returns the pages in order. There is no cursor: records that move between pages while they are read may come twice
 * or not at all, so callers de-duplicate by id.
 */
export async function readAllPages<T>(read: ReadPage<T>, { pageSize, signal, onProgress }: PagingOptions): Promise<(readonly T[])[]> {
  const first = await read({ offset: 0, limit: pageSize }, signal);
  const total = first.total ?? first.resources.length;
  let count = first.resources.length;
  onProgress?.(Math.min(count, total), total);
  // A server may give less than a page; what it gave is the step to go on with.
  const step = count > 0 && count < pageSize && count < total ? count : pageSize;
  const offsets: number[] = [];
  if (count > 0) for (let offset = step; offset < total; offset += step) offsets.push(offset);
  const others = await allOrNone(
    offsets.map((offset) => async (joined) => {
      const page = await read({ offset, limit: step }, joined);
      count += page.resources.length;
      onProgress?.(Math.min(count, total), total);
      return page.resources;
    }),
    signal,
  );
  return [first.resources, ...others];
}
