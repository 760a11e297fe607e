/** A tenant small enough to be read: a parent, two children, three roles, and users as the test wants them. */
import { Random } from '../../../../src/demo/data/random.ts';
import type { CidGroup, Customer, DirectGrant, Membership, RoleEntry, UserEntry } from '../../../../src/demo/store/model.ts';
import { TenantStore } from '../../../../src/demo/store/tenantStore.ts';

export const now = Date.UTC(2026, 0, 15, 12);
export const hourMs = 3_600_000;

const customer = (index: number, name: string): Customer => ({
  index,
  cid: String(index).repeat(32),
  checksum: `0${String(index)}`,
  gcid: 'f'.repeat(32),
  name,
  domain: `c${String(index)}.test`,
  status: 'active',
  lastModifiedAt: now,
});

export const parent = customer(1, 'Parent');
export const first = customer(2, 'First');
export const second = customer(3, 'Second');

export const analyst: RoleEntry = { id: 'analyst', displayName: 'Analyst', description: '' };
export const helper: RoleEntry = { id: 'helper', displayName: 'Helper', description: '' };
export const custom: RoleEntry = { id: 'c'.repeat(32), displayName: 'Night duty', description: '', owner: first };

const children: CidGroup = { id: 'children', name: 'Children', customers: new Set([first, second]) };

/** Gives the analyst's role in both children. */
export const throughGroup: Membership = {
  groups: [{ id: 'soc', name: 'SOC', links: [{ cidGroup: children, roles: [analyst] }] }],
  customers: children.customers,
  cids: [first.cid, second.cid],
};

export const held = (role: RoleEntry, where: Customer, expiresAt = 0): DirectGrant => ({
  role,
  customer: where,
  expiresAt,
  visibleFrom: 0,
  visibleUntil: Number.POSITIVE_INFINITY,
});

export type UserSketch = Partial<Omit<UserEntry, 'index' | 'uuid' | 'deleted' | 'encoded'>>;

/** Users in the order of the sketches; without a name of their own they are u0, u1 and so on. */
export function buildStore(sketches: readonly UserSketch[], lagMs = 0): TenantStore {
  const random = new Random(1);
  const users = sketches.map((sketch, index): UserEntry => {
    const home = sketch.home ?? first;
    return {
      uid: `u${String(index)}@${home.domain}`,
      home,
      firstName: 'First',
      lastName: 'Last',
      status: 'active',
      factors: ['TOTP'],
      createdAt: now - 1000 * hourMs,
      updatedAt: now - 10 * hourMs,
      lastLoginAt: now - 5 * hourMs,
      membership: undefined,
      grants: [],
      ...sketch,
      index,
      uuid: random.uuid(),
      deleted: false,
      encoded: undefined,
    };
  });
  return new TenantStore({ customers: [parent, first, second], roles: [analyst, helper, custom], users }, lagMs, now);
}

/** The nth user of the store. */
export function userOf(store: TenantStore, index = 0): UserEntry {
  const user = store.users[index];
  if (user === undefined) throw new RangeError(`There is no user ${String(index)}.`);
  return user;
}
