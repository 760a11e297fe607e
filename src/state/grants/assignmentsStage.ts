/** The first stage: asks who is assigned where, CID by CID or user by user, and finds out whether the server tells it as expected. */
import { assignedTo, canAskByCid, isAssignedTo, readAssignedCids, readMatching } from '../../api/falcon/assignments.ts';
import type { CallOptions, FalconClient } from '../../api/falcon/client.ts';
import type { Priority } from '../../api/urgency.ts';
import type { Cid, UserUuid } from '../../core/ids.ts';
import { Cached } from '../cached.ts';
import type { RecentWrites } from '../recentWrites.ts';
import type { GrantsStore } from './grantsStore.ts';
import type { PairAnswer } from './pairReads.ts';
import type { Place } from './scope.ts';
import { UrgentReads } from './urgentReads.ts';
import type { UserRecords } from './userRecords.ts';

/** A read and a list so close together speak of the same state, unless something was written between them. */
const sameStateMs = 5 * 60_000;
/** A list may lack what was written so long before it was asked for. */
const lagMs = 2 * 60_000;

export interface AssignmentsOptions {
  readonly client: () => Promise<FalconClient>;
  readonly store: GrantsStore;
  readonly records: UserRecords;
  readonly written: RecentWrites;
  readonly now: () => number;
}

/** For whom it is asked. */
export interface Asking {
  readonly priority: Priority;
  readonly signal?: AbortSignal | undefined;
}

interface Everybody {
  readonly users: Set<UserUuid>;
  /** Epoch milliseconds. */
  readonly askedAt: number;
}

export class Assignments {
  readonly #options: AssignmentsOptions;
  readonly #canAsk: Cached<boolean>;
  readonly #places = new UrgentReads<number>();
  readonly #users = new UrgentReads<readonly Cid[]>();
  /** Pairs that hold something and are not listed, and since when: a list, too, lags behind what others have changed. */
  readonly #suspects = new Map<string, number>();
  #isContradicted = false;
  #everybody: Everybody | undefined;

  constructor(options: AssignmentsOptions) {
    this.#options = options;
    // One request for each connection. Somebody waits for it, whatever comes behind it.
    this.#canAsk = new Cached(async (signal) => canAskByCid(await options.client(), { signal }));
  }

  /** The server does not tell who is assigned where. */
  get everyPair(): boolean {
    return this.#isContradicted || this.#canAsk.known === false;
  }

  /** Whether a list lacked somebody, and it is not clear yet whether it only lagged behind. */
  get isSuspected(): boolean {
    return this.#suspects.size > 0;
  }

  /** All users, if they have been listed. */
  get everybody(): Everybody | undefined {
    return this.#everybody;
  }

  /** Whether that has been found out. */
  get isFound(): boolean {
    return this.#canAsk.known !== undefined;
  }

  /** @returns whether the server can be asked who is assigned where */
  async find(signal?: AbortSignal): Promise<boolean> {
    return (await this.#canAsk.get(signal)) && !this.#isContradicted;
  }

  /**
   * Asks who is assigned in a place.
   * @param isOnly the tenant has no other: where the server does not tell, all users of the session may be
   * @returns how many requests it took
   */
  askPlace(place: Place, isOnly: boolean, asking: Asking): Promise<number> {
    const { client, store, records, written, now } = this.#options;
    return this.#places.join(place, {
      ...asking,
      start: async (options, isCurrent) => {
        const askedAt = now();
        const canTell = place !== '' && !(isOnly && this.everyPair);
        const { uuids, users, requests } = await readMatching(await client(), canTell ? assignedTo(place) : undefined, options);
        if (!isCurrent()) return requests;
        records.learn(users, askedAt);
        const assigned = [...uuids, ...(place ? written.grantedIn(place) : [])].filter((user) => !written.isDeleted(user));
        store.setAssigned(place, new Set(assigned), askedAt);
        return requests;
      },
    });
  }

  /**
   * Asks in which places a user is assigned.
   * @param everywhere all places of the tenant
   */
  askUser(user: UserUuid, everywhere: readonly Place[], asking: Asking): Promise<readonly Cid[]> {
    const { client, store, written, now } = this.#options;
    const asked = everywhere.filter((place): place is Cid => place !== '');
    return this.#users.join(user, {
      ...asking,
      start: async (options, isCurrent) => {
        const askedAt = now();
        const cids = written.overAssignedCids(user, await readAssignedCids(await client(), user, asked, options));
        // Where a place has no name, nobody can be asked whether the user is assigned there.
        if (isCurrent() && asked.length === everywhere.length && !written.isDeleted(user)) store.setUserAsked(user, cids, askedAt);
        return cids;
      },
    });
  }

  /** Lists all users: where every pair counts, they are one side of the pairs. */
  async askEverybody(options: CallOptions): Promise<number> {
    const { client, records, written, now } = this.#options;
    const askedAt = now();
    const { uuids, users, requests } = await readMatching(await client(), undefined, options);
    records.learn(users, askedAt);
    this.#everybody = { users: new Set([...uuids].filter((user) => !written.isDeleted(user))), askedAt };
    return requests;
  }

  /**
   * A read that shows grants of somebody who was not listed a moment before: the server is asked about this one. If it
   * does not list the user, and still does not when it has had the time to, its lists are of no use.
   */
  async check(answer: PairAnswer, options: CallOptions): Promise<void> {
    const { client, store } = this.#options;
    const { user, place, grants, askedAt } = answer;
    const key = `${user}|${place}`;
    if (!grants || grants.length === 0) this.#suspects.delete(key);
    const since = this.#suspects.get(key);
    if (place === '' || (since === undefined && !this.#contradicts(answer))) return;
    if (await isAssignedTo(await client(), user, place, options)) {
      this.#suspects.delete(key);
      store.addAssigned(user, place);
    } else if (since !== undefined && askedAt - since > lagMs) {
      this.contradict();
    } else {
      this.#suspects.set(key, since ?? askedAt);
      store.doubt(user, place);
    }
  }

  contradict(): void {
    this.#isContradicted = true;
    this.#suspects.clear();
  }

  restore(everyPair: boolean, everybody: Everybody | undefined): void {
    this.#isContradicted ||= everyPair;
    this.#everybody ??= everybody;
  }

  addUser(user: UserUuid): void {
    this.#everybody?.users.add(user);
  }

  /** What is being asked of a user, or of a place, is out of date already. */
  forget(key: UserUuid | Place): void {
    this.#users.forget(key);
    this.#places.forget(key);
  }

  removeUser(user: UserUuid): void {
    this.#users.forget(user);
    for (const key of this.#suspects.keys()) if (key.startsWith(`${user}|`)) this.#suspects.delete(key);
    this.#everybody?.users.delete(user);
  }

  clear(): void {
    this.#places.clear();
    this.#users.clear();
    this.#canAsk.forget();
    this.#suspects.clear();
    this.#isContradicted = false;
    this.#everybody = undefined;
  }

  #contradicts({ user, place, grants, askedAt }: PairAnswer): boolean {
    const { store, written } = this.#options;
    const listedAt = store.askedAt(place);
    if (this.everyPair || !grants || grants.length === 0 || listedAt === undefined || Math.abs(askedAt - listedAt) > sameStateMs) return false;
    // Of those who were deleted a moment ago, reads lag behind lists, or lists behind reads.
    if (written.isDeleted(user)) return false;
    // What is forgotten of a user may be because a change of ours may have gone through.
    if (store.pair(user, place)?.isAssigned || store.forgottenAt(user) !== undefined) return false;
    return (store.writtenAt(place) ?? Number.NEGATIVE_INFINITY) < listedAt - lagMs;
  }
}
