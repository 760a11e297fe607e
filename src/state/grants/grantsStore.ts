/** What is known of who holds what where, pair by pair, with lookups by user, CID and role that stay fast with 100,000 pairs. */
import type { Grant } from '../../core/grant.ts';
import type { RoleId, UserUuid } from '../../core/ids.ts';
import { earlier } from './coverage.ts';
import { hasEnded } from './grantEnds.ts';
import type { Place } from './scope.ts';
import { SharedTexts } from './sharedTexts.ts';

/** A user in a CID. */
export interface Pair {
  readonly user: UserUuid;
  readonly place: Place;
  /** The server has listed the user among those who hold something there. */
  readonly isAssigned: boolean;
  /** What has been read, with what was written since; of a pair that has not been read, only the latter. */
  readonly grants: readonly Grant[];
  /** Epoch milliseconds; undefined while it has not been read. */
  readonly readAt: number | undefined;
  /** Good enough for an answer, but to be read again when there is an occasion. */
  readonly isDoubtful: boolean;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
type Entry = Writable<Pair>;

/** Whether the user holds anything there, as far as it is known. */
export const exists = ({ readAt, grants, isAssigned }: Pair): boolean => grants.length > 0 || (readAt === undefined && isAssigned);

export interface Tally {
  /** Pairs that exist. */
  readonly known: number;
  /** Those of them that have been read. */
  readonly read: number;
  /** All that have been read, those with nothing in them included. */
  readonly looked: number;
  readonly oldest: number | undefined;
}

export function tallyOf(pairs: Iterable<Pair>): Tally {
  let [known, read, looked] = [0, 0, 0];
  let oldest: number | undefined;
  for (const pair of pairs) {
    const isThere = exists(pair);
    if (isThere) known++;
    if (pair.readAt === undefined) continue;
    looked++;
    if (isThere) read++;
    oldest = earlier(oldest, pair.readAt);
  }
  return { known, read, looked, oldest };
}

interface PlaceEntry {
  readonly pairs: Map<UserUuid, Entry>;
  /** Epoch milliseconds at which it was asked, wholly, who is assigned there. */
  askedAt: number | undefined;
  /** When this window wrote grants there last. */
  writtenAt: number | undefined;
  tally: Tally | undefined;
}

export class GrantsStore {
  readonly #onChange: () => void;
  readonly #texts = new SharedTexts();
  readonly #places = new Map<Place, PlaceEntry>();
  readonly #users = new Map<UserUuid, Map<Place, Entry>>();
  readonly #roles = new Map<RoleId, Set<Entry>>();
  readonly #temporary = new Set<Entry>();
  /** Users of whom it has been asked, for all CIDs, where they are assigned. */
  readonly #askedUsers = new Map<UserUuid, number>();
  readonly #forgotten = new Map<UserUuid, number>();

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get places(): readonly Place[] {
    return [...this.#places.keys()];
  }

  get askedUsers(): ReadonlyMap<UserUuid, number> {
    return this.#askedUsers;
  }

  /** Users of whom it has to be asked again where they are assigned, and since when. */
  get forgottenUsers(): ReadonlyMap<UserUuid, number> {
    return this.#forgotten;
  }

  get temporary(): Iterable<Pair> {
    return this.#temporary;
  }

  pair(user: UserUuid, place: Place): Pair | undefined {
    return this.#users.get(user)?.get(place);
  }

  pairsOf(user: UserUuid): Iterable<Pair> {
    return this.#users.get(user)?.values() ?? [];
  }

  pairsIn(place: Place): Iterable<Pair> {
    return this.#places.get(place)?.pairs.values() ?? [];
  }

  /** The pairs in which a role is held, everywhere or in one CID. */
  *pairsWith(role: RoleId, place?: Place): Iterable<Pair> {
    const holding = this.#roles.get(role);
    if (!holding) return;
    const here = place === undefined ? undefined : (this.#places.get(place)?.pairs ?? new Map<UserUuid, Entry>());
    if (here && here.size < holding.size) {
      for (const pair of here.values()) if (holding.has(pair)) yield pair;
    } else {
      for (const pair of holding) if (place === undefined || pair.place === place) yield pair;
    }
  }

  tally(place: Place): Tally {
    const entry = this.#places.get(place);
    if (!entry) return tallyOf([]);
    return (entry.tally ??= tallyOf(entry.pairs.values()));
  }

  askedAt(place: Place): number | undefined {
    return this.#places.get(place)?.askedAt;
  }

  writtenAt(place: Place): number | undefined {
    return this.#places.get(place)?.writtenAt;
  }

  userAskedAt(user: UserUuid): number | undefined {
    return this.#askedUsers.get(user);
  }

  /** Since when what was known of where a user is assigned does not count any more. */
  forgottenAt(user: UserUuid): number | undefined {
    return this.#forgotten.get(user);
  }

  /** @param at epoch milliseconds at which it was asked */
  setRead(user: UserUuid, place: Place, grants: readonly Grant[], at: number): void {
    const pair = this.#ensure(user, place);
    this.#setGrants(pair, grants);
    pair.readAt = at;
    pair.isDoubtful = false;
    this.#touch(place);
  }

  /** Lays a change of our own over a pair. */
  mend(user: UserUuid, place: Place, grants: readonly Grant[]): void {
    const pair = this.#ensure(user, place);
    this.#setGrants(pair, grants);
    pair.isDoubtful = true;
    this.#dropIfNothing(pair);
    this.#touch(place);
  }

  noteWritten(place: Place, at: number): void {
    this.#place(place).writtenAt = at;
  }

  /**
   * Takes in who is assigned in a place, all of them. A pair that was read before and is not among them is doubtful:
   * reading it again decides.
   */
  setAssigned(place: Place, users: ReadonlySet<UserUuid>, askedAt: number): void {
    const entry = this.#place(place);
    entry.askedAt = askedAt;
    for (const pair of [...entry.pairs.values()]) {
      if (!users.has(pair.user)) this.#unlist(pair, askedAt);
    }
    for (const user of users) this.#list(this.#ensure(user, place), askedAt);
    this.#touch(place);
  }

  /** Who is assigned in a place has been taken in already. */
  noteAsked(place: Place, at: number): void {
    this.#place(place).askedAt = at;
    this.#touch(place);
  }

  noteUserAsked(user: UserUuid, at: number): void {
    this.#askedUsers.set(user, at);
  }

  /** Where any user is assigned is known only as far as places were asked. */
  forgetUsersAsked(): void {
    this.#askedUsers.clear();
    this.#onChange();
  }

  /** Takes in that a user is assigned in a place, whoever else is. */
  addAssigned(user: UserUuid, place: Place): void {
    this.#ensure(user, place).isAssigned = true;
    this.#touch(place);
  }

  /** @param places all those of the tenant in which the user is assigned */
  setUserAsked(user: UserUuid, places: readonly Place[], askedAt: number): void {
    this.#askedUsers.set(user, askedAt);
    this.#forgotten.delete(user);
    const assigned = new Set(places);
    for (const pair of [...this.pairsOf(user)] as Entry[]) {
      // Of a CID that has no name nothing can be asked by it.
      if (assigned.has(pair.place) || pair.place === '') continue;
      this.#unlist(pair, askedAt);
      this.#touch(pair.place);
    }
    for (const place of places) {
      this.#list(this.#ensure(user, place), askedAt);
      this.#touch(place);
    }
  }

  /** Forgets what a pair holds; that it exists stays known. */
  forget(user: UserUuid, place: Place): void {
    const pair = this.#users.get(user)?.get(place);
    if (!pair) return;
    pair.isAssigned = exists(pair);
    this.#setGrants(pair, []);
    pair.readAt = undefined;
    pair.isDoubtful = false;
    this.#dropIfNothing(pair);
    this.#touch(place);
  }

  /** What a pair is known to hold is read again when there is an occasion. */
  doubt(user: UserUuid, place: Place): void {
    const pair = this.#users.get(user)?.get(place);
    if (pair) pair.isDoubtful = true;
  }

  /** Drops what has ended. It may have been given another end by somebody else, so it is read again when there is an occasion. */
  dropEnded(user: UserUuid, place: Place, now: number): void {
    const pair = this.#users.get(user)?.get(place);
    if (!pair?.grants.some((grant) => hasEnded(grant, now))) return;
    this.#setGrants(pair, pair.grants.filter((grant) => !hasEnded(grant, now)));
    pair.isDoubtful = true;
    this.#touch(place);
  }

  /** Where the user is assigned has to be asked again. */
  forgetWhere(user: UserUuid, at: number): void {
    this.#askedUsers.delete(user);
    this.#forgotten.set(user, at);
  }

  forgetPlace(place: Place): void {
    const entry = this.#places.get(place);
    if (!entry) return;
    entry.askedAt = undefined;
    for (const user of [...entry.pairs.keys()]) this.forget(user, place);
    this.#touch(place);
  }

  /** There is no such user any more. */
  removeUser(user: UserUuid): void {
    for (const pair of [...this.pairsOf(user)] as Entry[]) this.#remove(pair);
    this.#askedUsers.delete(user);
    this.#forgotten.delete(user);
    this.#onChange();
  }

  /** A pair that turned out not to exist. */
  remove(user: UserUuid, place: Place): void {
    const pair = this.#users.get(user)?.get(place);
    if (pair) this.#remove(pair);
    this.#touch(place);
  }

  /** It has become known which CID the session's own is. */
  nameOwn(place: Place): void {
    const own = this.#places.get('');
    if (!own || place === '') return;
    for (const pair of [...own.pairs.values()]) {
      const { user, isAssigned, grants, readAt } = pair;
      this.#remove(pair);
      if (isAssigned) this.addAssigned(user, place);
      if (readAt !== undefined && this.pair(user, place)?.readAt === undefined) this.setRead(user, place, grants, readAt);
    }
    this.#places.delete('');
  }

  clear(): void {
    for (const known of [this.#places, this.#users, this.#roles, this.#temporary, this.#askedUsers, this.#forgotten, this.#texts]) known.clear();
    this.#onChange();
  }

  #place(place: Place): PlaceEntry {
    let entry = this.#places.get(place);
    if (!entry) this.#places.set(place, (entry = { pairs: new Map(), askedAt: undefined, writtenAt: undefined, tally: undefined }));
    return entry;
  }

  #ensure(user: UserUuid, place: Place): Entry {
    const known = this.#users.get(user)?.get(place);
    if (known) return known;
    const pair: Entry = { user: this.#texts.of(user), place: this.#texts.of(place), isAssigned: false, grants: [], readAt: undefined, isDoubtful: false };
    let places = this.#users.get(pair.user);
    if (!places) this.#users.set(pair.user, (places = new Map<Place, Entry>()));
    places.set(pair.place, pair);
    this.#place(pair.place).pairs.set(pair.user, pair);
    return pair;
  }

  #setGrants(pair: Entry, grants: readonly Grant[]): void {
    for (const { role_id: role } of pair.grants) this.#roles.get(role)?.delete(pair);
    this.#temporary.delete(pair);
    pair.grants = grants.map((grant) => this.#texts.grant(grant));
    for (const { role_id: role, expires_at: end } of pair.grants) {
      let holding = this.#roles.get(role);
      if (!holding) this.#roles.set(role, (holding = new Set<Entry>()));
      holding.add(pair);
      if (end) this.#temporary.add(pair);
    }
  }

  /** Where nothing was found before the list was made, something may be there now. */
  #list(pair: Entry, askedAt: number): void {
    pair.isAssigned = true;
    if (pair.grants.length === 0 && pair.readAt !== undefined && pair.readAt < askedAt) pair.readAt = undefined;
  }

  #unlist(pair: Entry, askedAt: number): void {
    pair.isAssigned = false;
    if (exists(pair) && (pair.readAt ?? Number.NEGATIVE_INFINITY) < askedAt) pair.isDoubtful = true;
    this.#dropIfNothing(pair);
  }

  #dropIfNothing(pair: Entry): void {
    if (pair.readAt === undefined && !exists(pair)) this.#remove(pair);
  }

  #remove(pair: Entry): void {
    this.#setGrants(pair, []);
    const places = this.#users.get(pair.user);
    places?.delete(pair.place);
    if (places?.size === 0) this.#users.delete(pair.user);
    const entry = this.#places.get(pair.place);
    entry?.pairs.delete(pair.user);
    if (entry) entry.tally = undefined;
  }

  #touch(place: Place): void {
    const entry = this.#places.get(place);
    if (entry) entry.tally = undefined;
    this.#onChange();
  }
}
