/** The access token of one session with a Cylance tenant: a signed token is exchanged for it. */
import * as v from 'valibot';
import { decodeJwt } from 'jose/jwt/decode';
import { TenantError } from '../../core/errors.ts';
import type { Clock } from '../clock.ts';
import type { IssuedToken } from '../renewedToken.ts';
import { RenewedToken } from '../renewedToken.ts';
import type { HttpAnswer, Transport } from '../transport.ts';
import { readJson } from './answerText.ts';
import { authTokenSeconds, signAuthToken } from './authToken.ts';
import type { CylanceCredentials } from './authToken.ts';
import { cylanceRefusal, foreignCylance, unreadableCylance } from './failures.ts';
import { cylanceOperations } from './operation.ts';
import { retryAfter } from './retryAfter.ts';

export interface AccessTokenOptions {
  readonly transport: Transport;
  readonly baseUrl: string;
  readonly credentials: CylanceCredentials;
  readonly clock: Clock;
  readonly userAgent: string;
}

const operation = cylanceOperations.getToken;
const longestLifetimeMs = 24 * 3_600_000;

/** What could not be sent in a header is no token. */
const tokenRecord = v.looseObject({ access_token: v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/)) });

function claimsOf(token: string): { readonly exp?: number | undefined; readonly iat?: number | undefined } {
  try {
    return decodeJwt(token);
  } catch {
    return {};
  }
}

/**
 * How long an access token is good. The answer does not tell, and what the token holds is not documented: its end is
 * taken where it can be read, relative to the server's clock. Else it counts as long as the signed token.
 */
function lifetimeMs(token: string, { headers }: HttpAnswer, now: number): number {
  const { exp, iat } = claimsOf(token);
  const serverNow = Date.parse(headers['date'] ?? '') || (typeof iat === 'number' ? iat * 1000 : now);
  const life = typeof exp === 'number' ? exp * 1000 - serverNow : Number.NaN;
  return life > 0 && life <= longestLifetimeMs ? life : authTokenSeconds * 1000;
}

/** @throws TenantError for a refusal, and for an answer that is no token */
function readAccessToken(answer: HttpAnswer, { host, secrets, now }: { host: string; secrets: readonly string[]; now: number }): IssuedToken {
  if (answer.status >= 300) {
    const retryAt = answer.status === 429 ? retryAfter(answer.headers, now) : undefined;
    throw cylanceRefusal({ operation, answer, host, secrets, now, retryAt });
  }
  const json = readJson(answer);
  if (!json) throw unreadableCylance(operation, answer, host);
  const parsed = v.safeParse(tokenRecord, json.value);
  if (!parsed.success) throw foreignCylance(operation, host, answer.status);
  const text = parsed.output.access_token;
  return { text, lifetimeMs: lifetimeMs(text, answer, now) };
}

/** A key of no length signs nothing, and an id that is missing would only be refused. */
function checkCredentials({ tenantId, applicationId, applicationSecret }: CylanceCredentials): void {
  if (tenantId && applicationId && applicationSecret) return;
  throw new TenantError({
    kind: 'auth',
    operation: operation.id,
    message: 'The tenant ID, the application ID or the application secret is missing.',
    nextStep: 'Copy all three from Settings > Integrations in the Cylance console.',
  });
}

async function issue({ transport, baseUrl, credentials, clock, userAgent }: AccessTokenOptions, signal: AbortSignal): Promise<IssuedToken> {
  checkCredentials(credentials);
  // Signed anew for each try: such a token is meant to be used once.
  const signed = await signAuthToken(credentials, clock.now());
  const answer = await transport.exchange({
    method: 'POST',
    url: `${baseUrl}/auth/v2/token`,
    headers: { accept: 'application/json', 'content-type': 'application/json; charset=utf-8', 'user-agent': userAgent },
    body: JSON.stringify({ auth_token: signed }),
    signal,
  });
  return readAccessToken(answer, { host: new URL(baseUrl).host, secrets: [credentials.applicationSecret, signed], now: clock.now() });
}

/** Asked for once, renewed early, one exchange at a time for all callers. */
export const accessTokens = (options: AccessTokenOptions): RenewedToken =>
  new RenewedToken({ clock: options.clock, operation: operation.id, issue: (signal) => issue(options, signal) });
