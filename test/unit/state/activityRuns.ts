/** Writes runs into a journal as a runner does, without running anything. */
import { buildChangeSet } from '../../../src/core/changes/buildChangeSet.ts';
import type { Change, ChangeSet } from '../../../src/core/changes/change.ts';
import type { RowOutcome } from '../../../src/core/changes/outcome.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import { Activity } from '../../../src/state/activity.ts';
import { Journal } from '../../../src/state/changes/journal.ts';
import type { EndOfRun } from '../../../src/state/changes/journalRecord.ts';
import { MemoryFiles } from './changes/memoryFiles.ts';

export const done: RowOutcome = { state: 'done', traceId: 'trace-1' };
export const failed: RowOutcome = { state: 'failed', kind: 'server', message: 'The server did not answer.', traceId: 'trace-2' };
export const unknown: RowOutcome = { state: 'unknown', message: 'It may have been carried out.' };
export const skipped: RowOutcome = { state: 'skipped', message: 'Cancelled before it was sent.' };

export interface Runs {
  readonly files: MemoryFiles;
  readonly journal: Journal;
  readonly activity: Activity;
  /** Epoch milliseconds; a test sets it. */
  readonly time: { now: number };
}

export function emptyActivity(now: number): Runs {
  const time = { now };
  const files = new MemoryFiles();
  const journal = new Journal({ files, now: () => time.now, isAlive: () => false });
  return { files, journal, activity: new Activity(async () => journal), time };
}

export const namedSet = (id: string, changes: readonly Change[], over: Partial<ChangeSet> = {}): ChangeSet => ({
  ...buildChangeSet({ id, connectionId: asConnectionId('one'), tenantName: 'Acme Global', origin: 'test', changes, createdAt: 0 }),
  ...over,
});

/** A run that has ended: each row with its outcome, those without one were never begun. */
export async function ended({ journal }: Pick<Runs, 'journal'>, set: ChangeSet, outcomes: readonly RowOutcome[], how: EndOfRun = 'finished'): Promise<void> {
  const record = await journal.begin(set);
  for (const [row, outcome] of outcomes.entries()) {
    await record.rowBegan(row);
    await record.rowEnded(row, outcome);
  }
  await record.end(how);
}

/** A run of a process that is gone: so many rows were done, and so many more were under way. */
export async function cutShort(files: MemoryFiles, set: ChangeSet, { rows, begun, at }: { rows: number; begun: number; at: number }): Promise<void> {
  const elsewhere = new Journal({ files, now: () => at, pid: 4_242 });
  const record = await elsewhere.begin(set);
  for (let row = 0; row < rows + begun; row++) {
    await record.rowBegan(row);
    if (row < rows) await record.rowEnded(row, done);
  }
}
