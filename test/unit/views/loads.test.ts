import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Loads } from '../../../src/views/loads.ts';

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));

test('loading is told of once it lasts, and ends with the last read', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const told: boolean[] = [];
  const loads = new Loads((loading) => told.push(loading));
  const reads = [loads.run(untilAborted), loads.run(untilAborted)];
  assert.deepEqual(told, []);
  t.mock.timers.tick(1_000);
  assert.deepEqual(told, [true]);
  loads.cancel();
  assert.deepEqual((await Promise.allSettled(reads)).map(({ status }) => status), ['rejected', 'rejected']);
  assert.deepEqual(told, [true, false]);
});

test('a short read is not worth telling of', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const told: boolean[] = [];
  const loads = new Loads((loading) => told.push(loading));
  assert.equal(await loads.run(async () => 'done'), 'done');
  t.mock.timers.tick(1_000);
  assert.deepEqual(told, []);
});
