import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { TenantError } from '../../../src/core/errors.ts';
import type { DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import { TemporaryReads } from '../../../src/state/temporaryReads.ts';
import { alteredTree } from './alteredTree.ts';
import type { Alter, Asked } from './alteredTree.ts';
import { demoHouse } from './demoHouse.ts';

const straight: Alter = (_, ask) => ask();

async function reading(t: TestContext, options: DemoTenantOptions & { readonly alter?: Alter } = {}) {
  const { alter = straight, ...tenant } = options;
  const house = await demoHouse(t, { cids: 5, users: 400, ...tenant });
  const connection = await house.connect();
  const altered = alteredTree(house, alter);
  const { directories } = altered;
  const reads = new TemporaryReads({ directories, client: altered.client, now: Date.now });
  const { signal } = new AbortController();
  const read = (olderThan = 0): Promise<void> => reads.read(connection, { olderThan, signal });
  const { index } = await directories.of(connection.id);
  const state = () => reads.of(connection.id);
  return { ...house, connection, asked: altered.asked, directories, reads, read, index, state };
}

test('finds every temporary role by asking who holds any, and reads nobody else', async (t) => {
  const { read, index, state, asked, directories, connection } = await reading(t);
  await read();
  const found = index.temporary().items.map(({ user, grant }) => `${user.uuid} ${grant.cid} ${grant.role_id}`);
  const holders = new Set(index.temporary().items.map(({ user }) => user.uuid)).size;
  const grantReads = asked.filter(({ operation }) => operation === 'CombinedUserRolesV2').length;
  assert.ok(found.length > 5, `${found.length} found`);
  assert.ok(grantReads < 5 * holders, `${grantReads} reads for ${holders} users`);
  assert.ok(index.temporary().items.every(({ user }) => user.uid !== undefined));
  assert.deepEqual([state().isReading, state().failed, state().error, state().isRefused], [false, 0, undefined, false]);
  assert.ok((state().asOf ?? 0) > 0);
  // All of the tenant has no more than that.
  const whole = await directories.of(connection.id);
  await whole.index.fill({});
  assert.deepEqual(whole.index.temporary().items.map(({ user, grant }) => `${user.uuid} ${grant.cid} ${grant.role_id}`).sort(), found.sort());
});

test('where the server aggregates nothing, the CIDs are found by halving', async (t) => {
  const alter: Alter = async ({ operation }, ask) => {
    if (operation === 'aggregateUsersV1') throw new TenantError({ kind: 'invalid', message: 'No such field.' });
    return ask();
  };
  const straightly = await reading(t);
  await straightly.read();
  const halving = await reading(t, { alter });
  await halving.read();
  assert.equal(halving.index.temporary().items.length, straightly.index.temporary().items.length);
  assert.ok(halving.asked.some(({ parameters: { filter } }) => filter?.startsWith('temporarily_assigned_cids:')));
});

test('where the server does not tell in which CIDs, all CIDs of the users are read', async (t) => {
  const straightly = await reading(t);
  await straightly.read();
  const expected = straightly.index.temporary().items.length;
  const isByCid = ({ operation, parameters: { filter } }: Asked): boolean =>
    operation === 'queryUserV1' && filter?.startsWith('temporarily_assigned_cids:') === true;
  const refusing: Alter = async (asked, ask) => {
    if (asked.operation === 'aggregateUsersV1' || isByCid(asked)) throw new TenantError({ kind: 'invalid', message: 'No such field.' });
    return ask();
  };
  const ignoring: Alter = async (asked, ask) => {
    if (asked.operation === 'aggregateUsersV1') throw new TenantError({ kind: 'invalid', message: 'No such field.' });
    return isByCid(asked) ? { resources: ['somebody'], total: 1 } : ask();
  };
  for (const alter of [refusing, ignoring]) {
    const { read, index, asked, state } = await reading(t, { alter });
    await read();
    assert.deepEqual([index.temporary().items.length, state().error], [expected, undefined]);
    assert.equal(asked.filter(isByCid).length, 1);
  }
});

test('child CIDs with temporary roles have names', async (t) => {
  const { read, state, index, directories, connection } = await reading(t);
  await read();
  const { cid: own } = await (await directories.of(connection.id)).shape();
  const cids = new Set(index.temporary().items.flatMap(({ grant: { cid } }) => (cid === undefined || cid === own ? [] : cid)));
  assert.ok(cids.size > 0);
  assert.deepEqual([...cids].filter((cid) => !state().names.get(cid)), []);
});

test('a server that refuses the question is told apart from one that fails', async (t) => {
  const isQuestion = (filter: string | undefined): boolean => filter === 'has_temporary_roles:true';
  const refusing: Alter = async ({ operation, parameters: { filter } }, ask) => {
    if (operation === 'queryUserV1' && isQuestion(filter)) throw new TenantError({ kind: 'invalid', message: 'Invalid filter.' });
    return ask();
  };
  const refused = await reading(t, { alter: refusing });
  await refused.read();
  assert.deepEqual([refused.state().isRefused, refused.state().error?.message, refused.state().asOf], [true, 'Invalid filter.', undefined]);
  const failing: Alter = async ({ parameters: { filter } }, ask) => {
    if (isQuestion(filter)) throw new TenantError({ kind: 'server', message: 'The server failed.' });
    return ask();
  };
  const failed = await reading(t, { alter: failing });
  await failed.read();
  assert.deepEqual([failed.state().isRefused, failed.state().error?.kind], [false, 'server']);
});

test('also a refused question leaves what is known, and reads it again', async (t) => {
  let isRefusing = false;
  const alter: Alter = async ({ parameters: { filter } }, ask) => {
    if (isRefusing && filter === 'has_temporary_roles:true') throw new TenantError({ kind: 'invalid', message: 'Invalid filter.' });
    return ask();
  };
  const { read, index, asked } = await reading(t, { alter });
  await read();
  const before = index.temporary().items.length;
  isRefusing = true;
  asked.length = 0;
  await read(Date.now() + 1);
  assert.equal(index.temporary().items.length, before);
  assert.ok(asked.filter(({ operation }) => operation === 'CombinedUserRolesV2').length > 0);
});

test('what was read lately is not read again, and two reads at once are one', async (t) => {
  const { read, asked } = await reading(t);
  await Promise.all([read(), read()]);
  const questions = asked.filter(({ parameters: { filter } }) => filter === 'has_temporary_roles:true').length;
  assert.equal(questions, 1);
  asked.length = 0;
  await read(0);
  assert.ok(!asked.some(({ operation }) => operation === 'CombinedUserRolesV2'));
});

test('an answer for a connection that has become another one is dropped', async (t) => {
  const { read, reads, connection, state } = await reading(t);
  const running = read();
  reads.forget(connection.id);
  await running;
  assert.deepEqual([state().isReading, state().asOf], [false, undefined]);
});

test('a cancelled read leaves what was known of the tenant', async (t) => {
  const { reads, connection, state } = await reading(t, { latencyMs: 20 });
  const cancelling = new AbortController();
  const running = reads.read(connection, { olderThan: 0, signal: cancelling.signal });
  assert.equal(state().isReading, true);
  cancelling.abort();
  await running;
  assert.deepEqual([state().isReading, state().error], [false, undefined]);
});
