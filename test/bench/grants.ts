/**
 * Reading who holds what of a tenant with 5,000 users and 200 CIDs, from a demo tenant in a process of its own,
 * against the usual limit, for a while, with clicks between. What answers cost is measured by `grantsAnswers.ts`.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../src/api/clock.ts';
import { openClient } from '../../src/api/falcon/openClient.ts';
import { RateBudget } from '../../src/api/rateBudget.ts';
import type { HttpAnswer, HttpRequest } from '../../src/api/transport.ts';
import { UndiciTransport } from '../../src/api/undiciTransport.ts';
import { toTenantError } from '../../src/core/errors.ts';
import { asConnectionId } from '../../src/core/ids.ts';
import type { Connection } from '../../src/state/connection.ts';
import { TenantDirectory } from '../../src/state/tenantDirectory.ts';
import { serve } from './reading.ts';
import type { Served } from './reading.ts';

const minuteMs = 60_000;
/** Requests a minute that the setting leaves to background work. */
const share = 0.9;

interface Exchange {
  /** Milliseconds since the start. */
  readonly at: number;
  readonly status: number;
  /** Of reads of grants. */
  readonly pair: string | undefined;
  readonly isEmpty: boolean;
}

interface Session {
  readonly directory: TenantDirectory;
  readonly exchanges: readonly Exchange[];
  readonly end: () => Promise<void>;
}

const rounded = (value: number, digits = 0): number => Number(value.toFixed(digits));

function exchangeOf(request: HttpRequest, answer: HttpAnswer, at: number): Exchange {
  const { pathname, searchParams } = new URL(request.url);
  const isPair = pathname.endsWith('/combined/user-roles/v2');
  return {
    ...{ at, status: answer.status },
    pair: isPair ? `${searchParams.get('user_uuid')}|${searchParams.get('cid')}` : undefined,
    isEmpty: isPair && answer.status === 200 && answer.text.includes('"total":0'),
  };
}

function open(demo: Served): Session {
  const transport = new UndiciTransport();
  const exchanges: Exchange[] = [];
  const budget = new RateBudget(systemClock, () => share);
  const started = performance.now();
  const client = openClient({
    ...{ baseUrl: demo.url, credentials: { clientId: demo.clientId, clientSecret: demo.clientSecret }, budget },
    transport: {
      exchange: async (request) => {
        const at = performance.now() - started;
        const answer = await transport.exchange(request);
        exchanges.push(exchangeOf(request, answer, at));
        return answer;
      },
      close: () => transport.close(),
    },
    userAgent: 'bench',
    log: { debug: () => undefined, warn: () => undefined },
  });
  const connection: Connection = {
    ...{ id: asConnectionId('bench'), kind: 'falcon', name: 'Bench', baseUrl: demo.url, clientId: demo.clientId },
    ...{ memberCid: undefined, cid: undefined, missingScopes: [], canChange: false, demo: false },
  };
  const rate = (): { perMinute: number; blockedMs: number } => ({ perMinute: budget.snapshot().backgroundPerMinute, blockedMs: 0 });
  const directory = new TenantDirectory(
    () => Promise.resolve(client),
    () => connection,
    { rate },
  );
  return { directory, exchanges, end: () => client.end().then(() => transport.close()) };
}

/** The fewest requests of any whole minute, from a moment on. */
function thinnestMinute(times: readonly number[], from: number, to: number): number {
  let fewest = Number.POSITIVE_INFINITY;
  for (let start = from; start + minuteMs <= to; start += 500) {
    fewest = Math.min(fewest, times.filter((at) => at >= start && at < start + minuteMs).length);
  }
  return fewest;
}

export interface FillFigures {
  readonly latencyMs: number;
  readonly ranMs: number;
  readonly requests: number;
  /** Of what the setting leaves to background work, in the minute in which the least was sent, after the first burst. */
  readonly shareOfAllowed: number;
  readonly shareOverAll: number;
  readonly refusedWith429: number;
  readonly pairsRead: number;
  readonly pairsReadThatDoNotExist: number;
  readonly pairsReadTwice: number;
  readonly clickMedianMs: number;
  readonly clickMostMs: number;
  readonly remainingSaid: number | undefined;
}

/** Fills for a while at the usual limit of 6,000 requests a minute; a person clicks on a pair every second. */
export async function measureFill(latencyMs: number, ranMs: number): Promise<FillFigures> {
  const limit = 6_000;
  const demo = await serve('--users', '5000', '--cids', '200', '--rate', String(limit), '--latency', String(latencyMs), '--seed', '7');
  const { directory, exchanges, end } = open(demo);
  try {
    const { index } = directory;
    const abort = new AbortController();
    let remainingSaid: number | undefined;
    const fill = index.fill({}, { signal: abort.signal, onProgress: ({ remainingMs }) => (remainingSaid = remainingMs) }).catch((error: unknown) => error);
    const started = performance.now();
    const people = await directory.allUsers({});
    const clicks: number[] = [];
    while (performance.now() - started < ranMs) {
      await pause(1_000);
      const person = people[Math.floor(((performance.now() - started) * 37) % people.length)];
      // Somebody who holds nothing there would be read in vain, which would be the click's doing and not the fill's.
      if (!person?.cid || index.known(person.uuid, person.cid) || !index.knownCids(person.uuid)?.includes(person.cid)) continue;
      const clicked = performance.now();
      await index.grants(person.uuid, person.cid);
      clicks.push(performance.now() - clicked);
    }
    abort.abort();
    const ended = toTenantError(await fill);
    if (ended.kind !== 'cancelled') throw ended;
    const times = exchanges.map(({ at }) => at);
    const first = times[0] ?? 0;
    const allowed = limit * share;
    const pairs = exchanges.flatMap(({ pair }) => pair ?? []);
    clicks.sort((left, right) => left - right);
    return {
      ...{ latencyMs, ranMs, requests: exchanges.length },
      shareOfAllowed: rounded(thinnestMinute(times, first + 2_000, ranMs) / allowed, 3),
      shareOverAll: rounded(exchanges.length / ranMs / (allowed / minuteMs), 3),
      refusedWith429: exchanges.filter(({ status }) => status === 429).length,
      pairsRead: pairs.length,
      pairsReadThatDoNotExist: exchanges.filter(({ isEmpty }) => isEmpty).length,
      pairsReadTwice: pairs.length - new Set(pairs).size,
      clickMedianMs: rounded(clicks[Math.floor(clicks.length / 2)] ?? Number.NaN, 1),
      clickMostMs: rounded(clicks.at(-1) ?? Number.NaN, 1),
      remainingSaid,
    };
  } finally {
    await end();
    await demo.end();
  }
}
