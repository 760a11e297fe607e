/** What the tree of tenants is made of. Ids are built from domain ids, so they outlive renames and refreshes. */
import type { Child } from '../core/child.ts';
import type { TenantError } from '../core/errors.ts';
import { grantKey } from '../core/grant.ts';
import type { Grant } from '../core/grant.ts';
import type { CylanceUser, ZoneAccess } from '../core/cylance/cylanceUser.ts';
import type { ZoneId } from '../core/cylance/ids.ts';
import type { ConsoleRole } from '../core/cylance/roles.ts';
import type { Zone } from '../core/cylance/zone.ts';
import type { Cid } from '../core/ids.ts';
import type { Role } from '../core/role.ts';
import type { User } from '../core/user.ts';
import type { Connection } from './connection.ts';
import type { CylanceConnection } from './cylance/cylanceConnection.ts';
import type { CylanceView } from './cylance/cylanceView.ts';
import type { Answer, Coverage } from './grants/coverage.ts';
import type { UserView } from './userView.ts';

interface AnyNode {
  readonly id: string;
  readonly parent: TenantNode | undefined;
}

/** What belongs to a Cylance tenant: nothing of a Falcon tenant has a `tenant`, so that commands tell them apart. */
interface AnyCylanceNode extends AnyNode {
  readonly tenant: CylanceConnection;
}

export interface CylanceNode extends AnyCylanceNode {
  readonly kind: 'cylance';
  readonly parent: undefined;
}

export interface CylanceUsersNode extends AnyCylanceNode {
  readonly kind: 'cylanceUsers';
  readonly view: CylanceView;
  /** In this view, once it is known. */
  readonly total: number | undefined;
}

export interface ZonesNode extends AnyCylanceNode {
  readonly kind: 'zones';
  readonly total: number | undefined;
}

export interface ZoneNode extends AnyCylanceNode {
  readonly kind: 'zone';
  readonly zoneId: ZoneId;
  readonly zoneName: string;
  /** Undefined where the application may not list zones, or the zone is gone. */
  readonly zone: Zone | undefined;
  /** Once all users have been read. */
  readonly userCount: number | undefined;
}

export interface CylanceRolesNode extends AnyCylanceNode {
  readonly kind: 'cylanceRoles';
  readonly total: number | undefined;
}

export interface CylanceRoleNode extends AnyCylanceNode {
  readonly kind: 'cylanceRole';
  readonly role: ConsoleRole;
  readonly userCount: number;
}

/** A user in the list of users, among the holders of a role, or, with what is held there, in a zone. */
export interface CylanceUserNode extends AnyCylanceNode {
  readonly kind: 'cylanceUser';
  readonly user: CylanceUser;
  readonly access: ZoneAccess | undefined;
}

/** What a user may do in a zone, below the user. */
export interface ZoneAccessNode extends AnyCylanceNode {
  readonly kind: 'zoneAccess';
  readonly user: CylanceUser;
  readonly access: ZoneAccess;
  readonly zoneName: string;
}

export interface ConnectionNode extends AnyNode {
  readonly kind: 'connection';
  readonly connection: Connection;
}

/** A place in a tenant. Without Flight Control the connection itself is the place, and `cid` may be unknown. */
export interface Place {
  readonly connection: Connection;
  readonly cid: Cid | undefined;
  /** The CID's name, or the connection's where there is only one. */
  readonly cidName: string;
}

export interface CidNode extends AnyNode, Place {
  readonly kind: 'cid';
  readonly cid: Cid;
  readonly child: Child | undefined;
  /** How many users have their home here, when known. */
  readonly userCount: number | undefined;
}

export interface UsersNode extends AnyNode, Place {
  readonly kind: 'users';
  readonly parent: ConnectionNode | CidNode;
  readonly view: UserView;
  readonly total: number | undefined;
}

export interface RolesNode extends AnyNode, Place {
  readonly kind: 'roles';
  readonly parent: ConnectionNode | CidNode;
  readonly total: number | undefined;
}

export interface UserNode extends AnyNode, Place {
  readonly kind: 'user';
  readonly user: User;
  /** What the user holds in this CID, once it has been read. */
  readonly grants: readonly Grant[] | undefined;
}

/** The other CIDs in which a user holds something; read when opened. */
export interface OtherCidsNode extends AnyNode, Place {
  readonly kind: 'otherCids';
  readonly user: User;
}

/** What a user holds in a CID other than the one the user is shown under. */
export interface GrantCidNode extends AnyNode, Place {
  readonly kind: 'grantCid';
  readonly cid: Cid;
  readonly user: User;
  /** Once they have been read. */
  readonly grants: readonly Grant[] | undefined;
}

export interface GrantNode extends AnyNode, Place {
  readonly kind: 'grant';
  readonly user: User;
  readonly grant: Grant;
}

export interface RoleNode extends AnyNode, Place {
  readonly kind: 'role';
  readonly role: Role;
  /** As far as grants have been read here; undefined before that. */
  readonly holders: Answer<Holder> | undefined;
}

export interface Holder {
  readonly user: User;
  readonly grant: Grant;
}

export interface HolderNode extends AnyNode, Place, Holder {
  readonly kind: 'holder';
}

export interface LoadMoreNode extends AnyNode {
  readonly kind: 'loadMore';
  readonly parent: TenantNode;
  readonly next: number;
  readonly total: number;
}

/** Stands where reading failed; `retry` reads the parent again, or the connections where there is none. */
export interface FailedNode extends AnyNode {
  readonly kind: 'failed';
  readonly error: TenantError;
}

/** A line that only tells something. */
export interface NoticeNode extends AnyNode {
  readonly kind: 'notice';
  readonly notice: Notice;
}

export type Notice =
  | { readonly topic: 'noUsers'; readonly filtered: boolean }
  | { readonly topic: 'noRoles' }
  | { readonly topic: 'noGrants' }
  | { readonly topic: 'noOtherCids' }
  | { readonly topic: 'description'; readonly text: string }
  | { readonly topic: 'notCounted' }
  /** The grants of some users, but not of all who hold anything here, have been read. */
  | { readonly topic: 'partlyCounted'; readonly coverage: Coverage }
  | { readonly topic: 'moreHolders'; readonly shown: number; readonly total: number }
  /** Epoch milliseconds: when the oldest of what is shown was read. */
  | { readonly topic: 'asOf'; readonly at: number }
  | { readonly topic: 'noHolders' }
  /** The API client may not read child CIDs. */
  | { readonly topic: 'childrenHidden' }
  /** There are children, but nobody told which CID they belong to. */
  | { readonly topic: 'parentUnknown' }
  /** The application may not list zones: they are known from the users alone, without names. */
  | { readonly topic: 'zonesHidden' }
  | { readonly topic: 'noZones' }
  /** A user's console role holds everywhere, or in no zone. */
  | { readonly topic: 'noZoneAccess' }
  | { readonly topic: 'nobodyInZone' }
  /** Of those in a zone, or with a console role. */
  | { readonly topic: 'moreUsers'; readonly shown: number; readonly total: number }
  /** The list changed while it was read: the server counts more than could be found. */
  | { readonly topic: 'usersMissing'; readonly count: number };

export type CylanceTenantNode =
  | CylanceNode
  | CylanceUsersNode
  | ZonesNode
  | ZoneNode
  | CylanceRolesNode
  | CylanceRoleNode
  | CylanceUserNode
  | ZoneAccessNode;

export type TenantNode =
  | CylanceTenantNode
  | ConnectionNode
  | CidNode
  | UsersNode
  | RolesNode
  | UserNode
  | OtherCidsNode
  | GrantCidNode
  | GrantNode
  | RoleNode
  | HolderNode
  | LoadMoreNode
  | FailedNode
  | NoticeNode;

export type NodeOf<K extends TenantNode['kind']> = Extract<TenantNode, { readonly kind: K }>;

export const isNode = <K extends TenantNode['kind']>(node: TenantNode | undefined, ...kinds: readonly K[]): node is NodeOf<K> =>
  node !== undefined && (kinds as readonly string[]).includes(node.kind);

/** The Falcon tenant that a node belongs to; a Cylance tenant's nodes, and a failure to read the connections, belong to none. */
export function connectionOf(node: TenantNode): Connection | undefined {
  for (let at: TenantNode | undefined = node; at; at = at.parent) if ('connection' in at) return at.connection;
  return undefined;
}

/** The Cylance tenant that a node belongs to. */
export function cylanceTenantOf(node: TenantNode): CylanceConnection | undefined {
  for (let at: TenantNode | undefined = node; at; at = at.parent) if ('tenant' in at) return at.tenant;
  return undefined;
}

export const connectionNode = (connection: Connection): ConnectionNode => ({ kind: 'connection', id: connection.id, parent: undefined, connection });

const child = (parent: TenantNode, part: string) => ({ id: `${parent.id}/${part}`, parent });
const place = ({ connection, cid, cidName }: Place): Place => ({ connection, cid, cidName });

export const cidNode = (parent: ConnectionNode, cid: Cid, described: Child | undefined, userCount: number | undefined): CidNode => ({
  ...child(parent, cid),
  kind: 'cid',
  connection: parent.connection,
  cid,
  cidName: described ? described.name || cid : parent.connection.name,
  child: described,
  userCount,
});

/** The place that a connection stands for when it has no CIDs below it. */
export const placeOf = (node: ConnectionNode | CidNode, cid?: Cid): Place =>
  node.kind === 'cid' ? place(node) : { connection: node.connection, cid, cidName: node.connection.name };

export const usersNode = (parent: ConnectionNode | CidNode, at: Place, view: UserView, total: number | undefined): UsersNode => ({
  ...child(parent, 'users'),
  ...place(at),
  kind: 'users',
  parent,
  view,
  total,
});

export const rolesNode = (parent: ConnectionNode | CidNode, at: Place, total: number | undefined): RolesNode => ({
  ...child(parent, 'roles'),
  ...place(at),
  kind: 'roles',
  parent,
  total,
});

export const userNode = (parent: UsersNode, user: User, grants: readonly Grant[] | undefined): UserNode => ({
  ...child(parent, user.uuid),
  ...place(parent),
  kind: 'user',
  user,
  grants,
});

export const otherCidsNode = (parent: UserNode): OtherCidsNode => ({
  ...child(parent, 'other'),
  ...place(parent),
  kind: 'otherCids',
  user: parent.user,
});

export const grantCidNode = (parent: OtherCidsNode, cid: Cid, cidName: string, grants: readonly Grant[] | undefined): GrantCidNode => ({
  ...child(parent, cid),
  kind: 'grantCid',
  connection: parent.connection,
  cid,
  cidName,
  user: parent.user,
  grants,
});

export const grantNode = (parent: UserNode | GrantCidNode, grant: Grant): GrantNode => ({
  ...child(parent, `grant:${grantKey(grant)}`),
  ...place(parent),
  kind: 'grant',
  user: parent.user,
  grant,
});

export const roleNode = (parent: RolesNode, role: Role, holders: Answer<Holder> | undefined): RoleNode => ({
  ...child(parent, role.id),
  ...place(parent),
  kind: 'role',
  role,
  holders,
});

export const holderNode = (parent: RoleNode, user: User, grant: Grant): HolderNode => ({
  ...child(parent, `holder:${user.uuid}:${grantKey(grant)}`),
  ...place(parent),
  kind: 'holder',
  user,
  grant,
});

export const loadMoreNode = (parent: TenantNode, next: number, total: number): LoadMoreNode => ({
  ...child(parent, 'more'),
  kind: 'loadMore',
  parent,
  next,
  total,
});

export const failedNode = (parent: TenantNode | undefined, error: TenantError): FailedNode => ({
  id: `${parent?.id ?? ''}/failed`,
  parent,
  kind: 'failed',
  error,
});

export const noticeNode = (parent: TenantNode, notice: Notice): NoticeNode => ({ ...child(parent, `notice:${notice.topic}`), kind: 'notice', notice });
