import { accessText } from '../core/accessText.ts';
import { compareAccessText } from '../core/compareAccess.ts';
import { cylanceAccessText } from '../core/cylance/cylanceAccess.ts';
import type { Grant } from '../core/grant.ts';
import { shownText } from '../core/shownText.ts';
import type { CidName } from '../core/changes/describe.ts';
import { readCids } from '../state/changes/guardFacts.ts';
import { anyUsersGiven, askForAnyUser, factsOf } from './parts/anyUser.ts';
import type { AnyUser, CylanceTarget, FalconUser, PersonFacts } from './parts/anyUser.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';

/** More beside each other would be a list that nobody looks through. */
const mostCompared = 4;

/** Those that were selected; where there is one or none, whoever is missing is asked for. */
async function chooseUsers(deps: CommandDeps, given: readonly unknown[]): Promise<readonly AnyUser[] | undefined> {
  const { prompts, l10n } = deps;
  const tell = async (message: string): Promise<undefined> => void (await prompts.notify({ severity: 'information', message }));
  const chosen = await anyUsersGiven(deps, given);
  if (chosen.length > mostCompared) return tell(l10n.t('Two to four users can be compared. Select fewer.'));
  const hasCylance = chosen.some(({ kind }) => kind === 'cylance');
  if (chosen.length > 2 && hasCylance) return tell(l10n.t('A Cylance user can be compared with one other user. Select two.'));
  if (chosen.length > 1) return chosen;
  const [first] = chosen;
  if (!first && given.length > 0) return undefined;
  const left = first ?? (await askForAnyUser(deps, l10n.t('Compare Users')));
  const facts = left && factsOf(left);
  const right = facts && (await askForAnyUser(deps, l10n.t('Compare {0} with', facts.name), left));
  if (!left || !right) return undefined;
  return factsOf(right).key === facts.key ? tell(l10n.t('{0} was chosen twice. Choose two different users.', facts.name)) : [left, right];
}

interface ReadUser extends FalconUser {
  readonly grants: readonly Grant[];
  readonly cidName: CidName;
  /** False: there may be CIDs that cannot be seen, and roles in them. */
  readonly isWhole: boolean;
}

async function readUser({ directories }: CommandDeps, { connection, user }: FalconUser, signal: AbortSignal): Promise<ReadUser> {
  const directory = await directories.of(connection.id);
  // What the tree has read may be hours old; a comparison is looked at to decide something.
  directory.forgetGrants(user.uuid);
  const [fresh, grants, { cidName, tenantCids }] = await Promise.all([
    directory.readUser(user.uuid, signal),
    directory.accessOf(user, signal),
    readCids(directory, connection.name, signal),
  ]);
  return { kind: 'falcon', connection, user: fresh, grants, cidName, isWhole: tenantCids !== undefined };
}

async function readCylanceText({ cylance }: CommandDeps, { tenant, user }: CylanceTarget, signal: AbortSignal): Promise<string> {
  const directory = await cylance.directories.of(tenant.id);
  const [fresh] = await Promise.all([directory.readUser(user.id, signal), directory.readZoneNames(signal)]);
  return cylanceAccessText({ user: fresh, tenantName: tenant.name, zoneName: (id) => directory.zoneName(id) });
}

/** What has to be known of a comparison in which not everything was seen; empty otherwise. */
function gapsOf({ l10n }: CommandDeps, read: readonly ReadUser[]): string {
  const names = new Set(read.filter(({ isWhole }) => !isWhole).map(({ connection }) => connection.name));
  return [...names].map((name) => `\n${l10n.t('Not every CID of {0} can be seen: what is held in others is missing here.', shownText(name))}\n`).join('');
}

const textOf = ({ connection, ...one }: ReadUser, gaps: string): string => `${accessText({ ...one, tenantName: connection.name })}${gaps}`;

/** People with the same name, who are compared most, are told apart by their addresses, and where these are the same by their tenants. */
function labelsOf(targets: readonly AnyUser[]): readonly string[] {
  const facts = targets.map(factsOf);
  const ways: readonly ((one: PersonFacts) => string)[] = [
    ({ name }) => name,
    ({ email, key }) => email || key,
    ({ name, tenantName }) => `${name} (${tenantName})`,
    ({ email, key, tenantName }) => `${email || key} (${tenantName})`,
    ({ key }) => key,
  ];
  const labels = ways.map((labelOf) => facts.map(labelOf));
  return labels.find((some) => new Set(some).size === some.length) ?? [];
}

export const compareUsers: TenantCommand = {
  id: 'falconAdmin.user.compare',
  async run(deps, given) {
    const { texts, progress, l10n } = deps;
    const targets = await chooseUsers(deps, given);
    if (!targets) return;
    const labels = labelsOf(targets);
    const title = labels.join(' ↔ ');
    const falcon = targets.filter((one) => one.kind === 'falcon');
    if (falcon.length > 2) {
      const read = await progress(l10n.t('Comparing {0}', title), (signal) => Promise.all(falcon.map((target) => readUser(deps, target, signal))));
      const people = read.map(({ connection, ...rest }, at) => ({ ...rest, label: labels[at] ?? '', tenantName: connection.name }));
      return texts.show({ name: `${title}.txt`, text: `${compareAccessText(people)}${gapsOf(deps, read)}` });
    }
    const sides = await progress(l10n.t('Comparing {0}', title), async (signal) => {
      const read = await Promise.all(targets.map((one) => (one.kind === 'falcon' ? readUser(deps, one, signal) : readCylanceText(deps, one, signal))));
      const gaps = gapsOf(deps, read.filter((one) => typeof one !== 'string'));
      return read.map((one) => (typeof one === 'string' ? one : textOf(one, gaps)));
    });
    const [left = '', right = ''] = sides;
    await texts.compare({ name: `${labels[0]}.txt`, text: left }, { name: `${labels[1]}.txt`, text: right }, title);
  },
};
