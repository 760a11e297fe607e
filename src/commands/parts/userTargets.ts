/** Which users a command is about: those that were clicked or selected, those a panel names, or one that the person looks for. */
import { allOrNone } from '../../api/batches.ts';
import { asConnectionId, asUserUuid } from '../../core/ids.ts';
import type { ConnectionId, UserUuid } from '../../core/ids.ts';
import type { User } from '../../core/user.ts';
import type { Connection } from '../../state/connection.ts';
import { isNode } from '../../state/nodes.ts';
import type { CommandDeps } from './deps.ts';
import { askConnection, askUser, nodesGiven } from './targets.ts';

export interface UserTarget {
  readonly connection: Connection;
  readonly user: User;
}

/** A change has one tenant, so users are told apart by theirs. */
export interface UsersOfTenant {
  readonly connection: Connection;
  readonly users: readonly User[];
}

interface NamedUser {
  readonly connection: ConnectionId;
  readonly uuid: UserUuid;
  /** Undefined when it has to be read. */
  readonly user: User | undefined;
}

const uuidForm = /^[\w-]{1,64}$/;

/** A user as panels and others name it: `{ connection, user }`, both by id. */
function namedBy(given: object): NamedUser[] {
  const { connection, user } = given as { readonly connection?: unknown; readonly user?: unknown };
  if (typeof connection !== 'string' || typeof user !== 'string' || !uuidForm.test(user)) return [];
  return [{ connection: asConnectionId(connection), uuid: asUserUuid(user), user: undefined }];
}

function named(deps: Pick<CommandDeps, 'view'>, given: unknown): NamedUser[] {
  if (typeof given === 'object' && given !== null) return namedBy(given);
  const [node] = nodesGiven(deps, [given]);
  return isNode(node, 'user', 'holder') ? [{ connection: node.connection.id, uuid: node.user.uuid, user: node.user }] : [];
}

/** Each user once, by tenant; a user may be shown in several places. What stands for no user is left out. */
export async function usersGiven(deps: CommandDeps, given: readonly unknown[]): Promise<UsersOfTenant[]> {
  const { store, view } = deps;
  await store.load();
  const byConnection = new Map<ConnectionId, Map<UserUuid, NamedUser>>();
  for (const one of given.flatMap((item) => named(deps, item))) {
    const users = byConnection.get(one.connection) ?? new Map<UserUuid, NamedUser>();
    if (!users.get(one.uuid)?.user) users.set(one.uuid, one);
    byConnection.set(one.connection, users);
  }
  const groups = [...byConnection].flatMap(([id, users]) => {
    const connection = store.get(id);
    return connection ? [{ connection, users: [...users.values()] }] : [];
  });
  const isKnown = groups.every(({ users }) => users.every(({ user }) => user !== undefined));
  const read = async (signal?: AbortSignal): Promise<UsersOfTenant[]> =>
    Promise.all(groups.map(async ({ connection, users }) => ({ connection, users: await readNamed(deps, connection, users, signal) })));
  return isKnown ? read() : view.run(read);
}

async function readNamed({ directories }: CommandDeps, { id }: Connection, users: readonly NamedUser[], signal?: AbortSignal): Promise<User[]> {
  const directory = await directories.of(id);
  return allOrNone(users.map(({ uuid, user }) => async (ownSignal) => user ?? directory.readUser(uuid, ownSignal)), signal);
}

/** Asks for a user in any tenant. */
export async function askForUser(deps: CommandDeps, title: string): Promise<UserTarget | undefined> {
  const connection = await askConnection(deps, { title });
  const user = connection && (await askUser(deps, connection, title));
  return connection && user && { connection, user };
}

/** The users that were given, by tenant, or one that the person looks for. */
export async function userTargets(deps: CommandDeps, given: readonly unknown[], title: string): Promise<UsersOfTenant[]> {
  if (given.length > 0) return usersGiven(deps, given);
  const asked = await askForUser(deps, title);
  return asked ? [{ connection: asked.connection, users: [asked.user] }] : [];
}

export const eachUser = (groups: readonly UsersOfTenant[]): UserTarget[] =>
  groups.flatMap(({ connection, users }) => users.map((user) => ({ connection, user })));
