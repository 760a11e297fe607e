/** A clock that stands still until a test moves it. */
import type { Clock } from '../../../../src/api/clock.ts';

interface Alarm {
  readonly at: number;
  readonly ring: () => void;
}

/** Lets everything run that waits for nothing but its turn; each turn is one link of a chain of promises. */
export async function settle(turns = 60): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await Promise.resolve();
}

export class FakeClock implements Clock {
  readonly #turns: number;
  #now: number;
  #alarms: Alarm[] = [];

  /** @param turns how long the chains of promises between two waits are; fewer make a long simulation faster */
  constructor(turns = 60) {
    this.#turns = turns;
    this.#now = Date.UTC(2026, 0, 1);
  }

  /** How many waits are under way. */
  get waiting(): number {
    return this.#alarms.length;
  }

  now(): number {
    return this.#now;
  }

  wait(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const alarm: Alarm = {
        at: this.#now + Math.max(0, ms),
        ring: () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        },
      };
      const stop = (): void => {
        this.#alarms = this.#alarms.filter((other) => other !== alarm);
        reject(signal?.reason as Error);
      };
      if (signal?.aborted) return reject(signal.reason as Error);
      signal?.addEventListener('abort', stop, { once: true });
      this.#alarms.push(alarm);
    });
  }

  /** Sets the time as a person sets a clock: nothing that waits notices. */
  set(now: number): void {
    const by = now - this.#now;
    this.#now = now;
    this.#alarms = this.#alarms.map(({ at, ring }) => ({ at: at + by, ring }));
  }

  /** Lets time pass, each alarm at its moment. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settle(this.#turns);
    for (let next = this.#next(until); next; next = this.#next(until)) {
      this.#alarms = this.#alarms.filter((alarm) => alarm !== next);
      this.#now = Math.max(this.#now, next.at);
      next.ring();
      await settle(this.#turns);
    }
    this.#now = until;
  }

  /** Lets time pass until the work is done; at most `mostMs`. */
  async finish<T>(work: Promise<T>, mostMs = 3_600_000): Promise<T> {
    let done = false;
    const ended = work.finally(() => (done = true));
    ended.catch(() => undefined);
    const until = this.#now + mostMs;
    await settle(this.#turns);
    while (!done) {
      const next = this.#next(until);
      if (!next) {
        // Work that is not about time: one turn of the event loop.
        await new Promise((resolve) => setImmediate(resolve));
        await settle(this.#turns);
        if (!done && !this.#next(until)) await new Promise((resolve) => setImmediate(resolve));
        continue;
      }
      await this.advance(next.at - this.#now);
    }
    return ended;
  }

  #next(until: number): Alarm | undefined {
    let first: Alarm | undefined;
    for (const alarm of this.#alarms) if (alarm.at <= until && (!first || alarm.at < first.at)) first = alarm;
    return first;
  }
}
