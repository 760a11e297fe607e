import { namesOf, snapshotOf } from '../core/changes/change.ts';
import type { Names } from '../core/changes/change.ts';
import { displayName } from '../core/user.ts';
import type { User } from '../core/user.ts';
import { nameProblem, namesProblem, tidyNames } from '../core/userFields.ts';
import { back } from '../host/prompts.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { eachUser, userTargets } from './parts/userTargets.ts';
import type { UserTarget } from './parts/userTargets.ts';

const steps = ['first', 'last'] as const;

/** @returns the names that the person wants, or undefined when the question was left */
async function askNames({ prompts, l10n }: CommandDeps, { connection, user }: UserTarget): Promise<Names | undefined> {
  const before = namesOf(user);
  const typed = { ...before };
  const labels = { first: l10n.t('First name'), last: l10n.t('Last name') };
  for (let at = 0; ; ) {
    const step = steps[at];
    if (step === undefined) return tidyNames(typed, before);
    const answer = await prompts.input({
      title: l10n.t('Rename {0} in {1}', displayName(user), connection.name),
      placeholder: labels[step],
      prompt: user.uid ? l10n.t('{0} of {1}', labels[step], user.uid) : labels[step],
      value: typed[step],
      step: { current: at + 1, total: steps.length },
      validate: (value) => {
        typed[step] = value;
        // One of the names may be empty, so both are looked at only when both have been typed.
        return nameProblem(value) ?? (step === 'last' ? namesProblem(typed) : undefined);
      },
    });
    if (answer === undefined) return undefined;
    if (answer === back) at = Math.max(0, at - 1);
    else {
      typed[step] = answer;
      at += 1;
    }
  }
}

/** Somebody else may have renamed the user since the tree was read, and undo has to put the true names back. */
const reread = async ({ directories, view }: CommandDeps, { connection, user }: UserTarget): Promise<User> => {
  const directory = await directories.of(connection.id);
  return view.run((signal) => directory.readUser(user.uuid, signal));
};

export const renameUser: TenantCommand = {
  id: 'falconAdmin.user.rename',
  async run(deps, given) {
    const { prompts, road, l10n } = deps;
    const targets = eachUser(await userTargets(deps, given, l10n.t('Rename User')));
    if (targets.length > 1) {
      await prompts.notify({ severity: 'information', message: l10n.t('Users are renamed one at a time. Select one of them.') });
      return;
    }
    const [target] = targets;
    if (!target) return;
    const { connection } = target;
    const user = await reread(deps, target);
    const before = namesOf(user);
    const after = await askNames(deps, { connection, user });
    if (!after || (after.first === before.first && after.last === before.last)) return;
    await road.propose({ connectionId: connection.id, origin: 'renameUser', changes: [{ kind: 'renameUser', user: snapshotOf(user), before, after }] });
  },
};
