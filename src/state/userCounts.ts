/** How many users have their home in each CID: a courtesy that nothing waits for, and that the server may refuse. */
import { TenantError } from '../core/errors.ts';
import type { Cid } from '../core/ids.ts';

const refusals: readonly string[] = ['forbidden', 'invalid', 'notFound'];

export class UserCounts {
  readonly #read: () => Promise<ReadonlyMap<Cid, number>>;
  #known = new Map<Cid, number>();
  /** The read that is under way, or whose answer holds. */
  #latest: object | undefined;
  #refused = false;

  constructor(read: () => Promise<ReadonlyMap<Cid, number>>) {
    this.#read = read;
  }

  known(cid: Cid): number | undefined {
    return this.#known.get(cid);
  }

  /**
   * Counts, unless that has been done, is being done, or was refused. A failure is none: the next call tries again.
   * @returns whether this call brought counts
   */
  async learn(): Promise<boolean> {
    if (this.#latest || this.#refused) return false;
    const read = {};
    this.#latest = read;
    try {
      const counts = await this.#read();
      if (this.#latest !== read) return false;
      this.#known = new Map(counts);
      return counts.size > 0;
    } catch (error) {
      if (this.#latest !== read) return false;
      this.#latest = undefined;
      this.#refused = error instanceof TenantError && refusals.includes(error.kind);
      return false;
    }
  }

  /** The count of one CID is of no use any more: the next `learn` counts anew, and the others hold until then. */
  forget(cid: Cid): void {
    this.#known.delete(cid);
    this.#latest = undefined;
  }

  forgetAll(): void {
    this.#known = new Map();
    this.#latest = undefined;
    this.#refused = false;
  }
}
