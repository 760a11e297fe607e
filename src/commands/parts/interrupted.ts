/** Tells, once after the start, of runs that a crash, a reload or a shutdown cut short. */
import type { ActivityEntry } from '../../state/activity.ts';
import { countsOf } from '../../state/activityFacts.ts';
import { continueRecords } from './continueRecords.ts';
import type { CommandDeps } from './deps.ts';
import { dropRecords } from './dropRecords.ts';
import { openRecords } from './openRecords.ts';

/** `3 changes to Acme Global were left half-way: 412 of 1,000 rows are done, 16 may be.` */
function sentence(entries: readonly ActivityEntry[], { l10n, locale }: CommandDeps): string {
  const figure = (count: number): string => count.toLocaleString(locale);
  const counts = entries.map(countsOf);
  const sum = (of: 'done' | 'unknown' | 'total'): number => counts.reduce((total, each) => total + each[of], 0);
  const tenants = [...new Set(entries.map(({ record }) => record.set.tenantName))].join(', ');
  const what =
    entries.length === 1
      ? l10n.t('A change to {0} was left half-way', tenants)
      : l10n.t('{0} changes to {1} were left half-way', figure(entries.length), tenants);
  const done = l10n.t('{0} of {1} changes are done', figure(sum('done')), figure(sum('total')));
  return sum('unknown') > 0 ? l10n.t('{0}: {1}, {2} may be.', what, done, figure(sum('unknown'))) : l10n.t('{0}: {1}.', what, done);
}

/** @returns whether there was anything to tell */
export async function tellInterrupted(deps: CommandDeps): Promise<boolean> {
  const { activity, prompts, l10n } = deps;
  const entries = (await activity.interrupted()).map((record): ActivityEntry => ({ record, state: 'interrupted' }));
  if (entries.length === 0) return false;
  const [look, finish, drop] = [l10n.t('Open Record'), l10n.t('Finish…'), l10n.t('Drop…')];
  const chosen = await prompts.notify({ severity: 'warning', message: sentence(entries, deps), actions: [look, finish, drop] });
  if (chosen === undefined) return true;
  // The message may have stayed for long, and another window or command may have decided meanwhile.
  const left: ActivityEntry[] = [];
  for (const { record } of entries) {
    const entry = await activity.read(record.id);
    if (entry?.state === 'interrupted') left.push(entry);
  }
  if (chosen === look) await openRecords(deps, left);
  if (chosen === finish) await continueRecords(deps, left);
  if (chosen === drop) await dropRecords(deps, left);
  return true;
}
