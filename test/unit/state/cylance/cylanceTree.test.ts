import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asCylanceUserId } from '../../../../src/core/cylance/ids.ts';
import { asConnectionId } from '../../../../src/core/ids.ts';
import { withoutCylanceSecret } from '../../../../src/state/cylance/cylanceConnection.ts';
import { CylanceDirectories } from '../../../../src/state/cylance/cylanceDirectories.ts';
import { cylanceNode } from '../../../../src/state/cylance/cylanceNodes.ts';
import { CylanceStore } from '../../../../src/state/cylance/cylanceStore.ts';
import { CylanceTree } from '../../../../src/state/cylance/cylanceTree.ts';
import { plainCylanceView } from '../../../../src/state/cylance/cylanceView.ts';
import { failedNode, isNode } from '../../../../src/state/nodes.ts';
import type { TenantNode } from '../../../../src/state/nodes.ts';
import { TenantError } from '../../../../src/core/errors.ts';
import { guidNumber } from '../../api/fakes/cylanceRig.ts';
import { aCylanceEntry } from '../entries.ts';
import { MemorySecrets } from '../memorySecrets.ts';
import { first, kindsOf, ofKind } from '../nodesFound.ts';
import { consoleGuid, scriptedTenant, zoneId } from './scriptedTenant.ts';

const now = Date.parse('2024-06-01T00:00:00Z');

async function treeOf(count: number) {
  const scripted = scriptedTenant(count, { now: () => now });
  const store = new CylanceStore(new MemorySecrets());
  await store.put(aCylanceEntry());
  const directories = new CylanceDirectories(store, { client: async () => scripted.rig.client });
  const tree = new CylanceTree(store, directories);
  const root = cylanceNode(withoutCylanceSecret(aCylanceEntry()));
  const children = async (node: TenantNode, signal?: AbortSignal): Promise<TenantNode[]> => scripted.run(tree.children(node, signal));
  const below = async (kind: 'cylanceUsers' | 'zones' | 'cylanceRoles') => first(await children(root), kind);
  return { ...scripted, store, directories, tree, root, children, below };
}

const topicsOf = (nodes: readonly TenantNode[]): string[] => ofKind(nodes, 'notice').map(({ notice }) => notice.topic);

test('a tenant has users, zones and roles below it, and asks nothing for them', async () => {
  const { children, root, paths } = await treeOf(450);
  assert.deepEqual((await children(root)).map(({ kind }) => kind), ['cylanceUsers', 'zones', 'cylanceRoles']);
  assert.deepEqual(paths(), []);
});

test('users come with a row to load more, which says how many there are', async () => {
  const { children, below, tree, run } = await treeOf(450);
  const list = await below('cylanceUsers');
  const rows = await children(list);
  const more = first(rows, 'loadMore');
  assert.deepEqual([ofKind(rows, 'cylanceUser').length, more.next, more.total], [200, 200, 450]);
  await run(tree.loadMore(list));
  assert.equal(first(await children(list), 'loadMore').next, 50);
  await run(tree.loadMore(list));
  assert.deepEqual(kindsOf(await children(list)), ['cylanceUser']);
  const current = tree.current(list);
  assert.equal(isNode(current, 'cylanceUsers') && current.total, 450);
});

test('a list without users says so, and whether a filter is why', async () => {
  const { children, below, directories, tenant, root } = await treeOf(3);
  (await directories.of(root.tenant.id)).setView({ ...plainCylanceView, filter: 'nobody' });
  const filtered = await children(await below('cylanceUsers'));
  assert.deepEqual(ofKind(filtered, 'notice').map(({ notice }) => notice), [{ topic: 'noUsers', filtered: true }]);
  const empty = await treeOf(0);
  assert.deepEqual(topicsOf(await empty.children(await empty.below('cylanceUsers'))), ['noUsers']);
  assert.equal(tenant.users.length, 3);
});

test('zones are in order of their names, with their users once all are known, each with the role in the zone', async () => {
  const { children, below, tree } = await treeOf(30);
  const zones = ofKind(await children(await below('zones')), 'zone');
  assert.deepEqual(zones.map(({ zoneName, userCount }) => [zoneName, userCount]), [['Site 9', undefined], ['Site 10', undefined]]);
  const [nine, ten] = zones;
  assert.ok(nine && ten);
  const users = ofKind(await children(nine), 'cylanceUser');
  assert.deepEqual([users.length, users[0]?.access?.role_type], [10, consoleGuid(1)]);
  assert.deepEqual(topicsOf(await children(ten)), ['nobodyInZone']);
  const current = tree.current(nine);
  assert.equal(isNode(current, 'zone') && current.userCount, 10);
});

test('where zones may not be listed, those of the users are shown by their ids, and why', async () => {
  const { tenant, children, below } = await treeOf(30);
  tenant.refused.set(/^\/zones/, 403);
  const rows = await children(await below('zones'));
  assert.deepEqual(topicsOf(rows), ['zonesHidden']);
  assert.deepEqual(ofKind(rows, 'zone').map(({ zoneName }) => zoneName), [zoneId(1)]);
});

test('a tenant without zones says so', async () => {
  const { tenant, children, below } = await treeOf(3);
  tenant.zones = [];
  assert.deepEqual(topicsOf(await children(await below('zones'))), ['noZones']);
});

test('roles are those that somebody holds, counted, and show their holders', async () => {
  const { children, below } = await treeOf(30);
  const roles = ofKind(await children(await below('cylanceRoles')), 'cylanceRole');
  assert.deepEqual(roles.map(({ role, userCount }) => [role.name, userCount]), [['Administrator', 20], ['Zone Manager', 10]]);
  const [administrators] = roles;
  assert.ok(administrators);
  const holders = ofKind(await children(administrators), 'cylanceUser');
  assert.equal(holders.length, 20);
  assert.ok(holders.every(({ user }) => user.role_type === consoleGuid(2)));
});

test('of very many holders the first are shown, and how many there are', async () => {
  const { children, below } = await treeOf(1_000);
  const [administrators] = ofKind(await children(await below('cylanceRoles')), 'cylanceRole');
  assert.ok(administrators);
  const rows = await children(administrators);
  assert.equal(ofKind(rows, 'cylanceUser').length, 500);
  assert.deepEqual(ofKind(rows, 'notice').map(({ notice }) => notice), [{ topic: 'moreUsers', shown: 500, total: 667 }]);
});

test('a user has the zones below it by name, and by id where their names cannot be read', async () => {
  const { tenant, children, below } = await treeOf(3);
  const users = ofKind(await children(await below('cylanceUsers')), 'cylanceUser');
  const [manager, other] = users;
  assert.ok(manager && other);
  tenant.refused.set(/^\/zones/, 400);
  assert.deepEqual(ofKind(await children(manager), 'zoneAccess').map(({ zoneName }) => zoneName), [zoneId(1)]);
  tenant.refused.clear();
  assert.deepEqual(ofKind(await children(manager), 'zoneAccess').map(({ zoneName }) => zoneName), ['Site 9']);
  assert.deepEqual(topicsOf(await children(other)), ['noZoneAccess']);
});

test('a failed read is a row that says why, and the next read tries again', async () => {
  const { tenant, children, below } = await treeOf(3);
  tenant.refused.set(/^\/users/, 403);
  const list = await below('cylanceUsers');
  const failed = first(await children(list), 'failed');
  assert.equal(failed.error.kind, 'forbidden');
  tenant.refused.clear();
  assert.deepEqual(kindsOf(await children(list)), ['cylanceUser']);
});

test('rows are told to look again when names or figures have become known', async () => {
  const { children, below, tree, root } = await treeOf(3);
  const told: string[] = [];
  tree.onDidLearn(({ id }) => void told.push(id));
  await children(await below('zones'));
  assert.ok(told.includes(root.id));
});

test('a user who was found stands in the list, with the nodes above', async () => {
  const { children, below, tree, run, directories, root } = await treeOf(450);
  await children(await below('cylanceUsers'));
  const directory = await directories.of(root.tenant.id);
  const oldest = await run(directory.readUser(asCylanceUserId(guidNumber(1))));
  const node = await run(tree.pathToUser(root.tenant, oldest));
  assert.deepEqual([node.parent?.kind, node.parent?.parent?.id], ['cylanceUsers', root.id]);
  assert.ok((await children(await run(tree.usersBelow(root.tenant)))).some(({ id }) => id === node.id));
});

for (const [kind, again] of [
  ['cylance', ['/users/v2', '/zones/v2']],
  ['cylanceUsers', ['/users/v2']],
  ['zones', ['/users/v2', '/zones/v2']],
  ['cylanceRoles', ['/users/v2']],
] as const) {
  test(`refreshing ${kind} reads ${again.join(' and ')} again`, async () => {
    const { children, below, tree, root, run, paths } = await treeOf(3);
    const lists = { cylance: root, cylanceUsers: await below('cylanceUsers'), zones: await below('zones'), cylanceRoles: await below('cylanceRoles') };
    const readAll = async (): Promise<void> => {
      for (const list of [lists.cylanceUsers, lists.zones, lists.cylanceRoles]) await children(list);
    };
    await readAll();
    const before = paths().length;
    await run(tree.forget(lists[kind]));
    await readAll();
    assert.deepEqual([...new Set(paths().slice(before))].sort(), again);
  });
}

test('refreshing a user reads the one record; what is below a user is refreshed with it', async () => {
  const { children, below, tree, run, paths } = await treeOf(3);
  const [manager] = ofKind(await children(await below('cylanceUsers')), 'cylanceUser');
  assert.ok(manager);
  const access = first(await children(manager), 'zoneAccess');
  const before = paths().length;
  await run(tree.forget(manager));
  await run(tree.forget(access));
  await run(tree.forget(failedNode(manager, new TenantError({ kind: 'network', message: 'x' }))));
  const path = `/users/v2/${manager.user.id}`;
  assert.deepEqual(paths().slice(before), [path, path, path]);
});

test('a tenant that went, or became another one, while it was read shows nothing of the answer', async () => {
  const gone = await treeOf(3);
  const list = await gone.below('cylanceUsers');
  const reading = gone.children(list);
  await gone.store.remove(gone.root.tenant.id);
  assert.deepEqual(await reading, []);
  assert.deepEqual(await gone.children(list), []);

  const changed = await treeOf(3);
  const users = await changed.below('cylanceUsers');
  const asked = changed.children(users);
  await changed.store.put(aCylanceEntry({ applicationSecret: 'another' }));
  assert.equal(ofKind(await asked, 'cylanceUser').length, 3);
  assert.equal(changed.directories.known(users.tenant.id)?.knownUsers?.total, 3);
});

test('zones have names as far as they were read, and stand for themselves otherwise', async () => {
  const { children, below, tree, root } = await treeOf(3);
  assert.equal(tree.zoneName(root.tenant, zoneId(1)), zoneId(1));
  await children(await below('zones'));
  assert.equal(tree.zoneName(root.tenant, zoneId(1)), 'Site 9');
  assert.equal(tree.zoneName({ ...root.tenant, id: asConnectionId('other') }, zoneId(1)), zoneId(1));
});
