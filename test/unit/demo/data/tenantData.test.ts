import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeTenantData } from '../../../../src/demo/data/tenantData.ts';
import { hasTemporary, isVisible } from '../../../../src/demo/store/grantFacts.ts';
import type { UserEntry } from '../../../../src/demo/store/model.ts';

const now = Date.UTC(2026, 0, 15);
const dayMs = 86_400_000;
const options = { users: 250, cids: 7, seed: 1, now };
const data = makeTenantData(options);

const share = (holds: (user: UserEntry) => boolean): number => data.users.filter(holds).length / data.users.length;

describe('the data of the demo tenant', () => {
  test('the same seed makes the same tenant, another seed another one', () => {
    assert.deepEqual(makeTenantData(options), data);
    assert.notDeepEqual(makeTenantData({ ...options, seed: 2 }).users[0]?.uuid, data.users[0]?.uuid);
  });

  test('dates are told from now, and nothing else depends on it', () => {
    const later = makeTenantData({ ...options, now: now + dayMs });
    const names = (users: readonly UserEntry[]): string[] => users.map(({ uid }) => uid);
    assert.deepEqual(names(later.users), names(data.users));
    assert.ok(Math.abs((later.users[3]?.createdAt ?? 0) - (data.users[3]?.createdAt ?? 0) - dayMs) <= 1);
  });

  test('more users do not make other CIDs', () => {
    assert.deepEqual(makeTenantData({ ...options, users: 10 }).customers, data.customers);
  });

  test('ids have the form of real ones and are unique', () => {
    for (const { cid, checksum } of data.customers) assert.match(`${cid}-${checksum}`, /^[0-9a-f]{32}-[0-9A-F]{2}$/);
    for (const { uuid, uid } of data.users) {
      assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      assert.equal(uid, uid.toLowerCase());
    }
    assert.equal(new Set(data.users.map(({ uuid }) => uuid)).size, 250);
    assert.equal(new Set(data.users.map(({ uid }) => uid)).size, 250);
    assert.equal(new Set(data.customers.map(({ name }) => name)).size, 7);
  });

  test('no e-mail address can ever be real', () => {
    for (const { uid } of data.users) assert.match(uid, /^[a-z0-9.-]+@[a-z0-9]+\.(?:example|test|invalid)$/);
  });

  test('every kind of user that an administrator looks for is there', () => {
    assert.ok(share(({ lastLoginAt }) => lastLoginAt === 0) > 0.03);
    assert.ok(share(({ lastLoginAt }) => lastLoginAt > 0 && now - lastLoginAt > 90 * dayMs) > 0.04);
    assert.ok(share(({ status }) => status === 'inactive') > 0.01);
    assert.ok(share(({ factors }) => factors.length === 0) > 0.08);
    assert.ok(share((user) => hasTemporary(user, now)) > 0.01);
    assert.ok(share(({ grants }) => grants.length === 0) > 0.01);
    assert.ok(share(({ membership }) => membership !== undefined) > 0.05);
    assert.ok(data.users.some(({ firstName }) => /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(firstName)));
    assert.ok(data.users.some(({ lastName }) => /\p{Script=Han}/u.test(lastName)));
  });

  test('some users look almost like others', () => {
    const byName = Map.groupBy(data.users, ({ firstName, lastName }) => `${firstName} ${lastName}`.normalize('NFD').replaceAll(/\p{M}/gu, ''));
    assert.ok([...byName.values()].filter((users) => users.length > 1).length >= 5);
  });

  test('every CID with users has an administrator', () => {
    for (const customer of new Set(data.users.map(({ home }) => home))) {
      const isAdministrator = ({ grants }: UserEntry): boolean => grants.some((grant) => grant.customer === customer && grant.role.id === 'falconhost_admin');
      assert.ok(data.users.some(isAdministrator), customer.name);
    }
  });

  test('custom roles are held only at home, and temporary grants end within the window', () => {
    for (const { home, grants } of data.users) {
      for (const grant of grants) {
        assert.ok(isVisible(grant, now));
        if (grant.role.owner) assert.equal(grant.role.owner, home);
        if (grant.role.owner) assert.equal(grant.customer, home);
        if (grant.expiresAt > 0) assert.ok(grant.expiresAt > now + 3_600_000 && grant.expiresAt < now + 7 * dayMs);
      }
    }
  });

  test('some roles are held both directly and through a group', () => {
    const isDoubled = ({ grants, membership }: UserEntry): boolean =>
      grants.some(({ role, customer }) =>
        membership?.groups.some(({ links }) => links.some(({ cidGroup, roles }) => roles.includes(role) && cidGroup.customers.has(customer))),
      );
    assert.ok(data.users.some(isDoubled));
  });

  test('a tenant without children has no groups and everyone at home in it', () => {
    const alone = makeTenantData({ ...options, cids: 1 });
    assert.ok(alone.users.every(({ home, membership }) => home === alone.customers[0] && membership === undefined));
  });
});
