/** What a run left to be done. */
import { isNewUser } from './change.ts';
import type { Change, ChangeSet, UserSnapshot } from './change.ts';
import type { RowOutcome } from './outcome.ts';

/**
 * The rows that failed, were skipped, were never begun or ended without a known outcome; the last kind is looked up
 * before it is sent again. Grants to users who were made meanwhile name them by uuid.
 * @param outcomes by row, with holes for rows that were never begun
 * @param startedAt epoch milliseconds of the run
 * @param begunAt of its rows, by row, where that is known: a run may last longer than it takes to settle what it sent
 */
export function restOf(
  set: Pick<ChangeSet, 'changes'>,
  outcomes: readonly (RowOutcome | undefined)[],
  startedAt: number,
  begunAt: readonly (number | undefined)[] = [],
): Change[] {
  const made = new Map<string, UserSnapshot>();
  for (const [row, change] of set.changes.entries()) {
    const outcome = outcomes[row];
    if (change.kind === 'createUser' && outcome?.state === 'done' && outcome.created) made.set(change.key, outcome.created);
  }
  return set.changes.flatMap((change, row) => {
    const state = outcomes[row]?.state;
    if (state === 'done') return [];
    const to = change.kind === 'grant' && isNewUser(change.to) ? made.get(change.to.key) : undefined;
    const addressed = to && change.kind === 'grant' ? { ...change, to } : change;
    return [state === 'unknown' ? { ...addressed, doubtfulSince: change.doubtfulSince ?? begunAt[row] ?? startedAt } : addressed];
  });
}
