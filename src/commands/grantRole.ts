import { snapshotOf } from '../core/changes/change.ts';
import type { Change, RoleRef } from '../core/changes/change.ts';
import { planGrant } from '../core/changes/planRoles.ts';
import { outlasts } from '../core/grant.ts';
import type { Cid, UserUuid } from '../core/ids.ts';
import type { Role } from '../core/role.ts';
import { shownText } from '../core/shownText.ts';
import type { User } from '../core/user.ts';
import type { Connection } from '../state/connection.ts';
import { isNode } from '../state/nodes.ts';
import type { NodeOf } from '../state/nodes.ts';
import { askCids } from './parts/askCids.ts';
import { askEnd, momentOf } from './parts/askEnd.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { cidIn, connectionIn, isUserUuid, roleIn } from './parts/grantTargets.ts';
import { joined } from './parts/readTargets.ts';
import { readOffers, roleName, roleRef } from './parts/roleOffers.ts';
import type { OfferPair, RoleOffers } from './parts/roleOffers.ts';
import { askConnection, askUsers, nodesGiven, ofKind } from './parts/targets.ts';
import { usersGiven } from './parts/userTargets.ts';
import type { UsersOfTenant } from './parts/userTargets.ts';
import { userName, whoText } from './parts/whoText.ts';

export interface GrantTo {
  readonly connection: Connection;
  readonly users: readonly User[];
  /** Where; undefined when the person is to be asked. */
  readonly cid: Cid | undefined;
  /** Proposed when the person is asked where. */
  readonly suggested?: Cid | undefined;
  /** Left out: the person is asked. */
  readonly roles?: readonly RoleRef[] | undefined;
}

function titleOf(deps: CommandDeps, users: readonly User[], roles: readonly RoleRef[] = []): string {
  const { l10n } = deps;
  const [first] = roles;
  const what = first && (roles.length === 1 ? first.name : l10n.t('{0} Roles', roles.length));
  return what === undefined ? l10n.t('Grant Roles to {0}', whoText(deps, users)) : l10n.t('Grant {0} to {1}', what, whoText(deps, users));
}

/** Tells why nothing can be granted at all. */
async function tellRefused(deps: CommandDeps, reasons: readonly string[]): Promise<void> {
  const { prompts, l10n } = deps;
  const message = reasons.length === 0 ? l10n.t('Nothing to grant: all of it is held already.') : joined(deps, reasons);
  await prompts.notify({ severity: reasons.length === 0 ? 'information' : 'warning', message });
}

/** The roles that at least one of the users can get in one of the CIDs. */
async function chooseRoles(deps: CommandDeps, title: string, pairs: readonly OfferPair[], offers: RoleOffers): Promise<readonly RoleRef[] | undefined> {
  const { prompts, mention, l10n } = deps;
  const fits = (role: Role): boolean => pairs.some((pair) => offers.problem(pair, role) === undefined && !offers.isHeld(pair, role));
  const offered = offers.roles.filter(fits);
  if (offered.length === 0) {
    await tellRefused(deps, offers.roles.flatMap((role) => pairs.flatMap((pair) => offers.problem(pair, role) ?? [])));
    return undefined;
  }
  const picked = await prompts.pickMany<Role>({
    title,
    placeholder: l10n.t('Which roles?'),
    items: offered.map((role) => ({ label: roleName(role), description: role.id, detail: role.description, icon: 'shield', value: role })),
  });
  if (picked?.length === 0) mention(l10n.t('No role was chosen, so nothing is changed.'));
  return picked && picked.length > 0 ? picked.map(roleRef) : undefined;
}

interface Possible {
  readonly grants: readonly (OfferPair & { readonly roles: readonly RoleRef[] })[];
  /** Why the others are left out. */
  readonly reasons: readonly string[];
}

function possibleGrants(pairs: readonly OfferPair[], roles: readonly RoleRef[], offers: RoleOffers): Possible {
  const judged = pairs.map((pair) => ({ pair, roles: roles.map((ref) => ({ ref, problem: offers.problem(pair, offers.record(ref)) })) }));
  return {
    grants: judged.map(({ pair, roles: all }) => ({ ...pair, roles: all.filter(({ problem }) => problem === undefined).map(({ ref }) => ref) })),
    reasons: judged.flatMap(({ roles: all }) => all.flatMap(({ problem }) => problem ?? [])),
  };
}

/** Who holds a role for longer already must not lose it sooner by being given it again, least of all among many. */
function withoutLonger({ l10n }: CommandDeps, { grants, reasons }: Possible, expiresAt: string | undefined, offers: RoleOffers): Possible {
  const isLonger = (pair: OfferPair, role: RoleRef): boolean => outlasts(offers.held(pair, role), expiresAt);
  const longer = grants.flatMap((grant) => grant.roles.filter((role) => isLonger(grant, role)).map((role) => ({ ...grant, role })));
  return {
    grants: grants.map((grant) => ({ ...grant, roles: grant.roles.filter((role) => !isLonger(grant, role)) })),
    reasons: [
      ...reasons,
      ...longer.map(({ user, cid, role }) => l10n.t('{0} holds {1} in {2} already, and for longer.', userName(user), role.name, offers.place(cid))),
    ],
  };
}

/** Gives roles to users of one tenant; asks where, which and until when as far as it is not said. */
export async function grantRoleTo(deps: CommandDeps, { connection, users, cid, suggested, roles }: GrantTo): Promise<void> {
  const { road, l10n } = deps;
  const [first] = users;
  if (!first) return;
  const home = suggested ?? first.cid;
  const cidsOf = cid ? () => [cid] : await askCids(deps, connection, { title: titleOf(deps, users, roles), users, suggested: home });
  if (!cidsOf) return;
  const pairs = users.flatMap((user) => cidsOf(user).map((one): OfferPair => ({ user, cid: one })));
  const offers = await readOffers(deps, connection, pairs);
  const wanted = roles?.map((role) => offers.named(role)) ?? (await chooseRoles(deps, titleOf(deps, users), pairs, offers));
  if (!wanted || wanted.length === 0) return;
  const { grants, reasons } = possibleGrants(pairs, wanted, offers);
  // Nobody is asked until when about something that cannot be.
  if (grants.every(({ roles: some }) => some.length === 0)) return tellRefused(deps, reasons);
  const end = await askEnd(deps, titleOf(deps, users, wanted));
  if (!end) return;
  const expiresAt = momentOf(end);
  const lasting = withoutLonger(deps, { grants, reasons }, expiresAt, offers);
  const changes = lasting.grants.flatMap(({ user, cid: at, roles: some }): Change[] => {
    const change = planGrant({ to: snapshotOf(user), cid: at, roles: some, expiresAt, known: offers.known({ user, cid: at }) });
    return change ? [change] : [];
  });
  if (changes.length === 0) return tellRefused(deps, lasting.reasons);
  const notes = [...new Set(lasting.reasons)].map((reason) => l10n.t('Left out: {0}', reason));
  await road.propose({ connectionId: connection.id, origin: 'grantRole', changes, notes });
}

interface Dropped {
  readonly connection: Connection;
  readonly users: readonly User[];
  readonly cid: Cid | undefined;
  readonly roles: readonly RoleRef[];
}

/** `{ connection, users, cid, role }`, all by id, as a role that is dropped on users is told. */
async function droppedBy(deps: CommandDeps, given: unknown): Promise<Dropped | undefined> {
  if (typeof given !== 'object' || given === null || !('users' in given) || !Array.isArray(given.users)) return undefined;
  const [id, role] = [connectionIn(given), roleIn(given)];
  const uuids: readonly UserUuid[] = given.users.filter(isUserUuid);
  if (!id || !role || uuids.length === 0) return undefined;
  const [group] = await usersGiven(deps, uuids.map((user) => ({ connection: id, user })));
  return group && { ...group, cid: cidIn(given), roles: [{ id: role, name: role }] };
}

/** Roles that were clicked: those of one place together, for the users of their tenant that were selected beside them. */
async function grantRolesOf(deps: CommandDeps, nodes: readonly NodeOf<'role'>[], selected: readonly UsersOfTenant[]): Promise<void> {
  const { store, l10n } = deps;
  for (const some of Map.groupBy(nodes, ({ connection, cid }) => `${connection.id}|${cid ?? ''}`).values()) {
    const [first] = some;
    const connection = first && store.get(first.connection.id);
    if (!connection) continue;
    const roles = some.map(({ role }) => roleRef(role));
    const place = shownText(first.cidName);
    const title = roles.length === 1 ? l10n.t('Grant {0} in {1} to', roles[0]?.name ?? '', place) : l10n.t('Grant {0} Roles in {1} to', roles.length, place);
    const beside = selected.find((group) => group.connection.id === connection.id);
    const users = beside?.users ?? (await askUsers(deps, connection, title));
    if (users) await grantRoleTo(deps, { connection, users, cid: first.cid, roles });
  }
}

/** The place that the clicked rows name together, if they name one. */
function placeOf(deps: CommandDeps, given: readonly unknown[]): { readonly cid: Cid | undefined; readonly suggested: Cid | undefined } {
  const nodes = nodesGiven(deps, given);
  const cids = [...new Set(nodes.map((node) => ('cid' in node ? node.cid : undefined)))];
  const only = cids.length === 1 ? cids[0] : undefined;
  return nodes.every((node) => isNode(node, 'grantCid')) ? { cid: only, suggested: only } : { cid: undefined, suggested: only };
}

async function askForUsers(deps: CommandDeps): Promise<void> {
  const title = deps.l10n.t('Grant Role to');
  const connection = await askConnection(deps, { title });
  const users = connection && (await askUsers(deps, connection, title));
  if (connection && users) await grantRoleTo(deps, { connection, users, cid: undefined });
}

export const grantRole: TenantCommand = {
  id: 'falconAdmin.role.grant',
  async run(deps, given) {
    if (given.length === 0) return askForUsers(deps);
    const dropped = await droppedBy(deps, given[0]);
    if (dropped) return grantRoleTo(deps, dropped);
    const nodes = nodesGiven(deps, given);
    const roles = ofKind(nodes, 'role');
    if (roles.length > 0) return grantRolesOf(deps, roles, await usersGiven(deps, given));
    const cids = ofKind(nodes, 'grantCid').map(({ connection, user }) => ({ connection: connection.id, user: user.uuid }));
    for (const group of await usersGiven(deps, [...given, ...cids])) await grantRoleTo(deps, { ...group, ...placeOf(deps, given) });
  },
};
