/** Which records a command is about: those that were clicked, those selected, or one that the person looks for. */
import type { NodeOf, TenantNode } from '../../state/nodes.ts';
import type { CommandDeps } from './deps.ts';
import { askCid, askConnection, askRole, askUser, nodesGiven } from './targets.ts';

export type Askable = 'user' | 'cid' | 'role';

async function askKind({ prompts, l10n }: CommandDeps, kinds: readonly Askable[], title: string): Promise<Askable | undefined> {
  if (kinds.length === 1) return kinds[0];
  const labels: Readonly<Record<Askable, string>> = { user: l10n.t('User'), cid: l10n.t('CID'), role: l10n.t('Role') };
  const icons: Readonly<Record<Askable, string>> = { user: 'account', cid: 'briefcase', role: 'shield' };
  return prompts.pick({ title, placeholder: l10n.t('Of what?'), items: kinds.map((kind) => ({ label: labels[kind], icon: icons[kind], value: kind })) });
}

async function look(deps: CommandDeps, kind: Askable, title: string): Promise<TenantNode | undefined> {
  const connection = await askConnection(deps, { title });
  if (!connection) return undefined;
  if (kind === 'user') {
    const user = await askUser(deps, connection, title);
    return user && deps.view.run((signal) => deps.tree.pathToUser(connection, user, signal));
  }
  const place = await askCid(deps, connection, title);
  return kind === 'cid' || !place ? place : askRole(deps, place, title);
}

/**
 * @param fits tells nodes that the command can work on
 * @param kinds what the person is asked for when the command comes from the palette
 */
export async function recordTargets<K extends TenantNode['kind']>(
  deps: CommandDeps,
  given: readonly unknown[],
  { fits, kinds, title }: { readonly fits: (node: TenantNode) => node is NodeOf<K>; readonly kinds: readonly Askable[]; readonly title: string },
): Promise<NodeOf<K>[]> {
  if (given.length > 0) return nodesGiven(deps, given).filter(fits);
  const kind = await askKind(deps, kinds, title);
  const found = kind && (await look(deps, kind, title));
  return found && fits(found) ? [found] : [];
}
