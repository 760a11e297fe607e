/** Makes the nodes of Cylance tenants. Ids are built from the server's ids, so they outlive renames and refreshes. */
import type { CylanceUser, ZoneAccess } from '../../core/cylance/cylanceUser.ts';
import type { ZoneId } from '../../core/cylance/ids.ts';
import type { ConsoleRole } from '../../core/cylance/roles.ts';
import type { Zone } from '../../core/cylance/zone.ts';
import type { CylanceNode, CylanceRoleNode, CylanceRolesNode, CylanceUserNode, CylanceUsersNode, ZoneAccessNode, ZoneNode, ZonesNode } from '../nodes.ts';
import type { CylanceConnection } from './cylanceConnection.ts';
import type { CylanceView } from './cylanceView.ts';

const child = <P extends { readonly id: string; readonly tenant: CylanceConnection }>(parent: P, part: string) => ({
  id: `${parent.id}/${part}`,
  parent,
  tenant: parent.tenant,
});

export const cylanceNode = (tenant: CylanceConnection): CylanceNode => ({ kind: 'cylance', id: tenant.id, parent: undefined, tenant });

export const cylanceUsersNode = (parent: CylanceNode, view: CylanceView, total: number | undefined): CylanceUsersNode => ({
  ...child(parent, 'users'),
  kind: 'cylanceUsers',
  view,
  total,
});

export const zonesNode = (parent: CylanceNode, total: number | undefined): ZonesNode => ({ ...child(parent, 'zones'), kind: 'zones', total });

export const zoneNode = (parent: ZonesNode, zoneId: ZoneId, zoneName: string, zone: Zone | undefined, userCount: number | undefined): ZoneNode => ({
  ...child(parent, zoneId),
  kind: 'zone',
  zoneId,
  zoneName,
  zone,
  userCount,
});

export const cylanceRolesNode = (parent: CylanceNode, total: number | undefined): CylanceRolesNode => ({
  ...child(parent, 'roles'),
  kind: 'cylanceRoles',
  total,
});

export const cylanceRoleNode = (parent: CylanceRolesNode, role: ConsoleRole, userCount: number): CylanceRoleNode => ({
  ...child(parent, `role:${role.key}`),
  kind: 'cylanceRole',
  role,
  userCount,
});

export const cylanceUserNode = (parent: CylanceUsersNode | CylanceRoleNode | ZoneNode, user: CylanceUser, access?: ZoneAccess): CylanceUserNode => ({
  ...child(parent, user.id),
  kind: 'cylanceUser',
  user,
  access,
});

export const zoneAccessNode = (parent: CylanceUserNode, access: ZoneAccess, zoneName: string): ZoneAccessNode => ({
  ...child(parent, `zone:${access.id}:${access.role_type ?? ''}`),
  kind: 'zoneAccess',
  user: parent.user,
  access,
  zoneName,
});
