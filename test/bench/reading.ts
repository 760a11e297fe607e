/**
 * Reading every user with details from a demo tenant in a process of its own: our client beside CrowdStrike's SDK used
 * the plain way, page after page, in the same run.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { FalconClient as Sdk } from 'crowdstrike-falcon';
import { systemClock } from '../../src/api/clock.ts';
import { openClient } from '../../src/api/falcon/openClient.ts';
import { readAllUsers } from '../../src/api/falcon/users.ts';
import { RateBudget } from '../../src/api/rateBudget.ts';
import { UndiciTransport } from '../../src/api/undiciTransport.ts';

export interface Served {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly parentCid: string;
  readonly cylance: { readonly url: string; readonly tenantId: string; readonly applicationId: string; readonly applicationSecret: string };
  readonly startMs: number;
  readonly end: () => Promise<void>;
}

const demoMain = fileURLToPath(new URL('../../src/demo/main.ts', import.meta.url));

/** Starts the demo tenant as `npm run demo-tenant` does. */
export async function serve(...options: string[]): Promise<Served> {
  const started = performance.now();
  const child = spawn(process.execPath, [demoMain, ...options], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const startMs = performance.now() - started;
  const ended = once(child, 'exit');
  return {
    ...(JSON.parse(line) as Omit<Served, 'startMs' | 'end'>),
    startMs,
    end: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/** A fresh session for each run, so that each pays for its token and its connections. */
export async function readWithClient(demo: Served): Promise<{ readonly ms: number; readonly users: number; readonly refused: number }> {
  const transport = new UndiciTransport();
  let refused = 0;
  const client = openClient({
    baseUrl: demo.url,
    credentials: { clientId: demo.clientId, clientSecret: demo.clientSecret },
    transport: {
      exchange: async (request) => {
        const answer = await transport.exchange(request);
        if (answer.status === 429) refused++;
        return answer;
      },
      close: () => transport.close(),
    },
    budget: new RateBudget(systemClock),
    userAgent: 'bench',
    log: { debug: () => undefined, warn: () => undefined },
  });
  const started = performance.now();
  const users = await readAllUsers(client, {});
  const ms = performance.now() - started;
  await client.end();
  await transport.close();
  return { ms, users: users.length, refused };
}

/** Page after page, each page's records before the next page, as the SDK's examples do. */
export async function readWithSdk(demo: Served): Promise<{ readonly ms: number; readonly users: number }> {
  const sdk = new Sdk({
    cloud: 'us-1',
    clientId: demo.clientId,
    clientSecret: demo.clientSecret,
    fetchApi: (input: string | URL | Request, init?: RequestInit) => {
      const { pathname, search } = new URL(input instanceof Request ? input.url : input);
      return fetch(`${demo.url}${pathname}${search}`, init);
    },
  });
  const started = performance.now();
  const users: unknown[] = [];
  for (let offset = 0, total = 1; offset < total; offset += 500) {
    const { raw: queried } = await sdk.userManagement.queryUserV1Raw({ limit: 500, offset });
    const page = (await queried.json()) as { meta: { pagination: { total: number } }; resources: string[] };
    total = page.meta.pagination.total;
    const { raw: described } = await sdk.userManagement.retrieveUsersGETV1Raw({ body: { ids: page.resources } });
    const records = (await described.json()) as { resources: unknown[] };
    users.push(...records.resources);
  }
  return { ms: performance.now() - started, users: users.length };
}
