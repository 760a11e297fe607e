import { accessText } from '../core/accessText.ts';
import { displayName } from '../core/user.ts';
import type { User } from '../core/user.ts';
import { readCids } from '../state/changes/guardFacts.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { askForUser, eachUser, usersGiven } from './parts/userTargets.ts';
import type { UserTarget } from './parts/userTargets.ts';

type Two = readonly [UserTarget, UserTarget];

const isSame = (left: UserTarget, right: UserTarget): boolean => left.connection.id === right.connection.id && left.user.uuid === right.user.uuid;

/** The two that were selected; whoever is missing is asked for. */
async function chooseTwo(deps: CommandDeps, given: readonly unknown[]): Promise<Two | undefined> {
  const { prompts, l10n } = deps;
  const tell = async (message: string): Promise<undefined> => void (await prompts.notify({ severity: 'information', message }));
  const [first, second, third] = eachUser(await usersGiven(deps, given));
  if (third) return tell(l10n.t('Two users can be compared. Select two.'));
  if (first && second) return [first, second];
  if (!first && given.length > 0) return undefined;
  const left = first ?? (await askForUser(deps, l10n.t('Compare Users')));
  const right = left && (await askForUser(deps, l10n.t('Compare {0} with', displayName(left.user))));
  if (!left || !right) return undefined;
  return isSame(left, right) ? tell(l10n.t('{0} was chosen twice. Choose two different users.', displayName(left.user))) : [left, right];
}

async function readText({ directories }: CommandDeps, { connection, user }: UserTarget, signal: AbortSignal): Promise<string> {
  const directory = await directories.of(connection.id);
  // What the tree has read may be hours old; a comparison is looked at to decide something.
  directory.forgetGrants(user.uuid);
  const [fresh, grants, { cidName }] = await Promise.all([
    directory.readUser(user.uuid, signal),
    directory.accessOf(user, signal),
    readCids(directory, connection.name, signal),
  ]);
  return accessText({ user: fresh, tenantName: connection.name, grants, cidName });
}

/** People with the same name, who are compared most, are told apart by their addresses, and where these are the same by their tenants. */
function labelsOf([left, right]: Two): readonly [string, string] {
  const addressOf = ({ uid, uuid }: User): string => uid ?? uuid;
  const ways: readonly ((target: UserTarget) => string)[] = [
    ({ user }) => displayName(user),
    ({ user }) => addressOf(user),
    ({ user, connection }) => `${addressOf(user)} (${connection.name})`,
  ];
  const labels = ways.map((way): [string, string] => [way(left), way(right)]);
  return labels.find(([one, other]) => one !== other) ?? [left.user.uuid, right.user.uuid];
}

export const compareUsers: TenantCommand = {
  id: 'falconAdmin.user.compare',
  async run(deps, given) {
    const { texts, progress, l10n } = deps;
    const two = await chooseTwo(deps, given);
    if (!two) return;
    const [left, right] = labelsOf(two);
    const title = `${left} ↔ ${right}`;
    const read = await progress(l10n.t('Comparing {0}', title), (signal) => Promise.all(two.map((target) => readText(deps, target, signal))));
    const [leftText = '', rightText = ''] = read;
    await texts.compare({ name: `${left}.txt`, text: leftText }, { name: `${right}.txt`, text: rightText }, title);
  },
};
