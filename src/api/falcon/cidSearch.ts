/**
 * Finds out in which CIDs something is so, without asking CID by CID. One aggregate may tell it at once; which fields can
 * be aggregated is not published, so where it tells nothing a filter of the user query decides: it takes a list of CIDs,
 * and a list in which it is so is halved.
 */
import { asCid } from '../../core/ids.ts';
import type { Cid } from '../../core/ids.ts';
import { allOrNone, batches } from '../batches.ts';
import type { CallOptions, FalconClient } from './client.ts';

/** As many CIDs as keep the encoded URL well below the length that servers take. */
const cidsPerQuery = 250;

/** No customer has it: a server that finds anybody there does not look at the filter. */
export const nobodysCid = asCid('0'.repeat(32));

export interface CidAggregate {
  readonly name: string;
  readonly field: string;
  /** FQL */
  readonly filter: string;
}

/** @returns undefined when the aggregate tells nothing, or not all */
export async function aggregatedCids(
  client: FalconClient,
  aggregate: CidAggregate,
  cids: readonly Cid[],
  options: CallOptions,
): Promise<ReadonlySet<string> | undefined> {
  const query = { ...aggregate, type: 'terms', size: cids.length + 1 } as const;
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

export interface CidSearch {
  /** Asks the server whether it is so in any of these CIDs. */
  readonly isSoIn: (cids: readonly Cid[], signal: AbortSignal) => Promise<boolean>;
  /** Lists of at most so many are asked for one by one rather than halved. */
  readonly askedOneByOne: number;
}

/** @returns those of `cids` in which it is so, in the given order */
export async function searchedCids(cids: readonly Cid[], { isSoIn, askedOneByOne }: CidSearch, outer: AbortSignal | undefined): Promise<Cid[]> {
  const search = async (part: readonly Cid[], signal: AbortSignal): Promise<Cid[]> => {
    if (!(await isSoIn(part, signal))) return [];
    if (part.length === 1) return [...part];
    const parts = batches(part, part.length > askedOneByOne ? Math.ceil(part.length / 2) : 1);
    return (await Promise.all(parts.map((smaller) => search(smaller, signal)))).flat();
  };
  const found = await allOrNone(
    batches(cids, cidsPerQuery).map((part) => (signal) => search(part, signal)),
    outer,
  );
  return found.flat();
}
