import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withAbortSignal } from '../../../src/host/abort.ts';

function fakeToken(isCancellationRequested = false) {
  const listeners = new Set<() => void>();
  return {
    isCancellationRequested,
    listeners,
    onCancellationRequested: (listener: () => void) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
}

test('the signal follows the token', async () => {
  const token = fakeToken();
  await withAbortSignal(token, async (signal) => {
    assert.equal(signal.aborted, false);
    for (const listener of token.listeners) listener();
    assert.equal(signal.aborted, true);
  });
});

test('a token that is cancelled already gives an aborted signal', async () => {
  assert.equal(await withAbortSignal(fakeToken(true), async (signal) => signal.aborted), true);
});

test('the token is let go of whether the work ends well or not', async () => {
  const token = fakeToken();
  await withAbortSignal(token, async () => assert.equal(token.listeners.size, 1));
  assert.equal(token.listeners.size, 0);
  await assert.rejects(withAbortSignal(token, async () => Promise.reject(new Error('no'))), /no/);
  assert.equal(token.listeners.size, 0);
});

test('an outer signal aborts as well', async () => {
  const outer = new AbortController();
  await withAbortSignal(undefined, async (signal) => {
    outer.abort();
    assert.equal(signal.aborted, true);
  }, outer.signal);
});
