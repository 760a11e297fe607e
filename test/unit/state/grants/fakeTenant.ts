/** A tenant in memory, as far as the index asks it, that can be made to answer otherwise than documented. */
import type { CallOptions, FalconClient } from '../../../../src/api/falcon/client.ts';
import { TenantError } from '../../../../src/core/errors.ts';
import type { Grant } from '../../../../src/core/grant.ts';
import { asCid, asConnectionId, asRoleId, asUserUuid } from '../../../../src/core/ids.ts';
import type { Cid, UserUuid } from '../../../../src/core/ids.ts';
import type { User } from '../../../../src/core/user.ts';
import { GrantsIndex } from '../../../../src/state/grants/grantsIndex.ts';
import type { GrantsStorage } from '../../../../src/state/grants/grantsStorage.ts';
import { RecentWrites } from '../../../../src/state/recentWrites.ts';

export const cidOf = (n: number): Cid => asCid(String(n + 1).padStart(32, 'c'));
export const userOf = (n: number): UserUuid => asUserUuid(`user-${n}`);
export const noon = Date.UTC(2026, 0, 1, 12);

export const aGrant = (user: number, cid: number, role: string, over: Partial<Grant> = {}): Grant => ({
  ...{ role_id: asRoleId(role), role_name: role.toUpperCase(), cid: cidOf(cid), uuid: userOf(user), grant_type: 'direct' },
  ...over,
});

export interface Asked {
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly priority: string;
}

interface Query {
  readonly filter?: string;
  readonly offset: number;
  readonly limit: number;
}

export class FakeTenant {
  grants: Grant[];
  readonly users: User[];
  cids: readonly Cid[];
  readonly asked: Asked[] = [];
  now = noon;
  /** How often an index asked which places are known: that takes as long as there are many. */
  placesAsked = 0;
  /** Looks at no filter by CID. */
  ignoresCids = false;
  /** Answers 400 to a filter by CID. */
  refusesCids = false;
  /** Does not list those who hold something through groups only. */
  listsDirectOnly = false;
  /** Called before each answer; may throw, or wait. */
  before: (asked: Asked) => void | Promise<void> = () => undefined;

  constructor(users: number, cids: number, grants: readonly Grant[]) {
    this.users = Array.from({ length: users }, (_, n) => ({ uuid: userOf(n), uid: `u${String(n).padStart(6, '0')}@x.test`, cid: cidOf(0) }));
    this.cids = Array.from({ length: cids }, (_, n) => cidOf(n));
    this.grants = [...grants];
  }

  count(operation: string): number {
    return this.asked.filter((one) => one.operation === operation).length;
  }

  /** The pairs whose grants were read, in the order of the reads. */
  get pairsRead(): string[] {
    return this.asked.flatMap(({ operation, parameters }) =>
      operation === 'CombinedUserRolesV2' ? `${String(parameters['user_uuid'])}|${String(parameters['cid'])}` : [],
    );
  }

  get client(): FalconClient {
    const call = async (operation: string, parameters: Record<string, unknown>, options: CallOptions = {}): Promise<unknown> => {
      const { priority = 'foreground', signal } = options;
      const asked = { operation, parameters, priority: typeof priority === 'string' ? priority : priority.priority };
      this.asked.push(asked);
      await this.before(asked);
      if (signal?.aborted) throw new TenantError({ kind: 'cancelled', message: 'Cancelled.' });
      const [resources, total] = this.#answer(operation, parameters);
      return { resources, total, errors: [], unusable: [], status: 200, traceId: undefined };
    };
    return { call } as unknown as FalconClient;
  }

  #answer(operation: string, parameters: Record<string, unknown>): readonly [readonly unknown[], number | undefined] {
    switch (operation) {
      case 'queryUserV1': {
        const { filter, offset = 0, limit } = parameters as unknown as Query;
        const found = this.#matching(filter ?? '').map(({ uuid }) => uuid);
        return [found.slice(offset, offset + limit), found.length];
      }
      case 'CombinedUserRolesV2': {
        const { user_uuid: user, cid } = parameters;
        if (!this.users.some(({ uuid }) => uuid === user)) throw new TenantError({ kind: 'notFound', reason: 'unknownUser', message: 'Gone.' });
        const found = this.grants.filter((grant) => grant.uuid === user && (cid === undefined || grant.cid === cid));
        return [found.map((grant) => ({ ...grant })), found.length];
      }
      case 'retrieveUsersGETV1': {
        const { ids } = (parameters as { readonly body: { readonly ids: readonly string[] } }).body;
        return [this.users.filter(({ uuid }) => ids.includes(uuid)), undefined];
      }
      default:
        throw new TenantError({ kind: 'invalid', message: `${operation} is not known here.` });
    }
  }

  #matching(filter: string): User[] {
    const uuid = /uuid:'([^']+)'/.exec(filter)?.[1];
    const byCid = /assigned_cids:\[([^\]]*)\]/.exec(filter)?.[1]?.replaceAll("'", '').split(',');
    if (byCid && this.refusesCids) throw new TenantError({ kind: 'invalid', message: 'No such property.', status: 400 });
    const isListed = (grant: Grant): boolean => byCid?.includes(grant.cid ?? '') === true && !(this.listsDirectOnly && grant.user_group_id);
    const holding = new Set(this.grants.filter(isListed).map((grant) => grant.uuid));
    return this.users.filter((user) => (!uuid || user.uuid === uuid) && (!byCid || this.ignoresCids || holding.has(user.uuid)));
  }
}

export interface IndexParts {
  readonly storage?: GrantsStorage;
  readonly identity?: string;
  /** False: there are CIDs that the session does not see. */
  readonly isWhole?: boolean;
  /** The server does not tell which CID the session's own is; only for a tenant of one. */
  readonly isUnnamed?: boolean;
}

export function indexOf(tenant: FakeTenant, { storage, identity = 'here', isWhole = true, isUnnamed = false }: IndexParts = {}) {
  const now = (): number => tenant.now;
  const written = new RecentWrites(now);
  tenant.placesAsked = 0;
  const places = { places: isUnnamed ? (['' as const]) : tenant.cids, isWhole };
  const index = new GrantsIndex({
    ...{ written, now, client: () => Promise.resolve(tenant.client) },
    ownCid: () => (isUnnamed ? undefined : tenant.cids[0]),
    hasChildren: async () => tenant.cids.length > 1,
    places: async () => places,
    knownPlaces: () => {
      tenant.placesAsked++;
      return places;
    },
    rate: () => ({ perMinute: 600, blockedMs: 0 }),
    kept: storage && { storage, id: asConnectionId('one'), identity: () => identity },
  });
  return { index, written };
}
