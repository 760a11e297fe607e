/** How each kind of node of a Cylance tenant looks in the tree, without the editor. */
import { consoleRoleOf, cylanceDisplayName } from '../core/cylance/cylanceUser.ts';
import { cylanceRegionOfUrl } from '../core/cylance/regions.ts';
import { zoneRoleName } from '../core/cylance/roles.ts';
import { isCylanceFiltered } from '../state/cylance/cylanceView.ts';
import type { CylanceTenantNode, NodeOf } from '../state/nodes.ts';
import { isNode } from '../state/nodes.ts';
import { cylanceStanding, cylanceStateOf } from './cylanceText.ts';
import type { RowFace } from './rowItem.ts';
import { stateIcons } from './userText.ts';
import { facts, figure } from './wording.ts';
import type { Wording } from './wording.ts';

/** What the rows above do not say already. */
function userText({ user, access, parent }: NodeOf<'cylanceUser'>, wording: Wording): string {
  const role = access ? zoneRoleName(access.role_type, access.role_name) : !isNode(parent, 'cylanceRole') && consoleRoleOf(user).name;
  return facts(cylanceDisplayName(user) !== user.email && user.email, role, cylanceStanding(user, wording));
}

export function cylanceFace(node: CylanceTenantNode, wording: Wording): RowFace {
  const { l10n } = wording;
  const counted = (count: number | undefined): string | undefined => (count === undefined ? undefined : figure(count, wording));
  switch (node.kind) {
    case 'cylance': {
      const { name, baseUrl, demo } = node.tenant;
      const place = demo ? l10n.t('demo') : (cylanceRegionOfUrl(baseUrl)?.id ?? new URL(baseUrl).host);
      return {
        label: name,
        description: facts('Cylance', place),
        icon: { id: 'lock' },
        contextValue: demo ? 'cylance;demo' : 'cylance',
        opens: 'collapsed',
        spoken: l10n.t('Cylance tenant, read-only'),
      };
    }
    case 'cylanceUsers': {
      const filtered = isCylanceFiltered(node.view);
      return {
        label: l10n.t('Users'),
        description: facts(counted(node.total), node.view.filter),
        icon: { id: filtered ? 'filter' : 'organization' },
        contextValue: filtered ? 'cylanceUsers;filtered' : 'cylanceUsers',
        opens: 'collapsed',
        spoken: filtered ? l10n.t('filtered') : undefined,
      };
    }
    case 'zones':
      return { label: l10n.t('Zones'), description: counted(node.total), icon: { id: 'map' }, contextValue: 'zones', opens: 'collapsed' };
    case 'zone':
      return {
        label: node.zoneName,
        description: counted(node.userCount),
        icon: { id: 'location' },
        contextValue: 'zone',
        opens: 'collapsed',
        spoken: l10n.t('zone'),
      };
    case 'cylanceRoles':
      return { label: l10n.t('Roles'), description: counted(node.total), icon: { id: 'checklist' }, contextValue: 'cylanceRoles', opens: 'collapsed' };
    case 'cylanceRole':
      return {
        label: node.role.name || l10n.t('No role'),
        description: counted(node.userCount),
        icon: { id: node.role.system ? 'shield' : 'wrench' },
        contextValue: 'cylanceRole',
        opens: 'collapsed',
        spoken: node.role.system ? l10n.t('role') : l10n.t('custom role'),
      };
    case 'cylanceUser':
      return {
        label: cylanceDisplayName(node.user),
        description: userText(node, wording),
        icon: stateIcons[cylanceStateOf(node.user, wording)],
        contextValue: 'cylanceUser',
        opens: 'collapsed',
        spoken: l10n.t('user'),
      };
    case 'zoneAccess':
      return {
        label: node.zoneName,
        description: zoneRoleName(node.access.role_type, node.access.role_name),
        icon: { id: 'location' },
        contextValue: 'zoneAccess',
        spoken: l10n.t('role in a zone'),
      };
  }
}
