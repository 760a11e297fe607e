import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asConnectionId } from '../../../src/core/ids.ts';
import { ContextKeys } from '../../../src/host/contextKeys.ts';
import { ConnectionStore } from '../../../src/state/connectionStore.ts';
import { CylanceStore } from '../../../src/state/cylance/cylanceStore.ts';
import { followTenants } from '../../../src/views/tenantContext.ts';
import { aCylanceEntry, anEntry } from '../state/entries.ts';
import { MemorySecrets } from '../state/memorySecrets.ts';

/** The keys that are true, as the editor was told. */
function house() {
  const secrets = new MemorySecrets();
  const [store, cylance] = [new ConnectionStore(secrets), new CylanceStore(secrets)];
  const told = new Map<string, boolean>();
  const keys = new ContextKeys(async (_, key, value) => void told.set(key.replace('falconAdmin.', ''), value));
  const following = followTenants(store, cylance, keys);
  const held = (): string[] => [...told].filter(([, value]) => value).map(([key]) => key).sort();
  return { store, cylance, held, following };
}

test('nothing is known before the tenants of both kinds have been read', async () => {
  const { store, cylance, held } = house();
  await store.load();
  assert.deepEqual(held(), []);
  await cylance.load();
  assert.deepEqual(held(), ['loaded']);
});

test('a Cylance tenant counts as connected, but allows nothing that a Falcon tenant does', async () => {
  const { store, cylance, held } = house();
  await Promise.all([store.load(), cylance.load()]);
  await cylance.put(aCylanceEntry());
  assert.deepEqual(held(), ['connected', 'loaded']);
  await store.put(anEntry({ canChange: true }));
  assert.deepEqual(held(), ['changesAllowed', 'connected', 'falconConnected', 'loaded']);
  await store.remove(asConnectionId('one'));
  assert.deepEqual(held(), ['connected', 'loaded']);
  await cylance.remove(asConnectionId('cylance'));
  assert.deepEqual(held(), ['loaded']);
});

test('nothing is told any more once it is not followed', async () => {
  const { store, cylance, held, following } = house();
  await Promise.all([store.load(), cylance.load()]);
  following.dispose();
  await cylance.put(aCylanceEntry());
  assert.deepEqual(held(), ['loaded']);
});
