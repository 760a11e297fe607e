/** What a command works on: the nodes it was given, or what the person chooses. */
import type { Child } from '../../core/child.ts';
import { TenantError } from '../../core/errors.ts';
import { asConnectionId, parseCid } from '../../core/ids.ts';
import type { Cid } from '../../core/ids.ts';
import { displayName } from '../../core/user.ts';
import type { User } from '../../core/user.ts';
import type { PickItem } from '../../host/prompts.ts';
import type { Connection } from '../../state/connection.ts';
import { connectionOf, isNode } from '../../state/nodes.ts';
import type { CidNode, ConnectionNode, NodeOf, TenantNode } from '../../state/nodes.ts';
import type { TenantDirectory } from '../../state/tenantDirectory.ts';
import { collect } from './collect.ts';
import type { CommandDeps } from './deps.ts';

const mostShown = 200;

/** The nodes behind what a command was given; anything that is no item of the tree is left out. */
export const nodesGiven = ({ view }: Pick<CommandDeps, 'view'>, given: readonly unknown[]): TenantNode[] =>
  given.flatMap((id) => (typeof id === 'string' ? (view.node(id) ?? []) : []));

export function ofKind<K extends TenantNode['kind']>(found: readonly TenantNode[], ...kinds: readonly K[]): NodeOf<K>[] {
  return found.filter((node): node is NodeOf<K> => isNode(node, ...kinds));
}

/** The connections that were clicked, as they are now. A panel names its connection by id, whether the tree shows it or not. */
function connectionsGiven({ view, store }: Pick<CommandDeps, 'view' | 'store'>, given: readonly unknown[]): Connection[] {
  const ids = given.flatMap((id) => {
    if (typeof id !== 'string') return [];
    const node = view.node(id);
    return node ? (connectionOf(node)?.id ?? []) : asConnectionId(id);
  });
  return [...new Set(ids)].flatMap((id) => store.get(id) ?? []);
}

function connectionItem({ l10n }: Pick<CommandDeps, 'l10n'>, connection: Connection): PickItem<Connection> {
  const access = connection.canChange ? l10n.t('changes allowed') : l10n.t('read-only');
  return { label: connection.name, description: connection.demo ? l10n.t('demo') : access, icon: connection.canChange ? 'unlock' : 'lock', value: connection };
}

export interface ConnectionQuestion {
  readonly title: string;
  /** Left out: every connection. */
  readonly fits?: (connection: Connection) => boolean;
  /** Said when there is nothing to choose from. */
  readonly none?: string;
}

/** Asks which Falcon tenant is meant, unless there is only one. */
export async function askConnection(
  deps: Pick<CommandDeps, 'store' | 'cylance' | 'prompts' | 'l10n'>,
  { title, fits = () => true, none }: ConnectionQuestion,
): Promise<Connection | undefined> {
  const { store, cylance, prompts, l10n } = deps;
  await store.load();
  const fitting = store.all.filter(fits);
  if (fitting.length === 0) {
    await cylance.store.load();
    const nothing = cylance.store.all.length === 0 ? l10n.t('No tenant is connected.') : l10n.t('No Falcon tenant is connected.');
    throw new TenantError({
      kind: 'notFound',
      message: store.all.length === 0 || none === undefined ? nothing : none,
      nextStep: store.all.length === 0 ? l10n.t('Connect one with “Falcon: Connect Tenant…”.') : undefined,
    });
  }
  if (fitting.length === 1) return fitting[0];
  return prompts.pick({ title, placeholder: l10n.t('Which tenant?'), items: fitting.map((connection) => connectionItem(deps, connection)) });
}

/** The Falcon connections that were clicked, or one that the person chooses. What was clicked but does not fit is left alone, not asked about. */
export async function connectionTargets(deps: CommandDeps, given: readonly unknown[], question: ConnectionQuestion): Promise<readonly Connection[]> {
  if (given.length > 0) return connectionsGiven(deps, given).filter(question.fits ?? (() => true));
  const chosen = await askConnection(deps, question);
  return chosen ? [chosen] : [];
}

/** Those of the children that a text names, by name or by CID in any form; all of them for an empty text. */
export function matchChildren(children: readonly Child[], text: string): Child[] {
  const cid = parseCid(text);
  const part = text.trim().toLowerCase();
  return children.filter((child) => (cid ? child.child_cid === cid : (child.name ?? '').toLowerCase().includes(part) || child.child_cid.includes(part)));
}

/** Asks which CID of a tenant is meant; undefined also where the tenant has only one, and that is not known. */
export async function chooseCid(
  deps: CommandDeps,
  connection: Connection,
  title: string,
): Promise<{ readonly cid: Cid; readonly name: string } | undefined> {
  const place = await askCid(deps, connection, title);
  if (!place) return undefined;
  if (place.kind === 'cid') return { cid: place.cid, name: place.cidName };
  const { cid } = await (await deps.directories.of(connection.id)).shape();
  return cid && { cid, name: connection.name };
}

/** Asks which CID of a tenant is meant, searching all of them; a tenant without children is its own answer. */
export async function askCid(deps: CommandDeps, connection: Connection, title: string): Promise<ConnectionNode | CidNode | undefined> {
  const { directories, prompts, tree, view, l10n } = deps;
  const directory = await directories.of(connection.id);
  const shape = await view.run((signal) => directory.shape(signal));
  if (!shape.hasChildren) return tree.pathToCid(connection, undefined);
  const own: PickItem<Child>[] = shape.cid
    ? [{ label: connection.name, description: shape.cid, detail: l10n.t('parent'), value: { child_cid: shape.cid, name: connection.name } }]
    : [];
  const chosen = await prompts.search<Child>({
    title,
    placeholder: l10n.t('Name or CID'),
    nothingFound: l10n.t('No CID of this tenant matches'),
    search: async (text, signal) => {
      const children = await directory.allChildren(signal);
      const found = matchChildren(children, text).slice(0, mostShown);
      const fits = matchChildren(own.map((item) => item.value), text).length > 0;
      return [...(fits ? own : []), ...found.map((child) => ({ label: child.name || child.child_cid, description: child.child_cid, value: child }))];
    },
  });
  return chosen && view.run((signal) => tree.pathToCid(connection, chosen.child_cid, signal));
}

/** What the home CIDs of users are called. Without the right to read children their CIDs have to do. */
async function cidNames(directory: TenantDirectory, connection: Connection, users: readonly User[], signal: AbortSignal): Promise<ReadonlyMap<Cid, string>> {
  const { cid: own, hasChildren } = await directory.shape(signal);
  const cids = [...new Set(users.map((user) => user.cid))].filter((cid) => cid !== undefined && cid !== own);
  const children = hasChildren ? await directory.childrenOf(cids as Cid[], signal) : [];
  const names = children.map((child) => [child.child_cid, child.name ?? ''] as const);
  return new Map([...(own ? [[own, connection.name] as const] : []), ...names]);
}

type UserSearch = (text: string, signal: AbortSignal) => Promise<readonly PickItem<User>[]>;

/** Finds users by a search of the server in all CIDs of a tenant. */
function userSearch({ l10n, locale }: CommandDeps, connection: Connection, directory: TenantDirectory): UserSearch {
  return async (text, signal) => {
    if (text === '') return [];
    const { users, total } = await directory.findUsers(text, signal);
    const names = await cidNames(directory, connection, users, signal);
    const group = total > users.length ? l10n.t('{0} of {1}: type more to narrow it down', users.length, total.toLocaleString(locale)) : undefined;
    return users.map((user, index) => ({
      label: displayName(user),
      ...(user.uid === undefined || user.uid === displayName(user) ? {} : { description: user.uid }),
      ...(user.cid === undefined ? {} : { detail: names.get(user.cid) || user.cid }),
      ...(index === 0 && group !== undefined ? { group } : {}),
      icon: 'account',
      value: user,
    }));
  };
}

const userQuestion = ({ l10n }: CommandDeps, title: string) => ({
  title,
  placeholder: l10n.t('E-mail address, name or UUID'),
  nothingFound: l10n.t('No user matches'),
});

/** Asks for a user of a tenant. @param begun what is searched for to begin with */
export async function askUser(deps: CommandDeps, connection: Connection, title: string, begun = ''): Promise<User | undefined> {
  const directory = await deps.directories.of(connection.id);
  return deps.prompts.search<User>({ ...userQuestion(deps, title), value: begun, search: userSearch(deps, connection, directory) });
}

/** Asks for users of a tenant, one after the other. */
export async function askUsers(deps: CommandDeps, connection: Connection, title: string): Promise<readonly User[] | undefined> {
  const directory = await deps.directories.of(connection.id);
  const search = userSearch(deps, connection, directory);
  return collect<User>(deps, { ...userQuestion(deps, title), search, keyOf: ({ uuid }) => uuid, nameOf: displayName });
}

/** Asks for a role of a CID. */
export async function askRole(deps: CommandDeps, place: ConnectionNode | CidNode, title: string): Promise<NodeOf<'role'> | undefined> {
  const { directories, prompts, tree, l10n } = deps;
  const roles = await tree.rolesBelow(place);
  const directory = await directories.of(place.connection.id);
  const chosen = await prompts.pick({
    title,
    placeholder: l10n.t('Which role?'),
    items: async (signal) => {
      const found = await directory.roles(roles.cid, signal);
      return found.map((role) => ({ label: role.display_name, description: role.id, icon: 'shield', value: role }));
    },
  });
  return chosen && tree.roleBelow(roles, chosen);
}

/** The lists of users that were clicked, or the one of a CID that the person chooses. */
export async function usersLists(deps: CommandDeps, given: readonly unknown[], title: string): Promise<NodeOf<'users'>[]> {
  const { tree, view } = deps;
  const nodes = nodesGiven(deps, given);
  const lists = ofKind(nodes, 'users');
  if (lists.length > 0) return lists;
  const [clicked] = ofKind(nodes, 'cid');
  if (clicked) return [await tree.usersBelow(clicked)];
  const [connection] = await connectionTargets(deps, given, { title });
  const place = connection && (await askCid(deps, connection, title));
  return place ? [await view.run((signal) => tree.usersBelow(place, signal))] : [];
}
