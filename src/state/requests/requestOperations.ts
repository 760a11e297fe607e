/** The operations that a request document can be about. */
import { scopeLabels } from '../../api/falcon/operation.ts';
import type { Operation } from '../../api/falcon/operation.ts';
import { findOperation, operationRows } from '../../api/falcon/operations.ts';

/**
 * The token calls are left out: they carry the secret of the API client, which never leaves SecretStorage for a document,
 * and ending a token would end the session that everything else goes through.
 */
const isOffered = ({ collection }: Operation): boolean => collection !== 'oauth2';

export const requestOperations: readonly Operation[] = operationRows.filter(isOffered);

/** @returns undefined for an unknown id, and for those that are left out */
export const requestOperation = (id: string): Operation | undefined => requestOperations.find((operation) => operation.id === id);

/** Said about an id of the table that no document can be about. */
export const leftOutText = (id: string): string | undefined =>
  findOperation(id) && !requestOperation(id) ? 'Tokens are asked for and ended by the extension itself; their calls cannot be sent by hand.' : undefined;

/** `User Management: Read (usermgmt:read)` */
export const scopeText = ({ scope }: Operation): string | undefined => scope && `${scopeLabels[scope]} (${scope})`;

export const addressText = ({ method, path }: Operation): string => `${method} ${path}`;

/** The operation to use in place of a deprecated one: what replaced it may have been replaced as well. */
export function successorOf({ replacedBy }: Operation): string | undefined {
  const next = replacedBy === undefined ? undefined : requestOperation(replacedBy);
  return (next && successorOf(next)) ?? replacedBy;
}

/** What has to be known before it is sent, beside what it does. */
export function cautionsOf(operation: Operation): string[] {
  const successor = successorOf(operation);
  return [
    ...(successor ? [`Deprecated: use ${successor} instead.`] : []),
    ...(operation.write ? ['It may change the tenant: it is checked, shown and asked about before it is sent, and kept in the activity.'] : []),
  ];
}
