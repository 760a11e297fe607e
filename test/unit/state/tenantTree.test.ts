import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asConnectionId } from '../../../src/core/ids.ts';
import { connectionNode, isNode } from '../../../src/state/nodes.ts';
import { ConnectionStore } from '../../../src/state/connectionStore.ts';
import { Directories } from '../../../src/state/directories.ts';
import { TenantTree } from '../../../src/state/tenantTree.ts';
import { demoHouse } from './demoHouse.ts';
import { below, first, kindsOf, ofKind } from './nodesFound.ts';

test('a Flight Control parent unfolds into CIDs, users, roles and grants', async (t) => {
  const { tree, connect } = await demoHouse(t);
  const root = connectionNode(await connect());
  const cids = await tree.children(root);
  assert.deepEqual(cids.map((node) => isNode(node, 'cid') && node.child === undefined), [true, false, false, false, false, false, false]);
  const lists = await tree.children(first(cids, 'cid'));
  assert.deepEqual(kindsOf(lists), ['users', 'roles']);
  const users = await tree.children(first(lists, 'users'));
  assert.deepEqual(kindsOf(users), ['user']);
  const grants = await tree.children(first(users, 'user'));
  assert.equal(grants.at(-1)?.kind, 'otherCids');
  const roles = await tree.children(first(lists, 'roles'));
  assert.deepEqual(kindsOf(roles), ['role']);
  assert.ok(kindsOf(await tree.children(first(roles, 'role'))).includes('notice'));
});

test('what was read is known without reading: totals, and what a user holds', async (t) => {
  const { tree, connect, demo } = await demoHouse(t);
  const lists = await below(tree, connectionNode(await connect()), 'cid');
  const [users, roles] = [first(lists, 'users'), first(lists, 'roles')];
  const user = first(await tree.children(users), 'user');
  await tree.children(roles);
  await tree.children(user);
  const asked = demo.requests.length;
  const now = [tree.current(users), tree.current(roles), tree.current(user)];
  assert.ok(isNode(now[0], 'users') && now[0].total !== undefined && now[0].total > 0);
  assert.ok(isNode(now[1], 'roles') && now[1].total !== undefined && now[1].total > 0);
  assert.ok(isNode(now[2], 'user') && now[2].grants !== undefined);
  assert.equal(demo.requests.length, asked);
});

test('a tenant without children leaves the level of CIDs out', async (t) => {
  const { tree, connect } = await demoHouse(t, { cids: 1, users: 20 });
  const lists = await tree.children(connectionNode(await connect()));
  assert.deepEqual(kindsOf(lists), ['users', 'roles']);
  const users = await tree.children(first(lists, 'users'));
  assert.equal(users.length, 20);
  assert.ok(!(await tree.children(first(users, 'user'))).some((node) => node.kind === 'otherCids'));
});

test('a long list ends in a row that reads on, and then in none', async (t) => {
  const { tree, connect } = await demoHouse(t, { cids: 1, users: 620 });
  const users = first(await tree.children(connectionNode(await connect())), 'users');
  const page = await tree.children(users);
  const more = first(page, 'loadMore');
  assert.deepEqual([page.length, more.next, more.total], [501, 120, 620]);
  await tree.loadMore(more.parent);
  const all = await tree.children(users);
  assert.deepEqual([all.length, kindsOf(all)], [620, ['user']]);
});

test('a failure is a row that says why, and trying again reads again', async (t) => {
  const { tree, connect, store, demo } = await demoHouse(t);
  const connection = await connect({ clientSecret: 'wrong' });
  const failed = first(await tree.children(connectionNode(connection)), 'failed');
  assert.equal(failed.error.reason, 'wrongSecret');
  await store.change(connection.id, { clientSecret: demo.clientSecret });
  assert.deepEqual(kindsOf(await tree.children(connectionNode(connection))), ['cid']);
});

test('without the scope for users, their list names the scope and the rest stands', async (t) => {
  const { tree, connect, demo } = await demoHouse(t, { extraClients: [{ scopes: ['mssp:read', 'sensor-installers:read'] }] });
  const { clientId = '', clientSecret = '' } = demo.extraClients[0] ?? {};
  const cids = await tree.children(connectionNode(await connect({ clientId, clientSecret })));
  const [users] = await tree.children(first(cids, 'cid'));
  assert.ok(users);
  assert.equal(first(await tree.children(users), 'failed').error.scope, 'usermgmt:read');
});

test('a connections list that cannot be read is a row as well', async (t) => {
  const { tree, secrets, connect } = await demoHouse(t);
  secrets.failure = new Error('the keyring is locked');
  assert.deepEqual(kindsOf(await tree.roots()), ['failed']);
  await connect();
  assert.deepEqual(kindsOf(await tree.roots()), ['connection']);
});

test('a connection that cannot be read is missed by a row, until it can be', async (t) => {
  const { tree, secrets, store, connect } = await demoHouse(t);
  await connect();
  await connect({ id: asConnectionId('two'), name: 'Two' });
  secrets.unreadable.add('falconAdmin.connection.two');
  const restarted = new ConnectionStore(secrets);
  const rows = new TenantTree(restarted, new Directories(restarted, { client: () => Promise.reject(new Error('not asked')) }));
  assert.deepEqual((await rows.roots()).map(({ kind }) => kind), ['connection', 'failed']);
  secrets.unreadable.clear();
  assert.deepEqual((await rows.roots()).map(({ id }) => id), (await tree.roots()).map(({ id }) => id));
  assert.equal(store.failures.length, 0);
});

test('a cancelled read is a row that says so, and the next one succeeds', async (t) => {
  const { tree, connect } = await demoHouse(t, { latencyMs: 20 });
  const root = connectionNode(await connect());
  const cancelling = new AbortController();
  const reading = tree.children(root, cancelling.signal);
  cancelling.abort();
  assert.equal(first(await reading, 'failed').error.kind, 'cancelled');
  assert.deepEqual(kindsOf(await tree.children(root)), ['cid']);
});

test('an answer for a connection that has gone meanwhile is dropped', async (t) => {
  const { tree, connect, store } = await demoHouse(t, { latencyMs: 20 });
  const connection = await connect();
  const reading = tree.children(connectionNode(connection));
  await store.remove(connection.id);
  assert.deepEqual(await reading, []);
});

test('an answer for a connection that has become another one is read again', async (t) => {
  const { tree, connect, store, demo } = await demoHouse(t, { latencyMs: 20 });
  const connection = await connect();
  const reading = tree.children(connectionNode(connection));
  await store.change(connection.id, { clientId: demo.readOnlyClientId, clientSecret: demo.readOnlyClientSecret });
  assert.deepEqual(kindsOf(await reading), ['cid']);
});

test('filters stay when a tenant is read anew, and a filter that nothing fits says so', async (t) => {
  const { tree, connect, directories } = await demoHouse(t);
  const connection = await connect();
  const users = first(await below(tree, connectionNode(connection), 'cid'), 'users');
  const directory = await directories.of(connection.id);
  directory.setView(users.cid, { ...directory.view(users.cid), filter: "uid:'nobody@acme.test'" });
  await tree.forget(connectionNode(connection));
  const [notice] = await tree.children(users);
  assert.ok(isNode(notice, 'notice'));
  assert.deepEqual(notice.notice, { topic: 'noUsers', filtered: true });
});

test('a user who is looked for stands in the tree under the home CID', async (t) => {
  const { tree, connect, directories } = await demoHouse(t);
  const connection = await connect();
  const directory = await directories.of(connection.id);
  const { cid: own } = await directory.shape();
  const { users } = await directory.findUsers('harris');
  const user = users.find((one) => one.cid !== own);
  assert.ok(user);
  const node = await tree.pathToUser(connection, user);
  assert.ok(isNode(node.parent, 'users') && isNode(node.parent.parent, 'cid'));
  assert.equal(node.parent.parent.cid, user.cid);
  assert.ok((await tree.children(node.parent)).some(({ id }) => id === node.id));
});

test('the other CIDs of a user are those where the user holds something', async (t) => {
  const { tree, connect, directories } = await demoHouse(t);
  const connection = await connect();
  const directory = await directories.of(connection.id);
  const { cid } = await directory.shape();
  const users = await tree.children(await tree.usersBelow(await tree.pathToCid(connection, cid)));
  for (const user of users.filter((node) => isNode(node, 'user')).slice(0, 12)) {
    const others = (await tree.children(first(await tree.children(user), 'otherCids'))).filter((node) => isNode(node, 'grantCid'));
    for (const other of others) assert.ok((await tree.children(other)).every((node) => isNode(node, 'grant') && node.grant.cid === other.cid));
  }
});

test('holders are those that the index knows, with how fresh and how complete that is, and a refresh forgets them', async (t) => {
  const { tree, connect, directories } = await demoHouse(t);
  const connection = await connect();
  const roles = await below(tree, connectionNode(connection), 'cid', 'roles');
  const role = ofKind(roles, 'role').find((node) => node.role.id === 'falconhost_admin');
  assert.ok(role?.cid !== undefined);
  const topics = async (): Promise<string[]> => ofKind(await tree.children(role), 'notice').map(({ notice }) => notice.topic);
  assert.deepEqual(await topics(), ['description', 'notCounted']);
  const { index } = await directories.of(connection.id);
  const some = (await tree.children(await tree.usersBelow(await tree.pathToCid(connection, role.cid)))).slice(0, 3);
  for (const user of ofKind(some, 'user')) await index.grants(user.user.uuid, role.cid);
  assert.deepEqual(await topics(), ['description', 'asOf', 'partlyCounted']);
  await index.fill({ cids: [role.cid] });
  assert.deepEqual(await topics(), ['description', 'asOf']);
  const holders = ofKind(await tree.children(role), 'holder');
  assert.ok(holders.length > 0 && holders.every(({ grant }) => grant.role_id === 'falconhost_admin' && grant.cid === role.cid));
  assert.equal(holders.length, index.holders(role.role.id, role.cid).items.length);
  const none = ofKind(roles, 'role').find((node) => index.holders(node.role.id, role.cid).items.length === 0);
  assert.ok(none);
  assert.ok(ofKind(await tree.children(none), 'notice').some(({ notice }) => notice.topic === 'noHolders'));
  await tree.forget(role);
  assert.deepEqual(await topics(), ['description', 'notCounted']);
});

test('of very many holders some are shown, and how many there are', async (t) => {
  const { tree, connect, directories } = await demoHouse(t);
  const connection = await connect();
  const role = ofKind(await below(tree, connectionNode(connection), 'cid', 'roles'), 'role').find(({ role: { id } }) => id === 'falconhost_admin');
  assert.ok(role?.cid !== undefined);
  const { index } = await directories.of(connection.id);
  await index.fill({ cids: [role.cid] });
  const known = index.holders(role.role.id, role.cid);
  const [one] = known.items;
  assert.ok(one);
  t.mock.method(index, 'holders', () => ({ ...known, items: Array.from({ length: 501 }, () => one) }));
  const children = await tree.children(role);
  assert.equal(ofKind(children, 'holder').length, 500);
  assert.ok(ofKind(children, 'notice').some(({ notice }) => notice.topic === 'moreHolders' && notice.total === 501));
});

test('without Flight Control the holders of a role are those of the one CID', async (t) => {
  const { tree, connect, directories, demo } = await demoHouse(t, { cids: 1, users: 30, extraClients: [{ scopes: ['usermgmt:read'] }] });
  const { clientId = '', clientSecret = '' } = demo.extraClients[0] ?? {};
  const connection = await connect({ clientId, clientSecret, missingScopes: ['mssp:read', 'sensor-installers:read'] });
  const role = ofKind(await below(tree, connectionNode(connection), 'roles'), 'role').find((node) => node.role.id === 'falconhost_admin');
  assert.ok(role);
  assert.equal(role.cid, undefined);
  await (await directories.of(connection.id)).index.fill({});
  assert.ok(ofKind(await tree.children(role), 'holder').length > 0);
});

test('ids are the same after everything was read anew, and no two nodes share one', async (t) => {
  const { tree, connect } = await demoHouse(t);
  const root = connectionNode(await connect());
  const read = async (): Promise<string[]> => {
    const found = await Promise.all([below(tree, root), below(tree, root, 'cid', 'users'), below(tree, root, 'cid', 'roles')]);
    return found.flat().map(({ id }) => id);
  };
  const before = await read();
  await tree.forget(root);
  assert.deepEqual(await read(), before);
  assert.equal(new Set(before).size, before.length);
});

test('nothing stands below a connection nobody knows', async (t) => {
  const { tree, connect } = await demoHouse(t);
  const connection = await connect();
  assert.deepEqual(await tree.children(connectionNode({ ...connection, id: asConnectionId('unknown') })), []);
});

test('counts that come at once stand beside the CIDs from the start, and nothing is shown twice', async (t) => {
  const house = await demoHouse(t);
  const tree = new TenantTree(house.store, house.directories);
  const learned: unknown[] = [];
  tree.onDidLearn((node) => learned.push(node));
  const found = await tree.children(connectionNode(await house.connect()));
  const counts = found.map((node) => (node.kind === 'cid' ? node.userCount : undefined));
  assert.ok(counts.length > 1 && counts.every((count) => count !== undefined && count > 0));
  assert.deepEqual(learned, []);
});
