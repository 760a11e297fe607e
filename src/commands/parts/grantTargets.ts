/** Which single grants a command is about: those that were clicked, and those that others name by ids. */
import { asConnectionId, asRoleId, asUserUuid, parseCid } from '../../core/ids.ts';
import type { Cid, ConnectionId, RoleId, UserUuid } from '../../core/ids.ts';
import type { Connection } from '../../state/connection.ts';
import { isNode } from '../../state/nodes.ts';
import type { CommandDeps } from './deps.ts';
import { nodesGiven } from './targets.ts';

export interface GrantTarget {
  readonly user: UserUuid;
  readonly cid: Cid;
  readonly role: RoleId;
}

/** A change has one tenant. */
export interface GrantsOfTenant {
  readonly connection: Connection;
  readonly targets: readonly GrantTarget[];
}

interface NamedGrant extends GrantTarget {
  readonly connection: ConnectionId;
}

const uuidForm = /^[\w-]{1,64}$/;
const roleForm = /^[\w.:-]{1,128}$/;

const textIn = (given: object, field: string): string => {
  const value: unknown = (given as Readonly<Record<string, unknown>>)[field];
  return typeof value === 'string' ? value : '';
};

export const roleIn = (given: object): RoleId | undefined => (roleForm.test(textIn(given, 'role')) ? asRoleId(textIn(given, 'role')) : undefined);
export const cidIn = (given: object): Cid | undefined => parseCid(textIn(given, 'cid'));
export const connectionIn = (given: object): ConnectionId | undefined => {
  const id = textIn(given, 'connection');
  return id === '' ? undefined : asConnectionId(id);
};
export const isUserUuid = (value: unknown): value is UserUuid => typeof value === 'string' && uuidForm.test(value);

/** A grant as views and panels name it: `{ connection, user, cid, role }`, all by id. */
function namedBy(given: object): NamedGrant[] {
  const [connection, cid, role, user] = [connectionIn(given), cidIn(given), roleIn(given), textIn(given, 'user')];
  return connection && cid && role && isUserUuid(user) ? [{ connection, user: asUserUuid(user), cid, role }] : [];
}

function named(deps: Pick<CommandDeps, 'view'>, given: unknown): NamedGrant[] {
  if (typeof given === 'object' && given !== null) return namedBy(given);
  const [node] = nodesGiven(deps, [given]);
  if (!isNode(node, 'grant', 'holder')) return [];
  const cid = node.grant.cid ?? node.cid;
  return cid ? [{ connection: node.connection.id, user: node.user.uuid, cid, role: node.grant.role_id }] : [];
}

/** Whether it stands for a single grant rather than for a user or a place. */
export const namesGrant = (deps: Pick<CommandDeps, 'view'>, given: unknown): boolean => named(deps, given).length > 0;

/** Each grant once, by tenant. What stands for no single grant is left out. */
export async function grantsGiven(deps: Pick<CommandDeps, 'store' | 'view'>, given: readonly unknown[]): Promise<GrantsOfTenant[]> {
  await deps.store.load();
  const grants = new Map(given.flatMap((item) => named(deps, item)).map((grant) => [Object.values(grant).join('|'), grant]));
  return [...Map.groupBy(grants.values(), ({ connection }) => connection)].flatMap(([id, targets]) => {
    const connection = deps.store.get(id);
    return connection ? [{ connection, targets: targets.map(({ user, cid, role }) => ({ user, cid, role })) }] : [];
  });
}
