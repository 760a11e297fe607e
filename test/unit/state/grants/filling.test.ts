import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TenantError, toTenantError } from '../../../../src/core/errors.ts';
import { asRoleId } from '../../../../src/core/ids.ts';
import type { FillProgress } from '../../../../src/state/grants/grantsIndex.ts';
import { aGrant, cidOf, FakeTenant, indexOf, noon, userOf } from './fakeTenant.ts';
import type { Asked } from './fakeTenant.ts';

const admin = asRoleId('admin');
const isPair = ({ operation }: Asked): boolean => operation === 'CombinedUserRolesV2';

/** `users` people, each an admin in one CID; half of them hold something through a group in a second one. */
function manyPairs(users: number, cids: number): FakeTenant {
  const grants = Array.from({ length: users }, (_, n) => [
    aGrant(n, n % cids, 'admin'),
    ...(Math.floor(n / 7) % 2 === 0 ? [aGrant(n, (n + 1) % cids, 'guest', { user_group_id: 'g', grant_type: 'inherited' })] : []),
  ]);
  return new FakeTenant(users, cids, grants.flat());
}

const pairsOf = ({ grants }: FakeTenant): number => new Set(grants.map(({ uuid, cid }) => `${uuid}|${cid}`)).size;

describe('a plan', () => {
  test('is exact where few CIDs have to be asked, and costs nothing twice', async () => {
    const tenant = manyPairs(30, 5);
    const { index } = indexOf(tenant);
    const plan = await index.plan({});
    assert.deepEqual(plan, { requests: pairsOf(tenant) + 1, minutes: (pairsOf(tenant) + 1) / 600, pairs: pairsOf(tenant), isEstimate: false });
    const before = tenant.asked.length;
    await index.fill({});
    assert.equal(tenant.asked.length - before, plan.requests);
    assert.equal((await index.plan({})).requests, 0);
  });

  test('guesses from some CIDs what there is in the others', async () => {
    const tenant = manyPairs(300, 60);
    const { index } = indexOf(tenant);
    const { requests, pairs, isEstimate } = await index.plan({});
    assert.deepEqual([pairs, isEstimate, tenant.count('queryUserV1')], [undefined, true, 11]);
    const all = 50 + pairsOf(tenant) + 1;
    assert.ok(Math.abs(requests - all) < 0.2 * all, `${requests} of ${all}`);
  });

  test('of one CID, one user or a filter is about these alone', async () => {
    const tenant = manyPairs(30, 5);
    const { index } = indexOf(tenant);
    assert.equal((await index.plan({ cids: [cidOf(1)] })).pairs, new Set(tenant.grants.filter(({ cid }) => cid === cidOf(1)).map(({ uuid }) => uuid)).size);
    assert.equal((await index.plan({ users: [userOf(3)] })).pairs, 2);
    assert.equal((await index.plan({ filter: `uuid:'${userOf(8)}'` })).pairs, 1);
    assert.equal((await index.plan({ cids: [] })).requests, 0);
  });
});

describe('a fill', () => {
  test('reads each pair that exists once, inherited ones included, in the background, and few at a time', async () => {
    const tenant = manyPairs(400, 20);
    const { index } = indexOf(tenant);
    let [underWay, most] = [0, 0];
    tenant.before = async (asked) => {
      if (!isPair(asked)) return;
      most = Math.max(most, ++underWay);
      await Promise.resolve();
      underWay--;
    };
    const told: FillProgress[] = [];
    const report = await index.fill({}, { onProgress: (progress) => told.push(progress) });
    assert.equal(report.pairs, pairsOf(tenant));
    assert.equal(new Set(tenant.pairsRead).size, tenant.pairsRead.length);
    assert.equal(tenant.pairsRead.length, pairsOf(tenant));
    assert.ok(most <= 64, String(most));
    assert.ok(tenant.asked.filter(isPair).every(({ priority }) => priority === 'background'));
    assert.deepEqual([...new Set(told.map(({ stage }) => stage))], ['assignments', 'grants', 'users']);
    assert.deepEqual(told.at(-1), { stage: 'users', done: 400, total: 400, remainingMs: 0 });
    assert.ok(told.every(({ remainingMs }) => remainingMs !== undefined && remainingMs >= 0));
  });

  test('of one user asks about this user, not CID by CID', async () => {
    const tenant = manyPairs(300, 100);
    const { index } = indexOf(tenant);
    await index.fill({ users: [userOf(3)] });
    assert.deepEqual(new Set(tenant.pairsRead), new Set([`${userOf(3)}|${cidOf(3)}`, `${userOf(3)}|${cidOf(4)}`]));
    assert.ok(tenant.count('queryUserV1') < 40, String(tenant.count('queryUserV1')));
    assert.deepEqual([index.grantsOf(userOf(3)).items.length, index.grantsOf(userOf(3)).coverage.isWhole], [2, true]);
    assert.equal(index.holders(admin).coverage.isWhole, false);
  });

  test('of few users in few CIDs asks about these users once, however large the CIDs are', async () => {
    const tenant = manyPairs(2_000, 3);
    const { index } = indexOf(tenant);
    const scope = { users: [userOf(3), userOf(8)], cids: [cidOf(0), cidOf(2)] };
    const plan = await index.plan(scope);
    assert.deepEqual([plan.pairs, plan.isEstimate], [2, false]);
    const before = tenant.asked.length;
    await index.fill(scope);
    assert.equal(tenant.asked.length - before, plan.requests);
    tenant.now += 1_000;
    tenant.grants.push(aGrant(8, 0, 'guest'));
    await index.fill(scope, { olderThan: tenant.now });
    assert.equal(index.grantsOf(userOf(8)).items.length, 2);
  });

  test('that was cancelled keeps what was read, and the next one costs only the rest', async () => {
    const tenant = manyPairs(200, 10);
    const { index } = indexOf(tenant);
    const abort = new AbortController();
    tenant.before = (asked) => {
      if (isPair(asked) && tenant.pairsRead.length > 100) abort.abort();
    };
    assert.equal((await index.fill({}, { signal: abort.signal }).then(() => undefined, toTenantError))?.kind, 'cancelled');
    const { pairsRead, pairsKnown } = index.holders(admin).coverage;
    assert.ok(pairsRead > 0 && pairsRead < pairsKnown, `${pairsRead} of ${pairsKnown}`);
    const rest = pairsKnown - pairsRead;
    assert.equal((await index.plan({})).requests, rest + 1);
    tenant.before = () => undefined;
    const before = tenant.asked.length;
    await index.fill({});
    assert.equal(tenant.asked.length - before, rest + 1);
    assert.equal(index.holders(admin).coverage.isWhole, true);
  });

  test('goes on after a pair that cannot be read and a user who is gone, and says so', async () => {
    const tenant = manyPairs(30, 3);
    const { index } = indexOf(tenant);
    tenant.before = ({ operation, parameters }) => {
      if (operation !== 'CombinedUserRolesV2') return;
      if (parameters['user_uuid'] === userOf(10)) throw new TenantError({ kind: 'server', message: 'It broke.' });
      if (parameters['user_uuid'] === userOf(11)) throw new TenantError({ kind: 'notFound', reason: 'unknownUser', message: 'Gone.' });
    };
    const { failed } = await index.fill({});
    assert.deepEqual(failed.map(({ user, cid, error }) => [user, cid, error.kind]), [[userOf(10), cidOf(1), 'server']]);
    const { coverage } = index.accessTo(cidOf(1));
    assert.deepEqual([coverage.pairsKnown - coverage.pairsRead, coverage.isWhole], [1, false]);
    assert.equal(index.grantsOf(userOf(11)).coverage.pairsKnown, 0, 'a pair of nobody does not exist');
  });

  for (const kind of ['auth', 'forbidden', 'network'] as const) {
    test(`ends with the error when it is one of kind ${kind}, and keeps what was read`, async () => {
      const tenant = manyPairs(200, 4);
      const { index } = indexOf(tenant);
      tenant.before = (asked) => {
        if (isPair(asked) && tenant.pairsRead.length > 120) throw new TenantError({ kind, message: 'No more.' });
      };
      await assert.rejects(index.fill({}), { kind });
      assert.ok(index.holders(admin).coverage.pairsRead > 0);
    });
  }

  test('ends when one failure follows the other: it is not the pairs that fail', async () => {
    const tenant = manyPairs(500, 4);
    const { index } = indexOf(tenant);
    tenant.before = (asked) => {
      if (isPair(asked)) throw new TenantError({ kind: 'server', message: 'It broke.' });
    };
    await assert.rejects(index.fill({}), { kind: 'server' });
    assert.ok(tenant.pairsRead.length < 150, String(tenant.pairsRead.length));
  });

  test('shares its reads with another one, and with whoever asks for a pair meanwhile', async () => {
    const tenant = manyPairs(150, 5);
    const { index } = indexOf(tenant);
    await Promise.all([index.fill({}), index.fill({ cids: [cidOf(1)] }), index.grants(userOf(1), cidOf(1)), index.fill({ users: [userOf(1)] })]);
    assert.equal(tenant.pairsRead.length, pairsOf(tenant));
  });

  test('reads again what is older than it should be, and finds what has come and gone', async () => {
    const tenant = manyPairs(20, 4);
    const { index } = indexOf(tenant);
    await index.fill({});
    tenant.now += 3_600_000;
    tenant.grants = tenant.grants.filter(({ uuid }) => uuid !== userOf(8)).concat(aGrant(2, 3, 'admin'));
    assert.equal((await index.fill({})).requests, 0);
    assert.equal(index.grantsOf(userOf(8)).items.length, 1);
    await index.fill({}, { olderThan: tenant.now });
    assert.deepEqual([index.grantsOf(userOf(8)).items, index.grantsOf(userOf(8)).coverage.pairsKnown], [[], 0]);
    assert.ok(index.holders(admin, cidOf(3)).items.some(({ user }) => user.uuid === userOf(2)));
    assert.equal(index.holders(admin).coverage.asOf, noon + 3_600_000);
  });
});

describe('a tenant of one CID', () => {
  test('that is not known by name is filled from the users of the session', async () => {
    const tenant = new FakeTenant(4, 1, [aGrant(0, 0, 'admin'), aGrant(1, 0, 'guest')]);
    tenant.refusesCids = true;
    const { index } = indexOf(tenant, { isUnnamed: true });
    const { everyPair } = await index.fill({});
    assert.equal(everyPair, false);
    assert.deepEqual(tenant.asked.filter(isPair).map(({ parameters }) => parameters['cid']), [undefined, undefined, undefined, undefined]);
    const { items, coverage } = index.holders(admin);
    assert.deepEqual([items.map(({ user }) => user.uid), coverage.isWhole, coverage.cidsKnown], [['u000000@x.test'], true, 1]);
  });

  test('needs no help of the server to tell its pairs', async () => {
    const tenant = new FakeTenant(4, 1, [aGrant(0, 0, 'admin')]);
    tenant.ignoresCids = true;
    const { index } = indexOf(tenant);
    assert.equal((await index.fill({ users: [userOf(0)] })).everyPair, false);
    assert.equal(index.holders(admin).items.length, 1);
    await index.fill({});
    assert.equal(index.holders(admin, cidOf(0)).coverage.isWhole, true);
  });
});

test('where the session does not see all CIDs, nothing about everywhere is whole', async () => {
  const tenant = manyPairs(10, 2);
  const { index } = indexOf(tenant, { isWhole: false });
  await index.fill({});
  const { coverage } = index.holders(admin);
  assert.deepEqual([coverage.cidsKnown, coverage.isWhole, coverage.pairsRead], [undefined, false, pairsOf(tenant)]);
  assert.equal(index.holders(admin, cidOf(1)).coverage.isWhole, true);
});

test('what the index knows is told a few times while a fill reads hundreds of pairs', async () => {
  const tenant = manyPairs(300, 5);
  const { index } = indexOf(tenant);
  let told = 0;
  const done = new Promise<void>((resolve) => {
    index.onDidChange(() => {
      told++;
      if (index.holders(admin).coverage.isWhole && index.user(userOf(0))) resolve();
    });
  });
  await index.fill({});
  await done;
  assert.ok(told >= 1 && told <= 8, String(told));
});
