import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpAnswer } from '../../../../src/api/transport.ts';
import { asCylanceUserId } from '../../../../src/core/cylance/ids.ts';
import { TenantError } from '../../../../src/core/errors.ts';
import { cylanceNode } from '../../../../src/state/cylance/cylanceNodes.ts';
import { connectionNode, isNode, loadMoreNode, noticeNode } from '../../../../src/state/nodes.ts';
import type { CylanceTenantNode, CylanceUsersNode, CylanceUserNode, TenantNode, ZoneAccessNode, ZoneNode, ZonesNode } from '../../../../src/state/nodes.ts';
import { guidNumber, manyCylanceUsers, page } from '../../api/fakes/cylanceRig.ts';
import { json } from '../../api/fakes/fakeTransport.ts';
import { anEntry } from '../entries.ts';
import { first } from '../nodesFound.ts';
import { inZone, serverWorld, systemRole, treeWorld, zoneNumber } from './cylanceWorld.ts';
import type { TreeWorld } from './cylanceWorld.ts';

const ada = { id: guidNumber(2), email: 'ada@example.test', role_type: systemRole(2), zones: [inZone(1)], date_created: '2025-01-02T00:00:00' };
const bo = { id: guidNumber(1), email: 'bo@example.test', role_type: systemRole(1), date_created: '2025-01-01T00:00:00' };
const smallTenant = { users: [ada, bo], zones: [zoneNumber(1)] };

/** The node as it is known by now; the kind stays the same. */
const current = <N extends CylanceTenantNode>({ tree }: TreeWorld, node: N): N => tree.current(node) as N;

interface Looked extends TreeWorld {
  readonly list: CylanceUsersNode;
  readonly zones: ZonesNode;
  readonly zone: ZoneNode;
  readonly user: CylanceUserNode;
  readonly access: ZoneAccessNode;
}

/** A tenant of which everything has been unfolded; what was asked for is forgotten. */
async function looked(given = smallTenant): Promise<Looked> {
  const world = await treeWorld(given);
  const unfold = (node: TenantNode): Promise<TenantNode[]> => world.done(world.tree.children(node));
  const lists = await unfold(cylanceNode(world.tenant));
  const [list, zones] = [first(lists, 'cylanceUsers'), first(lists, 'zones')];
  const user = first(await unfold(list), 'cylanceUser');
  const access = first(await unfold(user), 'zoneAccess');
  const zone = first(await unfold(zones), 'zone');
  await unfold(zone);
  world.asked();
  return { ...world, list, zones, zone, user, access };
}

test('nodes of a tenant that nobody has looked at are what they were', async () => {
  const { list, zone, access } = await looked();
  const { tree } = await treeWorld(smallTenant);
  for (const node of [list, zone, access]) assert.equal(tree.current(node), node);
});

test('a node learns by and by what its row shows, without anything being read', async () => {
  const world = await looked();
  const { server, directories, tenant, list, zones, zone, user, access, done, asked } = world;
  assert.deepEqual([current(world, list).total, current(world, zones).total], [2, 1]);
  assert.deepEqual([current(world, zone).zoneName, current(world, zone).userCount], ['Site 1', 1]);
  assert.equal(current(world, { ...access, zoneName: 'as it was' }).zoneName, 'Site 1');
  const directory = await directories.of(tenant.id);
  directory.setView({ filter: 'bo', sort: 'name|asc' });
  assert.deepEqual([current(world, list).view.filter, current(world, list).total], ['bo', 1]);
  assert.deepEqual(asked(), []);
  server.users = [{ ...ada, email: 'newer@example.test' }, bo];
  await done(directory.readUser(user.user.id));
  assert.equal(current(world, user).user.email, 'newer@example.test');
  const holder = first(await done(world.tree.children(zone)), 'cylanceUser');
  assert.deepEqual([holder.user.email, holder.access?.id], ['newer@example.test', zoneNumber(1).id]);
});

test('the number of users in a filtered list is not that of the tenant', async () => {
  const world = await treeWorld({ users: manyCylanceUsers(450) });
  const lists = await world.done(world.tree.children(cylanceNode(world.tenant)));
  const list = first(lists, 'cylanceUsers');
  await world.done(world.tree.children(list));
  const directory = await world.directories.of(world.tenant.id);
  directory.setView({ filter: undefined, sort: 'name|asc' });
  assert.equal(current(world, list).total, 450);
  directory.setView({ filter: 'user44', sort: 'name|asc' });
  assert.equal(current(world, list).total, undefined);
  await world.done(world.tree.children(list));
  assert.equal(current(world, list).total, 11);
});

test('a refresh reads again what belongs to the node, and only that', async () => {
  for (const [at, read] of [
    ['root', ['/users/v2#1', '/zones/v2#1']],
    ['zones', ['/users/v2#1', '/zones/v2#1']],
    ['zone', ['/users/v2#1', '/zones/v2#1']],
    ['list', ['/users/v2#1']],
  ] as const) {
    const world = await looked();
    const { tree, tenant, done, asked, zone, list } = world;
    await done(tree.forget(at === 'root' ? cylanceNode(tenant) : world[at]));
    assert.deepEqual(asked(), [], 'forgetting reads nothing');
    await done(tree.children(zone));
    await done(tree.children(list));
    await done(tree.children(first(await done(tree.children(list)), 'cylanceUser')));
    assert.deepEqual(asked().sort(), read, at);
  }
});

test('refreshing a user, or a zone below one, reads the record of the user alone', async () => {
  const world = await looked();
  const { tree, user, access, done, asked, server } = world;
  server.users = [{ ...ada, email: 'newer@example.test' }, bo];
  await done(tree.forget(user));
  await done(tree.forget(access));
  assert.deepEqual(asked(), [`/users/v2/${ada.id}`, `/users/v2/${ada.id}`]);
  assert.equal(current(world, user).user.email, 'newer@example.test');
  server.users = [bo];
  await assert.rejects(done(tree.forget(user)), { kind: 'notFound', reason: 'unknownUser' });
});

test('refreshing a line that only tells something refreshes what it stands below', async () => {
  const { tree, list, done, directories, tenant } = await looked();
  const directory = await directories.of(tenant.id);
  for (const line of [noticeNode(list, { topic: 'noZones' }), loadMoreNode(list, 1, 1)]) {
    await done(directory.allUsers());
    await done(tree.forget(line));
    assert.equal(directory.allKnown, undefined, line.kind);
  }
  await done(tree.forget(connectionNode(anEntry())));
});

test('the way to a user leads through the list of users, which shows the user from then on', async () => {
  const world = await treeWorld({ users: manyCylanceUsers(450) });
  const { tree, tenant, done, server } = world;
  const before = await tree.usersBelow(tenant);
  assert.deepEqual([before.total, before.parent], [undefined, cylanceNode(tenant)]);
  await done(tree.children(before));
  assert.equal((await tree.usersBelow(tenant)).total, 450);
  const record = { id: asCylanceUserId(guidNumber(7)), email: server.users.at(-7)?.email, zones: [] };
  const path = await tree.pathToUser(tenant, record);
  assert.deepEqual([path.user, path.parent?.id, path.parent?.parent?.id], [record, before.id, tenant.id]);
  const rows = await done(tree.children(before));
  assert.deepEqual([rows[0]?.id, rows.length], [path.id, 202]);
});

test('a zone is called by its name once that is known', async () => {
  const { tree, tenant, done, directories } = await treeWorld(smallTenant);
  const { id } = zoneNumber(1);
  assert.equal(tree.zoneName(tenant, id), id);
  await done((await directories.of(tenant.id)).zones());
  assert.equal(tree.zoneName(tenant, id), 'Site 1');
});

test('that rows may look different is told of the tenant as it is called by then, and of no other directory', async () => {
  const world = await looked();
  const { tree, tenant, store, directories, done } = world;
  const heard: TenantNode[] = [];
  tree.onDidLearn((node) => heard.push(node));
  const old = await directories.of(tenant.id);
  await store.change(tenant.id, { name: 'Renamed' });
  old.forgetUsers();
  await done(old.allUsers());
  assert.deepEqual(heard, [cylanceNode({ ...tenant, name: 'Renamed' })]);
  await store.change(tenant.id, { applicationSecret: 'newer' });
  old.forgetUsers();
  await done(old.allUsers());
  assert.equal(heard.length, 1);
});

/** A tenant whose list of users is under way until `answer` is called. */
async function underWay() {
  const world = await treeWorld(smallTenant);
  const list = await world.tree.usersBelow(world.tenant);
  let answer: ((answered: HttpAnswer) => void) | undefined;
  world.server.instead = () => new Promise((resolve) => (answer = resolve));
  const reading = world.tree.children(list);
  await world.until(() => answer !== undefined);
  world.server.instead = undefined;
  return { ...world, list, reading, answer: (answered: HttpAnswer) => answer?.(answered) };
}

for (const [how, answered] of [
  ['answered', page([bo], 1, 200)],
  ['refused', json(400, {})],
] as const) {
  test(`a tenant that is removed while its users are under way has nothing below it, though they are ${how}`, async () => {
    const { store, tenant, reading, answer, done } = await underWay();
    await store.remove(tenant.id);
    answer(answered);
    assert.deepEqual(await done(reading), []);
  });

  test(`a tenant that becomes another one while its users are under way shows those of the new one, though the old are ${how}`, async () => {
    const { store, tenant, reading, answer, sessions } = await underWay();
    const other = serverWorld({ users: [{ ...ada, email: 'other@example.test' }] });
    sessions.client = async () => other.rig.client;
    await store.change(tenant.id, { applicationSecret: 'newer' });
    answer(answered);
    const found = await other.done(reading);
    assert.deepEqual(found.map((node) => isNode(node, 'cylanceUser') && node.user.email), ['other@example.test']);
  });
}

test('a tenant that is renamed while its users are under way shows them, and asks once', async () => {
  const { store, tenant, reading, answer, done, asked } = await underWay();
  await store.change(tenant.id, { name: 'Renamed' });
  answer(page([ada, bo], 2, 200));
  assert.equal((await done(reading)).length, 2);
  assert.deepEqual(asked(), ['/users/v2#1']);
});

test('a session that cannot be opened is a failed node, and is opened with the next try', async () => {
  const { tree, tenant, done, sessions, rig } = await treeWorld(smallTenant);
  const list = await tree.usersBelow(tenant);
  sessions.client = () => Promise.reject(new TenantError({ kind: 'auth', message: 'No.' }));
  assert.equal(first(await done(tree.children(list)), 'failed').error.kind, 'auth');
  sessions.client = async () => rig.client;
  assert.equal((await done(tree.children(list))).length, 2);
});
