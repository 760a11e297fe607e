import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { asConnectionId } from '../../../src/core/ids.ts';
import type { DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import type { TenantsView } from '../../../src/views/tenantsView.ts';
import { demoHouse } from '../state/demoHouse.ts';
import type { House } from '../state/demoHouse.ts';
import { treeViews, useFakeTree } from './fakeTree.ts';
import { plainWording } from './plainWording.ts';

useFakeTree();
const { TenantsView: View } = await import('../../../src/views/tenantsView.ts');

interface Viewed extends House {
  readonly view: TenantsView;
  /** What the editor was told to show anew; undefined for everything. */
  readonly fired: (string | undefined)[];
}

async function viewed(t: TestContext, options?: DemoTenantOptions): Promise<Viewed> {
  const house = await demoHouse(t, options);
  const nothing = (): void => undefined;
  const view = new View({ ...house, wording: plainWording, onLoading: nothing, onFailure: nothing, onDrop: nothing, onDropFailure: nothing });
  t.after(() => view.dispose());
  const fired: (string | undefined)[] = [];
  view.onDidChangeTreeData((id) => fired.push(id));
  return { ...house, view, fired };
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
