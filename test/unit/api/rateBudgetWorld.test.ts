import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RateBudget } from '../../../src/api/rateBudget.ts';
import type { Priority } from '../../../src/api/urgency.ts';
import { FakeClock } from './fakes/fakeClock.ts';

const minute = 60_000;

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

/** The fewest arrivals in any whole minute between two moments. */
function thinnest(arrivals: readonly number[], from: number, to: number): number {
  const starts = Array.from({ length: Math.floor((to - minute - from) / 500) + 1 }, (_, at) => from + at * 500);
  return Math.min(...starts.map((start) => arrivals.filter((at) => at >= start && at < start + minute).length));
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

test('after the first burst every minute uses nine tenths of what is left to background work', async () => {
  const limit = 1_200;
  const { arrivals, refused } = await simulate({
    ...{ limit, mostLatencyMs: 200, seed: 11, minutes: 5, share: 0.9 },
    ...{ othersPerMinute: 0, clickEveryMs: 0 },
  });
  const start = arrivals[0] ?? Number.NaN;
  const fewest = thinnest(arrivals, start + 2_000, start + 5 * minute - 2_000);
  assert.equal(refused, 0);
  assert.ok(fewest >= 0.9 * 0.9 * limit, `${fewest} of ${0.9 * limit}`);
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
