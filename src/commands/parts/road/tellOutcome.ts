/** Says how a run ended: in passing when all went well, with a next step when not. */
import { describeChange } from '../../../core/changes/describe.ts';
import type { CidName } from '../../../core/changes/describe.ts';
import { countsText } from '../../../core/changes/outcome.ts';
import type { RowOutcome } from '../../../core/changes/outcome.ts';
import type { CommandId } from '../../../host/commandIds.ts';
import type { L10n } from '../../../host/l10n.ts';
import type { Prompts } from '../../../host/prompts.ts';
import type { RunReport } from '../../../state/changes/changeRunner.ts';
import { titleOf } from './questionText.ts';

export interface TellParts {
  readonly prompts: Prompts;
  readonly l10n: L10n;
  readonly mention: (text: string) => void;
  readonly runCommand: (id: CommandId, ...args: readonly unknown[]) => PromiseLike<unknown>;
}

/** Up to so many rows their effect is in sight anyway. */
const mostMentioned = 20;

const traceOf = (outcome: RowOutcome, l10n: L10n): string => ('traceId' in outcome && outcome.traceId ? ` ${l10n.t('Trace ID: {0}.', outcome.traceId)}` : '');

/** The first row that did not end well, in words. */
function firstTrouble({ set, outcomes }: RunReport, cidName: CidName, l10n: L10n): string {
  const order: readonly RowOutcome['state'][] = ['failed', 'unknown', 'skipped'];
  const row = order.map((state) => outcomes.findIndex((outcome) => outcome.state === state)).find((at) => at >= 0) ?? -1;
  const [change, outcome] = [set.changes[row], outcomes[row]];
  if (!change || !outcome || outcome.state === 'done') return '';
  const what = describeChange(change, cidName);
  const text =
    outcome.state === 'unknown'
      ? l10n.t('It is not known whether this was carried out: {0}. {1}', what, outcome.message)
      : l10n.t('Could not {0}: {1}', what, outcome.message);
  return `${text}${traceOf(outcome, l10n)}`;
}

export async function tellOutcome({ prompts, l10n, mention, runCommand }: TellParts, report: RunReport, cidName: CidName): Promise<void> {
  const { set, counts, how } = report;
  const item = `record:${set.id}`;
  const open = l10n.t('Open Record');
  if (counts.done === counts.total) {
    const text = l10n.t('{0}: done.', titleOf(set));
    if (counts.total <= mostMentioned) return mention(text);
    if ((await prompts.notify({ severity: 'information', message: text, actions: [open] })) === open) await runCommand('falconAdmin.activity.openRecord', item);
    return;
  }
  const retry = l10n.t('Retry Failed');
  const sum = counts.total === 1 ? '' : `${l10n.t('{0}: {1}.', titleOf(set), countsText(counts))} `;
  const why = report.stoppedBy === undefined ? '' : ` ${l10n.t('The rest was not begun: {0}', report.stoppedBy)}`;
  const isCancelled = how === 'cancelled' && counts.failed === 0 && counts.unknown === 0;
  const message = isCancelled ? l10n.t('Cancelled: {0}.', countsText(counts)) : `${sum}${firstTrouble(report, cidName, l10n)}${why}`;
  const chosen = await prompts.notify({ severity: counts.failed > 0 ? 'error' : 'warning', message, actions: [retry, open] });
  if (chosen === retry) await runCommand('falconAdmin.activity.retryFailed', item);
  if (chosen === open) await runCommand('falconAdmin.activity.openRecord', item);
}
