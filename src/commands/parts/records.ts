/** Records behind nodes: where they stand, so that a document can show them, and how they are read from there. */
import { TenantError } from '../../core/errors.ts';
import { cylanceDisplayName } from '../../core/cylance/cylanceUser.ts';
import { asCylanceUserId, asZoneId } from '../../core/cylance/ids.ts';
import { grantKey } from '../../core/grant.ts';
import { asConnectionId, asRoleId, asUserUuid, parseCid } from '../../core/ids.ts';
import { displayName } from '../../core/user.ts';
import type { L10n } from '../../host/l10n.ts';
import type { RecordAddress } from '../../host/recordAddress.ts';
import type { ConnectionStore } from '../../state/connectionStore.ts';
import type { CylanceConnection } from '../../state/cylance/cylanceConnection.ts';
import type { Directories } from '../../state/directories.ts';
import type { NodeOf, TenantNode } from '../../state/nodes.ts';
import type { CommandDeps } from './deps.ts';

/** Kinds of nodes that stand for a record. */
export const recordKinds = ['connection', 'cid', 'user', 'grant', 'role', 'holder', 'cylance', 'cylanceUser', 'zone'] as const;
export type RecordNode = NodeOf<(typeof recordKinds)[number]>;

/** Ids of records that have no single id of their own are JSON arrays. */
const idOf = (...parts: readonly (string | undefined)[]): string => JSON.stringify(parts.map((part) => part ?? ''));

function partsOf(id: string): string[] {
  try {
    const parts: unknown = JSON.parse(id);
    return Array.isArray(parts) ? parts.map(String) : [];
  } catch {
    return [];
  }
}

export function recordAddress(node: RecordNode): RecordAddress {
  const connection = 'tenant' in node ? node.tenant.id : node.connection.id;
  switch (node.kind) {
    case 'connection':
      return { connection, kind: 'connection', id: connection, name: node.connection.name };
    case 'cid':
      return { connection, kind: 'cid', id: node.cid, name: node.cidName };
    case 'user':
    case 'holder':
      return { connection, kind: 'user', id: node.user.uuid, name: displayName(node.user) };
    case 'grant':
      return {
        connection,
        kind: 'grant',
        id: idOf(node.user.uuid, node.cid, grantKey(node.grant)),
        name: `${displayName(node.user)} ${node.grant.role_name ?? node.grant.role_id}`,
      };
    case 'role':
      return { connection, kind: 'role', id: idOf(node.role.id, node.cid), name: node.role.display_name };
    case 'cylance':
      return { connection, kind: 'connection', id: connection, name: node.tenant.name };
    case 'cylanceUser':
      return { connection, kind: 'user', id: node.user.id, name: cylanceDisplayName(node.user) };
    case 'zone':
      return { connection, kind: 'zone', id: node.zoneId, name: node.zoneName };
  }
}

/** The record as it is known, for the clipboard. A connection has no secret here. */
export function recordOf(node: TenantNode): unknown {
  switch (node.kind) {
    case 'connection':
      return node.connection;
    case 'cid':
      return node.child ?? { cid: node.cid, name: node.cidName };
    case 'user':
      return node.user;
    case 'holder':
      return { user: node.user, grant: node.grant };
    case 'grant':
      return node.grant;
    case 'role':
      return node.role;
    case 'cylance':
      return node.tenant;
    case 'cylanceUser':
      return node.user;
    case 'zone':
      return node.zone ?? { id: node.zoneId };
    case 'cylanceRole':
      return node.role;
    case 'zoneAccess':
      return node.access;
    case 'cylanceUsers':
    case 'cylanceRoles':
    case 'zones':
    case 'users':
    case 'roles':
    case 'otherCids':
    case 'grantCid':
    case 'loadMore':
    case 'failed':
    case 'notice':
      return undefined;
  }
}

export interface RecordSources {
  readonly store: ConnectionStore;
  readonly directories: Directories;
  readonly cylance: Pick<CommandDeps['cylance'], 'store' | 'directories'>;
  readonly l10n: L10n;
}

async function ofCylance(
  { cylance }: RecordSources,
  tenant: CylanceConnection,
  { kind, id }: RecordAddress,
  signal: AbortSignal,
): Promise<unknown> {
  if (kind === 'connection') return tenant;
  const directory = await cylance.directories.of(tenant.id);
  if (kind === 'user') return directory.readUser(asCylanceUserId(id), signal);
  return kind === 'zone' ? directory.readZone(asZoneId(id), signal) : undefined;
}

/** Reads a record afresh. */
export async function readRecord(sources: RecordSources, address: RecordAddress, signal: AbortSignal): Promise<unknown> {
  const { store, directories, cylance, l10n } = sources;
  await Promise.all([store.load(), cylance.store.load()]);
  const id = asConnectionId(address.connection);
  const connection = store.get(id);
  const tenant = cylance.store.get(id);
  const missing = (message: string, nextStep: string): TenantError => new TenantError({ kind: 'notFound', message, nextStep });
  const gone = (): TenantError => missing(l10n.t('This record does not exist any more.'), l10n.t('Refresh the tree.'));
  if (tenant) {
    const record = await ofCylance(sources, tenant, address, signal);
    if (record === undefined) throw gone();
    return record;
  }
  if (!connection) throw missing(l10n.t('The tenant of this record is not connected.'), l10n.t('Connect it again.'));
  const directory = await directories.of(connection.id);
  switch (address.kind) {
    case 'connection':
      return connection;
    case 'cid': {
      const cid = parseCid(address.id);
      if (!cid) throw gone();
      const { cid: own } = await directory.shape(signal);
      return cid === own ? { cid, name: connection.name } : (await directory.childrenOf([cid], signal))[0];
    }
    case 'user':
      return directory.readUser(asUserUuid(address.id), signal);
    case 'role': {
      const [id = '', cid = ''] = partsOf(address.id);
      const role = (await directory.roles(parseCid(cid), signal)).find((one) => one.id === asRoleId(id));
      if (!role) throw gone();
      return role;
    }
    case 'grant': {
      const [uuid = '', cid = '', key] = partsOf(address.id);
      const grant = (await directory.grants(asUserUuid(uuid), parseCid(cid), signal)).find((one) => grantKey(one) === key);
      if (!grant) throw gone();
      return grant;
    }
    default:
      throw gone();
  }
}
