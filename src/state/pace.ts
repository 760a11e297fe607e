/** Work that is asked for many times a second and done at most once in a while; the last asking is always heard. */
import type { Clock } from '../api/clock.ts';

export interface PaceParts {
  readonly clock: Clock;
  readonly everyMs: number;
  /** Never throws. */
  work(): Promise<void>;
}

export class Pace {
  readonly #parts: PaceParts;
  readonly #ended = new AbortController();
  #isBusy = false;
  #isAsked = false;

  constructor(parts: PaceParts) {
    this.#parts = parts;
  }

  ask(): void {
    this.#isAsked = true;
    if (!this.#isBusy) void this.#run();
  }

  dispose(): void {
    this.#isAsked = false;
    this.#ended.abort();
  }

  async #run(): Promise<void> {
    const { clock, everyMs } = this.#parts;
    this.#isBusy = true;
    while (this.#isAsked && !this.#ended.signal.aborted) {
      this.#isAsked = false;
      await this.#parts.work();
      // Cut short when the owner ends.
      await clock.wait(everyMs, this.#ended.signal).catch(() => undefined);
    }
    this.#isBusy = false;
  }
}
