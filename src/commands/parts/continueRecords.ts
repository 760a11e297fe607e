/** Takes up what a run left to be done. */
import type { Change } from '../../core/changes/change.ts';
import { restOf } from '../../core/changes/retry.ts';
import type { ActivityEntry } from '../../state/activity.ts';
import { markOf, titleOf } from '../../state/activityFacts.ts';
import { outcomesOf } from '../../state/changes/journalRecord.ts';
import type { CommandDeps } from './deps.ts';
import { decidedText, followUp } from './followUp.ts';

interface Rest {
  readonly changes: readonly Change[];
  readonly notes: readonly string[];
}

/** No record holds a password: new users are made without one if the person agrees, composed operations stay out. */
async function withoutPasswords({ prompts, l10n }: CommandDeps, rest: readonly Change[]): Promise<Rest | undefined> {
  const users = rest.filter((change) => change.kind === 'createUser' && change.passwordKey !== undefined).length;
  const isLeftOut = (change: Change): boolean => change.kind === 'rawOperation' && change.passwordKey !== undefined;
  const notes = rest.filter(isLeftOut).map((change) => {
    const operation = change.kind === 'rawOperation' ? change.operation : '';
    return l10n.t('{0} is left out: its password is not kept. Send it again from where it was composed.', operation);
  });
  const kept = rest.filter((change) => !isLeftOut(change));
  if (users === 0) return { changes: kept, notes };
  const agrees = await prompts.decide({
    message: users === 1 ? l10n.t('The password for 1 new user is not kept.') : l10n.t('The passwords for {0} new users are not kept.', users),
    detail: l10n.t('Passwords are sent once and written down nowhere. Without one, the server sends a mail through which the user chooses it.'),
    actions: [{ label: l10n.t('Create Without a Password'), value: true }],
  });
  if (!agrees) return undefined;
  const changes = kept.map((change): Change => {
    if (change.kind !== 'createUser') return change;
    const { passwordKey: _, ...create } = change;
    return create;
  });
  return { changes, notes: [...notes, l10n.t('New users are created without the password that was chosen for them.')] };
}

/** @param seen as it was when the person chose it: the runs before it may have taken long */
async function continueRecord(deps: CommandDeps, seen: ActivityEntry): Promise<boolean> {
  const { activity, mention, prompts, l10n } = deps;
  const entry = await activity.read(seen.record.id);
  if (!entry || entry.state !== seen.state || markOf(entry.record, 'continued') || markOf(entry.record, 'undone')) {
    mention(decidedText(deps, seen.record));
    return true;
  }
  const { record, state } = entry;
  const rest = restOf(record.set, outcomesOf(record), record.startedAt, record.rows.map(({ begunAt }) => begunAt));
  if (rest.length === 0) {
    // Only the last line of the record is missing: there is nothing to decide about.
    if (state === 'interrupted') await activity.mark(record.id, 'dropped');
    mention(l10n.t('{0}: every row is done.', titleOf(record)));
    return true;
  }
  const left = await withoutPasswords(deps, rest);
  if (!left) return false;
  if (left.changes.length > 0) return (await followUp(deps, record, { as: 'retry', ...left })) !== undefined;
  await prompts.notify({ severity: 'warning', message: left.notes.join(' ') });
  return true;
}

/** One after the other; the first that the person does not want ends it. */
export async function continueRecords(deps: CommandDeps, entries: readonly ActivityEntry[]): Promise<void> {
  for (const entry of entries) if (!(await continueRecord(deps, entry))) return;
}
