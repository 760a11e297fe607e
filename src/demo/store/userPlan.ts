/**
 * Splits a filter into what an index answers and what has to be asked of each user, because a console that shows who
 * is assigned where asks once for every CID.
 */
import type { FqlComparison, FqlNode } from '../../core/fql/fqlAst.ts';
import { compileFql } from '../../core/fql/compileFql.ts';
import { holdsAnyIn, holdsDirectlyIn, holdsTemporarilyIn } from './grantFacts.ts';
import type { Customer, UserEntry } from './model.ts';
import type { TenantStore } from './tenantStore.ts';
import { grantProperties, userProperties } from './userProperties.ts';

export type UserTest = (user: UserEntry, now: number) => boolean;

export interface UserPlan {
  /** Whom to look at; undefined: everybody. May hold too many, never too few. */
  readonly candidates: ReadonlySet<UserEntry> | undefined;
  readonly test: UserTest;
  /** Whether changes of grants change the answer. */
  readonly readsGrants: boolean;
}

/** The users with whom a session that is tied to a child has anything to do: at home there, or holding a role there. */
export function planConcerning(store: TenantStore, customer: Customer): UserPlan {
  return {
    candidates: union(store.usersAtHome(customer), store.usersWithDirectGrants(customer), store.usersThroughGroups(customer)),
    test: (user, now) => user.home === customer || holdsAnyIn(user, customer, now),
    readsGrants: true,
  };
}

export function planFilter(store: TenantStore, node: FqlNode, now: number): UserPlan {
  switch (node.kind) {
    case 'group':
      return planFilter(store, node.inner, now);
    case 'comparison':
      return planIndexed(store, node) ?? planScan(node, now);
    case 'and':
      return node.items.map((item) => planFilter(store, item, now)).reduce(both);
    case 'or': {
      const plans = node.items.map((item) => planFilter(store, item, now));
      return {
        candidates: plans.every(({ candidates }) => candidates) ? union(...plans.flatMap(({ candidates }) => candidates ?? [])) : undefined,
        test: (user, at) => plans.some(({ test }) => test(user, at)),
        readsGrants: plans.some(({ readsGrants }) => readsGrants),
      };
    }
  }
}

/** Users whom both plans want. */
export function both(left: UserPlan, right: UserPlan): UserPlan {
  return {
    candidates: smaller(left.candidates, right.candidates),
    test: (user, now) => left.test(user, now) && right.test(user, now),
    readsGrants: left.readsGrants || right.readsGrants,
  };
}

function smaller(left: ReadonlySet<UserEntry> | undefined, right: ReadonlySet<UserEntry> | undefined): ReadonlySet<UserEntry> | undefined {
  if (!left || !right) return left ?? right;
  return left.size <= right.size ? left : right;
}

/** Asks each user. */
function planScan(node: FqlComparison, now: number): UserPlan {
  const { property } = node;
  const read = userProperties[property];
  const predicate = compileFql(node, now);
  return {
    candidates: undefined,
    test: (user, at) => predicate({ [property]: read?.(user, at) }),
    readsGrants: grantProperties.has(property),
  };
}

type CidTest = (user: UserEntry, customer: Customer, now: number) => boolean;

const cidTests: Readonly<Record<string, CidTest>> = {
  assigned_cids: holdsAnyIn,
  direct_assigned_cids: holdsDirectlyIn,
  non_ancestor_assigned_cids: holdsDirectlyIn,
  temporarily_assigned_cids: holdsTemporarilyIn,
  cid: (user, customer) => user.home === customer,
};

/** Equality with texts on a property that has an index. */
function planIndexed(store: TenantStore, { property, operator, operand }: FqlComparison): UserPlan | undefined {
  if (operator !== '') return undefined;
  const literals = operand.kind === 'list' ? operand.items.map(({ value }) => value) : [operand.value];
  const values = literals.filter((value) => typeof value === 'string');
  if (values.length < literals.length) return undefined;
  if (property === 'uid' || property === 'uuid') {
    const find = property === 'uid' ? store.findUserByUid : store.findUser;
    const found = new Set(values.flatMap((value) => find(value) ?? []));
    return { candidates: found, test: (user) => found.has(user), readsGrants: false };
  }
  const test = cidTests[property];
  if (test === undefined) return undefined;
  const customers = values.flatMap((value) => store.findCustomer(value) ?? []);
  const candidates = customers.map((customer) => candidatesFor(store, property, customer));
  return {
    candidates: union(...candidates),
    test: (user, now) => customers.some((customer) => test(user, customer, now)),
    readsGrants: grantProperties.has(property),
  };
}

function candidatesFor(store: TenantStore, property: string, customer: Customer): ReadonlySet<UserEntry> {
  if (property === 'cid') return store.usersAtHome(customer);
  const direct = store.usersWithDirectGrants(customer);
  return property === 'assigned_cids' ? union(direct, store.usersThroughGroups(customer)) : direct;
}

function union(...sets: readonly Iterable<UserEntry>[]): ReadonlySet<UserEntry> {
  const [only] = sets;
  if (sets.length === 1 && only instanceof Set) return only as ReadonlySet<UserEntry>;
  const all = new Set<UserEntry>();
  for (const set of sets) for (const user of set) all.add(user);
  return all;
}
