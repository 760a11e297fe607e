/** Two connections to the same tenant by the same API client would be two names for one thing. */
import type { ConnectionId } from '../../core/ids.ts';
import type { Connection } from '../../state/connection.ts';

/** @returns the connection, other than `except`, that has the same base URL, API client and child */
export const twinOf = (
  connections: readonly Connection[],
  { baseUrl, clientId, memberCid }: Pick<Connection, 'baseUrl' | 'clientId' | 'memberCid'>,
  except?: ConnectionId,
): Connection | undefined =>
  connections.find(
    (other) => other.id !== except && other.baseUrl === baseUrl && other.clientId.toLowerCase() === clientId.toLowerCase() && other.memberCid === memberCid,
  );
