/** What a hover tells of a record, a row or a request of activity: plain text, since servers are quoted in it. */
import { describeChange } from '../core/changes/describe.ts';
import type { L10n } from '../host/l10n.ts';
import type { ActivityEntry } from '../state/activity.ts';
import { standingWords } from '../state/activityFacts.ts';
import type { MarkKind } from '../state/changes/journalRecord.ts';
import type { ActivityNode } from '../state/activityTree.ts';
import type { SentRequest } from '../state/requests/sentRequest.ts';
import { progressText, standingOf } from './activityFace.ts';
import type { ActivityWords } from './activityFace.ts';
import { figure, momentText } from './wording.ts';
import type { Wording } from './wording.ts';

const lines = (...parts: readonly (string | undefined | false)[]): string => parts.filter(Boolean).join('\n');

function markText(as: MarkKind, when: string, l10n: L10n): string {
  switch (as) {
    case 'undone':
      return l10n.t('Undone: {0}', when);
    case 'continued':
      return l10n.t('Continued: {0}', when);
    case 'dropped':
      return l10n.t('Dropped: {0}', when);
  }
}

function recordTooltip(entry: ActivityEntry, wording: Wording): string {
  const { l10n } = wording;
  const { set, startedAt, end, marks } = entry.record;
  return lines(
    set.sentence,
    l10n.t('Tenant: {0}', set.tenantName),
    l10n.t('Started: {0}', momentText(startedAt, wording)),
    end && l10n.t('Ended: {0}', momentText(end.at, wording)),
    `${standingOf(entry, l10n).text}: ${progressText(entry, wording)}`,
    ...marks.map(({ as, at }) => markText(as, momentText(at, wording), l10n)),
  );
}

function requestTooltip({ operation, tenant, at, ms, ended, traceId }: SentRequest, wording: Wording): string {
  const { l10n } = wording;
  return lines(
    operation,
    l10n.t('Tenant: {0}', tenant),
    l10n.t('Sent: {0}', momentText(at, wording)),
    `${ended}, ${l10n.t('{0} ms', figure(ms, wording))}`,
    traceId && l10n.t('Trace ID: {0}', traceId),
  );
}

export function activityTooltip(node: ActivityNode, { wording, cidName }: ActivityWords): string | undefined {
  switch (node.kind) {
    case 'record':
      return recordTooltip(node.entry, wording);
    case 'request':
      return requestTooltip(node.sent, wording);
    case 'row': {
      const { entry, change, standing, outcome } = node;
      const trace = outcome && outcome.state !== 'skipped' && outcome.traceId;
      return lines(
        describeChange(change, cidName(entry)),
        standingWords[standing],
        outcome && outcome.state !== 'done' && outcome.message,
        trace && wording.l10n.t('Trace ID: {0}', trace),
      );
    }
    case 'unread':
      return node.error.advice;
    case 'halfWay':
      return wording.l10n.t('These runs were cut short by a crash or a reload. Finish or drop each of them from its menu.');
    case 'day':
    case 'moreRows':
    case 'older':
      return undefined;
  }
}
