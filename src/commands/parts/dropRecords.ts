/** Decides that the rest of interrupted runs is not done. */
import type { ActivityEntry } from '../../state/activity.ts';
import { countsOf, endedOf, titleOf } from '../../state/activityFacts.ts';
import type { CommandDeps } from './deps.ts';

export async function dropRecords({ activity, prompts, l10n, locale }: CommandDeps, entries: readonly ActivityEntry[]): Promise<void> {
  const [first] = entries;
  if (!first) return;
  const figure = (count: number): string => count.toLocaleString(locale);
  const lines = entries.map((entry) => {
    const counts = countsOf(entry);
    const figures = [counts.done, counts.total, counts.unknown, counts.total - endedOf(counts)].map(figure);
    const rows = l10n.t('{0} of {1} changes are done, {2} may be, {3} were never begun.', ...figures);
    return entries.length === 1 ? rows : `• ${entry.record.set.tenantName}: ${titleOf(entry.record)}: ${rows}`;
  });
  const isMeant = await prompts.confirm({
    message:
      entries.length === 1
        ? l10n.t('{0}: drop the rest of “{1}”?', first.record.set.tenantName, titleOf(first.record))
        : l10n.t('Drop the rest of {0} runs?', figure(entries.length)),
    detail: [...lines, l10n.t('Nothing changes in the tenant: what was done stays done, and the record is kept.')].join('\n'),
    action: l10n.t('Drop'),
  });
  if (!isMeant) return;
  for (const { record } of entries) await activity.mark(record.id, 'dropped');
}
