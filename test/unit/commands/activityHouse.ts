/** The commands of the activity view over a house whose journal a test fills. */
import type { TestContext } from 'node:test';
import { activityFinish, activityRetryFailed } from '../../../src/commands/activityContinue.ts';
import { activityClear, activityDelete } from '../../../src/commands/activityDelete.ts';
import { activityDrop } from '../../../src/commands/activityDrop.ts';
import { activityExport } from '../../../src/commands/activityExport.ts';
import { activityOpenRecord } from '../../../src/commands/activityOpenRecord.ts';
import { activityOpenRequest } from '../../../src/commands/activityOpenRequest.ts';
import { activityRefresh } from '../../../src/commands/activityRefresh.ts';
import { activityUndo } from '../../../src/commands/activityUndo.ts';
import type { TenantCommand } from '../../../src/commands/parts/deps.ts';
import type { Change, ChangeSet } from '../../../src/core/changes/change.ts';
import type { RowOutcome } from '../../../src/core/changes/outcome.ts';
import type { EndOfRun, MarkKind } from '../../../src/state/changes/journalRecord.ts';
import type { Connection } from '../../../src/state/connection.ts';
import { cutShort, ended, namedSet } from '../state/activityRuns.ts';
import { commandHouse } from './commandHouse.ts';
import type { CommandHouse } from './commandHouse.ts';

const commands = {
  openRecord: activityOpenRecord,
  openRequest: activityOpenRequest,
  undo: activityUndo,
  retryFailed: activityRetryFailed,
  finish: activityFinish,
  drop: activityDrop,
  export: activityExport,
  delete: activityDelete,
  clear: activityClear,
  refresh: activityRefresh,
} as const satisfies Readonly<Record<string, TenantCommand>>;

export interface ActivityHouse extends CommandHouse {
  readonly connection: Connection;
  readonly call: (command: keyof typeof commands, ...given: readonly unknown[]) => Promise<unknown>;
  /** Remembers a run that has ended. */
  readonly ran: (id: string, changes: readonly Change[], outcomes: readonly RowOutcome[], how?: EndOfRun) => Promise<void>;
  /** Remembers a run of a process that is gone; younger ones have later places. */
  readonly torn: (id: string, changes: readonly Change[], rows: number, begun: number) => Promise<void>;
  readonly setOf: (id: string, changes: readonly Change[]) => ChangeSet;
  /** What was decided about a record, and by which set. */
  readonly marks: (id: string) => Promise<readonly (readonly [MarkKind, string | undefined])[]>;
}

export async function activityHouse(t: Pick<TestContext, 'after'>): Promise<ActivityHouse> {
  const house = await commandHouse(t);
  const connection = await house.connect({ canChange: true, name: 'Acme Global' });
  const setOf: ActivityHouse['setOf'] = (id, changes) => namedSet(id, changes, { connectionId: connection.id });
  let torn = 0;
  return {
    ...house,
    connection,
    setOf,
    call: (command, ...given) => house.run(commands[command], given),
    ran: (id, changes, outcomes, how) => ended(house, setOf(id, changes), outcomes, how),
    torn: (id, changes, rows, begun) => cutShort(house.journalFiles, setOf(id, changes), { rows, begun, at: ++torn }),
    marks: async (id) => ((await house.activity.read(id))?.record.marks ?? []).map(({ as, by }) => [as, by] as const),
  };
}
