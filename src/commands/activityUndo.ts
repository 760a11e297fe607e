import { canUndo } from '../state/activityFacts.ts';
import { activityTargets } from './parts/activityTargets.ts';
import type { TenantCommand } from './parts/deps.ts';
import { undoRecords } from './parts/undoRecords.ts';

export const activityUndo: TenantCommand = {
  id: 'falconAdmin.activity.undo',
  async run(deps, given) {
    const { l10n } = deps;
    const entries = await activityTargets(deps, given, {
      title: l10n.t('Undo Changes'),
      fits: (entry) => canUndo(entry, Date.now()),
      none: l10n.t('No activity can be undone.'),
      unfit: l10n.t('There is nothing to undo: it was undone before, is not over yet, or nothing of it was carried out.'),
    });
    await undoRecords(deps, entries);
  },
};
