import type { Cid } from '../core/ids.ts';
import type { Connection } from '../state/connection.ts';
import type { TenantDirectory } from '../state/tenantDirectory.ts';

/** What CIDs of a tenant are called. One without a name, or whose name may not be read, is called by its CID. */
export async function cidNames(directory: TenantDirectory, connection: Connection, cids: readonly Cid[], signal?: AbortSignal): Promise<(cid: Cid) => string> {
  const { cid: own, hasChildren } = await directory.shape(signal);
  const others = hasChildren ? [...new Set(cids)].filter((cid) => cid !== own) : [];
  const children = others.length > 0 ? await directory.childrenOf(others, signal) : [];
  const names = new Map(children.map((child) => [child.child_cid, child.name]));
  return (cid) => (cid === own ? connection.name : names.get(cid) || cid);
}
