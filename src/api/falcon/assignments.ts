/**
 * Finds out in which CIDs a user holds anything, without asking for grants CID by CID: the user query can filter by a
 * list of assigned CIDs, so a list that the user is in is halved until single CIDs are left.
 */
import { fqlAnd, fqlComparison } from '../../core/fql/buildFql.ts';
import type { Cid, UserUuid } from '../../core/ids.ts';
import { allOrNone, batches } from '../batches.ts';
import type { CallOptions, FalconClient } from './client.ts';

/** As many CIDs as keep the encoded URL well below the length that servers take. */
const cidsPerQuery = 250;

/**
 * @returns those of `cids` in which the user holds a role, in the given order. For k of n CIDs this takes
 * n/250 requests and at most 2·log2(250) = 16 more for each of the k, fewer when they lie together.
 */
export async function readAssignedCids(client: FalconClient, userUuid: UserUuid, cids: readonly Cid[], options: CallOptions = {}): Promise<Cid[]> {
  const holdsAnythingIn = async (part: readonly Cid[], signal: AbortSignal): Promise<boolean> => {
    const filter = fqlAnd(fqlComparison('uuid', '', userUuid), fqlComparison('assigned_cids', '', part));
    const reply = await client.call('queryUserV1', { filter, limit: 1 }, { ...options, signal });
    return reply.resources.length > 0;
  };
  const search = async (part: readonly Cid[], signal: AbortSignal): Promise<Cid[]> => {
    if (part.length === 0 || !(await holdsAnythingIn(part, signal))) return [];
    if (part.length === 1) return [...part];
    const middle = Math.ceil(part.length / 2);
    const halves = await Promise.all([search(part.slice(0, middle), signal), search(part.slice(middle), signal)]);
    return halves.flat();
  };
  const found = await allOrNone(
    batches(cids, cidsPerQuery).map((part) => (signal) => search(part, signal)),
    options.signal,
  );
  return found.flat();
}

/** The filter for the users that hold a role in a CID, directly or through groups. */
export const assignedTo = (cid: Cid): string => fqlComparison('assigned_cids', '', [cid]);
