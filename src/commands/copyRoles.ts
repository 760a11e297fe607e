import { snapshotOf } from '../core/changes/change.ts';
import type { Change } from '../core/changes/change.ts';
import { placeName } from '../core/changes/describe.ts';
import { planGrant } from '../core/changes/planRoles.ts';
import { endText } from '../core/changes/temporary.ts';
import { copyPlan } from '../core/copyRoles.ts';
import type { RoleToCopy } from '../core/copyRoles.ts';
import type { Grant } from '../core/grant.ts';
import type { Cid } from '../core/ids.ts';
import { byTexts } from '../core/textOrder.ts';
import type { User } from '../core/user.ts';
import type { PickItem } from '../host/prompts.ts';
import { readCids } from '../state/changes/guardFacts.ts';
import type { TenantDirectory } from '../state/tenantDirectory.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { freshFor, readGrants } from './parts/readGrants.ts';
import { joined } from './parts/readTargets.ts';
import { readOffers } from './parts/roleOffers.ts';
import type { RoleOffers } from './parts/roleOffers.ts';
import { askUser, nodesGiven } from './parts/targets.ts';
import { userTargets } from './parts/userTargets.ts';
import type { UsersOfTenant } from './parts/userTargets.ts';
import { userName, whoText } from './parts/whoText.ts';

interface Where {
  /** Undefined: everywhere. */
  readonly cid: Cid | undefined;
}

interface Copying extends UsersOfTenant, Where {
  readonly colleague: User;
}

/** One role of the colleague, and those of the users who lack it. */
interface Choice {
  readonly copy: RoleToCopy;
  readonly users: readonly User[];
}

interface Found {
  readonly choices: readonly Choice[];
  readonly refused: readonly string[];
  readonly offers: RoleOffers;
}

/** In one CID or in all of them; a tenant without children is its own answer. */
async function askWhere(deps: CommandDeps, { connection, users }: UsersOfTenant, clicked: Cid | undefined): Promise<Where | undefined> {
  const { directories, prompts, progress, l10n } = deps;
  const directory = await directories.of(connection.id);
  const { hasChildren, cidName } = await progress(l10n.t('Reading the CIDs of {0}', connection.name), async (signal) => {
    return { ...(await directory.shape(signal)), ...(await readCids(directory, connection.name, signal)) };
  });
  const here = clicked ?? users[0]?.cid;
  if (!hasChildren || !here) return { cid: undefined };
  return prompts.pick<Where>({
    title: l10n.t('Copy Roles to {0}', whoText(deps, users)),
    placeholder: l10n.t('Where?'),
    items: [
      { label: l10n.t('In {0}', placeName(here, cidName)), icon: 'briefcase', value: { cid: here } },
      { label: l10n.t('In Every CID of {0}', connection.name), icon: 'globe', value: { cid: undefined } },
    ],
  });
}

async function askColleague(deps: CommandDeps, { connection, users }: UsersOfTenant): Promise<User | undefined> {
  const { prompts, l10n } = deps;
  const colleague = await askUser(deps, connection, l10n.t('Copy Roles to {0} from', whoText(deps, users)));
  if (!colleague || users.every(({ uuid }) => uuid !== colleague.uuid)) return colleague;
  const message = l10n.t('{0} is among those who are to get the roles. Choose somebody else.', userName(colleague));
  await prompts.notify({ severity: 'information', message });
  return undefined;
}

const grantsIn = ({ index }: TenantDirectory, { uuid }: User, cid: Cid | undefined): readonly Grant[] =>
  index.grantsOf(uuid).items.filter((grant) => !cid || grant.cid === cid);

const choiceKey = ({ cid, role, expiresAt }: RoleToCopy): string => [cid, role.id, expiresAt].join('|');

/** What the colleague has, each of the users lacks, and can be given. */
async function findLacking(deps: CommandDeps, { connection, users, colleague, cid }: Copying): Promise<Found> {
  const directory = await deps.directories.of(connection.id);
  const having = grantsIn(directory, colleague, cid);
  const lackOf = (user: User): Grant[] => {
    const held = new Set(grantsIn(directory, user, cid).map(({ cid: at, role_id: id }) => `${at}|${id}`));
    return having.filter(({ cid: at, role_id: id }) => !held.has(`${at}|${id}`));
  };
  const pairs = users.flatMap((user) => [...new Set(lackOf(user).flatMap(({ cid: at }) => at ?? []))].map((at) => ({ user, cid: at })));
  const offers = await readOffers(deps, connection, pairs);
  const plans = users.map((user) => ({
    user,
    plan: copyPlan(snapshotOf(user), grantsIn(directory, user, cid), having, {
      now: Date.now(),
      role: (id) => offers.roles.find((role) => role.id === id),
      grantable: (at) => offers.grantable({ user, cid: at }),
      place: offers.place,
    }),
  }));
  const offered = plans.flatMap(({ user, plan }) => plan.offered.map((copy) => ({ user, copy })));
  const choices = [...Map.groupBy(offered, ({ copy }) => choiceKey(copy)).values()].flatMap((some): Choice[] => {
    const [first] = some;
    return first ? [{ copy: first.copy, users: some.map(({ user }) => user) }] : [];
  });
  choices.sort(byTexts(({ copy: { cid: at, role } }) => [offers.place(at), at, role.name, role.id]));
  return { choices, refused: plans.flatMap(({ plan }) => plan.refused.map(({ reason }) => reason)), offers };
}

/** What the colleague holds directly is chosen to begin with; what comes through a group may be meant to come through it for others as well. */
function itemsOf({ l10n }: CommandDeps, { choices, offers }: Found, count: number): PickItem<Choice>[] {
  return choices.map((choice, at) => {
    const { copy, users } = choice;
    const { cid, role, through, expiresAt } = copy;
    const facts = [
      ...(through === undefined ? [] : [l10n.t('through {0}', through)]),
      ...(expiresAt === undefined ? [] : [l10n.t('until {0}', endText(expiresAt))]),
      ...(count > 1 ? [l10n.t('for {0} of {1} users', users.length, count)] : []),
    ];
    const isFirst = choices[at - 1]?.copy.cid !== cid;
    return {
      label: role.name,
      ...(facts.length > 0 && { description: facts.join(' · ') }),
      icon: through === undefined ? (expiresAt === undefined ? 'shield' : 'watch') : 'organization',
      picked: through === undefined,
      ...(isFirst && { group: offers.place(cid) }),
      value: choice,
    };
  });
}

async function tellNothing(deps: CommandDeps, { users, colleague }: Copying, refused: readonly string[]): Promise<void> {
  const { prompts, l10n } = deps;
  const nothing = l10n.t('{0} holds nothing there that {1} could get.', userName(colleague), whoText(deps, users));
  await prompts.notify({ severity: refused.length > 0 ? 'warning' : 'information', message: [nothing, joined(deps, refused)].filter(Boolean).join(' ') });
}

function changesOf(chosen: readonly Choice[], offers: RoleOffers): Change[] {
  const single = chosen.flatMap(({ copy, users }) => users.map((user) => ({ copy, user })));
  return single.flatMap(({ copy: { cid, role, expiresAt }, user }): Change[] => {
    const change = planGrant({ to: snapshotOf(user), cid, roles: [role], expiresAt, known: offers.known({ user, cid }) });
    return change ? [change] : [];
  });
}

async function copyTo(deps: CommandDeps, group: UsersOfTenant, clicked: Cid | undefined): Promise<void> {
  const { road, prompts, mention, l10n } = deps;
  const { connection, users } = group;
  const colleague = await askColleague(deps, group);
  const where = colleague && (await askWhere(deps, group, clicked));
  if (!where) return;
  const copying: Copying = { ...group, colleague, cid: where.cid };
  const everybody = [...users, colleague];
  const scope = { users: everybody.map(({ uuid }) => uuid), ...(where.cid && { cids: [where.cid] }) };
  const end = await readGrants(deps, { connection, scope, name: whoText(deps, everybody), ...freshFor(everybody) });
  if (!end || end.how === 'cancelled') return;
  const unread = end.why === undefined ? [] : [l10n.t('Not everything could be read: {0}', end.why)];
  const found = await findLacking(deps, copying);
  if (found.choices.length === 0) return tellNothing(deps, copying, [...unread, ...found.refused]);
  const chosen = await prompts.pickMany<Choice>({
    title: l10n.t('Copy Roles from {0} to {1}', userName(colleague), whoText(deps, users)),
    placeholder: l10n.t('Which roles? Those that come through groups are not chosen to begin with.'),
    items: itemsOf(deps, found, users.length),
  });
  if (chosen?.length === 0) mention(l10n.t('No role was chosen, so nothing is changed.'));
  if (!chosen || chosen.length === 0) return;
  const notes = [...unread, ...new Set(found.refused.map((reason) => l10n.t('Left out: {0}', reason)))];
  await road.propose({ connectionId: connection.id, origin: 'copyRoles', changes: changesOf(chosen, found.offers), notes });
}

/** The CID that is meant by here: that of the rows that were clicked, where they have one in common. */
function clickedCid(deps: CommandDeps, given: readonly unknown[]): Cid | undefined {
  const cids = [...new Set(nodesGiven(deps, given).map((node) => ('cid' in node ? node.cid : undefined)))];
  return cids.length === 1 ? cids[0] : undefined;
}

export const copyRoles: TenantCommand = {
  id: 'falconAdmin.grants.copyFrom',
  async run(deps, given) {
    for (const group of await userTargets(deps, given, deps.l10n.t('Copy Roles to'))) await copyTo(deps, group, clickedCid(deps, given));
  },
};
