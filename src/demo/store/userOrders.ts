/** Orders all users by what the user query sorts on; an order is computed once and kept until something it shows changes. */
import { hasTemporary, temporaryCids } from './grantFacts.ts';
import type { UserEntry } from './model.ts';
import type { TenantStore } from './tenantStore.ts';
import { fullName, grantProperties } from './userProperties.ts';

export interface UserOrder {
  readonly users: readonly UserEntry[];
  /** The place of a user in `users`, by the user's index. */
  readonly rank: Int32Array;
}

interface KeptOrder extends UserOrder {
  readonly userVersion: number;
  readonly grantVersion: number;
}

type SortKey = (user: UserEntry, now: number) => string | number;

const sortKeys: Readonly<Record<string, SortKey>> = {
  cid_name: (user) => user.home.name,
  created_at: (user) => user.createdAt,
  first_name: (user) => user.firstName,
  has_temporary_roles: (user, now) => (hasTemporary(user, now) ? 1 : 0),
  // Not documented where users without a login stand. 0 puts them before all dates.
  last_login_at: (user) => user.lastLoginAt,
  last_name: (user) => user.lastName,
  name: fullName,
  status: (user) => user.status,
  // Not documented how lists compare; here by the number of CIDs.
  temporarily_assigned_cids: (user, now) => temporaryCids(user, now).length,
  uid: (user) => user.uid,
};

export class UserOrders {
  readonly #store: TenantStore;
  readonly #kept = new Map<string, KeptOrder>();

  constructor(store: TenantStore) {
    this.#store = store;
  }

  /**
   * @param sort a value of the sort parameter, checked before. A bare property means ascending: the default direction is
   * not documented, and `uid|asc` is the published default of the whole parameter.
   */
  order(sort: string, now: number): UserOrder {
    const [property = 'uid', direction = 'asc'] = sort.split('|');
    const key = `${property}|${direction}`;
    const kept = this.#kept.get(key);
    const { userVersion, grantVersion } = this.#store;
    if (kept?.userVersion === userVersion && (kept.grantVersion === grantVersion || !grantProperties.has(property))) return kept;

    const users = direction === 'desc' ? this.order(`${property}|asc`, now).users.toReversed() : this.#ascending(property, now);
    const rank = new Int32Array(this.#store.users.length);
    users.forEach((user, place) => (rank[user.index] = place));
    const order = { users, rank, userVersion, grantVersion };
    this.#kept.set(key, order);
    return order;
  }

  /** Users who compare alike stand in the order of their user names, so that pages never overlap. */
  #ascending(property: string, now: number): UserEntry[] {
    if (property === 'uid') return this.#store.users.filter(({ deleted }) => !deleted).sort((left, right) => compare(left.uid, right.uid));
    const key = sortKeys[property];
    const users = [...this.order('uid|asc', now).users];
    if (key === undefined) return users;
    const keys = new Map(users.map((user) => [user, key(user, now)]));
    return users.sort((left, right) => compare(keys.get(left) ?? '', keys.get(right) ?? ''));
  }
}

/** Code unit order, which for the user names, all ASCII, is the byte order seen in a recorded answer. */
function compare(left: string | number, right: string | number): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
