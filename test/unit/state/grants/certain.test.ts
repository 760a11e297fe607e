/** Nothing is claimed that is not so: people who are gone or new, roles that ended, CIDs without a name, costs. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { asRoleId } from '../../../../src/core/ids.ts';
import type { Cid } from '../../../../src/core/ids.ts';
import { asNewUserKey } from '../../../../src/core/changes/change.ts';
import { GrantsIndex } from '../../../../src/state/grants/grantsIndex.ts';
import type { FillProgress } from '../../../../src/state/grants/grantsIndex.ts';
import type { Place } from '../../../../src/state/grants/scope.ts';
import { RecentWrites } from '../../../../src/state/recentWrites.ts';
import { aGrant, cidOf, FakeTenant, indexOf, noon, userOf } from './fakeTenant.ts';

const admin = asRoleId('admin');
const endingAt = (ms: number) => ({ expires_at: new Date(noon + ms).toISOString() });

describe('a user whom somebody else deleted', () => {
  test('is in no answer any more as soon as one read has told', async () => {
    const tenant = new FakeTenant(3, 3, [aGrant(0, 0, 'admin'), aGrant(0, 1, 'admin'), aGrant(0, 2, 'admin'), aGrant(1, 0, 'admin')]);
    const { index } = indexOf(tenant);
    await index.fill({ cids: [cidOf(0), cidOf(1)] });
    tenant.users.splice(0, 1);
    await assert.rejects(index.grants(userOf(0), cidOf(2)), { reason: 'unknownUser' });
    assert.deepEqual([index.holders(admin).items.map(({ user }) => user.uuid), index.user(userOf(0))], [[userOf(1)], undefined]);
    assert.equal(index.accessTo(cidOf(1)).coverage.isWhole, true);
  });

  test('costs a fill what was under way and not a request for each CID', async () => {
    const grants = Array.from({ length: 300 }, (_, cid) => aGrant(0, cid, 'admin'));
    const tenant = new FakeTenant(2, 300, grants);
    const { index } = indexOf(tenant);
    await index.plan({});
    tenant.before = ({ operation }) => {
      if (operation === 'CombinedUserRolesV2' && tenant.users.length === 2) tenant.users.splice(0, 1);
    };
    const report = await index.fill({});
    assert.ok(tenant.pairsRead.length <= 64, `${tenant.pairsRead.length} reads`);
    assert.deepEqual([report.pairs, report.failed, index.holders(admin).coverage.isWhole], [0, [], true]);
  });
});

test('somebody who was made and given a role a moment ago stays, though the server does not know them yet', async () => {
  const tenant = new FakeTenant(3, 2, []);
  const { index, written } = indexOf(tenant);
  await index.fill({});
  const user = { uuid: userOf(50), uid: 'new@x.test', cid: cidOf(0) };
  written.add({ kind: 'createUser', key: asNewUserKey('new'), uid: user.uid, cid: user.cid, names: { first: 'Ada', last: 'Test' } }, user.uuid);
  index.addUser(user);
  written.add({ kind: 'grant', to: user, cid: cidOf(0), roles: [{ id: admin, name: 'ADMIN' }] }, user.uuid);
  index.wroteGrants(user.uuid, cidOf(0), true);
  for (const ms of [1, 60_000]) {
    tenant.now += ms;
    await index.fill({}, { olderThan: tenant.now });
    assert.deepEqual(index.holders(admin).items.map((held) => held.user.uid), ['new@x.test'], `after ${ms} ms more`);
    assert.equal((await index.grants(user.uuid, cidOf(0))).length, 1);
  }
});

test('where a deleted user was assigned is not learned from an answer that was under way', async () => {
  const tenant = new FakeTenant(3, 3, [aGrant(0, 0, 'admin'), aGrant(0, 1, 'admin')]);
  const { index, written } = indexOf(tenant);
  await index.fill({ cids: [cidOf(0), cidOf(2)] });
  index.forgetUser(userOf(0));
  let hasBegun: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (hasBegun = resolve));
  let answer: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  tenant.before = () => {
    hasBegun();
    return held;
  };
  const asked = index.cidsOf(userOf(0));
  await begun;
  written.add({ kind: 'deleteUser', user: { uuid: userOf(0), uid: 'u0@x.test' }, grants: undefined }, userOf(0));
  index.removeUser(userOf(0));
  answer();
  await asked;
  // Nor from one that lags behind.
  await index.cidsOf(userOf(0));
  assert.deepEqual([index.grantsOf(userOf(0)).coverage.pairsKnown, index.accessTo(cidOf(0)).coverage.isWhole], [0, true]);
});

describe('a role that ended while it was looked at', () => {
  test('is not held any more, wherever it is asked, and others stay', async () => {
    const tenant = new FakeTenant(1, 2, [aGrant(0, 0, 'admin', endingAt(60_000)), aGrant(0, 0, 'guest')]);
    const { index } = indexOf(tenant);
    await index.fill({});
    tenant.now += 120_000;
    const known = index.known(userOf(0), cidOf(0));
    assert.deepEqual(known?.map(({ role_id: id }) => id), ['guest']);
    assert.equal(index.known(userOf(0), cidOf(0)), known, 'the same until something changes');
    assert.deepEqual(index.allKnown(userOf(0)).map(({ role_id: id }) => id), ['guest']);
  });

  test('is read again: somebody else may have given it another end', async () => {
    const tenant = new FakeTenant(1, 2, [aGrant(0, 0, 'admin', endingAt(60_000))]);
    const { index } = indexOf(tenant);
    await index.fill({});
    tenant.grants = [aGrant(0, 0, 'admin', endingAt(9_000_000))];
    tenant.now += 120_000;
    assert.deepEqual(index.known(userOf(0), cidOf(0)), []);
    assert.equal((await index.grants(userOf(0), cidOf(0))).length, 1);
  });

  test('comes in the order of its end, whatever the server wrote into others', async () => {
    const ends = [endingAt(9e6), { expires_at: 'soon' }, endingAt(1e6), endingAt(5e6), { expires_at: 'later' }, endingAt(2e6)];
    const tenant = new FakeTenant(6, 1, ends.map((end, user) => aGrant(user, 0, 'admin', end)));
    const { index } = indexOf(tenant);
    await index.fill({});
    const inOrder = [1e6, 2e6, 5e6, 9e6].map((ms) => endingAt(ms).expires_at);
    assert.deepEqual(index.temporary().items.map(({ grant }) => grant.expires_at), [...inOrder, 'soon', 'later']);
  });
});

describe('a CID that has no name', () => {
  test('is not taken for one in which nothing is held when it is asked where a user is assigned', async () => {
    const tenant = new FakeTenant(3, 1, [aGrant(0, 0, 'admin')]);
    const { index } = indexOf(tenant, { isUnnamed: true });
    await index.cidsOf(userOf(0));
    assert.equal(index.grantsOf(userOf(0)).coverage.isWhole, false);
    await index.fill({});
    await index.cidsOf(userOf(0));
    assert.deepEqual([index.grantsOf(userOf(0)).items.length, index.grantsOf(userOf(0)).coverage.isWhole], [1, true]);
  });

  test('shows nothing twice once it has one', async () => {
    const tenant = new FakeTenant(3, 2, [aGrant(0, 0, 'admin')]);
    const session: { own?: Cid } = {};
    const now = (): number => tenant.now;
    const places = { places: tenant.cids as readonly Place[], isWhole: true };
    const index = new GrantsIndex({
      ...{ now, written: new RecentWrites(now), client: () => Promise.resolve(tenant.client), hasChildren: async () => true },
      ...{ ownCid: () => session.own, places: async () => places, knownPlaces: () => places },
    });
    await index.grants(userOf(0), undefined);
    session.own = cidOf(0);
    assert.equal((await index.grants(userOf(0), session.own)).length, 1);
    assert.deepEqual([index.grantsOf(userOf(0)).items.length, tenant.pairsRead.length], [1, 1]);
  });
});

test('reading all again costs, and lasts, what it is said to', async () => {
  const grants = Array.from({ length: 400 }, (_, n) => aGrant(n % 40, n % 50, `r${n % 7}`));
  const tenant = new FakeTenant(40, 50, grants);
  const { index } = indexOf(tenant);
  await index.fill({});
  tenant.now += 60_000;
  const plan = await index.plan({}, undefined, { olderThan: tenant.now });
  const told: FillProgress[] = [];
  const report = await index.fill({}, { olderThan: tenant.now, onProgress: (progress) => void told.push(progress) });
  assert.equal(plan.requests, report.requests);
  const seconds = (told[0]?.remainingMs ?? 0) / 1_000;
  assert.ok(Math.abs(seconds * 10 - report.requests) <= 1, `${seconds} s for ${report.requests} requests at ten a second`);
});
