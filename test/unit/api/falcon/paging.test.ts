import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pagesAtOnce, readAllPages } from '../../../../src/api/falcon/paging.ts';
import type { Page, PageReply } from '../../../../src/api/falcon/paging.ts';
import { failure } from '../fakes/failure.ts';

interface Server {
  readonly read: (page: Page, signal: AbortSignal | undefined) => Promise<PageReply<number>>;
  readonly asked: Page[];
}

interface ServerOptions {
  /** What the server gives at most, whatever is asked for. */
  readonly atMost?: number;
  readonly tellsTotal?: boolean;
  /** How many there are when the n-th page is asked for. */
  readonly size: (request: number) => number;
}

/** A list of the numbers from 0, by offset and limit. */
function serverOf({ size, atMost = Number.POSITIVE_INFINITY, tellsTotal = true }: ServerOptions): Server {
  const asked: Page[] = [];
  return {
    asked,
    read: async (page) => {
      asked.push(page);
      const total = size(asked.length - 1);
      const count = Math.max(0, Math.min(page.limit, atMost, total - page.offset));
      return { resources: Array.from({ length: count }, (_, n) => page.offset + n), total: tellsTotal ? total : undefined };
    },
  };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const flat = async (server: Server, pageSize: number): Promise<number[]> => (await readAllPages(server.read, { pageSize })).flat();

test('one page is one request', async () => {
  for (const count of [0, 1, 9, 10]) {
    const server = serverOf({ size: () => count });
    assert.deepEqual(await flat(server, 10), upTo(count));
    assert.equal(server.asked.length, 1);
  }
});

test('all pages are read once each and come in order', async () => {
  const server = serverOf({ size: () => 95 });
  assert.deepEqual(await flat(server, 10), upTo(95));
  assert.deepEqual(server.asked, upTo(10).map((n) => ({ offset: n * 10, limit: 10 })));
});

test('pages come in order even when their answers do not', async () => {
  const server = serverOf({ size: () => 95 });
  const held: (() => void)[] = [];
  const reading = readAllPages<number>(
    async (page, signal) => {
      const reply = await server.read(page, signal);
      if (page.offset > 0) await new Promise<void>((resolve) => held.unshift(resolve));
      if (held.length === 9) for (const go of held) go();
      return reply;
    },
    { pageSize: 10 },
  );
  // All nine others are under way before the first of them is answered.
  while (held.length < 9) await new Promise((resolve) => setImmediate(resolve));
  for (const go of held) go();
  assert.deepEqual((await reading).flat(), upTo(95));
});

test('a long list is not asked for all at once', async () => {
  let underWay = 0;
  let most = 0;
  const server = serverOf({ size: () => 1_000 });
  const read = async (page: Page): Promise<PageReply<number>> => {
    most = Math.max(most, ++underWay);
    await new Promise((resolve) => setImmediate(resolve));
    underWay--;
    return server.read(page, undefined);
  };
  assert.equal((await readAllPages(read, { pageSize: 10 })).flat().length, 1_000);
  assert.equal(most, pagesAtOnce);
});

test('a server that gives less than asked for is read in its own steps', async () => {
  const server = serverOf({ size: () => 95, atMost: 7 });
  assert.deepEqual(await flat(server, 10), upTo(95));
  assert.equal(server.asked.length, 14);
});

test('a page in the middle that comes short is completed', async () => {
  const server = serverOf({ size: () => 100 });
  const read = async (page: Page): Promise<PageReply<number>> => {
    const reply = await server.read(page, undefined);
    return page.offset === 30 ? { ...reply, resources: reply.resources.slice(0, 4) } : reply;
  };
  assert.deepEqual((await readAllPages(read, { pageSize: 10 })).flat(), upTo(100));
  assert.equal(server.asked.length, 11);
});

test('a server that gives more than asked for is believed', async () => {
  const read = async ({ offset }: Page): Promise<PageReply<number>> => ({ resources: offset === 0 ? upTo(25) : [], total: 25 });
  assert.deepEqual((await readAllPages(read, { pageSize: 10 })).flat(), upTo(25));
});

test('records that could not be used count for the offset', async () => {
  const server = serverOf({ size: () => 30 });
  const read = async (page: Page): Promise<PageReply<number>> => {
    const { resources, total } = await server.read(page, undefined);
    return page.offset === 0 ? { resources: resources.slice(0, 3), total, unusable: resources.slice(3).map(String) } : { resources, total, count: 10 };
  };
  const pages = await readAllPages(read, { pageSize: 10 });
  assert.deepEqual(pages.map(({ length }) => length), [3, 10, 10]);
  assert.equal(server.asked.length, 3);
});

test('a list that grows while it is read is read to its new end', async () => {
  const server = serverOf({ size: (request) => (request === 0 ? 20 : 45) });
  assert.deepEqual(await flat(server, 10), upTo(45));
});

test('a list that shrinks while it is read ends without fuss', async () => {
  const server = serverOf({ size: (request) => (request === 0 ? 400 : 35) });
  assert.deepEqual(await flat(server, 10), upTo(35));
  assert.ok(server.asked.length <= pagesAtOnce + 2, `${server.asked.length} requests`);
});

test('without a total, reading goes on until a page is not full', async () => {
  for (const [count, requests] of [
    [7, 1],
    [10, 2],
    [25, 3],
    [30, 4],
  ] as const) {
    const server = serverOf({ size: () => count, tellsTotal: false });
    assert.deepEqual(await flat(server, 10), upTo(count));
    assert.equal(server.asked.length, requests);
  }
});

test('a total with an empty first page ends at once', async () => {
  let requests = 0;
  const pages = await readAllPages(
    async () => {
      requests++;
      return { resources: [], total: 50 };
    },
    { pageSize: 10 },
  );
  assert.deepEqual(pages.flat(), []);
  assert.ok(requests <= pagesAtOnce + 1);
});

test('a total beyond all reason does not exhaust memory or time', async () => {
  const server = serverOf({ size: () => 42 });
  const pages = await readAllPages<number>(async (page) => ({ ...(await server.read(page, undefined)), total: Number.MAX_VALUE }), { pageSize: 10 });
  assert.deepEqual(pages.flat(), upTo(42));
});

test('a list without an end is refused', async () => {
  const page = { resources: upTo(100_000), total: undefined };
  const error = await failure(readAllPages(async () => page, { pageSize: 100_000 }));
  assert.equal(error.reason, 'tooLarge');
});

test('progress never goes back and ends with everything', async () => {
  const list = fc.record({ size: fc.integer({ min: 0, max: 300 }), grows: fc.integer({ min: -40, max: 40 }), atMost: fc.integer({ min: 1, max: 20 }) });
  await fc.assert(
    fc.asyncProperty(list, fc.boolean(), async ({ size, grows, atMost }, tellsTotal) => {
      const server = serverOf({ size: (request) => Math.max(0, size + (request > 1 ? grows : 0)), atMost, tellsTotal });
      const told: (readonly [number, number])[] = [];
      const read = (await readAllPages(server.read, { pageSize: 10, onProgress: (...now) => told.push(now) })).flat();
      told.reduce(([read0, total0], [read1, total1]) => {
        assert.ok(read1 >= read0 && total1 >= total0 && read1 <= total1, `${read0}/${total0}, then ${read1}/${total1}`);
        return [read1, total1];
      });
      assert.equal(told.at(-1)?.[0], read.length);
      assert.deepEqual(read, upTo(read.length), 'in order, nothing twice, nothing left out');
      if (tellsTotal && grows >= 0 && size > 10) assert.ok(read.length >= size);
    }),
  );
});

test('a page that fails stops the others and is what is thrown', async () => {
  const signals: AbortSignal[] = [];
  let asked = 0;
  const failing = readAllPages<number>(
    async (page, signal) => {
      asked++;
      if (page.offset === 0) return { resources: upTo(10), total: 10_000 };
      if (page.offset === 50) throw new Error('page 5 is broken');
      assert.ok(signal);
      signals.push(signal);
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    },
    { pageSize: 10 },
  );
  await assert.rejects(failing, /page 5 is broken/);
  assert.ok(signals.every((signal) => signal.aborted));
  assert.ok(asked <= pagesAtOnce + 1);
});

test('aborting stops every page', async () => {
  const abort = new AbortController();
  let asked = 0;
  let stopped = 0;
  const reading = readAllPages<number>(
    async (page, signal) => {
      asked++;
      if (page.offset === 0) return { resources: upTo(10), total: 10_000 };
      if (asked === 20) queueMicrotask(() => abort.abort());
      return new Promise((_, reject) => {
        signal?.addEventListener('abort', () => {
          stopped++;
          reject(new Error('stopped'));
        });
      });
    },
    { pageSize: 10, signal: abort.signal },
  );
  await assert.rejects(reading, /stopped/);
  assert.equal(stopped, asked - 1);
  assert.ok(asked <= pagesAtOnce + 1);
});
