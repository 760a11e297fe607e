/** Changes with only what a test is about. */
import { asNewUserKey } from '../../../../src/core/changes/change.ts';
import type { Change, ChangeSet, CreateUser, GrantRoles, NewUserRef, RevokeRoles, RoleRef, UserSnapshot } from '../../../../src/core/changes/change.ts';
import { buildChangeSet } from '../../../../src/core/changes/buildChangeSet.ts';
import type { Grant } from '../../../../src/core/grant.ts';
import { asCid, asConnectionId, asRoleId, asUserUuid } from '../../../../src/core/ids.ts';
import type { Cid } from '../../../../src/core/ids.ts';

export const now = Date.UTC(2026, 4, 5, 12);
export const inHours = (hours: number): string => new Date(now + hours * 3_600_000).toISOString();

export const acme: Cid = asCid('a'.repeat(32));
export const retail: Cid = asCid('b'.repeat(32));

export const person = (name: string, over: Partial<UserSnapshot> = {}): UserSnapshot => ({
  uuid: asUserUuid(name.toLowerCase()),
  uid: `${name.toLowerCase()}@acme.test`,
  cid: acme,
  first_name: name,
  last_name: 'Test',
  ...over,
});

export const ada = person('Ada');
export const bob = person('Bob');
export const role = (id: string): RoleRef => ({ id: asRoleId(id), name: `Role ${id}` });
export const administrator: RoleRef = { id: asRoleId('falconhost_admin'), name: 'Falcon Administrator' };

export const eve: NewUserRef = { key: asNewUserKey('eve'), uid: 'eve@acme.test', cid: acme };
export const createEve: CreateUser = { kind: 'createUser', ...eve, names: { first: 'Eve', last: 'Test' } };

export const grant = (to: GrantRoles['to'], cid: Cid, roles: GrantRoles['roles'], expiresAt?: string): GrantRoles => ({
  kind: 'grant',
  to,
  cid,
  roles,
  ...(expiresAt && { expiresAt }),
});
export const revoke = (user: UserSnapshot, cid: Cid, roles: RevokeRoles['roles']): RevokeRoles => ({ kind: 'revoke', user, cid, roles });

export const heldGrant = (user: UserSnapshot, cid: Cid, { id, name }: RoleRef, over: Partial<Grant> = {}): Grant => ({
  role_id: id,
  role_name: name,
  cid,
  uuid: user.uuid,
  grant_type: 'direct',
  ...over,
});

export const throughGroup = { grant_type: 'inherited', user_group_id: 'g1', user_group_name: 'SOC L2', cid_group_id: 'c1', cid_group_name: 'Retail CIDs' };

export const setOf = (...changes: readonly Change[]): ChangeSet =>
  buildChangeSet({ id: 'set-1', connectionId: asConnectionId('one'), tenantName: 'Acme Global', origin: 'test', changes, createdAt: now });
