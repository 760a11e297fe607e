import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asCid, asConnectionId } from '../../../src/core/ids.ts';
import { connectionNode } from '../../../src/state/nodes.ts';
import { commandHouse } from './commandHouse.ts';

const one = asConnectionId('one');

test('a new secret replaces the old one only after it was proved', async (t) => {
  const { person, demo, store, connect, run, show } = await commandHouse(t);
  const clicked = show(connectionNode(await connect({ clientId: demo.readOnlyClientId, clientSecret: demo.readOnlyClientSecret })));
  person.will('enter', { type: 'wrong' }, 'escape');
  await run('falconAdmin.connection.replaceSecret', clicked);
  assert.equal(store.entry(one).clientSecret, demo.readOnlyClientSecret);
  person.will({ type: 'f'.repeat(32) }, { type: demo.clientSecret }, { type: demo.clientId }, 'enter');
  await run('falconAdmin.connection.replaceSecret', clicked);
  person.isDone();
  assert.match(person.seen.at(-2)?.problem ?? '', /does not know this client ID/);
  assert.equal(person.seen.at(-1)?.value, demo.clientSecret);
  const entry = store.entry(one);
  assert.deepEqual([entry.clientId, entry.clientSecret, entry.missingScopes, entry.cid], [demo.clientId, demo.clientSecret, [], demo.parentCid]);
  assert.equal(person.notices[0]?.message, 'Acme uses the new secret.');
});

test('credentials of another tenant are refused, and nothing is changed', async (t) => {
  const { person, demo, store, connect, run, show } = await commandHouse(t);
  const stranger = asCid('f'.repeat(32));
  const clicked = show(connectionNode(await connect({ clientId: 'a'.repeat(32), cid: stranger, canChange: true })));
  const before = store.entry(one);
  person.will({ type: demo.clientId }, { type: demo.clientSecret }, 'escape');
  await run('falconAdmin.connection.replaceSecret', clicked);
  person.isDone();
  assert.match(person.seen.at(-1)?.problem ?? '', /belong to another tenant/);
  assert.deepEqual(store.entry(one), before);
  assert.deepEqual(person.notices, []);
});

for (const { what, over, stays } of [
  { what: 'the same client of a tenant whose CID is the same', over: {}, stays: true },
  { what: 'the same client of a tenant whose CID was not known', over: { cid: undefined }, stays: false },
  { what: 'another client of the same tenant', over: { clientId: 'a'.repeat(32) }, stays: false },
]) {
  test(`${what} ${stays ? 'keeps what was allowed' : 'is read-only again, which is told'}`, async (t) => {
    const { person, demo, store, connect, run, show } = await commandHouse(t);
    const cid = asCid(demo.parentCid);
    const clicked = show(connectionNode(await connect({ clientSecret: 'over', cid, canChange: true, ...over })));
    person.will({ type: demo.clientId }, { type: demo.clientSecret });
    await run('falconAdmin.connection.replaceSecret', clicked);
    person.isDone();
    const entry = store.entry(one);
    assert.deepEqual([entry.clientSecret, entry.cid, entry.canChange], [demo.clientSecret, cid, stays]);
    assert.equal(/read-only again/.test(person.notices[0]?.message ?? ''), !stays);
  });
}

test('a client that another connection has is not taken twice', async (t) => {
  const { person, demo, store, connect, run, show } = await commandHouse(t);
  await connect({ id: asConnectionId('two'), name: 'Other' });
  const clicked = show(connectionNode(await connect({ clientId: demo.readOnlyClientId, clientSecret: demo.readOnlyClientSecret })));
  person.will({ type: demo.clientId }, { type: demo.clientSecret }, 'escape');
  await run('falconAdmin.connection.replaceSecret', clicked);
  person.isDone();
  assert.match(person.seen.at(-1)?.problem ?? '', /“Other” is connected with this API client already/);
  assert.equal(store.entry(one).clientId, demo.readOnlyClientId);
});

test('a rename keeps everything else and refuses the name of another', async (t) => {
  const { person, store, connect, run, show } = await commandHouse(t);
  await connect({ id: asConnectionId('two'), name: 'Other' });
  const clicked = show(connectionNode(await connect()));
  person.will({ type: 'other' }, { type: ' New ' });
  await run('falconAdmin.connection.rename', clicked);
  assert.deepEqual([store.get(one)?.name, person.problems.length], ['New', 1]);
});

test('disconnecting asks by name, deletes the secret, revokes the token and closes the records', async (t) => {
  const { person, demo, secrets, store, tree, connect, run, show, closed } = await commandHouse(t);
  const root = connectionNode(await connect());
  await tree.children(root);
  const clicked = show(root);
  person.will({ confirm: false });
  await run('falconAdmin.connection.disconnect', clicked);
  assert.equal(store.all.length, 1);
  person.will({ confirm: true });
  await run('falconAdmin.connection.disconnect', clicked);
  assert.match(person.seen[0]?.title ?? '', /Disconnect Acme\?/);
  assert.deepEqual([store.all, [...secrets.values.keys()], closed], [[], [], ['one']]);
  assert.ok(demo.requests.some(({ operation }) => operation === 'oauth2RevokeToken'));
});

test('several are disconnected after one question that names them all', async (t) => {
  const { person, store, connect, run, show } = await commandHouse(t);
  const roots = [connectionNode(await connect()), connectionNode(await connect({ id: asConnectionId('two'), name: 'Other' }))];
  person.will({ confirm: true });
  await run('falconAdmin.connection.disconnect', show(...roots));
  person.isDone();
  assert.match(person.seen[0]?.title ?? '', /Acme, Other/);
  assert.deepEqual(store.all, []);
});

test('changes are allowed after a question that names the tenant and a missing scope, and forbidden without one', async (t) => {
  const { person, store, connect, run, show } = await commandHouse(t);
  const clicked = show(connectionNode(await connect({ missingScopes: ['usermgmt:write'] })));
  person.will({ confirm: true });
  await run('falconAdmin.connection.allowChanges', clicked);
  assert.match(person.seen[0]?.title ?? '', /Allow changes to Acme\?/);
  assert.match(person.seen[0]?.detail ?? '', /User Management: Write/);
  assert.equal(store.get(one)?.canChange, true);
  await run('falconAdmin.connection.allowChanges', clicked);
  await run('falconAdmin.connection.forbidChanges', clicked);
  person.isDone();
  assert.equal(store.get(one)?.canChange, false);
});

test('from the palette a command asks for the tenant only if there is a choice', async (t) => {
  const { person, store, connect, run } = await commandHouse(t);
  await connect();
  person.will({ type: 'Renamed' });
  await run('falconAdmin.connection.rename');
  assert.deepEqual(store.all.map(({ name }) => name), ['Renamed']);
  await connect({ id: asConnectionId('two'), name: 'Other' });
  person.will({ choose: 'Other' }, { type: 'Second' });
  await run('falconAdmin.connection.rename');
  person.isDone();
  assert.deepEqual(store.all.map(({ name }) => name), ['Renamed', 'Second']);
});

test('without any tenant a command says what to do', async (t) => {
  const { run } = await commandHouse(t);
  await assert.rejects(run('falconAdmin.connection.allowChanges'), /No tenant is connected/);
  await assert.rejects(run('falconAdmin.user.find'), /No tenant is connected/);
});
