/** How each kind of node of a Cylance tenant looks in the tree, without the editor. */
import { cylanceRegionOfUrl } from '../core/cylance/regions.ts';
import { cylanceDisplayName } from '../core/cylance/cylanceUser.ts';
import { zoneRoleName } from '../core/cylance/roles.ts';
import type { CylanceTenantNode } from '../state/nodes.ts';
import type { RowFace } from './rowItem.ts';
import { facts, figure } from './wording.ts';
import type { Wording } from './wording.ts';

export function cylanceFace(node: CylanceTenantNode, wording: Wording): RowFace {
  const { l10n } = wording;
  const counted = (count: number | undefined): string | undefined => (count === undefined ? undefined : figure(count, wording));
  switch (node.kind) {
    case 'cylance': {
      const { name, baseUrl, demo } = node.tenant;
      const place = demo ? l10n.t('demo') : (cylanceRegionOfUrl(baseUrl)?.id ?? new URL(baseUrl).host);
      return { label: name, description: facts('Cylance', place), icon: { id: 'lock' }, opens: 'collapsed', spoken: l10n.t('Cylance tenant, read-only') };
    }
    case 'cylanceUsers':
      return { label: l10n.t('Users'), description: facts(counted(node.total), node.view.filter), icon: { id: 'organization' }, opens: 'collapsed' };
    case 'zones':
      return { label: l10n.t('Zones'), description: counted(node.total), icon: { id: 'map' }, opens: 'collapsed' };
    case 'zone':
      return { label: node.zoneName, description: counted(node.userCount), icon: { id: 'location' }, opens: 'collapsed' };
    case 'cylanceRoles':
      return { label: l10n.t('Roles'), description: counted(node.total), icon: { id: 'checklist' }, opens: 'collapsed' };
    case 'cylanceRole':
      return { label: node.role.name, description: counted(node.userCount), icon: { id: 'shield' }, opens: 'collapsed' };
    case 'cylanceUser':
      return { label: cylanceDisplayName(node.user), description: node.user.email, icon: { id: 'account' }, opens: 'collapsed' };
    case 'zoneAccess':
      return { label: node.zoneName, description: zoneRoleName(node.access.role_type, node.access.role_name), icon: { id: 'location' } };
  }
}
