/** Takes back what runs did, and says what cannot be taken back. */
import type { Change } from '../../core/changes/change.ts';
import { personLabel } from '../../core/changes/change.ts';
import { recreate, undoOf } from '../../core/changes/undo.ts';
import type { Undo } from '../../core/changes/undo.ts';
import type { ActivityEntry } from '../../state/activity.ts';
import { canUndo, titleOf } from '../../state/activityFacts.ts';
import { outcomesOf } from '../../state/changes/journalRecord.ts';
import type { CommandDeps } from './deps.ts';
import { decidedText, followUp, tenantOf } from './followUp.ts';

/** A message in the corner has room for so many sentences. */
const mostTold = 3;

interface Undoing extends Undo {
  readonly entry: ActivityEntry;
  /** Makes deleted users again. */
  readonly again: readonly Change[];
  /** Sends those a mail again whose passwords were reset. */
  readonly resets: readonly Change[];
  /** The set that took the rest back. */
  readonly by?: string | undefined;
}

function undoing(entry: ActivityEntry, now: number): Undoing {
  const { set } = entry.record;
  const outcomes = outcomesOf(entry.record);
  const again = set.changes.flatMap((change, row) => (change.kind === 'deleteUser' && outcomes[row]?.state === 'done' ? recreate(change) : []));
  const resets = set.changes.filter(({ kind }, row) => kind === 'resetPassword' && outcomes[row]?.state === 'done');
  return { entry, again, resets, ...undoOf(set, outcomes, now) };
}

const sentencesOf = ({ notes }: Undo): string[] => [
  ...new Set(notes.map(({ sentence, instead }) => (instead === undefined ? sentence : `${sentence} ${instead}`))),
];

function temporaryNotes({ record }: ActivityEntry, { l10n }: CommandDeps): string[] {
  const people = record.set.changes.flatMap((change) => {
    if (change.kind !== 'deleteUser') return [];
    if (change.grants === undefined) return [l10n.t('What {0} was allowed to do is not known: no roles are given.', personLabel(change.user))];
    const hasTemporary = change.grants.some((grant) => grant.expires_at);
    return hasTemporary ? [l10n.t('The temporary roles of {0} are not given again.', personLabel(change.user))] : [];
  });
  return [...new Set(people)];
}

/** Says what could not be taken back. Deleted users can be made anew, which is no undo: they are other users then. */
async function tell(deps: CommandDeps, { entry, again, resets, by, ...undo }: Undoing): Promise<void> {
  const { prompts, l10n } = deps;
  const { record } = entry;
  const isPartly = undo.changes.length > 0;
  const sentences = isPartly
    ? [l10n.t('Users who were deleted stay deleted.')]
    : [l10n.t('“{0}” cannot be taken back.', titleOf(record)), ...sentencesOf(undo).slice(0, mostTold)];
  const [createAgain, resetAgain] = [l10n.t('Create Again'), l10n.t('Reset Again')];
  const actions = [...(again.length > 0 ? [createAgain] : []), ...(resets.length > 0 ? [resetAgain] : [])];
  const chosen = await prompts.notify({ severity: 'information', message: sentences.join(' '), actions });
  if (chosen === resetAgain && resets.length > 0) {
    const { connection, notes } = await tenantOf(deps, record);
    await deps.road.propose({ connectionId: connection.id, origin: 'resetPassword', changes: resets, notes });
    return;
  }
  if (chosen !== createAgain || again.length === 0) return;
  const notes = [l10n.t('A user who is created again gets a new UUID, and sets a password and second factors anew.'), ...temporaryNotes(entry, deps)];
  await followUp(deps, record, { as: 'undo', changes: again, notes, beside: by });
}

/** One after the other, as given; the first that the person does not want ends it. */
export async function undoRecords(deps: CommandDeps, entries: readonly ActivityEntry[]): Promise<void> {
  const untold: Undoing[] = [];
  for (const entry of entries) {
    const now = await deps.activity.read(entry.record.id);
    // The runs before it may have taken long.
    if (!now || !canUndo(now, Date.now())) {
      deps.mention(decidedText(deps, entry.record));
      continue;
    }
    const found = undoing(now, Date.now());
    const { changes, again } = found;
    const report = changes.length > 0 ? await followUp(deps, now.record, { as: 'undo', changes, notes: sentencesOf(found) }) : undefined;
    if (changes.length > 0 && !report) break;
    if (changes.length === 0 || again.length > 0) untold.push({ ...found, by: report?.set.id });
  }
  // A message may stay for long, and must not hold the others up.
  await Promise.all(untold.map((found) => tell(deps, found)));
}
