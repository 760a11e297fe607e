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

test('changed network settings take effect with the next request, and sessions keep their tokens', async (t) => {
  const { sessions, connect, demo } = await demoHouse(t);
  const { id } = await connect();
  const client = await sessions.client(id);
  await client.call('queryUserV1', { limit: 1 });
  sessions.resetNetwork();
  assert.equal(await sessions.client(id), client);
  assert.equal((await client.call('queryUserV1', { limit: 1 })).resources.length, 1);
  const of = (operation: string): number => demo.requests.filter((request) => request.operation === operation).length;
  assert.equal(of('oauth2AccessToken'), 1);
  await sessions.end(id);
  assert.equal(of('oauth2RevokeToken'), 1);
});

test('what a proof learned about the limit counts for the account that it proved', async (t) => {
  const { sessions, connect, demo } = await demoHouse(t);
  const credentials = { clientId: demo.clientId, clientSecret: demo.clientSecret };
  const candidate = await sessions.candidate({ baseUrl: demo.url, credentials });
  await candidate.call('queryUserV1', { limit: 1 });
  await candidate.end();
  const connection = await connect({ cid: asCid(demo.parentCid) });
  await sessions.client(connection.id);
  assert.equal(sessions.budget(connection)?.snapshot().limit, 6_000);
});
