/** Finds out in which CIDs anybody holds a role that ends by itself. */
import { TenantError } from '../../core/errors.ts';
import { fqlComparison } from '../../core/fql/buildFql.ts';
import type { Cid } from '../../core/ids.ts';
import { aggregatedCids, nobodysCid, searchedCids } from './cidSearch.ts';
import type { CallOptions, FalconClient } from './client.ts';

/** Users who hold a role that ends by itself. */
export const temporaryFilter = 'has_temporary_roles:true';

async function isHeldIn(client: FalconClient, cids: readonly Cid[], options: CallOptions): Promise<boolean> {
  const reply = await client.call('queryUserV1', { filter: fqlComparison('temporarily_assigned_cids', '', cids), limit: 1 }, options);
  return reply.resources.length > 0;
}

/** @returns those of `cids` in which somebody holds a temporary role, in the given order; undefined where the server does not tell */
export async function readTemporaryCids(client: FalconClient, cids: readonly Cid[], options: CallOptions = {}): Promise<Cid[] | undefined> {
  const aggregate = { name: 'temporary CIDs', field: 'temporarily_assigned_cids', filter: temporaryFilter };
  const told = await aggregatedCids(client, aggregate, cids, options);
  if (told) return cids.filter((cid) => told.has(cid));
  try {
    // A server that does not look at the filter would find somebody everywhere.
    if (await isHeldIn(client, [nobodysCid], options)) return undefined;
    const isSoIn = (part: readonly Cid[], signal: AbortSignal): Promise<boolean> => isHeldIn(client, part, { ...options, signal });
    return await searchedCids(cids, { isSoIn, askedOneByOne: 1 }, options.signal);
  } catch (error) {
    if (error instanceof TenantError && error.kind === 'invalid') return undefined;
    throw error;
  }
}
