/** What is known of one tenant: read when asked for, kept until refreshed. */
import { readAssignedCids } from '../api/falcon/assignments.ts';
import { childPageSize, readAllChildren, readChildPage, readChildren } from '../api/falcon/children.ts';
import type { FalconClient } from '../api/falcon/client.ts';
import { readGrants } from '../api/falcon/grants.ts';
import { readAllRoles, readGrantableRoleIds } from '../api/falcon/roles.ts';
import { readAllUsers, readUserPage, readUsers, readUsersByEmail, userPageSize } from '../api/falcon/users.ts';
import type { ReadAllOptions, UserQuery } from '../api/falcon/users.ts';
import { checkNewUser } from '../api/falcon/writes.ts';
import type { NewUserFields } from '../api/falcon/writes.ts';
import { allOrNone } from '../api/batches.ts';
import type { Change } from '../core/changes/change.ts';
import { byChildName } from '../core/child.ts';
import type { Child } from '../core/child.ts';
import { TenantError } from '../core/errors.ts';
import type { Grant } from '../core/grant.ts';
import type { Cid, RoleId, UserUuid } from '../core/ids.ts';
import { falconAdministrator } from '../core/role.ts';
import type { Role } from '../core/role.ts';
import type { User } from '../core/user.ts';
import { Cached } from './cached.ts';
import type { Connection } from './connection.ts';
import { readCandidates, readHolders } from './holders.ts';
import type { CountOptions, Holders } from './holders.ts';
import { PagedList } from './pagedList.ts';
import { PerUser } from './perUser.ts';
import { RecentWrites } from './recentWrites.ts';
import { readShape } from './tenantShape.ts';
import type { TenantShape } from './tenantShape.ts';
import { UserCounts } from './userCounts.ts';
import { UserPages } from './userPages.ts';
import { findUserFilter, userQuery } from './userQuery.ts';
import { isFiltered, plainView } from './userView.ts';
import type { UserView } from './userView.ts';

const mostFound = 50;

export class TenantDirectory {
  readonly #client: () => Promise<FalconClient>;
  readonly #connection: () => Connection;
  readonly #views = new Map<string, UserView>();
  readonly #users = new Map<string, PagedList<User>>();
  readonly #roles = new Map<string, Cached<readonly Role[]>>();
  readonly #grants = new PerUser<readonly Grant[]>();
  readonly #grantable = new PerUser<ReadonlySet<RoleId>>();
  readonly #holders = new Map<string, Holders>();
  readonly #written: RecentWrites;
  readonly #assignedCids = new Map<UserUuid, Cached<readonly Cid[]>>();
  readonly #shape = new Cached(async (signal) =>
    readShape({ client: await this.#client(), connection: this.#connection(), children: this.children }, signal),
  );
  readonly #allChildren = new Cached((signal) => this.#readAllChildren({ signal }));
  readonly #userCounts = new UserCounts(() => this.#countUsers());

  readonly children = new PagedList<Child>(
    async (page, signal) => {
      const { children, total, count } = await readChildPage(await this.#client(), page, { signal });
      return { items: children, total, count };
    },
    (child) => child.child_cid,
    childPageSize,
  );

  /** @param now epoch milliseconds */
  constructor(client: () => Promise<FalconClient>, connection: () => Connection, now: () => number = Date.now) {
    this.#client = client;
    this.#connection = connection;
    this.#written = new RecentWrites(now);
  }

  shape(signal?: AbortSignal): Promise<TenantShape> {
    return this.#shape.get(signal);
  }

  /** Every child by name, for looking one up: reads all pages. */
  allChildren(signal?: AbortSignal): Promise<readonly Child[]> {
    return this.#allChildren.get(signal);
  }

  view(cid: Cid | undefined): UserView {
    return this.#views.get(cid ?? '') ?? plainView;
  }

  /** Lists the users of a CID in another way; the list is read anew. */
  setView(cid: Cid | undefined, view: UserView): void {
    this.#views.set(cid ?? '', view);
    this.#users.delete(cid ?? '');
  }

  users(cid: Cid | undefined): PagedList<User> {
    const key = cid ?? '';
    let list = this.#users.get(key);
    if (!list) {
      const view = this.view(cid);
      let pages: UserPages | undefined;
      list = new PagedList<User>(
        async (page, signal) => {
          if (page.offset === 0 || !pages) {
            const { hasChildren, childrenHidden } = await this.shape(signal);
            // Where there is one CID only, every user belongs to it and the server need not be asked to tell them apart.
            pages = new UserPages(userQuery(hasChildren || childrenHidden ? cid : undefined, view));
          }
          const read = await pages.read(await this.#client(), page, signal);
          const isStart = page.offset === 0 && !isFiltered(view);
          return { ...read, items: this.#written.overUsers(read.items, (user) => isStart && this.#isHome(user, cid)) };
        },
        (user) => user.uuid,
        userPageSize,
      );
      this.#users.set(key, list);
    }
    return list;
  }

  /**
   * Counts the users of all CIDs, in the background of everything else and once.
   * @returns whether there are counts now that were not known before
   */
  learnUserCounts(): Promise<boolean> {
    return this.#userCounts.learn();
  }

  /** How many users have their home in a CID, if they have been listed or counted. */
  knownUserCount(cid: Cid | undefined): number | undefined {
    const listed = isFiltered(this.view(cid)) ? undefined : this.#users.get(cid ?? '')?.total;
    return cid && (listed ?? this.#userCounts.known(cid));
  }

  knownRoles(cid: Cid | undefined): readonly Role[] | undefined {
    return this.#roles.get(cid ?? '')?.known;
  }

  knownGrants(userUuid: UserUuid, cid: Cid | undefined): readonly Grant[] | undefined {
    return this.#grants.knownIn(userUuid, cid);
  }

  /** What is known of a user's grants, everywhere: those CIDs that have been read. */
  allKnownGrants(userUuid: UserUuid): readonly Grant[] {
    return this.#grants.known(userUuid).flat();
  }

  roles(cid: Cid | undefined, signal?: AbortSignal): Promise<readonly Role[]> {
    return entry(this.#roles, cid ?? '', async (ownSignal) => readAllRoles(await this.#client(), cid, { signal: ownSignal })).get(signal);
  }

  grants(userUuid: UserUuid, cid: Cid | undefined, signal?: AbortSignal): Promise<readonly Grant[]> {
    const read = async (ownSignal: AbortSignal): Promise<readonly Grant[]> => {
      const grants = await readGrants(await this.#client(), { userUuid, cid }, { signal: ownSignal });
      const at = cid ?? this.#shape.known?.cid;
      return at ? this.#written.overGrants(userUuid, at, grants) : grants;
    };
    return this.#grants.get(userUuid, cid, read, signal);
  }

  /** Everything a user holds, group grants included: one read for each CID in which there is anything. */
  async accessOf({ uuid, cid }: Pick<User, 'uuid' | 'cid'>, signal?: AbortSignal): Promise<readonly Grant[]> {
    const { hasChildren, cid: own } = await this.shape(signal);
    if (!hasChildren) return this.grants(uuid, own, signal);
    const home = cid ? [cid] : [];
    const cids = [...new Set([...home, ...(await this.assignedCids(uuid, signal))])];
    const grants = await allOrNone(cids.map((one) => (ownSignal) => this.grants(uuid, one, ownSignal)), signal);
    return grants.flat();
  }

  /** The roles that the server says may still be granted to a user in a CID. */
  grantable(userUuid: UserUuid, cid: Cid | undefined, signal?: AbortSignal): Promise<ReadonlySet<RoleId>> {
    const read = async (ownSignal: AbortSignal): Promise<ReadonlySet<RoleId>> =>
      readGrantableRoleIds(await this.#client(), cid, userUuid, { signal: ownSignal });
    return this.#grantable.get(userUuid, cid, read, signal);
  }

  /** Looks addresses up in all CIDs of the tenant; every one asked for has an entry, in lower case. */
  async usersWithEmails(uids: readonly string[], signal?: AbortSignal, onProgress?: ReadAllOptions['onProgress']): ReturnType<typeof readUsersByEmail> {
    return readUsersByEmail(await this.#client(), uids, { signal, onProgress });
  }

  /** Reads every user that matches, past all pages. */
  async allUsers(query: UserQuery, options: ReadAllOptions = {}): Promise<readonly User[]> {
    return this.#written.overUsers(await readAllUsers(await this.#client(), query, options));
  }

  /**
   * Asks the server whether it would accept a user; none is made.
   * @throws TenantError with its reason when it would not
   */
  async checkNewUser(fields: NewUserFields, signal?: AbortSignal): Promise<void> {
    await checkNewUser(await this.#client(), fields, { signal });
  }

  /** Who holds Falcon Administrator in a CID, if that has been counted. */
  knownAdministrators(cid: Cid): ReadonlySet<UserUuid> | undefined {
    const holders = this.holders(falconAdministrator, cid) ?? (cid === this.#shape.known?.cid ? this.holders(falconAdministrator, undefined) : undefined);
    return holders && new Set(holders.holders.map(({ user }) => user.uuid));
  }

  /** The CIDs of this tenant in which a user holds anything. */
  assignedCids(userUuid: UserUuid, signal?: AbortSignal): Promise<readonly Cid[]> {
    const read = async (ownSignal: AbortSignal | undefined): Promise<readonly Cid[]> => {
      const [{ cid }, children] = await Promise.all([this.shape(ownSignal), this.allChildren(ownSignal)]);
      const cids = [...(cid ? [cid] : []), ...children.map((child) => child.child_cid)];
      return this.#written.overAssignedCids(userUuid, await readAssignedCids(await this.#client(), userUuid, cids, { signal: ownSignal }));
    };
    return entry(this.#assignedCids, userUuid, read).get(signal);
  }

  /** Some children with their names, without reading the others; in the order asked for. */
  async childrenOf(cids: readonly Cid[], signal?: AbortSignal): Promise<readonly Child[]> {
    const known = new Map([...(this.#allChildren.known ?? []), ...this.children.items].map((child) => [child.child_cid, child]));
    const unknown = cids.filter((cid) => !known.has(cid));
    const read = unknown.length === 0 ? [] : await readChildren(await this.#client(), unknown, { signal });
    for (const child of read) known.set(child.child_cid, child);
    return cids.map((cid) => known.get(cid) ?? { child_cid: cid });
  }

  /** Asks the server for users by e-mail address or name, in all CIDs of the tenant. */
  async findUsers(text: string, signal?: AbortSignal): Promise<{ readonly users: readonly User[]; readonly total: number }> {
    const filter = findUserFilter(text);
    if (filter === undefined) return { users: [], total: 0 };
    return readUserPage(await this.#client(), { filter, sort: 'uid|asc' }, { offset: 0, limit: mostFound }, { signal });
  }

  /** Reads a user's record afresh. */
  async readUser(userUuid: UserUuid, signal?: AbortSignal): Promise<User> {
    const [user] = this.#written.overUsers(await readUsers(await this.#client(), [userUuid], { signal }));
    if (user) return user;
    throw new TenantError({ kind: 'notFound', message: 'The server does not know this user any more.', nextStep: 'Refresh the list.' });
  }

  /** Who holds a role in a CID, if that has been counted. */
  holders(roleId: RoleId, cid: Cid | undefined): Holders | undefined {
    return this.#holders.get(`${roleId}|${cid ?? ''}`);
  }

  /** The users whose grants counting would have to read, one request each. */
  async holderCandidates(cid: Cid | undefined, signal?: AbortSignal): Promise<readonly UserUuid[]> {
    return readCandidates(await this.#client(), cid, { signal });
  }

  /** Counts in the background of everything else. */
  async countHolders(roleId: RoleId, cid: Cid | undefined, candidates: readonly UserUuid[], options: CountOptions): Promise<Holders> {
    const found = await readHolders(await this.#client(), { cid, roleId }, candidates, { ...options, priority: 'background' });
    const holders: Holders = { holders: found, countedAt: Date.now() };
    this.#holders.set(`${roleId}|${cid ?? ''}`, holders);
    return holders;
  }

  /** Takes in a change that was carried out: what was read before it is mended, or forgotten so that it is read anew. */
  wrote(change: Change, userUuid: UserUuid): void {
    this.#written.add(change, userUuid);
    switch (change.kind) {
      case 'createUser': {
        const { uid, names } = change;
        const cid = change.cid ?? this.#shape.known?.cid;
        const user: User = { uuid: userUuid, uid: uid.toLowerCase(), cid, first_name: names.first, last_name: names.last };
        for (const key of [cid, undefined]) if (!isFiltered(this.view(key)) && this.#isHome(user, key)) this.#users.get(key ?? '')?.add(user);
        if (cid) this.#userCounts.forget(cid);
        return;
      }
      case 'renameUser': {
        const { first, last } = change.after;
        this.#mend(userUuid, (user) => ({ ...user, first_name: first, last_name: last }));
        return;
      }
      case 'deleteUser':
        for (const list of this.#users.values()) list.remove(userUuid);
        this.forgetGrants(userUuid);
        if (change.user.cid) this.#userCounts.forget(change.user.cid);
        for (const { role_id: roleId, cid } of change.grants ?? []) this.forgetHolders(roleId, cid);
        // Whatever else was held, the counts that guard the last administrators must not be wrong.
        for (const key of [...this.#holders.keys()]) if (key.startsWith(`${falconAdministrator}|`)) this.#holders.delete(key);
        return;
      case 'grant':
      case 'revoke':
        this.#forgetPair(userUuid, change.cid);
        this.#assignedCids.delete(userUuid);
        for (const { id } of change.roles) this.forgetHolders(id, change.cid);
        return;
      case 'resetFactors':
        this.#mend(userUuid, (user) => ({ ...user, factors: [] }));
        return;
      case 'resetPassword':
      case 'rawOperation':
    }
  }

  forgetHolders(roleId: RoleId, cid: Cid | undefined): void {
    this.#holders.delete(`${roleId}|${cid ?? ''}`);
  }

  /** Forgets everything that was read; filters and sorts stay. */
  forgetAll(): void {
    this.#shape.forget();
    this.children.forget();
    this.#allChildren.forget();
    this.#userCounts.forgetAll();
    for (const read of [this.#users, this.#roles, this.#grants, this.#grantable, this.#holders, this.#assignedCids]) read.clear();
  }

  /** Forgets the users of a CID, what they hold, and how many they are. */
  forgetUsers(cid: Cid | undefined): void {
    const users = this.users(cid);
    for (const { uuid } of users.items) this.forgetGrants(uuid);
    users.forget();
    if (cid) this.#userCounts.forget(cid);
  }

  /** Forgets what a user holds and reads the record anew; the list that shows the user shows what it has become. */
  async rereadUser(userUuid: UserUuid, cid: Cid | undefined, signal?: AbortSignal): Promise<void> {
    this.forgetGrants(userUuid);
    const users = this.users(cid);
    try {
      users.replace(await this.readUser(userUuid, signal));
    } catch (error) {
      if (error instanceof TenantError && error.kind === 'notFound') users.remove(userUuid);
      throw error;
    }
  }

  /** Forgets the roles of a CID and who holds them. */
  forgetRoles(cid: Cid | undefined): void {
    this.#roles.delete(cid ?? '');
    for (const key of [...this.#holders.keys()]) if (key.endsWith(`|${cid ?? ''}`)) this.#holders.delete(key);
  }

  /** Forgets what a user holds, everywhere or in one CID. */
  forgetGrants(userUuid: UserUuid, cid?: Cid): void {
    if (!cid) this.forgetOtherGrants(userUuid, undefined);
    this.#forgetPair(userUuid, cid);
  }

  /** Forgets what a user holds in all CIDs but one, and which these are. */
  forgetOtherGrants(userUuid: UserUuid, except: Cid | undefined): void {
    for (const read of [this.#grants, this.#grantable]) read.forgetOthers(userUuid, except);
    this.#assignedCids.delete(userUuid);
  }

  /** Shows what a user has become in every list that has the user. */
  #mend(userUuid: UserUuid, become: (user: User) => User): void {
    for (const list of this.#users.values()) {
      const user = list.find(userUuid);
      if (user) list.replace(become(user));
    }
  }

  /** What is read without a CID is about the session's own. */
  #forgetPair(userUuid: UserUuid, cid: Cid | undefined): void {
    const cids = cid !== undefined && cid === this.#shape.known?.cid ? [cid, undefined] : [cid];
    for (const one of cids) for (const read of [this.#grants, this.#grantable]) read.forget(userUuid, one);
  }

  #isHome(user: User, cid: Cid | undefined): boolean {
    const own = this.#shape.known?.cid;
    return (user.cid ?? own) === (cid ?? own);
  }

  async #readAllChildren(options: ReadAllOptions): Promise<readonly Child[]> {
    const { hasChildren } = await this.shape(options.signal);
    if (!hasChildren) return [];
    const isWhole = this.children.total !== undefined && this.children.remaining === 0;
    const children = isWhole ? this.children.items : await readAllChildren(await this.#client(), options);
    return [...children].sort(byChildName);
  }

  async #countUsers(): Promise<ReadonlyMap<Cid, number>> {
    const { hasChildren } = await this.shape();
    const size = hasChildren ? (this.children.total ?? 0) + 1 : 1;
    const query = { name: 'users by CID', type: 'terms', field: 'cid', size } as const;
    const reply = await (await this.#client()).call('aggregateUsersV1', { body: [query] }, { priority: 'background', retry: false });
    const buckets = reply.resources[0]?.buckets ?? [];
    return new Map(buckets.map((bucket) => [String(bucket.label) as Cid, bucket.count ?? 0]));
  }
}

function entry<K, V>(entries: Map<K, Cached<V>>, key: K, read: (signal: AbortSignal | undefined) => Promise<V>): Cached<V> {
  let cached = entries.get(key);
  if (!cached) {
    cached = new Cached(read);
    entries.set(key, cached);
  }
  return cached;
}
