import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../src/api/clock.ts';
import { RateBudget } from '../../../src/api/rateBudget.ts';
import type { Priority } from '../../../src/api/urgency.ts';
import { Urgency } from '../../../src/api/urgency.ts';
import { FakeClock, settle } from './fakes/fakeClock.ts';

/** Takes the right to send and says so; the answer comes when the test says. */
class Caller {
  readonly sent: string[] = [];
  readonly #budget: RateBudget;
  readonly #releases: (() => void)[] = [];

  constructor(budget: RateBudget) {
    this.#budget = budget;
  }

  ask(name: string, priority: Priority | Urgency, signal?: AbortSignal): Promise<void> {
    return this.#budget.acquire(priority, signal).then((release) => {
      this.sent.push(name);
      this.#releases.push(release);
    });
  }

  askMany(count: number, priority: Priority): void {
    for (let i = 0; i < count; i++) void this.ask(`${priority} ${i}`, priority);
  }

  answerAll(): void {
    for (const release of this.#releases.splice(0)) release();
  }
}

function known(limit: number, share?: number): { clock: FakeClock; budget: RateBudget; caller: Caller } {
  const clock = new FakeClock();
  const budget = new RateBudget(clock, share === undefined ? undefined : () => share);
  budget.observe(limit, limit);
  return { clock, budget, caller: new Caller(budget) };
}

test('a request leaves at once while there is room', async () => {
  const { budget, caller } = known(6000);
  await caller.ask('one', 'foreground');
  assert.deepEqual(caller.sent, ['one']);
  assert.deepEqual(budget.snapshot(), { limit: 6000, available: 5879, backgroundPerMinute: 5400, queued: 0, inFlight: 1, blockedUntil: undefined });
});

test('until the limit is known only a few requests are under way', async () => {
  const clock = new FakeClock();
  const budget = new RateBudget(clock);
  const caller = new Caller(budget);
  caller.askMany(50, 'foreground');
  await settle();
  assert.equal(caller.sent.length, 6);
  assert.equal(budget.snapshot().limit, undefined);
  budget.observe(6000, 5990);
  await settle();
  assert.equal(caller.sent.length, 50);
});

test('what a person waits for overtakes background work that waits already', async () => {
  const { clock, budget, caller } = known(15);
  caller.askMany(30, 'background');
  await clock.advance(1_000);
  const before = caller.sent.length;
  assert.ok(before < 30);
  await caller.ask('click', 'foreground');
  assert.equal(caller.sent[before], 'click');
  assert.equal(budget.snapshot().queued, 30 - before);
});

test('background work that somebody has begun to wait for overtakes the rest, and is sent once', async () => {
  const { clock, budget, caller } = known(15);
  caller.askMany(30, 'background');
  const urgency = new Urgency('background');
  const hurried = caller.ask('hurried', urgency);
  await clock.advance(1_000);
  const before = caller.sent.length;
  urgency.raise();
  urgency.raise();
  await hurried;
  assert.equal(caller.sent[before], 'hurried');
  assert.equal(budget.snapshot().queued, 30 - before);
  await caller.ask('urgent from the start', urgency);
  assert.equal(caller.sent.at(-1), 'urgent from the start');
});

test('work that was given up after it was hurried leaves nothing behind', async () => {
  const { clock, budget, caller } = known(6000);
  budget.block(clock.now() + 30_000);
  const [abort, urgency] = [new AbortController(), new Urgency('background')];
  const given = caller.ask('given up', urgency, abort.signal);
  urgency.raise();
  abort.abort();
  await assert.rejects(given, { name: 'AbortError' });
  assert.deepEqual([budget.snapshot().queued, clock.waiting], [0, 0]);
});

test('what is left to background work is told without what other clients of the account use', async () => {
  const { budget } = known(1_000, 0.5);
  assert.equal(budget.snapshot().backgroundPerMinute, 500);
  budget.observe(1_000, 700);
  assert.equal(budget.snapshot().backgroundPerMinute, 200);
});

test('background work leaves room among the requests under way', async () => {
  const { caller } = known(6000);
  caller.askMany(500, 'background');
  await settle();
  assert.equal(caller.sent.length, 48);
  await caller.ask('click', 'foreground');
  assert.equal(caller.sent.at(-1), 'click');
});

test('requests of one kind leave in the order in which they were asked for', async () => {
  const { clock, caller } = known(30);
  caller.askMany(60, 'background');
  for (let i = 0; i < 300; i++) {
    await clock.advance(1_000);
    caller.answerAll();
  }
  assert.deepEqual(caller.sent, Array.from({ length: 60 }, (_, i) => `background ${i}`));
});

test('a refusal holds everything back until the moment named, and then all goes on', async () => {
  const { clock, budget, caller } = known(6000);
  const until = clock.now() + 30_000;
  budget.block(until);
  caller.askMany(3, 'foreground');
  caller.askMany(3, 'background');
  await clock.advance(29_999);
  assert.deepEqual(caller.sent, []);
  assert.deepEqual(budget.snapshot(), { limit: 6000, available: 0, backgroundPerMinute: 5400, queued: 6, inFlight: 0, blockedUntil: until });
  await clock.advance(1);
  assert.equal(caller.sent.length, 6);
  assert.equal(budget.snapshot().blockedUntil, undefined);
});

test('an earlier moment does not shorten a refusal', async () => {
  const { clock, budget, caller } = known(6000);
  budget.block(clock.now() + 20_000);
  budget.block(clock.now() + 1_000);
  caller.askMany(1, 'foreground');
  await clock.advance(19_000);
  assert.equal(caller.sent.length, 0);
  await clock.advance(1_000);
  assert.equal(caller.sent.length, 1);
});

test('aborting takes a request out of the queue, lets the others go on, and leaves nothing behind', async () => {
  const { clock, budget, caller } = known(6000);
  budget.block(clock.now() + 30_000);
  const abort = new AbortController();
  const given = caller.ask('given up', 'foreground', abort.signal);
  caller.askMany(1, 'background');
  abort.abort();
  await assert.rejects(given, { name: 'AbortError' });
  assert.equal(budget.snapshot().queued, 1);
  await clock.advance(31_000);
  assert.deepEqual(caller.sent, ['background 0']);
  assert.equal(clock.waiting, 0);
});

test('aborting the last one that waits leaves no timer behind', async () => {
  const { clock, budget, caller } = known(6000);
  budget.block(clock.now() + 30_000);
  const abort = new AbortController();
  const given = caller.ask('given up', 'foreground', abort.signal);
  await settle();
  assert.equal(clock.waiting, 1);
  abort.abort();
  await assert.rejects(given);
  assert.equal(clock.waiting, 0);
});

test('with the system clock, too, an emptied queue leaves no timer that would keep a process alive', async () => {
  const budget = new RateBudget(systemClock);
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  budget.block(Date.now() + 600_000);
  const abort = new AbortController();
  const given = budget.acquire('background', abort.signal);
  assert.equal(timers(), before + 1);
  abort.abort();
  await assert.rejects(given);
  assert.equal(timers(), before);
});

test('what is aborted already is not queued', async () => {
  const { budget } = known(6000);
  await assert.rejects(budget.acquire('foreground', AbortSignal.abort()), { name: 'AbortError' });
  assert.equal(budget.snapshot().queued, 0);
});

test('aborting after the right was given changes nothing, and giving it back twice counts once', async () => {
  const { budget } = known(6000);
  const abort = new AbortController();
  const release = await budget.acquire('foreground', abort.signal);
  await budget.acquire('foreground');
  abort.abort();
  release();
  release();
  assert.equal(budget.snapshot().inFlight, 1);
});

test('what other clients of the account use is left to them', async () => {
  const { clock, budget, caller } = known(100, 0.9);
  budget.observe(100, 40);
  caller.askMany(100, 'background');
  for (let i = 0; i < 50; i++) {
    await clock.advance(1_000);
    caller.answerAll();
  }
  assert.equal(caller.sent.length, 30, '90 of 100, and 60 are gone');
});

test('requests that left after the one that was answered are not taken for those of other clients', async () => {
  const { clock, budget, caller } = known(100);
  await caller.ask('first', 'foreground');
  const sentAt = clock.now();
  await clock.advance(10);
  caller.askMany(20, 'foreground');
  await settle();
  budget.observe(100, 99, sentAt);
  assert.equal(budget.snapshot().available, 98 - 21);
  await clock.advance(10);
  budget.observe(100, 79, sentAt + 10);
  budget.observe(100, 20, sentAt);
  assert.equal(budget.snapshot().available, 98 - 21, 'an answer that was overtaken tells nothing');
});

test('a clock that is set back does not hold requests up', async () => {
  const { clock, budget, caller } = known(15);
  caller.askMany(40, 'foreground');
  await clock.advance(1_000);
  budget.block(clock.now() + 10_000);
  clock.set(clock.now() - 3_600_000);
  const before = caller.sent.length;
  for (let i = 0; i < 130; i++) {
    await clock.advance(1_000);
    caller.answerAll();
  }
  assert.ok(caller.sent.length >= before + 14, `${caller.sent.length} after ${before}`);
});

for (const share of [0, -1, Number.NaN, 7]) {
  test(`a share of ${share}, which makes no sense, neither stops nor unleashes background work`, async () => {
    const { clock, caller } = known(600, share);
    caller.askMany(2_000, 'background');
    for (let i = 0; i < 60; i++) {
      await clock.advance(1_000);
      caller.answerAll();
    }
    assert.ok(caller.sent.length >= 6 && caller.sent.length <= 600, String(caller.sent.length));
  });
}

test('a share that is changed is taken up', async () => {
  const clock = new FakeClock();
  let share = 0.1;
  const budget = new RateBudget(clock, () => share);
  budget.observe(600, 600);
  const caller = new Caller(budget);
  caller.askMany(2_000, 'background');
  const pass = async (): Promise<number> => {
    const before = caller.sent.length;
    for (let i = 0; i < 60; i++) {
      await clock.advance(1_000);
      caller.answerAll();
    }
    return caller.sent.length - before;
  };
  assert.ok((await pass()) <= 60);
  share = 0.9;
  await pass();
  assert.ok((await pass()) >= 490);
});

test('a refusal is told of, and one that holds nothing back for longer is not', () => {
  const { clock, budget } = known(6000);
  const told: number[] = [];
  const stop = budget.onDidBlock((until) => told.push(until));
  const until = clock.now() + 20_000;
  budget.block(until);
  budget.block(until - 5_000);
  budget.block(until + 5_000);
  stop();
  budget.block(until + 9_000);
  assert.deepEqual(told, [until, until + 5_000]);
});
