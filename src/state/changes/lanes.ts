/** Which rows may run side by side: those that do not touch the same user in the same CID. */
import { personKey, personOf } from '../../core/changes/change.ts';
import type { Change } from '../../core/changes/change.ts';
import { phaseOf, phases } from '../../core/changes/orderChanges.ts';

export interface Row {
  readonly row: number;
  readonly change: Change;
}

/** Rows that run one after the other. */
export type Lane = readonly Row[];

function laneOf(change: Change): string {
  const person = personOf(change);
  if (!person) return 'raw';
  return change.kind === 'grant' || change.kind === 'revoke' ? `${personKey(person)}|${change.cid}` : personKey(person);
}

/** Phase by phase, the lanes that may run at the same time. A phase begins when the one before it has ended. */
export function lanesByPhase(changes: readonly Change[]): Lane[][] {
  const rows = changes.map((change, row): Row => ({ row, change }));
  return phases.map((_, phase) => {
    const inPhase = rows.filter(({ change }) => phaseOf(change) === phase);
    return [...Map.groupBy(inPhase, ({ change }) => laneOf(change)).values()];
  });
}

/** Runs the lanes, `width` of them at a time, each from its first row to its last. */
export async function runLanes(lanes: readonly Lane[], width: number, run: (row: Row) => Promise<void>): Promise<void> {
  const waiting = [...lanes];
  const work = async (): Promise<void> => {
    for (let lane = waiting.shift(); lane; lane = waiting.shift()) for (const row of lane) await run(row);
  };
  await Promise.all(Array.from({ length: Math.min(width, lanes.length) }, work));
}
