import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { systemClock } from '../../../src/api/clock.ts';
import { RateBudget } from '../../../src/api/rateBudget.ts';
import type { Priority } from '../../../src/api/rateBudget.ts';
import { FakeClock, settle } from './fakes/fakeClock.ts';

const minute = 60_000;

/** Takes the right to send and says so; the answer comes when the test says. */
class Caller {
  readonly sent: string[] = [];
  readonly #budget: RateBudget;
  readonly #releases: (() => void)[] = [];

  constructor(budget: RateBudget) {
    this.#budget = budget;
  }

  ask(name: string, priority: Priority, signal?: AbortSignal): Promise<void> {
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
  assert.deepEqual(budget.snapshot(), { limit: 6000, available: 5879, queued: 0, inFlight: 1, blockedUntil: undefined });
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
  assert.deepEqual(budget.snapshot(), { limit: 6000, available: 0, queued: 6, inFlight: 0, blockedUntil: until });
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

interface World {
  readonly limit: number;
  readonly share: number;
  readonly mostLatencyMs: number;
  /** Requests per minute of other clients of the account. */
  readonly othersPerMinute: number;
  readonly minutes: number;
  /** Milliseconds between clicks; 0 for none. */
  readonly clickEveryMs: number;
  readonly seed: number;
}

interface Outcome {
  readonly arrivals: readonly number[];
  readonly background: number;
  readonly refused: number;
  readonly clickWaits: readonly number[];
}

/** A server that counts arrivals in a sliding minute, asked by endless background work and now and then by a click. */
async function simulate(world: World): Promise<Outcome> {
  const clock = new FakeClock(16);
  const budget = new RateBudget(clock, () => world.share);
  let seed = world.seed;
  const random = (): number => ((seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648), seed / 2_147_483_648);
  const start = clock.now();
  const end = start + world.minutes * minute;
  const window: number[] = [];
  const arrivals: number[] = [];
  const clickWaits: number[] = [];
  let background = 0;
  let refused = 0;
  const count = (): number => {
    while ((window[0] ?? Number.POSITIVE_INFINITY) <= clock.now() - minute) window.shift();
    return window.length;
  };
  const exchange = async (): Promise<void> => {
    const sentAt = clock.now();
    await clock.wait(random() * world.mostLatencyMs);
    arrivals.push(clock.now());
    const full = count() >= world.limit;
    if (!full) window.push(clock.now());
    const remaining = world.limit - count();
    const until = (window[0] ?? clock.now()) + minute;
    await clock.wait(random() * world.mostLatencyMs);
    if (full) {
      refused++;
      budget.block(until);
    } else {
      budget.observe(world.limit, remaining, sentAt);
    }
  };
  const ask = async (priority: Priority): Promise<void> => {
    const release = await budget.acquire(priority);
    await exchange();
    release();
  };
  const worker = async (): Promise<void> => {
    while (clock.now() < end) {
      await ask('background');
      background++;
    }
  };
  const clicks = async (): Promise<void> => {
    while (world.clickEveryMs > 0 && clock.now() < end) {
      await clock.wait(world.clickEveryMs);
      const asked = clock.now();
      const release = await budget.acquire('foreground');
      clickWaits.push(clock.now() - asked);
      void exchange().then(release);
    }
  };
  const others = async (): Promise<void> => {
    while (world.othersPerMinute > 0 && clock.now() < end) {
      await clock.wait((minute / world.othersPerMinute) * 2 * random());
      if (count() < world.limit) window.push(clock.now());
    }
  };
  for (let i = 0; i < 80; i++) void worker();
  void clicks();
  void others();
  await clock.advance(world.minutes * minute);
  return { arrivals, background, refused, clickWaits };
}

/** The most arrivals in any minute. */
function densest(arrivals: readonly number[]): number {
  const sorted = [...arrivals].sort((left, right) => left - right);
  let most = 0;
  for (let from = 0, to = 0; to < sorted.length; to++) {
    while ((sorted[from] ?? 0) <= (sorted[to] ?? 0) - minute) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

const limits = fc.oneof({ arbitrary: fc.integer({ min: 15, max: 60 }), weight: 3 }, { arbitrary: fc.integer({ min: 61, max: 600 }), weight: 2 });
const seeds = fc.integer({ min: 1, max: 1_000_000 });

test('alone, no minute ever sees more requests than the limit, none is refused, and the share is used', async () => {
  const world = fc.record({ limit: limits, mostLatencyMs: fc.integer({ min: 0, max: 250 }), seed: seeds });
  await fc.assert(
    fc.asyncProperty(world, async ({ limit, mostLatencyMs, seed }) => {
      const minutes = 5;
      const { arrivals, background, refused } = await simulate({ limit, mostLatencyMs, seed, minutes, share: 0.9, othersPerMinute: 0, clickEveryMs: 0 });
      assert.equal(refused, 0);
      assert.ok(densest(arrivals) <= limit, `${densest(arrivals)} of ${limit}`);
      assert.ok(background >= 0.9 * 0.9 * limit * minutes, `${background} of ${0.9 * limit * minutes}`);
    }),
    { numRuns: 10 },
  );
});

test('the highest limit is used at half a second an answer', async () => {
  const { arrivals, background, refused } = await simulate({
    limit: 6000,
    mostLatencyMs: 250,
    seed: 7,
    minutes: 2,
    share: 0.9,
    othersPerMinute: 0,
    clickEveryMs: 0,
  });
  assert.equal(refused, 0);
  assert.ok(densest(arrivals) <= 6000);
  assert.ok(background >= 0.9 * 0.9 * 6000 * 2, String(background));
});

test('beside other clients of the account, we alone never go over the limit and clicks hardly wait', async () => {
  const world = fc.record({ limit: fc.integer({ min: 100, max: 600 }), others: fc.double({ min: 0.05, max: 0.5, noNaN: true }), seed: seeds });
  await fc.assert(
    fc.asyncProperty(world, async ({ limit, others, seed }) => {
      const minutes = 5;
      const { arrivals, background, refused, clickWaits } = await simulate({
        limit,
        seed,
        minutes,
        mostLatencyMs: 250,
        share: 0.8,
        othersPerMinute: others * limit,
        clickEveryMs: 10_000,
      });
      assert.ok(densest(arrivals) <= limit);
      assert.ok(refused <= 0.01 * arrivals.length, `${refused} of ${arrivals.length} were refused`);
      assert.ok(background >= 0.6 * (0.8 - others) * limit * minutes, `${background} of ${(0.8 - others) * limit * minutes}`);
      const slow = clickWaits.filter((wait) => wait > 1_000).length;
      assert.ok(slow <= 0.2 * clickWaits.length, `${slow} of ${clickWaits.length} clicks waited`);
    }),
    { numRuns: 5 },
  );
});

test('background work is not starved by a person who clicks without rest', async () => {
  const { background } = await simulate({ limit: 300, mostLatencyMs: 50, seed: 3, minutes: 6, share: 0.9, othersPerMinute: 0, clickEveryMs: 400 });
  assert.ok(background >= 300, String(background));
});
