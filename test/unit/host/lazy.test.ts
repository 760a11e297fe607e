import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lazy } from '../../../src/host/lazy.ts';

test('something is made once, when it is first asked for, and known from then on', async () => {
  let made = 0;
  const lazy = new Lazy(async () => ++made);
  assert.deepEqual([made, lazy.known], [0, undefined]);
  assert.deepEqual(await Promise.all([lazy.get(), lazy.get()]), [1, 1]);
  assert.deepEqual([await lazy.get(), lazy.known, made], [1, 1, 1]);
});

test('after a failure whoever asks next gets another try', async () => {
  let tries = 0;
  const lazy = new Lazy(async () => {
    if (++tries === 1) throw new Error('not now');
    return tries;
  });
  await assert.rejects(lazy.get(), /not now/);
  assert.equal(lazy.known, undefined);
  assert.equal(await lazy.get(), 2);
});
