/** Reads every page of a list: the first tells how many there are, the others follow in parallel. */
import { TenantError } from '../../core/errors.ts';
import { allOrNone } from '../batches.ts';
import type { CylanceCallOptions, CylanceClient } from './cylanceClient.ts';
import { readCylancePage } from './page.ts';
import type { CylanceList, CylancePage } from './page.ts';

export interface CylanceReadAllOptions extends CylanceCallOptions {
  readonly onProgress?: ((read: number, total: number) => void) | undefined;
}

export interface AllItems<T> {
  /** Each once, in the order of the pages. */
  readonly items: readonly T[];
  /** How many more the server counts than were found: the list changed while it was read, twice. */
  readonly missing: number;
}

/** As many as the vendor's own python-cyapi reads at once. */
const pagesAtOnce = 20;
/** A server that never comes to an end is stopped here. */
const mostPages = 10_000;

type ReadPage<T> = (page: number, signal: AbortSignal | undefined) => Promise<CylancePage<T>>;

/** One walk through all pages. */
class PageWalk<T extends { readonly id: string }> {
  readonly #read: ReadPage<T>;
  readonly #pageSize: number;
  readonly #onRead: (count: number, total: number) => void;
  readonly #pages = new Map<number, readonly T[]>();
  #next = 1;
  #last = 1;
  /** The server tells neither pages nor total: only a page that is not full ends the list. */
  #untold = false;
  /** The largest that was told: what was deleted meanwhile may have hidden something else. */
  #total = 0;
  #unusable = 0;
  #count = 0;

  constructor(read: ReadPage<T>, pageSize: number, onRead: (count: number, total: number) => void) {
    this.#read = read;
    this.#pageSize = pageSize;
    this.#onRead = onRead;
  }

  async run(signal: AbortSignal | undefined): Promise<AllItems<T>> {
    await this.#step(signal);
    const work = async (joined: AbortSignal): Promise<void> => {
      while (this.#next <= this.#last) await this.#step(joined);
    };
    // Again, should the last page have told that there are more by now.
    while (this.#next <= this.#last) await allOrNone(Array.from({ length: this.#untold ? 1 : pagesAtOnce }, () => work), signal);
    const found = new Map<string, T>();
    const inOrder = [...this.#pages].sort(([left], [right]) => left - right);
    for (const item of inOrder.flatMap(([, items]) => items)) if (!found.has(item.id)) found.set(item.id, item);
    return { items: [...found.values()], missing: Math.max(0, this.#total - found.size - this.#unusable) };
  }

  async #step(signal: AbortSignal | undefined): Promise<void> {
    const number = this.#next++;
    const page = await this.#read(number, signal);
    const count = page.items.length + page.unusable;
    this.#pages.set(number, page.items);
    this.#unusable += page.unusable;
    this.#count += count;
    this.#total = Math.max(this.#total, page.total ?? 0);
    this.#last = this.#lastAfter(number, page, count);
    if (this.#last > mostPages) {
      throw new TenantError({ kind: 'protocol', reason: 'tooLarge', message: 'The list is too long.', nextStep: 'Check the region or URL.' });
    }
    this.#onRead(this.#count, Math.max(this.#total, this.#count));
  }

  #lastAfter(number: number, page: CylancePage<T>, count: number): number {
    // A page past the end.
    if (count === 0) return Math.min(this.#last, number);
    if (number === 1) this.#untold = page.totalPages === undefined && page.total === undefined;
    if (this.#untold) return count < this.#pageSize ? number : number + 1;
    return Math.max(this.#last, page.totalPages ?? 0, Math.ceil((page.total ?? 0) / this.#pageSize));
  }
}

const isNotFound = (error: unknown): boolean => error instanceof TenantError && error.kind === 'notFound' && error.reason !== 'html';

/**
 * Reads a whole list, each record once. There is no cursor: a record that is added meanwhile moves others to the next
 * page, where they come again, and one that is deleted hides another. So the list is read a second time where fewer are
 * found than the server counts.
 */
export async function readAllPages<T extends { readonly id: string }>(
  client: CylanceClient,
  list: CylanceList<T>,
  pageSize: number,
  options: CylanceReadAllOptions = {},
): Promise<AllItems<T>> {
  const readPage: ReadPage<T> = async (page, signal) => {
    try {
      return await readCylancePage(client, list, { page, pageSize }, { ...options, signal });
    } catch (error) {
      // Some lists of this API answer a page past the end so.
      if (page > 1 && isNotFound(error)) return { items: [], unusable: 0, totalPages: undefined, total: undefined };
      throw error;
    }
  };
  let told = 0;
  const onRead = (count: number, total: number): void => {
    told = Math.max(told, Math.min(count, total));
    options.onProgress?.(told, Math.max(told, total));
  };
  const walk = (): Promise<AllItems<T>> => new PageWalk<T>(readPage, pageSize, onRead).run(options.signal);
  const first = await walk();
  if (first.missing === 0) return first;
  client.log.debug(`${list.operation.id}: ${first.missing} fewer than the server counts, read again`);
  const second = await walk();
  if (second.missing > 0) client.log.warn(`${list.operation.id}: ${second.missing} fewer were found than the server counts.`);
  return second;
}
