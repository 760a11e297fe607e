import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { DataTransfer } from 'vscode';
import { asConnectionId } from '../../../src/core/ids.ts';
import type { DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import type { TenantNode } from '../../../src/state/nodes.ts';
import type { GrantAsked } from '../../../src/views/grantDrop.ts';
import type { TenantsView } from '../../../src/views/tenantsView.ts';
import { demoHouse } from '../state/demoHouse.ts';
import type { House } from '../state/demoHouse.ts';
import { registeredView, treeViews, useFakeTree } from './fakeTree.ts';
import { plainWording } from './plainWording.ts';

useFakeTree();
const { TenantsView: View } = await import('../../../src/views/tenantsView.ts');

interface Viewed extends House {
  readonly view: TenantsView;
  /** What the editor was told to show anew; undefined for everything. */
  readonly fired: (string | undefined)[];
  /** What was asked for by dropping rows, and why nothing was. */
  readonly asked: GrantAsked[];
  readonly refused: string[];
}

async function viewed(t: TestContext, options?: DemoTenantOptions): Promise<Viewed> {
  const house = await demoHouse(t, options);
  const nothing = (): void => undefined;
  const [asked, refused]: [GrantAsked[], string[]] = [[], []];
  const heard = { onLoading: nothing, onFailure: nothing, onDrop: nothing, onDropFailure: nothing };
  const view = new View(registeredView('falconAdmin.tenants'), {
    ...{ ...house, ...heard, wording: plainWording },
    ...{ cylanceTree: house.cylance.tree, cylanceStore: house.cylance.store, cylanceSessions: house.cylance.sessions },
    onGrantDrop: (grant) => asked.push(grant),
    onDropRefused: (reason) => refused.push(reason),
  });
  t.after(() => view.dispose());
  const fired: (string | undefined)[] = [];
  view.onDidChangeTreeData((id) => fired.push(id));
  return { ...house, view, fired, asked, refused };
}

const firstUsers = async (view: TenantsView): Promise<string> => {
  const [root] = await view.getChildren();
  const [users] = await view.getChildren(root);
  return users ?? '';
};

test('what a connection may do changes its own row, its name and presence change the list', async (t) => {
  const { view, fired, store, connect } = await viewed(t);
  const { id } = await connect();
  await view.getChildren();
  const firedBy = async (change: Promise<unknown>): Promise<readonly (string | undefined)[]> => {
    fired.length = 0;
    await change;
    return [...fired];
  };
  assert.deepEqual(await firedBy(store.change(id, { canChange: true })), [id]);
  assert.deepEqual(await firedBy(store.change(id, { clientSecret: 'newer' })), [id]);
  assert.deepEqual(await firedBy(store.change(id, { name: 'Renamed' })), [undefined]);
  assert.deepEqual(await firedBy(connect({ id: asConnectionId('two'), name: 'Two' })), [undefined]);
  assert.deepEqual(await firedBy(store.remove(id)), [undefined]);
});

test('what was cancelled stays so while connections change, until its own becomes another one', async (t) => {
  const { view, store, connect, demo } = await viewed(t, { latencyMs: 20 });
  const { id } = await connect();
  await view.getChildren();
  const reading = view.getChildren(id);
  view.cancel();
  const cancelled = await reading;
  assert.deepEqual(cancelled, [`${id}/failed`]);
  await store.change(id, { canChange: true });
  await connect({ id: asConnectionId('two'), name: 'Two' });
  assert.deepEqual(await view.getChildren(id), cancelled);
  await store.change(id, { clientId: demo.readOnlyClientId, clientSecret: demo.readOnlyClientSecret });
  assert.notDeepEqual(await view.getChildren(id), cancelled);
});

test('a Cylance list whose reading was cancelled is read again only once somebody wants it', async (t) => {
  const { view, connectCylance } = await viewed(t, { latencyMs: 20 });
  await connectCylance();
  const list = await firstUsers(view);
  const reading = view.getChildren(list);
  view.cancel();
  const cancelled = await reading;
  assert.deepEqual(cancelled, [`${list}/failed`]);
  assert.deepEqual(await view.getChildren(list), cancelled);
  view.refresh(view.node(`${list}/failed`)?.parent);
  assert.match((await view.getChildren(list))[0] ?? '', /\/users\/[0-9a-f-]{36}$/);
});

/** The row of a list of users and the tree around it, after the list has been given another filter. */
async function refiltered(t: TestContext, filter: string, latencyMs = 0): Promise<Viewed & { readonly list: string; readonly node: TenantNode }> {
  const house = await viewed(t, { cids: 1, users: 20, latencyMs });
  const { id } = await house.connect();
  const list = await firstUsers(house.view);
  await house.view.getChildren(list);
  const node = house.view.node(list);
  assert.ok(node?.kind === 'users');
  const directory = await house.directories.of(id);
  directory.setView(node.cid, { ...directory.view(node.cid), filter });
  house.fired.length = 0;
  return { ...house, list, node };
}

test('a list that is read in another way is shown anew once, with its count', async (t) => {
  const { view, fired, list, node } = await refiltered(t, "status:'active'");
  await view.reread(node);
  const { description } = view.getTreeItem(list);
  assert.match(String(description), /^\d+ · /);
  const found = await view.getChildren(list);
  assert.equal(Number.parseInt(String(description), 10), found.length);
  assert.deepEqual(fired, [list]);
});

test('a list that cannot be read in another way says why, and is not asked for again before somebody wants it', async (t) => {
  const { view, demo, list, node } = await refiltered(t, "nonsense:'x'");
  await view.reread(node);
  const asked = demo.requests.length;
  assert.deepEqual(await view.getChildren(list), [`${list}/failed`]);
  assert.equal(demo.requests.length, asked);
  view.refresh(node);
  await view.getChildren(list);
  assert.ok(demo.requests.length > asked);
});

test('a list whose reading in another way was cancelled is not read on by itself', async (t) => {
  const { view, list, node } = await refiltered(t, "status:'active'", 20);
  const reading = view.reread(node);
  view.cancel();
  await reading;
  assert.deepEqual(await view.getChildren(list), [`${list}/failed`]);
  view.refresh(node);
  assert.notDeepEqual(await view.getChildren(list), [`${list}/failed`]);
});

test('counts that come later show the tenant anew, once', async (t) => {
  const { view, fired, connect } = await viewed(t);
  const { id } = await connect();
  await view.getChildren();
  fired.length = 0;
  await view.getChildren(id);
  await t.waitFor(() => assert.deepEqual(fired, [id]));
  await view.getChildren(id);
  assert.deepEqual(fired, [id]);
});

test('users who are listed no more are forgotten, with what stood below them', async (t) => {
  const { view, sessions, tree, connect } = await viewed(t, { cids: 1, users: 20 });
  const { id } = await connect();
  const users = await firstUsers(view);
  const [gone = '', kept = ''] = await view.getChildren(users);
  const [grant = ''] = await view.getChildren(gone);
  const node = view.node(gone);
  assert.ok(node?.kind === 'user' && view.node(grant));
  await (await sessions.client(id)).call('deleteUserV1', { user_uuid: node.user.uuid });
  const list = view.node(users);
  assert.ok(list);
  await tree.forget(list);
  assert.ok(!(await view.getChildren(users)).includes(gone));
  assert.deepEqual([view.node(gone), view.node(grant)], [undefined, undefined]);
  assert.ok(view.node(kept));
});

test('a refusal of the server for the rate limit is said over the tree', async (t) => {
  const { view, connect } = await viewed(t, { ratePerMinute: 1 });
  const { id } = await connect();
  await view.getChildren();
  const stopped = view.getChildren(id);
  await t.waitFor(() => assert.match(treeViews.at(-1)?.message ?? '', /^Rate limit of Acme used up; goes on at \d\d:\d\d/));
  view.cancel();
  await stopped;
});

test('so is that of a Cylance tenant', async (t) => {
  const { view, connectCylance } = await viewed(t, { ratePerMinute: 1 });
  await connectCylance();
  const stopped = view.getChildren(await firstUsers(view));
  await t.waitFor(() => assert.match(treeViews.at(-1)?.message ?? '', /^Rate limit of Acme Endpoints used up; goes on at \d\d:\d\d/));
  view.cancel();
  await stopped;
});

test('what a run has changed is shown anew where it stands, and nothing else is', async (t) => {
  const { view, fired, connect, directories } = await viewed(t, { cids: 3, users: 40 });
  const { id: connection } = await connect();
  const [root] = await view.getChildren();
  const [parent, child] = await view.getChildren(root);
  const [users] = await view.getChildren(parent);
  const [first, second] = await view.getChildren(users);
  const [node, other] = [view.node(first ?? ''), view.node(child ?? '')];
  assert.ok(node?.kind === 'user' && other?.kind === 'cid' && second);
  fired.length = 0;
  directories.tellWritten({ connection, users: [node.user.uuid], cids: [other.cid], lists: [other.cid] });
  assert.deepEqual(fired.sort(), [child, first].sort());
});

test('where it is not known what a run has changed, the whole tenant is shown anew, and no other', async (t) => {
  const { view, fired, connect, directories } = await viewed(t, { cids: 3, users: 40 });
  const { id: connection } = await connect();
  await connect({ id: asConnectionId('two'), name: 'Beta' });
  const [root] = await view.getChildren();
  await view.getChildren(root);
  fired.length = 0;
  directories.tellWritten({ connection, users: [], cids: [], lists: [], all: true });
  assert.deepEqual(fired, [root]);
});

test('what becomes known of grants shows anew the rows that look different for it, and no others', async (t) => {
  const { view, fired, connect, directories } = await viewed(t, { cids: 1, users: 12 });
  const { id } = await connect();
  const [users = '', roles = ''] = await view.getChildren((await view.getChildren())[0]);
  const [read = '', ...others] = await view.getChildren(users);
  const shownRoles = await view.getChildren(roles);
  for (const each of [id, users, roles, read, ...others, ...shownRoles]) view.getTreeItem(each);
  const node = view.node(read);
  assert.ok(node?.kind === 'user');
  const { index } = await directories.of(id);
  fired.length = 0;
  await index.grants(node.user.uuid, node.cid);
  const held = new Set(index.allKnown(node.user.uuid).map((grant) => `${roles}/${grant.role_id}`));
  assert.ok(held.size > 0);
  await t.waitFor(() => assert.deepEqual(new Set(fired), new Set([read, ...held])), { timeout: 10_000 });
});

test('below a role that is unfolded the holders come as they become known', async (t) => {
  const { view, fired, connect, directories } = await viewed(t, { cids: 1, users: 30 });
  const { id } = await connect();
  const [, roles = ''] = await view.getChildren((await view.getChildren())[0]);
  const role = (await view.getChildren(roles)).find((each) => each.endsWith('/falconhost_admin')) ?? '';
  view.getTreeItem(role);
  const kinds = async (): Promise<(string | undefined)[]> => (await view.getChildren(role)).map((each) => view.node(each)?.kind);
  assert.ok(!(await kinds()).includes('holder'));
  fired.length = 0;
  await (await directories.of(id)).index.fill({});
  await t.waitFor(() => assert.ok(fired.includes(role)), { timeout: 10_000 });
  view.getTreeItem(role);
  assert.ok((await kinds()).includes('holder'));
});

test('users who are dropped onto a role ask for a grant, and what means nothing is refused', async (t) => {
  const { view, connect, asked, refused } = await viewed(t, { cids: 1, users: 12 });
  const { id } = await connect();
  const [users = '', roles = ''] = await view.getChildren((await view.getChildren())[0]);
  const [first = '', second = ''] = await view.getChildren(users);
  const [role = ''] = await view.getChildren(roles);
  const drop = async (dragged: readonly string[], target: string | undefined): Promise<void> => {
    const data = new Map() as unknown as DataTransfer;
    view.drops.handleDrag(dragged, data);
    await view.drops.handleDrop(target, data);
  };
  await drop([first, second, 'forgotten'], role);
  const uuids = [first, second].map((each) => each.split('/').at(-1));
  const cid = view.node(role);
  assert.ok(cid?.kind === 'role');
  assert.deepEqual(asked, [{ connection: id, users: uuids, cid: cid.cid, role: cid.role.id }]);
  await drop([first], undefined);
  await drop([first], users);
  assert.deepEqual([asked.length, refused.length], [1, 2]);
});
