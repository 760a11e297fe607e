/** Deleting what is remembered of changes and requests: chosen ones, or all of them. */
import { TenantError } from '../core/errors.ts';
import type { PickItem } from '../host/prompts.ts';
import type { ActivityEntry } from '../state/activity.ts';
import { titleOf } from '../state/activityFacts.ts';
import { recordIdOf } from '../state/activityTree.ts';
import type { KeptRequest } from '../state/requests/sentRequest.ts';
import { clickedRecords, entryItem } from './parts/activityTargets.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { requestIdsOf, requestItem } from './parts/requestTargets.ts';

interface Chosen {
  readonly entries: readonly ActivityEntry[];
  readonly requests: readonly KeptRequest[];
}

interface Counts {
  readonly records: number;
  /** Records among them. */
  readonly halfWay: number;
  readonly requests: number;
}

/** The file of a run that goes on is being written to, by this window or another one. */
const isOver = ({ state }: ActivityEntry): boolean => state !== 'running';

const nothing = ({ l10n }: CommandDeps): TenantError => new TenantError({ kind: 'notFound', message: l10n.t('There is no activity to delete.') });

async function ask(deps: CommandDeps): Promise<Chosen | undefined> {
  const { activity, apiRequests, prompts, l10n, locale } = deps;
  const [entries, requests] = await Promise.all([activity.list(), apiRequests.kept.reads()]);
  const offers: { readonly at: number; readonly item: PickItem<Chosen> }[] = [
    ...entries.filter(isOver).map((entry) => {
      return { at: entry.record.startedAt, item: { ...entryItem(entry, locale), value: { entries: [entry], requests: [] } } };
    }),
    ...requests.map((sent) => ({ at: sent.at, item: { ...requestItem(sent, locale), value: { entries: [], requests: [sent] } } })),
  ];
  if (offers.length === 0) throw nothing(deps);
  const items = offers.sort((left, right) => right.at - left.at).map(({ item }) => item);
  return prompts.pick({ title: l10n.t('Delete from Activity'), placeholder: l10n.t('Which activity?'), items });
}

async function chosen(deps: CommandDeps, given: readonly unknown[]): Promise<Chosen | undefined> {
  const { activity, apiRequests, l10n } = deps;
  if (given.length === 0) return ask(deps);
  const ids = requestIdsOf(given);
  const requests = ids.length === 0 ? [] : (await apiRequests.kept.reads()).filter(({ id }) => ids.includes(id));
  if (requests.length === 0) {
    const unfit = l10n.t('This is still under way. Delete its record when it is over.');
    return { entries: await clickedRecords(deps, given, { fits: isOver, unfit }), requests };
  }
  // What cannot be deleted does not keep the rest of a selection.
  const records = [...new Set(given.map(recordIdOf))].filter((id) => id !== undefined);
  const entries = await Promise.all(records.map((id) => activity.read(id)));
  return { entries: entries.filter((entry) => entry !== undefined).filter(isOver), requests };
}

const recordsText = (count: number, { l10n, locale }: CommandDeps): string =>
  count === 1 ? l10n.t('1 activity record') : l10n.t('{0} activity records', count.toLocaleString(locale));

const requestsText = (count: number, { l10n, locale }: CommandDeps): string =>
  count === 1 ? l10n.t('1 API request') : l10n.t('{0} API requests', count.toLocaleString(locale));

/** `3 activity records, 1 API request` */
const countsText = ({ records, requests }: Counts, deps: CommandDeps): string =>
  [records > 0 && recordsText(records, deps), requests > 0 && requestsText(requests, deps)].filter(Boolean).join(', ');

function detailOf({ records, halfWay, requests }: Counts, { l10n, locale }: CommandDeps): string {
  return [
    records > 0 && l10n.t('Nothing changes in the tenant, but these changes cannot be undone, retried or looked up from here any more.'),
    halfWay === 1 && l10n.t('1 of them was left half-way and would not be finished.'),
    halfWay > 1 && l10n.t('{0} of them were left half-way and would not be finished.', halfWay.toLocaleString(locale)),
    requests > 0 && l10n.t('Requests that are deleted are not offered again as recent ones either.'),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function questionOf({ entries: [entry], requests: [sent] }: Chosen, counts: Counts, deps: CommandDeps): string {
  const { l10n } = deps;
  if (counts.records + counts.requests > 1) return l10n.t('Delete {0}?', countsText(counts, deps));
  return entry ? l10n.t('Delete the record of “{0}”?', titleOf(entry.record)) : l10n.t('Delete the request “{0}”?', sent?.operation ?? '');
}

export const activityDelete: TenantCommand = {
  id: 'falconAdmin.activity.delete',
  async run(deps, given) {
    const { activity, apiRequests, prompts, l10n } = deps;
    const found = await chosen(deps, given);
    if (!found) return;
    const { entries, requests } = found;
    const halfWay = entries.filter(({ state }) => state === 'interrupted').length;
    const counts = { records: entries.length, halfWay, requests: requests.length };
    const isMeant = await prompts.confirm({ message: questionOf(found, counts, deps), detail: detailOf(counts, deps), action: l10n.t('Delete') });
    if (!isMeant) return;
    if (entries.length > 0) await activity.remove(entries.map(({ record }) => record.id));
    if (requests.length > 0) await apiRequests.kept.remove(requests.map(({ id }) => id));
  },
};

export const activityClear: TenantCommand = {
  id: 'falconAdmin.activity.clear',
  async run(deps) {
    const { activity, apiRequests, prompts, l10n } = deps;
    const [{ over: records, halfWay }, requests] = await Promise.all([activity.count(), apiRequests.kept.count()]);
    const counts = { records, halfWay, requests };
    if (records + requests === 0) throw nothing(deps);
    const isMeant = await prompts.confirm({
      message: l10n.t('Delete everything: {0}?', countsText(counts, deps)),
      detail: detailOf(counts, deps),
      action: l10n.t('Delete All'),
    });
    if (!isMeant) return;
    await activity.removeAll();
    await apiRequests.kept.removeAll();
  },
};
