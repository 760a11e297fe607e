/**
 * The older calls under `/users` and `/user-roles`. They know no CID: everything happens in the CID of the session, and
 * only users at home there exist for them.
 */
import { randomUUID } from 'node:crypto';
import { idTexts, Refusal } from '../server/reply.ts';
import { isVisible } from '../store/grantFacts.ts';
import type { RoleEntry, UserEntry } from '../store/model.ts';
import type { CallContext, Handler } from './context.ts';
import { checkNewUser } from './newUser.ts';
import { legacyRoleText, legacyUserText } from './records.ts';
import { isGrantable } from './roleHandlers.ts';

const errors: readonly [] = [];

function homeUser(uuid: string, { store, session }: CallContext): UserEntry | undefined {
  const user = store.findUser(uuid);
  return user?.home === session.customer ? user : undefined;
}

/** @param status what an unknown user answers: 404 where the specification lists it, else 400 */
function requiredUser(uuid: string, context: CallContext, status: 400 | 404): UserEntry {
  const user = homeUser(uuid, context);
  if (user === undefined) throw new Refusal(status, `invalid user uuid='${uuid}' specified`);
  return user;
}

/** Everyone at home in the session's CID, in the order of the user names. */
const homeUsers = ({ store, session }: CallContext): UserEntry[] =>
  [...store.usersAtHome(session.customer)].filter(({ deleted }) => !deleted).sort((left, right) => (left.uid < right.uid ? -1 : 1));

/** 404 when none of the users exists: not documented, as for the roles below. */
export const RetrieveUser: Handler<'RetrieveUser'> = ({ ids }, context) => {
  const users = [...new Set(ids)].flatMap((id) => homeUser(id, context) ?? []);
  if (users.length === 0) throw new Refusal(404, 'users not found');
  return { status: 200, errors, resources: users.map(legacyUserText) };
};

export const CreateUser: Handler<'CreateUser'> = ({ body }, context) => {
  const uid = checkNewUser(body, context);
  const created = { uuid: randomUUID(), uid, home: context.session.customer, firstName: body.firstName ?? '', lastName: body.lastName ?? '' };
  return { status: 201, affected: 1, errors, resources: [legacyUserText(context.store.addUser(created, context.now))] };
};

/** Both names are optional here; one that is left out stays. */
export const UpdateUser: Handler<'UpdateUser'> = ({ user_uuid: uuid, body: { firstName, lastName } }, context) => {
  const user = requiredUser(uuid, context, 404);
  context.store.updateUser(user, { firstName: firstName ?? user.firstName, lastName: lastName ?? user.lastName }, context.now);
  return { status: 200, affected: 1, errors, resources: [legacyUserText(user)] };
};

export const DeleteUser: Handler<'DeleteUser'> = ({ user_uuid: uuid }, context) => {
  context.store.deleteUser(requiredUser(uuid, context, 404));
  return { status: 200, affected: 1, errors };
};

export const RetrieveEmailsByCID: Handler<'RetrieveEmailsByCID'> = (_parameters, context) => ({
  status: 200,
  errors,
  resources: idTexts(homeUsers(context).map(({ uid }) => uid)),
});

export const RetrieveUserUUIDsByCID: Handler<'RetrieveUserUUIDsByCID'> = (_parameters, context) => ({
  status: 200,
  errors,
  resources: idTexts(homeUsers(context).map(({ uuid }) => uuid)),
});

export const RetrieveUserUUID: Handler<'RetrieveUserUUID'> = ({ uid: uids }, context) => {
  const users = uids.flatMap((uid) => context.store.findUserByUid(uid.toLowerCase()) ?? []).filter(({ home }) => home === context.session.customer);
  if (users.length === 0) throw new Refusal(404, 'users not found');
  return { status: 200, errors, resources: idTexts(users.map(({ uuid }) => uuid)) };
};

const availableRoles = ({ store, session }: CallContext): RoleEntry[] => store.rolesOf(session.customer);

export const GetAvailableRoleIds: Handler<'GetAvailableRoleIds'> = (_parameters, context) => ({
  status: 200,
  errors,
  resources: idTexts(availableRoles(context).map(({ id }) => id)),
});

export const GetRoles: Handler<'GetRoles'> = ({ ids }, context) => {
  const roles = availableRoles(context).filter(({ id }) => ids.includes(id));
  if (roles.length === 0) throw new Refusal(404, 'roles not found');
  return { status: 200, errors, resources: roles.map(legacyRoleText) };
};

/** Unlike the newer query of roles with a user, this one lists the roles that the user holds. */
export const GetUserRoleIds: Handler<'GetUserRoleIds'> = ({ user_uuid: uuid }, context) => {
  context.store.advance(context.now);
  return { status: 200, errors, resources: idTexts(heldRoleIds(requiredUser(uuid, context, 400), context)) };
};

const heldRoleIds = (user: UserEntry, { session, now }: CallContext): string[] =>
  user.grants.filter((grant) => grant.customer === session.customer && isVisible(grant, now)).map(({ role }) => role.id);

function rolesFor(user: UserEntry, ids: readonly string[], { store, session }: CallContext): RoleEntry[] {
  return ids.map((id) => {
    const role = store.findRole(id);
    if (role === undefined || !isGrantable(role, user, session.customer)) throw new Refusal(400, `invalid roleID='${id}' specified`);
    return role;
  });
}

/** What the ids in the answer are is not documented; here those that the call was about. */
export const GrantUserRoleIds: Handler<'GrantUserRoleIds'> = ({ user_uuid: uuid, body: { roleIds } }, context) => {
  const user = requiredUser(uuid, context, 400);
  const affected = context.store.grant(user, context.session.customer, rolesFor(user, roleIds, context), 0, context.now);
  return { status: 200, affected, errors, resources: idTexts(roleIds) };
};

export const RevokeUserRoleIds: Handler<'RevokeUserRoleIds'> = ({ user_uuid: uuid, ids }, context) => {
  const user = requiredUser(uuid, context, 400);
  const affected = context.store.revoke(user, context.session.customer, rolesFor(user, ids, context), context.now);
  return { status: 200, affected, errors, resources: idTexts(ids) };
};
