/** A tenant that the user has connected, without its secret. */
import type { Scope } from '../api/falcon/operation.ts';
import type { Cid, ConnectionId } from '../core/ids.ts';

export interface Connection {
  readonly id: ConnectionId;
  readonly kind: 'falcon';
  /** Chosen by the user, unique among the connections. */
  readonly name: string;
  readonly baseUrl: string;
  readonly clientId: string;
  /** Set when the session is tied to one Flight Control child. */
  readonly memberCid: Cid | undefined;
  /** The CID of the session, as far as the server told it. */
  readonly cid: Cid | undefined;
  /** Scopes that the server refused when the credentials were proved. */
  readonly missingScopes: readonly Scope[];
  /** False until the user allows changes. */
  readonly canChange: boolean;
  /** The built-in demo tenant of this window: never stored. */
  readonly demo: boolean;
}

/** What is needed to make a connection, secret included; lives in SecretStorage and memory only. */
export interface ConnectionEntry extends Connection {
  readonly clientSecret: string;
}

export const withoutSecret = ({ clientSecret: _, ...connection }: ConnectionEntry): Connection => connection;

/** Whose data it is: what was read with other values of these is of another tenant, or seen with other eyes. */
export const identityOf = ({ baseUrl, clientId, memberCid }: Connection): string => [baseUrl, clientId, memberCid ?? ''].join('|');
