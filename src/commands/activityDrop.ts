import { activityTargets } from './parts/activityTargets.ts';
import type { TenantCommand } from './parts/deps.ts';
import { dropRecords } from './parts/dropRecords.ts';

export const activityDrop: TenantCommand = {
  id: 'falconAdmin.activity.drop',
  async run(deps, given) {
    const { l10n } = deps;
    const entries = await activityTargets(deps, given, {
      title: l10n.t('Drop Interrupted Changes'),
      fits: ({ state }) => state === 'interrupted',
      none: l10n.t('Nothing was left half-way.'),
      unfit: l10n.t('This was not left half-way, or somebody has decided about it since.'),
    });
    await dropRecords(deps, entries);
  },
};
