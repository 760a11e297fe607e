/** What becomes of the index where the server does not tell who is assigned where as expected. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TenantError } from '../../../../src/core/errors.ts';
import { asRoleId } from '../../../../src/core/ids.ts';
import type { GrantsIndex } from '../../../../src/state/grants/grantsIndex.ts';
import { aGrant, cidOf, FakeTenant, indexOf, userOf } from './fakeTenant.ts';

const admin = asRoleId('admin');
const throughGroup = { user_group_id: 'g', grant_type: 'inherited' };
const tenantOf = (): FakeTenant => new FakeTenant(60, 4, [aGrant(0, 0, 'admin'), aGrant(1, 2, 'admin', throughGroup), aGrant(2, 1, 'guest')]);
const isDistrusting = (index: GrantsIndex): boolean => index.holders(admin).coverage.everyPair;

for (const how of ['ignoresCids', 'refusesCids'] as const) {
  describe(`where the filter by CID is ${how === 'ignoresCids' ? 'ignored' : 'refused'}`, () => {
    test('every user in every CID counts as a pair, which a plan tells', async () => {
      const tenant = tenantOf();
      tenant[how] = true;
      const { index } = indexOf(tenant);
      const plan = await index.plan({});
      assert.deepEqual(plan, { requests: 240, minutes: 0.4, pairs: 240, isEstimate: false });
      assert.equal((await index.plan({ cids: [cidOf(2)] })).requests, 60);
      assert.equal((await index.plan({ users: [userOf(1)] })).requests, 4);
      const { coverage } = index.holders(admin);
      assert.deepEqual([coverage.everyPair, coverage.pairsKnown, coverage.pairsRead, coverage.isWhole], [true, 240, 0, false]);
    });

    test('so many requests are not sent unless that is allowed, and the refusal says what it would cost', async () => {
      const tenant = tenantOf();
      tenant[how] = true;
      const { index } = indexOf(tenant);
      await assert.rejects(index.fill({}), (error: TenantError) => {
        assert.equal(error.kind, 'invalid');
        assert.match(error.message, /60 users in 4 CIDs.*240 requests, a minute or so/);
        assert.match(error.nextStep ?? '', /one CID or one user/);
        return true;
      });
      await assert.rejects(index.fill({}, { mostRequests: 239 }), { kind: 'invalid' });
      assert.equal(tenant.pairsRead.length, 0);
      const report = await index.fill({}, { mostRequests: 240 });
      assert.deepEqual([report.everyPair, report.pairs, tenant.pairsRead.length], [true, 3, 240]);
      const { items, coverage } = index.holders(admin);
      assert.deepEqual([items.length, coverage.pairsRead, coverage.isWhole], [2, 240, true]);
      assert.equal((await index.plan({})).requests, 0);
    });

    test('one CID or one user is read without further ado', async () => {
      const tenant = tenantOf();
      tenant[how] = true;
      const { index } = indexOf(tenant);
      await index.fill({ cids: [cidOf(2)] });
      assert.deepEqual([index.accessTo(cidOf(2)).items.length, index.accessTo(cidOf(2)).coverage.isWhole], [1, true]);
      await index.fill({ users: [userOf(0)] });
      assert.equal(index.grantsOf(userOf(0)).coverage.isWhole, true);
    });
  });
}

describe('a read that shows grants of somebody who was not listed a moment before', () => {
  test('ends the trust in what the server lists, once the list had the time to catch up', async () => {
    const tenant = tenantOf();
    tenant.listsDirectOnly = true;
    const { index } = indexOf(tenant);
    await index.fill({});
    assert.deepEqual([isDistrusting(index), index.holders(admin).items.length], [false, 1]);
    await index.grants(userOf(1), cidOf(2));
    await index.flush();
    assert.deepEqual([isDistrusting(index), index.holders(admin).coverage.isWhole, index.accessTo(cidOf(0)).coverage.isWhole], [false, false, false]);
    assert.equal(index.holders(admin).items.length, 2);
    tenant.now += 3 * 60_000;
    await index.fill({});
    assert.equal(isDistrusting(index), true);
    assert.equal(index.holders(admin, cidOf(2)).coverage.isWhole, false);
    // Three pairs have been read.
    assert.equal((await index.plan({})).requests, 240 - 3);
    await assert.rejects(index.fill({}), { kind: 'invalid' });
  });

  for (const [what, caughtUp] of [
    ['the list shows what somebody else gave', (tenant: FakeTenant) => void (tenant.listsDirectOnly = false)],
    ['the read shows what somebody else took', (tenant: FakeTenant) => void tenant.grants.splice(1, 1)],
  ] as const) {
    test(`is none when, a while later, ${what}`, async () => {
      const tenant = tenantOf();
      tenant.listsDirectOnly = true;
      const { index } = indexOf(tenant);
      await index.fill({});
      await index.grants(userOf(1), cidOf(2));
      await index.flush();
      caughtUp(tenant);
      tenant.now += 3 * 60_000;
      await index.fill({});
      assert.deepEqual([isDistrusting(index), index.holders(admin).coverage.isWhole], [false, true]);
    });
  }

  test('is none of somebody who was deleted a moment ago, whose grants a lagging server still shows', async () => {
    const tenant = tenantOf();
    const { index, written } = indexOf(tenant);
    await index.fill({});
    written.add({ kind: 'deleteUser', user: { uuid: userOf(1), uid: 'u1@x.test' }, grants: undefined }, userOf(1));
    index.removeUser(userOf(1));
    tenant.listsDirectOnly = true;
    for (const minutes of [0, 1.5]) {
      tenant.now += minutes * 60_000;
      await index.grants(userOf(1), cidOf(2));
      await index.flush();
      assert.deepEqual([isDistrusting(index), index.holders(admin).coverage.isWhole, index.holders(admin).items.length], [false, true, 1]);
    }
  });

  test('is none when the server lists the user by now, as after a grant made elsewhere', async () => {
    const tenant = tenantOf();
    const { index } = indexOf(tenant);
    await index.fill({});
    tenant.grants.push(aGrant(5, 3, 'admin'));
    await index.grants(userOf(5), cidOf(3));
    await index.flush();
    assert.equal(isDistrusting(index), false);
    assert.deepEqual([index.holders(admin).items.length, index.holders(admin).coverage.isWhole], [3, true]);
  });

  test('tells nothing when the list is old, or something was written there', async () => {
    const tenant = tenantOf();
    const { index, written } = indexOf(tenant);
    await index.fill({});
    tenant.listsDirectOnly = true;
    tenant.grants.push(aGrant(6, 3, 'admin', throughGroup), aGrant(7, 1, 'admin', throughGroup));
    const to = { uuid: userOf(8), uid: 'u8@x.test' };
    written.add({ kind: 'grant', to, cid: cidOf(3), roles: [{ id: admin, name: 'Admin' }] }, to.uuid);
    index.wroteGrants(to.uuid, cidOf(3), true);
    await index.grants(userOf(6), cidOf(3));
    tenant.now += 10 * 60_000;
    await index.grants(userOf(7), cidOf(1));
    await index.flush();
    assert.equal(isDistrusting(index), false);
  });
});

test('where every pair counts, those who are gone do not stand for those who have come', async () => {
  const tenant = new FakeTenant(3, 2, [aGrant(0, 0, 'admin')]);
  tenant.ignoresCids = true;
  const { index } = indexOf(tenant);
  await index.fill({});
  tenant.users.splice(0, 1, { uuid: userOf(9), uid: 'u9@x.test' });
  tenant.grants = [aGrant(9, 1, 'admin')];
  tenant.now += 1_000;
  await index.fill({ cids: [cidOf(0)] }, { olderThan: tenant.now });
  const { isWhole, pairsRead, pairsKnown } = index.accessTo(cidOf(1)).coverage;
  assert.deepEqual([isWhole, pairsRead, pairsKnown, index.holders(admin).coverage.isWhole], [false, 2, 3, false]);
  await index.fill({}, { olderThan: tenant.now });
  assert.deepEqual([index.holders(admin).items.map(({ user }) => user.uuid), index.holders(admin).coverage.isWhole], [[userOf(9)], true]);
});

test('where every pair counts, a user may hold something in every CID, and no question is wasted on it', async () => {
  const tenant = tenantOf();
  tenant.ignoresCids = true;
  const { index } = indexOf(tenant);
  await index.plan({});
  const before = tenant.asked.length;
  assert.deepEqual([await index.cidsOf(userOf(0)), tenant.asked.length - before], [tenant.cids, 0]);
});

test('where every pair counts, an answer about everything does not look through all CIDs for each of them', async () => {
  const tenant = new FakeTenant(2, 300, []);
  tenant.ignoresCids = true;
  const { index } = indexOf(tenant);
  await index.plan({});
  tenant.placesAsked = 0;
  assert.equal(index.holders(admin).coverage.pairsKnown, 600);
  assert.ok(tenant.placesAsked < 10, `${tenant.placesAsked} times`);
});

test('the server is asked once, for a connection, whether it looks at the filter', async () => {
  const tenant = tenantOf();
  const { index } = indexOf(tenant);
  await Promise.all([index.plan({}), index.plan({ cids: [cidOf(1)] }), index.fill({})]);
  const probes = tenant.asked.filter(({ parameters }) => String(parameters['filter']).includes('0'.repeat(32)));
  assert.deepEqual(probes.map(({ parameters }) => parameters['limit']), [1]);
});

test('when it cannot be found out whether the server looks at the filter, that is no answer', async () => {
  const tenant = tenantOf();
  const { index } = indexOf(tenant);
  tenant.before = () => {
    throw new TenantError({ kind: 'network', message: 'No network.' });
  };
  await assert.rejects(index.plan({}), { kind: 'network' });
  tenant.before = () => undefined;
  assert.equal((await index.fill({})).everyPair, false);
});
