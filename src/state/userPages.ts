/** The pages of one list of users, also where the server refuses to go on by offset. */
import type { FalconClient } from '../api/falcon/client.ts';
import type { Page } from '../api/falcon/paging.ts';
import { readUserPage } from '../api/falcon/users.ts';
import type { UserPage, UserQuery } from '../api/falcon/users.ts';
import { TenantError } from '../core/errors.ts';
import { fqlAnd, fqlComparison } from '../core/fql/buildFql.ts';
import type { User } from '../core/user.ts';
import type { ReadPageResult } from './pagedList.ts';

/** Where reading goes on behind a user name. */
interface Segment {
  readonly from: number;
  readonly behind: string | undefined;
}

const start: Segment = { from: 0, behind: undefined };

const isRefusal = (error: unknown): error is TenantError => error instanceof TenantError && error.kind === 'invalid';

function tooDeep(refusal: TenantError): TenantError {
  const { status, operation, traceId } = refusal;
  const message = 'The server lists no more users in this order. Filter the list, or sort it by e-mail address.';
  return new TenantError({ kind: 'invalid', message, status, operation, traceId, cause: refusal });
}

/**
 * Reads one page after the other. The largest usable offset is not published, and other Falcon queries stop at 10,000;
 * only in the order of user names can a list be gone on with, behind the last name that was read.
 */
export class UserPages {
  readonly #query: UserQuery;
  readonly #inOrderOfNames: boolean;
  readonly #segments: Segment[] = [start];
  /** The last user name before an offset. */
  readonly #lastBefore = new Map<number, string>();

  constructor(query: UserQuery) {
    this.#query = query;
    this.#inOrderOfNames = query.sort === undefined || query.sort === 'uid' || query.sort === 'uid|asc';
  }

  async read(client: FalconClient, page: Page, signal: AbortSignal | undefined): Promise<ReadPageResult<User>> {
    const segment = this.#segments.findLast(({ from }) => from <= page.offset) ?? start;
    try {
      return this.#take(page, segment, await this.#readIn(segment, client, page, signal));
    } catch (error) {
      // The first page of a segment is no deep one: what is refused there is the question.
      if (!isRefusal(error) || page.offset === segment.from) throw error;
      const behind = this.#inOrderOfNames ? this.#lastBefore.get(page.offset) : undefined;
      if (behind === undefined) return { items: [], total: page.offset, count: 0, refusal: tooDeep(error) };
      const next: Segment = { from: page.offset, behind };
      this.#segments.push(next);
      return this.#take(page, next, await this.#readIn(next, client, page, signal));
    }
  }

  #readIn({ from, behind }: Segment, client: FalconClient, { offset, limit }: Page, signal: AbortSignal | undefined): Promise<UserPage> {
    const filter = behind === undefined ? this.#query.filter : fqlAnd(this.#query.filter, fqlComparison('uid', '>', behind));
    return readUserPage(client, { ...this.#query, filter }, { offset: offset - from, limit }, { signal });
  }

  #take({ offset }: Page, { from }: Segment, { users, total, count }: UserPage): ReadPageResult<User> {
    const last = users.findLast((user) => user.uid)?.uid;
    if (last !== undefined) this.#lastBefore.set(offset + count, last);
    return { items: users, total: from + total, count };
  }
}
