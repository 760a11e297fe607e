/** Reading users: the query gives uuids, the records are read by uuid. */
import { fqlAnd, fqlComparison } from '../../core/fql/buildFql.ts';
import type { UserUuid } from '../../core/ids.ts';
import { asUserUuid } from '../../core/ids.ts';
import { TenantError } from '../../core/errors.ts';
import type { User } from '../../core/user.ts';
import { allOrNone, batches } from '../batches.ts';
import type { CallOptions, FalconClient } from './client.ts';
import type { Parameters } from './operations.ts';
import { readAllPages } from './paging.ts';
import type { Page } from './paging.ts';

export type UserSort = NonNullable<Parameters<'queryUserV1'>['sort']>;

export interface UserQuery {
  readonly filter?: string | undefined;
  readonly sort?: UserSort | undefined;
}

/** The largest page that the server gives. */
export const userPageSize = 500;
/** The specification allows 5000 ids, CrowdStrike's own samples send 500 at a time. */
const recordsPerCall = 500;

export interface UserPage {
  readonly users: readonly User[];
  /** All users that match, not only those of this page. */
  readonly total: number;
  /** How many uuids the page held; more than `users` when some were deleted meanwhile. */
  readonly count: number;
}

/**
 * Reads users by uuid, in the order asked for.
 * @returns fewer than asked for when some do not exist (any more)
 */
export async function readUsers(client: FalconClient, uuids: readonly UserUuid[], options: CallOptions = {}): Promise<User[]> {
  const found = new Map<string, User>();
  await allOrNone(
    batches(uuids, recordsPerCall).map((ids) => async (signal) => {
      const reply = await client.call('retrieveUsersGETV1', { body: { ids } }, { ...options, signal });
      for (const user of reply.resources) found.set(user.uuid, user);
    }),
    options.signal,
  );
  return uuids.map((uuid) => found.get(uuid)).filter((user) => user !== undefined);
}

/** Reads one page of users with their records. */
export async function readUserPage(client: FalconClient, query: UserQuery, page: Page, options: CallOptions = {}): Promise<UserPage> {
  const reply = await client.call('queryUserV1', { ...query, offset: page.offset, limit: page.limit }, options);
  const users = await readUsers(client, reply.resources.map(asUserUuid), options);
  return { users, total: reply.total ?? page.offset + reply.resources.length, count: reply.resources.length };
}

export interface ReadAllOptions extends CallOptions {
  readonly onProgress?: ((read: number, total: number) => void) | undefined;
}

const byUid = (left: User, right: User): number => ((left.uid ?? '') < (right.uid ?? '') ? -1 : 1);

/**
 * Reads every user that matches. Each page's records are read as soon as its uuids are there.
 *
 * The largest usable offset is not published, and other Falcon queries stop at 10,000; where the server refuses a deep
 * page of a list sorted by user name, reading goes on behind the last name that was read.
 */
export async function readAllUsers(client: FalconClient, query: UserQuery, options: ReadAllOptions = {}): Promise<User[]> {
  const found = new Map<string, User>();
  let refusedDeep = false;
  let total = 0;
  const sortedByUid = query.sort === undefined || query.sort === 'uid' || query.sort === 'uid|asc';

  const readSegment = async (filter: string | undefined): Promise<User | undefined> => {
    refusedDeep = false;
    const before = found.size;
    const pages = await readAllPages<User>(
      async (page, signal) => {
        try {
          const read = await readUserPage(client, { ...query, filter }, page, { ...options, signal });
          return { resources: read.users, total: read.total, errors: [], unusable: [], status: 200, traceId: undefined };
        } catch (error) {
          if (!(sortedByUid && page.offset > 0 && error instanceof TenantError && error.kind === 'invalid')) throw error;
          refusedDeep = true;
          return { resources: [], total: undefined, errors: [], unusable: [], status: 400, traceId: undefined };
        }
      },
      {
        pageSize: userPageSize,
        signal: options.signal,
        onProgress: (read, ofSegment) => {
          total = Math.max(total, before + ofSegment);
          options.onProgress?.(before + read, total);
        },
      },
    );
    const users = pages.flat();
    for (const user of users) found.set(user.uuid, user);
    // Pages before the first refused one are whole, so the largest name of them is a safe place to go on from.
    return refusedDeep && found.size > before ? pages.slice(0, pages.findIndex((page) => page.length === 0)).flat().at(-1) : undefined;
  };

  for (let last = await readSegment(query.filter); last?.uid; ) {
    last = await readSegment(fqlAnd(query.filter, fqlComparison('uid', '>', last.uid)));
  }
  const users = [...found.values()];
  return sortedByUid ? users.sort(byUid) : users;
}
