import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pace } from '../../../src/state/pace.ts';
import { FakeClock, settle } from '../api/fakes/fakeClock.ts';

function paced(): { readonly clock: FakeClock; readonly pace: Pace; readonly done: number[] } {
  const clock = new FakeClock();
  const startedAt = clock.now();
  const done: number[] = [];
  const pace = new Pace({ clock, everyMs: 1_000, work: async () => void done.push(clock.now() - startedAt) });
  return { clock, pace, done };
}

test('the first asking is answered at once, those soon after it together', async () => {
  const { clock, pace, done } = paced();
  for (let asked = 0; asked < 20; asked++) {
    pace.ask();
    await clock.advance(100);
  }
  await clock.advance(5_000);
  assert.deepEqual(done, [0, 1_000, 2_000]);
  pace.ask();
  await settle();
  assert.equal(done.at(-1), 7_000, 'after a pause there is no wait');
});

test('nothing is done any more once the owner has ended', async () => {
  const { clock, pace, done } = paced();
  pace.ask();
  await settle();
  pace.ask();
  pace.dispose();
  await clock.advance(5_000);
  assert.deepEqual([done, clock.waiting], [[0], 0]);
});
