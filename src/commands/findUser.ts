import { anyConnection, tenantTargets } from './parts/anyTenant.ts';
import { askCylanceUser } from './parts/askCylanceUser.ts';
import type { TenantCommand } from './parts/deps.ts';
import { askUser } from './parts/targets.ts';

export const findUser: TenantCommand = {
  id: 'falconAdmin.user.find',
  async run(deps, given) {
    const { tree, cylance, view, l10n } = deps;
    const [one] = await tenantTargets(deps, given, { title: l10n.t('Find User') });
    if (!one) return;
    const title = l10n.t('Find User in {0}', anyConnection(one).name);
    if (one.kind === 'cylance') {
      const user = await askCylanceUser(deps, one.tenant, title);
      if (user) await view.reveal(await cylance.tree.pathToUser(one.tenant, user), { expand: true });
      return;
    }
    const user = await askUser(deps, one.connection, title);
    if (user) await view.reveal(await view.run((signal) => tree.pathToUser(one.connection, user, signal)), { expand: true });
  },
};
