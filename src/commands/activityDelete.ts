/** Deleting what is remembered of changes: chosen records, or all of them. */
import { TenantError } from '../core/errors.ts';
import type { ActivityEntry } from '../state/activity.ts';
import { titleOf } from '../state/activityFacts.ts';
import { activityTargets } from './parts/activityTargets.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';

/** The file of a run that goes on is being written to, by this window or another one. */
const isOver = ({ state }: ActivityEntry): boolean => state !== 'running';

function detailOf(entries: readonly ActivityEntry[], { l10n, locale }: CommandDeps): string {
  const halfWay = entries.filter(({ state }) => state === 'interrupted').length;
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
      detail: detailOf(entries, deps),
      action: l10n.t('Delete'),
    });
    if (isMeant) await activity.remove(entries.map(({ record }) => record.id));
  },
};

export const activityClear: TenantCommand = {
  id: 'falconAdmin.activity.clear',
  async run(deps) {
    const { activity, prompts, l10n, locale } = deps;
    const all = await activity.list(Number.POSITIVE_INFINITY);
    const entries = all.filter(isOver);
    if (entries.length === 0) throw new TenantError({ kind: 'notFound', message: l10n.t('There is no activity to delete.') });
    const isMeant = await prompts.confirm({
      message:
        entries.length === 1 ? l10n.t('Delete the only activity record?') : l10n.t('Delete all {0} activity records?', entries.length.toLocaleString(locale)),
      detail: detailOf(entries, deps),
      action: l10n.t('Delete All'),
    });
    if (!isMeant) return;
    // Files that cannot be read are deleted as well, unless somebody may be writing to one.
    if (entries.length === all.length) await activity.removeAll();
    else await activity.remove(entries.map(({ record }) => record.id));
  },
};
