import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { LatestSearch, typingPauseMs } from '../../../src/host/latestSearch.ts';

interface Call {
  readonly text: string;
  readonly signal: AbortSignal;
  readonly answer: (found: string) => void;
  readonly fail: (error: unknown) => void;
}

function start() {
  const calls: Call[] = [];
  const events: string[] = [];
  const search = new LatestSearch<string>(
    (text, signal) => new Promise((answer, fail) => calls.push({ text, signal, answer, fail })),
    {
      onBusy: (busy) => events.push(busy ? 'busy' : 'idle'),
      onFound: (found) => events.push(`found ${found}`),
      onFailed: (error) => events.push(`failed ${String(error)}`),
    },
  );
  return { calls, events, search };
}

/** Lets settled promises reach whoever waits for them. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('typing on starts one search, after a pause', (context) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  context.after(() => mock.timers.reset());
  const { calls, search } = start();
  search.ask('a');
  mock.timers.tick(typingPauseMs - 1);
  search.ask('ad');
  mock.timers.tick(typingPauseMs - 1);
  assert.equal(calls.length, 0);
  mock.timers.tick(1);
  assert.deepEqual(calls.map(({ text }) => text), ['ad']);
});

test('a search that is overtaken is aborted, and its answer or failure is dropped', async () => {
  const { calls, events, search } = start();
  for (const text of ['a', 'b', 'c']) search.ask(text, 0);
  assert.deepEqual(calls.map(({ signal }) => signal.aborted), [true, true, false]);
  calls[2]?.answer('third');
  calls[0]?.answer('first');
  calls[1]?.fail('late');
  await settled();
  assert.deepEqual(events, ['busy', 'busy', 'busy', 'found third', 'idle']);
});

test('a failure is told, and the next text searches again', async () => {
  const { calls, events, search } = start();
  search.ask('a', 0);
  calls[0]?.fail('offline');
  await settled();
  search.ask('b', 0);
  calls[1]?.answer('b');
  await settled();
  assert.deepEqual(events, ['busy', 'failed offline', 'idle', 'busy', 'found b', 'idle']);
});

test('after disposal nothing is asked or told', async () => {
  const { calls, events, search } = start();
  search.ask('a', 0);
  search.dispose();
  calls[0]?.answer('a');
  search.ask('b', 0);
  await settled();
  assert.equal(calls[0]?.signal.aborted, true);
  assert.equal(calls.length, 1);
  assert.deepEqual(events, ['busy']);
});
