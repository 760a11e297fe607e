/** Which nodes stand below a node: reads through the directories, knows nothing of the editor. */
import { systemClock } from '../api/clock.ts';
import { byChildName, childName } from '../core/child.ts';
import { TenantError, toTenantError } from '../core/errors.ts';
import type { Cid, RoleId } from '../core/ids.ts';
import type { Role } from '../core/role.ts';
import type { User } from '../core/user.ts';
import type { Connection } from './connection.ts';
import type { ConnectionStore } from './connectionStore.ts';
import type { CylanceTree } from './cylance/cylanceTree.ts';
import type { Directories } from './directories.ts';
import { Emitter } from './emitter.ts';
import type { Answer } from './grants/coverage.ts';
import * as nodes from './nodes.ts';
import type { CidNode, ConnectionNode, CylanceTenantNode, Holder, NodeOf, TenantNode } from './nodes.ts';
import { inOrder, rootsOf } from './rootNodes.ts';
import type { TenantDirectory } from './tenantDirectory.ts';
import { isFiltered } from './userView.ts';

const parents = ['connection', 'cid', 'users', 'roles', 'user', 'otherCids', 'grantCid', 'role'] as const;
type Parent = NodeOf<(typeof parents)[number]>;
/** More rows than this are no list that anybody reads. */
const mostHolders = 500;
type FalconNode = Exclude<TenantNode, CylanceTenantNode>;
const isParent = (node: TenantNode): node is Parent => nodes.isNode(node, ...parents);

export interface TenantTreeOptions {
  /** The tenants of the other kind, which stand among these; without it there are none. */
  readonly cylance?: CylanceTree | undefined;
  /** How long CIDs wait for the counts of their users before they are shown without. */
  readonly patienceMs?: number;
}

export class TenantTree {
  readonly #store: ConnectionStore;
  readonly #directories: Directories;
  readonly #cylance: CylanceTree | undefined;
  readonly #patienceMs: number;
  readonly #learned = new Emitter<TenantNode>();

  /** Fires when more is known of what stands below a node than was told when it was read. */
  readonly onDidLearn = this.#learned.event;

  constructor(store: ConnectionStore, directories: Directories, { cylance, patienceMs = 300 }: TenantTreeOptions = {}) {
    this.#store = store;
    this.#directories = directories;
    this.#cylance = cylance;
    this.#patienceMs = patienceMs;
    cylance?.onDidLearn((node) => this.#learned.fire(node));
  }

  /** The connections; a failure to read them, or some of them, is a node that says so. */
  async roots(): Promise<TenantNode[]> {
    const [falcon, cylance = []] = await Promise.all([rootsOf(this.#store, nodes.connectionNode), this.#cylance?.roots()]);
    return inOrder([...falcon, ...cylance]);
  }

  /** The nodes below a node. A failed read is one node that says why and can be tried again; it is never thrown. */
  async children(given: TenantNode, signal?: AbortSignal): Promise<TenantNode[]> {
    if (nodes.cylanceTenantOf(given)) return this.#cylance?.children(given, signal) ?? [];
    const node = this.current(given);
    const id = nodes.connectionOf(node)?.id;
    if (id === undefined || !isParent(node) || !this.#store.get(id)) return [];
    const directory = await this.#directories.of(id).catch((thrown: unknown) => toTenantError(thrown));
    if (directory instanceof TenantError) return this.#store.get(id) ? [nodes.failedNode(node, directory)] : [];
    const found = await this.#read(node, directory, signal).catch((thrown: unknown) => [nodes.failedNode(node, toTenantError(thrown))]);
    if (this.#directories.known(id) === directory) return found;
    // The connection has become another one, or has gone, while its answer was under way.
    return this.#store.get(id) ? this.children(given, signal) : [];
  }

  /** The node with what is known by now, without reading anything. */
  current(node: TenantNode): TenantNode {
    return 'tenant' in node ? (this.#cylance?.current(node) ?? node) : this.#current(node);
  }

  #current(node: FalconNode): TenantNode {
    const of = nodes.connectionOf(node);
    const directory = of && this.#directories.known(of.id);
    switch (node.kind) {
      case 'connection':
        return nodes.connectionNode(this.#store.get(node.connection.id) ?? node.connection);
      case 'cid':
        return directory ? { ...node, userCount: directory.knownUserCount(node.cid) } : node;
      case 'users':
        return directory ? this.#usersNode(node.parent, directory, node.cid) : node;
      case 'roles':
        return directory ? nodes.rolesNode(node.parent, node, directory.knownRoles(node.cid)?.length) : node;
      case 'user': {
        const user = directory?.users(node.cid).find(node.user.uuid) ?? node.user;
        return directory ? { ...node, user, grants: directory.knownGrants(user.uuid, node.cid) } : node;
      }
      case 'grantCid':
        return directory ? { ...node, grants: directory.knownGrants(node.user.uuid, node.cid) } : node;
      case 'role':
        return directory ? { ...node, holders: holdersOf(directory, node.role.id, node.cid) } : node;
      case 'otherCids':
      case 'grant':
      case 'holder':
      case 'loadMore':
      case 'failed':
      case 'notice':
        return node;
    }
  }

  /** Reads the next page of a list. */
  async loadMore(parent: TenantNode, signal?: AbortSignal): Promise<void> {
    if ('tenant' in parent) return this.#cylance?.loadMore(parent, signal);
    const directory = await this.#directory(parent);
    if (parent.kind === 'users') await directory?.users(parent.cid).loadMore(signal);
    else if (parent.kind === 'connection') await directory?.children.loadMore(signal);
  }

  /**
   * Forgets what was read for a node and below it. A user's record is part of a list that is kept, so it is read anew.
   * @throws TenantError when the record cannot be read
   */
  async forget(node: TenantNode, signal?: AbortSignal): Promise<void> {
    if ('tenant' in node || nodes.cylanceTenantOf(node)) return this.#cylance?.forget(node, signal);
    const directory = await this.#directory(node);
    if (!directory) return;
    switch (node.kind) {
      case 'connection':
        directory.forgetAll();
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
        directory.forgetHolders(node.cid);
        break;
      case 'user':
        await directory.rereadUser(node.user.uuid, node.cid, signal);
        break;
      case 'otherCids':
        directory.forgetOtherGrants(node.user.uuid, node.cid);
        break;
      case 'grantCid':
      case 'grant':
        directory.forgetGrants(node.user.uuid, node.cid);
        break;
      case 'holder':
      case 'loadMore':
      case 'failed':
      case 'notice':
        if (node.parent) await this.forget(node.parent, signal);
    }
  }

  /** The node under which the users of a CID stand, with the nodes above it; the CID is made part of its list. */
  async pathToCid(connection: Connection, cid: Cid | undefined, signal?: AbortSignal): Promise<ConnectionNode | CidNode> {
    const root = nodes.connectionNode(connection);
    const directory = await this.#directories.of(connection.id);
    const shape = await directory.shape(signal);
    if (!shape.hasChildren || cid === undefined) return root;
    if (cid === shape.cid) return nodes.cidNode(root, cid, undefined, directory.knownUserCount(cid));
    const [child = { child_cid: cid }] = await directory.childrenOf([cid], signal);
    directory.children.include(child);
    return nodes.cidNode(root, cid, child, directory.knownUserCount(cid));
  }

  /** The list of users below a connection or CID, as a node. */
  async usersBelow(parent: ConnectionNode | CidNode, signal?: AbortSignal): Promise<NodeOf<'users'>> {
    const directory = await this.#directories.of(parent.connection.id);
    return this.#usersNode(parent, directory, await this.#cidOf(parent, directory, signal));
  }

  /** The list of roles below a connection or CID, as a node. */
  async rolesBelow(parent: ConnectionNode | CidNode, signal?: AbortSignal): Promise<NodeOf<'roles'>> {
    const directory = await this.#directories.of(parent.connection.id);
    return nodes.rolesNode(parent, nodes.placeOf(parent, await this.#cidOf(parent, directory, signal)), undefined);
  }

  /** A role of a list of roles. */
  roleBelow(parent: NodeOf<'roles'>, role: Role): NodeOf<'role'> {
    return nodes.roleNode(parent, role, holdersOf(this.#directories.known(parent.connection.id), role.id, parent.cid));
  }

  /** A user in its home CID, with the nodes above it; the user is made part of its list. */
  async pathToUser(connection: Connection, user: User, signal?: AbortSignal): Promise<NodeOf<'user'>> {
    const users = await this.usersBelow(await this.pathToCid(connection, user.cid, signal), signal);
    const directory = await this.#directories.of(connection.id);
    directory.users(users.cid).include(user);
    return nodes.userNode(users, user, directory.knownGrants(user.uuid, users.cid));
  }

  async #cidOf(parent: ConnectionNode | CidNode, directory: TenantDirectory, signal: AbortSignal | undefined): Promise<Cid | undefined> {
    return parent.kind === 'cid' ? parent.cid : (await directory.shape(signal)).cid;
  }

  async #directory(node: TenantNode): Promise<TenantDirectory | undefined> {
    const id = nodes.connectionOf(node)?.id;
    return id === undefined ? undefined : this.#directories.of(id);
  }

  #read(node: Parent, directory: TenantDirectory, signal: AbortSignal | undefined): Promise<TenantNode[]> {
    switch (node.kind) {
      case 'connection':
        return this.#belowConnection(node, directory, signal);
      case 'cid':
        return Promise.resolve(this.#lists(node, directory, node.cid));
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

  #lists(parent: ConnectionNode | CidNode, directory: TenantDirectory, cid: Cid | undefined): TenantNode[] {
    return [this.#usersNode(parent, directory, cid), nodes.rolesNode(parent, nodes.placeOf(parent, cid), directory.knownRoles(cid)?.length)];
  }

  #usersNode(parent: ConnectionNode | CidNode, directory: TenantDirectory, cid: Cid | undefined): NodeOf<'users'> {
    const at = nodes.placeOf(parent, cid);
    const view = directory.view(at.cid);
    const counted = isFiltered(view) ? undefined : directory.knownUserCount(at.cid);
    return nodes.usersNode(parent, at, view, directory.users(at.cid).total ?? counted);
  }

  async #belowConnection(node: ConnectionNode, directory: TenantDirectory, signal: AbortSignal | undefined): Promise<TenantNode[]> {
    const { cid, hasChildren, childrenHidden } = await directory.shape(signal);
    if (!hasChildren) {
      const lists = this.#lists(node, directory, cid);
      return childrenHidden ? [...lists, nodes.noticeNode(node, { topic: 'childrenHidden' })] : lists;
    }
    await this.#learnUserCounts(node, directory);
    const { children } = directory;
    return [
      cid ? nodes.cidNode(node, cid, undefined, directory.knownUserCount(cid)) : nodes.noticeNode(node, { topic: 'parentUnknown' }),
      ...[...children.items].sort(byChildName).map((child) => nodes.cidNode(node, child.child_cid, child, directory.knownUserCount(child.child_cid))),
      ...more(node, children),
    ];
  }

  /**
   * The counts are a courtesy: the CIDs wait for them but a moment, and without them the tree is just as usable. Mostly
   * they come within that moment, and rows that have just been shown need not be shown anew while somebody unfolds them.
   */
  async #learnUserCounts(node: ConnectionNode, directory: TenantDirectory): Promise<void> {
    let isLate = this.#patienceMs === 0;
    const patience = new AbortController();
    const learning = directory.learnUserCounts().then((hasLearned) => {
      patience.abort();
      if (isLate && hasLearned && this.#directories.known(node.connection.id) === directory) this.#learned.fire(node);
    });
    if (isLate) return;
    const impatient = systemClock.wait(this.#patienceMs, patience.signal).then(
      () => {
        isLate = true;
      },
      () => undefined,
    );
    await Promise.race([learning, impatient]);
  }

  async #belowUsers(node: NodeOf<'users'>, directory: TenantDirectory, signal: AbortSignal | undefined): Promise<TenantNode[]> {
    const list = directory.users(node.cid);
    await list.load(signal);
    if (list.items.length === 0) return [nodes.noticeNode(node, { topic: 'noUsers', filtered: isFiltered(node.view) })];
    return [...list.items.map((user) => nodes.userNode(node, user, directory.knownGrants(user.uuid, node.cid))), ...more(node, list)];
  }

  async #belowRoles(node: NodeOf<'roles'>, directory: TenantDirectory, signal: AbortSignal | undefined): Promise<TenantNode[]> {
    const roles = await directory.roles(node.cid, signal);
    if (roles.length === 0) return [nodes.noticeNode(node, { topic: 'noRoles' })];
    return roles.map((role) => nodes.roleNode(node, role, holdersOf(directory, role.id, node.cid)));
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
    const held = new Set(cids.filter((cid) => cid !== node.cid));
    if (held.size === 0) return [nodes.noticeNode(node, { topic: 'noOtherCids' })];
    const parent = own && held.has(own) ? [{ child_cid: own, name: node.connection.name }] : [];
    const others = [...parent, ...children.filter((child) => held.has(child.child_cid))];
    return others.map((child) => nodes.grantCidNode(node, child.child_cid, childName(child), directory.knownGrants(node.user.uuid, child.child_cid)));
  }

  async #grants(node: NodeOf<'user' | 'grantCid'>, directory: TenantDirectory, signal: AbortSignal | undefined): Promise<TenantNode[]> {
    const grants = await directory.grants(node.user.uuid, node.cid, signal);
    if (grants.length === 0) return [nodes.noticeNode(node, { topic: 'noGrants' })];
    return grants.map((grant) => nodes.grantNode(node, grant));
  }

  #belowRole(node: NodeOf<'role'>): TenantNode[] {
    const description = node.role.description ? [nodes.noticeNode(node, { topic: 'description', text: node.role.description })] : [];
    if (!node.holders) return [...description, nodes.noticeNode(node, { topic: 'notCounted' })];
    const { items, coverage } = node.holders;
    const heading: TenantNode[] = [
      ...description,
      ...(coverage.asOf === undefined ? [] : [nodes.noticeNode(node, { topic: 'asOf', at: coverage.asOf })]),
      ...(coverage.isWhole ? [] : [nodes.noticeNode(node, { topic: 'partlyCounted', coverage })]),
    ];
    if (items.length === 0 && coverage.isWhole) return [...heading, nodes.noticeNode(node, { topic: 'noHolders' })];
    const shown = items.slice(0, mostHolders).map(({ user, grant }) => nodes.holderNode(node, user, grant));
    const rest = items.length > mostHolders ? [nodes.noticeNode(node, { topic: 'moreHolders', shown: mostHolders, total: items.length })] : [];
    return [...heading, ...shown, ...rest];
  }
}

/** Who holds a role in a CID, once anything has been read there. */
function holdersOf(directory: TenantDirectory | undefined, roleId: RoleId, cid: Cid | undefined): Answer<Holder> | undefined {
  const answer = cid === undefined ? directory?.index.holdersAtHome(roleId) : directory?.index.holders(roleId, cid);
  return answer && (answer.coverage.pairsRead > 0 || answer.coverage.isWhole) ? answer : undefined;
}

interface LongList {
  readonly remaining: number;
  readonly total: number | undefined;
  readonly refusal: TenantError | undefined;
}

/** What stands at the end of a list that is longer than what is shown of it. */
function more(parent: TenantNode, { remaining, total, refusal }: LongList): TenantNode[] {
  if (refusal) return [nodes.failedNode(parent, refusal)];
  return remaining > 0 ? [nodes.loadMoreNode(parent, Math.min(500, remaining), total ?? 0)] : [];
}
