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
import type { Page, PageReply } from './paging.ts';

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

/** CrowdStrike's own samples name at most this many user names in one filter. */
const addressesPerCall = 100;

/**
 * Looks users up by their addresses, in all CIDs that the session sees.
 * @returns an entry in lower case for every address asked for, undefined where nobody has it
 */
export async function readUsersByEmail(client: FalconClient, uids: readonly string[], options: ReadAllOptions = {}): Promise<Map<string, User | undefined>> {
  const asked = [...new Set(uids.map((uid) => uid.trim().toLowerCase()))];
  const found = new Map<string, User | undefined>(asked.map((uid) => [uid, undefined]));
  let read = 0;
  await allOrNone(
    batches(asked, addressesPerCall).map((some) => async (signal) => {
      const page = await readUserPage(client, { filter: fqlComparison('uid', '', some) }, { offset: 0, limit: userPageSize }, { ...options, signal });
      for (const user of page.users) {
        const uid = user.uid?.trim().toLowerCase();
        if (uid !== undefined && found.has(uid)) found.set(uid, user);
      }
      read += some.length;
      options.onProgress?.(read, asked.length);
    }),
    options.signal,
  );
  return found;
}

export interface ReadAllOptions extends CallOptions {
  readonly onProgress?: ((read: number, total: number) => void) | undefined;
}

function byUid(left: User, right: User): number {
  const [one, other] = [left.uid ?? '', right.uid ?? ''];
  return one === other ? 0 : one < other ? -1 : 1;
}

const isRefusal = (error: unknown): error is TenantError => error instanceof TenantError && error.kind === 'invalid';

/** The records of pages of uuids: each page's are read as soon as its uuids are there, while further pages are asked for. */
class PageRecords {
  readonly #client: FalconClient;
  readonly #options: CallOptions;
  readonly #onRead: (count: number) => void;
  readonly #abort = new AbortController();
  readonly #reads: Promise<readonly [number, readonly User[]]>[] = [];
  /** Stops the pages too when records cannot be read. */
  readonly signal: AbortSignal;
  #failure: unknown;

  constructor(client: FalconClient, options: CallOptions, onRead: (count: number) => void) {
    this.#client = client;
    this.#options = options;
    this.#onRead = onRead;
    const { signal } = options;
    this.signal = signal ? AbortSignal.any([signal, this.#abort.signal]) : this.#abort.signal;
  }

  start(offset: number, uuids: readonly string[]): void {
    const read = this.#read(offset, uuids.map(asUserUuid));
    // Waited for in `all`; until then a failure must not count as unhandled.
    read.catch((error: unknown) => {
      this.#failure ??= error;
      this.#abort.abort();
    });
    this.#reads.push(read);
  }

  /** @returns the users of each page by its offset, once `pages` and all records have been read */
  async all(pages: Promise<unknown>): Promise<(readonly [number, readonly User[]])[]> {
    try {
      await pages;
      const read = await Promise.all(this.#reads);
      return read.sort(([left], [right]) => left - right);
    } catch (error) {
      this.#abort.abort();
      throw this.#failure ?? error;
    }
  }

  async #read(offset: number, uuids: readonly UserUuid[]): Promise<readonly [number, readonly User[]]> {
    const users = await readUsers(this.#client, uuids, { ...this.#options, signal: this.signal });
    this.#onRead(uuids.length);
    return [offset, users];
  }
}

/** One read of the user query from its start, as deep as the server lets it. */
class UserSegments {
  readonly found = new Map<string, User>();
  readonly #client: FalconClient;
  readonly #query: UserQuery;
  readonly #options: ReadAllOptions;
  /** Only in the order of user names can a list be gone on with behind a name. */
  readonly #inOrderOfNames: boolean;
  /** The smallest offset that the server refused, and what it said. */
  #refusedFrom = Number.POSITIVE_INFINITY;
  #refusal: TenantError | undefined;
  #progress = { read: 0, total: 0 };

  constructor(client: FalconClient, query: UserQuery, options: ReadAllOptions) {
    this.#client = client;
    this.#query = query;
    this.#options = options;
    this.#inOrderOfNames = query.sort === undefined || query.sort === 'uid' || query.sort === 'uid|asc';
  }

  get inOrderOfNames(): boolean {
    return this.#inOrderOfNames;
  }

  /** @returns the user name behind which reading has to go on, or undefined when all is read */
  async read(filter: string | undefined): Promise<string | undefined> {
    const before = this.found.size;
    let read = 0;
    let total = 0;
    const records = new PageRecords(this.#client, this.#options, (count) => {
      read += count;
      this.#tell(before + read, before + total);
    });
    let cut = false;
    const readPage = async (page: Page, signal: AbortSignal | undefined): Promise<PageReply<string>> => {
      const nothing = { resources: [], total: undefined };
      if (page.offset >= this.#refusedFrom) {
        cut = true;
        return nothing;
      }
      try {
        const reply = await this.#client.call('queryUserV1', { ...this.#query, filter, ...page }, { ...this.#options, signal });
        total = Math.max(total, reply.total ?? 0, page.offset + reply.resources.length);
        records.start(page.offset, reply.resources);
        return reply;
      } catch (error) {
        if (!(this.#inOrderOfNames && page.offset > 0 && isRefusal(error))) throw error;
        cut = true;
        this.#refusal = error;
        this.#refusedFrom = Math.min(this.#refusedFrom, page.offset);
        return nothing;
      }
    };
    const pages = await records.all(readAllPages(readPage, { pageSize: userPageSize, signal: records.signal }));
    for (const user of pages.flatMap(([, users]) => users)) this.found.set(user.uuid, user);
    if (!cut) return undefined;
    // Pages before the first refused one are whole, so the last name of them is a safe place to go on from.
    const whole = pages.filter(([offset]) => offset < this.#refusedFrom);
    const last = whole.map(([, users]) => users.findLast((user) => user.uid)?.uid).findLast((uid) => uid !== undefined);
    if (last !== undefined && this.found.size > before) return last;
    throw this.#refusal ?? new TenantError({ kind: 'protocol', message: 'The list of users cannot be read to its end.' });
  }

  #tell(read: number, total: number): void {
    this.#progress = { read: Math.max(read, this.#progress.read), total: Math.max(total, this.#progress.total) };
    this.#options.onProgress?.(this.#progress.read, this.#progress.total);
  }
}

/**
 * Reads every user that matches. Each page's records are read as soon as its uuids are there.
 *
 * The largest usable offset is not published, and other Falcon queries stop at 10,000; where the server refuses a deep
 * page of a list sorted by user name, reading goes on behind the last name that was read.
 */
export async function readAllUsers(client: FalconClient, query: UserQuery, options: ReadAllOptions = {}): Promise<User[]> {
  const segments = new UserSegments(client, query, options);
  for (let last = await segments.read(query.filter); last !== undefined; ) {
    last = await segments.read(fqlAnd(query.filter, fqlComparison('uid', '>', last)));
  }
  const users = [...segments.found.values()];
  return segments.inOrderOfNames ? users.sort(byUid) : users;
}
