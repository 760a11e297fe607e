/**
 * Reads what is missing of a part of a tenant, in stages: who is assigned where, the grants of the pairs that exist, the
 * records of their users. Whatever has been read is kept, however the fill ends, so that the next one goes on from there.
 */
import { allOrNone, batches } from '../../api/batches.ts';
import type { CallOptions, FalconClient } from '../../api/falcon/client.ts';
import { readUsers } from '../../api/falcon/users.ts';
import type { Priority } from '../../api/urgency.ts';
import { isCancelled, TenantError, toTenantError } from '../../core/errors.ts';
import type { Grant } from '../../core/grant.ts';
import type { Cid, UserUuid } from '../../core/ids.ts';
import type { User } from '../../core/user.ts';
import { countEveryPair, everyPairToRead, guessedPairs, pairsToRead, pairsWithin, questionsOf, recordsPerRequest, usersToRead } from './fillPlan.ts';
import type { Known, PairToRead } from './fillPlan.ts';
import type { BackgroundRate, FillProgress } from './pace.ts';
import { Pace } from './pace.ts';
import type { Place, Within } from './scope.ts';

export interface FillOptions {
  readonly signal?: AbortSignal;
  /** `background`, unless said otherwise. */
  readonly priority?: Priority;
  readonly onProgress?: (progress: FillProgress) => void;
  /** Read again what is older than this (epoch milliseconds); what is known is kept, unless said otherwise. */
  readonly olderThan?: number;
  /** The most requests that may be sent where every pair has to be read. */
  readonly mostRequests?: number;
}

export interface FailedCid {
  /** Undefined: that of the session. */
  readonly cid: Cid | undefined;
  readonly error: TenantError;
}

export interface FailedPair extends FailedCid {
  readonly user: UserUuid;
}

export interface FillReport {
  /** Pairs within the scope of which it is known what they hold. */
  readonly pairs: number;
  readonly requests: number;
  readonly everyPair: boolean;
  /** Pairs that could not be read, and why. */
  readonly failed: readonly FailedPair[];
  /** CIDs for which it could not be asked who is assigned. */
  readonly cidsFailed: readonly FailedCid[];
}

export interface FillParts extends Known {
  readonly client: () => Promise<FalconClient>;
  readonly read: (user: UserUuid, place: Place, priority: Priority, signal: AbortSignal) => Promise<readonly Grant[]>;
  readonly learn: (users: readonly User[], asked: readonly UserUuid[], askedAt: number) => void;
  /** Resolves when every contradiction that was seen has been looked into. */
  readonly checked: () => Promise<void>;
  readonly now: () => number;
  readonly rate: () => BackgroundRate;
}

/** As many as may be under way, and a few that wait for their turn. */
const atOnce = 64;
/** So many requests for every pair are nobody's surprise. */
const unasked = 100;
/** After so many failures in a row it is not the pairs that fail. */
const mostFailuresInARow = 20;

/** Nothing else will go better. */
const stops = (error: TenantError): boolean =>
  isCancelled(error) || ['auth', 'forbidden'].includes(error.kind) || (error.kind === 'network' && error.reason !== 'reset');

export class Fill {
  readonly #parts: FillParts;
  readonly #within: Within;
  readonly #options: FillOptions;
  readonly #call: { readonly priority: Priority };
  readonly #pace: Pace;
  readonly #failed: FailedPair[] = [];
  readonly #cidsFailed: FailedCid[] = [];
  #failuresInARow = 0;

  constructor(parts: FillParts, within: Within, options: FillOptions) {
    this.#parts = parts;
    this.#within = within;
    this.#options = options;
    this.#call = { priority: options.priority ?? 'background' };
    this.#pace = new Pace({ now: parts.now, rate: parts.rate, onProgress: options.onProgress });
  }

  /** @throws TenantError when the fill was cancelled, is not allowed, or nothing more can be read */
  async run(): Promise<FillReport> {
    const { assignments, checked, store } = this.#parts;
    if (!assignments.isFound) this.#pace.count(1);
    const canAsk = await assignments.find(this.#options.signal);
    if (canAsk || this.#within.isOnly) {
      await this.#askAssignments();
      const pairs = pairsToRead(store, this.#within);
      await this.#readPairs(pairs, pairs.length, true);
    } else {
      await this.#readEveryPair();
    }
    await this.#readUsers();
    await checked();
    const read = [...pairsWithin(store, this.#within)].filter(({ readAt }) => readAt !== undefined).length;
    const everyPair = assignments.everyPair && !this.#within.isOnly;
    return { pairs: read, requests: this.#pace.requests, everyPair, failed: this.#failed, cidsFailed: this.#cidsFailed };
  }

  async #askAssignments(): Promise<void> {
    const { assignments } = this.#parts;
    const { isOnly, everywhere } = this.#within;
    const questions = questionsOf(this.#parts, this.#within);
    const total = questions.places.length + questions.users.length;
    let done = 0;
    const left = (): number => {
      const guessed = guessedPairs(this.#parts, this.#within, questionsOf(this.#parts, this.#within));
      const known = pairsToRead(this.#parts.store, this.#within).length + guessed;
      return total - done + known + known / recordsPerRequest;
    };
    const tell = (): void => this.#pace.tell('assignments', done, total, left);
    if (total > 0) tell();
    await this.#each(questions.places, async (place, signal) => {
      try {
        this.#pace.count(await assignments.askPlace(place, isOnly, { ...this.#call, signal }));
        this.#failuresInARow = 0;
      } catch (thrown) {
        this.#cidsFailed.push({ cid: place || undefined, error: this.#survived(thrown, signal) });
      }
      done++;
      tell();
    });
    await this.#each(questions.users, async (user, signal) => {
      await assignments.askUser(user, everywhere, { ...this.#call, signal });
      this.#pace.count(1);
      done++;
      tell();
    });
  }

  async #readEveryPair(): Promise<void> {
    const { assignments } = this.#parts;
    const { users, olderThan, places } = this.#within;
    const { everybody } = assignments;
    if (!users && (!everybody || everybody.askedAt < olderThan)) {
      const options: CallOptions = { ...this.#call, signal: this.#options.signal };
      this.#pace.count(await assignments.askEverybody(options));
    }
    const count = countEveryPair(this.#parts, this.#within);
    if (count > (this.#options.mostRequests ?? unasked)) throw this.#tooMany(count, (users ?? assignments.everybody?.users)?.size ?? 0, places.length);
    await this.#readPairs(everyPairToRead(this.#parts, this.#within), count, false);
  }

  /** @param areKnown they are known to exist, so that one of which nothing is known any more is gone */
  async #readPairs(pairs: Iterable<PairToRead>, total: number, areKnown: boolean): Promise<void> {
    const { read, store } = this.#parts;
    const deleted = new Set<UserUuid>();
    const { olderThan } = this.#within;
    let done = 0;
    const left = (): number => total - done + usersToRead(this.#parts, this.#within).length / recordsPerRequest;
    const tell = (): void => this.#pace.tell('grants', done, total, left);
    if (total > 0) tell();
    await this.#each(pairs, async ({ user, place }, signal) => {
      const known = store.pair(user, place);
      const isGone = deleted.has(user) || (areKnown && !known);
      // Somebody else may have read it, while it waited for its turn here.
      if (!isGone && (known?.readAt === undefined || known.isDoubtful || known.readAt < olderThan)) {
        try {
          await read(user, place, this.#call.priority, signal);
          this.#failuresInARow = 0;
        } catch (thrown) {
          const error = toTenantError(thrown);
          // Deleted meanwhile: the pair is no more, which is no failure.
          if (error.reason === 'unknownUser') deleted.add(user);
          else this.#failed.push({ user, cid: place || undefined, error: this.#survived(thrown, signal) });
        }
        this.#pace.count(1);
      }
      done++;
      tell();
    });
  }

  async #readUsers(): Promise<void> {
    const { client, learn, now } = this.#parts;
    const users = usersToRead(this.#parts, this.#within);
    let done = 0;
    const tell = (): void => this.#pace.tell('users', done, users.length, () => (users.length - done) / recordsPerRequest);
    if (users.length > 0) tell();
    await this.#each(batches(users, recordsPerRequest), async (some, signal) => {
      const askedAt = now();
      learn(await readUsers(await client(), some, { ...this.#call, signal }), some, askedAt);
      this.#pace.count(1);
      done += some.length;
      tell();
    });
  }

  /** Works off all items, a bounded number at once: what waits in the budget is never more than that. */
  async #each<T>(items: Iterable<T>, work: (item: T, signal: AbortSignal) => Promise<void>): Promise<void> {
    const left = items[Symbol.iterator]();
    const worker = async (signal: AbortSignal): Promise<void> => {
      for (let next = left.next(); !next.done; next = left.next()) {
        signal.throwIfAborted();
        await work(next.value, signal);
      }
    };
    await allOrNone(Array.from({ length: atOnce }, () => worker), this.#options.signal);
  }

  /** @throws what nothing can go on after */
  #survived(thrown: unknown, signal: AbortSignal): TenantError {
    const error = toTenantError(thrown);
    if (signal.aborted || stops(error) || ++this.#failuresInARow >= mostFailuresInARow) throw thrown;
    return error;
  }

  #tooMany(requests: number, users: number, places: number): TenantError {
    const figure = (value: number): string => value.toLocaleString('en-US');
    const minutes = Math.ceil(requests / this.#parts.rate().perMinute);
    return new TenantError({
      kind: 'invalid',
      message:
        `The server does not tell who is assigned where, so the grants of ${figure(users)} users in ${figure(places)} CIDs would have to be read ` +
        `one by one: ${figure(requests)} requests, ${minutes <= 1 ? 'a minute' : `${figure(minutes)} minutes`} or so.`,
      nextStep: 'Read one CID or one user instead, or allow that many requests.',
    });
  }
}
