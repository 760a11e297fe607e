import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TreeView } from 'vscode';
import type { LazyTreeParts, TreeContent } from '../../../src/views/lazyTree.ts';
import { EventEmitter, TreeItem, treeViews, useFakeTree } from './fakeTree.ts';

useFakeTree();
const { LazyTree } = await import('../../../src/views/lazyTree.ts');

type Content = TreeContent<string>;

function tree(over: Partial<LazyTreeParts<string, Content>> = {}) {
  const changed = new EventEmitter<string | undefined>();
  const seen = { loads: 0, disposed: 0, view: undefined as TreeView<string> | undefined };
  const content: Content = {
    onDidChangeTreeData: changed.event,
    getChildren: (id) => (id === undefined ? ['one', 'two'] : []),
    getTreeItem: (id) => new TreeItem(`row ${id}`),
    dispose: () => void seen.disposed++,
  };
  const load = async (view: TreeView<string>): Promise<Content> => {
    seen.loads++;
    seen.view = view;
    return content;
  };
  return { seen, changed, view: new LazyTree<string, Content>({ id: 'falconAdmin.tenants', load, ...over }) };
}

test('a view is registered at once, and its content is loaded once, when it is first asked', async () => {
  const { view, seen } = tree();
  const registered = treeViews.at(-1);
  assert.deepEqual([seen.loads, view.known], [0, undefined]);
  assert.deepEqual(await Promise.all([view.getChildren(), view.getChildren('one')]), [['one', 'two'], []]);
  assert.equal((await view.getTreeItem('one')).label, 'row one');
  assert.equal(seen.loads, 1);
  assert.equal(seen.view, registered);
  assert.ok(view.known);
});

test('what content does not offer is nothing', async () => {
  const { view } = tree();
  const item = await view.getTreeItem('one');
  assert.equal(await view.getParent('one'), undefined);
  assert.equal(await view.resolveTreeItem(item, 'one', undefined as never), item);
});

test('changes of the content reach the editor', async () => {
  const { view, changed } = tree();
  const heard: unknown[] = [];
  view.onDidChangeTreeData((element) => heard.push(element));
  await view.getChildren();
  changed.fire('one');
  changed.fire(undefined);
  assert.deepEqual(heard, ['one', undefined]);
});

test('content that cannot be loaded is tried again by whoever asks next', async () => {
  let tries = 0;
  const { view } = tree({
    load: async () => {
      if (++tries === 1) throw new Error('no such chunk');
      return { getChildren: () => ['late'], getTreeItem: () => new TreeItem('late'), dispose: () => undefined };
    },
  });
  await assert.rejects(view.getChildren(), /no such chunk/);
  assert.deepEqual(await view.getChildren(), ['late']);
});

test('content ends with the view, also when it comes later', async () => {
  const early = tree();
  await early.view.getChildren();
  early.view.dispose();
  const late = tree();
  const loading = late.view.content();
  late.view.dispose();
  await loading;
  assert.deepEqual([early.seen.disposed, late.seen.disposed], [1, 1]);
});

test('only a view with types takes what is dragged and dropped, and its content handles it', async () => {
  tree();
  assert.ok(!('dragAndDropController' in (treeViews.at(-1)?.options as object)));
  const dropped: unknown[] = [];
  tree({
    mimeTypes: { drag: ['rows'], drop: ['rows', 'files'] },
    load: async () => ({
      getChildren: () => [],
      getTreeItem: () => new TreeItem(''),
      drops: { handleDrag: (rows) => void dropped.push(['drag', rows]), handleDrop: (target) => void dropped.push(['drop', target]) },
      dispose: () => undefined,
    }),
  });
  const { dragAndDropController: controller } = treeViews.at(-1)?.options as { readonly dragAndDropController: Record<string, unknown> };
  assert.deepEqual([controller['dragMimeTypes'], controller['dropMimeTypes']], [['rows'], ['rows', 'files']]);
  await (controller['handleDrag'] as (rows: unknown) => Promise<void>)(['one']);
  await (controller['handleDrop'] as (target: unknown) => Promise<void>)('two');
  assert.deepEqual(dropped, [
    ['drag', ['one']],
    ['drop', 'two'],
  ]);
});
