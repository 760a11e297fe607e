import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cached } from '../../../src/state/cached.ts';

/** A read that is answered by hand, and knows whether it was given up. */
function manualRead(onKept?: () => void) {
  const reads: { signal: AbortSignal; answer: (value: string) => void; fail: (error: Error) => void }[] = [];
  const cached = new Cached<string>(
    (signal) =>
      new Promise((answer, fail) => {
        signal.addEventListener('abort', () => fail(new DOMException('', 'AbortError')));
        reads.push({ signal, answer, fail });
      }),
    onKept,
  );
  return { cached, reads };
}

test('those who ask meanwhile share one read, and those who ask later get what is kept', async () => {
  const { cached, reads } = manualRead();
  const both = [cached.get(), cached.get()];
  reads[0]?.answer('read');
  assert.deepEqual(await Promise.all(both), ['read', 'read']);
  assert.equal(await cached.get(), 'read');
  assert.equal(cached.known, 'read');
  assert.equal(reads.length, 1);
});

test('a failed read is not kept', async () => {
  const { cached, reads } = manualRead();
  const first = cached.get();
  reads[0]?.fail(new Error('no'));
  await assert.rejects(first, /no/);
  const second = cached.get();
  reads[1]?.answer('read');
  assert.equal(await second, 'read');
});

test('who gives up leaves the others their answer', async () => {
  const { cached, reads } = manualRead();
  const impatient = new AbortController();
  const first = cached.get(impatient.signal);
  const second = cached.get();
  impatient.abort();
  await assert.rejects(first, { name: 'AbortError' });
  assert.equal(reads[0]?.signal.aborted, false);
  reads[0]?.answer('read');
  assert.equal(await second, 'read');
});

test('a read that nobody waits for any more is given up, and the next one starts afresh', async () => {
  const { cached, reads } = manualRead();
  const impatient = new AbortController();
  const first = cached.get(impatient.signal);
  impatient.abort();
  await assert.rejects(first, { name: 'AbortError' });
  assert.equal(reads[0]?.signal.aborted, true);
  const second = cached.get();
  reads[1]?.answer('afresh');
  assert.equal(await second, 'afresh');
});

test('what is forgotten while it is read is not kept', async () => {
  const { cached, reads } = manualRead();
  const first = cached.get();
  cached.forget();
  reads[0]?.answer('stale');
  assert.equal(await first, 'stale');
  assert.equal(cached.known, undefined);
});

test('that a value is kept is told once, when it can be asked for, and not of one that was forgotten', async () => {
  const told: (string | undefined)[] = [];
  const { cached, reads } = manualRead(() => told.push(cached.known));
  const forgotten = cached.get();
  cached.forget();
  const both = [cached.get(), cached.get()];
  reads[1]?.answer('kept');
  await Promise.all(both);
  reads[0]?.answer('stale');
  await forgotten;
  await cached.get();
  assert.deepEqual([told, cached.known], [['kept'], 'kept']);
});
