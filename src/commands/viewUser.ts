import { askTenant } from './parts/anyTenant.ts';
import { askCylanceUser } from './parts/askCylanceUser.ts';
import type { TenantCommand } from './parts/deps.ts';
import { nodesGiven, ofKind } from './parts/targets.ts';

export const viewUser: TenantCommand = {
  id: 'falconAdmin.user.view',
  async run(deps, given) {
    const { panels, l10n } = deps;
    const clicked = ofKind(nodesGiven(deps, given), 'cylanceUser');
    for (const { tenant, user } of clicked) await panels.viewCylanceUser(tenant.id, user);
    if (given.length > 0) return;
    const title = l10n.t('View User');
    const found = await askTenant(deps, { title, fits: ({ kind }) => kind === 'cylance', none: l10n.t('No Cylance tenant is connected.') });
    if (found?.kind !== 'cylance') return;
    const user = await askCylanceUser(deps, found.tenant, title);
    if (user) await panels.viewCylanceUser(found.tenant.id, user);
  },
};
