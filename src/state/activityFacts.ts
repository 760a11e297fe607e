/** What a record of activity says about itself: how its rows stand, what is left of it, what can be taken back. */
import type { Change } from '../core/changes/change.ts';
import { countOutcomes } from '../core/changes/outcome.ts';
import type { RowOutcome, RowState, RunCounts } from '../core/changes/outcome.ts';
import { undoOf } from '../core/changes/undo.ts';
import type { ActivityEntry } from './activity.ts';
import { outcomesOf } from './changes/journalRecord.ts';
import type { JournalRecord, MarkKind } from './changes/journalRecord.ts';

/** `waiting`: never begun; in a run that has ended it never will be. */
export type RowStanding = RowState | 'running' | 'waiting';

export const standingWords: Readonly<Record<RowStanding, string>> = {
  done: 'done',
  failed: 'failed',
  skipped: 'skipped',
  unknown: 'not known',
  running: 'under way',
  waiting: 'not begun',
};

export interface ActivityRow {
  /** Place in the set. */
  readonly row: number;
  readonly change: Change;
  readonly standing: RowStanding;
  readonly outcome: RowOutcome | undefined;
}

/** What a person looks for first. */
const order: readonly RowStanding[] = ['failed', 'unknown', 'skipped', 'running', 'waiting', 'done'];

/** In the order of the set. */
export function rowsOf({ record, state }: ActivityEntry): ActivityRow[] {
  const outcomes = outcomesOf(record);
  return record.rows.map(({ change, begunAt, outcome }, row) => {
    // Only once nobody runs it any more does a row without an end mean that the end was lost.
    if (state === 'running' && !outcome) return { row, change, standing: begunAt === undefined ? 'waiting' : 'running', outcome: undefined };
    const ended = outcomes[row];
    return { row, change, standing: ended?.state ?? 'waiting', outcome: ended };
  });
}

export function rowsByUrgency(entry: ActivityEntry): ActivityRow[] {
  const byStanding = Map.groupBy(rowsOf(entry), ({ standing }) => standing);
  return order.flatMap((standing) => byStanding.get(standing) ?? []);
}

export const countsOf = ({ record, state }: ActivityEntry): RunCounts =>
  countOutcomes(state === 'running' ? record.rows.map(({ outcome }) => outcome) : outcomesOf(record));

export const endedOf = ({ done, failed, skipped, unknown }: RunCounts): number => done + failed + skipped + unknown;

/** What a set does, without the full stop. */
export const titleOf = ({ set }: Pick<JournalRecord, 'set'>): string => set.sentence.replace(/\.$/, '');

/** The last decision of a kind. */
export const markOf = ({ marks }: JournalRecord, as: MarkKind): JournalRecord['marks'][number] | undefined => marks.findLast((mark) => mark.as === as);

/** Whether rows that were not carried out wait for a decision: a run that was dropped can still be taken up again. */
export function hasRest(entry: ActivityEntry): boolean {
  const { record, state } = entry;
  const { done, total } = countsOf(entry);
  return state !== 'running' && done < total && !markOf(record, 'continued') && !markOf(record, 'undone');
}

/** Whether an undo does something, or has at least something to say. */
export function canUndo({ record, state }: ActivityEntry, now: number): boolean {
  if (state !== 'ended' || markOf(record, 'undone')) return false;
  const { changes, notes } = undoOf(record.set, outcomesOf(record), now);
  return changes.length > 0 || notes.length > 0;
}
