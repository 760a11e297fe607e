/** Which records a command is about: those that were clicked, those selected, or one that the person looks for. */
import type { PickItem } from '../../host/prompts.ts';
import type { Connection } from '../../state/connection.ts';
import type { CylanceConnection } from '../../state/cylance/cylanceConnection.ts';
import * as cylanceNodes from '../../state/cylance/cylanceNodes.ts';
import { isNode } from '../../state/nodes.ts';
import type { NodeOf, TenantNode } from '../../state/nodes.ts';
import { allTenants, askTenant, loadTenants } from './anyTenant.ts';
import type { AnyTenant } from './anyTenant.ts';
import { askCylanceUser } from './askCylanceUser.ts';
import type { CommandDeps } from './deps.ts';
import { askCid, askRole, askUser, nodesGiven } from './targets.ts';

export type Askable = 'user' | 'cid' | 'role' | 'zone';

export interface RecordQuestion {
  readonly title: string;
  /** What the person is asked for when the command comes from the palette. */
  readonly kinds: readonly Askable[];
  /** The same of a Cylance tenant; left out where the command has no use for one. */
  readonly cylanceKinds?: readonly Askable[] | undefined;
}

async function askKind({ prompts, l10n }: CommandDeps, kinds: readonly Askable[], title: string): Promise<Askable | undefined> {
  if (kinds.length === 1) return kinds[0];
  const labels: Readonly<Record<Askable, string>> = { user: l10n.t('User'), cid: l10n.t('CID'), role: l10n.t('Role'), zone: l10n.t('Zone') };
  const icons: Readonly<Record<Askable, string>> = { user: 'account', cid: 'briefcase', role: 'shield', zone: 'location' };
  return prompts.pick({ title, placeholder: l10n.t('Of what?'), items: kinds.map((kind) => ({ label: labels[kind], icon: icons[kind], value: kind })) });
}

async function lookInFalcon(deps: CommandDeps, connection: Connection, kind: Askable, title: string): Promise<TenantNode | undefined> {
  if (kind === 'user') {
    const user = await askUser(deps, connection, title);
    return user && deps.view.run((signal) => deps.tree.pathToUser(connection, user, signal));
  }
  const place = await askCid(deps, connection, title);
  return kind === 'cid' || !place ? place : askRole(deps, place, title);
}

async function lookInCylance(deps: CommandDeps, tenant: CylanceConnection, kind: Askable, title: string): Promise<TenantNode | undefined> {
  const { prompts, cylance, l10n } = deps;
  if (kind === 'user') {
    const user = await askCylanceUser(deps, tenant, title);
    return user && cylanceNodes.cylanceUserNode(await cylance.tree.usersBelow(tenant), user);
  }
  const root = cylanceNodes.cylanceNode(tenant);
  const parent = kind === 'zone' ? cylanceNodes.zonesNode(root, undefined) : cylanceNodes.cylanceRolesNode(root, undefined);
  return prompts.pick<TenantNode>({
    title,
    placeholder: kind === 'zone' ? l10n.t('Which zone?') : l10n.t('Which role?'),
    items: async (signal) =>
      (await cylance.tree.children(parent, signal)).flatMap((node): PickItem<TenantNode>[] => {
        if (isNode(node, 'failed')) throw node.error;
        if (isNode(node, 'zone')) return [{ label: node.zoneName, description: node.zoneId, icon: 'location', value: node }];
        return isNode(node, 'cylanceRole') ? [{ label: node.role.name, icon: 'shield', value: node }] : [];
      }),
  });
}

/** Asks for a kind that a connected tenant has, then for one of the tenants that have it, then for the record. */
async function look(deps: CommandDeps, { title, kinds, cylanceKinds = [] }: RecordQuestion): Promise<TenantNode | undefined> {
  await loadTenants(deps);
  const kindsOf = (one: AnyTenant): readonly Askable[] => (one.kind === 'falcon' ? kinds : cylanceKinds);
  const possible = new Set(allTenants(deps).flatMap(kindsOf));
  const offered = [...new Set([...kinds, ...cylanceKinds])].filter((kind) => possible.has(kind));
  const kind = await askKind(deps, offered.length > 0 ? offered : kinds, title);
  if (kind === undefined) return undefined;
  const none = deps.l10n.t('No Falcon tenant is connected.');
  const one = await askTenant(deps, { title, none, fits: (tenant) => kindsOf(tenant).includes(kind) });
  if (!one) return undefined;
  return one.kind === 'falcon' ? lookInFalcon(deps, one.connection, kind, title) : lookInCylance(deps, one.tenant, kind, title);
}

/** @param fits tells nodes that the command can work on */
export async function recordTargets<K extends TenantNode['kind']>(
  deps: CommandDeps,
  given: readonly unknown[],
  { fits, ...question }: RecordQuestion & { readonly fits: (node: TenantNode) => node is NodeOf<K> },
): Promise<NodeOf<K>[]> {
  if (given.length > 0) return nodesGiven(deps, given).filter(fits);
  const found = await look(deps, question);
  return found && fits(found) ? [found] : [];
}
