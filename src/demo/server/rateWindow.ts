/** A sliding window of one minute, as the vendor describes its limits. */

const windowMs = 60_000;

export type Admission = { readonly admitted: true; readonly remaining: number } | { readonly admitted: false; readonly retryAt: number };

export class RateWindow {
  readonly limit: number;
  /** When the admitted requests came, oldest first from `#head`. */
  #times: number[] = [];
  #head = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Refused requests do not count against the limit: nobody documents that they do. `retryAt` is in epoch milliseconds. */
  admit(now: number): Admission {
    while ((this.#times[this.#head] ?? Number.POSITIVE_INFINITY) <= now - windowMs) this.#head += 1;
    if (this.#head > 1000 && this.#head * 2 > this.#times.length) {
      this.#times = this.#times.slice(this.#head);
      this.#head = 0;
    }
    const used = this.#times.length - this.#head;
    if (used >= this.limit) return { admitted: false, retryAt: (this.#times[this.#head] ?? now) + windowMs };
    this.#times.push(now);
    return { admitted: true, remaining: this.limit - used - 1 };
  }
}
