/** API clients, their tokens and what a token allows. */
import { randomBytes } from 'node:crypto';
import type { Scope } from '../../api/falcon/operation.ts';
import type { Customer } from '../store/model.ts';

export interface ApiClient {
  /** 32 lower-case hexadecimal characters. */
  readonly clientId: string;
  /** 40 word characters. */
  readonly clientSecret: string;
  readonly scopes: readonly Scope[];
}

export interface Session {
  readonly client: ApiClient;
  /** The CID in view. */
  readonly customer: Customer;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** As recorded: one second less than half an hour. */
export const tokenLifeSeconds = 1799;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Credentials that nobody can guess, in the form of real ones. */
export function makeClient(scopes: readonly Scope[]): ApiClient {
  // Bytes of 248 and more would make the first letters likelier.
  const bytes = [...randomBytes(400)].filter((byte) => byte < 248).slice(0, 40);
  const clientSecret = bytes.map((byte) => letters[byte % letters.length]).join('');
  return { clientId: randomBytes(16).toString('hex'), clientSecret, scopes };
}

export class Sessions {
  readonly #clients: ReadonlyMap<string, ApiClient>;
  readonly #sessions = new Map<string, Session>();

  constructor(clients: readonly ApiClient[]) {
    this.#clients = new Map(clients.map((client) => [client.clientId, client]));
  }

  findClient(clientId: string): ApiClient | undefined {
    return this.#clients.get(clientId);
  }

  /** @returns the bearer token */
  open(client: ApiClient, customer: Customer, now: number): string {
    for (const [token, { expiresAt }] of this.#sessions) if (expiresAt <= now) this.#sessions.delete(token);
    const token = makeToken(client, now);
    this.#sessions.set(token, { client, customer, expiresAt: now + tokenLifeSeconds * 1000 });
    return token;
  }

  find(token: string, now: number): Session | undefined {
    const session = this.#sessions.get(token);
    return session && session.expiresAt > now ? session : undefined;
  }

  close(token: string, client: ApiClient): void {
    if (this.#sessions.get(token)?.client === client) this.#sessions.delete(token);
  }
}

/** Reads like the real ones: a JWT that names the client and its scopes and nothing of the cloud. The signature is chance. */
function makeToken({ clientId, scopes }: ApiClient, now: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const issuedAt = Math.floor(now / 1000);
  const claims = { client_id: clientId, exp: issuedAt + tokenLifeSeconds, iat: issuedAt, jti: randomBytes(16).toString('hex'), scp: scopes };
  return `${part({ alg: 'RS256', kid: 'demo', typ: 'JWT' })}.${part(claims)}.${randomBytes(256).toString('base64url')}`;
}
