/** Reading the child CIDs of a Flight Control parent. */
import type { Child } from '../../core/child.ts';
import { TenantError } from '../../core/errors.ts';
import type { Cid } from '../../core/ids.ts';
import { asCid } from '../../core/ids.ts';
import { allOrNone, batches } from '../batches.ts';
import type { CallOptions, FalconClient } from './client.ts';
import { readAllPages } from './paging.ts';
import type { Page } from './paging.ts';
import type { Reply } from './answers.ts';
import type { ReadAllOptions } from './users.ts';

/** The largest limit is not published; psfalcon asks for up to 5000. The other is the order of the documented default. */
export const childPageSize = 500;
const cautiousPageSize = 100;
const recordsPerCall = 500;

export interface ChildPage {
  readonly children: readonly Child[];
  readonly total: number;
  /** How many CIDs the page held. */
  readonly count: number;
}

/** Reads children by CID, in the order asked for; one that the server does not describe keeps its CID alone. */
export async function readChildren(client: FalconClient, cids: readonly Cid[], options: CallOptions = {}): Promise<Child[]> {
  const found = new Map<string, Child>();
  await allOrNone(
    batches(cids, recordsPerCall).map((ids) => async (signal) => {
      const reply = await client.call('getChildrenV2', { body: { ids } }, { ...options, signal });
      for (const child of reply.resources) found.set(child.child_cid, child);
    }),
    options.signal,
  );
  return cids.map((cid) => found.get(cid) ?? { child_cid: cid });
}

const isRefusal = (error: unknown): boolean => error instanceof TenantError && error.kind === 'invalid';

const query = (client: FalconClient, page: Page, options: CallOptions): Promise<Reply<string>> =>
  client.call('queryChildren', { ...page, sort: 'last_modified_timestamp|asc' }, options);

async function queryPage(client: FalconClient, page: Page, options: CallOptions): Promise<Reply<string>> {
  try {
    return await query(client, page, options);
  } catch (error) {
    if (!isRefusal(error) || page.limit <= cautiousPageSize) throw error;
    return query(client, { ...page, limit: cautiousPageSize }, options);
  }
}

/** Reads one page of children with their names. */
export async function readChildPage(client: FalconClient, page: Page, options: CallOptions = {}): Promise<ChildPage> {
  const reply = await queryPage(client, page, options);
  const children = await readChildren(client, reply.resources.map(asCid), options);
  return { children, total: reply.total ?? page.offset + reply.resources.length, count: reply.resources.length };
}

/** Reads all children with their names. */
export async function readAllChildren(client: FalconClient, options: ReadAllOptions = {}): Promise<Child[]> {
  const readWith = (pageSize: number): Promise<(readonly Child[])[]> =>
    readAllPages<Child>(
      async (page, signal) => {
        const { resources, total, unusable } = await query(client, page, { ...options, signal });
        return { resources: await readChildren(client, resources.map(asCid), { ...options, signal }), total, unusable };
      },
      { pageSize, signal: options.signal, onProgress: options.onProgress },
    );
  let pages: (readonly Child[])[];
  try {
    pages = await readWith(childPageSize);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    pages = await readWith(cautiousPageSize);
  }
  return [...new Map(pages.flat().map((child) => [child.child_cid, child])).values()];
}
