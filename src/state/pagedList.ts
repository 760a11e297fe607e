/** A list that is read page by page, as far as somebody wants to see it. */
import type { Page } from '../api/falcon/paging.ts';
import type { TenantError } from '../core/errors.ts';
import { SharedRead } from './sharedRead.ts';

export interface ReadPageResult<T> {
  readonly items: readonly T[];
  readonly total: number;
  /** How far this page moves the offset: more than `items` when some could not be read. */
  readonly count: number;
  /** Set when the server lists nothing from here on, although there is more. */
  readonly refusal?: TenantError;
}

export type ReadListPage<T> = (page: Page, signal: AbortSignal | undefined) => Promise<ReadPageResult<T>>;

export class PagedList<T> {
  readonly #read: ReadListPage<T>;
  readonly #idOf: (item: T) => string;
  readonly #pageSize: number;
  #items = new Map<string, T>();
  #included = new Map<string, T>();
  #offset = 0;
  #total: number | undefined;
  #refusal: TenantError | undefined;
  #loading: SharedRead<void> | undefined;

  constructor(read: ReadListPage<T>, idOf: (item: T) => string, pageSize: number) {
    this.#read = read;
    this.#idOf = idOf;
    this.#pageSize = pageSize;
  }

  /** What has been read: included items first, then those of the pages. */
  get items(): readonly T[] {
    const included = [...this.#included].filter(([id]) => !this.#items.has(id)).map(([, item]) => item);
    return [...included, ...this.#items.values()];
  }

  /** How many the server says there are; undefined before the first page. */
  get total(): number | undefined {
    return this.#total;
  }

  /** How many can still be read. */
  get remaining(): number {
    return this.#total === undefined || this.#refusal ? 0 : Math.max(0, this.#total - this.#offset);
  }

  /** Why the server does not list the rest. */
  get refusal(): TenantError | undefined {
    return this.#refusal;
  }

  /** An item that is shown. */
  find(id: string): T | undefined {
    return this.#items.get(id) ?? this.#included.get(id);
  }

  /** Reads the first page, unless it has been read. */
  async load(signal?: AbortSignal): Promise<void> {
    if (this.#total === undefined) await this.#loadNext(signal);
  }

  async loadMore(signal?: AbortSignal): Promise<void> {
    if (this.#total === undefined || this.remaining > 0) await this.#loadNext(signal);
  }

  /** Shows an item at the top although its page has not been read. */
  include(item: T): void {
    this.#included.set(this.#idOf(item), item);
  }

  /** Shows at the top an item that has come to be since the list was read. */
  add(item: T): void {
    if (this.#total === undefined || this.find(this.#idOf(item)) !== undefined) return;
    this.include(item);
    // Where everything has been read there is no more to load; elsewhere its page may be still to come.
    if (this.remaining === 0) this.#offset++;
    this.#total++;
  }

  /** Shows what an item has become, where the list has it. */
  replace(item: T): void {
    const id = this.#idOf(item);
    for (const items of [this.#items, this.#included]) if (items.has(id)) items.set(id, item);
  }

  /** Shows an item no more that the server does not know any more; what stands behind it at the server moves up. */
  remove(id: string): void {
    const wasRead = this.#items.delete(id);
    const wasShown = this.#included.delete(id) || wasRead;
    if (wasRead) this.#offset--;
    if (wasShown && this.#total !== undefined) this.#total--;
  }

  forget(): void {
    this.#items = new Map();
    this.#included = new Map();
    this.#offset = 0;
    this.#total = undefined;
    this.#refusal = undefined;
    this.#loading = undefined;
  }

  #loadNext(signal: AbortSignal | undefined): Promise<void> {
    if (!this.#loading || this.#loading.isOver) this.#loading = this.#startNext();
    return this.#loading.join(signal);
  }

  #startNext(): SharedRead<void> {
    const loading = new SharedRead(async (signal) => {
      const { items, total, count, refusal } = await this.#read({ offset: this.#offset, limit: this.#pageSize }, signal);
      // Forgotten or given up meanwhile: the answer belongs to a list that is no more.
      if (this.#loading !== loading || signal.aborted) return;
      this.#refusal = refusal;
      if (refusal) return;
      for (const item of items) this.#items.set(this.#idOf(item), item);
      this.#offset += count;
      // An empty page ends the list, whatever total the server tells: otherwise “more” would never end.
      this.#total = count === 0 ? this.#offset : Math.max(total, this.#offset);
    });
    return loading;
  }
}
