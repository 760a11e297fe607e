/** Reading grants. One read covers one user in one CID; no bulk form exists. */
import type { Grant } from '../../core/grant.ts';
import { grantKey } from '../../core/grant.ts';
import type { Cid, UserUuid } from '../../core/ids.ts';
import type { CallOptions, FalconClient } from './client.ts';
import { readAllPages } from './paging.ts';

const pageSize = 500;

export interface GrantsOf {
  readonly userUuid: UserUuid;
  /** Left out: the CID of the session. */
  readonly cid?: Cid | undefined;
  /** FQL on expires_at, role_id and role_name. */
  readonly filter?: string | undefined;
}

/**
 * Reads the grants of a user in a CID, direct and inherited, by role name.
 * @throws TenantError of kind `notFound`, reason `unknownUser`, when there is no such user (the server answers 400)
 */
export async function readGrants(client: FalconClient, { userUuid, cid, filter }: GrantsOf, options: CallOptions = {}): Promise<Grant[]> {
  const pages = await readAllPages<Grant>(
    (page, signal) => client.call('CombinedUserRolesV2', { user_uuid: userUuid, cid, filter, ...page }, { ...options, signal }),
    { pageSize, signal: options.signal },
  );
  // The user and the CID were asked for, so a record that leaves them out is about them.
  const grants = pages.flat().map((grant) => ({ ...grant, uuid: grant.uuid ?? userUuid, cid: grant.cid ?? cid }));
  return [...new Map(grants.map((grant) => [grantKey(grant), grant])).values()];
}
