import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asConnectionId } from '../../../../src/core/ids.ts';
import { ConnectionStore } from '../../../../src/state/connectionStore.ts';
import type { CylanceConnection } from '../../../../src/state/cylance/cylanceConnection.ts';
import { CylanceStore } from '../../../../src/state/cylance/cylanceStore.ts';
import type { ConnectionChange } from '../../../../src/state/entryStore.ts';
import { aCylanceEntry, anEntry } from '../entries.ts';
import { MemorySecrets } from '../memorySecrets.ts';

const id = asConnectionId('cylance');

/** Every change that a store tells of. */
function changesOf(store: CylanceStore): ConnectionChange<CylanceConnection>[] {
  const changes: ConnectionChange<CylanceConnection>[] = [];
  store.onDidChange((change) => void changes.push(change));
  return changes;
}

test('what was put is there after a restart, with nothing lost, and shown without its secret', async () => {
  const secrets = new MemorySecrets();
  await new CylanceStore(secrets).put(aCylanceEntry());
  const store = new CylanceStore(secrets);
  await store.load();
  assert.deepEqual(store.entry(id), aCylanceEntry());
  assert.doesNotMatch(JSON.stringify([store.all, store.get(id)]), /very secret/);
});

test('the two kinds of tenants share the secret storage and never see each other', async () => {
  const secrets = new MemorySecrets();
  await new CylanceStore(secrets).put(aCylanceEntry());
  await new ConnectionStore(secrets).put(anEntry());
  const [cylance, falcon] = [new CylanceStore(secrets), new ConnectionStore(secrets)];
  await Promise.all([cylance.load(), falcon.load()]);
  assert.deepEqual([cylance.all.map(({ name }) => name), falcon.all.map(({ name }) => name)], [['Acme Endpoints'], ['Acme']]);
  assert.equal(new Set(secrets.values.keys()).size, 2);
});

test('a tenant with another server, tenant, application or secret is another one; with another name it is not', async () => {
  const store = new CylanceStore(new MemorySecrets());
  await store.put(aCylanceEntry());
  const changes = changesOf(store);
  await store.put(aCylanceEntry({ name: 'Beta' }));
  for (const over of [{ baseUrl: 'https://protectapi-au.cylance.com' }, { tenantId: 'x' }, { applicationId: 'x' }, { applicationSecret: 'x' }]) {
    await store.put(aCylanceEntry({ name: 'Beta' }));
    changes.length = 0;
    await store.put(aCylanceEntry({ name: 'Beta', ...over }));
    assert.deepEqual(changes.map(({ identityChanged }) => identityChanged), [true], JSON.stringify(over));
  }
  await store.put(aCylanceEntry({ name: 'Beta' }));
  changes.length = 0;
  await store.put(aCylanceEntry({ name: 'Gamma' }));
  assert.deepEqual(changes.map(({ identityChanged }) => identityChanged), [false]);
});

test('removing a tenant takes its secret out of the storage', async () => {
  const secrets = new MemorySecrets();
  const store = new CylanceStore(secrets);
  await store.put(aCylanceEntry());
  await store.remove(id);
  assert.deepEqual([store.all, [...secrets.values]], [[], []]);
});

test('the demo is never stored', async () => {
  const secrets = new MemorySecrets();
  const store = new CylanceStore(secrets);
  await store.put(aCylanceEntry({ demo: true }));
  assert.deepEqual([store.all.length, secrets.values.size], [1, 0]);
});

for (const [what, change] of [
  ['is no JSON', () => 'nonsense'],
  ['is of another version', (stored: object) => JSON.stringify({ ...stored, version: 2 })],
  ['has no secret', (stored: object) => JSON.stringify({ ...stored, applicationSecret: '' })],
  ['has an address that no secret may be sent to', (stored: object) => JSON.stringify({ ...stored, baseUrl: 'http://elsewhere.test' })],
] as const) {
  test(`a stored tenant that ${what} is no tenant`, async () => {
    const secrets = new MemorySecrets();
    await new CylanceStore(secrets).put(aCylanceEntry());
    const [[key, written] = ['', '']] = secrets.values;
    secrets.values.set(key, change(JSON.parse(written) as object));
    const store = new CylanceStore(secrets);
    await store.load();
    assert.deepEqual(store.all, []);
  });
}
