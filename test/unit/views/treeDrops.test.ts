import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DataTransfer } from 'vscode';
import type { DroppedFile } from '../../../src/views/fileDrop.ts';
import { dropTypes, rowsMimeType } from '../../../src/views/dropTypes.ts';
import { useFakeTree } from './fakeTree.ts';

useFakeTree();
const { TreeDrops } = await import('../../../src/views/treeDrops.ts');

interface Item {
  readonly asFile: () => { readonly name: string; readonly data: () => Promise<Uint8Array> } | undefined;
  readonly asString: () => Promise<string>;
}

const transfer = (items: Readonly<Record<string, Partial<Item>>>): DataTransfer => {
  const map = new Map(Object.entries(items).map(([mime, item]) => [mime, { asFile: () => undefined, asString: async () => '', ...item }]));
  return map as unknown as DataTransfer;
};

function controller() {
  const taken: [string, DroppedFile][] = [];
  const rows: [readonly string[], string | undefined][] = [];
  const failures: unknown[] = [];
  const drops = new TreeDrops({
    onRows: (dragged, target) => rows.push([dragged, target]),
    onFile: (id, file) => taken.push([id, file]),
    onFailure: (error) => failures.push(error),
  });
  return { taken, rows, failures, drops };
}

const bytes = new TextEncoder().encode('uid\n');

test('a file from the desktop is taken with its bytes, for the item it was dropped onto', async () => {
  const { drops, taken } = controller();
  await drops.handleDrop('one/cid', transfer({ files: { asFile: () => ({ name: 'new.csv', data: async () => bytes }) } }));
  assert.deepEqual(taken, [['one/cid', { name: 'new.csv', bytes }]]);
});

test('a file that is dropped beside the items, or what is no file, is left alone', async () => {
  const { drops, taken, rows } = controller();
  await drops.handleDrop(undefined, transfer({ files: { asFile: () => ({ name: 'new.csv', data: async () => bytes }) } }));
  await drops.handleDrop('one', transfer({ 'text/uri-list': { asString: async () => '# nothing\r\n' } }));
  assert.deepEqual([taken, rows], [[], []]);
});

test('a file that cannot be read is told', async () => {
  const { drops, taken, failures } = controller();
  await drops.handleDrop('one', transfer({ files: { asFile: () => ({ name: 'new.csv', data: () => Promise.reject(new Error('gone')) }) } }));
  assert.deepEqual([taken.length, failures.length], [0, 1]);
});

test('rows that are dragged come back by their ids, with what they were dropped onto', async () => {
  const { drops, rows } = controller();
  const data = transfer({});
  drops.handleDrag(['one/users/ada', 'one/users/bob'], data);
  await drops.handleDrop('one/roles/admin', data);
  await drops.handleDrop(undefined, data);
  const dragged = ['one/users/ada', 'one/users/bob'];
  assert.deepEqual(rows, [
    [dragged, 'one/roles/admin'],
    [dragged, undefined],
  ]);
});

test('what others offer under the type of rows is no row', async () => {
  const { drops, rows } = controller();
  for (const text of ['{', '{"0":"one"}', '[1,null]']) await drops.handleDrop('one', transfer({ [rowsMimeType]: { asString: async () => text } }));
  assert.deepEqual(rows.map(([dragged]) => dragged), [[], [], []]);
});

test('the type of rows is the one that the editor derives from the id of the view', () => {
  assert.equal(rowsMimeType, `application/vnd.code.tree.${'falconAdmin.tenants'.toLowerCase()}`);
  assert.ok(dropTypes.includes(rowsMimeType));
});
