/** What the rows and columns of a grants panel are: users, CIDs and roles, before it is known who holds what. */
import { allOrNone } from '../../api/batches.ts';
import { childName } from '../../core/child.ts';
import type { Cid, RoleId, UserUuid } from '../../core/ids.ts';
import type { MatrixCid, Pair, Subject } from '../../core/matrix/matrix.ts';
import { isCustomRole } from '../../core/role.ts';
import type { Role } from '../../core/role.ts';
import { displayName } from '../../core/user.ts';
import type { User } from '../../core/user.ts';
import type { Connection } from '../../state/connection.ts';
import type { TenantDirectory } from '../../state/tenantDirectory.ts';
import { userQuery } from '../../state/userQuery.ts';
import { plainView } from '../../state/userView.ts';
import { cidNames } from '../cidNames.ts';
import { refused, unless } from './unless.ts';

export interface Board {
  readonly subject: Subject;
  /** In the order in which they are shown. */
  readonly users: readonly User[];
  /** Those that make rows, together with each user. */
  readonly places: readonly MatrixCid[];
  /** Others that have to be called by name: homes of users, owners of roles. */
  readonly named: readonly MatrixCid[];
  readonly roles: readonly Role[];
  readonly hasCids: boolean;
  /** The tenant has no CIDs beside those of the rows. */
  readonly isEverywhere: boolean;
  /** The server has told where the users hold anything. */
  readonly isTold: boolean;
  /** False of a pair in which, as the server has told, nothing is held. */
  readonly mayHold: (pair: Pair) => boolean;
}

export interface BoardParts {
  readonly directory: TenantDirectory;
  readonly connection: Connection;
  readonly locale: string;
  readonly signal: AbortSignal;
}

/** Those that there are, in the order asked for. */
async function readUsers({ directory, signal }: BoardParts, uuids: readonly UserUuid[]): Promise<User[]> {
  const read = await allOrNone(uuids.map((uuid) => (ownSignal) => unless(['notFound'], directory.readUser(uuid, ownSignal))), signal);
  return read.filter((user) => user !== undefined);
}

/** The roles of one CID, and of others those that only they have. */
async function readRoles({ directory, signal }: BoardParts, cid: Cid | undefined, others: readonly Cid[]): Promise<Role[]> {
  const rest = [...new Set(others)].filter((other) => other !== cid);
  const lists = await allOrNone([cid, ...rest].map((one) => async (ownSignal) => (await unless(refused, directory.roles(one, ownSignal))) ?? []), signal);
  const roles = lists.flatMap((list, at) => (at === 0 ? list : list.filter(isCustomRole)));
  return [...new Map(roles.map((role): [RoleId, Role] => [role.id, role])).values()];
}

const homesOf = (users: readonly User[]): Cid[] => [...new Set(users.flatMap(({ cid }) => cid ?? []))];
const ownersOf = (roles: readonly Role[]): Cid[] => roles.flatMap((role) => (isCustomRole(role) && role.cid ? [role.cid] : []));

/** Who holds anything where, of each user; of one whom the server does not tell about, nothing is known. */
async function readAssigned({ directory, signal }: BoardParts, users: readonly User[]): Promise<ReadonlyMap<UserUuid, ReadonlySet<Cid>>> {
  const read = await allOrNone(users.map(({ uuid }) => (ownSignal) => unless(refused, directory.assignedCids(uuid, ownSignal))), signal);
  return new Map(users.flatMap(({ uuid }, at) => (read[at] ? [[uuid, new Set(read[at])] as const] : [])));
}

/** Some users over all CIDs of their tenant: the session's own first, the others by name. */
async function usersBoard(parts: BoardParts, subject: Extract<Subject, { by: 'users' }>): Promise<Board> {
  const { directory, connection, signal } = parts;
  const { cid: own, hasChildren, childrenHidden } = await directory.shape(signal);
  const [users, children] = await Promise.all([readUsers(parts, subject.users), hasChildren ? directory.allChildren(signal) : []]);
  const members = new Map(children.map((child): [Cid, MatrixCid] => [child.child_cid, { cid: child.child_cid, name: childName(child) }]));
  const homes = homesOf(users);
  // Where not all CIDs may be read, a user may be at home in one that is not among them.
  const hidden = homes.filter((cid) => cid !== own && !members.has(cid)).map((cid): MatrixCid => ({ cid, name: cid }));
  const places = [...(own ? [{ cid: own, name: connection.name }] : []), ...hidden, ...members.values()];
  const isAsked = (cid: Cid): boolean => cid === own || members.has(cid);
  const [roles, assigned] = await Promise.all([
    readRoles(parts, own, homes),
    places.length > 1 ? readAssigned(parts, users) : new Map<UserUuid, ReadonlySet<Cid>>(),
  ]);
  return {
    ...{ subject, users, places, named: [], roles, hasCids: places.length > 1 },
    isEverywhere: own !== undefined && !childrenHidden && hidden.length === 0,
    isTold: assigned.size === users.length,
    mayHold: ({ user, cid }) => !isAsked(cid) || (assigned.get(user)?.has(cid) ?? true),
  };
}

function inReadingOrder(users: Iterable<User>, locale: string): User[] {
  const order = new Intl.Collator(locale, { numeric: true });
  const named = [...users].map((user) => ({ user, name: displayName(user) }));
  named.sort((left, right) => order.compare(left.name, right.name) || order.compare(left.user.uid ?? '', right.user.uid ?? ''));
  return named.map(({ user }) => user);
}

/** What was granted a moment ago may not be listed yet. More than this, and it is the list that is of no use. */
const mostUnlisted = 50;

/** Of whom it is known that they hold something in a CID, though the server does not list them. */
function unlistedIn({ index }: TenantDirectory, cid: Cid, listed: ReadonlyMap<UserUuid, User>): UserUuid[] {
  const unlisted = [...new Set(index.accessTo(cid).items.map(({ user }) => user.uuid))].filter((uuid) => !listed.has(uuid));
  return unlisted.length <= mostUnlisted ? unlisted : [];
}

/** One CID over the users that are at home there or hold something there, and those that were added. */
async function cidBoard(parts: BoardParts, subject: Extract<Subject, { by: 'cid' }>, added: readonly UserUuid[]): Promise<Board> {
  const { directory, connection, locale, signal } = parts;
  const { cid } = subject;
  const { cid: own, hasChildren, childrenHidden } = await directory.shape(signal);
  const isOneOfMany = hasChildren || childrenHidden;
  // A tenant of one CID has no user who is at home elsewhere.
  const [home, assigned, roles] = await Promise.all([
    directory.allUsers(userQuery(isOneOfMany ? cid : undefined, plainView), { signal }),
    isOneOfMany ? unless(refused, directory.allUsers(userQuery(cid, { ...plainView, members: 'assigned' }), { signal })) : undefined,
    readRoles(parts, cid, []),
  ]);
  const users = new Map([...(assigned ?? []), ...home].map((user): [UserUuid, User] => [user.uuid, user]));
  const wanted = new Set([...added, ...unlistedIn(directory, cid, users)]);
  const more = await readUsers(parts, [...wanted].filter((uuid) => !users.has(uuid)));
  for (const user of more) users.set(user.uuid, user);
  const held = assigned && new Set(assigned.map(({ uuid }) => uuid));
  const others = [...homesOf([...users.values()]), ...ownersOf(roles)].filter((one) => one !== cid);
  const names = await cidNames(directory, connection, [cid, ...others], signal);
  return {
    ...{ subject, users: inReadingOrder(users.values(), locale), places: [{ cid, name: names(cid) }], roles, hasCids: hasChildren },
    named: [...new Set(others)].map((one) => ({ cid: one, name: names(one) })),
    isEverywhere: !isOneOfMany && cid === own,
    isTold: held !== undefined,
    mayHold: ({ user }) => held?.has(user) ?? true,
  };
}

/**
 * @param added users who are to be among the rows of a CID whatever they hold there
 * @throws TenantError when the server cannot be reached; users who are gone are left out
 */
export const readBoard = (parts: BoardParts, subject: Subject, added: readonly UserUuid[]): Promise<Board> =>
  subject.by === 'users' ? usersBoard(parts, subject) : cidBoard(parts, subject, added);
