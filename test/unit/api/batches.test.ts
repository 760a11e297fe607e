import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allOrNone, batches } from '../../../src/api/batches.ts';
import { systemClock } from '../../../src/api/clock.ts';
import { startDeadline } from '../../../src/api/deadline.ts';

test('work is split into batches without losing or repeating any', () => {
  assert.deepEqual(batches([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]]);
  assert.deepEqual(batches([1, 2], 2), [[1, 2]]);
  assert.deepEqual(batches([], 2), []);
});

test('results come in the order of the tasks', async () => {
  const later = (value: number) => async (): Promise<number> => {
    for (let turn = value; turn > 0; turn--) await Promise.resolve();
    return value;
  };
  assert.deepEqual(await allOrNone([later(5), later(1), later(3)]), [5, 1, 3]);
});

test('one failure aborts all others and is what is thrown, and later failures are nobody’s surprise', async () => {
  const aborted: boolean[] = [];
  const waiting = (signal: AbortSignal): Promise<never> =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        aborted.push(true);
        reject(new Error('stopped'));
      });
    });
  await assert.rejects(allOrNone([waiting, () => Promise.reject(new Error('broken')), waiting]), /broken/);
  assert.deepEqual(aborted, [true, true]);
});

test('an abort from outside reaches every task', async () => {
  const abort = new AbortController();
  const work = allOrNone([(signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))], abort.signal);
  abort.abort();
  await assert.rejects(work, { name: 'AbortError' });
});

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

test('an aborted wait ends at once and leaves no timer', async () => {
  const before = timers();
  const abort = new AbortController();
  const waiting = systemClock.wait(600_000, abort.signal);
  assert.equal(timers(), before + 1);
  abort.abort();
  await assert.rejects(waiting, { name: 'AbortError' });
  assert.equal(timers(), before);
  await assert.rejects(systemClock.wait(600_000, abort.signal), { name: 'AbortError' });
  assert.equal(timers(), before);
});

test('a wait ends by itself', async () => {
  const abort = new AbortController();
  await systemClock.wait(1, abort.signal);
  await systemClock.wait(0);
  assert.ok(Math.abs(systemClock.now() - Date.now()) < 1_000);
});

test('a deadline ends the wait for work that does not notice an abort, and lets other work come through', async () => {
  const abort = new AbortController();
  const deadline = startDeadline(600_000, abort.signal);
  assert.equal(await deadline.race(Promise.resolve('done')), 'done');
  await assert.rejects(deadline.race(Promise.reject(new Error('broken'))), /broken/);
  const deaf = deadline.race(new Promise(() => undefined));
  abort.abort();
  await assert.rejects(deaf, { name: 'AbortError' });
  await assert.rejects(deadline.race(new Promise(() => undefined)), { name: 'AbortError' });
  deadline.release();
});

test('a deadline joins signals with a time limit and lets go of both', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const abort = new AbortController();
  const ran = startDeadline(1_000, abort.signal, undefined);
  t.mock.timers.tick(999);
  assert.equal(ran.signal.aborted, false);
  t.mock.timers.tick(1);
  assert.equal(ran.signal.aborted, true);
  assert.equal(ran.expired(), true);

  const stopped = startDeadline(1_000, abort.signal);
  abort.abort();
  assert.equal(stopped.signal.aborted, true);
  t.mock.timers.tick(1_000);
  assert.equal(stopped.expired(), false, 'it was aborted before its time');

  assert.equal(startDeadline(1_000, abort.signal).signal.aborted, true);

  const another = new AbortController();
  const released = startDeadline(1_000, another.signal);
  released.release();
  another.abort();
  t.mock.timers.tick(1_000);
  assert.equal(released.signal.aborted, false);
});
