/** Reading the users of a Cylance tenant. */
import * as v from 'valibot';
import { byNewestCreated } from '../../core/cylance/cylanceUser.ts';
import type { CylanceUser } from '../../core/cylance/cylanceUser.ts';
import { plainGuid } from '../../core/cylance/ids.ts';
import { TenantError } from '../../core/errors.ts';
import type { CylanceReadAllOptions } from './allPages.ts';
import { readAllPages } from './allPages.ts';
import type { CylanceCallOptions, CylanceClient } from './cylanceClient.ts';
import { foreignCylance } from './failures.ts';
import { cylanceOperations } from './operation.ts';
import { readCylancePage } from './page.ts';
import type { CylanceList, CylancePage } from './page.ts';
import { cylanceUserRecord } from './records.ts';

/** The largest page that the server gives. */
export const cylanceUserPageSize = 200;

const userList: CylanceList<CylanceUser> = { operation: cylanceOperations.listUsers, path: '/users/v2', record: cylanceUserRecord };

/** Reads one page, in the server's order: newest created first. Pages are counted from 1. */
export const readCylanceUserPage = (client: CylanceClient, page: number, options: CylanceCallOptions = {}): Promise<CylancePage<CylanceUser>> =>
  readCylancePage(client, userList, { page, pageSize: cylanceUserPageSize }, options);

export interface AllCylanceUsers {
  /** Newest created first. */
  readonly users: readonly CylanceUser[];
  /** How many more the server counts: the list changed again and again while it was read. */
  readonly missing: number;
}

/** Reads every user of the tenant, each once. */
export async function readAllCylanceUsers(client: CylanceClient, options: CylanceReadAllOptions = {}): Promise<AllCylanceUsers> {
  const { items, missing } = await readAllPages(client, userList, cylanceUserPageSize, options);
  return { users: [...items].sort(byNewestCreated), missing };
}

const unknownUser = (): TenantError =>
  new TenantError({ kind: 'notFound', reason: 'unknownUser', operation: cylanceOperations.getUser.id, message: 'The server does not know this user.' });

/**
 * Reads one user by id or e-mail address.
 * @throws TenantError of reason `unknownUser` when there is none
 */
export async function readCylanceUser(client: CylanceClient, idOrEmail: string, options: CylanceCallOptions = {}): Promise<CylanceUser> {
  const asked = idOrEmail.trim();
  // Nothing and dots mean another path, and no user.
  if (/^\.*$/.test(asked)) throw unknownUser();
  const value = await client.get(cylanceOperations.getUser, `/users/v2/${encodeURIComponent(asked.toWellFormed())}`, options);
  const parsed = v.safeParse(cylanceUserRecord, value);
  const isAnother = parsed.success && !asked.includes('@') && parsed.output.id !== plainGuid(asked);
  if (!parsed.success || isAnother) throw foreignCylance(cylanceOperations.getUser, client.host);
  return parsed.output;
}

/** @returns undefined when there is no such user */
export async function findCylanceUser(client: CylanceClient, idOrEmail: string, options: CylanceCallOptions = {}): Promise<CylanceUser | undefined> {
  try {
    return await readCylanceUser(client, idOrEmail, options);
  } catch (error) {
    if (error instanceof TenantError && error.reason === 'unknownUser') return undefined;
    throw error;
  }
}
