import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asCid, asConnectionId } from '../../../src/core/ids.ts';
import { ConnectionStore } from '../../../src/state/connectionStore.ts';
import type { Connection } from '../../../src/state/connection.ts';
import type { ConnectionChange } from '../../../src/state/entryStore.ts';
import { anEntry } from './entries.ts';
import { MemorySecrets } from './memorySecrets.ts';

const one = asConnectionId('one');
const names = (store: ConnectionStore): string[] => store.all.map(({ name }) => name);

/** The next change that a store tells of. */
const nextChange = (store: ConnectionStore): Promise<ConnectionChange<Connection>> =>
  new Promise((resolve) => {
    const listening = store.onDidChange((change) => {
      listening.dispose();
      resolve(change);
    });
  });

test('what was put is there after a restart, with nothing lost', async () => {
  const secrets = new MemorySecrets();
  const entry = anEntry({ memberCid: asCid('b'.repeat(32)), cid: asCid('b'.repeat(32)), missingScopes: ['mssp:read'], canChange: true });
  await new ConnectionStore(secrets).put(entry);
  const store = new ConnectionStore(secrets);
  await store.load();
  assert.deepEqual(store.entry(one), entry);
});

test('connections are shown without their secret', async () => {
  const store = new ConnectionStore(new MemorySecrets());
  await store.put(anEntry());
  assert.doesNotMatch(JSON.stringify([store.all, store.get(one)]), /very secret/);
});

test('the demo tenant is never stored and stands last', async () => {
  const secrets = new MemorySecrets();
  const store = new ConnectionStore(secrets);
  await store.put(anEntry({ id: asConnectionId('demo'), name: 'A Demo', demo: true }));
  await store.put(anEntry({ name: 'Zeta' }));
  assert.deepEqual(names(store), ['Zeta', 'A Demo']);
  assert.deepEqual([...secrets.values.keys()], ['falconAdmin.connection.one']);
});

test('loading tells once, and a failure to read can be tried again', async () => {
  const secrets = new MemorySecrets();
  const store = new ConnectionStore(secrets);
  let told = 0;
  store.onDidLoad(() => told++);
  secrets.failure = new Error('locked');
  await assert.rejects(store.load(), /locked/);
  assert.equal(store.isLoaded, false);
  await Promise.all([store.load(), store.load()]);
  assert.deepEqual([store.isLoaded, told], [true, 1]);
});

for (const [what, written] of [
  ['is no JSON', 'nonsense'],
  ['is of another version', JSON.stringify({ ...anEntry(), version: 2 })],
  ['has no secret', JSON.stringify({ ...anEntry(), version: 1, clientSecret: undefined })],
  ['would send the secret unencrypted', JSON.stringify({ ...anEntry(), version: 1, baseUrl: 'http://evil.test' })],
] as const) {
  test(`an entry that ${what} is no connection and hurts no other`, async () => {
    const secrets = new MemorySecrets();
    await new ConnectionStore(secrets).put(anEntry({ id: asConnectionId('two'), name: 'Whole' }));
    secrets.values.set('falconAdmin.connection.one', written);
    secrets.values.set('another.extension', 'x');
    const store = new ConnectionStore(secrets);
    await store.load();
    assert.deepEqual(names(store), ['Whole']);
  });
}

test('another window follows: a new connection, a rename and a removal', async () => {
  const secrets = new MemorySecrets();
  const [here, there] = [new ConnectionStore(secrets), new ConnectionStore(secrets)];
  await there.load();
  let heard = nextChange(there);
  await here.put(anEntry());
  assert.equal((await heard).identityChanged, true);
  heard = nextChange(there);
  await here.change(one, { name: 'Renamed' });
  assert.deepEqual([(await heard).identityChanged, names(there)], [false, ['Renamed']]);
  heard = nextChange(there);
  await here.remove(one);
  assert.equal((await heard).connection, undefined);
  assert.deepEqual(names(there), []);
});

test('a new secret makes the connection another one, and allowing changes does not', async () => {
  const store = new ConnectionStore(new MemorySecrets());
  await store.put(anEntry());
  const changes: boolean[] = [];
  store.onDidChange(({ identityChanged }) => changes.push(identityChanged));
  await store.change(one, { canChange: true });
  await store.change(one, { clientSecret: 'newer' });
  await store.change(one, { clientSecret: 'newer' });
  assert.deepEqual(changes, [false, true]);
});

test('a name is taken whatever its case and the spaces around it, but not by itself', async () => {
  const store = new ConnectionStore(new MemorySecrets());
  await store.put(anEntry());
  assert.deepEqual([store.isNameTaken(' ACME '), store.isNameTaken('Acme', one), store.isNameTaken('Other')], [true, false, false]);
});

test('a connection that has gone says so', async () => {
  const store = new ConnectionStore(new MemorySecrets());
  await assert.rejects(store.change(one, { name: 'x' }), /not connected any more/);
});

test('an answer that was overtaken is dropped, so that nothing is taken back', async () => {
  const secrets = new MemorySecrets();
  const store = new ConnectionStore(secrets);
  await store.put(anEntry());
  await store.load();
  const heard: (boolean | undefined)[] = [];
  store.onDidChange(({ connection }) => heard.push(connection?.canChange));
  const late: (() => void)[] = [];
  secrets.slow = () => new Promise((resolve) => late.push(resolve));
  await store.change(one, { canChange: true });
  await store.change(one, { canChange: false });
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(late.length >= 2);
  for (const answer of late.toReversed()) answer();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(heard, [true, false]);
  assert.equal(store.get(one)?.canChange, false);
});

test('a write of another window that came in between is seen in the end', async () => {
  const secrets = new MemorySecrets();
  const [here, there] = [new ConnectionStore(secrets), new ConnectionStore(secrets)];
  await here.put(anEntry());
  await Promise.all([here.load(), there.load()]);
  const store = secrets.store.bind(secrets);
  let last: Promise<void> | undefined;
  secrets.store = async (key, value) => {
    await store(key, value);
    last ??= there.change(one, { name: 'Of there' });
    if (value.includes('Of here')) await last;
  };
  await here.change(one, { name: 'Of here' });
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([names(here), names(there)], [['Of there'], ['Of there']]);
});

test('fields in another order are no change', async () => {
  const store = new ConnectionStore(new MemorySecrets());
  await store.put(anEntry());
  store.onDidChange(() => assert.fail('nothing has changed'));
  await store.put(Object.fromEntries(Object.entries(anEntry()).toReversed()) as unknown as ReturnType<typeof anEntry>);
});

test('a connection that cannot be read hides no other, and is read as soon as it can be', async () => {
  const secrets = new MemorySecrets();
  const writing = new ConnectionStore(secrets);
  await writing.put(anEntry());
  await writing.put(anEntry({ id: asConnectionId('two'), name: 'Whole' }));
  secrets.unreadable.add('falconAdmin.connection.one');
  const store = new ConnectionStore(secrets);
  await store.load();
  assert.deepEqual([names(store), store.failures.map(String)], [['Whole'], ['Error: falconAdmin.connection.one is locked']]);
  secrets.unreadable.clear();
  await store.load();
  assert.deepEqual([names(store), store.failures], [['Acme', 'Whole'], []]);
});

test('storage of which nothing can be read is a failure, not an empty list', async () => {
  const secrets = new MemorySecrets();
  await new ConnectionStore(secrets).put(anEntry());
  secrets.unreadable.add('falconAdmin.connection.one');
  const store = new ConnectionStore(secrets);
  await assert.rejects(store.load(), /locked/);
  secrets.unreadable.clear();
  await store.load();
  assert.deepEqual(names(store), ['Acme']);
});

test('a change elsewhere that cannot be read leaves what was known, and nothing unhandled', async () => {
  const secrets = new MemorySecrets();
  const [here, there] = [new ConnectionStore(secrets), new ConnectionStore(secrets)];
  await here.put(anEntry());
  await there.load();
  secrets.unreadable.add('falconAdmin.connection.one');
  await here.change(one, { name: 'Renamed' });
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([names(there), there.failures.length], [['Acme'], 1]);
});
