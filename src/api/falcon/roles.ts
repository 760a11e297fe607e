/** Reading the roles of a CID. */
import type { Cid, RoleId } from '../../core/ids.ts';
import type { Role } from '../../core/role.ts';
import { allOrNone, batches } from '../batches.ts';
import type { CallOptions, FalconClient } from './client.ts';

const recordsPerCall = 500;

/** Reads roles by id, as they are described in a CID. Ids that do not exist are left out. */
export async function readRoles(client: FalconClient, cid: Cid | undefined, ids: readonly string[], options: CallOptions = {}): Promise<Role[]> {
  const replies = await allOrNone(
    batches(ids, recordsPerCall).map((batch) => (signal) => client.call('entitiesRolesGETV2', { cid, body: { ids: batch } }, { ...options, signal })),
    options.signal,
  );
  return replies.flatMap((reply) => reply.resources);
}

/** Every role of a CID, by name. */
export async function readAllRoles(client: FalconClient, cid: Cid | undefined, options: CallOptions = {}): Promise<Role[]> {
  const ids = await client.call('queriesRolesV1', { cid }, options);
  const roles = await readRoles(client, cid, [...new Set(ids.resources)], options);
  return roles.sort((left, right) => left.display_name.localeCompare(right.display_name) || (left.id < right.id ? -1 : 1));
}

/**
 * The ids of the roles that may still be granted to a user in a CID. The same query without a user lists all roles;
 * neither tells what the user holds.
 */
export async function readGrantableRoleIds(client: FalconClient, cid: Cid | undefined, userUuid: string, options: CallOptions = {}): Promise<Set<RoleId>> {
  const reply = await client.call('queriesRolesV1', { cid, user_uuid: userUuid, action: 'grant' }, options);
  return new Set(reply.resources as readonly RoleId[]);
}
