/** How each kind of node looks in the tree of activity, without the editor. */
import type { ContextValue } from '../host/contextValues.ts';
import type { L10n } from '../host/l10n.ts';
import type { CidName } from '../core/changes/describe.ts';
import { describeChange } from '../core/changes/describe.ts';
import { countsText } from '../core/changes/outcome.ts';
import type { ActivityEntry } from '../state/activity.ts';
import { canUndo, countsOf, endedOf, hasRest, markOf, standingWords, titleOf } from '../state/activityFacts.ts';
import type { RowStanding } from '../state/activityFacts.ts';
import type { ActivityNode, DayNode, RequestNode, RowNode } from '../state/activityTree.ts';
import { readStanding } from '../state/requests/sentRequest.ts';
import type { Icon, RowFace } from './rowItem.ts';
import { facts, figure } from './wording.ts';
import type { Wording } from './wording.ts';

export interface ActivityWords {
  readonly wording: Wording;
  readonly cidName: (entry: ActivityEntry) => CidName;
}

const warning: Icon = { id: 'warning', color: 'list.warningForeground' };
const error: Icon = { id: 'error', color: 'list.errorForeground' };

const timeText = (at: number, { locale }: Wording): string => new Date(at).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });

function dayText({ at, age }: DayNode, { l10n, locale }: Wording): string {
  if (age === 'today') return l10n.t('Today');
  if (age === 'yesterday') return l10n.t('Yesterday');
  return new Date(at).toLocaleDateString(locale, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
}

/** `11 done, 1 failed`, or how far a run has come. */
export function progressText(entry: ActivityEntry, wording: Wording): string {
  const { l10n } = wording;
  const counts = countsOf(entry);
  if (entry.state === 'ended') return countsText(counts);
  const share = (count: number): string => l10n.t('{0} of {1}', figure(count, wording), figure(counts.total, wording));
  if (entry.state === 'running') return share(endedOf(counts));
  return counts.unknown > 0
    ? l10n.t('{0} done, {1} not known', share(counts.done), figure(counts.unknown, wording))
    : l10n.t('{0} done', share(counts.done));
}

interface Standing {
  readonly icon: Icon;
  /** In words. */
  readonly text: string;
}

/** How a record stands as a whole: what became of it later weighs more than how it ended. */
export function standingOf(entry: ActivityEntry, l10n: L10n): Standing {
  const { record, state } = entry;
  if (state === 'running') return { icon: { id: 'sync~spin' }, text: l10n.t('under way') };
  if (state === 'interrupted') return { icon: warning, text: l10n.t('left half-way') };
  if (markOf(record, 'undone')) return { icon: { id: 'discard' }, text: l10n.t('undone') };
  const { done, failed, unknown, total } = countsOf(entry);
  if (done === total) return { icon: { id: 'pass', color: 'testing.iconPassed' }, text: l10n.t('done') };
  if (markOf(record, 'continued')) return { icon: { id: 'pass' }, text: l10n.t('continued later') };
  if (markOf(record, 'dropped')) return { icon: { id: 'circle-slash' }, text: l10n.t('dropped') };
  if (failed + unknown > 0) return { icon: error, text: l10n.t('ended with failures') };
  return record.end?.how === 'stopped' ? { icon: warning, text: l10n.t('stopped') } : { icon: { id: 'circle-slash' }, text: l10n.t('cancelled') };
}

function recordContext(entry: ActivityEntry, now: number): ContextValue {
  if (entry.state !== 'ended') return `record;${entry.state}`;
  const undoable = canUndo(entry, now);
  if (hasRest(entry)) return undoable ? 'record;ended;failed;undoable' : 'record;ended;failed';
  return undoable ? 'record;ended;undoable' : 'record;ended';
}

function recordFace(entry: ActivityEntry, { wording }: ActivityWords): RowFace {
  const { record, state } = entry;
  const { icon, text } = standingOf(entry, wording.l10n);
  const decided = record.marks.length > 0 && state === 'ended';
  return {
    label: record.set.follows?.as === 'undo' ? wording.l10n.t('Undo: {0}', titleOf(record)) : titleOf(record),
    description: facts(progressText(entry, wording), decided && text, record.set.tenantName, timeText(record.startedAt, wording)),
    icon,
    contextValue: recordContext(entry, wording.now()),
    opens: 'collapsed',
    spoken: decided ? undefined : text,
  };
}

const rowIcons: Readonly<Record<RowStanding, Icon>> = {
  done: { id: 'pass', color: 'testing.iconPassed' },
  failed: error,
  skipped: { id: 'debug-step-over' },
  unknown: { id: 'question', color: 'list.warningForeground' },
  running: { id: 'sync~spin' },
  waiting: { id: 'circle-outline' },
};

function rowFace({ entry, change, standing, outcome }: RowNode, { wording, cidName }: ActivityWords): RowFace {
  const { l10n } = wording;
  const text = describeChange(change, cidName(entry));
  const message = outcome && outcome.state !== 'done' && outcome.message;
  // Of what went well it stands in the record, for whoever needs it.
  const trace = outcome && outcome.state !== 'skipped' && outcome.state !== 'done' && outcome.traceId && l10n.t('trace {0}', outcome.traceId);
  return {
    label: `${text.charAt(0).toUpperCase()}${text.slice(1)}`,
    description: facts(message, trace),
    icon: rowIcons[standing],
    contextValue: 'row',
    spoken: standingWords[standing],
  };
}

const requestIcons: Readonly<Record<ReturnType<typeof readStanding>, Icon>> = {
  answered: { id: 'search' },
  cancelled: { id: 'circle-slash' },
  failed: error,
};

function requestFace({ id, sent }: RequestNode, wording: Wording): RowFace {
  const { l10n } = wording;
  const standing = readStanding(sent);
  return {
    label: sent.operation,
    description: facts(sent.ended, sent.tenant, timeText(sent.at, wording)),
    icon: requestIcons[standing],
    contextValue: 'request',
    spoken: standing === 'failed' ? l10n.t('failed request') : l10n.t('request'),
    command: { id: 'falconAdmin.activity.openRequest', given: [id] },
  };
}

export function activityFace(node: ActivityNode, words: ActivityWords): RowFace {
  const { wording } = words;
  const { l10n } = wording;
  switch (node.kind) {
    case 'halfWay':
      return {
        label: l10n.t('Left half-way'),
        description: figure(node.records.length, wording),
        icon: warning,
        opens: 'expanded',
        spoken: l10n.t('needs a decision'),
      };
    case 'day':
      return { label: dayText(node, wording), icon: { id: 'calendar' }, opens: node.age === 'today' ? 'expanded' : 'collapsed' };
    case 'record':
      return recordFace(node.entry, words);
    case 'request':
      return requestFace(node, wording);
    case 'row':
      return rowFace(node, words);
    case 'moreRows':
      return {
        label: l10n.t('and {0} more: open the record', figure(node.count, wording)),
        icon: { id: 'ellipsis' },
        command: { id: 'falconAdmin.activity.openRecord', given: [node.id] },
      };
    case 'older':
      return { label: l10n.t('Older activity is kept on the disk: export it to read it'), icon: { id: 'info' } };
    case 'unread':
      return {
        label: node.error.message,
        icon: error,
        spoken: l10n.t('{0} Press Enter to try again.', node.error.nextStep ?? ''),
        command: { id: 'falconAdmin.activity.refresh', given: [] },
      };
  }
}
