import { accessText } from '../core/accessText.ts';
import { compareAccessText } from '../core/compareAccess.ts';
import type { Grant } from '../core/grant.ts';
import { shownText } from '../core/shownText.ts';
import { displayName } from '../core/user.ts';
import type { User } from '../core/user.ts';
import type { CidName } from '../core/changes/describe.ts';
import { readCids } from '../state/changes/guardFacts.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { askForUser, eachUser, usersGiven } from './parts/userTargets.ts';
import type { UserTarget } from './parts/userTargets.ts';

/** More beside each other would be a list that nobody looks through. */
const mostCompared = 4;

const isSame = (left: UserTarget, right: UserTarget): boolean => left.connection.id === right.connection.id && left.user.uuid === right.user.uuid;

/** Those that were selected; where there is one or none, whoever is missing is asked for. */
async function chooseUsers(deps: CommandDeps, given: readonly unknown[]): Promise<readonly UserTarget[] | undefined> {
  const { prompts, l10n } = deps;
  const tell = async (message: string): Promise<undefined> => void (await prompts.notify({ severity: 'information', message }));
  const chosen = eachUser(await usersGiven(deps, given));
  if (chosen.length > mostCompared) return tell(l10n.t('Two to four users can be compared. Select fewer.'));
  if (chosen.length > 1) return chosen;
  const [first] = chosen;
  if (!first && given.length > 0) return undefined;
  const left = first ?? (await askForUser(deps, l10n.t('Compare Users')));
  const right = left && (await askForUser(deps, l10n.t('Compare {0} with', displayName(left.user))));
  if (!left || !right) return undefined;
  return isSame(left, right) ? tell(l10n.t('{0} was chosen twice. Choose two different users.', displayName(left.user))) : [left, right];
}

interface ReadUser extends UserTarget {
  readonly grants: readonly Grant[];
  readonly cidName: CidName;
  /** False: there may be CIDs that cannot be seen, and roles in them. */
  readonly isWhole: boolean;
}

async function readUser({ directories }: CommandDeps, { connection, user }: UserTarget, signal: AbortSignal): Promise<ReadUser> {
  const directory = await directories.of(connection.id);
  // What the tree has read may be hours old; a comparison is looked at to decide something.
  directory.forgetGrants(user.uuid);
  const [fresh, grants, { cidName, tenantCids }] = await Promise.all([
    directory.readUser(user.uuid, signal),
    directory.accessOf(user, signal),
    readCids(directory, connection.name, signal),
  ]);
  return { connection, user: fresh, grants, cidName, isWhole: tenantCids !== undefined };
}

/** What has to be known of a comparison in which not everything was seen; empty otherwise. */
function gapsOf({ l10n }: CommandDeps, read: readonly ReadUser[]): string {
  const names = new Set(read.filter(({ isWhole }) => !isWhole).map(({ connection }) => connection.name));
  return [...names].map((name) => `\n${l10n.t('Not every CID of {0} can be seen: what is held in others is missing here.', shownText(name))}\n`).join('');
}

/** People with the same name, who are compared most, are told apart by their addresses, and where these are the same by their tenants. */
function labelsOf(targets: readonly UserTarget[]): readonly string[] {
  const addressOf = ({ uid, uuid }: User): string => uid ?? uuid;
  const ways: readonly ((target: UserTarget) => string)[] = [
    ({ user }) => displayName(user),
    ({ user }) => addressOf(user),
    ({ user, connection }) => `${addressOf(user)} (${connection.name})`,
  ];
  const labels = ways.map((way) => targets.map(way));
  return labels.find((some) => new Set(some).size === some.length) ?? targets.map(({ user, connection }) => `${user.uuid} (${connection.name})`);
}

export const compareUsers: TenantCommand = {
  id: 'falconAdmin.user.compare',
  async run(deps, given) {
    const { texts, progress, l10n } = deps;
    const targets = await chooseUsers(deps, given);
    if (!targets) return;
    const labels = labelsOf(targets);
    const title = labels.join(' ↔ ');
    const read = await progress(l10n.t('Comparing {0}', title), (signal) => Promise.all(targets.map((target) => readUser(deps, target, signal))));
    const [left, right, third] = read;
    if (!left || !right) return;
    const gaps = gapsOf(deps, read);
    if (third) {
      const people = read.map(({ connection, ...rest }, at) => ({ ...rest, label: labels[at] ?? '', tenantName: connection.name }));
      return texts.show({ name: `${title}.txt`, text: `${compareAccessText(people)}${gaps}` });
    }
    const textOf = ({ connection, ...one }: ReadUser): string => `${accessText({ ...one, tenantName: connection.name })}${gaps}`;
    await texts.compare({ name: `${labels[0]}.txt`, text: textOf(left) }, { name: `${labels[1]}.txt`, text: textOf(right) }, title);
  },
};
