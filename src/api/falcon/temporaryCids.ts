/**
 * Finds out in which CIDs anybody holds a role that ends by itself. One aggregate may tell it at once; which fields can be
 * aggregated is not published, so where it tells nothing the user query's filter decides: it takes a list of CIDs, and a
 * list with such a role in it is halved.
 */
import { TenantError } from '../../core/errors.ts';
import { fqlComparison } from '../../core/fql/buildFql.ts';
import { asCid } from '../../core/ids.ts';
import type { Cid } from '../../core/ids.ts';
import { allOrNone, batches } from '../batches.ts';
import type { CallOptions, FalconClient } from './client.ts';

/** As many CIDs as keep the encoded URL well below the length that servers take. */
const cidsPerQuery = 250;

/** Users who hold a role that ends by itself. */
export const temporaryFilter = 'has_temporary_roles:true';

/** @returns undefined when the aggregate tells nothing, or not all */
async function aggregatedCids(client: FalconClient, cids: readonly Cid[], options: CallOptions): Promise<ReadonlySet<string> | undefined> {
  const query = { name: 'temporary CIDs', type: 'terms', field: 'temporarily_assigned_cids', filter: temporaryFilter, size: cids.length + 1 } as const;
  try {
    const reply = await client.call('aggregateUsersV1', { body: [query] }, { ...options, retry: false });
    const [result] = reply.resources;
    if (!result || result.buckets.length === 0 || (result.sum_other_doc_count ?? 0) > 0) return undefined;
    return new Set(result.buckets.map(({ label }) => String(label)));
  } catch (error) {
    // A courtesy of the server; the filter is what is relied on.
    if (options.signal?.aborted) throw error;
    return undefined;
  }
}

/** No customer has it. */
const nobodysCid = asCid('0'.repeat(32));

async function isHeldIn(client: FalconClient, cids: readonly Cid[], options: CallOptions): Promise<boolean> {
  const reply = await client.call('queryUserV1', { filter: fqlComparison('temporarily_assigned_cids', '', cids), limit: 1 }, options);
  return reply.resources.length > 0;
}

async function searchedCids(client: FalconClient, cids: readonly Cid[], options: CallOptions): Promise<Cid[]> {
  const search = async (part: readonly Cid[], signal: AbortSignal): Promise<Cid[]> => {
    if (!(await isHeldIn(client, part, { ...options, signal }))) return [];
    if (part.length === 1) return [...part];
    return (await Promise.all(batches(part, Math.ceil(part.length / 2)).map((half) => search(half, signal)))).flat();
  };
  const found = await allOrNone(
    batches(cids, cidsPerQuery).map((part) => (signal) => search(part, signal)),
    options.signal,
  );
  return found.flat();
}

/** @returns those of `cids` in which somebody holds a temporary role, in the given order; undefined where the server does not tell */
export async function readTemporaryCids(client: FalconClient, cids: readonly Cid[], options: CallOptions = {}): Promise<Cid[] | undefined> {
  const told = await aggregatedCids(client, cids, options);
  if (told) return cids.filter((cid) => told.has(cid));
  try {
    // A server that does not look at the filter would find somebody everywhere.
    return (await isHeldIn(client, [nobodysCid], options)) ? undefined : await searchedCids(client, cids, options);
  } catch (error) {
    if (error instanceof TenantError && error.kind === 'invalid') return undefined;
    throw error;
  }
}
