/**
 * Who holds a role in a CID. The server has no such question: it is answered by reading the grants of those users who
 * hold anything there, which the user query's `assigned_cids` filter tells first.
 */
import type { CallOptions, FalconClient } from '../api/falcon/client.ts';
import { readGrants } from '../api/falcon/grants.ts';
import { readAllPages } from '../api/falcon/paging.ts';
import { readUsers, userPageSize } from '../api/falcon/users.ts';
import { fqlComparison } from '../core/fql/buildFql.ts';
import type { Grant } from '../core/grant.ts';
import { asUserUuid } from '../core/ids.ts';
import type { Cid, RoleId, UserUuid } from '../core/ids.ts';
import type { User } from '../core/user.ts';
import { allOrNone } from '../api/batches.ts';

export interface Holder {
  readonly user: User;
  readonly grant: Grant;
}

export interface Holders {
  readonly holders: readonly Holder[];
  /** Epoch milliseconds: when the counting ended. */
  readonly countedAt: number;
}

/** The users whose grants have to be read: those who hold anything in the CID. One request for each 500 of them. */
export async function readCandidates(client: FalconClient, cid: Cid | undefined, options: CallOptions): Promise<UserUuid[]> {
  const filter = cid && fqlComparison('assigned_cids', '', [cid]);
  const pages = await readAllPages<string>((page, signal) => client.call('queryUserV1', { filter, ...page }, { ...options, signal }), {
    pageSize: userPageSize,
    signal: options.signal,
  });
  return [...new Set(pages.flat())].map(asUserUuid);
}

export interface CountOptions extends CallOptions {
  readonly onProgress?: (read: number, total: number) => void;
}

/** Reads the grants of each candidate, one request each, and keeps those of the role. */
export async function readHolders(
  client: FalconClient,
  place: { readonly cid: Cid | undefined; readonly roleId: RoleId },
  candidates: readonly UserUuid[],
  { onProgress, ...options }: CountOptions,
): Promise<Holder[]> {
  const filter = fqlComparison('role_id', '', place.roleId);
  let read = 0;
  const grants = await allOrNone(
    candidates.map((userUuid) => async (signal) => {
      const found = await readGrants(client, { userUuid, cid: place.cid, filter }, { ...options, signal });
      onProgress?.(++read, candidates.length);
      // Checked here as well: the filter is the server's business, the answer is ours.
      return { userUuid, grants: found.filter((grant) => grant.role_id === place.roleId) };
    }),
    options.signal,
  );
  const holding = grants.filter((one) => one.grants.length > 0);
  const users = new Map((await readUsers(client, holding.map((one) => one.userUuid), options)).map((user) => [user.uuid, user]));
  return holding.flatMap((one) => one.grants.map((grant) => ({ user: users.get(one.userUuid) ?? { uuid: one.userUuid }, grant })));
}
