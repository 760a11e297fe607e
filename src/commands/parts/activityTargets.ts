/** Which records of activity a command is about: those that were clicked or selected, or one that the person chooses. */
import { countsText } from '../../core/changes/outcome.ts';
import { TenantError } from '../../core/errors.ts';
import type { PickItem } from '../../host/prompts.ts';
import type { ActivityEntry } from '../../state/activity.ts';
import { countsOf, titleOf } from '../../state/activityFacts.ts';
import { recordIdOf } from '../../state/activityTree.ts';
import type { CommandDeps } from './deps.ts';

export interface ActivityQuestion {
  readonly title: string;
  readonly fits: (entry: ActivityEntry) => boolean;
  /** Said when no record fits; one sentence. */
  readonly none: string;
  /** Said when what was clicked does not fit; one sentence. */
  readonly unfit: string;
}

type TargetDeps = Pick<CommandDeps, 'activity' | 'prompts' | 'l10n' | 'locale'>;

/** `25 Nov 2026, 14:05` */
export const momentOf = (at: number, locale: string): string => new Date(at).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });

export function entryItem(entry: ActivityEntry, locale: string): PickItem<ActivityEntry> {
  const { set, startedAt } = entry.record;
  return {
    label: titleOf(entry.record),
    description: `${set.tenantName} · ${momentOf(startedAt, locale)}`,
    detail: countsText(countsOf(entry)),
    icon: 'history',
    value: entry,
  };
}

const none = (message: string): TenantError => new TenantError({ kind: 'notFound', message });

async function ask({ activity, prompts, l10n, locale }: TargetDeps, question: ActivityQuestion): Promise<ActivityEntry[]> {
  const fitting = (await activity.list()).filter(question.fits);
  if (fitting.length === 0) throw none(question.none);
  const chosen = await prompts.pick({
    title: question.title,
    placeholder: l10n.t('Which activity?'),
    items: fitting.map((entry) => entryItem(entry, locale)),
  });
  return chosen ? [chosen] : [];
}

/**
 * Newest first. Rows stand for the record that they belong to.
 * @throws TenantError when there is nothing to work on
 */
export async function clickedRecords(
  { activity, l10n }: Pick<TargetDeps, 'activity' | 'l10n'>,
  given: readonly unknown[],
  { fits, unfit }: Pick<ActivityQuestion, 'fits' | 'unfit'>,
): Promise<ActivityEntry[]> {
  const ids = [...new Set(given.map(recordIdOf))].filter((id) => id !== undefined);
  const found: ActivityEntry[] = [];
  for (const id of ids) {
    const entry = await activity.read(id);
    if (entry) found.push(entry);
  }
  if (found.length === 0) throw none(l10n.t('This activity is not on the disk any more.'));
  const fitting = found.filter(fits);
  if (fitting.length === 0) throw none(unfit);
  return fitting.sort((left, right) => right.record.startedAt - left.record.startedAt);
}

/**
 * Those that were clicked, or the one that the person chooses.
 * @throws TenantError when there is nothing to work on
 */
export const activityTargets = (deps: TargetDeps, given: readonly unknown[], question: ActivityQuestion): Promise<ActivityEntry[]> =>
  given.length === 0 ? ask(deps, question) : clickedRecords(deps, given, question);
