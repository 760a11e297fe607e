/** In which tenant, and where in it, a command makes something. */
import type { Cid } from '../../core/ids.ts';
import type { Connection } from '../../state/connection.ts';
import { connectionOf } from '../../state/nodes.ts';
import type { CommandDeps } from './deps.ts';
import { connectionTargets, nodesGiven } from './targets.ts';

export interface PlaceTarget {
  readonly connection: Connection;
  /** Undefined when only the tenant is known. */
  readonly cid: Cid | undefined;
}

/** The place that was clicked, or the tenant that the person chooses. */
export async function placeTarget(deps: CommandDeps, given: readonly unknown[], title: string): Promise<PlaceTarget | undefined> {
  const [node] = nodesGiven(deps, given);
  const clicked = node && connectionOf(node);
  const [connection] = clicked ? [deps.store.get(clicked.id)] : await connectionTargets(deps, given, { title });
  return connection && { connection, cid: node && 'cid' in node ? node.cid : undefined };
}
