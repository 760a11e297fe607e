/** Reads every page of a query: the first tells the total, the others follow in parallel. */
import { TenantError } from '../../core/errors.ts';
import { allOrNone } from '../batches.ts';

export interface Page {
  readonly offset: number;
  readonly limit: number;
}

export interface PageReply<T> {
  readonly resources: readonly T[];
  /** All that match; undefined when the server does not tell. */
  readonly total: number | undefined;
  /** Records of the page that could not be used: they count for the next offset. */
  readonly unusable?: readonly string[];
  /** How many records the page held, where that is more than `resources` and `unusable` tell. */
  readonly count?: number;
}

export type ReadPage<T> = (page: Page, signal: AbortSignal | undefined) => Promise<PageReply<T>>;

export interface PagingOptions {
  readonly pageSize: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((read: number, total: number) => void) | undefined;
}

/** Pages asked for at the same time: as many as may be in flight; the rate budget decides how fast. */
export const pagesAtOnce = 64;
/** A server that never comes to an end is stopped here. */
const mostRecords = 1_000_000;

const countOf = <T>(page: PageReply<T>): number => page.count ?? page.resources.length + (page.unusable?.length ?? 0);

class PagedRead<T> {
  readonly pages = new Map<number, readonly T[]>();
  readonly #read: ReadPage<T>;
  readonly #options: PagingOptions;
  /** The offset that nobody has asked for yet. */
  #next = 0;
  #step: number;
  /** The server has told no total: only a page that is not full ends the list. */
  #untold = false;
  #total = 0;
  /** An empty page was found here. */
  #end = Number.POSITIVE_INFINITY;
  #count = 0;

  constructor(read: ReadPage<T>, options: PagingOptions) {
    this.#read = read;
    this.#options = options;
    this.#step = options.pageSize;
  }

  get atOnce(): number {
    return this.#untold ? 1 : pagesAtOnce;
  }

  get more(): boolean {
    return this.#next < this.#end && (this.#untold || this.#next < this.#total);
  }

  async first(): Promise<void> {
    const { pageSize, signal } = this.#options;
    const page = await this.#page({ offset: 0, limit: pageSize }, signal);
    const count = countOf(page);
    this.#untold = page.total === undefined && count === pageSize;
    // A server may give less than a page; what it gave is the step to go on with. Or more: then that is where to go on.
    if (count > 0 && count < pageSize && count < this.#total) this.#step = count;
    this.#next = count;
  }

  /** Reads what lies from here to the next step, in more than one page when the server gives less than asked for. */
  async nextStep(signal: AbortSignal): Promise<void> {
    const from = this.#next;
    const to = from + this.#step;
    if (to > mostRecords) {
      throw new TenantError({ kind: 'protocol', reason: 'tooLarge', message: 'The list is too long.', nextStep: 'Narrow the question with a filter.' });
    }
    this.#next = to;
    for (let offset = from; offset < to; ) {
      const page = await this.#page({ offset, limit: to - offset }, signal);
      const count = countOf(page);
      offset += count;
      if (count === 0 || (this.#untold && offset < to)) this.#end = Math.min(this.#end, offset);
      if (count === 0 || offset >= (page.total ?? this.#total)) return;
    }
  }

  async #page(page: Page, signal: AbortSignal | undefined): Promise<PageReply<T>> {
    const reply = await this.#read(page, signal);
    this.pages.set(page.offset, reply.resources);
    this.#count += countOf(reply);
    this.#total = Math.max(this.#total, reply.total ?? 0, this.#count);
    this.#options.onProgress?.(this.#count, this.#total);
    return reply;
  }
}

/**
 * @returns the pages in order. There is no cursor: records that move between pages while they are read may come twice
 * or not at all, so callers de-duplicate by id.
 * @throws TenantError of kind `protocol` when the list does not end
 */
export async function readAllPages<T>(read: ReadPage<T>, options: PagingOptions): Promise<(readonly T[])[]> {
  const paged = new PagedRead(read, options);
  await paged.first();
  const work = async (signal: AbortSignal): Promise<void> => {
    while (paged.more) await paged.nextStep(signal);
  };
  // Again, should the last page have told that there are more by now.
  while (paged.more) await allOrNone(Array.from({ length: paged.atOnce }, () => work), options.signal);
  return [...paged.pages].sort(([left], [right]) => left - right).map(([, resources]) => resources);
}
