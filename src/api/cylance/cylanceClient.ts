/** The client of one session with a Cylance tenant: one road for every read, with its budget, retries and checks. */
import { TenantError, toTenantError } from '../../core/errors.ts';
import type { Clock } from '../clock.ts';
import type { ApiLog } from '../apiLog.ts';
import type { RateBudget } from '../rateBudget.ts';
import type { RenewedToken } from '../renewedToken.ts';
import type { HttpAnswer, Transport } from '../transport.ts';
import type { Priority, Urgency } from '../urgency.ts';
import { isEmpty, readJson } from './answerText.ts';
import { cylanceRefusal, unreadableCylance } from './failures.ts';
import type { CylanceOperation } from './operation.ts';
import { retryAfter } from './retryAfter.ts';

export interface CylanceCallOptions {
  readonly signal?: AbortSignal | undefined;
  /** `foreground`, unless said otherwise: somebody is waiting. */
  readonly priority?: Priority | Urgency | undefined;
}

export interface CylanceClientOptions {
  readonly transport: Transport;
  readonly baseUrl: string;
  readonly tokens: RenewedToken;
  readonly budget: RateBudget;
  readonly clock: Clock;
  readonly userAgent: string;
  readonly log: ApiLog;
  /** 0 to 1, for jitter. */
  readonly random?: () => number;
}

const mostRetries = 4;
/** A timeout has already cost a long wait. */
const mostTimeoutRetries = 1;
const mostRefusals = 3;
const firstDelayMs = 250;
/** Faults of gateways, which pass; other statuses stay what they are. */
const passingStatuses: ReadonlySet<number | undefined> = new Set([502, 503, 504]);
/** The limit is not published and no header tells it; refusals do. */
const assumedPerMinute = 6_000;

interface Tries {
  failures: number;
  timeouts: number;
  refusals: number;
  relogins: number;
}

const cancelled = (operation: string, cause: unknown): TenantError => new TenantError({ kind: 'cancelled', message: 'Cancelled.', operation, cause });

/** Each error says to which operation it belongs. */
function within(operation: string, error: TenantError): TenantError {
  if (error.operation !== undefined) return error;
  const { kind, reason, message, nextStep, status, retryAt, scope, cause } = error;
  return new TenantError({ kind, reason, message, nextStep, status, retryAt, scope, operation, cause });
}

export class CylanceClient {
  readonly #options: CylanceClientOptions;
  readonly #random: () => number;
  readonly #host: string;

  constructor(options: CylanceClientOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
    this.#host = new URL(options.baseUrl).host;
  }

  get baseUrl(): string {
    return this.#options.baseUrl;
  }

  get host(): string {
    return this.#host;
  }

  get log(): ApiLog {
    return this.#options.log;
  }

  /**
   * Reads what stands at a path.
   * @param target path and query, encoded; never logged, since it may hold an e-mail address
   * @returns the JSON of the answer, unchecked
   * @throws TenantError; kind `cancelled` when the signal was aborted
   */
  async get(operation: CylanceOperation, target: string, options: CylanceCallOptions = {}): Promise<unknown> {
    const { signal } = options;
    const tries: Tries = { failures: 0, timeouts: 0, refusals: 0, relogins: 0 };
    for (;;) {
      try {
        return await this.#attempt(operation, target, options);
      } catch (thrown) {
        if (signal?.aborted) throw cancelled(operation.id, thrown);
        const error = within(operation.id, toTenantError(thrown, operation.id));
        const delay = this.#delayBefore(operation, error, tries);
        if (delay === undefined) throw error;
        this.#options.log.debug(`${operation.id}: ${error.kind}${error.status ? ` ${error.status}` : ''}, tried again in ${Math.round(delay)} ms`);
        await this.#wait(delay, signal, operation.id);
      }
    }
  }

  /** Ends the session here; the API has no way to revoke its token, which ends by itself. */
  end(): void {
    this.#options.tokens.end();
  }

  async #attempt(operation: CylanceOperation, target: string, { signal, priority = 'foreground' }: CylanceCallOptions): Promise<unknown> {
    const { budget, clock, tokens, transport, baseUrl, userAgent, log } = this.#options;
    // The token first: a request waiting for its turn in the budget must not find it ended.
    await tokens.get(signal);
    const release = await budget.acquire(priority, signal);
    const startedAt = clock.now();
    try {
      const token = await tokens.get(signal);
      const headers = { accept: 'application/json', authorization: `Bearer ${token}`, 'user-agent': userAgent };
      const answer = await transport.exchange({ method: 'GET', url: baseUrl + target, headers, signal });
      log.debug(`${operation.id}: ${answer.status} in ${clock.now() - startedAt} ms`);
      if (answer.status === 401) tokens.refuse(token);
      return this.#read(operation, answer, token);
    } finally {
      release();
    }
  }

  #read(operation: CylanceOperation, answer: HttpAnswer, token: string): unknown {
    const { budget, clock } = this.#options;
    const now = clock.now();
    const refusal = { operation, answer, host: this.#host, secrets: [token], now };
    if (answer.status === 429) {
      const retryAt = retryAfter(answer.headers, now);
      budget.block(retryAt);
      throw cylanceRefusal({ ...refusal, retryAt });
    }
    if (answer.status >= 300) throw cylanceRefusal(refusal);
    // The first good answer lets more be in flight than feels the way.
    budget.observe(assumedPerMinute, undefined);
    if (operation.emptyIsUnknown && isEmpty(answer)) throw cylanceRefusal({ ...refusal, answer: { ...answer, status: 404 } });
    const json = readJson(answer);
    if (!json) throw unreadableCylance(operation, answer, this.#host);
    return json.value;
  }

  /** Milliseconds to wait before the next try, or undefined when there is none. */
  #delayBefore(operation: CylanceOperation, error: TenantError, tries: Tries): number | undefined {
    if (error.operation !== operation.id) return this.#delayForToken(error, tries);
    // The budget does the waiting.
    if (error.status === 429) return tries.refusals++ < mostRefusals ? 0 : undefined;
    if (error.status === 401) return tries.relogins++ < 1 ? 0 : undefined;
    const timedOut = error.kind === 'timeout' && error.status === undefined;
    if (timedOut && tries.timeouts++ >= mostTimeoutRetries) return undefined;
    const passing = timedOut || passingStatuses.has(error.status) || error.reason === 'reset' || error.reason === 'truncated';
    if (!passing || tries.failures >= mostRetries) return undefined;
    return firstDelayMs * 2 ** tries.failures++ * (0.5 + this.#random());
  }

  /** The source of tokens has tried already; what it leaves to wait for is a rate limit, which counts for everything else too. */
  #delayForToken({ kind, retryAt }: TenantError, tries: Tries): number | undefined {
    if (kind !== 'rateLimited' || retryAt === undefined || tries.refusals++ >= mostRefusals) return undefined;
    const { budget, clock } = this.#options;
    budget.block(retryAt);
    return Math.max(0, retryAt - clock.now());
  }

  async #wait(ms: number, signal: AbortSignal | undefined, operation: string): Promise<void> {
    try {
      if (ms > 0) await this.#options.clock.wait(ms, signal);
    } catch (thrown) {
      throw cancelled(operation, thrown);
    }
  }
}
