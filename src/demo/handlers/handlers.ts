/** One handler for each row of the operation table; a row without one does not compile. */
import type { OperationId } from '../../api/falcon/operations.ts';
import { aggregateUsersV1 } from './aggregateHandlers.ts';
import { getChildren, getChildrenV2, GetSensorInstallersCCIDByQuery, queryChildren } from './childHandlers.ts';
import type { CallContext, Handler } from './context.ts';
import { CombinedUserRolesV2, combinedUserRolesV1, userRolesActionV1 } from './grantHandlers.ts';
import * as legacy from './legacyHandlers.ts';
import { entitiesRolesGETV2, entitiesRolesV1, queriesRolesV1 } from './roleHandlers.ts';
import type { TokenContext, TokenHandler } from './tokenHandlers.ts';
import { oauth2AccessToken, oauth2RevokeToken } from './tokenHandlers.ts';
import type { Reply } from '../server/reply.ts';
import { createUserV1, deleteUserV1, queryUserV1, retrieveUsersGETV1, updateUserV1, userActionV1 } from './userHandlers.ts';

type TokenOperationId = 'oauth2AccessToken' | 'oauth2RevokeToken';

const tokenHandlers: { readonly [Id in TokenOperationId]: TokenHandler<Id> } = { oauth2AccessToken, oauth2RevokeToken };

const handlers: { readonly [Id in Exclude<OperationId, TokenOperationId>]: Handler<Id> } = {
  queryUserV1,
  retrieveUsersGETV1,
  createUserV1,
  updateUserV1,
  deleteUserV1,
  aggregateUsersV1,
  userActionV1,
  userRolesActionV1,
  queriesRolesV1,
  entitiesRolesGETV2,
  entitiesRolesV1,
  CombinedUserRolesV2,
  combinedUserRolesV1,
  RetrieveUser: legacy.RetrieveUser,
  CreateUser: legacy.CreateUser,
  UpdateUser: legacy.UpdateUser,
  DeleteUser: legacy.DeleteUser,
  RetrieveEmailsByCID: legacy.RetrieveEmailsByCID,
  RetrieveUserUUIDsByCID: legacy.RetrieveUserUUIDsByCID,
  RetrieveUserUUID: legacy.RetrieveUserUUID,
  GetRoles: legacy.GetRoles,
  GrantUserRoleIds: legacy.GrantUserRoleIds,
  RevokeUserRoleIds: legacy.RevokeUserRoleIds,
  GetAvailableRoleIds: legacy.GetAvailableRoleIds,
  GetUserRoleIds: legacy.GetUserRoleIds,
  queryChildren,
  getChildren,
  getChildrenV2,
  GetSensorInstallersCCIDByQuery,
};

/** The parameters were checked against the row of the operation, so they have the shape that its handler takes. */
export function handle(id: string, parameters: Record<string, unknown>, context: CallContext): Reply {
  const handler = handlers[id as keyof typeof handlers] as (parameters: unknown, context: CallContext) => Reply;
  return handler(parameters, context);
}

export function handleToken(id: string, parameters: Record<string, unknown>, context: TokenContext): Reply {
  const handler = tokenHandlers[id as TokenOperationId] as (parameters: unknown, context: TokenContext) => Reply;
  return handler(parameters, context);
}
