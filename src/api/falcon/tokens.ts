/** The bearer token of one session with a Falcon cloud. */
import * as v from 'valibot';
import { TenantError } from '../../core/errors.ts';
import type { Cid } from '../../core/ids.ts';
import type { Clock } from '../clock.ts';
import type { IssuedToken } from '../renewedToken.ts';
import { RenewedToken } from '../renewedToken.ts';
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

/** @throws TenantError that says which of secret, client id, cloud or address is not accepted */
export function readToken(answer: HttpAnswer, { baseUrl, credentials }: TokenSourceOptions, now: number): IssuedToken {
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

export class TokenSource {
  readonly #options: TokenSourceOptions;
  readonly #tokens: RenewedToken;

  constructor(options: TokenSourceOptions) {
    const { clock } = options;
    this.#options = options;
    this.#tokens = new RenewedToken({
      clock,
      operation: operations.oauth2AccessToken.id,
      issue: async (signal) => readToken(await requestToken(options, signal), options, clock.now()),
    });
  }

  /** @returns a token that is good for at least some seconds */
  get(signal?: AbortSignal): Promise<string> {
    return this.#tokens.get(signal);
  }

  /** Drops a token that the server refused; a newer one stays. */
  refuse(text: string): void {
    this.#tokens.refuse(text);
  }

  /** Revokes the token, as far as the server can be reached, and issues none any more. */
  async end(signal?: AbortSignal): Promise<void> {
    const text = this.#tokens.end();
    if (text !== undefined) await revokeToken(this.#options, text, signal);
  }
}
