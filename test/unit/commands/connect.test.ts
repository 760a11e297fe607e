import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect as connectCommand } from '../../../src/commands/connect.ts';
import { TenantError } from '../../../src/core/errors.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import type { Candidate, Sessions } from '../../../src/state/sessions.ts';
import { commandHouse } from './commandHouse.ts';
import type { CommandHouse } from './commandHouse.ts';

const connect = 'falconAdmin.connection.connect';
const made = asConnectionId('made1');

const falcon = { choose: 'CrowdStrike Falcon' };

/** Answers up to the secret, which is left to the test. */
const upToSecret = ({ person, demo }: CommandHouse, name = 'Acme'): void =>
  person.will(falcon, { type: name }, { choose: 'Other URL' }, { type: demo.url }, { type: demo.clientId });

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
  person.will(falcon, { type: 'Acme' }, { choose: 'Other URL' }, { type: 'http://127.0.0.1:9' }, { type: demo.clientId }, { type: demo.clientSecret });
  person.will({ type: demo.url }, 'enter', 'enter', 'enter');
  await run(connect);
  person.isDone();
  const again = person.seen.slice(6);
  assert.equal(again[0]?.value, 'http://127.0.0.1:9');
  assert.match(again[0]?.problem ?? '', /127\.0\.0\.1/);
  assert.deepEqual(again.slice(1, 3).map(({ value }) => value), [demo.clientId, demo.clientSecret]);
  assert.equal(store.get(made)?.baseUrl, demo.url);
});

test('an unknown client id leads back to the client id', async (t) => {
  const house = await commandHouse(t);
  const { person, demo, store, run } = house;
  person.will(falcon, { type: 'Acme' }, { choose: 'Other URL' }, { type: demo.url }, { type: 'f'.repeat(32) }, { type: demo.clientSecret });
  person.will({ type: demo.clientId }, 'enter', 'enter');
  await run(connect);
  person.isDone();
  assert.match(person.seen[6]?.problem ?? '', /does not know this client ID/);
  assert.equal(person.seen[6]?.value, 'f'.repeat(32));
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

test('the first step leads back to the kind of tenant, with the name kept for either', async (t) => {
  const { person, run } = await commandHouse(t);
  person.will(falcon, { back: 'Acme' }, { choose: 'Cylance' }, { back: 'Acme Endpoints' }, 'enter', 'back', falcon, 'escape');
  await run(connect);
  person.isDone();
  const names = person.seen.filter(({ question }) => question === 'input').map(({ title, value }) => [title, value]);
  const [ofFalcon, ofCylance] = ['Connect Tenant', 'Connect Cylance Tenant'];
  assert.deepEqual(names, [[ofFalcon, ''], [ofCylance, 'Acme'], [ofCylance, 'Acme Endpoints'], [ofFalcon, 'Acme Endpoints']]);
});

test('what cannot be right is told before anything is sent', async (t) => {
  const house = await commandHouse(t);
  const { person, demo, run, connect: connectDemo } = house;
  await connectDemo({ name: 'Taken' });
  person.will(falcon, { type: '  ' }, { type: 'taken' }, { type: 'Free' }, { choose: 'Other URL' });
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
  assert.deepEqual(entry.missingScopes, [], 'a child has no children, so nothing is missing');
});

test('a child that was typed and taken back leaves nothing behind', async (t) => {
  const house = await commandHouse(t, { extraClients: [{ scopes: ['mssp:read', 'sensor-installers:read'] }] });
  const { person, demo, store, run, directories, connect: connectDemo } = house;
  const parent = await connectDemo();
  const [child] = await (await directories.of(parent.id)).allChildren();
  assert.ok(child);
  const { clientId = '', clientSecret = '' } = demo.extraClients[0] ?? {};
  person.will(falcon, { type: 'Whole' }, { choose: 'Other URL' }, { type: demo.url }, { type: clientId }, { type: clientSecret });
  person.will({ type: child.child_cid }, { confirm: false }, { type: '' }, { confirm: true });
  await run(connect);
  person.isDone();
  assert.deepEqual([store.get(made)?.memberCid, store.get(made)?.cid], [undefined, demo.parentCid]);
});

test('the same tenant is not connected twice, but each of its children may be', async (t) => {
  const house = await commandHouse(t);
  const { person, demo, store, run, directories, connect: connectDemo } = house;
  const parent = await connectDemo({ name: 'First' });
  const [child] = await (await directories.of(parent.id)).allChildren();
  assert.ok(child);
  upToSecret(house, 'Second');
  person.will({ type: demo.clientSecret }, 'enter', { type: child.child_cid });
  await run(connect);
  person.isDone();
  assert.deepEqual(person.problems, ['“First” is connected with this API client already.']);
  assert.equal(store.get(made)?.memberCid, child.child_cid);
});

test('a failure that comes after the text was changed leads nowhere', async (t) => {
  const house = await commandHouse(t);
  const { person, demo, deps, sessions, store } = house;
  const late = new TenantError({ kind: 'auth', reason: 'wrongClientId', message: 'Too late.' });
  let tries = 0;
  const deaf = {
    candidate: (candidate: Candidate) => (tries++ === 0 ? Promise.reject(late) : sessions.candidate(candidate)),
  } as unknown as Sessions;
  upToSecret(house);
  person.will({ outdated: 'wrong' }, { type: demo.clientSecret }, 'enter');
  await connectCommand.run({ ...deps, sessions: deaf }, []);
  person.isDone();
  assert.equal(store.get(made)?.clientId, demo.clientId);
});

test('missing scopes are kept and told with what they cost', async (t) => {
  const house = await commandHouse(t);
  const { person, demo, store, run } = house;
  person.will(falcon, { type: 'Acme' }, { choose: 'Other URL' }, { type: demo.url });
  person.will({ type: demo.readOnlyClientId }, { type: demo.readOnlyClientSecret }, 'enter');
  await run(connect);
  assert.deepEqual(store.get(made)?.missingScopes, ['usermgmt:write']);
  assert.match(person.notices[0]?.message ?? '', /User Management: Write \(nothing can be changed\)/);
});

for (const keep of [true, false]) {
  test(`a client that cannot read users is ${keep ? 'kept when that is wanted' : 'not kept otherwise'}`, async (t) => {
    const house = await commandHouse(t, { extraClients: [{ scopes: ['mssp:read'] }] });
    const { person, demo, store, run } = house;
    const { clientId = '', clientSecret = '' } = demo.extraClients[0] ?? {};
    person.will(falcon, { type: 'Acme' }, { choose: 'Other URL' }, { type: demo.url }, { type: clientId }, { type: clientSecret }, 'enter', { confirm: keep });
    // The last step is there again, with the way back to all others.
    if (!keep) person.will('back', 'escape');
    await run(connect);
    person.isDone();
    assert.match(person.seen.find(({ question }) => question === 'confirm')?.detail ?? '', /User Management: Read/);
    assert.equal(store.all.length, keep ? 1 : 0);
    if (!keep) assert.equal(person.seen.at(-1)?.value, clientSecret);
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
