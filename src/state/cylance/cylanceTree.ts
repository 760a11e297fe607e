/** Which nodes stand below a node of a Cylance tenant: reads through the directories, knows nothing of the editor. */
import { consoleRoleOf } from '../../core/cylance/cylanceUser.ts';
import type { CylanceUser } from '../../core/cylance/cylanceUser.ts';
import { asZoneId } from '../../core/cylance/ids.ts';
import type { ZoneId } from '../../core/cylance/ids.ts';
import { byConsoleRole } from '../../core/cylance/roles.ts';
import type { ConsoleRole } from '../../core/cylance/roles.ts';
import { byZoneName } from '../../core/cylance/zone.ts';
import type { Zone } from '../../core/cylance/zone.ts';
import { TenantError, toTenantError } from '../../core/errors.ts';
import type { Listen } from '../emitter.ts';
import { Emitter } from '../emitter.ts';
import * as nodes from '../nodes.ts';
import type { CylanceRoleNode, CylanceTenantNode, CylanceUserNode, TenantNode, ZoneNode, ZonesNode } from '../nodes.ts';
import { rootsOf } from '../rootNodes.ts';
import type { CylanceConnection } from './cylanceConnection.ts';
import type { CylanceDirectories } from './cylanceDirectories.ts';
import type { CylanceDirectory } from './cylanceDirectory.ts';
import * as make from './cylanceNodes.ts';
import type { CylanceStore } from './cylanceStore.ts';
import { isCylanceFiltered } from './cylanceView.ts';

/** More rows than this are no list that anybody reads. */
const mostShown = 500;

export class CylanceTree {
  readonly #store: CylanceStore;
  readonly #directories: CylanceDirectories;
  readonly #watched = new WeakSet<CylanceDirectory>();
  readonly #learned = new Emitter<TenantNode>();

  /** Fires with the node of a tenant when rows below it may look different by now. */
  readonly onDidLearn: Listen<TenantNode> = this.#learned.event;

  constructor(store: CylanceStore, directories: CylanceDirectories) {
    this.#store = store;
    this.#directories = directories;
  }

  roots(): Promise<TenantNode[]> {
    return rootsOf(this.#store, make.cylanceNode);
  }

  /** The nodes below a node. A failed read is one node that says why and can be tried again; it is never thrown. */
  async children(given: TenantNode, signal?: AbortSignal): Promise<TenantNode[]> {
    if (!('tenant' in given) || !this.#store.get(given.tenant.id)) return [];
    const { id } = given.tenant;
    const failed = (thrown: unknown): TenantNode[] => [nodes.failedNode(given, toTenantError(thrown))];
    const directory = await this.#directory(given.tenant).catch((thrown: unknown) => toTenantError(thrown));
    if (directory instanceof TenantError) return this.#store.get(id) ? failed(directory) : [];
    const found = await this.#read(this.current(given), directory, signal).catch(failed);
    if (this.#directories.known(id) === directory) return found;
    // The connection has become another one, or has gone, while its answer was under way.
    return this.#store.get(id) ? this.children(given, signal) : [];
  }

  /** The node with what is known by now, without reading anything. */
  current(node: CylanceTenantNode): CylanceTenantNode {
    const tenant = this.#store.get(node.tenant.id) ?? node.tenant;
    const directory = this.#directories.known(tenant.id);
    if (node.kind === 'cylance') return make.cylanceNode(tenant);
    if (!directory) return node;
    switch (node.kind) {
      case 'cylanceUsers':
        return { ...node, view: directory.view, total: directory.knownUsers?.total ?? (isCylanceFiltered(directory.view) ? undefined : directory.userCount) };
      case 'zones':
        return { ...node, total: zoneIdsOf(directory)?.length };
      case 'zone':
        return { ...node, zoneName: directory.zoneName(node.zoneId), userCount: directory.usersIn(node.zoneId)?.length };
      case 'cylanceRoles':
      case 'cylanceRole':
        return node;
      case 'cylanceUser':
        return { ...node, user: directory.known(node.user.id) ?? node.user };
      case 'zoneAccess':
        return { ...node, zoneName: directory.zoneName(node.access.id) };
    }
  }

  /** Shows a page more of a list of users. */
  async loadMore(parent: CylanceTenantNode, signal?: AbortSignal): Promise<void> {
    if (parent.kind === 'cylanceUsers') await (await this.#directory(parent.tenant)).loadMore(signal);
  }

  /**
   * Forgets what was read for a node and below it. A user's record is part of a list that is kept, so it is read anew.
   * @throws TenantError when the record cannot be read
   */
  async forget(node: TenantNode, signal?: AbortSignal): Promise<void> {
    if (!('tenant' in node)) return node.parent && this.forget(node.parent, signal);
    const directory = await this.#directory(node.tenant);
    switch (node.kind) {
      case 'cylance':
      case 'zones':
      case 'zone':
        directory.forgetZones();
        directory.forgetUsers();
        break;
      case 'cylanceUsers':
      case 'cylanceRoles':
      case 'cylanceRole':
        directory.forgetUsers();
        break;
      case 'cylanceUser':
        await directory.readUser(node.user.id, signal);
        break;
      case 'zoneAccess':
        await this.forget(node.parent ?? make.cylanceNode(node.tenant), signal);
    }
  }

  /** A user in the list of users, with the nodes above; the user is made part of the list. */
  async pathToUser(tenant: CylanceConnection, user: CylanceUser): Promise<CylanceUserNode> {
    const directory = await this.#directory(tenant);
    directory.include(user);
    return make.cylanceUserNode(await this.usersBelow(tenant), user);
  }

  /** The list of users of a tenant, as a node. */
  async usersBelow(tenant: CylanceConnection): Promise<nodes.CylanceUsersNode> {
    const { view, knownUsers } = await this.#directory(tenant);
    return make.cylanceUsersNode(make.cylanceNode(tenant), view, knownUsers?.total);
  }

  /** What a zone is called, as far as it is known; its id otherwise. */
  zoneName({ id }: CylanceConnection, zone: string): string {
    return this.#directories.known(id)?.zoneName(zone) ?? zone;
  }

  async #directory({ id }: CylanceConnection): Promise<CylanceDirectory> {
    const directory = await this.#directories.of(id);
    if (!this.#watched.has(directory)) {
      this.#watched.add(directory);
      directory.onDidLearn(() => {
        const tenant = this.#store.get(id);
        if (tenant && this.#directories.known(id) === directory) this.#learned.fire(make.cylanceNode(tenant));
      });
    }
    return directory;
  }

  async #read(node: CylanceTenantNode, directory: CylanceDirectory, signal: AbortSignal | undefined): Promise<TenantNode[]> {
    switch (node.kind) {
      case 'cylance': {
        const users = make.cylanceUsersNode(node, directory.view, undefined);
        return [this.current(users), this.current(make.zonesNode(node, undefined)), make.cylanceRolesNode(node, undefined)];
      }
      case 'cylanceUsers':
        return belowUsers(node, directory, signal);
      case 'zones':
        return belowZones(node, directory, signal);
      case 'zone':
        return belowZone(node, directory, signal);
      case 'cylanceRoles':
        return belowRoles(node, directory, signal);
      case 'cylanceRole':
        return belowRole(node, directory, signal);
      case 'cylanceUser':
        return belowUser(node, directory, signal);
      case 'zoneAccess':
        return [];
    }
  }
}

async function belowUsers(node: nodes.CylanceUsersNode, directory: CylanceDirectory, signal: AbortSignal | undefined): Promise<TenantNode[]> {
  const { users, total, remaining, missing } = await directory.users(signal);
  if (users.length === 0 && missing === 0) return [nodes.noticeNode(node, { topic: 'noUsers', filtered: isCylanceFiltered(node.view) })];
  return [
    ...users.map((user) => make.cylanceUserNode(node, user)),
    ...(remaining > 0 ? [nodes.loadMoreNode(node, Math.min(200, remaining), total)] : []),
    ...missingNotice(node, missing),
  ];
}

const missingNotice = (node: TenantNode, count: number): TenantNode[] => (count > 0 ? [nodes.noticeNode(node, { topic: 'usersMissing', count })] : []);

/** Those that the server lists, or, where it lists none to this application, those that users have a role in. */
function zoneIdsOf(directory: CylanceDirectory): ZoneId[] | undefined {
  const read = directory.knownZones;
  if (!read) return undefined;
  if ('zones' in read) return read.zones.map(({ id }) => id);
  const users = directory.allKnown?.users;
  return users && [...new Set(users.flatMap(({ zones }) => zones.map(({ id }) => asZoneId(id))))].sort();
}

async function belowZones(node: ZonesNode, directory: CylanceDirectory, signal: AbortSignal | undefined): Promise<TenantNode[]> {
  const read = await directory.zones(signal);
  const zones = new Map<ZoneId, Zone>('zones' in read ? [...read.zones].sort(byZoneName).map((zone) => [zone.id, zone]) : []);
  const hidden = 'forbidden' in read;
  if (hidden) await directory.allUsers({ signal });
  const rows = (zoneIdsOf(directory) ?? []).map((id) => make.zoneNode(node, id, directory.zoneName(id), zones.get(id), directory.usersIn(id)?.length));
  if (rows.length === 0) return [nodes.noticeNode(node, { topic: hidden ? 'zonesHidden' : 'noZones' })];
  return hidden ? [nodes.noticeNode(node, { topic: 'zonesHidden' }), ...rows] : rows;
}

async function belowZone(node: ZoneNode, directory: CylanceDirectory, signal: AbortSignal | undefined): Promise<TenantNode[]> {
  const { missing } = await directory.allUsers({ signal });
  const users = directory.usersIn(node.zoneId) ?? [];
  if (users.length === 0) return [nodes.noticeNode(node, { topic: 'nobodyInZone' }), ...missingNotice(node, missing)];
  const rows = users.map((user) => make.cylanceUserNode(node, user, user.zones.find(({ id }) => id === node.zoneId)));
  return [...shortened(node, rows), ...missingNotice(node, missing)];
}

const shortened = (node: TenantNode, rows: readonly TenantNode[]): TenantNode[] =>
  rows.length > mostShown
    ? [...rows.slice(0, mostShown), nodes.noticeNode(node, { topic: 'moreUsers', shown: mostShown, total: rows.length })]
    : [...rows];

async function belowRoles(node: nodes.CylanceRolesNode, directory: CylanceDirectory, signal: AbortSignal | undefined): Promise<TenantNode[]> {
  const { users, missing } = await directory.allUsers({ signal });
  const roles = new Map<string, { readonly role: ConsoleRole; count: number }>();
  for (const user of users) {
    const role = consoleRoleOf(user);
    const counted = roles.get(role.key) ?? { role, count: 0 };
    counted.count++;
    roles.set(role.key, counted);
  }
  const rows = [...roles.values()].sort((left, right) => byConsoleRole(left.role, right.role));
  if (rows.length === 0) return [nodes.noticeNode(node, { topic: 'noRoles' })];
  return [...rows.map(({ role, count }) => make.cylanceRoleNode(node, role, count)), ...missingNotice(node, missing)];
}

async function belowRole(node: CylanceRoleNode, directory: CylanceDirectory, signal: AbortSignal | undefined): Promise<TenantNode[]> {
  const { users } = await directory.allUsers({ signal });
  const holders = users.filter((user) => consoleRoleOf(user).key === node.role.key);
  if (holders.length === 0) return [nodes.noticeNode(node, { topic: 'noHolders' })];
  return shortened(node, holders.map((user) => make.cylanceUserNode(node, user)));
}

async function belowUser(node: CylanceUserNode, directory: CylanceDirectory, signal: AbortSignal | undefined): Promise<TenantNode[]> {
  const { zones } = node.user;
  if (zones.length === 0) return [nodes.noticeNode(node, { topic: 'noZoneAccess' })];
  await directory.readZoneNames(signal);
  const named = zones.map((access) => ({ access, id: access.id, name: directory.zoneName(access.id) }));
  return named.sort(byZoneName).map(({ access, name }) => make.zoneAccessNode(node, access, name));
}
