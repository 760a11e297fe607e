/** What follows out of a record of activity: proposed to the tenant that it was about, and remembered in the record. */
import type { Change, Follows } from '../../core/changes/change.ts';
import { TenantError } from '../../core/errors.ts';
import type { ActivityEntry } from '../../state/activity.ts';
import { canUndo, hasRest, titleOf } from '../../state/activityFacts.ts';
import type { Connection } from '../../state/connection.ts';
import type { RunReport } from '../../state/changes/changeRunner.ts';
import type { JournalRecord } from '../../state/changes/journalRecord.ts';
import type { CommandDeps } from './deps.ts';

export interface FollowUp {
  readonly as: Follows['as'];
  readonly changes: readonly Change[];
  readonly notes: readonly string[];
  /** The set of an undo that this one belongs to. */
  readonly beside?: string | undefined;
}

/** The demo tenant is never stored, and always has this id. */
const demoId = 'demo';

interface Found {
  readonly connection: Connection;
  readonly notes: readonly string[];
}

/**
 * The tenant of a record as it is connected now. One that was disconnected and connected again has another id; it is
 * taken for the same by its name, and the person is told.
 */
export async function tenantOf({ store, l10n }: CommandDeps, { set: { connectionId, tenantName } }: JournalRecord): Promise<Found> {
  await store.load();
  const same = store.get(connectionId);
  if (same) return { connection: same, notes: same.name === tenantName ? [] : [l10n.t('When this was done, the tenant was called {0}.', tenantName)] };
  const isDemo = connectionId === demoId;
  const again = isDemo ? undefined : store.all.find(({ name, demo }) => name === tenantName && !demo);
  if (again) return { connection: again, notes: [l10n.t('{0} was connected again since: make sure that it is the same tenant.', tenantName)] };
  throw new TenantError({
    kind: 'notFound',
    message: l10n.t('{0} is not connected any more.', tenantName),
    nextStep: isDemo ? l10n.t('Open it again with “Falcon: Open Demo Tenant”.') : l10n.t('Connect it again under this name with “Falcon: Connect Tenant…”.'),
  });
}

/** Of a record that a command was about to take up. */
export const decidedText = ({ l10n }: Pick<CommandDeps, 'l10n'>, record: JournalRecord): string =>
  l10n.t('{0}: somebody has decided about it since.', titleOf(record));

const hasRun = (as: Follows['as'], { counts }: RunReport): boolean => (as === 'undo' ? counts.done > 0 : counts.done + counts.failed + counts.unknown > 0);

/** Whether nobody, in this window or another one, has taken it up since it was looked at. */
function isOpen(entry: ActivityEntry, { as, beside }: Pick<FollowUp, 'as' | 'beside'>): boolean {
  if (as === 'retry') return hasRest(entry);
  return beside === undefined ? canUndo(entry, Date.now()) : entry.record.marks.every((mark) => mark.as !== 'undone' || mark.by === beside);
}

/**
 * @returns undefined when nothing was run
 * @throws TenantError when the record was taken up or undone meanwhile, or its tenant is gone
 */
export async function followUp(deps: CommandDeps, record: JournalRecord, { as, changes, notes, beside }: FollowUp): Promise<RunReport | undefined> {
  const { connection, notes: ownNotes } = await tenantOf(deps, record);
  // Questions may have stayed open for long.
  const entry = await deps.activity.read(record.id);
  if (!entry || !isOpen(entry, { as, beside })) throw new TenantError({ kind: 'conflict', message: decidedText(deps, record) });
  const report = await deps.road.propose({
    connectionId: connection.id,
    origin: as,
    changes,
    follows: { set: record.id, as },
    notes: [...ownNotes, ...notes],
  });
  if (report && hasRun(as, report)) await deps.activity.mark(record.id, as === 'undo' ? 'undone' : 'continued', report.set.id);
  return report;
}
