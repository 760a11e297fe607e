/** The bearer token of one session: asked for once, renewed early, one renewal at a time. */
import * as v from 'valibot';
import { TenantError, toTenantError } from '../../core/errors.ts';
import type { Cid } from '../../core/ids.ts';
import type { Clock } from '../clock.ts';
import type { HttpAnswer, Transport } from '../transport.ts';
import { readAnswer } from './answers.ts';
import { foreignAnswer, unreadable } from './failures.ts';
import { operations } from './operations.ts';
import { retryAt } from './rateHeaders.ts';
import { tokenRecord } from './records.ts';
import { writeRequest } from './request.ts';

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Ties the session to one Flight Control child. */
  readonly memberCid?: Cid | undefined;
}

export interface TokenSourceOptions {
  readonly transport: Transport;
  readonly baseUrl: string;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly userAgent: string;
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

export async function requestToken(options: TokenSourceOptions, signal?: AbortSignal): Promise<HttpAnswer> {
  const { clientId, clientSecret, memberCid } = options.credentials;
  const written = writeRequest(operations.oauth2AccessToken, {
    body: { client_id: clientId, client_secret: clientSecret, ...(memberCid ? { member_cid: memberCid } : {}) },
  });
  return options.transport.exchange({
    method: 'POST',
    url: options.baseUrl + written.target,
    headers: { accept: 'application/json', 'content-type': written.contentType, 'user-agent': options.userAgent },
    body: written.body,
    signal,
  });
}

interface TokenAnswer {
  readonly text: string;
  readonly lifetimeMs: number;
}

/** @throws TenantError that says which of secret, client id, cloud or address is not accepted */
export function readToken(answer: HttpAnswer, { baseUrl, credentials }: TokenSourceOptions, now: number): TokenAnswer {
  const { host } = new URL(baseUrl);
  const secrets = [credentials.clientSecret];
  const operation = operations.oauth2AccessToken;
  if (answer.status >= 300 && answer.status < 400) {
    throw new TenantError({
      kind: 'auth',
      reason: 'redirected',
      status: answer.status,
      operation: operation.id,
      message: `${host} sends this API client to another address.`,
      nextStep: 'Connect again and let the cloud be discovered, or name the cloud where the tenant lives.',
    });
  }
  // Throws what a refusal says; a success of another form is told apart below.
  if (answer.status >= 400) {
    readAnswer(operation, answer, { host, secrets, retryAt: answer.status === 429 ? retryAt(answer.headers, now) : undefined });
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(answer.text);
  } catch {
    throw unreadable(answer, operation, host);
  }
  const token = v.safeParse(tokenRecord, parsed);
  if (token.success) return { text: token.output.access_token, lifetimeMs: token.output.expires_in * 1000 };
  readAnswer(operation, answer, { host, secrets });
  throw foreignAnswer(answer, operation, host);
}

/** Ends a token at the server, before its time. */
export async function revokeToken(options: TokenSourceOptions, token: string, signal?: AbortSignal): Promise<void> {
  const { baseUrl, credentials, transport, userAgent } = options;
  const written = writeRequest(operations.oauth2RevokeToken, { body: { client_id: credentials.clientId, token } });
  const answer = await transport.exchange({
    method: 'POST',
    url: baseUrl + written.target,
    headers: {
      accept: 'application/json',
      authorization: `Basic ${Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64')}`,
      'content-type': written.contentType,
      'user-agent': userAgent,
    },
    body: written.body,
    signal,
  });
  readAnswer(operations.oauth2RevokeToken, answer, { host: new URL(baseUrl).host, secrets: [token, credentials.clientSecret] });
}

const worthRepeating = ({ kind, reason }: TenantError): boolean =>
  kind === 'timeout' || kind === 'server' || (kind === 'network' && reason !== 'certificate') || reason === 'truncated';

const { id: operation } = operations.oauth2AccessToken;

/** Asking for a token changes nothing, so that no outcome is unknown; and the error is this operation's, not its caller's. */
function tokenError(thrown: unknown): TenantError {
  const { kind, reason, message, nextStep, status, traceId, retryAt: until, cause } = toTenantError(thrown, operation);
  return new TenantError({ kind, reason, message, nextStep, status, traceId, retryAt: until, operation, cause });
}

/** Lets a caller stop waiting without stopping the work that others wait for. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new TenantError({ kind: 'cancelled', message: 'Cancelled.', operation, cause: signal?.reason }));
    signal?.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal?.removeEventListener('abort', stop));
    if (signal?.aborted) stop();
  });
}

export class TokenSource {
  readonly #options: TokenSourceOptions;
  readonly #ended = new AbortController();
  #token: Token | undefined;
  #renewal: Promise<Token> | undefined;

  constructor(options: TokenSourceOptions) {
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
    return (await untilAborted(renewal, signal)).text;
  }

  /** Drops a token that the server refused; a newer one stays. */
  refuse(text: string): void {
    if (this.#token?.text === text) this.#token = undefined;
  }

  /** Revokes the token, as far as the server can be reached, and issues none any more. */
  async end(signal?: AbortSignal): Promise<void> {
    const token = this.#token;
    this.#token = undefined;
    this.#ended.abort();
    if (!token) return;
    await revokeToken(this.#options, token.text, signal);
  }

  #renew(): Promise<Token> {
    this.#renewal ??= this.#request().finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #request(): Promise<Token> {
    const { clock } = this.#options;
    for (let attempt = 0; ; attempt++) {
      try {
        this.#ended.signal.throwIfAborted();
        const answer = await requestToken(this.#options, this.#ended.signal);
        const { text, lifetimeMs } = readToken(answer, this.#options, clock.now());
        const endsAt = clock.now() + lifetimeMs;
        this.#token = { text, renewAt: endsAt - Math.min(renewBeforeMs, lifetimeMs / 4), endsAt: endsAt - Math.min(unusedTailMs, lifetimeMs / 10) };
        return this.#token;
      } catch (thrown) {
        const error = tokenError(thrown);
        const delay = delaysMs[attempt];
        if (delay === undefined || !worthRepeating(error)) throw error;
        await clock.wait(delay, this.#ended.signal).catch((aborted: unknown) => {
          throw tokenError(aborted);
        });
      }
    }
  }
}
