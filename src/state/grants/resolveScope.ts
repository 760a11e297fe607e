/** Finds out which CIDs and users a scope is about. */
import { readMatching } from '../../api/falcon/assignments.ts';
import type { FalconClient } from '../../api/falcon/client.ts';
import type { Scope, TenantPlaces, Within } from './scope.ts';

export interface TenantPorts {
  readonly client: () => Promise<FalconClient>;
  /** Whether the tenant has CIDs besides the session's own. */
  readonly hasChildren: (signal?: AbortSignal) => Promise<boolean>;
  /** Every place of the tenant that the session sees. */
  readonly places: (signal?: AbortSignal) => Promise<TenantPlaces>;
}

export interface ResolveOptions {
  readonly olderThan: number | undefined;
  readonly signal: AbortSignal | undefined;
}

/** A scope that names its CIDs, and no users, is resolved without reading which others there are. */
export async function resolveScope({ client, hasChildren, places }: TenantPorts, scope: Scope, { olderThan, signal }: ResolveOptions): Promise<Within> {
  const filter = scope.filter?.trim();
  const isAboutUsers = scope.users !== undefined || Boolean(filter);
  const [hasOthers, all] = await Promise.all([hasChildren(signal), scope.cids && !isAboutUsers ? undefined : places(signal)]);
  // Whom a filter finds does not depend on the CID, so it is asked once and not with each CID; what the CIDs are asked is whole and kept.
  const matching = filter ? (await readMatching(await client(), filter, { signal })).uuids : undefined;
  const wanted = scope.users && new Set(scope.users);
  const users = wanted && matching ? new Set([...wanted].filter((user) => matching.has(user))) : (wanted ?? matching);
  return {
    ...{ places: [...new Set(scope.cids ?? all?.places)], everywhere: all?.places ?? [] },
    ...{ users, isOnly: !hasOthers, olderThan: olderThan ?? Number.NEGATIVE_INFINITY },
  };
}
