/** A token of one session: asked for once, renewed early, one renewal at a time. */
import { TenantError, toTenantError } from '../core/errors.ts';
import type { Clock } from './clock.ts';

export interface IssuedToken {
  readonly text: string;
  readonly lifetimeMs: number;
}

export interface RenewedTokenOptions {
  readonly clock: Clock;
  /** The id of the operation that issues tokens, for errors. */
  readonly operation: string;
  /** Asks the server once. */
  readonly issue: (signal: AbortSignal) => Promise<IssuedToken>;
}

interface Token {
  readonly text: string;
  /** Epoch milliseconds: from here on a renewal is wanted. */
  readonly renewAt: number;
  /** Epoch milliseconds: from here on the token is not used. */
  readonly endsAt: number;
}

/** Renewed this long before its end, or a quarter of its life if that is shorter. */
const renewBeforeMs = 240_000;
/** A renewal that failed while the present token still serves is not tried again with every single call. */
const renewAgainAfterMs = 15_000;
/** Not sent in its last moments: it has to be valid when it arrives. */
const unusedTailMs = 10_000;

const delaysMs = [500, 2_000];

const worthRepeating = ({ kind, reason }: TenantError): boolean =>
  kind === 'timeout' || kind === 'server' || (kind === 'network' && reason !== 'certificate') || reason === 'truncated';

/** Asking for a token changes nothing, so that no outcome is unknown; and the error is this operation's, not its caller's. */
function tokenError(thrown: unknown, operation: string): TenantError {
  const { kind, reason, message, nextStep, status, traceId, retryAt, cause } = toTenantError(thrown, operation);
  return new TenantError({ kind, reason, message, nextStep, status, traceId, retryAt, operation, cause });
}

/** Lets a caller stop waiting without stopping the work that others wait for. */
function untilAborted<T>(work: Promise<T>, operation: string, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new TenantError({ kind: 'cancelled', message: 'Cancelled.', operation, cause: signal?.reason }));
    signal?.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal?.removeEventListener('abort', stop));
    if (signal?.aborted) stop();
  });
}

export class RenewedToken {
  readonly #options: RenewedTokenOptions;
  readonly #ended = new AbortController();
  #token: Token | undefined;
  #renewal: Promise<Token> | undefined;
  /** For its rate limit the server has refused to issue one. */
  #refusal: TenantError | undefined;

  constructor(options: RenewedTokenOptions) {
    this.#options = options;
  }

  /** @returns a token that is good for at least some seconds */
  async get(signal?: AbortSignal): Promise<string> {
    const now = this.#options.clock.now();
    const token = this.#token;
    if (token && now < token.renewAt) return token.text;
    const renewal = this.#renew();
    if (token && now < token.endsAt) {
      // The present token still serves.
      renewal.catch(() => {
        if (this.#token === token) this.#token = { ...token, renewAt: this.#options.clock.now() + renewAgainAfterMs };
      });
      return token.text;
    }
    return (await untilAborted(renewal, this.#options.operation, signal)).text;
  }

  /** Drops a token that the server refused; a newer one stays. */
  refuse(text: string): void {
    if (this.#token?.text === text) this.#token = undefined;
  }

  /** Issues no token any more. @returns the one that served */
  end(): string | undefined {
    const text = this.#token?.text;
    this.#token = undefined;
    this.#ended.abort();
    return text;
  }

  #renew(): Promise<Token> {
    const refusal = this.#refusal;
    if (refusal && this.#options.clock.now() < (refusal.retryAt ?? 0)) return Promise.reject(refusal);
    this.#renewal ??= this.#request().finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #request(): Promise<Token> {
    const { clock, operation, issue } = this.#options;
    for (let attempt = 0; ; attempt++) {
      try {
        this.#ended.signal.throwIfAborted();
        const { text, lifetimeMs } = await issue(this.#ended.signal);
        const endsAt = clock.now() + lifetimeMs;
        this.#token = { text, renewAt: endsAt - Math.min(renewBeforeMs, lifetimeMs / 4), endsAt: endsAt - Math.min(unusedTailMs, lifetimeMs / 10) };
        return this.#token;
      } catch (thrown) {
        const error = tokenError(thrown, operation);
        if (error.kind === 'rateLimited') this.#refusal = error;
        const delay = delaysMs[attempt];
        if (delay === undefined || !worthRepeating(error)) throw error;
        await clock.wait(delay, this.#ended.signal).catch((aborted: unknown) => {
          throw tokenError(aborted, operation);
        });
      }
    }
  }
}
