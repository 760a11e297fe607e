import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asConnectionId } from '../../../src/core/ids.ts';
import { ConnectionStore } from '../../../src/state/connectionStore.ts';
import { CylanceDirectories } from '../../../src/state/cylance/cylanceDirectories.ts';
import { CylanceStore } from '../../../src/state/cylance/cylanceStore.ts';
import { CylanceTree } from '../../../src/state/cylance/cylanceTree.ts';
import { Directories } from '../../../src/state/directories.ts';
import { connectionNode, connectionOf, cylanceTenantOf } from '../../../src/state/nodes.ts';
import type { TenantNode } from '../../../src/state/nodes.ts';
import { rootsOf } from '../../../src/state/rootNodes.ts';
import { TenantTree } from '../../../src/state/tenantTree.ts';
import { aCylanceEntry, anEntry } from './entries.ts';
import { MemorySecrets } from './memorySecrets.ts';
import { first } from './nodesFound.ts';

const ofFalcon = 'falconAdmin.connection.one';
const ofCylance = 'falconAdmin.cylance.cylance';
const unopened = { client: () => Promise.reject(new Error('the roots need no session')) };

/** The tree after a restart, over what is stored. */
function restarted(secrets: MemorySecrets) {
  const [falcon, cylance] = [new ConnectionStore(secrets), new CylanceStore(secrets)];
  const cylanceTree = new CylanceTree(cylance, new CylanceDirectories(cylance, unopened));
  const directories = new Directories(falcon, unopened);
  return { falcon, cylance, tree: new TenantTree(falcon, directories, { cylance: cylanceTree }) };
}

/** Storage that holds two connections of each kind. */
async function stored(): Promise<MemorySecrets> {
  const secrets = new MemorySecrets();
  const { falcon, cylance } = restarted(secrets);
  await falcon.put(anEntry({ name: 'Delta' }));
  await falcon.put(anEntry({ id: asConnectionId('two'), name: 'Beta' }));
  await cylance.put(aCylanceEntry({ name: 'alpha' }));
  await cylance.put(aCylanceEntry({ id: asConnectionId('cylance2'), name: 'Gamma' }));
  return secrets;
}

const namesOf = (nodes: readonly TenantNode[]): string[] => nodes.map((node) => (cylanceTenantOf(node) ?? connectionOf(node))?.name ?? node.kind);

test('tenants of both kinds stand among each other by name, demo tenants last', async () => {
  const { falcon, cylance, tree } = restarted(await stored());
  await falcon.put(anEntry({ id: asConnectionId('demo'), name: 'A Demo', demo: true }));
  await cylance.put(aCylanceEntry({ id: asConnectionId('demo2'), name: 'A Cylance Demo', demo: true }));
  const roots = await tree.roots();
  assert.deepEqual(namesOf(roots), ['alpha', 'Beta', 'Delta', 'Gamma', 'A Cylance Demo', 'A Demo']);
  assert.deepEqual(roots.map(({ kind }) => kind), ['cylance', 'connection', 'connection', 'cylance', 'cylance', 'connection']);
  assert.deepEqual(new Set(roots.map(({ parent }) => parent)), new Set([undefined]));
});

test('where nothing is connected there are no roots', async () => {
  assert.deepEqual(await restarted(new MemorySecrets()).tree.roots(), []);
});

test('without tenants of the other kind the Falcon tenants stand alone', async () => {
  const store = new ConnectionStore(await stored());
  const directories = new Directories(store, unopened);
  assert.deepEqual(namesOf(await new TenantTree(store, directories).roots()), ['Beta', 'Delta']);
});

for (const [kind, locked, others] of [
  ['Falcon', [ofFalcon, 'falconAdmin.connection.two'], ['alpha', 'Gamma']],
  ['Cylance', [ofCylance, 'falconAdmin.cylance.cylance2'], ['Beta', 'Delta']],
] as const) {
  test(`where no ${kind} tenant can be read, the others stand there, and the failure last until it is gone`, async () => {
    const secrets = await stored();
    for (const key of locked) secrets.unreadable.add(key);
    const { tree } = restarted(secrets);
    const roots = await tree.roots();
    assert.deepEqual(namesOf(roots), [...others, 'failed']);
    assert.match(String(first(roots, 'failed').error.cause), new RegExp(`${locked[0]} is locked`));
    secrets.unreadable.clear();
    assert.deepEqual(namesOf(await tree.roots()), ['alpha', 'Beta', 'Delta', 'Gamma']);
  });
}

for (const key of [ofFalcon, ofCylance]) {
  test(`where ${key} alone cannot be read, all others stand there, and the failure last`, async () => {
    const secrets = await stored();
    secrets.unreadable.add(key);
    const { tree } = restarted(secrets);
    const hidden = key === ofFalcon ? 'Delta' : 'alpha';
    assert.deepEqual(namesOf(await tree.roots()), [...['alpha', 'Beta', 'Delta', 'Gamma'].filter((name) => name !== hidden), 'failed']);
  });
}

test('when the storage is locked altogether, that is one failure, which can be tried again', async () => {
  const secrets = await stored();
  const keys = secrets.keys.bind(secrets);
  secrets.keys = () => Promise.reject(new Error('locked'));
  const { tree } = restarted(secrets);
  const roots = await tree.roots();
  assert.deepEqual(roots.map(({ kind, id, parent }) => [kind, id, parent]), [['failed', '/failed', undefined]]);
  secrets.keys = keys;
  assert.deepEqual(namesOf(await tree.roots()), ['alpha', 'Beta', 'Delta', 'Gamma']);
});

test('a connection that appears in another window stands among the roots', async () => {
  const secrets = await stored();
  const { tree, cylance } = restarted(secrets);
  await tree.roots();
  const heard = new Promise((resolve) => cylance.onDidChange(resolve));
  await restarted(secrets).cylance.put(aCylanceEntry({ id: asConnectionId('new'), name: 'Epsilon' }));
  await heard;
  assert.deepEqual(namesOf(await tree.roots()), ['alpha', 'Beta', 'Delta', 'Epsilon', 'Gamma']);
});

test('the roots of one kind are a failure alone when their store throws', async () => {
  const store = { load: () => Promise.reject(new Error('broken')), all: [], failures: [] };
  const [root, ...others] = await rootsOf(store, connectionNode);
  assert.deepEqual([root?.kind, others], ['failed', []]);
});
