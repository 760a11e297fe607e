/**
 * The requests that one customer account may still send. CrowdStrike counts them per account in a sliding minute and
 * tells the limit and what is left in the headers of each answer; all calls of all sessions of an account share one
 * budget, so that this window alone never makes the server refuse.
 */
import type { Clock } from './clock.ts';
import type { Priority, Urgency } from './urgency.ts';

export interface BudgetSnapshot {
  /** Requests per minute; undefined until the first answer. */
  readonly limit: number | undefined;
  /** Requests that a person's click may still send in this minute. */
  readonly available: number;
  /** Requests a minute that background work may send, besides what other clients of the account use. */
  readonly backgroundPerMinute: number;
  readonly queued: number;
  readonly inFlight: number;
  /** Epoch milliseconds until which the server refuses, or undefined. */
  readonly blockedUntil: number | undefined;
}

interface Waiter {
  readonly start: () => void;
}

const windowMs = 60_000;
/** The server counts arrivals, we count departures: a request leaves the server's window this much later. */
const windowMarginMs = 1_000;
const assumedLimit = 6_000;
/** Enough for the highest limit known, at half a second an answer. */
const mostInFlight = 64;
/** Until the limit is known, a few requests feel the way. */
const inFlightUntilKnown = 6;
/** Background work leaves this part of what may be in flight to people's clicks. */
const backgroundInFlight = 0.75;
/** A small part of the limit is never used: other tools of the same account need to get a word in. */
const foregroundShare = 0.98;
const leastShare = 0.01;
/** The part of a minute's background work that may leave at once. It is missing from the rest of the minute. */
const burstPart = 1 / 30;

export class RateBudget {
  readonly #clock: Clock;
  readonly #askShare: () => number;
  readonly #foreground: Waiter[] = [];
  readonly #background: Waiter[] = [];
  /** Departure times within the window, oldest first. */
  #sent: number[] = [];
  #limit: number | undefined;
  #usedByOthers = { count: 0, at: Number.NEGATIVE_INFINITY };
  #blockedUntil = 0;
  #inFlight = 0;
  #burst: { tokens: number; at: number } | undefined;
  /** Waiting for room in the window earns no burst: the next minute would begin with one, and end with the same wait. */
  #wasFull = false;
  #sleep: AbortController | undefined;
  readonly #listeners = new Set<(until: number) => void>();
  #latest = Number.NEGATIVE_INFINITY;
  /** How far the machine's clock was set back since the start. */
  #setBackBy = 0;

  /** @param share tells how much of the limit background work may use, 0 to 1; asked each time, since it is a setting */
  constructor(clock: Clock, share: () => number = () => 0.9) {
    this.#clock = clock;
    this.#askShare = share;
  }

  /**
   * Waits for the right to send one request.
   * @returns a function to call once the answer, or the failure, is there
   */
  acquire(wanted: Priority | Urgency, signal?: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const urgency = typeof wanted === 'string' ? undefined : wanted;
      const isUrgent = (urgency?.priority ?? wanted) === 'foreground';
      const give = (): void => {
        this.#leave(waiter);
        stopListening?.();
        reject(signal?.reason as Error);
        this.#pump();
      };
      const waiter: Waiter = {
        start: () => {
          signal?.removeEventListener('abort', give);
          stopListening?.();
          resolve(this.#release());
        },
      };
      const stopListening = isUrgent ? undefined : urgency?.onDidRaise(() => this.#hurry(waiter));
      signal?.addEventListener('abort', give, { once: true });
      (isUrgent ? this.#foreground : this.#background).push(waiter);
      this.#pump();
    });
  }

  /**
   * Takes in what an answer's headers say.
   * @param sentAt when its request left, in epoch milliseconds: what was sent later is not in the server's count yet
   */
  observe(limit: number | undefined, remaining: number | undefined, sentAt: number = this.#clock.now()): void {
    if (limit !== undefined && limit > 0) this.#limit = limit;
    const at = sentAt + this.#setBackBy;
    // Answers overtake each other; the one to the latest request knows most.
    if (this.#limit !== undefined && remaining !== undefined && at >= this.#usedByOthers.at) {
      const own = this.#sent.filter((departure) => departure <= at && departure > at - windowMs).length;
      this.#usedByOthers = { count: Math.max(0, this.#limit - remaining - own), at };
    }
    this.#pump();
  }

  /** Sends nothing until a moment (epoch milliseconds): the server refused a request. */
  block(until: number): void {
    const before = this.#blockedUntil;
    this.#blockedUntil = Math.max(before, until + this.#setBackBy);
    this.#pump();
    if (this.#blockedUntil > before) for (const listener of [...this.#listeners]) listener(until);
  }

  /**
   * Tells of each refusal that holds requests back for longer than was known, with the moment (epoch milliseconds) when
   * they go on. That the moment has come is not told: nothing here wakes up for it while nobody waits.
   * @returns a function that ends the telling
   */
  onDidBlock(listener: (until: number) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  snapshot(): BudgetSnapshot {
    this.#forgetOld();
    const blocked = this.#blockedUntil > this.#now();
    return {
      limit: this.#limit,
      available: blocked ? 0 : Math.max(0, this.#room('foreground')),
      backgroundPerMinute: Math.max(1, this.#ceiling('background') - this.#others()),
      queued: this.#foreground.length + this.#background.length,
      inFlight: this.#inFlight,
      blockedUntil: blocked ? this.#blockedUntil - this.#setBackBy : undefined,
    };
  }

  /** Never runs backwards, as the machine's clock does when it is set: an hour back would otherwise be an hour of waiting. */
  #now(): number {
    const now = this.#clock.now() + this.#setBackBy;
    if (now < this.#latest) this.#setBackBy += this.#latest - now;
    this.#latest = Math.max(now, this.#latest);
    return this.#latest;
  }

  #leave(waiter: Waiter): boolean {
    const queue = [this.#background, this.#foreground].find((one) => one.includes(waiter));
    queue?.splice(queue.indexOf(waiter), 1);
    return queue !== undefined;
  }

  /** Somebody has begun to wait for what was background work. */
  #hurry(waiter: Waiter): void {
    if (!this.#leave(waiter)) return;
    this.#foreground.push(waiter);
    this.#pump();
  }

  #release(): () => void {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#inFlight--;
      this.#pump();
    };
  }

  #forgetOld(): void {
    const oldest = this.#now() - windowMs - windowMarginMs;
    const keepFrom = this.#sent.findIndex((at) => at > oldest);
    this.#sent = keepFrom < 0 ? [] : keepFrom === 0 ? this.#sent : this.#sent.slice(keepFrom);
  }

  #share(): number {
    const share = this.#askShare();
    return share >= leastShare ? Math.min(foregroundShare, share) : leastShare;
  }

  #ceiling(priority: Priority): number {
    const limit = this.#limit ?? assumedLimit;
    return Math.max(1, Math.floor(limit * (priority === 'foreground' ? foregroundShare : this.#share())));
  }

  #others(): number {
    return this.#usedByOthers.at > this.#now() - windowMs ? this.#usedByOthers.count : 0;
  }

  #room(priority: Priority): number {
    return this.#ceiling(priority) - this.#others() - this.#sent.length;
  }

  /** Background work is spread over the minute after a first burst, since no burst allowance is published. */
  #burstTokens(): { tokens: number; perMs: number } {
    const perMinute = (this.#limit ?? assumedLimit) * this.#share();
    const capacity = Math.max(10, perMinute * burstPart);
    const now = this.#now();
    const perMs = perMinute / windowMs;
    const since = this.#burst && !this.#wasFull ? now - this.#burst.at : 0;
    const tokens = this.#burst ? Math.min(capacity, this.#burst.tokens + since * perMs) : capacity;
    this.#burst = { tokens, at: now };
    this.#wasFull = false;
    return { tokens, perMs };
  }

  /** Milliseconds until a request of this priority may leave; 0 for now. */
  #delay(priority: Priority): number {
    const now = this.#now();
    if (this.#blockedUntil > now) return this.#blockedUntil - now;
    if (this.#room(priority) < 1) {
      const oldest = this.#sent[0];
      this.#wasFull = true;
      return oldest === undefined ? 1_000 : Math.max(10, oldest + windowMs + windowMarginMs - now);
    }
    if (priority === 'foreground') return 0;
    const { tokens, perMs } = this.#burstTokens();
    return tokens >= 1 ? 0 : Math.max(5, Math.ceil((1 - tokens) / perMs));
  }

  #mostInFlight(priority: Priority): number {
    const most = this.#limit === undefined ? inFlightUntilKnown : mostInFlight;
    return priority === 'foreground' ? most : Math.floor(most * backgroundInFlight);
  }

  #pump(): void {
    // With a reason of our own: making the usual one, with its stack, costs more than all the rest.
    this.#sleep?.abort('asked again');
    this.#sleep = undefined;
    for (;;) {
      const priority = this.#foreground.length > 0 ? 'foreground' : 'background';
      const queue = priority === 'foreground' ? this.#foreground : this.#background;
      if (queue.length === 0 || this.#inFlight >= this.#mostInFlight(priority)) return;
      this.#forgetOld();
      const delay = this.#delay(priority);
      if (delay > 0) return this.#pumpAfter(delay);
      if (priority === 'background' && this.#burst) this.#burst.tokens--;
      this.#sent.push(this.#now());
      this.#inFlight++;
      queue.shift()?.start();
    }
  }

  #pumpAfter(ms: number): void {
    const sleep = new AbortController();
    this.#sleep = sleep;
    this.#clock.wait(ms, sleep.signal).then(
      () => this.#pump(),
      () => undefined,
    );
  }
}
