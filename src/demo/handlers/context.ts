/** What handlers work with, and the questions most of them ask first. */
import type { OperationId, Parameters } from '../../api/falcon/operations.ts';
import type { Random } from '../data/random.ts';
import type { Reply } from '../server/reply.ts';
import { Refusal } from '../server/reply.ts';
import type { Session } from '../server/sessions.ts';
import { holdsAnyIn } from '../store/grantFacts.ts';
import type { Customer, UserEntry } from '../store/model.ts';
import type { TenantStore } from '../store/tenantStore.ts';
import type { UserSearch } from '../store/userSearch.ts';

export interface CallContext {
  readonly store: TenantStore;
  readonly search: UserSearch;
  readonly session: Session;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly random: Random;
}

export type Handler<Id extends OperationId> = (parameters: Parameters<Id>, context: CallContext) => Reply;

/** Whether the session was tied to a child when its token was made. */
export const isMemberSession = ({ session, store }: CallContext): boolean => session.customer !== store.parent;

/**
 * The CID that a call names, or the one in view. Which error a foreign CID gives is not documented: one that is no CID
 * at all is a bad request here; one that belongs to nobody this session knows is out of its rights, whether it exists
 * or not. The same holds for a session tied to a child that names another CID.
 */
export function customerInView(context: CallContext, cid: string | undefined): Customer {
  const { session, store } = context;
  if (cid === undefined) return session.customer;
  if (!/^[0-9a-f]{32}$/.test(cid)) throw new Refusal(400, `invalid cid='${cid}' specified`);
  const customer = store.findCustomer(cid);
  if (customer === undefined || (isMemberSession(context) && customer !== session.customer)) {
    throw new Refusal(403, 'access denied, authorization failed');
  }
  return customer;
}

/** Whether the session sees the user: a parent sees everyone, a child those at home with it or holding a role in it. */
export function isSeen(user: UserEntry, context: CallContext): boolean {
  const { customer } = context.session;
  return !isMemberSession(context) || user.home === customer || holdsAnyIn(user, customer, context.now);
}

/** The message is the one seen on grants reads; that other calls give it too is an assumption, as is 400 for writes. */
export function seenUser(uuid: string, context: CallContext): UserEntry {
  const user = context.store.findUser(uuid);
  if (user === undefined || !isSeen(user, context)) throw new Refusal(400, `invalid user uuid='${uuid}' specified`);
  return user;
}

/** A child may look at a user of another home CID who works in it, but not change that user. */
export function changeableUser(uuid: string, context: CallContext): UserEntry {
  const user = seenUser(uuid, context);
  if (isMemberSession(context) && user.home !== context.session.customer) throw new Refusal(403, 'access denied, authorization failed');
  return user;
}
