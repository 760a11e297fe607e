/** A transport whose answers a test writes down, and a client on top of it. */
import { FalconClient } from '../../../../src/api/falcon/client.ts';
import type { ApiLog } from '../../../../src/api/apiLog.ts';
import { TokenSource } from '../../../../src/api/falcon/tokens.ts';
import type { Credentials } from '../../../../src/api/falcon/tokens.ts';
import { RateBudget } from '../../../../src/api/rateBudget.ts';
import type { HttpAnswer, HttpRequest, Transport } from '../../../../src/api/transport.ts';
import { transportError } from '../../../../src/api/transportErrors.ts';
import { asCid } from '../../../../src/core/ids.ts';
import type { Cid } from '../../../../src/core/ids.ts';
import { FakeClock } from './fakeClock.ts';

export type Script = (request: HttpRequest, index: number) => HttpAnswer | Promise<HttpAnswer>;

export class FakeTransport implements Transport {
  readonly requests: HttpRequest[] = [];
  readonly #script: Script;
  readonly #clock: FakeClock | undefined;
  readonly #latencyMs: number;

  constructor(script: Script, clock?: FakeClock, latencyMs = 0) {
    this.#script = script;
    this.#clock = clock;
    this.#latencyMs = latencyMs;
  }

  async exchange(request: HttpRequest): Promise<HttpAnswer> {
    const { signal, method, url } = request;
    const circumstances = { viaProxy: false, write: method !== 'GET' };
    if (signal?.aborted) throw transportError(signal.reason, url, { ...circumstances, aborted: true });
    this.requests.push(request);
    const aborted = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => reject(transportError(signal.reason, url, { ...circumstances, aborted: true })), { once: true });
    });
    aborted.catch(() => undefined);
    const answered = (async () => {
      await this.#clock?.wait(this.#latencyMs);
      return this.#script(request, this.requests.length - 1);
    })();
    answered.catch(() => undefined);
    return Promise.race([aborted, answered]);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

export const answer = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): HttpAnswer => ({ status, text, headers });

export const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpAnswer =>
  answer(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers });

export const meta = (total?: number): object => ({
  query_time: 0.01,
  trace_id: 'trace-1',
  powered_by: 'test',
  ...(total === undefined ? {} : { pagination: { total, offset: 0, limit: 1 } }),
});

/** A success that holds these resources. */
export const found = (resources: readonly unknown[] | null, total?: number): HttpAnswer => json(200, { meta: meta(total), resources });

export const refused = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): HttpAnswer =>
  json(status, { meta: meta(), errors: [{ code: status, message }] }, headers);

/** Fails as a connection does. */
export function fails({ method, url }: HttpRequest, code: string): never {
  throw transportError(Object.assign(new Error(`it broke (${code})`), { code }), url, { viaProxy: false, write: method !== 'GET', aborted: false });
}

export const clientSecret = 'Secret0Secret1Secret2Secret3Secret4Secre';
export const credentials: Credentials = { clientId: '0123456789abcdef0123456789abcdef', clientSecret };
export const baseUrl = 'https://api.falcon.test';

export const isTokenRequest = ({ url }: HttpRequest): boolean => url.endsWith('/oauth2/token');
export const isRevocation = ({ url }: HttpRequest): boolean => url.endsWith('/oauth2/revoke');

export interface Rig {
  readonly clock: FakeClock;
  readonly transport: FakeTransport;
  readonly budget: RateBudget;
  readonly tokens: TokenSource;
  readonly client: FalconClient;
  /** All lines of the log. */
  readonly lines: string[];
  /** The requests apart from those for tokens. */
  readonly calls: () => HttpRequest[];
  readonly tokenRequests: () => HttpRequest[];
}

export interface RigOptions {
  readonly script: Script;
  readonly tokenScript?: Script;
  readonly latencyMs?: number;
  readonly credentials?: Credentials;
}

/** A client whose token requests are answered with `token-1`, `token-2` and so on, unless told otherwise. */
export function rig({ script, tokenScript, latencyMs, credentials: used = credentials }: RigOptions): Rig {
  const clock = new FakeClock();
  let calls = 0;
  let tokenCalls = 0;
  const giveToken: Script = (_, index) => json(201, { access_token: `token-${index + 1}`, expires_in: 1799, token_type: 'bearer' });
  const transport = new FakeTransport(
    (request) => {
      if (isTokenRequest(request)) return (tokenScript ?? giveToken)(request, tokenCalls++);
      if (isRevocation(request)) return json(200, { meta: meta() });
      return script(request, calls++);
    },
    clock,
    latencyMs,
  );
  const lines: string[] = [];
  const log: ApiLog = { debug: (line) => void lines.push(line), warn: (line) => void lines.push(line) };
  const budget = new RateBudget(clock);
  const tokens = new TokenSource({ transport, baseUrl, credentials: used, clock, userAgent: 'test/1' });
  const client = new FalconClient({ transport, baseUrl, tokens, budget, clock, userAgent: 'test/1', log, random: () => 0.5 });
  return {
    clock,
    transport,
    budget,
    tokens,
    client,
    lines,
    calls: () => transport.requests.filter((request) => !isTokenRequest(request) && !isRevocation(request)),
    tokenRequests: () => transport.requests.filter(isTokenRequest),
  };
}

export const bearerOf = (request: HttpRequest | undefined): string | undefined => request?.headers['authorization'];
export const queryOf = ({ url }: HttpRequest): URLSearchParams => new URL(url).searchParams;
export const pathOf = ({ url }: HttpRequest): string => new URL(url).pathname;

/** The n-th of many CIDs. */
export const cidNumber = (n: number): Cid => asCid(n.toString(16).padStart(32, '0'));
