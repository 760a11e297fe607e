/** Holds the demo tenant and changes it. All times are epoch milliseconds, given by the caller. */
import { isHeld } from './grantFacts.ts';
import { GrantClock } from './grantClock.ts';
import type { Customer, DirectGrant, Membership, RoleEntry, TenantData, UserEntry } from './model.ts';

export interface NewUser {
  readonly uuid: string;
  /** Lower case. */
  readonly uid: string;
  readonly home: Customer;
  readonly firstName: string;
  readonly lastName: string;
}

/** Changes what a user has of one role, given the grant that stands. Answers whether anything changed. */
type ApplyToRole = (role: RoleEntry, held: DirectGrant | undefined) => boolean;

export class TenantStore {
  readonly customers: readonly Customer[];
  readonly roles: readonly RoleEntry[];
  /** By index; deleted users stay in their place and are marked. */
  readonly users: UserEntry[];
  /** Counts changes of the users themselves. */
  userVersion = 0;
  /** Counts changes of what reads show of grants, those that time makes included. */
  grantVersion = 0;

  readonly #lagMs: number;
  readonly #clock = new GrantClock();
  readonly #customerByCid = new Map<string, Customer>();
  readonly #roleById = new Map<string, RoleEntry>();
  readonly #userByUuid = new Map<string, UserEntry>();
  readonly #userByUid = new Map<string, UserEntry>();
  readonly #members = new Map<Membership, UserEntry[]>();
  #homes: Map<Customer, Set<UserEntry>> | undefined;
  #direct: Map<Customer, Set<UserEntry>> | undefined;

  /** @param lagMs how long reads go on showing the state before a change of roles */
  constructor(data: TenantData, lagMs: number, now: number) {
    this.customers = data.customers;
    this.roles = data.roles;
    this.users = data.users;
    this.#lagMs = lagMs;
    for (const customer of data.customers) this.#customerByCid.set(customer.cid, customer);
    for (const role of data.roles) this.#roleById.set(role.id, role);
    for (const user of data.users) {
      this.#register(user);
      if (user.membership) this.#addMember(user.membership, user);
      for (const grant of user.grants) this.#clock.watch(user, grant, now);
    }
  }

  get parent(): Customer {
    const [parent] = this.customers;
    if (parent === undefined) throw new RangeError('A tenant has one CID at least.');
    return parent;
  }

  findCustomer = (cid: string): Customer | undefined => this.#customerByCid.get(cid);
  findRole = (id: string): RoleEntry | undefined => this.#roleById.get(id);
  findUser = (uuid: string): UserEntry | undefined => this.#userByUuid.get(uuid);
  /** Wants the user name in lower case. */
  findUserByUid = (uid: string): UserEntry | undefined => this.#userByUid.get(uid);

  /** To be called before anything is read: lets grants appear and end whose time has come. */
  advance(now: number): void {
    if (this.#clock.advance(now)) this.grantVersion += 1;
  }

  usersAtHome(customer: Customer): ReadonlySet<UserEntry> {
    this.#homes ??= indexed(this.users, (user) => [user.home]);
    return this.#homes.get(customer) ?? new Set();
  }

  /** At least the users who hold a role of their own in a CID; some may no longer do. */
  usersWithDirectGrants(customer: Customer): ReadonlySet<UserEntry> {
    this.#direct ??= indexed(this.users, (user) => user.grants.map((grant) => grant.customer));
    return this.#direct.get(customer) ?? new Set();
  }

  /** Users who hold a role in a CID through a group. */
  usersThroughGroups(customer: Customer): UserEntry[] {
    return [...this.#members].flatMap(([membership, members]) => (membership.customers.has(customer) ? members : []));
  }

  /** The default roles and those that the CID made for itself. */
  rolesOf(customer: Customer): RoleEntry[] {
    return this.roles.filter(({ owner }) => owner === undefined || owner === customer);
  }

  addUser({ uuid, uid, home, firstName, lastName }: NewUser, now: number): UserEntry {
    const user: UserEntry = {
      index: this.users.length,
      uuid,
      uid,
      home,
      firstName,
      lastName,
      status: 'active',
      factors: [],
      createdAt: now,
      // Seen in a recorded answer: a fresh user was updated a moment before it was created.
      updatedAt: now - 1,
      lastLoginAt: 0,
      membership: undefined,
      grants: [],
      deleted: false,
      encoded: undefined,
    };
    this.users.push(user);
    this.#register(user);
    if (this.#homes) addTo(this.#homes, home, user);
    this.userVersion += 1;
    return user;
  }

  /** Changes what may change on a user. */
  updateUser(user: UserEntry, change: Partial<Pick<UserEntry, 'firstName' | 'lastName' | 'factors'>>, now: number): void {
    Object.assign(user, change, { updatedAt: now, encoded: undefined });
    this.userVersion += 1;
  }

  deleteUser(user: UserEntry): void {
    user.deleted = true;
    user.encoded = undefined;
    this.#userByUuid.delete(user.uuid);
    this.#userByUid.delete(user.uid);
    this.userVersion += 1;
  }

  /** Gives roles, or changes when they end (0: never). Answers how many roles it changed. */
  grant(user: UserEntry, customer: Customer, roles: readonly RoleEntry[], expiresAt: number, now: number): number {
    const visibleFrom = now + this.#lagMs;
    return this.#change(user, customer, roles, now, (role, held) => {
      if (held?.expiresAt === expiresAt) return false;
      if (held) this.#end(user, held, visibleFrom, now);
      const grant: DirectGrant = { role, customer, expiresAt, visibleFrom, visibleUntil: Number.POSITIVE_INFINITY };
      user.grants.push(grant);
      this.#clock.watch(user, grant, now);
      if (this.#direct) addTo(this.#direct, customer, user);
      return true;
    });
  }

  /** Takes direct roles back. Answers how many roles it changed. */
  revoke(user: UserEntry, customer: Customer, roles: readonly RoleEntry[], now: number): number {
    return this.#change(user, customer, roles, now, (_role, held) => {
      if (held) this.#end(user, held, now + this.#lagMs, now);
      return held !== undefined;
    });
  }

  #change(user: UserEntry, customer: Customer, roles: readonly RoleEntry[], now: number, apply: ApplyToRole): number {
    const changed = [...new Set(roles)].filter((role) =>
      apply(role, user.grants.find((grant) => grant.role === role && grant.customer === customer && isHeld(grant, now))),
    );
    if (changed.length > 0) this.grantVersion += 1;
    return changed.length;
  }

  #end(user: UserEntry, grant: DirectGrant, at: number, now: number): void {
    grant.visibleUntil = at;
    if (at <= now) user.grants = user.grants.filter((other) => other !== grant);
    else this.#clock.watch(user, grant, now);
  }

  #addMember(membership: Membership, user: UserEntry): void {
    const members = this.#members.get(membership);
    if (members) members.push(user);
    else this.#members.set(membership, [user]);
  }

  #register(user: UserEntry): void {
    this.#userByUuid.set(user.uuid, user);
    this.#userByUid.set(user.uid, user);
  }
}

function indexed(users: readonly UserEntry[], customersOf: (user: UserEntry) => readonly Customer[]): Map<Customer, Set<UserEntry>> {
  const index = new Map<Customer, Set<UserEntry>>();
  for (const user of users) {
    if (!user.deleted) for (const customer of customersOf(user)) addTo(index, customer, user);
  }
  return index;
}

function addTo(index: Map<Customer, Set<UserEntry>>, key: Customer, user: UserEntry): void {
  const found = index.get(key);
  if (found) found.add(user);
  else index.set(key, new Set([user]));
}
