import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DataTransfer } from 'vscode';
import type { DroppedFile } from '../../../src/views/fileDrop.ts';
import { useFakeTree } from './fakeTree.ts';

useFakeTree();
const { FileDrop } = await import('../../../src/views/fileDrop.ts');

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
  const failures: unknown[] = [];
  return { taken, failures, drop: new FileDrop((id, file) => taken.push([id, file]), (error) => failures.push(error)) };
}

const bytes = new TextEncoder().encode('uid\n');

test('a file from the desktop is taken with its bytes, for the item it was dropped onto', async () => {
  const { drop, taken } = controller();
  await drop.handleDrop('one/cid', transfer({ files: { asFile: () => ({ name: 'new.csv', data: async () => bytes }) } }));
  assert.deepEqual(taken, [['one/cid', { name: 'new.csv', bytes }]]);
});

test('what is dropped beside the items, or is no file, is left alone', async () => {
  const { drop, taken } = controller();
  await drop.handleDrop(undefined, transfer({ files: { asFile: () => ({ name: 'new.csv', data: async () => bytes }) } }));
  await drop.handleDrop('one', transfer({ 'text/uri-list': { asString: async () => '# nothing\r\n' } }));
  assert.deepEqual(taken, []);
});

test('a file that cannot be read is told', async () => {
  const { drop, taken, failures } = controller();
  await drop.handleDrop('one', transfer({ files: { asFile: () => ({ name: 'new.csv', data: () => Promise.reject(new Error('gone')) }) } }));
  assert.deepEqual([taken.length, failures.length], [0, 1]);
});
