/** What is known of one tenant: read when asked for, kept until refreshed. */
import { childPageSize, readAllChildren, readChildPage, readChildren } from '../api/falcon/children.ts';
import type { FalconClient } from '../api/falcon/client.ts';
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
import { grantKey } from '../core/grant.ts';
import type { Grant } from '../core/grant.ts';
import type { Cid, ConnectionId, RoleId, UserUuid } from '../core/ids.ts';
import { falconAdministrator } from '../core/role.ts';
import type { Role } from '../core/role.ts';
import type { User } from '../core/user.ts';
import { Cached } from './cached.ts';
import { identityOf } from './connection.ts';
import type { Connection } from './connection.ts';
import { GrantsIndex } from './grants/grantsIndex.ts';
import type { GrantsStorage } from './grants/grantsStorage.ts';
import type { BackgroundRate } from './grants/pace.ts';
import type { TenantPlaces } from './grants/scope.ts';
import { PagedList } from './pagedList.ts';
import { PerUser } from './perUser.ts';
import { RecentWrites } from './recentWrites.ts';
import { placesOf, readShape } from './tenantShape.ts';
import type { TenantShape } from './tenantShape.ts';
import { UserCounts } from './userCounts.ts';
import { UserPages } from './userPages.ts';
import { findUserFilter, userQuery } from './userQuery.ts';
import { isFiltered, plainView } from './userView.ts';
import type { UserView } from './userView.ts';

const mostFound = 50;

export interface DirectoryOptions {
  /** Epoch milliseconds. */
  readonly now?: (() => number) | undefined;
  /** What is left to background work of the account's rate, once that is known. */
  readonly rate?: (() => BackgroundRate | undefined) | undefined;
  /** Where a copy of the grants is kept; none is, unless this is given. */
  readonly kept?: { readonly id: ConnectionId; readonly storage: GrantsStorage } | undefined;
}

export class TenantDirectory {
  readonly #client: () => Promise<FalconClient>;
  readonly #connection: () => Connection;
  readonly #views = new Map<string, UserView>();
  readonly #users = new Map<string, PagedList<User>>();
  readonly #roles = new Map<string, Cached<readonly Role[]>>();
  readonly #grantable = new PerUser<ReadonlySet<RoleId>>();
  readonly #written: RecentWrites;
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

  /** Who holds what where, as far as it has been read. */
  readonly index: GrantsIndex;

  constructor(client: () => Promise<FalconClient>, connection: () => Connection, { now = Date.now, rate, kept }: DirectoryOptions = {}) {
    this.#client = client;
    this.#connection = connection;
    this.#written = new RecentWrites(now);
    this.index = new GrantsIndex({
      ...{ client, now, rate, written: this.#written },
      ownCid: () => this.#own,
      hasChildren: async (signal) => (await this.shape(signal)).hasChildren,
      places: async (signal) => placesOf(await this.shape(signal), await this.allChildren(signal)),
      knownPlaces: () => this.#knownPlaces(),
      kept: kept && { ...kept, identity: () => identityOf(connection()) },
    });
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
          this.index.learnUsers(read.items);
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
    return this.index.known(userUuid, cid);
  }

  /** What is known of a user's grants, everywhere: those CIDs that have been read. */
  allKnownGrants(userUuid: UserUuid): readonly Grant[] {
    return this.index.allKnown(userUuid);
  }

  roles(cid: Cid | undefined, signal?: AbortSignal): Promise<readonly Role[]> {
    return entry(this.#roles, cid ?? '', async (ownSignal) => readAllRoles(await this.#client(), cid, { signal: ownSignal })).get(signal);
  }

  grants(userUuid: UserUuid, cid: Cid | undefined, signal?: AbortSignal): Promise<readonly Grant[]> {
    return this.index.grants(userUuid, cid, signal);
  }

  /** Everything a user holds, group grants included: one read for each CID in which there is anything. */
  async accessOf({ uuid, cid }: Pick<User, 'uuid' | 'cid'>, signal?: AbortSignal): Promise<readonly Grant[]> {
    const { hasChildren, childrenHidden, cid: own } = await this.shape(signal);
    // Of children that may not be listed, the one where the user is at home is known all the same.
    const home = cid && (hasChildren || childrenHidden) ? [cid] : [];
    const others = hasChildren ? await this.assignedCids(uuid, signal) : [own];
    const grants = await allOrNone([...new Set([...home, ...others])].map((one) => (ownSignal) => this.grants(uuid, one, ownSignal)), signal);
    // A CID that the server does not name may be the user's home.
    return [...new Map(grants.flat().map((grant) => [grantKey(grant), grant])).values()];
  }

  /** The roles that the server says may still be granted to a user in a CID. */
  grantable(userUuid: UserUuid, cid: Cid | undefined, signal?: AbortSignal): Promise<ReadonlySet<RoleId>> {
    const read = async (ownSignal: AbortSignal): Promise<ReadonlySet<RoleId>> =>
      readGrantableRoleIds(await this.#client(), cid, userUuid, { signal: ownSignal });
    return this.#grantable.get(userUuid, cid, read, signal);
  }

  /** Looks addresses up in all CIDs of the tenant; every one asked for has an entry, in lower case. */
  async usersWithEmails(uids: readonly string[], signal?: AbortSignal, onProgress?: ReadAllOptions['onProgress']): ReturnType<typeof readUsersByEmail> {
    const found = await readUsersByEmail(await this.#client(), uids, { signal, onProgress });
    this.index.learnUsers([...found.values()].filter((user) => user !== undefined));
    return found;
  }

  /** Reads every user that matches, past all pages. */
  async allUsers(query: UserQuery, options: ReadAllOptions = {}): Promise<readonly User[]> {
    const users = this.#written.overUsers(await readAllUsers(await this.#client(), query, options));
    this.index.learnUsers(users);
    return users;
  }

  /**
   * Asks the server whether it would accept a user; none is made.
   * @throws TenantError with its reason when it would not
   */
  async checkNewUser(fields: NewUserFields, signal?: AbortSignal): Promise<void> {
    await checkNewUser(await this.#client(), fields, { signal });
  }

  /** Who holds Falcon Administrator in a CID, if everything that is held there has been read. */
  knownAdministrators(cid: Cid): ReadonlySet<UserUuid> | undefined {
    const { items, coverage } = this.index.holders(falconAdministrator, cid);
    return coverage.isWhole ? new Set(items.map(({ user }) => user.uuid)) : undefined;
  }

  /** The CIDs of this tenant in which a user holds anything. */
  assignedCids(userUuid: UserUuid, signal?: AbortSignal): Promise<readonly Cid[]> {
    return this.index.cidsOf(userUuid, signal);
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
    const page = await readUserPage(await this.#client(), { filter, sort: 'uid|asc' }, { offset: 0, limit: mostFound }, { signal });
    this.index.learnUsers(page.users);
    return page;
  }

  /** Reads a user's record afresh. */
  async readUser(userUuid: UserUuid, signal?: AbortSignal): Promise<User> {
    const [user] = this.#written.overUsers(await readUsers(await this.#client(), [userUuid], { signal }));
    if (user) this.index.learnUsers([user]);
    if (user) return user;
    throw new TenantError({ kind: 'notFound', message: 'The server does not know this user any more.', nextStep: 'Refresh the list.' });
  }

  /** Takes in a change that was carried out: what was read before it is mended, or forgotten so that it is read anew. */
  wrote(change: Change, userUuid: UserUuid): void {
    this.#written.add(change, userUuid);
    switch (change.kind) {
      case 'createUser': {
        const { uid, names } = change;
        const cid = change.cid ?? this.#own;
        const user: User = { uuid: userUuid, uid: uid.toLowerCase(), cid, first_name: names.first, last_name: names.last };
        for (const key of [cid, undefined]) if (!isFiltered(this.view(key)) && this.#isHome(user, key)) this.#users.get(key ?? '')?.add(user);
        this.index.addUser(user);
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
        this.index.removeUser(userUuid);
        this.#grantable.forgetOthers(userUuid);
        if (change.user.cid) this.#userCounts.forget(change.user.cid);
        return;
      case 'grant':
      case 'revoke':
        this.index.wroteGrants(userUuid, change.cid, change.kind === 'grant');
        this.#forgetGrantable(userUuid, change.cid);
        return;
      case 'resetFactors':
        this.#mend(userUuid, (user) => ({ ...user, factors: [] }));
        return;
      case 'resetPassword':
      case 'rawOperation':
    }
  }

  /** Forgets who holds what in a CID. */
  forgetHolders(cid: Cid | undefined): void {
    this.index.forgetCid(cid);
  }

  /** Forgets everything that was read; filters and sorts stay. */
  forgetAll(): void {
    this.#shape.forget();
    this.children.forget();
    this.#allChildren.forget();
    this.#userCounts.forgetAll();
    this.index.forgetAll();
    for (const read of [this.#users, this.#roles, this.#grantable]) read.clear();
  }

  /** Forgets the users of a CID, what they hold there, and how many they are. What they hold elsewhere is read again when it is looked at. */
  forgetUsers(cid: Cid | undefined): void {
    const users = this.users(cid);
    for (const { uuid } of users.items) {
      this.index.doubtUser(uuid);
      this.index.forget(uuid, cid);
      this.#grantable.forgetOthers(uuid);
    }
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
    this.forgetHolders(cid);
  }

  /** Forgets what a user holds, everywhere or in one CID. */
  forgetGrants(userUuid: UserUuid, cid?: Cid): void {
    if (cid) {
      this.index.forget(userUuid, cid);
      this.#forgetGrantable(userUuid, cid);
    } else {
      this.index.forgetUser(userUuid);
      this.#grantable.forgetOthers(userUuid);
    }
  }

  /** Forgets what a user holds in all CIDs but one, and which these are. */
  forgetOtherGrants(userUuid: UserUuid, except: Cid | undefined): void {
    this.index.forgetUser(userUuid, { cid: except });
    this.#grantable.forgetOthers(userUuid, { cid: except });
  }

  /** Shows what a user has become in every list that has the user. */
  #mend(userUuid: UserUuid, become: (user: User) => User): void {
    for (const list of this.#users.values()) {
      const user = list.find(userUuid);
      if (user) list.replace(become(user));
    }
    this.index.wroteUser(userUuid, become);
  }

  /** What is read without a CID is about the session's own. */
  #forgetGrantable(userUuid: UserUuid, cid: Cid): void {
    for (const one of cid === this.#own ? [cid, undefined] : [cid]) this.#grantable.forget(userUuid, one);
  }

  /** The CID of the session, as far as it is known. */
  get #own(): Cid | undefined {
    return this.#shape.known?.cid;
  }

  #knownPlaces(): TenantPlaces | undefined {
    const shape = this.#shape.known;
    const children = shape?.hasChildren ? this.#allChildren.known : [];
    return shape && children && placesOf(shape, children);
  }

  #isHome(user: User, cid: Cid | undefined): boolean {
    const own = this.#own;
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
