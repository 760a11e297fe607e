/** Lists of users of either kind of tenant. */
import type { CylanceUsersNode, NodeOf } from '../../state/nodes.ts';
import { tenantTargets } from './anyTenant.ts';
import type { CommandDeps } from './deps.ts';
import { nodesGiven, ofKind, usersLists } from './targets.ts';

export interface AnyUserLists {
  readonly falcon: readonly NodeOf<'users'>[];
  readonly cylance: readonly CylanceUsersNode[];
}

/** The lists of users that were clicked, or the one of a tenant or CID that the person chooses. */
export async function anyUserLists(deps: CommandDeps, given: readonly unknown[], title: string): Promise<AnyUserLists> {
  const nodes = nodesGiven(deps, given);
  const clicked: AnyUserLists = { falcon: ofKind(nodes, 'users'), cylance: ofKind(nodes, 'cylanceUsers') };
  if (clicked.falcon.length + clicked.cylance.length > 0) return clicked;
  const [one] = await tenantTargets(deps, given, { title });
  if (one?.kind === 'cylance') return { falcon: [], cylance: [await deps.cylance.tree.usersBelow(one.tenant)] };
  return { falcon: one ? await usersLists(deps, given.length > 0 ? given : [one.connection.id], title) : [], cylance: [] };
}
