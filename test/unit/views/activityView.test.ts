import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { TreeItem } from 'vscode';
import { asCid, asConnectionId } from '../../../src/core/ids.ts';
import type { TenantError } from '../../../src/core/errors.ts';
import { ConnectionStore } from '../../../src/state/connectionStore.ts';
import type { ActivityView } from '../../../src/views/activityView.ts';
import { FakeClock } from '../api/fakes/fakeClock.ts';
import { ada, bob, grant, role } from '../core/changes/samples.ts';
import { cutShort, done, emptyActivity, ended, failed, namedSet } from '../state/activityRuns.ts';
import type { Runs } from '../state/activityRuns.ts';
import { anEntry } from '../state/entries.ts';
import { aSent, keptInMemory } from '../state/requests/sentRequests.ts';
import type { Kept } from '../state/requests/sentRequests.ts';
import { MemorySecrets } from '../state/memorySecrets.ts';
import { registeredView, treeViews, useFakeTree } from './fakeTree.ts';
import { now, plainWording } from './plainWording.ts';

useFakeTree();
const { ActivityView: View } = await import('../../../src/views/activityView.ts');

const home = asCid('a'.repeat(32));
const textOf = (text: unknown): string => (typeof text === 'string' ? text : '');
const some = [grant(ada, home, [role('a')]), grant(bob, home, [role('a')])];

interface Viewed extends Runs {
  readonly view: ActivityView;
  readonly clock: FakeClock;
  readonly store: ConnectionStore;
  readonly sent: Kept;
  /** How often the journal was listed. */
  readonly reads: () => number;
  /** How often the editor was told to show the list anew. */
  readonly shown: () => number;
  readonly loaded: boolean[];
  readonly failures: TenantError[];
  readonly tree: () => (typeof treeViews)[number];
  readonly texts: (id?: string) => Promise<string[]>;
}

async function viewed(t: TestContext): Promise<Viewed> {
  const runs = emptyActivity(now);
  const list = t.mock.method(runs.files, 'list');
  const store = new ConnectionStore(new MemorySecrets());
  const clock = new FakeClock();
  const sent = keptInMemory();
  const [loaded, failures]: [boolean[], TenantError[]] = [[], []];
  let shown = 0;
  const view = new View(registeredView('falconAdmin.activity'), {
    ...{ store, clock, activity: runs.activity, requests: sent.kept, wording: plainWording, directories: { known: () => undefined } },
    onLoaded: (hasAny) => loaded.push(hasAny),
    onFailure: (error) => failures.push(error),
  });
  t.after(() => view.dispose());
  view.onDidChangeTreeData(() => shown++);
  const [tree] = treeViews.slice(-1);
  assert.ok(tree);
  const texts = async (id?: string): Promise<string[]> => (await view.getChildren(id)).map((each) => textOf(view.getTreeItem(each).label));
  return { ...runs, view, clock, store, sent, reads: () => list.mock.callCount(), shown: () => shown, loaded, failures, tree: () => tree, texts };
}

test('nothing is read before somebody looks, and then once', async (t) => {
  const { view, activity, reads, loaded, clock } = await viewed(t);
  activity.moved();
  await clock.advance(2_000);
  assert.equal(reads(), 0);
  await Promise.all([view.load(), view.getChildren(), view.getChildren()]);
  assert.equal(reads(), 1);
  assert.deepEqual(loaded, [false]);
});

test('shows runs by day with their rows, and names CIDs that are known', async (t) => {
  const runs = await viewed(t);
  await runs.store.load();
  await runs.store.put(anEntry({ id: asConnectionId('one'), name: 'Acme Global', cid: home }));
  await ended(runs, namedSet('s', some), [done, failed]);
  assert.deepEqual(await runs.texts(), ['Today']);
  const [today = ''] = await runs.view.getChildren();
  const [record = ''] = await runs.view.getChildren(today);
  assert.equal(record, 'record:s');
  const rows = ['Grant Role a to Bob Test (bob@acme.test) in Acme Global', 'Grant Role a to Ada Test (ada@acme.test) in Acme Global'];
  assert.deepEqual(await runs.texts(record), rows);
  const item: TreeItem = runs.view.getTreeItem(record);
  assert.deepEqual([item.contextValue, item.id, item.collapsibleState], ['record;ended;failed;undoable', 'record:s', 1]);
  assert.match(item.accessibilityInformation?.label ?? '', /, ended with failures$/);
  assert.match(textOf(runs.view.resolveTreeItem(item, record).tooltip), /^Grant .*\nTenant: Acme Global/);
});

test('a run that goes on is read again once a second, and once after it has ended', async (t) => {
  const runs = await viewed(t);
  await runs.view.getChildren();
  const record = await runs.activity.begin(namedSet('s', some));
  await runs.clock.advance(0);
  const before = runs.reads();
  for (let moved = 0; moved < 30; moved++) {
    runs.activity.moved();
    await runs.clock.advance(100);
  }
  assert.equal(runs.reads() - before, 3);
  assert.equal(runs.view.getTreeItem('record:s').contextValue, 'record;running');
  await record.end('finished');
  runs.activity.moved();
  await runs.clock.advance(1_000);
  assert.match(runs.view.getTreeItem('record:s').contextValue ?? '', /^record;ended/);
  assert.equal(runs.shown(), runs.reads() - 1);
  assert.deepEqual([runs.loaded[0], runs.loaded.at(-1)], [false, true]);
});

test('rows that the editor has are known while the list is read again', async (t) => {
  const runs = await viewed(t);
  await ended(runs, namedSet('s', some), [done, failed]);
  await runs.view.getChildren();
  await runs.view.getChildren('record:s');
  runs.activity.moved();
  await runs.clock.advance(0);
  assert.match(textOf(runs.view.getTreeItem('row:s:0').label), /^Grant/);
});

test('the badge counts what was left half-way until somebody has decided, in sight or not', async (t) => {
  const runs = await viewed(t);
  await cutShort(runs.files, namedSet('one', some), { rows: 1, begun: 0, at: now - 2 });
  await cutShort(runs.files, namedSet('two', some), { rows: 0, begun: 1, at: now - 1 });
  await runs.view.load();
  assert.deepEqual(runs.tree().badge, { value: 2, tooltip: '2 runs were left half-way' });
  assert.deepEqual(await runs.texts(), ['Left half-way']);
  runs.tree().show(false);
  await runs.activity.mark('one', 'dropped');
  await runs.clock.advance(1_000);
  assert.equal(runs.tree().badge?.value, 1);
  await runs.activity.mark('two', 'continued', 'three');
  await runs.clock.advance(1_000);
  assert.equal(runs.tree().badge, undefined);
});

test('out of sight nothing is read until the view comes back', async (t) => {
  const runs = await viewed(t);
  await runs.view.getChildren();
  runs.tree().show(false);
  await ended(runs, namedSet('s', some), [done, done]);
  runs.activity.moved();
  await runs.clock.advance(5_000);
  assert.equal(runs.view.getTreeItem('record:s').contextValue, undefined);
  runs.tree().show(true);
  await runs.clock.advance(0);
  assert.equal(runs.view.getTreeItem('record:s').contextValue, 'record;ended;undoable');
});

test('a list that cannot be read is a row that says so and tries again', async (t) => {
  const runs = await viewed(t);
  const broken = t.mock.method(runs.files, 'list', () => Promise.reject(new Error('no such folder')));
  const [row = ''] = await runs.view.getChildren();
  const item: TreeItem = runs.view.getTreeItem(row);
  assert.deepEqual([item.label, item.command?.command], ['Something unexpected happened.', 'falconAdmin.activity.refresh']);
  assert.equal(runs.failures.length, 1);
  broken.mock.restore();
  await ended(runs, namedSet('s', some), [done, done]);
  runs.activity.moved();
  await runs.clock.advance(0);
  assert.deepEqual(await runs.texts(), ['Today']);
});

test('a request that was sent shows without any change, with its menu, and goes when it is deleted', async (t) => {
  const { view, sent, clock, texts, loaded } = await viewed(t);
  await view.getChildren();
  await sent.kept.add(aSent({ at: now, operation: 'createUserV1', ended: 'done' }));
  await clock.advance(0);
  assert.deepEqual([await texts(), loaded.at(-1)], [[], false], 'of a change there is a record');
  await sent.kept.add(aSent({ at: now }));
  await clock.advance(1_000);
  const [today = ''] = await view.getChildren();
  const [request = ''] = await view.getChildren(today);
  const item: TreeItem = view.getTreeItem(request);
  assert.deepEqual([item.label, item.contextValue, item.collapsibleState, loaded.at(-1)], ['queryUserV1', 'request', 0, true]);
  assert.deepEqual([item.command?.command, item.command?.arguments], ['falconAdmin.activity.openRequest', [request]]);
  assert.match(textOf(view.resolveTreeItem(item, request).tooltip), /^queryUserV1\nTenant: Acme Global/);
  await sent.kept.removeAll();
  await clock.advance(1_000);
  assert.deepEqual([await texts(), loaded.at(-1)], [[], false]);
});

test('requests that cannot be read are told in a row of their own, above the runs', async (t) => {
  const runs = await viewed(t);
  await ended(runs, namedSet('s', some), [done, done]);
  t.mock.method(runs.sent.files, 'list', () => Promise.reject(new Error('no such folder')));
  assert.deepEqual(await runs.texts(), ['Something unexpected happened.', 'Today']);
  assert.deepEqual([runs.failures.length, runs.loaded], [1, [true]]);
});
