/**
 * Reading every user of a Cylance tenant from a demo tenant in a process of its own: our client beside the plain way of most
 * public clients, page after page until the last one, in the same run.
 */
import { systemClock } from '../../src/api/clock.ts';
import { signAuthToken } from '../../src/api/cylance/authToken.ts';
import { openCylanceClient } from '../../src/api/cylance/openCylanceClient.ts';
import { readAllCylanceUsers } from '../../src/api/cylance/users.ts';
import { RateBudget } from '../../src/api/rateBudget.ts';
import { UndiciTransport } from '../../src/api/undiciTransport.ts';
import type { Served } from './reading.ts';

export interface CylanceReading {
  readonly ms: number;
  readonly users: number;
}

/** A fresh session for each run, so that each pays for its token and its connections. */
export async function readCylanceWithClient({ cylance: { url: baseUrl, ...credentials } }: Served): Promise<CylanceReading> {
  const transport = new UndiciTransport();
  const log = { debug: () => undefined, warn: () => undefined };
  const client = openCylanceClient({ baseUrl, credentials, transport, budget: new RateBudget(systemClock), userAgent: 'bench', log });
  const started = performance.now();
  const { users } = await readAllCylanceUsers(client);
  const ms = performance.now() - started;
  client.end();
  await transport.close();
  return { ms, users: users.length };
}

async function json<T>(url: string, init: RequestInit): Promise<T> {
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`${answer.status} from ${url}`);
  return (await answer.json()) as T;
}

export async function readCylancePageByPage({ cylance: { url, ...credentials } }: Served): Promise<CylanceReading> {
  const started = performance.now();
  const body = JSON.stringify({ auth_token: await signAuthToken(credentials, Date.now()) });
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  const { access_token: token } = await json<{ access_token: string }>(`${url}/auth/v2/token`, { method: 'POST', headers, body });
  const users: unknown[] = [];
  for (let page = 1, last = 1; page <= last; page++) {
    const authorized = { headers: { accept: 'application/json', authorization: `Bearer ${token}` } };
    const read = await json<{ total_pages: number; page_items: unknown[] }>(`${url}/users/v2?page=${page}&page_size=200`, authorized);
    last = read.total_pages;
    users.push(...read.page_items);
  }
  return { ms: performance.now() - started, users: users.length };
}
