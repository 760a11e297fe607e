import { activityTargets } from './parts/activityTargets.ts';
import type { TenantCommand } from './parts/deps.ts';
import { openRecords } from './parts/openRecords.ts';

export const activityOpenRecord: TenantCommand = {
  id: 'falconAdmin.activity.openRecord',
  async run(deps, given) {
    const { l10n } = deps;
    const none = l10n.t('Nothing has been changed through this editor yet.');
    const entries = await activityTargets(deps, given, { title: l10n.t('Open Activity Record'), fits: () => true, none, unfit: none });
    await openRecords(deps, entries);
  },
};
