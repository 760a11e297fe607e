import { snapshotOf } from '../core/changes/change.ts';
import type { Change, RoleRef } from '../core/changes/change.ts';
import { placeName } from '../core/changes/describe.ts';
import type { Place } from '../core/changes/grantProblem.ts';
import { planRevoke } from '../core/changes/planRoles.ts';
import type { Grant } from '../core/grant.ts';
import type { Cid } from '../core/ids.ts';
import type { User } from '../core/user.ts';
import { readCids } from '../state/changes/guardFacts.ts';
import type { Connection } from '../state/connection.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { grantsGiven, namesGrant } from './parts/grantTargets.ts';
import type { GrantsOfTenant } from './parts/grantTargets.ts';
import { directRoles, heldItems, inheritedNotes } from './parts/heldChoices.ts';
import type { HeldRole, UserHeld } from './parts/heldChoices.ts';
import { freshFor, readGrants } from './parts/readGrants.ts';
import { joined, notDirectText, readTargets } from './parts/readTargets.ts';
import { userTargets } from './parts/userTargets.ts';
import type { UsersOfTenant } from './parts/userTargets.ts';
import { whoText } from './parts/whoText.ts';

interface Revoking {
  readonly user: User;
  readonly cid: Cid;
  readonly role: RoleRef;
  readonly known: readonly Grant[] | undefined;
}

/** One change for all that a user loses in a CID. */
function changesOf(revokings: readonly Revoking[]): Change[] {
  const pairs = [...Map.groupBy(revokings, ({ user, cid }) => `${user.uuid}|${cid}`).values()];
  return pairs.flatMap((some): Change[] => {
    const [first] = some;
    const change = first && planRevoke({ user: snapshotOf(first.user), cid: first.cid, roles: some.map(({ role }) => role), known: first.known });
    return change ? [change] : [];
  });
}

const propose = async ({ road }: CommandDeps, { id }: Connection, revokings: readonly Revoking[], notes: readonly string[]): Promise<void> =>
  void (await road.propose({ connectionId: id, origin: 'revokeRole', changes: changesOf(revokings), notes }));

/** Takes back the grants that were clicked. What comes through a group is explained, not sent. */
async function revokeGrants(deps: CommandDeps, group: GrantsOfTenant): Promise<void> {
  const { targets, place } = await readTargets(deps, group);
  const direct = targets.filter((target) => target.direct);
  const others = targets.filter((target) => !target.direct).map((target) => notDirectText(deps, target, place));
  if (direct.length === 0) return void (await deps.prompts.notify({ severity: 'warning', message: joined(deps, others) }));
  await propose(deps, group.connection, direct, others);
}

async function chooseHeld(deps: CommandDeps, { users }: UsersOfTenant, held: readonly UserHeld[], place: Place): Promise<readonly HeldRole[]> {
  const { prompts, mention, l10n } = deps;
  const roles = directRoles(held, place);
  if (roles.length === 0) {
    const inherited = inheritedNotes(deps, held);
    const message = inherited.length > 0 ? joined(deps, inherited) : l10n.t('{0}: there is no role to revoke.', whoText(deps, users));
    await prompts.notify({ severity: inherited.length > 0 ? 'warning' : 'information', message });
    return [];
  }
  const chosen = await prompts.pickMany({
    title: l10n.t('Revoke Roles from {0}', whoText(deps, users)),
    placeholder: l10n.t('Which roles? Those that come through groups are not listed.'),
    items: heldItems(deps, roles, place, users.length),
  });
  if (chosen?.length === 0) mention(l10n.t('No role was chosen, so nothing is changed.'));
  return chosen ?? [];
}

async function revokeFrom(deps: CommandDeps, group: UsersOfTenant): Promise<void> {
  const { connection, users } = group;
  const name = whoText(deps, users);
  const end = await readGrants(deps, { connection, scope: { users: users.map(({ uuid }) => uuid) }, name, ...freshFor(users) });
  if (!end || end.how === 'cancelled') return;
  const directory = await deps.directories.of(connection.id);
  const { cidName } = await deps.progress(deps.l10n.t('Reading the CIDs of {0}', connection.name), (signal) => readCids(directory, connection.name, signal));
  const held = users.map((user): UserHeld => ({ user, grants: directory.index.grantsOf(user.uuid).items }));
  const chosen = await chooseHeld(deps, group, held, (cid) => placeName(cid, cidName));
  const revokings = chosen.flatMap(({ cid, role, users: some }) =>
    some.map((user): Revoking => ({ user, cid, role, known: directory.knownGrants(user.uuid, cid) })),
  );
  const unread = end.why === undefined ? [] : [deps.l10n.t('{0}: not everything could be read. {1}', name, end.why)];
  if (revokings.length > 0) await propose(deps, connection, revokings, [...unread, ...inheritedNotes(deps, held)]);
}

export const revokeRole: TenantCommand = {
  id: 'falconAdmin.role.revoke',
  async run(deps, given) {
    const grants = await grantsGiven(deps, given);
    for (const group of grants) await revokeGrants(deps, group);
    // Users may be selected beside single grants.
    const others = given.filter((one) => !namesGrant(deps, one));
    if (grants.length > 0 && others.length === 0) return;
    for (const group of await userTargets(deps, others, deps.l10n.t('Revoke Role'))) await revokeFrom(deps, group);
  },
};
