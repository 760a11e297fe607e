/** The user calls under `/user-management`. */
import { randomUUID } from 'node:crypto';
import { userFilterSchema } from '../../core/fql/fqlSchema.ts';
import type { Handler } from './context.ts';
import { changeableUser, customerInView, isMemberSession, isSeen } from './context.ts';
import { readFilter } from './filters.ts';
import { checkNewUser } from './newUser.ts';
import { userRecord } from './records.ts';

export const queryUserV1: Handler<'queryUserV1'> = ({ filter, sort = 'uid|asc', offset = 0, limit = 100 }, context) => {
  const concerning = isMemberSession(context) ? context.session.customer : undefined;
  const users = context.search.find({ concerning, filter: readFilter(filter, userFilterSchema), sort }, context.now);
  const page = users.slice(offset, offset + limit);
  return { status: 200, pagination: { offset, limit, total: users.length }, resources: page.map(({ uuid }) => `"${uuid}"`) };
};

/** Ids that nobody has are left out: what happens to them is not documented, but clients read an empty list as "not found". */
export const retrieveUsersGETV1: Handler<'retrieveUsersGETV1'> = ({ body: { ids } }, context) => {
  const found = [...new Set(ids)].flatMap((id) => context.store.findUser(id) ?? []).filter((user) => isSeen(user, context));
  // Not in the order asked for: that is what a recorded answer shows.
  found.sort((left, right) => left.index - right.index);
  return { status: 200, resources: found.map(userRecord) };
};

export const createUserV1: Handler<'createUserV1'> = ({ validate_only: validateOnly, body }, context) => {
  const home = customerInView(context, body.cid);
  const uid = checkNewUser(body, context);
  // Not documented. The specification knows no other success than 201, and clients generated from it take any other
  // status for a failure.
  if (validateOnly) return { status: 201, resources: [] };
  const user = context.store.addUser({ uuid: randomUUID(), uid, home, firstName: body.first_name ?? '', lastName: body.last_name ?? '' }, context.now);
  return { status: 201, affected: 1, resources: [userRecord(user)] };
};

export const updateUserV1: Handler<'updateUserV1'> = ({ user_uuid: uuid, body }, context) => {
  const user = changeableUser(uuid, context);
  context.store.updateUser(user, { firstName: body.first_name, lastName: body.last_name }, context.now);
  return { status: 200, affected: 1, resources: [userRecord(user)] };
};

/** Why 400 and not 404 for an unknown user: the specification lists no 404 for this call. */
export const deleteUserV1: Handler<'deleteUserV1'> = ({ user_uuid: uuid }, context) => {
  context.store.deleteUser(changeableUser(uuid, context));
  return { status: 200, affected: 1 };
};

/** Whether some of several users can succeed alone is not documented; here one unknown id refuses the whole call. */
export const userActionV1: Handler<'userActionV1'> = ({ body: { ids, action } }, context) => {
  const users = new Set(ids.map((id) => changeableUser(id, context)));
  for (const user of users) {
    // A reset of the password shows nowhere but in the mail that the user gets.
    context.store.updateUser(user, action.action_name === 'reset_2fa' ? { factors: [] } : {}, context.now);
  }
  return { status: 200, affected: users.size };
};
