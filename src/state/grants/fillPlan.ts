/** What has to be read to know a part of a tenant, and what that costs. */
import type { UserUuid } from '../../core/ids.ts';
import { isUserAsked } from './answers.ts';
import type { Assignments } from './assignmentsStage.ts';
import { exists } from './grantsStore.ts';
import type { GrantsStore, Pair } from './grantsStore.ts';
import type { Place, Within } from './scope.ts';
import type { UserRecords } from './userRecords.ts';

export interface FillPlan {
  readonly requests: number;
  /** At the rate that is left to background work. */
  readonly minutes: number;
  /** Pairs that exist, known or not; undefined where some are not known yet. */
  readonly pairs: number | undefined;
  /** Some pairs are not known yet: `requests` is an estimate. */
  readonly isEstimate: boolean;
}

export interface Known {
  readonly store: GrantsStore;
  readonly records: UserRecords;
  readonly assignments: Assignments;
}

/** The largest part of records that is read with one request. */
export const recordsPerRequest = 500;
/** What a user is assigned to is usually told by one request, and by some more where the server has no aggregate for it. */
const requestsPerUser = 2;
/** So few are asked about one by one even for a single CID: nobody knows how many others its list holds. */
const fewUsers = 3;

/** Who has to be asked about: places, or users where these are fewer. */
export interface Questions {
  readonly places: readonly Place[];
  readonly users: readonly UserUuid[];
}

export function questionsOf({ store, assignments }: Known, { places, users, olderThan, isOnly }: Within): Questions {
  const isNew = (at: number | undefined): boolean => at !== undefined && at >= olderThan;
  const unasked = places.filter((place) => !isNew(store.askedAt(place)));
  if (!users || places.includes('') || (isOnly && assignments.everyPair)) return { places: unasked, users: [] };
  // What a list tells of somebody does not count any more once it was forgotten where they are assigned.
  const isListed = (user: UserUuid): boolean => unasked.length === 0 && isUserAsked(store, user, places);
  const unaskedUsers = [...users].filter((user) => !isNew(store.userAskedAt(user)) && !isListed(user));
  const areCheaper = unasked.length === 0 || unaskedUsers.length <= fewUsers || unaskedUsers.length * requestsPerUser < unasked.length;
  return areCheaper ? { places: [], users: unaskedUsers } : { places: unasked, users: [] };
}

export interface PairToRead {
  readonly user: UserUuid;
  readonly place: Place;
}

const isWanting = (pair: Pair | undefined, olderThan: number): boolean => pair?.readAt === undefined || pair.isDoubtful || pair.readAt < olderThan;

/** The pairs known to exist. */
export function* pairsWithin(store: GrantsStore, { places, users }: Within): Iterable<Pair> {
  const wanted = new Set(places);
  if (users && users.size < places.length) {
    for (const user of users) for (const pair of store.pairsOf(user)) if (wanted.has(pair.place) && exists(pair)) yield pair;
    return;
  }
  for (const place of wanted) for (const pair of store.pairsIn(place)) if ((!users || users.has(pair.user)) && exists(pair)) yield pair;
}

export function pairsToRead(store: GrantsStore, within: Within): PairToRead[] {
  const { olderThan } = within;
  const found: PairToRead[] = [];
  for (const pair of pairsWithin(store, within)) if (isWanting(pair, olderThan)) found.push(pair);
  return found;
}

/** What is known of somebody who is not listed: perhaps the user is no more, which reading it again tells. */
function* unlistedToRead({ store, assignments }: Known, { users, olderThan }: Within, place: Place): Iterable<Pair> {
  const listed = assignments.everybody?.users;
  if (users || !listed) return;
  for (const pair of store.pairsIn(place)) if (!listed.has(pair.user) && exists(pair) && isWanting(pair, olderThan)) yield pair;
}

/** Every user in every place: far too many to be listed, so they are counted and handed out one by one. */
export function* everyPairToRead(known: Known, within: Within): Iterable<PairToRead> {
  const { places, users, olderThan } = within;
  const everybody = users ?? known.assignments.everybody?.users ?? new Set();
  for (const place of places) {
    for (const user of everybody) if (isWanting(known.store.pair(user, place), olderThan)) yield { user, place };
    yield* [...unlistedToRead(known, within, place)];
  }
}

export function countEveryPair(known: Known, within: Within): number {
  const everybody = within.users ?? known.assignments.everybody?.users ?? new Set();
  let toRead = everybody.size * within.places.length;
  for (const place of new Set(within.places)) {
    for (const pair of known.store.pairsIn(place)) if (everybody.has(pair.user) && !isWanting(pair, within.olderThan)) toRead--;
    toRead += [...unlistedToRead(known, within, place)].length;
  }
  return toRead;
}

/** Those who hold anything within the scope and whose records are not known. */
export function usersToRead({ store, records }: Known, within: Within): UserUuid[] {
  const users = new Set<UserUuid>();
  for (const { user } of pairsWithin(store, within)) if (!records.isAsked(user, within.olderThan)) users.add(user);
  return [...users];
}

/** How many pairs there may be in the places, or of the users, that were never asked about: as many as in the others. */
export function guessedPairs({ store }: Known, within: Within, questions: Questions): number {
  // What is asked again has pairs already that stand for themselves.
  const places = questions.places.filter((place) => store.askedAt(place) === undefined);
  const users = questions.users.filter((user) => store.userAskedAt(user) === undefined);
  if (places.length === 0 && users.length === 0) return 0;
  let [pairs, asked] = [0, 0];
  if (places.length > 0) {
    const isAsked = new Set(within.places.filter((place) => store.askedAt(place) !== undefined));
    for (const pair of pairsWithin(store, within)) if (isAsked.has(pair.place)) pairs++;
    asked = isAsked.size;
  } else {
    for (const user of within.users ?? []) {
      if (store.userAskedAt(user) === undefined) continue;
      asked++;
      for (const pair of store.pairsOf(user)) if (exists(pair)) pairs++;
    }
  }
  return Math.ceil((pairs / Math.max(1, asked)) * Math.max(places.length, users.length));
}

/** The cost of all that is known to be missing, and of what may be. */
export function planOf(known: Known, within: Within, everyPair: boolean, perMinute: number): FillPlan {
  const users = Math.ceil(usersToRead(known, within).length / recordsPerRequest);
  if (everyPair) {
    const toRead = countEveryPair(known, within);
    const everybody = within.users ?? known.assignments.everybody?.users;
    const requests = toRead + users;
    return { requests, minutes: requests / perMinute, pairs: (everybody?.size ?? 0) * within.places.length, isEstimate: everybody === undefined };
  }
  const questions = questionsOf(known, within);
  const guessed = guessedPairs(known, within, questions);
  const asking = questions.places.length + questions.users.length * requestsPerUser;
  const requests = asking + pairsToRead(known.store, within).length + guessed + users + Math.ceil(guessed / recordsPerRequest);
  const isEstimate = asking > 0;
  const pairs = isEstimate ? undefined : [...pairsWithin(known.store, within)].length;
  return { requests, minutes: requests / perMinute, pairs, isEstimate };
}
