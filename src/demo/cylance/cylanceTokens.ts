/** Checks authentication tokens: JWTs that a client signs with the secret of its application, each to be used once. */
import type { JWTPayload } from 'jose';
import { decodeJwt, jwtVerify } from 'jose';
import { parseJson } from '../server/parameters.ts';
import { Refusal } from '../server/reply.ts';
import type { CylanceApplication, CylanceScope, CylanceSessions } from './cylanceSessions.ts';

const issuer = 'http://cylance.com';
const longestLifeSeconds = 1800;
/** How far a client's clock may be ahead. What the server permits is not documented. */
const aheadSeconds = 60;

interface TokenContext {
  readonly sessions: CylanceSessions;
  readonly tenantId: string;
  readonly now: number;
}

/** The message is recorded, without the reason for which the token was refused. */
const invalid = (): Refusal => new Refusal(401, 'Invalid JWT payload');

/**
 * @param body of the request
 * @returns an access token
 * @throws Refusal 400, 401 or 403
 */
export async function exchangeToken(body: string, { sessions, tenantId, now }: TokenContext): Promise<string> {
  const token = readBody(body);
  const { application, claims } = await verify(token, sessions, now);
  const { exp, iat, jti, tid, scp } = claims;
  if (tid !== tenantId || typeof exp !== 'number' || typeof iat !== 'number' || typeof jti !== 'string' || jti === '') throw invalid();
  if (exp - iat > longestLifeSeconds) throw new Refusal(400, 'The authentication token must expire within 30 minutes.');
  if (iat > now / 1000 + aheadSeconds) throw invalid();
  const scopes = grantedScopes(scp, application);
  // That tokens are for one use is documented; that a second use is refused, and how, is an assumption.
  if (!sessions.use(jti, exp * 1000, now)) throw invalid();
  return sessions.open(application, scopes, now);
}

function readBody(body: string): string {
  const sent = parseJson(body);
  const token = typeof sent === 'object' && sent !== null && 'auth_token' in sent ? sent.auth_token : undefined;
  if (typeof token !== 'string' || token === '') throw new Refusal(400, 'auth_token is required');
  return token;
}

async function verify(token: string, sessions: CylanceSessions, now: number): Promise<{ application: CylanceApplication; claims: JWTPayload }> {
  try {
    const application = sessions.findApplication(decodeJwt(token).sub ?? '');
    if (application === undefined) throw invalid();
    const { payload } = await jwtVerify(token, new TextEncoder().encode(application.applicationSecret), {
      algorithms: ['HS256'],
      issuer,
      requiredClaims: ['tid', 'jti', 'iat', 'exp'],
      currentDate: new Date(now),
    });
    return { application, claims: payload };
  } catch {
    throw invalid();
  }
}

/** A client that asks for none gets all: not documented, but most ask for none. The vendor's form is a text with commas; some send a list. */
function grantedScopes(asked: unknown, { scopes }: CylanceApplication): readonly CylanceScope[] {
  if (asked === undefined || asked === null || asked === '') return scopes;
  const texts: unknown[] = Array.isArray(asked) ? asked : typeof asked === 'string' ? asked.split(',').map((part) => part.trim()) : [asked];
  return texts.map((text) => {
    const held = scopes.find((scope) => scope === text);
    if (held === undefined) throw new Refusal(403, 'The application does not hold a scope that was requested.');
    return held;
  });
}
