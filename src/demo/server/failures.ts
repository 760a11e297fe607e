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
  // The gateway's own answers are alike everywhere.
  if (operation === undefined || origin !== undefined) return reply;
  // The older family has `resources` in nearly every answer, empty when there are none.
  if (operation.collection === 'users-legacy' && operation.id !== 'DeleteUser') return { ...reply, resources: [] };
  // Seen in caracara's notes: a failed create answers null.
  if (operation.id === 'createUserV1') return { ...reply, resources: null };
  // The one call whose specified errors come without `meta`.
  if (operation.id === 'getChildren') return { ...reply, errorsOnly: true };
  if (operation.id === 'aggregateUsersV1' || operation.id === 'GetSensorInstallersCCIDByQuery') return { ...reply, resources: [] };
  return reply;
}
