/** Whose access, and where: what was clicked, or what the person chooses. */
import type { RoleRef } from '../../core/changes/change.ts';
import { placeName } from '../../core/changes/describe.ts';
import { asConnectionId } from '../../core/ids.ts';
import type { Cid } from '../../core/ids.ts';
import { shownText } from '../../core/shownText.ts';
import type { User } from '../../core/user.ts';
import { readCids } from '../../state/changes/guardFacts.ts';
import type { Connection } from '../../state/connection.ts';
import type { Scope } from '../../state/grants/scope.ts';
import type { NodeOf, Place, TenantNode } from '../../state/nodes.ts';
import { userQuery } from '../../state/userQuery.ts';
import { isFiltered } from '../../state/userView.ts';
import type { CommandDeps } from './deps.ts';
import { cidIn, connectionIn } from './grantTargets.ts';
import { roleRef } from './roleOffers.ts';
import { askCid, askUser, connectionTargets, nodesGiven } from './targets.ts';
import { usersGiven } from './userTargets.ts';
import { userName, whoText } from './whoText.ts';

export interface AccessScope {
  readonly connection: Connection;
  /** For questions and names of files. */
  readonly name: string;
  readonly scope: Scope;
  /** Only who holds this one. */
  readonly role?: RoleRef | undefined;
}

const inCid = (cid: Cid | undefined): Scope => (cid ? { cids: [cid] } : {});

export const tenantScope = (connection: Connection): AccessScope => ({ connection, name: connection.name, scope: {} });
export const cidScope = ({ connection, cid, cidName }: Place): AccessScope => ({ connection, name: shownText(cidName), scope: inCid(cid) });

export const usersScope = (deps: Pick<CommandDeps, 'l10n' | 'locale'>, connection: Connection, users: readonly User[]): AccessScope => ({
  ...{ connection, name: users.length === 1 ? whoText(deps, users) : `${connection.name}, ${whoText(deps, users)}` },
  scope: { users: users.map(({ uuid }) => uuid) },
});

/** Nobody outside the CID that owns a custom role can hold it. */
export const roleScope = ({ connection, cid, cidName, role }: NodeOf<'role'>): AccessScope => ({
  ...{ connection, name: shownText(cidName), role: roleRef(role) },
  scope: inCid(role.cid ?? cid),
});

/** A filtered list stands for those whom it lists, in its CID. */
async function listScope(deps: CommandDeps, node: NodeOf<'users'>): Promise<AccessScope> {
  const whole = cidScope(node);
  if (!isFiltered(node.view)) return whole;
  const { directories, progress, l10n } = deps;
  const directory = await directories.of(node.connection.id);
  const users = await progress(l10n.t('Reading the users of {0}', node.cidName), async (signal) => {
    const { hasChildren, childrenHidden } = await directory.shape(signal);
    return directory.allUsers(userQuery(hasChildren || childrenHidden ? node.cid : undefined, node.view), { signal });
  });
  return { ...whole, scope: { ...whole.scope, users: users.map(({ uuid }) => uuid) } };
}

async function scopesOf(deps: CommandDeps, node: TenantNode): Promise<AccessScope[]> {
  if ('tenant' in node) return [];
  switch (node.kind) {
    case 'connection':
      return [tenantScope(node.connection)];
    case 'cid':
    case 'roles':
      return [cidScope(node)];
    case 'users':
      return [await listScope(deps, node)];
    case 'role':
      return [roleScope(node)];
    case 'grantCid': {
      const { connection, user, cid, cidName } = node;
      return [{ connection, name: `${userName(user)}, ${shownText(cidName)}`, scope: { users: [user.uuid], cids: [cid] } }];
    }
    case 'user':
    case 'holder':
    case 'otherCids':
    case 'grant':
    case 'loadMore':
    case 'failed':
    case 'notice':
      return [];
  }
}

/** A CID as panels name it: `{ connection, cid }`, both by id. */
async function namedCids(deps: CommandDeps, given: readonly unknown[]): Promise<AccessScope[]> {
  const { directories, store, progress, l10n } = deps;
  const scopes: AccessScope[] = [];
  for (const item of given) {
    if (typeof item !== 'object' || item === null || 'user' in item || 'users' in item) continue;
    const [id, cid] = [connectionIn(item), cidIn(item)];
    const connection = id && store.get(id);
    if (!connection || !cid) continue;
    const directory = await directories.of(connection.id);
    const { cidName } = await progress(l10n.t('Reading the CIDs of {0}', connection.name), (signal) => readCids(directory, connection.name, signal));
    scopes.push(cidScope({ connection, cid, cidName: placeName(cid, cidName) }));
  }
  return scopes;
}

/** What was clicked or named; users of one tenant together. What stands for no scope is left out. */
export async function scopesGiven(deps: CommandDeps, given: readonly unknown[]): Promise<AccessScope[]> {
  const scopes: AccessScope[] = [];
  for (const node of nodesGiven(deps, given)) scopes.push(...(await scopesOf(deps, node)));
  const users = (await usersGiven(deps, given)).map((group) => usersScope(deps, group.connection, group.users));
  // A caller may name a connection that the tree does not show.
  const ids = given.flatMap((item) => (typeof item === 'string' && !deps.view.node(item) ? asConnectionId(item) : []));
  const tenants = ids.flatMap((id) => deps.store.get(id) ?? []).map(tenantScope);
  return [...scopes, ...users, ...tenants, ...(await namedCids(deps, given))];
}

type Kind = 'tenant' | 'cid' | 'user';

/** Asks whose access is meant. */
export async function askScope(deps: CommandDeps, title: string): Promise<AccessScope | undefined> {
  const { directories, prompts, view, l10n } = deps;
  const [connection] = await connectionTargets(deps, [], { title });
  if (!connection) return undefined;
  const directory = await directories.of(connection.id);
  const { hasChildren } = await view.run((signal) => directory.shape(signal));
  const kind = await prompts.pick<Kind>({
    title,
    placeholder: l10n.t('Whose access?'),
    items: [
      { label: l10n.t('Everybody in {0}', connection.name), icon: 'organization', value: 'tenant' },
      ...(hasChildren ? [{ label: l10n.t('Everybody in One CID…'), icon: 'briefcase', value: 'cid' as const }] : []),
      { label: l10n.t('One User…'), icon: 'account', value: 'user' },
    ],
  });
  if (kind === 'tenant') return tenantScope(connection);
  if (kind === 'user') {
    const user = await askUser(deps, connection, title);
    return user && usersScope(deps, connection, [user]);
  }
  const place = kind && (await askCid(deps, connection, title));
  return place?.kind === 'cid' ? cidScope(place) : place && tenantScope(connection);
}

/** What was clicked, or what the person chooses; empty when there is nothing or the question was left. */
export async function scopeTargets(deps: CommandDeps, given: readonly unknown[], title: string): Promise<readonly AccessScope[]> {
  if (given.length > 0) return scopesGiven(deps, given);
  const asked = await askScope(deps, title);
  return asked ? [asked] : [];
}
