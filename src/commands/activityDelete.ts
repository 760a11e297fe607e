/** Deleting what is remembered of changes: chosen records, or all of them. */
import { TenantError } from '../core/errors.ts';
import type { ActivityEntry } from '../state/activity.ts';
import { titleOf } from '../state/activityFacts.ts';
import { activityTargets } from './parts/activityTargets.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';

/** The file of a run that goes on is being written to, by this window or another one. */
const isOver = ({ state }: ActivityEntry): boolean => state !== 'running';

function detailOf(halfWay: number, { l10n, locale }: CommandDeps): string {
  return [
    l10n.t('Nothing changes in the tenant, but these changes cannot be undone, retried or looked up from here any more.'),
    halfWay === 1 && l10n.t('1 of them was left half-way and would not be finished.'),
    halfWay > 1 && l10n.t('{0} of them were left half-way and would not be finished.', halfWay.toLocaleString(locale)),
  ]
    .filter(Boolean)
    .join('\n\n');
}

export const activityDelete: TenantCommand = {
  id: 'falconAdmin.activity.delete',
  async run(deps, given) {
    const { activity, prompts, l10n, locale } = deps;
    const entries = await activityTargets(deps, given, {
      title: l10n.t('Delete Activity Record'),
      fits: isOver,
      none: l10n.t('There is no activity to delete.'),
      unfit: l10n.t('This is still under way. Delete its record when it is over.'),
    });
    const [first] = entries;
    if (!first) return;
    const isMeant = await prompts.confirm({
      message:
        entries.length === 1
          ? l10n.t('Delete the record of “{0}”?', titleOf(first.record))
          : l10n.t('Delete {0} activity records?', entries.length.toLocaleString(locale)),
      detail: detailOf(entries.filter(({ state }) => state === 'interrupted').length, deps),
      action: l10n.t('Delete'),
    });
    if (isMeant) await activity.remove(entries.map(({ record }) => record.id));
  },
};

export const activityClear: TenantCommand = {
  id: 'falconAdmin.activity.clear',
  async run(deps) {
    const { activity, prompts, l10n, locale } = deps;
    const { over, halfWay } = await activity.count();
    if (over === 0) throw new TenantError({ kind: 'notFound', message: l10n.t('There is no activity to delete.') });
    const isMeant = await prompts.confirm({
      message: over === 1 ? l10n.t('Delete the only activity record?') : l10n.t('Delete all {0} activity records?', over.toLocaleString(locale)),
      detail: detailOf(halfWay, deps),
      action: l10n.t('Delete All'),
    });
    if (isMeant) await activity.removeAll();
  },
};
