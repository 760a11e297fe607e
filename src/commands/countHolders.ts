import type { NodeOf } from '../state/nodes.ts';
import { isNode } from '../state/nodes.ts';
import { roleScope } from './parts/accessScope.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { readGrants } from './parts/readGrants.ts';
import { roleName } from './parts/roleOffers.ts';
import { askCid, askConnection, askRole, nodesGiven } from './parts/targets.ts';
import { failedText } from './parts/whoText.ts';

/** The roles that were clicked, directly or by the row that says that nobody has counted. */
function rolesGiven(deps: CommandDeps, given: readonly unknown[]): NodeOf<'role'>[] {
  const roles = nodesGiven(deps, given).flatMap((node) => (isNode(node, 'role') ? node : isNode(node.parent, 'role') ? node.parent : []));
  return [...new Map(roles.map((role) => [role.id, role])).values()];
}

async function askForRole(deps: CommandDeps): Promise<NodeOf<'role'> | undefined> {
  const title = deps.l10n.t('Count Holders');
  const connection = await askConnection(deps, { title });
  const place = connection && (await askCid(deps, connection, title));
  return place && askRole(deps, place, title);
}

async function count(deps: CommandDeps, node: NodeOf<'role'>): Promise<void> {
  const { prompts, view, l10n } = deps;
  const end = await readGrants(deps, roleScope(node));
  if (!end) return;
  view.refresh(node);
  await view.reveal(node, { expand: true });
  if (end.why === undefined) return;
  const message = l10n.t('{0}: {1}, so there may be more holders. {2}', roleName(node.role), failedText(deps, end.failed), end.why);
  await prompts.notify({ severity: 'warning', message });
}

export const countHolders: TenantCommand = {
  id: 'falconAdmin.role.countHolders',
  async run(deps, given) {
    const clicked = rolesGiven(deps, given);
    const asked = clicked.length > 0 ? undefined : await askForRole(deps);
    for (const role of asked ? [asked] : clicked) await count(deps, role);
  },
};
