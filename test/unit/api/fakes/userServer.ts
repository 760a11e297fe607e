/** Users behind the user query and the records read, as far as the reading of all of them needs. */
import { fqlString } from '../../../../src/core/fql/fqlText.ts';
import type { HttpAnswer, HttpRequest } from '../../../../src/api/transport.ts';
import { found, pathOf, queryOf, refused } from './fakeTransport.ts';

export interface FakeUser {
  readonly uuid: string;
  readonly uid?: string;
}

export interface UserServerOptions {
  /** Offset and limit together may not go beyond this. */
  readonly deepest?: number;
  /** Uuids that are listed although their record is gone. */
  readonly gone?: ReadonlySet<string>;
  /** Does not look at the filter. */
  readonly ignoresFilter?: boolean;
}

export const manyUsers = (count: number): FakeUser[] =>
  Array.from({ length: count }, (_, n) => ({ uuid: `uuid-${n}`, uid: `user${String(n).padStart(6, '0')}@x.example` }));

export function userServer(users: readonly FakeUser[], options: UserServerOptions = {}): (request: HttpRequest) => HttpAnswer {
  const { deepest = Number.POSITIVE_INFINITY, gone = new Set(), ignoresFilter = false } = options;
  const byUuid = new Map(users.map((user) => [user.uuid, user]));
  return (request) => {
    if (pathOf(request).endsWith('/GET/v1')) {
      const { ids } = JSON.parse(request.body ?? '') as { ids: string[] };
      const records = ids.filter((id) => !gone.has(id)).map((id) => byUuid.get(id));
      return found(records.filter((user) => user !== undefined).reverse());
    }
    const query = queryOf(request);
    const [offset, limit] = [Number(query.get('offset') ?? 0), Number(query.get('limit') ?? 100)];
    if (offset + limit > deepest) return refused(400, 'offset and limit are too deep');
    const after = ignoresFilter ? undefined : /uid:>('.*')$/.exec(query.get('filter') ?? '')?.[1];
    const matching = after === undefined ? users : users.filter(({ uid }) => uid !== undefined && fqlString(uid) > after);
    return found(matching.slice(offset, offset + limit).map(({ uuid }) => uuid), matching.length);
  };
}
