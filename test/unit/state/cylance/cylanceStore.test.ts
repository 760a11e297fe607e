import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asConnectionId } from '../../../../src/core/ids.ts';
import { ConnectionStore } from '../../../../src/state/connectionStore.ts';
import { cylanceTwinOf } from '../../../../src/state/cylance/cylanceConnection.ts';
import type { CylanceConnection } from '../../../../src/state/cylance/cylanceConnection.ts';
import { CylanceStore } from '../../../../src/state/cylance/cylanceStore.ts';
import type { ConnectionChange } from '../../../../src/state/entryStore.ts';
import { aCylanceEntry, anEntry } from '../entries.ts';
import { MemorySecrets } from '../memorySecrets.ts';

const id = asConnectionId('cylance');
const two = asConnectionId('two');
const key = 'falconAdmin.cylance.cylance';
const names = (store: CylanceStore): string[] => store.all.map(({ name }) => name);
const secret = aCylanceEntry().applicationSecret;

/** A store that holds one connection, and what it tells of from then on. */
async function oneConnected(): Promise<{ secrets: MemorySecrets; store: CylanceStore; changes: ConnectionChange<CylanceConnection>[] }> {
  const secrets = new MemorySecrets();
  const store = new CylanceStore(secrets);
  await store.put(aCylanceEntry());
  const changes: ConnectionChange<CylanceConnection>[] = [];
  store.onDidChange((change) => changes.push(change));
  return { secrets, store, changes };
}

test('a Cylance connection is there after a restart, with nothing lost', async () => {
  const { secrets } = await oneConnected();
  const store = new CylanceStore(secrets);
  assert.deepEqual([store.isLoaded, store.all], [false, []]);
  await store.load();
  assert.deepEqual([store.isLoaded, store.entry(id)], [true, aCylanceEntry()]);
});

test('the secret stands in the secret storage alone, and in what opens a session', async () => {
  const { secrets, store, changes } = await oneConnected();
  await store.change(id, { name: 'Renamed' });
  assert.doesNotMatch(JSON.stringify([store.all, store.get(id), changes]), new RegExp(secret));
  assert.deepEqual([...secrets.values.keys()], [key]);
  assert.match(secrets.values.get(key) ?? '', new RegExp(secret));
  assert.equal(store.entry(id).applicationSecret, secret);
});

test('a rename keeps the secret and the identity', async () => {
  const { secrets, store, changes } = await oneConnected();
  await store.change(id, { name: 'Renamed' });
  assert.deepEqual(changes.map(({ connection, identityChanged }) => [connection?.name, identityChanged]), [['Renamed', false]]);
  const later = new CylanceStore(secrets);
  await later.load();
  assert.deepEqual(later.entry(id), aCylanceEntry({ name: 'Renamed' }));
});

for (const [what, change] of [
  ['secret', { applicationSecret: 'newer' }],
  ['application', { applicationId: 'b0f1e2d3-0000-4000-8000-000000000003' }],
  ['tenant', { tenantId: 'b0f1e2d3-0000-4000-8000-000000000004' }],
  ['server', { baseUrl: 'https://protectapi-euc1.cylance.com' }],
] as const) {
  test(`another ${what} makes the connection another one, told once`, async () => {
    const { secrets, store, changes } = await oneConnected();
    await store.change(id, change);
    await store.change(id, change);
    assert.deepEqual(changes.map(({ identityChanged }) => identityChanged), [true]);
    const later = new CylanceStore(secrets);
    await later.load();
    assert.deepEqual(later.entry(id), aCylanceEntry(change));
  });
}

test('what was removed is gone from the storage and after a restart, and can no longer be changed', async () => {
  const { secrets, store, changes } = await oneConnected();
  await store.put(aCylanceEntry({ id: two, name: 'Other' }));
  await store.remove(id);
  assert.deepEqual(changes.at(-1), { id, connection: undefined, identityChanged: true });
  assert.deepEqual([names(store), store.get(id), [...secrets.values.keys()]], [['Other'], undefined, ['falconAdmin.cylance.two']]);
  await assert.rejects(store.change(id, { name: 'x' }), { kind: 'notFound', message: 'This tenant is not connected any more.' });
  await assert.rejects(store.remove(id), { kind: 'notFound' });
  const later = new CylanceStore(secrets);
  await later.load();
  assert.deepEqual(names(later), ['Other']);
});

test('the demo tenant is never stored, stands last, and can be removed', async () => {
  const { secrets, store, changes } = await oneConnected();
  await store.put(aCylanceEntry({ id: asConnectionId('demo'), name: 'A Demo', demo: true }));
  await store.put(aCylanceEntry({ id: two, name: 'Zeta' }));
  assert.deepEqual(names(store), ['Acme Endpoints', 'Zeta', 'A Demo']);
  assert.deepEqual([...secrets.values.keys()], [key, 'falconAdmin.cylance.two']);
  await store.remove(asConnectionId('demo'));
  assert.deepEqual([names(store), changes.at(-1)?.connection], [['Acme Endpoints', 'Zeta'], undefined]);
});

for (const [what, written] of [
  ['is no JSON', 'nonsense'],
  ['is no object', '[]'],
  ['is of another version', JSON.stringify({ ...aCylanceEntry(), version: 2 })],
  ['is of another kind', JSON.stringify({ ...aCylanceEntry(), version: 1, kind: 'falcon' })],
  ['has no name', JSON.stringify({ ...aCylanceEntry(), version: 1, name: '' })],
  ['has no tenant', JSON.stringify({ ...aCylanceEntry(), version: 1, tenantId: undefined })],
  ['has an application that is no text', JSON.stringify({ ...aCylanceEntry(), version: 1, applicationId: 7 })],
  ['has no secret', JSON.stringify({ ...aCylanceEntry(), version: 1, applicationSecret: undefined })],
  ['would send the secret unencrypted', JSON.stringify({ ...aCylanceEntry(), version: 1, baseUrl: 'http://evil.test' })],
] as const) {
  test(`a stored entry that ${what} is no connection and hurts no other`, async () => {
    const secrets = new MemorySecrets();
    await new CylanceStore(secrets).put(aCylanceEntry({ id: two, name: 'Whole' }));
    secrets.values.set(key, written);
    const store = new CylanceStore(secrets);
    await store.load();
    assert.deepEqual([names(store), store.failures], [['Whole'], []]);
  });
}

test('a stored entry cannot make itself the demo tenant or take the id of another', async () => {
  const secrets = new MemorySecrets();
  secrets.values.set(key, JSON.stringify({ ...aCylanceEntry({ id: two, demo: true }), version: 1 }));
  const store = new CylanceStore(secrets);
  await store.load();
  assert.deepEqual(store.all.map((connection) => [connection.id, connection.demo]), [[id, false]]);
});

test('the connections of both kinds share the storage without seeing each other', async () => {
  const secrets = new MemorySecrets();
  const [falcon, cylance] = [new ConnectionStore(secrets), new CylanceStore(secrets)];
  await Promise.all([falcon.load(), cylance.load()]);
  cylance.onDidChange(() => assert.fail('a Falcon connection is no news here'));
  await falcon.put(anEntry());
  const later = new CylanceStore(secrets);
  await later.load();
  assert.deepEqual([names(later), falcon.all.length, cylance.all], [[], 1, []]);
  await later.put(aCylanceEntry());
  const again = new ConnectionStore(secrets);
  await again.load();
  assert.deepEqual(again.all.map(({ name }) => name), ['Acme']);
});

test('another window follows: a new connection, a new secret and a removal', async () => {
  const secrets = new MemorySecrets();
  const [here, there] = [new CylanceStore(secrets), new CylanceStore(secrets)];
  await there.load();
  const next = (): Promise<ConnectionChange<CylanceConnection>> =>
    new Promise((resolve) => {
      const listening = there.onDidChange((change) => {
        listening.dispose();
        resolve(change);
      });
    });
  let heard = next();
  await here.put(aCylanceEntry());
  assert.deepEqual([(await heard).identityChanged, names(there)], [true, ['Acme Endpoints']]);
  heard = next();
  await here.change(id, { applicationSecret: 'newer' });
  assert.deepEqual([(await heard).identityChanged, there.entry(id).applicationSecret], [true, 'newer']);
  heard = next();
  await here.remove(id);
  assert.deepEqual([(await heard).connection, names(there)], [undefined, []]);
});

test('an entry that cannot be read hides no other, and is read as soon as it can be', async () => {
  const { secrets, store: writing } = await oneConnected();
  await writing.put(aCylanceEntry({ id: two, name: 'Whole' }));
  secrets.unreadable.add(key);
  const store = new CylanceStore(secrets);
  await store.load();
  assert.deepEqual([names(store), store.failures.map(String)], [['Whole'], [`Error: ${key} is locked`]]);
  secrets.unreadable.clear();
  await store.load();
  assert.deepEqual([names(store), store.failures], [['Acme Endpoints', 'Whole'], []]);
});

test('the same tenant by the same application is a twin, in whatever case its ids are written, and never of itself', () => {
  const [one, other] = [aCylanceEntry(), aCylanceEntry({ id: two, tenantId: aCylanceEntry().tenantId.toUpperCase() })];
  assert.equal(cylanceTwinOf([one, other], one, id)?.id, two);
  assert.equal(cylanceTwinOf([one], other)?.id, id);
  assert.equal(cylanceTwinOf([one], one, id), undefined);
  for (const over of [{ applicationId: 'x' }, { tenantId: 'x' }, { baseUrl: 'https://protectapi-euc1.cylance.com' }]) {
    assert.equal(cylanceTwinOf([one], { ...other, ...over }), undefined);
  }
});
