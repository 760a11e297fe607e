/** A record of activity as a text that a person can read, search and hand on. */
import { describeChange } from '../../core/changes/describe.ts';
import type { CidName } from '../../core/changes/describe.ts';
import { countsText } from '../../core/changes/outcome.ts';
import { undoOf } from '../../core/changes/undo.ts';
import type { L10n } from '../../host/l10n.ts';
import type { ViewedText } from '../../host/textViews.ts';
import type { ActivityEntry } from '../../state/activity.ts';
import { countsOf, endedOf, markOf, rowsOf, standingWords } from '../../state/activityFacts.ts';
import type { ActivityRow } from '../../state/activityFacts.ts';
import { outcomesOf } from '../../state/changes/journalRecord.ts';
import type { EndOfRun, MarkKind } from '../../state/changes/journalRecord.ts';

export interface RecordWords {
  readonly l10n: L10n;
  readonly locale: string;
  readonly cidName: CidName;
  /** Epoch milliseconds. */
  readonly now: number;
}

const momentText = (at: number, { locale }: RecordWords): string => new Date(at).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'medium' });

function endText(how: EndOfRun, l10n: L10n): string {
  switch (how) {
    case 'finished':
      return l10n.t('every row was tried');
    case 'cancelled':
      return l10n.t('cancelled');
    case 'stopped':
      return l10n.t('stopped before the end');
  }
}

function stateText({ record, state }: ActivityEntry, words: RecordWords): string {
  const { l10n } = words;
  if (record.end) return `${momentText(record.end.at, words)}, ${endText(record.end.how, l10n)}`;
  return state === 'running' ? l10n.t('is still under way') : l10n.t('was cut short by a crash or a reload');
}

function markText(as: MarkKind, l10n: L10n): string {
  switch (as) {
    case 'undone':
      return l10n.t('Undone');
    case 'continued':
      return l10n.t('Continued');
    case 'dropped':
      return l10n.t('Dropped');
  }
}

function head(entry: ActivityEntry, words: RecordWords): string[] {
  const { l10n } = words;
  const { set, startedAt, marks } = entry.record;
  const counts = countsOf(entry);
  const left = counts.total - endedOf(counts);
  const rows = [countsText(counts), left > 0 && l10n.t('{0} not ended', left.toLocaleString(words.locale))];
  const follows = set.follows && (set.follows.as === 'undo' ? l10n.t('undo of {0}', set.follows.set) : l10n.t('what {0} left to be done', set.follows.set));
  const facts: readonly (readonly [string, string | undefined])[] = [
    [l10n.t('Tenant'), set.tenantName],
    [l10n.t('Started'), momentText(startedAt, words)],
    [l10n.t('Ended'), stateText(entry, words)],
    [l10n.t('Rows'), rows.filter(Boolean).join(', ')],
    [l10n.t('Record'), set.id],
    [l10n.t('Follows'), follows],
    ...marks.map(({ as, at, by }) => [markText(as, l10n), [momentText(at, words), by].filter(Boolean).join(', ')] as const),
  ];
  const width = Math.max(...facts.map(([name]) => name.length)) + 2;
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [`${name.padEnd(width)}${value}`]));
}

function rowLines(rows: readonly ActivityRow[], { l10n, cidName }: RecordWords): string[] {
  const widths = [...new Set(rows.map(({ standing }) => standing))].map((standing) => standingWords[standing].length);
  const width = Math.max(0, ...widths) + 2;
  return rows.map(({ change, standing, outcome }) => {
    const message = outcome && outcome.state !== 'done' ? outcome.message.replaceAll(/\s+/g, ' ') : undefined;
    const trace = outcome && outcome.state !== 'skipped' && outcome.traceId ? l10n.t('trace {0}', outcome.traceId) : undefined;
    const parts = [describeChange(change, cidName), message, trace].filter((part) => part !== undefined);
    return `${standingWords[standing].padEnd(width)}${parts.join('   ')}`;
  });
}

/** What an undo would and would not do, for a run that has ended and was not taken back yet. */
function undoLines({ record, state }: ActivityEntry, { l10n, now, cidName }: RecordWords): string[] {
  if (state !== 'ended' || markOf(record, 'undone')) return [];
  const { changes, notes } = undoOf(record.set, outcomesOf(record), now);
  const sentences = new Set(notes.map(({ sentence, instead }) => (instead === undefined ? sentence : `${sentence} ${instead}`)));
  return [
    ...(changes.length > 0 ? ['', l10n.t('An undo would'), ...changes.map((change) => `  ${describeChange(change, cidName)}`)] : []),
    ...(sentences.size > 0 ? ['', l10n.t('To know before taking it back'), ...[...sentences].map((sentence) => `  ${sentence}`)] : []),
  ];
}

/** `2026-11-25 14.05`, which every file system takes. */
export function stampOf(at: number): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}.${two(date.getMinutes())}`;
}

export function recordText(entry: ActivityEntry, words: RecordWords): ViewedText {
  const lines = [entry.record.set.sentence, '', ...head(entry, words), '', ...rowLines(rowsOf(entry), words), ...undoLines(entry, words)];
  return { name: `${words.l10n.t('activity')} ${stampOf(entry.record.startedAt)}.txt`, text: `${lines.join('\n')}\n` };
}
