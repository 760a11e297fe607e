/** Applications of the Cylance tenant, the access tokens they got, and what those allow. */
import { randomBytes, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';

/** The scopes of users and zones, those of changes to zones included, which are asked for with the others but not answered here. */
export const cylanceScopes = [
  'user:list',
  'user:read',
  'user:create',
  'user:update',
  'user:delete',
  'zone:list',
  'zone:read',
  'zone:create',
  'zone:update',
  'zone:delete',
] as const;
export type CylanceScope = (typeof cylanceScopes)[number];

export interface CylanceApplication {
  readonly applicationId: string;
  /** The text itself is the key that authentication tokens are signed with. */
  readonly applicationSecret: string;
  readonly scopes: readonly CylanceScope[];
}

export interface CylanceSession {
  readonly scopes: ReadonlySet<CylanceScope>;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Always random; both look like GUIDs. */
export const makeApplication = (scopes: readonly CylanceScope[]): CylanceApplication => ({
  applicationId: randomUUID(),
  applicationSecret: randomUUID(),
  scopes,
});

export class CylanceSessions {
  readonly #applications: ReadonlyMap<string, CylanceApplication>;
  readonly #lifeSeconds: number;
  readonly #key = randomBytes(32);
  readonly #sessions = new Map<string, CylanceSession>();
  /** Ids of authentication tokens that were taken, and when those would have ended, in epoch milliseconds. */
  readonly #used = new Map<string, number>();

  /** @param lifeSeconds of access tokens: the vendor states none, clients assume half an hour */
  constructor(applications: readonly CylanceApplication[], lifeSeconds: number) {
    this.#applications = new Map(applications.map((application) => [application.applicationId, application]));
    this.#lifeSeconds = lifeSeconds;
  }

  findApplication(applicationId: string): CylanceApplication | undefined {
    return this.#applications.get(applicationId);
  }

  /** @returns false when an authentication token of this id was taken before */
  use(tokenId: string, expiresAt: number, now: number): boolean {
    for (const [id, until] of this.#used) if (until <= now) this.#used.delete(id);
    if (this.#used.has(tokenId)) return false;
    this.#used.set(tokenId, expiresAt);
    return true;
  }

  /** @returns the access token: a JWT, whose claims beside `exp` nobody documents */
  async open({ applicationId }: CylanceApplication, scopes: readonly CylanceScope[], now: number): Promise<string> {
    for (const [token, { expiresAt }] of this.#sessions) if (expiresAt <= now) this.#sessions.delete(token);
    const issuedAt = Math.floor(now / 1000);
    const endsAt = issuedAt + this.#lifeSeconds;
    const token = await new SignJWT({ scp: [...scopes] })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(applicationId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(endsAt)
      .setJti(randomUUID())
      .sign(this.#key);
    this.#sessions.set(token, { scopes: new Set(scopes), expiresAt: endsAt * 1000 });
    return token;
  }

  find(token: string, now: number): CylanceSession | undefined {
    const session = this.#sessions.get(token);
    return session && session.expiresAt > now ? session : undefined;
  }
}
