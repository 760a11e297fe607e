import { Refusal } from '../server/reply.ts';

/** The engine's own default for one search, nested buckets included: who asks for more gets an error. */
const mostBuckets = 65_536;

/** Counts the buckets of one query and those of all queries nested in it. */
export class BucketLimit {
  #left = mostBuckets;

  /** How many buckets there may still be. */
  get left(): number {
    return this.#left;
  }

  /** @throws {@link Refusal} 500 when there are too many */
  take(count: number): void {
    this.#left -= count;
    if (this.#left < 0) throw new Refusal(500, 'too many buckets');
  }
}
