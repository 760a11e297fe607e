/** How a tenant is built, as far as its session sees it: which CID it is, and whether there are children. */
import { readAllChildren } from '../api/falcon/children.ts';
import type { FalconClient } from '../api/falcon/client.ts';
import type { Child } from '../core/child.ts';
import { TenantError } from '../core/errors.ts';
import { parseCid } from '../core/ids.ts';
import type { Cid } from '../core/ids.ts';
import type { Connection } from './connection.ts';
import type { TenantPlaces } from './grants/scope.ts';
import type { PagedList } from './pagedList.ts';

export interface TenantShape {
  /** The CID of the session; undefined when the server does not tell. */
  readonly cid: Cid | undefined;
  readonly hasChildren: boolean;
  /** The API client may not read children, so nobody can tell whether there are any. */
  readonly childrenHidden: boolean;
}

/** Where grants can be held, as far as the session sees it. */
export function placesOf({ cid, hasChildren, childrenHidden }: TenantShape, children: readonly Child[]): TenantPlaces {
  // Where there is one CID only, the session's own can be asked about without knowing which it is.
  if (!hasChildren) return { places: [cid ?? ''], isWhole: !childrenHidden };
  const places = new Set([...(cid ? [cid] : []), ...children.map((child) => child.child_cid)]);
  return { places: [...places], isWhole: cid !== undefined && !childrenHidden };
}

export interface ShapeParts {
  readonly client: FalconClient;
  readonly connection: Connection;
  readonly children: PagedList<Child>;
}

/**
 * The CID at the top of a hierarchy, read off the parents that its members name: the one that is not itself a child.
 * @param children all that the session sees
 * @returns undefined when no child names its parent, or when several could be meant
 */
export function topOf(children: readonly Child[]): Cid | undefined {
  const known = new Set(children.map((child) => child.child_cid));
  const tops = new Set(children.flatMap(({ child_of: of }) => (of && !known.has(of) ? of : [])));
  return tops.size === 1 ? [...tops][0] : undefined;
}

export async function readShape({ client, connection, children }: ShapeParts, signal: AbortSignal | undefined): Promise<TenantShape> {
  const { memberCid, missingScopes, cid } = connection;
  if (memberCid) return { cid: memberCid, hasChildren: false, childrenHidden: false };
  const [own, childrenHidden] = await Promise.all([
    cid ?? (missingScopes.includes('sensor-installers:read') ? undefined : readOwnCid(client, signal)),
    missingScopes.includes('mssp:read') || loadChildren(children, signal),
  ]);
  const hasChildren = children.items.length > 0;
  if (own || !hasChildren) return { cid: own, hasChildren, childrenHidden };
  // A child of a child may stand on the first page without its parent, so all of them are looked at.
  const all = children.remaining === 0 ? children.items : await readAllChildren(client, { signal });
  return { cid: topOf(all), hasChildren, childrenHidden };
}

async function readOwnCid(client: FalconClient, signal: AbortSignal | undefined): Promise<Cid | undefined> {
  try {
    const reply = await client.call('GetSensorInstallersCCIDByQuery', {}, { signal });
    return parseCid(reply.resources[0] ?? '');
  } catch (error) {
    if (error instanceof TenantError && error.kind === 'forbidden') return undefined;
    throw error;
  }
}

/**
 * A session without Flight Control has no children; what the server answers then is not published.
 * @returns whether the server says that the session may not read them
 */
async function loadChildren(children: PagedList<Child>, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await children.load(signal);
    return false;
  } catch (error) {
    if (!(error instanceof TenantError && ['forbidden', 'notFound', 'invalid'].includes(error.kind))) throw error;
    return error.reason === 'missingScope';
  }
}
