/**
 * Who holds what, where, through which group and until when, as far as it has been read. A read of grants covers one
 * user in one CID, so all of a tenant is never read pair by pair: it is asked who is assigned where, and only the pairs
 * that exist are read. Every read of grants goes through here and makes the index richer.
 */
import type { Priority } from '../../api/urgency.ts';
import type { Grant } from '../../core/grant.ts';
import type { Cid, ConnectionId, RoleId, UserUuid } from '../../core/ids.ts';
import type { User } from '../../core/user.ts';
import type { RecentWrites } from '../recentWrites.ts';
import { Answers, isUserAsked } from './answers.ts';
import type { Holding, UnsafeHolding } from './answers.ts';
import { Assignments } from './assignmentsStage.ts';
import { ChangeTeller } from './changeTeller.ts';
import type { Answer } from './coverage.ts';
import { Fill } from './fill.ts';
import type { FillOptions, FillReport } from './fill.ts';
import { askForPlan } from './askForPlan.ts';
import { planOf } from './fillPlan.ts';
import type { FillPlan } from './fillPlan.ts';
import { GrantsKeeper } from './grantsStorage.ts';
import type { GrantsStorage } from './grantsStorage.ts';
import { exists, GrantsStore } from './grantsStore.ts';
import type { Pair } from './grantsStore.ts';
import { keptGrants, restoreGrants } from './keptGrants.ts';
import type { BackgroundRate } from './pace.ts';
import { PairReads } from './pairReads.ts';
import type { PairAnswer } from './pairReads.ts';
import { resolveScope } from './resolveScope.ts';
import type { TenantPorts } from './resolveScope.ts';
import type { Place, Scope, TenantPlaces, Within } from './scope.ts';
import { UserRecords } from './userRecords.ts';

export type { FillOptions, FillReport } from './fill.ts';
export type { FillPlan } from './fillPlan.ts';
export type { FillProgress } from './pace.ts';

export interface GrantsIndexOptions extends TenantPorts {
  readonly written: RecentWrites;
  /** The CID of the session, as far as it is known. */
  readonly ownCid: () => Cid | undefined;
  /** Every place of the tenant, without reading anything. */
  readonly knownPlaces: () => TenantPlaces | undefined;
  readonly rate?: (() => BackgroundRate | undefined) | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly kept?: { readonly storage: GrantsStorage; readonly id: ConnectionId; readonly identity: () => string } | undefined;
}

/** What CrowdStrike documents for an account, and the usual share of it. */
const assumedRate: BackgroundRate = { perMinute: 5_400, blockedMs: 0 };

export class GrantsIndex {
  readonly #options: GrantsIndexOptions;
  readonly #teller = new ChangeTeller();
  readonly #store = new GrantsStore(() => this.#changed());
  readonly #records = new UserRecords();
  readonly #assignments: Assignments;
  readonly #answers: Answers;
  readonly #reads: PairReads;
  readonly #keeper: GrantsKeeper | undefined;
  readonly #checks = new Set<Promise<void>>();
  #loading: Promise<void> | undefined;
  /** Whose data this is. The connection may become another one before the last copy is written. */
  #identity: string | undefined;
  /** Those of the stored copy, until they are read. */
  #keptPlaces: TenantPlaces | undefined;

  /** Fires a few times a second at most. */
  readonly onDidChange = this.#teller.event;

  constructor(options: GrantsIndexOptions) {
    this.#options = options;
    const { client, written, now, kept } = options;
    const [store, records] = [this.#store, this.#records];
    this.#assignments = new Assignments({ client, store, records, written, now });
    this.#answers = new Answers({ store, records, assignments: this.#assignments, places: () => this.#takePlaces(), now });
    this.#reads = new PairReads({ client, now, take: (answer, isKept) => this.#take(answer, isKept) });
    this.#keeper = kept && new GrantsKeeper(kept.storage, kept.id, () => this.#copy(this.#identity ?? kept.identity()));
  }

  /** Takes in the stored copy, once. Whoever wants an answer at once waits for this first. */
  load(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /** Finishes what is looked into beside the reads, and writes the stored copy, if anything has changed. */
  async flush(): Promise<void> {
    await Promise.all(this.#checks);
    await this.#keeper?.flush();
  }

  /** Ends, with what is known in the stored copy. */
  async dispose(): Promise<void> {
    this.#teller.dispose();
    await this.#keeper?.end();
  }

  /** Ends without a stored copy: the connection is no more. */
  async drop(): Promise<void> {
    this.#teller.dispose();
    await this.#keeper?.remove();
  }

  /** What a user holds in a CID; in that of the session where none is named. */
  async grants(user: UserUuid, cid: Cid | undefined, signal?: AbortSignal, priority: Priority = 'foreground'): Promise<readonly Grant[]> {
    await this.load();
    const place = this.#place(cid);
    const pair = this.#pair(user, place);
    if (pair?.readAt !== undefined && !pair.isDoubtful) return pair.grants;
    return this.#reads.read(user, place, priority, signal);
  }

  known(user: UserUuid, cid: Cid | undefined): readonly Grant[] | undefined {
    const pair = this.#pair(user, this.#place(cid));
    return pair?.readAt === undefined ? undefined : pair.grants;
  }

  /** Epoch milliseconds at which a pair was read. */
  readAt(user: UserUuid, cid: Cid | undefined): number | undefined {
    return this.#store.pair(user, this.#place(cid))?.readAt;
  }

  /** What is known of a user's grants, everywhere. */
  allKnown(user: UserUuid): readonly Grant[] {
    return [...this.#store.pairsOf(user)].flatMap(({ place }) => this.#pair(user, place)?.grants ?? []);
  }

  /** In which CIDs a user holds anything, if that is known. */
  knownCids(user: UserUuid): readonly Cid[] | undefined {
    const places = this.#takePlaces();
    if (!places?.isWhole || this.#assignments.everyPair || !isUserAsked(this.#store, user, places.places)) return undefined;
    const held = new Set([...this.#store.pairsOf(user)].filter(exists).map(({ place }) => place));
    return places.places.filter((place): place is Cid => place !== '' && held.has(place));
  }

  /** Asks in which CIDs a user holds anything. */
  async cidsOf(user: UserUuid, signal?: AbortSignal): Promise<readonly Cid[]> {
    await this.load();
    const { places } = await this.#options.places(signal);
    // Where the server's word is of no use, nobody knows better than to look everywhere.
    if (this.#assignments.everyPair) return places.filter((place): place is Cid => place !== '');
    return this.knownCids(user) ?? this.#assignments.askUser(user, places, { priority: 'foreground', signal });
  }

  /**
   * Tells what reading a part of the tenant costs, besides what is known. What tells how many pairs there are is asked
   * at once where that is a few requests; elsewhere some of it is, and stands for the rest.
   */
  async plan(scope: Scope, signal?: AbortSignal, { olderThan }: Pick<FillOptions, 'olderThan'> = {}): Promise<FillPlan> {
    const within = await this.#within(scope, olderThan, signal);
    const canAsk = await this.#assignments.find(signal);
    const known = this.#parts;
    const everyPair = !canAsk && !within.isOnly;
    if (everyPair) {
      if (!within.users && !this.#assignments.everybody) await this.#assignments.askEverybody({ signal });
    } else {
      await askForPlan(known, within, signal);
    }
    return planOf(known, within, everyPair, this.#rate().perMinute);
  }

  /**
   * Reads what is missing of a part of the tenant, in the background of everything else. Fills over the same pairs share
   * their reads. What was read is kept, however it ends.
   * @throws TenantError; kind `invalid` where every pair would have to be read and that is more than `mostRequests`
   */
  async fill(scope: Scope, options: FillOptions = {}): Promise<FillReport> {
    try {
      const within = await this.#within(scope, options.olderThan, options.signal);
      return await new Fill(this.#parts, within, options).run();
    } finally {
      this.#keeper?.schedule();
    }
  }

  /** Who holds a role, in one CID or everywhere. */
  holders(role: RoleId, cid?: Cid): Answer<Holding> {
    return this.#answers.holders(role, cid);
  }

  /** The same for the CID of the session, which may not be known. */
  holdersAtHome(role: RoleId): Answer<Holding> {
    return this.#answers.holders(role, this.#place(undefined));
  }

  grantsOf(user: UserUuid): Answer<Grant> {
    return this.#answers.grantsOf(user);
  }

  /** Who holds what in a CID; in that of the session where none is named. */
  accessTo(cid: Cid | undefined): Answer<Holding> {
    return this.#answers.accessTo(this.#place(cid));
  }

  /** Grants that end by themselves, soonest first; those that have ended are left out. */
  temporary(): Answer<Holding> {
    return this.#answers.temporary();
  }

  /** Strong roles of users without a second factor, or who never logged in. */
  strongWithoutSafety(strongRoles: ReadonlySet<RoleId>): Answer<UnsafeHolding> {
    return this.#answers.strongWithoutSafety(strongRoles);
  }

  user(uuid: UserUuid): User | undefined {
    return this.#records.get(uuid);
  }

  /** Takes in records that were read elsewhere. */
  learnUsers(users: readonly User[]): void {
    if (users.length === 0) return;
    this.#records.learn(users, this.#options.now());
    this.#changed();
  }

  /** Lays a change of roles over what is known. */
  wroteGrants(user: UserUuid, cid: Cid, isGrant: boolean): void {
    const { now, ownCid } = this.#options;
    // It may be the session's own CID that was written to: nobody knows.
    if (ownCid() === undefined) this.#forget(user, '');
    const place = this.#place(cid);
    this.#store.noteWritten(place, now());
    if (isGrant) this.#store.addAssigned(user, place);
    this.#mend(user, cid);
  }

  wroteUser(uuid: UserUuid, become: (user: User) => User): void {
    this.#records.mend(uuid, become);
    this.#changed();
  }

  addUser(user: User): void {
    this.#assignments.addUser(user.uuid);
    this.learnUsers([user]);
  }

  removeUser(user: UserUuid): void {
    for (const { place } of this.#store.pairsOf(user)) this.#reads.forget(user, place);
    this.#store.removeUser(user);
    this.#records.remove(user);
    this.#assignments.removeUser(user);
  }

  /** Forgets what a user holds in a CID. */
  forget(user: UserUuid, cid: Cid | undefined): void {
    this.#forget(user, this.#place(cid));
  }

  /** Forgets what a user holds in all CIDs but one, or in all, and which these are. */
  forgetUser(user: UserUuid, except?: { readonly cid: Cid | undefined }): void {
    const kept = except && this.#place(except.cid);
    for (const { place } of [...this.#store.pairsOf(user)]) if (place !== kept) this.#forget(user, place);
    this.#assignments.forget(user);
    this.#store.forgetWhere(user, this.#options.now());
  }

  /** Answers go on with what a user is known to hold; whoever looks at it reads it again. */
  doubtUser(user: UserUuid): void {
    for (const { place } of this.#store.pairsOf(user)) {
      this.#reads.forget(user, place);
      this.#store.doubt(user, place);
    }
    this.#assignments.forget(user);
    this.#store.forgetWhere(user, this.#options.now());
  }

  /** Forgets who is assigned in a CID and what they hold there. */
  forgetCid(cid: Cid | undefined): void {
    const place = this.#place(cid);
    const users = [...this.#store.pairsIn(place)].map(({ user }) => user);
    this.#assignments.forget(place);
    this.#store.forgetPlace(place);
    for (const user of users) this.#forget(user, place);
  }

  forgetAll(): void {
    this.#reads.clear();
    this.#assignments.clear();
    this.#records.clear();
    this.#keptPlaces = undefined;
    this.#store.clear();
    for (const { userUuid, cid } of this.#options.written.pairs) this.#mend(userUuid, cid);
  }

  get #parts(): ConstructorParameters<typeof Fill>[0] {
    const { client, now } = this.#options;
    return {
      ...{ client, now, store: this.#store, records: this.#records, assignments: this.#assignments },
      read: (user, place, priority, signal) => this.#reads.read(user, place, priority, signal),
      learn: (users, asked, askedAt) => {
        this.#records.noteMissing(asked, askedAt);
        const isAsked = new Set(asked);
        this.#records.learn(this.#options.written.overUsers(users, ({ uuid }) => isAsked.has(uuid)), askedAt);
        this.#changed();
      },
      checked: async () => void (await Promise.all(this.#checks)),
      rate: () => this.#rate(),
    };
  }

  #takePlaces(): TenantPlaces | undefined {
    const [known, kept] = [this.#options.knownPlaces(), this.#keptPlaces];
    if (!known || !kept) return known ?? kept;
    this.#keptPlaces = undefined;
    // Of CIDs that have come since the copy was made, nobody was asked.
    const before = new Set(kept.places);
    if (known.places.some((place) => !before.has(place))) this.#store.forgetUsersAsked();
    return known;
  }

  #rate(): BackgroundRate {
    return this.#options.rate?.() ?? assumedRate;
  }

  #place(cid: Cid | undefined): Place {
    const own = this.#options.ownCid();
    if (own) this.#store.nameOwn(own);
    return cid ?? own ?? '';
  }

  /** Without what has ended meanwhile: the server shows that no more. */
  #pair(user: UserUuid, place: Place): Pair | undefined {
    this.#store.dropEnded(user, place, this.#options.now());
    return this.#store.pair(user, place);
  }

  async #within(scope: Scope, olderThan: number | undefined, signal: AbortSignal | undefined): Promise<Within> {
    await this.load();
    const within = await resolveScope(this.#options, scope, { olderThan, signal });
    this.#place(undefined);
    this.#takePlaces();
    return within;
  }

  #take(answer: PairAnswer, isKept: boolean): readonly Grant[] | undefined {
    const { user, place, askedAt } = answer;
    const { written, ownCid } = this.#options;
    // A read without a CID may have been under way when it became known which CID that is.
    const at = place || (ownCid() ?? '');
    // Somebody who was made a moment ago need not be known to a server that lags behind.
    const grants = answer.grants ?? (written.isExpected(user) ? [] : undefined);
    if (!grants) {
      if (isKept) this.removeUser(user);
      return undefined;
    }
    const shown = at === '' ? grants : written.overGrants(user, at, grants);
    if (!isKept) return shown;
    this.#check({ ...answer, place: at });
    this.#store.setRead(user, at, shown, askedAt);
    // What lags behind one change may lack other things as well.
    if (shown.length !== grants.length || shown.some((grant, n) => grant !== grants[n])) this.#store.doubt(user, at);
    return shown;
  }

  #check(answer: PairAnswer): void {
    // Nobody waits for it, and what cannot be found out now is found out with another pair.
    const check = this.#assignments.check(answer, { priority: 'background' }).then(
      () => this.#changed(),
      () => undefined,
    );
    this.#checks.add(check);
    void check.finally(() => this.#checks.delete(check));
  }

  #forget(user: UserUuid, place: Place): void {
    this.#reads.forget(user, place);
    this.#store.forget(user, place);
    if (place !== '') this.#mend(user, place);
  }

  /** Of a pair that has not been read, only what was written is shown. */
  #mend(user: UserUuid, cid: Cid): void {
    const { written } = this.#options;
    const known = this.#store.pair(user, cid)?.grants ?? [];
    const shown = written.overKnownGrants(user, cid, known);
    if (shown.length !== known.length || shown.some((grant, at) => grant !== known[at])) this.#store.mend(user, cid, shown);
  }

  #changed(): void {
    this.#keeper?.note();
    this.#teller.note();
  }

  #copy(identity: string): unknown {
    return keptGrants({ ...this.#parts, identity, places: this.#takePlaces() });
  }

  async #load(): Promise<void> {
    this.#identity = this.#options.kept?.identity();
    const value = await this.#keeper?.read();
    if (this.#identity === undefined || value === undefined) return;
    this.#keptPlaces = restoreGrants(value, { ...this.#parts, identity: this.#identity });
    this.#keeper?.noteSame();
  }
}
