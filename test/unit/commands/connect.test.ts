import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asConnectionId } from '../../../src/core/ids.ts';
import { commandHouse } from './commandHouse.ts';
import type { CommandHouse } from './commandHouse.ts';

const connect = 'falconAdmin.connection.connect';
const made = asConnectionId('made1');

/** Answers up to the secret, which is left to the test. */
const upToSecret = ({ person, demo }: CommandHouse, name = 'Acme'): void =>
  person.will({ type: name }, { choose: 'Other URL' }, { type: demo.url }, { type: demo.clientId });

test('a wrong secret is told in its box, the right one then connects, read-only', async (t) => {
  const house = await commandHouse(t);
  const { person, demo, store, run, revealed } = house;
  upToSecret(house);
  person.will({ type: 'wrong' }, { type: demo.clientSecret }, 'enter');
  await run(connect);
  person.isDone();
  assert.match(person.problems[0] ?? '', /client secret does not fit/);
  const entry = store.entry(made);
  assert.deepEqual([entry.name, entry.baseUrl, entry.canChange, entry.missingScopes, entry.cid], ['Acme', demo.url, false, [], demo.parentCid]);
  assert.deepEqual(revealed.map(({ id }) => id), ['made1']);
  assert.deepEqual(person.notices, []);
});

test('a failure of another step leads back to it, with the sentence and everything that was typed', async (t) => {
  const house = await commandHouse(t);
  const { person, demo, store, run } = house;
  // Nothing listens on the discard port.
  person.will({ type: 'Acme' }, { choose: 'Other URL' }, { type: 'http://127.0.0.1:9' }, { type: demo.clientId }, { type: demo.clientSecret });
  person.will({ type: demo.url }, 'enter', 'enter', 'enter');
  await run(connect);
  person.isDone();
  const again = person.seen.slice(5);
  assert.equal(again[0]?.value, 'http://127.0.0.1:9');
  assert.match(again[0]?.problem ?? '', /127\.0\.0\.1/);
  assert.deepEqual(again.slice(1, 3).map(({ value }) => value), [demo.clientId, demo.clientSecret]);
  assert.equal(store.get(made)?.baseUrl, demo.url);
});

test('an unknown client id leads back to the client id', async (t) => {
  const house = await commandHouse(t);
  const { person, demo, store, run } = house;
  person.will({ type: 'Acme' }, { choose: 'Other URL' }, { type: demo.url }, { type: 'f'.repeat(32) }, { type: demo.clientSecret });
  person.will({ type: demo.clientId }, 'enter', 'enter');
  await run(connect);
  person.isDone();
  assert.match(person.seen[5]?.problem ?? '', /does not know this client ID/);
  assert.equal(person.seen[5]?.value, 'f'.repeat(32));
  assert.ok(store.get(made));
});

test('going back loses nothing, not even what was not entered yet', async (t) => {
  const house = await commandHouse(t);
  const { person, demo, run, store } = house;
  upToSecret(house);
  person.will({ back: 'half a sec' }, 'back', 'back', 'back', 'enter', 'enter', 'enter', 'enter', 'escape');
  await run(connect);
  person.isDone();
  assert.deepEqual(person.seen.slice(-5).map(({ value }) => value), ['Acme', undefined, demo.url, demo.clientId, 'half a sec']);
  assert.deepEqual(store.all, []);
});

test('what cannot be right is told before anything is sent', async (t) => {
  const house = await commandHouse(t);
  const { person, demo, run, connect: connectDemo } = house;
  await connectDemo({ name: 'Taken' });
  person.will({ type: '  ' }, { type: 'taken' }, { type: 'Free' }, { choose: 'Other URL' });
  person.will({ type: 'http://acme.test' }, { type: 'https://me:secret@acme.test' }, { type: demo.url });
  person.will({ type: '' }, { type: 'two words' }, { type: demo.clientId }, { type: '' }, 'escape');
  await run(connect);
  person.isDone();
  assert.equal(person.problems.length, 7);
  assert.equal(demo.requests.length, 0);
});

test('a child CID is proved as well, and a foreign one told in its box', async (t) => {
  const house = await commandHouse(t);
  const { person, demo, store, run, directories, connect: connectDemo } = house;
  const parent = await connectDemo();
  const [child] = await (await directories.of(parent.id)).allChildren();
  assert.ok(child);
  upToSecret(house, 'Child');
  person.will({ type: demo.clientSecret }, { type: 'no cid' }, { type: 'f'.repeat(32) }, { type: `${child.child_cid.toUpperCase()}-3F` });
  await run(connect);
  person.isDone();
  assert.match(person.problems[1] ?? '', /does not belong to this tenant/);
  const entry = store.entry(made);
  assert.deepEqual([entry.memberCid, entry.cid], [child.child_cid, child.child_cid]);
});

test('missing scopes are kept and told with what they cost', async (t) => {
  const house = await commandHouse(t);
  const { person, demo, store, run } = house;
  person.will({ type: 'Acme' }, { choose: 'Other URL' }, { type: demo.url }, { type: demo.readOnlyClientId }, { type: demo.readOnlyClientSecret }, 'enter');
  await run(connect);
  assert.deepEqual(store.get(made)?.missingScopes, ['usermgmt:write']);
  assert.match(person.notices[0]?.message ?? '', /User Management: Write \(nothing can be changed\)/);
});

for (const keep of [true, false]) {
  test(`a client that cannot read users is ${keep ? 'kept when that is wanted' : 'not kept otherwise'}`, async (t) => {
    const house = await commandHouse(t, { extraClients: [{ scopes: ['mssp:read'] }] });
    const { person, demo, store, run } = house;
    const { clientId = '', clientSecret = '' } = demo.extraClients[0] ?? {};
    person.will({ type: 'Acme' }, { choose: 'Other URL' }, { type: demo.url }, { type: clientId }, { type: clientSecret }, 'enter', { confirm: keep });
    await run(connect);
    person.isDone();
    assert.match(person.seen.at(-1)?.detail ?? '', /User Management: Read/);
    assert.equal(store.all.length, keep ? 1 : 0);
  });
}

test('the token that proved the credentials is revoked', async (t) => {
  const house = await commandHouse(t);
  const { person, demo, run } = house;
  upToSecret(house);
  person.will({ type: demo.clientSecret }, 'enter');
  await run(connect);
  const paths = (): string[] => demo.requests.map(({ path }) => path);
  await t.waitFor(() => assert.ok(paths().some((path) => path.includes('/oauth2/revoke'))));
});
