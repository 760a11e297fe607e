/** The calls of the Cylance User API, as rows that name their path and scope. */
import { Refusal } from '../server/reply.ts';
import type { PastTheEnd } from './cylancePages.ts';
import { pageOf } from './cylancePages.ts';
import type { DateForm } from './cylanceRecords.ts';
import { userRecord, zoneRecord } from './cylanceRecords.ts';
import type { CylanceScope } from './cylanceSessions.ts';
import type { CylanceStore } from './cylanceStore.ts';
import type { CylanceUser } from './model.ts';
import { isEmail, readChangedUser, readNewUser } from './newCylanceUser.ts';

export interface CylanceCall {
  readonly store: CylanceStore;
  /** What stands in the path behind the collection, decoded; empty for a whole collection. */
  readonly target: string;
  readonly query: string;
  readonly body: string;
  readonly now: number;
  readonly dates: DateForm;
  readonly pastTheEnd: PastTheEnd;
}

export interface CylanceReply {
  readonly status: number;
  /** Undefined for an empty body. */
  readonly body?: object;
}

export interface CylanceRow {
  /** Short name for the log of requests. */
  readonly id: string;
  readonly method: string;
  readonly collection: 'users' | 'zones';
  /** How the path goes on: not at all, with an id, or with an address and what is to be done. */
  readonly form: 'list' | 'one' | 'invite' | 'resetpassword';
  readonly scope: CylanceScope;
  /** @throws Refusal */
  readonly run: (call: CylanceCall) => CylanceReply;
}

export const cylanceRows: readonly CylanceRow[] = [
  { id: 'cylanceListUsers', method: 'GET', collection: 'users', form: 'list', scope: 'user:list', run: listUsers },
  { id: 'cylanceGetUser', method: 'GET', collection: 'users', form: 'one', scope: 'user:read', run: getUser },
  { id: 'cylanceCreateUser', method: 'POST', collection: 'users', form: 'list', scope: 'user:create', run: createUser },
  { id: 'cylanceUpdateUser', method: 'PUT', collection: 'users', form: 'one', scope: 'user:update', run: updateUser },
  { id: 'cylanceDeleteUser', method: 'DELETE', collection: 'users', form: 'one', scope: 'user:delete', run: deleteUser },
  { id: 'cylanceInvite', method: 'POST', collection: 'users', form: 'invite', scope: 'user:read', run: invite },
  { id: 'cylanceResetPassword', method: 'POST', collection: 'users', form: 'resetpassword', scope: 'user:read', run: resetPassword },
  { id: 'cylanceListZones', method: 'GET', collection: 'zones', form: 'list', scope: 'zone:list', run: listZones },
  { id: 'cylanceGetZone', method: 'GET', collection: 'zones', form: 'one', scope: 'zone:read', run: getZone },
];

function listUsers({ store, query, dates, pastTheEnd }: CylanceCall): CylanceReply {
  const page = pageOf(store.users, query, pastTheEnd);
  return { status: 200, body: { ...page, page_items: page.page_items.map((user) => userRecord(user, store.tenantId, dates)) } };
}

function getUser({ store, target, dates }: CylanceCall): CylanceReply {
  if (!isEmail(target)) return { status: 200, body: userRecord(userOfId(store, target), store.tenantId, dates) };
  return { status: 200, body: userRecord(known(store.findUserByEmail(target), 'user'), store.tenantId, dates) };
}

function createUser({ store, body, now, dates }: CylanceCall): CylanceReply {
  const user = readNewUser(body, store, now);
  store.addUser(user);
  return { status: 201, body: userRecord(user, store.tenantId, dates) };
}

/** By id only, as a whole. That the answer is empty is taken over from changes of zones. */
function updateUser({ store, target, body, now }: CylanceCall): CylanceReply {
  const user = userOfId(store, target);
  store.replaceUser(user, readChangedUser(body, user, store, now));
  return { status: 200 };
}

function invite(call: CylanceCall): CylanceReply {
  if (userOfEmail(call).hasLoggedIn) throw new Refusal(400, 'The user has logged in already.');
  return { status: 200 };
}

function resetPassword(call: CylanceCall): CylanceReply {
  if (userOfEmail(call).emailConfirmedAt === undefined) throw new Refusal(400, 'The email is not confirmed yet.');
  return { status: 200 };
}

/** By id only: an address is a bad id. */
function deleteUser({ store, target }: CylanceCall): CylanceReply {
  store.deleteUser(userOfId(store, target));
  return { status: 200 };
}

function listZones({ store, query, dates, pastTheEnd }: CylanceCall): CylanceReply {
  const page = pageOf(store.zones, query, pastTheEnd);
  return { status: 200, body: { ...page, page_items: page.page_items.map((zone) => zoneRecord(zone, dates)) } };
}

function getZone({ store, target, dates }: CylanceCall): CylanceReply {
  if (!isGuid(target)) throw new Refusal(400, 'The zone id is not valid.');
  return { status: 200, body: zoneRecord(known(store.findZone(target), 'zone'), dates) };
}

function userOfId(store: CylanceStore, target: string): CylanceUser {
  if (!isGuid(target)) throw new Refusal(400, 'The user id is not valid.');
  return known(store.findUser(target), 'user');
}

function userOfEmail({ store, target }: CylanceCall): CylanceUser {
  if (!isEmail(target)) throw new Refusal(400, 'The email is not valid.');
  return known(store.findUserByEmail(target), 'user');
}

function known<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Refusal(404, `The ${what} was not found.`);
  return found;
}

const isGuid = (text: string): boolean => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
