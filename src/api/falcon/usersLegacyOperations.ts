/**
 * The older half of the User Management collection, under `/users` and `/user-roles`: all deprecated, with camel-case
 * names and `customer` in place of `cid`. They act on the CID of the session only.
 */
import type { Operation } from './operation.ts';
import { idRecord, legacyUserRecord, roleRecord } from './records.ts';

const userUuid = { type: 'string', format: 'uuid', required: true, description: 'The uuid of the user.' } as const;
const userIds = { type: 'strings', format: 'uuid', minimum: 1, required: true, description: 'User uuids. Several hundred make the URL too long.' } as const;
const roleIds = { type: 'strings', minimum: 1, required: true, description: 'Role ids.' } as const;

const names = {
  firstName: { type: 'string', description: 'First name.' },
  lastName: { type: 'string', description: 'Last name.' },
} as const;

const legacy = { collection: 'users-legacy', query: {}, success: [200], failures: [400, 403, 404, 429, 500] } as const;
const read = { ...legacy, scope: 'usermgmt:read', write: false, repeatable: true } as const;
const write = { ...legacy, scope: 'usermgmt:write', write: true, repeatable: false } as const;
const withoutNotFound = [400, 403, 429, 500] as const;

export const usersLegacyOperations = {
  RetrieveUser: {
    ...read,
    id: 'RetrieveUser',
    method: 'GET',
    path: '/users/entities/users/v1',
    summary: 'Read users by uuid.',
    replacedBy: 'retrieveUsersGETV1',
    query: { ids: userIds },
    resource: legacyUserRecord,
  },
  CreateUser: {
    ...write,
    id: 'CreateUser',
    method: 'POST',
    path: '/users/entities/users/v1',
    summary: 'Create a user in the CID of the session.',
    replacedBy: 'createUserV1',
    body: {
      kind: 'json',
      fields: {
        uid: { type: 'string', format: 'email', required: true, description: 'The e-mail address, which becomes the user name.' },
        ...names,
        password: { type: 'string', format: 'secret', description: 'Best left out.' },
      },
    },
    success: [201],
    failures: withoutNotFound,
    resource: legacyUserRecord,
  },
  UpdateUser: {
    ...write,
    id: 'UpdateUser',
    method: 'PATCH',
    path: '/users/entities/users/v1',
    summary: 'Change the names of a user.',
    repeatable: true,
    replacedBy: 'updateUserV1',
    query: { user_uuid: userUuid },
    body: { kind: 'json', fields: names },
    resource: legacyUserRecord,
  },
  DeleteUser: {
    ...write,
    id: 'DeleteUser',
    method: 'DELETE',
    path: '/users/entities/users/v1',
    summary: 'Delete a user for good.',
    replacedBy: 'deleteUserV1',
    query: { user_uuid: userUuid },
  },
  RetrieveEmailsByCID: {
    ...read,
    id: 'RetrieveEmailsByCID',
    method: 'GET',
    path: '/users/queries/emails-by-cid/v1',
    summary: 'List the user names of all users in the CID of the session, in one answer.',
    replacedBy: 'retrieveUsersGETV1',
    failures: withoutNotFound,
    resource: idRecord,
  },
  RetrieveUserUUIDsByCID: {
    ...read,
    id: 'RetrieveUserUUIDsByCID',
    method: 'GET',
    path: '/users/queries/user-uuids-by-cid/v1',
    summary: 'List the uuids of all users in the CID of the session, in one answer.',
    replacedBy: 'queryUserV1',
    failures: withoutNotFound,
    resource: idRecord,
  },
  RetrieveUserUUID: {
    ...read,
    id: 'RetrieveUserUUID',
    method: 'GET',
    path: '/users/queries/user-uuids-by-email/v1',
    summary: 'Find the uuid of a user by user name.',
    replacedBy: 'queryUserV1',
    query: { uid: { type: 'strings', minimum: 1, required: true, description: 'User names (e-mail addresses).' } },
    resource: idRecord,
  },
  GetRoles: {
    ...read,
    id: 'GetRoles',
    method: 'GET',
    path: '/user-roles/entities/user-roles/v1',
    summary: 'Read roles by id.',
    replacedBy: 'entitiesRolesV1',
    query: { ids: roleIds },
    resource: roleRecord,
  },
  GrantUserRoleIds: {
    ...write,
    id: 'GrantUserRoleIds',
    method: 'POST',
    path: '/user-roles/entities/user-roles/v1',
    summary: 'Grant roles to a user in the CID of the session.',
    replacedBy: 'userRolesActionV1',
    query: { user_uuid: userUuid },
    body: { kind: 'json', fields: { roleIds } },
    failures: withoutNotFound,
    resource: idRecord,
  },
  RevokeUserRoleIds: {
    ...write,
    id: 'RevokeUserRoleIds',
    method: 'DELETE',
    path: '/user-roles/entities/user-roles/v1',
    summary: 'Revoke roles of a user in the CID of the session.',
    replacedBy: 'userRolesActionV1',
    query: { user_uuid: userUuid, ids: roleIds },
    failures: withoutNotFound,
    resource: idRecord,
  },
  GetAvailableRoleIds: {
    ...read,
    id: 'GetAvailableRoleIds',
    method: 'GET',
    path: '/user-roles/queries/user-role-ids-by-cid/v1',
    summary: 'List the ids of all roles in the CID of the session.',
    replacedBy: 'queriesRolesV1',
    failures: [403, 404, 429, 500],
    resource: idRecord,
  },
  GetUserRoleIds: {
    ...read,
    id: 'GetUserRoleIds',
    method: 'GET',
    path: '/user-roles/queries/user-role-ids-by-user-uuid/v1',
    summary: 'List the ids of the roles that a user holds in the CID of the session.',
    replacedBy: 'combinedUserRolesV1',
    query: { user_uuid: userUuid },
    failures: withoutNotFound,
    resource: idRecord,
  },
} as const satisfies Record<string, Operation>;
