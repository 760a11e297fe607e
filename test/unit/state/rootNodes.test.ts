import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asConnectionId } from '../../../src/core/ids.ts';
import { ConnectionStore } from '../../../src/state/connectionStore.ts';
import { withoutSecret } from '../../../src/state/connection.ts';
import { cylanceNode } from '../../../src/state/cylance/cylanceNodes.ts';
import { withoutCylanceSecret } from '../../../src/state/cylance/cylanceConnection.ts';
import { CylanceStore } from '../../../src/state/cylance/cylanceStore.ts';
import { connectionNode, isNode } from '../../../src/state/nodes.ts';
import type { TenantNode } from '../../../src/state/nodes.ts';
import { inOrder, rootsOf } from '../../../src/state/rootNodes.ts';
import { aCylanceEntry, anEntry } from './entries.ts';
import { MemorySecrets } from './memorySecrets.ts';

const namesOf = (nodes: readonly TenantNode[]): string[] =>
  nodes.map((node) => (isNode(node, 'connection') ? node.connection.name : isNode(node, 'cylance') ? node.tenant.name : node.kind));

async function rootsIn(secrets: MemorySecrets): Promise<TenantNode[]> {
  const roots = await Promise.all([rootsOf(new ConnectionStore(secrets), connectionNode), rootsOf(new CylanceStore(secrets), cylanceNode)]);
  return inOrder(roots.flat());
}

test('tenants of both kinds stand among each other by name, demos last', () => {
  const falcon = (name: string, demo = false) => connectionNode(withoutSecret(anEntry({ name, demo })));
  const cylance = (name: string, demo = false) => cylanceNode(withoutCylanceSecret(aCylanceEntry({ name, demo })));
  const roots = [falcon('Zeta'), falcon('Demo Tenant', true), falcon('acme 10'), cylance('Demo Cylance', true), cylance('Acme 9'), cylance('Mid')];
  assert.deepEqual(namesOf(inOrder(roots)), ['Acme 9', 'acme 10', 'Mid', 'Zeta', 'Demo Cylance', 'Demo Tenant']);
});

test('when nothing can be read the reason is told once', async () => {
  const secrets = new MemorySecrets();
  secrets.keys = async () => Promise.reject(new Error('locked'));
  assert.deepEqual(namesOf(await rootsIn(secrets)), ['failed']);
});

test('a tenant whose entry cannot be read leaves the others, and is told after them', async () => {
  const secrets = new MemorySecrets();
  await new ConnectionStore(secrets).put(anEntry());
  await new CylanceStore(secrets).put(aCylanceEntry());
  await new CylanceStore(secrets).put(aCylanceEntry({ id: asConnectionId('other'), name: 'Other' }));
  const [key] = [...secrets.values.keys()].filter((one) => one.endsWith('other'));
  assert.ok(key);
  secrets.unreadable.add(key);
  assert.deepEqual(namesOf(await rootsIn(secrets)), ['Acme', 'Acme Endpoints', 'failed']);
});
