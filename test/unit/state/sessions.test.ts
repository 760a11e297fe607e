import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asConnectionId, asCid } from '../../../src/core/ids.ts';
import { demoHouse } from './demoHouse.ts';

test('a connection keeps its client, and gets another with another secret', async (t) => {
  const { sessions, store, connect, demo } = await demoHouse(t);
  const { id } = await connect();
  const client = await sessions.client(id);
  assert.equal(await sessions.client(id), client);
  await store.change(id, { canChange: true });
  assert.equal(await sessions.client(id), client);
  await store.change(id, { clientId: demo.readOnlyClientId, clientSecret: demo.readOnlyClientSecret });
  assert.notEqual(await sessions.client(id), client);
});

test('connections of one account share its rate budget', async (t) => {
  const { sessions, connect, demo } = await demoHouse(t);
  const cid = asCid(demo.parentCid);
  const one = await connect({ cid });
  const two = await connect({ id: asConnectionId('two'), name: 'Two', cid, clientId: demo.readOnlyClientId, clientSecret: demo.readOnlyClientSecret });
  await Promise.all([sessions.client(one.id), sessions.client(two.id)]);
  assert.ok(sessions.budget(one));
  assert.equal(sessions.budget(one), sessions.budget(two));
});

test('an ended session has its token revoked, and a removed connection ends its session', async (t) => {
  const { sessions, store, connect, demo } = await demoHouse(t);
  const { id } = await connect();
  const ask = async (): Promise<unknown> => (await sessions.client(id)).call('queryUserV1', { limit: 1 });
  const revocations = (): number => demo.requests.filter(({ operation }) => operation === 'oauth2RevokeToken').length;
  await ask();
  await sessions.end(id);
  assert.equal(revocations(), 1);
  await ask();
  await store.remove(id);
  await t.waitFor(() => assert.equal(revocations(), 2));
});

test('changed network settings take effect with the next request', async (t) => {
  const { sessions, connect } = await demoHouse(t);
  const { id } = await connect();
  const before = await sessions.client(id);
  await before.call('queryUserV1', { limit: 1 });
  await sessions.resetNetwork();
  const after = await sessions.client(id);
  assert.notEqual(after, before);
  assert.equal((await after.call('queryUserV1', { limit: 1 })).resources.length, 1);
});
