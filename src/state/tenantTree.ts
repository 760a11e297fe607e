/** Which nodes stand below a node: reads through the directories, knows nothing of the editor. */
import { toTenantError } from '../core/errors.ts';
import type { Cid } from '../core/ids.ts';
import type { Connection } from './connection.ts';
import type { ConnectionStore } from './connectionStore.ts';
import type { Directories } from './directories.ts';
import * as nodes from './nodes.ts';
import type { CidNode, ConnectionNode, NodeOf, TenantNode } from './nodes.ts';
import type { TenantDirectory } from './tenantDirectory.ts';
import { isFiltered } from './userView.ts';

type Parent = NodeOf<'connection' | 'cid' | 'users' | 'roles' | 'user' | 'otherCids' | 'grantCid' | 'role'>;

export class TenantTree {
  readonly #store: ConnectionStore;
  readonly #directories: Directories;

  constructor(store: ConnectionStore, directories: Directories) {
    this.#store = store;
    this.#directories = directories;
  }

  async roots(): Promise<ConnectionNode[]> {
    await this.#store.load();
    return this.#store.all.map(nodes.connectionNode);
  }

  /** The nodes below a node. A failed read is one node that says why and can be tried again; it is never thrown. */
  async children(node: TenantNode, signal?: AbortSignal): Promise<TenantNode[]> {
    switch (node.kind) {
      case 'grant':
      case 'holder':
      case 'loadMore':
      case 'failed':
      case 'notice':
        return [];
      default:
        try {
          return await this.#read(node, await this.#directory(node), signal);
        } catch (thrown) {
          return [nodes.failedNode(node, toTenantError(thrown))];
        }
    }
  }

  /** Reads the next page of a list. */
  async loadMore(parent: TenantNode, signal?: AbortSignal): Promise<void> {
    const directory = await this.#directory(parent);
    if (parent.kind === 'users') await directory.users(parent.cid).loadMore(signal);
    else if (parent.kind === 'connection') await directory.children.loadMore(signal);
  }

  /** Forgets what was read for a node and below it. */
  async forget(node: TenantNode): Promise<void> {
    const directory = await this.#directory(node);
    switch (node.kind) {
      case 'connection':
        this.#directories.forget(node.connection.id);
        break;
      case 'cid':
        directory.forgetUsers(node.cid);
        directory.forgetRoles(node.cid);
        break;
      case 'users':
        directory.forgetUsers(node.cid);
        break;
      case 'roles':
        directory.forgetRoles(node.cid);
        break;
      case 'role':
        directory.forgetHolders(node.role.id, node.cid);
        break;
      case 'user':
      case 'otherCids':
        directory.forgetGrants(node.user.uuid);
        break;
      case 'grantCid':
      case 'grant':
        directory.forgetGrants(node.user.uuid, node.cid);
        break;
      case 'holder':
      case 'loadMore':
      case 'failed':
      case 'notice':
        if (node.parent) await this.forget(node.parent);
    }
  }

  /** The nodes under which a user of a CID is shown, from the connection down; the user is made part of its list. */
  async pathToCid(connection: Connection, cid: Cid | undefined, signal?: AbortSignal): Promise<ConnectionNode | CidNode> {
    const root = nodes.connectionNode(connection);
    const directory = await this.#directories.of(connection.id);
    const shape = await directory.shape(signal);
    if (!shape.hasChildren || cid === undefined) return root;
    if (cid === shape.cid) return nodes.cidNode(root, cid, undefined, undefined);
    const child = (await directory.allChildren(signal)).find((one) => one.child_cid === cid) ?? { child_cid: cid };
    directory.children.include(child);
    return nodes.cidNode(root, cid, child, undefined);
  }

  /** The list of users below a connection or CID, as a node. */
  async usersBelow(parent: ConnectionNode | CidNode, signal?: AbortSignal): Promise<NodeOf<'users'>> {
    const directory = await this.#directory(parent);
    return this.#usersNode(parent, directory, (await directory.shape(signal)).cid);
  }

  #directory(node: TenantNode): Promise<TenantDirectory> {
    return this.#directories.of(nodes.connectionOf(node).id);
  }

  #read(node: Parent, directory: TenantDirectory, signal: AbortSignal | undefined): Promise<TenantNode[]> {
    switch (node.kind) {
      case 'connection':
        return this.#belowConnection(node, directory, signal);
      case 'cid':
        return Promise.resolve([this.#usersNode(node, directory, node.cid), nodes.rolesNode(node, nodes.placeOf(node), undefined)]);
      case 'users':
        return this.#belowUsers(node, directory, signal);
      case 'roles':
        return this.#belowRoles(node, directory, signal);
      case 'user':
        return this.#belowUser(node, directory, signal);
      case 'otherCids':
        return this.#belowOtherCids(node, directory, signal);
      case 'grantCid':
        return this.#grants(node, directory, signal);
      case 'role':
        return Promise.resolve(this.#belowRole(node));
    }
  }

  #usersNode(parent: ConnectionNode | CidNode, directory: TenantDirectory, cid: Cid | undefined): NodeOf<'users'> {
    const at = nodes.placeOf(parent, cid);
    return nodes.usersNode(parent, at, directory.view(at.cid), directory.users(at.cid).total);
  }

  async #belowConnection(node: ConnectionNode, directory: TenantDirectory, signal: AbortSignal | undefined): Promise<TenantNode[]> {
    const { cid, hasChildren } = await directory.shape(signal);
    if (!hasChildren) return [this.#usersNode(node, directory, cid), nodes.rolesNode(node, nodes.placeOf(node, cid), undefined)];
    // The counts are a courtesy: without them the tree is just as usable.
    const counts = await directory.userCounts(signal).catch(() => new Map<Cid, number>());
    const { children } = directory;
    const sorted = [...children.items].sort((left, right) => (left.name ?? left.child_cid).localeCompare(right.name ?? right.child_cid));
    return [
      ...(cid ? [nodes.cidNode(node, cid, undefined, counts.get(cid))] : []),
      ...sorted.map((child) => nodes.cidNode(node, child.child_cid, child, counts.get(child.child_cid))),
      ...more(node, children),
    ];
  }

  async #belowUsers(node: NodeOf<'users'>, directory: TenantDirectory, signal: AbortSignal | undefined): Promise<TenantNode[]> {
    const list = directory.users(node.cid);
    await list.load(signal);
    if (list.items.length === 0) return [nodes.noticeNode(node, { topic: 'noUsers', filtered: isFiltered(node.view) })];
    return [...list.items.map((user) => nodes.userNode(node, user)), ...more(node, list)];
  }

  async #belowRoles(node: NodeOf<'roles'>, directory: TenantDirectory, signal: AbortSignal | undefined): Promise<TenantNode[]> {
    const roles = await directory.roles(node.cid, signal);
    if (roles.length === 0) return [nodes.noticeNode(node, { topic: 'noRoles' })];
    return roles.map((role) => nodes.roleNode(node, role, directory.holders(role.id, node.cid)));
  }

  async #belowUser(node: NodeOf<'user'>, directory: TenantDirectory, signal: AbortSignal | undefined): Promise<TenantNode[]> {
    const [{ hasChildren }, grants] = await Promise.all([directory.shape(signal), this.#grants(node, directory, signal)]);
    return hasChildren ? [...grants, nodes.otherCidsNode(node)] : grants;
  }

  async #belowOtherCids(node: NodeOf<'otherCids'>, directory: TenantDirectory, signal: AbortSignal | undefined): Promise<TenantNode[]> {
    const [cids, children, { cid: own }] = await Promise.all([
      directory.assignedCids(node.user.uuid, signal),
      directory.allChildren(signal),
      directory.shape(signal),
    ]);
    const others = cids.filter((cid) => cid !== node.cid);
    if (others.length === 0) return [nodes.noticeNode(node, { topic: 'noOtherCids' })];
    const names = new Map(children.map((child) => [child.child_cid, child.name]));
    return others.map((cid) => nodes.grantCidNode(node, cid, names.get(cid) || (cid === own ? node.connection.name : cid)));
  }

  async #grants(node: NodeOf<'user' | 'grantCid'>, directory: TenantDirectory, signal: AbortSignal | undefined): Promise<TenantNode[]> {
    const grants = await directory.grants(node.user.uuid, node.cid, signal);
    if (grants.length === 0) return [nodes.noticeNode(node, { topic: 'noGrants' })];
    return grants.map((grant) => nodes.grantNode(node, grant));
  }

  #belowRole(node: NodeOf<'role'>): TenantNode[] {
    const description = node.role.description ? [nodes.noticeNode(node, { topic: 'description', text: node.role.description })] : [];
    if (!node.holders) return [...description, nodes.noticeNode(node, { topic: 'notCounted' })];
    const { holders } = node.holders;
    if (holders.length === 0) return [...description, nodes.noticeNode(node, { topic: 'noHolders' })];
    return [...description, ...holders.map(({ user, grant }) => nodes.holderNode(node, user, grant))];
  }
}

const more = (parent: TenantNode, list: { readonly remaining: number; readonly total: number | undefined }): TenantNode[] =>
  list.remaining > 0 ? [nodes.loadMoreNode(parent, Math.min(500, list.remaining), list.total ?? 0)] : [];
