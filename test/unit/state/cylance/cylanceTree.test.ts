import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Zone } from '../../../../src/core/cylance/zone.ts';
import { cylanceNode, cylanceRolesNode, zonesNode } from '../../../../src/state/cylance/cylanceNodes.ts';
import { connectionNode, failedNode, isNode } from '../../../../src/state/nodes.ts';
import type { CylanceTenantNode, Notice, TenantNode } from '../../../../src/state/nodes.ts';
import { TenantError } from '../../../../src/core/errors.ts';
import { guidNumber, manyCylanceUsers, page } from '../../api/fakes/cylanceRig.ts';
import { json } from '../../api/fakes/fakeTransport.ts';
import { anEntry } from '../entries.ts';
import { first, ofKind } from '../nodesFound.ts';
import { inZone, systemRole, treeWorld, zoneNumber } from './cylanceWorld.ts';
import type { FakeCylance, TreeWorld } from './cylanceWorld.ts';

const ada = { id: guidNumber(3), email: 'ada@example.test', role_type: systemRole(2), date_created: '2025-01-03T00:00:00' };
const bo = { id: guidNumber(2), email: 'bo@example.test', role_type: systemRole(1), date_created: '2025-01-02T00:00:00', zones: [inZone(10), inZone(9, 1)] };
const cy = { id: guidNumber(1), email: 'cy@example.test', role_type: systemRole(1), date_created: '2025-01-01T00:00:00', zones: [inZone(9)] };
const smallTenant = { users: [ada, bo, cy], zones: [zoneNumber(10), zoneNumber(9), zoneNumber(11)] };
const zonesForbidden: FakeCylance['instead'] = (path) => (path === '/zones/v2' ? json(403, {}) : undefined);

/** Unfolds the nodes of these kinds in turn, the first of each, and answers with what stands below the last. */
async function below({ tree, done, tenant }: TreeWorld, ...kinds: readonly TenantNode['kind'][]): Promise<TenantNode[]> {
  let found = await done(tree.children(cylanceNode(tenant)));
  for (const kind of kinds) found = await done(tree.children(first(found, kind)));
  return found;
}

const noticesOf = (nodes: readonly TenantNode[]): Notice[] => ofKind(nodes, 'notice').map(({ notice }) => notice);
const emailsOf = (nodes: readonly TenantNode[]): (string | undefined)[] => ofKind(nodes, 'cylanceUser').map(({ user }) => user.email);
const zoneRows = (nodes: readonly TenantNode[]) => ofKind(nodes, 'zone').map(({ zoneName, userCount }) => [zoneName, userCount]);
/** The node as it is known by now; the kind stays the same. */
const current = <N extends CylanceTenantNode>({ tree }: TreeWorld, node: N): N => tree.current(node) as N;
const refuse =
  (part: string): FakeCylance['instead'] =>
  (path) =>
    path.startsWith(part) ? json(400, {}) : undefined;

test('below a tenant stand its users, zones and roles, without anything being read', async () => {
  const world = await treeWorld(smallTenant);
  const roots = await world.tree.roots();
  assert.deepEqual(roots, [cylanceNode(world.tenant)]);
  const found = await below(world);
  assert.deepEqual(found.map((node) => [node.kind, 'total' in node ? node.total : 'none']), [
    ['cylanceUsers', undefined],
    ['zones', undefined],
    ['cylanceRoles', undefined],
  ]);
  assert.deepEqual(world.asked(), []);
});

test('users stand in the server’s order, with what can be shown in addition, whose total is known from then on', async () => {
  const world = await treeWorld({ users: manyCylanceUsers(450) });
  const list = first(await below(world), 'cylanceUsers');
  const shown = await below(world, 'cylanceUsers');
  assert.deepEqual([ofKind(shown, 'cylanceUser').length, emailsOf(shown)[0]], [200, 'user450@example.test']);
  const more = first(shown, 'loadMore');
  assert.deepEqual([more.next, more.total, shown.at(-1)], [200, 450, more]);
  await world.done(world.tree.loadMore(list));
  assert.equal(first(await below(world, 'cylanceUsers'), 'loadMore').next, 50);
  await world.done(world.tree.loadMore(list));
  assert.deepEqual((await below(world, 'cylanceUsers')).map(({ kind }) => kind), Array.from({ length: 450 }, () => 'cylanceUser'));
  assert.deepEqual([current(world, list).total, first(await below(world), 'cylanceUsers').total], [450, 450]);
});

test('loading more of anything but a list of users does nothing', async () => {
  const world = await treeWorld(smallTenant);
  await world.done(world.tree.loadMore(cylanceNode(world.tenant)));
  assert.deepEqual(world.asked(), []);
});

test('a tenant without users says so', async () => {
  assert.deepEqual(noticesOf(await below(await treeWorld(), 'cylanceUsers')), [{ topic: 'noUsers', filtered: false }]);
});

test('a filter that nobody passes says so', async () => {
  const world = await treeWorld(smallTenant);
  (await world.directories.of(world.tenant.id)).setView({ filter: 'nobody like this', sort: 'created|desc' });
  assert.deepEqual(noticesOf(await below(world, 'cylanceUsers')), [{ topic: 'noUsers', filtered: true }]);
});

test('users whom the server counts without giving them are told wherever all of them are listed', async () => {
  const world = await treeWorld({ ...smallTenant, instead: (path) => (path === '/users/v2' ? page([bo], 4, 200) : undefined) });
  const told = { topic: 'usersMissing', count: 3 };
  await below(world, 'cylanceRoles');
  assert.deepEqual(noticesOf(await below(world, 'cylanceUsers')), [told]);
  assert.deepEqual(noticesOf(await below(world, 'cylanceRoles')), [told]);
  const zones = ofKind(await below(world, 'zones'), 'zone');
  const [nine, , eleven] = await Promise.all(zones.map((zone) => world.done(world.tree.children(zone))));
  assert.deepEqual([emailsOf(nine ?? []), noticesOf(nine ?? [])], [['bo@example.test'], [told]]);
  assert.deepEqual(noticesOf(eleven ?? []), [{ topic: 'nobodyInZone' }, told]);
});

test('a list of which nobody could be read says how many are missing, not that there are none', async () => {
  const world = await treeWorld({ instead: () => page([], 2, 200) });
  await below(world, 'cylanceRoles');
  assert.deepEqual(noticesOf(await below(world, 'cylanceUsers')), [{ topic: 'usersMissing', count: 2 }]);
});

test('zones stand by name, numbers as numbers, and have counts once all users are known', async () => {
  const world = await treeWorld(smallTenant);
  assert.deepEqual(zoneRows(await below(world, 'zones')), [['Site 9', undefined], ['Site 10', undefined], ['Site 11', undefined]]);
  assert.deepEqual(world.asked(), ['/zones/v2#1']);
  const [nine] = ofKind(await below(world, 'zones'), 'zone');
  assert.ok(nine);
  assert.deepEqual([nine.zone?.id, first(await below(world), 'zones').total], [zoneNumber(9).id, 3]);
  const users = await world.done(world.tree.children(nine));
  assert.deepEqual(ofKind(users, 'cylanceUser').map(({ user, access }) => [user.email, access?.role_type]), [
    ['bo@example.test', systemRole(1)],
    ['cy@example.test', systemRole(2)],
  ]);
  assert.deepEqual(zoneRows(await below(world, 'zones')), [['Site 9', 2], ['Site 10', 1], ['Site 11', 0]]);
  assert.equal(current(world, nine).userCount, 2);
});

test('a tenant without zones says so', async () => {
  const world = await treeWorld();
  assert.deepEqual(noticesOf(await below(world, 'zones')), [{ topic: 'noZones' }]);
});

test('where the zones are hidden, a notice says so, and those of the users stand below it by their ids', async () => {
  const world = await treeWorld({ users: [ada, bo, cy], instead: zonesForbidden });
  const found = await below(world, 'zones');
  assert.deepEqual([found[0]?.kind, noticesOf(found)], ['notice', [{ topic: 'zonesHidden' }]]);
  assert.deepEqual(zoneRows(found), [[zoneNumber(9).id, 2], [zoneNumber(10).id, 1]]);
  const described: (Zone | undefined)[] = ofKind(found, 'zone').map(({ zone }) => zone);
  assert.deepEqual([described, first(await below(world), 'zones').total], [[undefined, undefined], 2]);
  world.server.users = [ada];
  await world.done(world.tree.forget(first(found, 'zone')));
  assert.deepEqual((await below(world, 'zones')).map((node) => isNode(node, 'notice') && node.notice.topic), ['zonesHidden']);
});

test('roles that are held stand from the one that may do most, with their holders below', async () => {
  const desk = { id: guidNumber(4), email: 'desk@example.test', role_type: '5b0c7b1e-2f64-4b6c-9a53-00000000dddd', role_name: 'Help Desk' };
  const none = { id: guidNumber(5), email: 'none@example.test' };
  const world = await treeWorld({ users: [none, desk, ...smallTenant.users] });
  const roles = ofKind(await below(world, 'cylanceRoles'), 'cylanceRole');
  assert.deepEqual(roles.map(({ role, userCount }) => [role.name, userCount]), [['Administrator', 1], ['User', 2], ['', 1], ['Help Desk', 1]]);
  assert.equal(new Set(roles.map(({ id }) => id)).size, 4);
  const holders = await Promise.all(roles.map((role) => world.done(world.tree.children(role))));
  assert.deepEqual(holders.map(emailsOf), [['ada@example.test'], ['bo@example.test', 'cy@example.test'], ['none@example.test'], ['desk@example.test']]);
  world.server.users = [ada];
  const [, user] = roles;
  assert.ok(user);
  await world.done(world.tree.forget(user));
  assert.deepEqual(noticesOf(await world.done(world.tree.children(user))), [{ topic: 'noHolders' }]);
});

test('a tenant without users has no roles', async () => {
  assert.deepEqual(noticesOf(await below(await treeWorld(), 'cylanceRoles')), [{ topic: 'noRoles' }]);
});

test('of very many holders, and of very many users of a zone, the first are shown and the number is told', async () => {
  const world = await treeWorld({ users: manyCylanceUsers(501).map((user) => ({ ...user, zones: [inZone(1)] })), zones: [zoneNumber(1)] });
  for (const kinds of [['cylanceRoles', 'cylanceRole'], ['zones', 'zone']] as const) {
    const found = await below(world, ...kinds);
    assert.deepEqual([emailsOf(found).length, noticesOf(found)], [500, [{ topic: 'moreUsers', shown: 500, total: 501 }]]);
  }
  world.server.users = world.server.users.slice(1);
  await world.done(world.tree.forget(cylanceNode(world.tenant)));
  assert.deepEqual(noticesOf(await below(world, 'zones', 'zone')), []);
});

test('below a user stand the zones by name, with what may be done there, and nothing below them', async () => {
  const world = await treeWorld(smallTenant);
  const [admin, user] = ofKind(await below(world, 'cylanceUsers'), 'cylanceUser');
  assert.ok(admin && user);
  assert.deepEqual(noticesOf(await world.done(world.tree.children(admin))), [{ topic: 'noZoneAccess' }]);
  const found = ofKind(await world.done(world.tree.children(user)), 'zoneAccess');
  assert.deepEqual(found.map(({ zoneName, access }) => [zoneName, access.role_type]), [['Site 9', systemRole(1)], ['Site 10', systemRole(2)]]);
  assert.deepEqual(await world.done(world.tree.children(found[0] ?? user)), []);
});

for (const [why, instead] of [
  ['are hidden', zonesForbidden],
  ['cannot be read', refuse('/zones')],
] as const) {
  test(`where the zones ${why}, those of a user stand below by their ids`, async () => {
    const world = await treeWorld({ users: [bo], instead });
    const found = await below(world, 'cylanceUsers', 'cylanceUser');
    assert.deepEqual(new Set(found.map((node) => isNode(node, 'zoneAccess') && node.zoneName)), new Set([zoneNumber(9).id, zoneNumber(10).id]));
  });
}

test('a failed read is a node that says why, and is tried again with the next', async () => {
  const world = await treeWorld(smallTenant);
  const lists = await below(world);
  for (const [at, part] of [['cylanceUsers', '/users'], ['zones', '/zones'], ['cylanceRoles', '/users']] as const) {
    world.server.instead = refuse(part);
    const list = first(lists, at);
    const [failed, ...others] = await world.done(world.tree.children(list));
    assert.ok(failed && isNode(failed, 'failed'));
    assert.deepEqual([failed.error.kind, failed.parent?.id, others], ['invalid', list.id, []]);
    world.server.instead = undefined;
    await world.done(world.tree.forget(failed));
    assert.deepEqual(ofKind(await world.done(world.tree.children(list)), 'failed'), []);
  }
});

test('a read that is given up is a node as well', async () => {
  const world = await treeWorld(smallTenant);
  const list = first(await below(world), 'cylanceUsers');
  const found = await world.done(world.tree.children(list, AbortSignal.abort()));
  assert.equal(first(found, 'failed').error.kind, 'cancelled');
});

test('nodes of Falcon tenants and of tenants that are not connected have nothing below', async () => {
  const world = await treeWorld(smallTenant);
  const elsewhere = cylanceNode({ ...world.tenant, id: anEntry().id });
  const strange: TenantNode[] = [connectionNode(anEntry()), failedNode(undefined, new TenantError({ kind: 'server', message: 'No.' })), elsewhere];
  for (const node of strange) assert.deepEqual(await world.done(world.tree.children(node)), []);
  assert.deepEqual(world.asked(), []);
});

test('ids outlive a refresh and a rename, and each row of the tree has one of its own', async () => {
  const world = await treeWorld(smallTenant);
  const paths: TenantNode['kind'][][] = [
    [],
    ['cylanceUsers'],
    ['zones'],
    ['zones', 'zone'],
    ['cylanceRoles'],
    ['cylanceRoles', 'cylanceRole'],
  ];
  const ids = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const path of paths) found.push(...(await below(world, ...path)).map(({ id }) => id));
    return found;
  };
  const before = await ids();
  assert.equal(new Set(before).size, before.length);
  await world.store.change(world.tenant.id, { name: 'Renamed' });
  await world.done(world.tree.forget(cylanceNode(world.tenant)));
  assert.deepEqual(await ids(), before);
  const roles = current(world, cylanceRolesNode(cylanceNode(world.tenant), undefined));
  assert.equal(roles.id, `${world.tenant.id}/roles`);
  assert.equal(current(world, cylanceNode(world.tenant)).tenant.name, 'Renamed');
  assert.equal(current(world, zonesNode(cylanceNode(world.tenant), undefined)).total, 3);
});

test('rows that differ have ids that differ, also where a server repeats itself', async () => {
  const nobody = { id: guidNumber(4), email: 'di@example.test', date_created: '2025-01-04T00:00:00' };
  const named = { ...bo, role_type: undefined, role_name: 'None', zones: [inZone(9, 1), inZone(9, 2), inZone(9, 2)] };
  const world = await treeWorld({ users: [nobody, named] });
  const roles = ofKind(await below(world, 'cylanceRoles'), 'cylanceRole');
  assert.equal(new Set(roles.map(({ id }) => id)).size, 2);
  const user = ofKind(await below(world, 'cylanceUsers'), 'cylanceUser').find(({ user: { email } }) => email === named.email);
  assert.ok(user);
  const held = ofKind(await world.done(world.tree.children(user)), 'zoneAccess');
  assert.equal(new Set(held.map(({ id }) => id)).size, 2);
});
