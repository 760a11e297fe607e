/** Who is assigned where: which users hold anything in a CID, and in which CIDs a user holds anything. */
import { TenantError } from '../../core/errors.ts';
import { fqlAnd, fqlComparison } from '../../core/fql/buildFql.ts';
import { asUserUuid } from '../../core/ids.ts';
import type { Cid, UserUuid } from '../../core/ids.ts';
import type { User } from '../../core/user.ts';
import { aggregatedCids, nobodysCid, searchedCids } from './cidSearch.ts';
import type { CallOptions, FalconClient } from './client.ts';
import { readAllPages } from './paging.ts';
import { readAllUsers, userPageSize } from './users.ts';

/** From here on single questions are no dearer than halving, even when the user is in all of them. */
const askedOneByOne = 8;

const isUser = (userUuid: UserUuid): string => fqlComparison('uuid', '', userUuid);

/**
 * @returns those of `cids` in which the user holds a role, in the given order. Usually this takes one request. Where
 * the aggregate tells nothing, it takes n/250 for a user who holds nothing, about 18 more for each single CID found,
 * and never more than 1.4 n.
 */
export async function readAssignedCids(client: FalconClient, userUuid: UserUuid, cids: readonly Cid[], options: CallOptions = {}): Promise<Cid[]> {
  if (cids.length === 0) return [];
  const told = await aggregatedCids(client, { name: 'assigned CIDs', field: 'assigned_cids', filter: isUser(userUuid) }, cids, options);
  if (told) return cids.filter((cid) => told.has(cid));
  const isSoIn = async (part: readonly Cid[], signal: AbortSignal): Promise<boolean> => {
    const filter = fqlAnd(isUser(userUuid), fqlComparison('assigned_cids', '', part));
    const reply = await client.call('queryUserV1', { filter, limit: 1 }, { ...options, signal });
    return reply.resources.length > 0;
  };
  return searchedCids(cids, { isSoIn, askedOneByOne }, options.signal);
}

/** The filter for the users that hold a role in a CID, directly or through groups. */
export const assignedTo = (cid: Cid): string => fqlComparison('assigned_cids', '', [cid]);

export interface AssignedUsers {
  readonly uuids: ReadonlySet<UserUuid>;
  /** Records that were read on the way. */
  readonly users: readonly User[];
  /** How many requests it took. */
  readonly requests: number;
}

/** There is no cursor: when somebody comes or goes between two pages, somebody else falls between them. */
const mostTries = 2;

/**
 * Reads who matches a filter: uuids only, one request for each 500; once more where fewer came than the server counted.
 * Where it refuses a deep page the records are read, since it takes their names to go on behind the last of them.
 */
export async function readMatching(client: FalconClient, filter: string | undefined, options: CallOptions = {}): Promise<AssignedUsers> {
  let requests = 0;
  let isTooDeep = false;
  const read = async (): Promise<{ readonly uuids: Set<UserUuid>; readonly counted: number }> => {
    let counted = 0;
    const pages = await readAllPages<string>(
      async (page, signal) => {
        requests++;
        try {
          const reply = await client.call('queryUserV1', { filter, ...page }, { ...options, signal });
          counted = Math.max(counted, reply.total ?? 0);
          return reply;
        } catch (error) {
          isTooDeep ||= page.offset > 0 && error instanceof TenantError && error.kind === 'invalid';
          throw error;
        }
      },
      { pageSize: userPageSize, signal: options.signal },
    );
    return { uuids: new Set(pages.flat().map(asUserUuid)), counted: pages.length > 1 ? counted : 0 };
  };
  try {
    for (let tries = 1; ; tries++) {
      const { uuids, counted } = await read();
      if (uuids.size >= counted || tries >= mostTries) return { uuids, users: [], requests };
    }
  } catch (error) {
    if (!isTooDeep) throw error;
    const users = await readAllUsers(client, { filter }, options);
    return { uuids: new Set(users.map(({ uuid }) => uuid)), users, requests: requests + 2 * Math.ceil(users.length / userPageSize) };
  }
}

/** Whether the server looks at the filter by CID: it must find nobody in a CID that nobody has, and not refuse to look. */
export async function canAskByCid(client: FalconClient, options: CallOptions = {}): Promise<boolean> {
  try {
    const reply = await client.call('queryUserV1', { filter: assignedTo(nobodysCid), limit: 1 }, options);
    return reply.resources.length === 0;
  } catch (error) {
    if (error instanceof TenantError && error.kind === 'invalid') return false;
    throw error;
  }
}

/** Whether the filter by CID finds one user. */
export async function isAssignedTo(client: FalconClient, userUuid: UserUuid, cid: Cid, options: CallOptions = {}): Promise<boolean> {
  const reply = await client.call('queryUserV1', { filter: fqlAnd(isUser(userUuid), assignedTo(cid)), limit: 1 }, options);
  return reply.resources.includes(userUuid);
}
