/** Answers the user query. A result is kept, so that its further pages cost nothing. */
import type { FqlNode } from '../../core/fql/fqlAst.ts';
import type { Customer, UserEntry } from './model.ts';
import type { TenantStore } from './tenantStore.ts';
import { UserOrders } from './userOrders.ts';
import type { UserPlan } from './userPlan.ts';
import { both, planConcerning, planFilter } from './userPlan.ts';
import { grantProperties } from './userProperties.ts';

export interface UserQuery {
  /** Tied to a child, a session sees only users who have to do with it. */
  readonly concerning: Customer | undefined;
  readonly filter: { readonly text: string; readonly ast: FqlNode } | undefined;
  /** A value of the sort parameter, checked before. */
  readonly sort: string;
}

interface KeptResult {
  readonly users: readonly UserEntry[];
  readonly userVersion: number;
  /** Undefined when no change of grants can change the result. */
  readonly grantVersion: number | undefined;
}

/** Results are lists of up to all users; this many of them stay small beside the users themselves. */
const mostKept = 24;

export class UserSearch {
  readonly #store: TenantStore;
  readonly #orders: UserOrders;
  readonly #kept = new Map<string, KeptResult>();

  constructor(store: TenantStore) {
    this.#store = store;
    this.#orders = new UserOrders(store);
  }

  /** All users who match, in order. The list is shared: it must not be changed. */
  find(query: UserQuery, now: number): readonly UserEntry[] {
    this.#store.advance(now);
    const key = JSON.stringify([query.concerning?.cid, query.sort, query.filter?.text]);
    const { userVersion, grantVersion } = this.#store;
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    if (kept?.userVersion === userVersion && (kept.grantVersion ?? grantVersion) === grantVersion) {
      this.#kept.set(key, kept);
      return kept.users;
    }
    const plan = this.#plan(query, now);
    const users = this.#run(plan, query.sort, now);
    const readsGrants = plan?.readsGrants === true || grantProperties.has(query.sort.split('|')[0] ?? '');
    this.#kept.set(key, { users, userVersion, grantVersion: readsGrants ? grantVersion : undefined });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    return users;
  }

  #plan({ concerning, filter }: UserQuery, now: number): UserPlan | undefined {
    const seen = concerning && planConcerning(this.#store, concerning);
    const wanted = filter && planFilter(this.#store, filter.ast, now);
    return seen && wanted ? both(seen, wanted) : (seen ?? wanted);
  }

  #run(plan: UserPlan | undefined, sort: string, now: number): readonly UserEntry[] {
    const order = this.#orders.order(sort, now);
    if (plan === undefined) return order.users;
    const { candidates, test } = plan;
    if (candidates === undefined) return order.users.filter((user) => test(user, now));
    const place = (user: UserEntry): number => order.rank[user.index] ?? 0;
    return [...candidates].filter((user) => !user.deleted && test(user, now)).sort((left, right) => place(left) - place(right));
  }
}
