/** A client of a Cylance tenant on top of a scripted transport. */
import { accessTokens } from '../../../../src/api/cylance/accessTokens.ts';
import type { CylanceCredentials } from '../../../../src/api/cylance/authToken.ts';
import { CylanceClient } from '../../../../src/api/cylance/cylanceClient.ts';
import type { ApiLog } from '../../../../src/api/apiLog.ts';
import { RateBudget } from '../../../../src/api/rateBudget.ts';
import type { RenewedToken } from '../../../../src/api/renewedToken.ts';
import type { HttpAnswer, HttpRequest } from '../../../../src/api/transport.ts';
import { FakeClock } from './fakeClock.ts';
import { FakeTransport, json, pathOf, queryOf } from './fakeTransport.ts';
import type { Script } from './fakeTransport.ts';

export const cylanceUrl = 'https://protectapi.test';

export const cylanceCredentials: CylanceCredentials = {
  tenantId: 'aaaa1111-0000-4000-8000-00000000000a',
  applicationId: 'bbbb2222-0000-4000-8000-00000000000b',
  applicationSecret: 'cccc3333-9d8e-4f7a-8b6c-5d4e3f2a1b0c',
};

export interface CylanceRig {
  readonly clock: FakeClock;
  readonly budget: RateBudget;
  readonly tokens: RenewedToken;
  readonly client: CylanceClient;
  readonly lines: readonly string[];
  /** The requests apart from those for tokens. */
  readonly calls: () => HttpRequest[];
  readonly tokenRequests: () => HttpRequest[];
}

export interface CylanceRigOptions {
  readonly script: Script;
  readonly tokenScript?: Script | undefined;
  readonly latencyMs?: number | undefined;
  readonly credentials?: CylanceCredentials | undefined;
}

export const isAuth = (request: HttpRequest): boolean => pathOf(request) === '/auth/v2/token';

/** A client whose exchanges are answered with `access-1`, `access-2` and so on, unless told otherwise. */
export function cylanceRig({ script, tokenScript, latencyMs = 0, credentials = cylanceCredentials }: CylanceRigOptions): CylanceRig {
  const clock = new FakeClock();
  let calls = 0;
  let tokenCalls = 0;
  const giveToken: Script = (_, index) => json(200, { access_token: `access-${index + 1}` });
  const transport = new FakeTransport(
    (request) => (isAuth(request) ? (tokenScript ?? giveToken)(request, tokenCalls++) : script(request, calls++)),
    clock,
    latencyMs,
  );
  const lines: string[] = [];
  const log: ApiLog = { debug: (line) => void lines.push(line), warn: (line) => void lines.push(line) };
  const budget = new RateBudget(clock);
  const tokens = accessTokens({ transport, baseUrl: cylanceUrl, credentials, clock, userAgent: 'test/1' });
  const client = new CylanceClient({ transport, baseUrl: cylanceUrl, tokens, budget, clock, userAgent: 'test/1', log, random: () => 0.5 });
  return {
    clock,
    budget,
    tokens,
    client,
    lines,
    calls: () => transport.requests.filter((request) => !isAuth(request)),
    tokenRequests: () => transport.requests.filter(isAuth),
  };
}

/** Lets what is not about time go on, signing for one, which the fake clock does not see. After `turns` of the event loop it gives up. */
export async function turnUntil(clock: FakeClock, done: () => boolean, turns = Number.POSITIVE_INFINITY): Promise<void> {
  for (let turn = 0; turn < turns && !done(); turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(0);
  }
}

export interface FakeItem {
  readonly id: string;
}

export const page = (items: readonly unknown[], total: number, pageSize: number, number = 1): HttpAnswer =>
  json(200, { page_number: number, page_size: pageSize, total_pages: Math.ceil(total / pageSize), total_number_of_items: total, page_items: items });

/** Answers with the page that was asked for. */
export const pagesOf =
  (items: readonly FakeItem[]): Script =>
  (request) => {
    const [number, size] = [Number(queryOf(request).get('page')), Number(queryOf(request).get('page_size'))];
    return page(items.slice((number - 1) * size, number * size), items.length, size, number);
  };

/** The n-th of many GUIDs. */
export const guidNumber = (n: number): string => `5b0c7b1e-2f64-4b6c-9a53-${n.toString(16).padStart(12, '0')}`;

/** Users in the server's order: the newest, which comes first, has the highest number. */
export const manyCylanceUsers = (count: number): FakeItem[] =>
  Array.from({ length: count }, (_, index) => ({
    id: guidNumber(count - index),
    email: `user${count - index}@example.test`,
    date_created: new Date(Date.UTC(2024, 0, 1) + (count - index) * 60_000).toISOString().slice(0, 19),
  }));
