import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DisposableStore } from '../../../src/host/disposables.ts';

test('the youngest goes first, each once, however often the store is disposed', () => {
  const gone: string[] = [];
  const store = new DisposableStore();
  store.addCallback(() => gone.push('first'));
  store.addCallback(() => gone.push('second'));
  store.dispose();
  store.dispose();
  assert.deepEqual(gone, ['second', 'first']);
  assert.equal(store.isDisposed, true);
});

test('what comes too late is disposed at once', () => {
  const gone: string[] = [];
  const store = new DisposableStore();
  store.dispose();
  const late = store.add({ dispose: () => gone.push('late') });
  assert.deepEqual(gone, ['late']);
  assert.ok(late);
});

test('one that fails does not keep the others', () => {
  const gone: string[] = [];
  const store = new DisposableStore();
  store.addCallback(() => gone.push('first'));
  store.addCallback(() => {
    throw new Error('stuck');
  });
  assert.throws(() => store.dispose(), /stuck/);
  assert.deepEqual(gone, ['first']);
});
