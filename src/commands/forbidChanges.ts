import { changeTargets } from './changeTargets.ts';
import type { TenantCommand } from './deps.ts';

export const forbidChanges: TenantCommand = {
  id: 'falconAdmin.connection.forbidChanges',
  async run(deps, given) {
    const { store, l10n } = deps;
    const connections = await changeTargets(deps, given, {
      canChange: true,
      title: l10n.t('Make Read-Only'),
      none: l10n.t('Every connected tenant is read-only already.'),
    });
    for (const { id } of connections) if (store.get(id)) await store.change(id, { canChange: false });
  },
};
