import type { TenantCommand } from './parts/deps.ts';
import { connectionTargets } from './parts/targets.ts';

export const forbidChanges: TenantCommand = {
  id: 'falconAdmin.connection.forbidChanges',
  async run(deps, given) {
    const { store, l10n } = deps;
    const connections = await connectionTargets(deps, given, {
      title: l10n.t('Make Read-Only'),
      fits: ({ canChange }) => canChange,
      none: l10n.t('Every connected tenant is read-only already.'),
    });
    for (const { id } of connections) if (store.get(id)) await store.change(id, { canChange: false });
  },
};
