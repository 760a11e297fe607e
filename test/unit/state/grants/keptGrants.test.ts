import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { asConnectionId, asRoleId } from '../../../../src/core/ids.ts';
import { grantsFiles } from '../../../../src/state/grants/grantsFiles.ts';
import type { GrantsFolder } from '../../../../src/state/grants/grantsFiles.ts';
import type { GrantsIndex } from '../../../../src/state/grants/grantsIndex.ts';
import type { GrantsStorage } from '../../../../src/state/grants/grantsStorage.ts';
import { WantedStorage } from '../../../../src/state/grants/wantedStorage.ts';
import { aGrant, cidOf, FakeTenant, indexOf, userOf } from './fakeTenant.ts';

class MemoryStorage implements GrantsStorage {
  value: unknown;
  writes = 0;

  async read(): Promise<unknown> {
    return this.value;
  }

  async write(_id: unknown, value: unknown): Promise<void> {
    this.writes++;
    // As a file would have it.
    this.value = JSON.parse(JSON.stringify(value)) as unknown;
  }

  async remove(): Promise<void> {
    this.value = undefined;
  }
}

const admin = asRoleId('admin');
const inherited = { grant_type: 'inherited', user_group_id: 'g', user_group_name: 'SOC', cid_group_id: 'c', cid_group_name: 'Shops', parent_cid: cidOf(0) };
const tenantOf = (): FakeTenant =>
  new FakeTenant(20, 3, [
    aGrant(0, 0, 'admin'),
    aGrant(1, 1, 'guest', inherited),
    aGrant(2, 2, 'admin', { expires_at: '2026-01-03T00:00:00Z' }),
    aGrant(0, 2, 'guest'),
  ]);

async function copied(tenant = tenantOf()): Promise<{ readonly tenant: FakeTenant; readonly storage: MemoryStorage; readonly index: GrantsIndex }> {
  const storage = new MemoryStorage();
  const { index } = indexOf(tenant, { storage });
  await index.fill({});
  await index.flush();
  return { tenant, storage, index };
}

async function reopened(tenant: FakeTenant, storage: GrantsStorage, identity?: string): Promise<GrantsIndex> {
  const { index } = indexOf(tenant, { storage, ...(identity && { identity }) });
  await index.load();
  return index;
}

const everything = (index: GrantsIndex): unknown => [
  [index.holders(admin), index.temporary(), index.strongWithoutSafety(new Set([admin]))],
  [0, 1, 2, 3].map((n) => [index.grantsOf(userOf(n)), index.user(userOf(n))?.uid, index.readAt(userOf(n), cidOf(n % 3))]),
];
/** Records are kept without what no answer needs. */
const facts = (index: GrantsIndex): unknown => JSON.parse(JSON.stringify(everything(index)));

test('a copy answers as the index did, and nothing has to be read again', async () => {
  const { tenant, storage, index } = await copied();
  const before = tenant.asked.length;
  const again = await reopened(tenant, storage);
  assert.deepEqual(facts(again), facts(index));
  assert.equal(tenant.asked.length, before);
  await again.fill({});
  assert.equal(tenant.asked.length - before, 1, 'only whether the server looks at the filter, which each window finds out');
});

test('a copy is written after a fill, once for what came together, and not when nothing has changed', async () => {
  const { storage, index } = await copied();
  await Promise.all([index.flush(), index.flush(), index.dispose()]);
  assert.equal(storage.writes, 1);
});

test('no copy is made while none is wanted, and what is known is written once one is', async () => {
  let isWanted = false;
  const storage = Object.assign(new MemoryStorage(), { isWanted: () => isWanted });
  const { index } = indexOf(tenantOf(), { storage });
  await index.fill({});
  await index.flush();
  assert.equal(storage.writes, 0);
  isWanted = true;
  await index.dispose();
  assert.equal(storage.writes, 1);
});

test('of whom it has to be asked again where they are assigned is kept', async () => {
  const { tenant, storage, index } = await copied();
  tenant.now += 1_000;
  index.doubtUser(userOf(0));
  await index.fill({ cids: [cidOf(1)] });
  index.learnUsers([]);
  index.wroteUser(userOf(0), (user) => user);
  await index.flush();
  const again = await reopened(tenant, storage);
  assert.deepEqual([index.knownCids(userOf(0)), again.knownCids(userOf(0))], [undefined, undefined]);
});

test('in CIDs that have come since, nobody was asked, whatever the copy says of users', async () => {
  const { tenant, storage, index } = await copied();
  await index.cidsOf(userOf(0));
  index.forgetUser(userOf(0));
  await index.cidsOf(userOf(0));
  await index.fill({ users: [userOf(0)] });
  await index.flush();
  const same = await reopened(tenant, storage);
  assert.equal(same.grantsOf(userOf(0)).coverage.isWhole, true);
  tenant.cids = [...tenant.cids, cidOf(3)];
  tenant.grants.push(aGrant(0, 3, 'admin'));
  const again = await reopened(tenant, storage);
  assert.deepEqual([again.grantsOf(userOf(0)).coverage.isWhole, again.knownCids(userOf(0))], [false, undefined]);
  await again.fill({ users: [userOf(0)] });
  assert.deepEqual([again.grantsOf(userOf(0)).items.length, again.grantsOf(userOf(0)).coverage.isWhole], [3, true]);
});

test('a copy that was being written when none was wanted any more does not stay', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'grants-'));
  t.after(() => rm(folder, { recursive: true }));
  const files = grantsFiles(folder);
  let isWanted = true;
  const slow: GrantsFolder = {
    ...files,
    write: async (id, value) => {
      isWanted = false;
      await files.clear();
      await files.write(id, value);
    },
  };
  await new WantedStorage(() => Promise.resolve(slow), () => isWanted).write(asConnectionId('one'), { a: 1 });
  assert.equal(await files.count(), 0);
});

test('after its connection was removed nothing is written any more, nor after the last copy', async () => {
  for (const end of ['drop', 'dispose'] as const) {
    const { tenant, storage, index } = await copied();
    await index[end]();
    const { writes, value } = storage;
    tenant.now += 1_000;
    await index.fill({}, { olderThan: tenant.now });
    await index.flush();
    assert.deepEqual([storage.writes, storage.value === value, value === undefined], [writes, true, end === 'drop']);
  }
});

test('a copy of half a fill is gone on from', async () => {
  const tenant = tenantOf();
  const storage = new MemoryStorage();
  const { index } = indexOf(tenant, { storage });
  await index.fill({ cids: [cidOf(0)] });
  await index.grants(userOf(9), cidOf(1));
  await index.flush();
  const again = await reopened(tenant, storage);
  assert.deepEqual([again.accessTo(cidOf(0)).coverage.isWhole, again.holders(admin).coverage.isWhole], [true, false]);
  assert.deepEqual(again.known(userOf(9), cidOf(1)), []);
  const before = tenant.pairsRead.length;
  await again.fill({});
  assert.equal(tenant.pairsRead.length - before, 3);
});

test('a copy of another identity, another version, or one that is damaged is not taken', async () => {
  const { tenant, storage } = await copied();
  const good = storage.value as Record<string, unknown>;
  const isEmpty = (index: GrantsIndex): boolean => index.holders(admin).coverage.asOf === undefined && index.user(userOf(0)) === undefined;
  assert.equal(isEmpty(await reopened(tenant, storage, 'elsewhere')), true);
  const damaged = [
    { ...good, version: 99 },
    { ...good, pairs: [[999, 0, true, false, 1, []]] },
    { ...good, pairs: [[0, 0, true, false, 1, [[99, 0, '']]]] },
    { ...good, users: 'many' },
    { ...good, asked: [[0, 'yesterday']] },
    { ...good, places: ['../../etc'] },
    {},
    null,
    'text',
    7,
  ];
  for (const value of damaged) {
    storage.value = value;
    assert.equal(isEmpty(await reopened(tenant, storage)), true, JSON.stringify(value)?.slice(0, 80));
  }
  storage.value = good;
  assert.equal(isEmpty(await reopened(tenant, storage)), false);
});

test('whatever a stored copy holds, opening it does not fail', async () => {
  const { tenant, storage } = await copied();
  const good = storage.value as Record<string, unknown>;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(good)), fc.jsonValue(), async (name, value) => {
      const index = await reopened(tenant, Object.assign(new MemoryStorage(), { value: { ...good, [name]: value } }));
      assert.ok(index.holders(admin).items.length <= 2);
    }),
    { numRuns: 100 },
  );
});

test('a moment that lies ahead, as from a clock that was wrong, makes nothing fresh for ever', async () => {
  const { tenant, storage } = await copied();
  tenant.now -= 86_400_000;
  const again = await reopened(tenant, storage);
  assert.equal(again.holders(admin).coverage.asOf, tenant.now);
});

test('a storage that cannot be read is as good as an empty one', async () => {
  const tenant = tenantOf();
  const storage = Object.assign(new MemoryStorage(), { read: () => Promise.reject(new Error('the disk is away')) });
  const index = await reopened(tenant, storage);
  await index.fill({});
  assert.equal(index.holders(admin).items.length, 2);
});

test('what the server proved not to tell is remembered', async () => {
  const tenant = tenantOf();
  tenant.ignoresCids = true;
  const storage = new MemoryStorage();
  const { index } = indexOf(tenant, { storage });
  await index.fill({}, { mostRequests: 60 });
  await index.flush();
  const again = await reopened(tenant, storage);
  const { everyPair, isWhole, pairsRead } = again.holders(admin).coverage;
  assert.deepEqual([everyPair, isWhole, pairsRead], [true, true, 60]);
});

test('files are whole or not there, only for this account, one for each connection, and gone when removed', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'grants-'));
  t.after(() => rm(folder, { recursive: true }));
  const files = grantsFiles(join(folder, 'below'));
  const [one, other] = [asConnectionId('one'), asConnectionId('../other')];
  assert.equal(await files.read(one), undefined);
  await files.write(one, { a: 1 });
  await Promise.all([files.write(one, { a: 2 }), files.write(other, { a: 3 })]);
  assert.deepEqual([await files.read(one), await files.read(other)], [{ a: 2 }, { a: 3 }]);
  const names = await readdir(join(folder, 'below'));
  assert.deepEqual([names.length, await readdir(folder)], [2, ['below']]);
  if (process.platform !== 'win32') for (const name of names) assert.equal((await stat(join(folder, 'below', name))).mode & 0o777, 0o600);
  await writeFile(join(folder, 'below', 'one.json'), '{"a":');
  assert.equal(await files.read(one), undefined);
  assert.equal(await files.count(), 2);
  await files.remove(one);
  await files.remove(one);
  assert.equal((await readdir(join(folder, 'below'))).length, 1);
  await writeFile(join(folder, 'below', 'left.json.x.tmp'), '{');
  await assert.rejects(grantsFiles(join(folder, 'below', names.find((name) => name !== 'one.json') ?? '')).write(one, {}));
  await files.clear();
  assert.deepEqual([await files.count(), await readdir(join(folder, 'below')), await grantsFiles(join(folder, 'nowhere')).count()], [0, [], 0]);
});
