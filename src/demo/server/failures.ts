/** The shapes that error answers have, which differ between the families. */
import type { Operation } from '../../api/falcon/operation.ts';
import type { Refusal, Reply } from './reply.ts';

/**
 * Names of services as seen in `meta.powered_by`: this one for everything under `/user-management`. For the older
 * family, Flight Control and sensor downloads none is recorded.
 */
export function poweredBy(operation: Operation | undefined): string {
  switch (operation?.collection) {
    case undefined:
      return 'crowdstrike-api-gateway';
    case 'oauth2':
      return 'csam';
    case 'users-legacy':
      return 'csam';
    case 'sensor-download':
      return 'sensor-download';
    case 'user-management':
    case 'flight-control':
      return 'cs.flightcontrolapi';
  }
}

export function failureReply(operation: Operation | undefined, { status, message, poweredBy: origin }: Refusal): Reply {
  const reply = { status, errors: [{ code: status, message }], ...(origin !== undefined && { poweredBy: origin }) };
  const resources = operation && resourcesOf(operation, status, origin !== undefined);
  return { ...reply, ...(resources !== undefined && { resources }) };
}

/** The older calls whose specified 500 lists `resources`, as their other answers do. */
const listsInEveryError: readonly string[] = ['GetRoles', 'GetAvailableRoleIds', 'GetUserRoleIds'];

/** The `resources` of an error: an empty list, null, or none at all. */
function resourcesOf({ id, collection }: Operation, status: number, fromGateway: boolean): readonly [] | null | undefined {
  // These come from the gateway alone, which knows nothing of the services.
  if (status === 401 || status === 429) return undefined;
  if (collection === 'users-legacy' && id !== 'DeleteUser') return status !== 500 || listsInEveryError.includes(id) ? [] : undefined;
  // Seen in caracara's notes: a failed create answers null.
  if (id === 'createUserV1' && !fromGateway) return null;
  // No 400 is specified for aggregates although siblings give it; it has the shape of their success.
  if (id === 'aggregateUsersV1' && status === 400) return [];
  return undefined;
}
