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
        assert.match(error.message, /60 users in 4 CIDs.*240 requests, about 1 minutes/);
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
  test('ends the trust in what the server lists', async () => {
    const tenant = tenantOf();
    tenant.listsDirectOnly = true;
    const { index } = indexOf(tenant);
    await index.fill({});
    assert.deepEqual([isDistrusting(index), index.holders(admin).items.length], [false, 1]);
    await index.grants(userOf(1), cidOf(2));
    await index.flush();
    assert.equal(isDistrusting(index), true);
    assert.equal(index.holders(admin).items.length, 2);
    assert.equal(index.holders(admin, cidOf(2)).coverage.isWhole, false);
    // Two pairs have been read by the fill and one by the click, whose user's record is not known yet.
    assert.equal((await index.plan({})).requests, 240 - 3 + 1);
    await assert.rejects(index.fill({}), { kind: 'invalid' });
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
