/** The typed client of one session: one road for every call, with its budget, retries and checks. */
import { TenantError, toTenantError } from '../../core/errors.ts';
import type { ApiLog } from '../apiLog.ts';
import type { Clock } from '../clock.ts';
import type { RateBudget } from '../rateBudget.ts';
import type { HttpAnswer, Transport } from '../transport.ts';
import type { Priority, Urgency } from '../urgency.ts';
import { readAnswer } from './answers.ts';
import type { Reply } from './answers.ts';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';
import type { OperationId, Parameters, Resource } from './operations.ts';
import { rateHeaders, retryAt as retryAtOf } from './rateHeaders.ts';
import { writeRequest } from './request.ts';
import type { WrittenRequest } from './request.ts';
import type { TokenSource } from './tokens.ts';

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** `foreground`, unless said otherwise: somebody is waiting. */
  readonly priority?: Priority | Urgency | undefined;
  /** False for what can be done without: a passing failure is then final, and nobody waits for further tries. */
  readonly retry?: boolean | undefined;
  /** Told of every answer as the server wrote it, before it is judged; secrets that were sent are left out of it. */
  readonly onAnswer?: ((answer: RawAnswer) => void) | undefined;
}

export interface RawAnswer {
  readonly status: number;
  readonly traceId: string | undefined;
  readonly body: string;
}

export interface FalconClientOptions {
  readonly transport: Transport;
  readonly baseUrl: string;
  readonly tokens: TokenSource;
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
const firstDelayMs = 250;
/** At the very second that the server names it may still refuse (seen by graph-crowdstrike and gofalcon). */
const afterRateLimitMs = 1_000;

/** Whatever an aborted wait was rejected with, it is a cancellation; what is known about the outcome stays. */
function cancelled(thrown: unknown): TenantError {
  const { operation, outcomeUnknown } = toTenantError(thrown);
  return new TenantError({ kind: 'cancelled', message: 'Cancelled.', operation, outcomeUnknown, cause: thrown });
}

/** Of a whole answer only the secrets themselves are taken out: a part of one may come about by chance in so long a text. */
const withoutAll = (text: string, secrets: readonly string[]): string =>
  secrets.filter((secret) => secret !== '').reduce((rest, secret) => rest.replaceAll(secret, '…'), text);

interface Tries {
  failures: number;
  timeouts: number;
  refusals: number;
  relogins: number;
  /** A try failed without telling whether it was carried out; no later refusal takes that back. */
  outcomeUnknown: boolean;
}

export class FalconClient {
  readonly #options: FalconClientOptions;
  readonly #random: () => number;
  readonly #host: string;

  constructor(options: FalconClientOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
    this.#host = new URL(options.baseUrl).host;
  }

  get baseUrl(): string {
    return this.#options.baseUrl;
  }

  /**
   * Calls an operation of the table.
   * @throws TenantError; kind `cancelled` when the signal was aborted
   */
  async call<Id extends OperationId>(id: Id, parameters: Parameters<Id>, options: CallOptions = {}): Promise<Reply<Resource<Id>>> {
    const operation: Operation = operations[id];
    const written = writeRequest(operation, parameters);
    const tries: Tries = { failures: 0, timeouts: 0, refusals: 0, relogins: 0, outcomeUnknown: false };
    for (;;) {
      try {
        return await this.#attempt<Resource<Id>>(operation, written, options);
      } catch (thrown) {
        const error = this.#within(operation, options.signal?.aborted ? cancelled(thrown) : toTenantError(thrown, id), tries);
        const delay = options.retry === false && error.status !== 401 ? undefined : this.#delayBefore(operation, error, tries);
        if (delay === undefined) throw error;
        this.#options.log.debug(`${id}: ${error.kind}${error.status ? ` ${error.status}` : ''}, tried again in ${Math.round(delay)} ms`);
        await this.#wait(delay, options.signal, id, tries);
      }
    }
  }

  /** Ends the session at the server: the token is of no use to anybody afterwards. */
  end(signal?: AbortSignal): Promise<void> {
    return this.#options.tokens.end(signal);
  }

  async #attempt<T>(operation: Operation, written: WrittenRequest, { signal, priority = 'foreground', onAnswer }: CallOptions): Promise<Reply<T>> {
    const { budget, clock, tokens, transport, baseUrl, userAgent, log } = this.#options;
    // The token first: a request waiting for its turn in the budget must not find it ended.
    await tokens.get(signal);
    const release = await budget.acquire(priority, signal);
    const startedAt = clock.now();
    try {
      const token = await tokens.get(signal);
      const answer = await transport.exchange({
        method: operation.method,
        url: baseUrl + written.target,
        headers: { accept: 'application/json', authorization: `Bearer ${token}`, 'content-type': written.contentType, 'user-agent': userAgent },
        body: written.body,
        signal,
      });
      log.debug(`${operation.id}: ${answer.status} in ${clock.now() - startedAt} ms, trace ${answer.headers['x-cs-traceid'] ?? 'none'}`);
      if (answer.status === 401) tokens.refuse(token);
      const retryAt = this.#account(answer, startedAt);
      const secrets = [token, ...written.secrets];
      onAnswer?.({ status: answer.status, traceId: answer.headers['x-cs-traceid'], body: withoutAll(answer.text, secrets) });
      return this.#warnOf(operation, readAnswer<T>(operation, answer, { host: this.#host, retryAt, secrets }));
    } finally {
      release();
    }
  }

  /** Tells the budget what the headers say. @returns when a refused request may be sent again */
  #account(answer: HttpAnswer, sentAt: number): number | undefined {
    const { budget, clock, log } = this.#options;
    const deprecation = Object.keys(answer.headers).find((name) => name.startsWith('x-api-deprecation'));
    if (deprecation) log.warn(`The server says that this operation is deprecated (${deprecation}: ${answer.headers[deprecation]}).`);
    if (answer.status === 429) {
      const until = retryAtOf(answer.headers, clock.now());
      budget.block(until + afterRateLimitMs * (1 + this.#random()));
      return until;
    }
    // The gateway counts a refused bearer in another, much smaller budget.
    if (answer.status !== 401) {
      const { limit, remaining } = rateHeaders(answer.headers);
      budget.observe(limit, remaining, sentAt);
    }
    return undefined;
  }

  /** What was left out of an answer is told in the log, by place and never by value. */
  #warnOf<T>(operation: Operation, reply: Reply<T>): Reply<T> {
    const { log } = this.#options;
    const [first] = reply.unusable;
    if (first !== undefined) log.warn(`${first} Left out in all: ${reply.unusable.length}, trace ${reply.traceId ?? 'none'}.`);
    if (reply.errors.length > 0) {
      const codes = [...new Set(reply.errors.map((error) => error.code))].join(', ');
      log.warn(`${operation.id}: ${reply.errors.length} errors beside the results (${codes}), trace ${reply.traceId ?? 'none'}.`);
    }
    return reply;
  }

  /** Only a write can leave something behind; and each error says to which operation it belongs. */
  #within(operation: Operation, error: TenantError, tries: Tries): TenantError {
    tries.outcomeUnknown ||= error.outcomeUnknown && operation.write;
    if (error.operation !== undefined && error.outcomeUnknown === tries.outcomeUnknown) return error;
    const { kind, reason, message, nextStep, status, traceId, retryAt, scope, cause } = error;
    const facts = { operation: error.operation ?? operation.id, outcomeUnknown: tries.outcomeUnknown };
    return new TenantError({ kind, reason, message, nextStep, status, traceId, retryAt, scope, cause, ...facts });
  }

  /** Milliseconds to wait before the next try, or undefined when there is none. */
  #delayBefore(operation: Operation, error: TenantError, tries: Tries): number | undefined {
    if (error.operation !== operation.id) return undefined; // the token: its source has tried already
    if (error.status === 429) {
      // Refused before anything was done, so even a write may be sent again; the budget does the waiting.
      // Without a moment to wait for, which a refusal inside a 2xx does not name, nothing else waits.
      return tries.refusals++ < mostRetries ? (error.retryAt === undefined ? this.#backoff(tries.refusals) : 0) : undefined;
    }
    if (error.status === 401) return tries.relogins++ < 1 ? 0 : undefined;
    if (!operation.repeatable) return undefined;
    if (error.kind === 'timeout' && tries.timeouts++ >= mostTimeoutRetries) return undefined;
    const passing = error.kind === 'server' || error.kind === 'timeout' || error.reason === 'reset' || error.reason === 'truncated' || error.reason === 'html';
    if (!passing || tries.failures >= mostRetries) return undefined;
    return this.#backoff(++tries.failures);
  }

  #backoff(failures: number): number {
    return firstDelayMs * 2 ** (failures - 1) * (0.5 + this.#random());
  }

  async #wait(ms: number, signal: AbortSignal | undefined, operation: string, { outcomeUnknown }: Tries): Promise<void> {
    try {
      if (ms > 0) await this.#options.clock.wait(ms, signal);
    } catch (thrown) {
      throw new TenantError({ kind: 'cancelled', message: 'Cancelled.', operation, outcomeUnknown, cause: thrown });
    }
  }
}
