/** The signed token with which an application asks for an access token. */
import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose/jwt/sign';

export interface CylanceCredentials {
  readonly tenantId: string;
  readonly applicationId: string;
  readonly applicationSecret: string;
}

/** The server refuses more than 30 minutes; half of it leaves room for a clock that is behind. */
export const authTokenSeconds = 900;

const issuer = 'http://cylance.com';

/**
 * Signs a token that is good for one exchange. The claims are those of the guide, times in seconds; without `scp` the
 * application gets all scopes it holds. The key is the text of the secret as the console shows it.
 * @param now epoch milliseconds
 */
export function signAuthToken({ tenantId, applicationId, applicationSecret }: CylanceCredentials, now: number): Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  return new SignJWT({ tid: tenantId })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(issuer)
    .setSubject(applicationId)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + authTokenSeconds)
    .sign(new TextEncoder().encode(applicationSecret));
}
