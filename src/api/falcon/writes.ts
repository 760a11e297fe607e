/** Every call that changes a tenant. Only the runner of change sets makes them. */
import type { Change, Names } from '../../core/changes/change.ts';
import { TenantError } from '../../core/errors.ts';
import type { Cid, UserUuid } from '../../core/ids.ts';
import type { User } from '../../core/user.ts';
import { statusWithin } from './answers.ts';
import type { Reply } from './answers.ts';
import type { CallOptions, FalconClient } from './client.ts';
import { refusalError } from './failures.ts';
import { findOperation, operations } from './operations.ts';
import type { OperationId, Parameters, Resource } from './operations.ts';

export interface NewUserFields {
  readonly uid: string;
  /** Left out: the CID of the session. */
  readonly cid?: Cid | undefined;
  readonly names: Names;
  /** Kept nowhere; errors do not repeat it. */
  readonly password?: string | undefined;
}

/** What is not known before a change is sent. */
export interface SendContext {
  /** The uuid of the person a grant is for. */
  readonly uuid?: UserUuid | undefined;
  readonly password?: string | undefined;
}

export interface Written {
  readonly traceId: string | undefined;
  /** The user that was made. */
  readonly user?: User | undefined;
}

/** Second-long ends are the only form that psfalcon sends. */
const serverTime = (moment: string): string => `${new Date(moment).toISOString().slice(0, 19)}Z`;

const newUserBody = ({ uid, cid, names, password }: NewUserFields): Parameters<'createUserV1'>['body'] => ({
  uid,
  ...(cid && { cid }),
  first_name: names.first,
  last_name: names.last,
  ...(password && { password }),
});

/**
 * Asks the server whether it would accept a user, and makes none.
 * @throws TenantError with the server's reason when it would not
 */
export async function checkNewUser(client: FalconClient, fields: NewUserFields, options: CallOptions = {}): Promise<void> {
  await client.call('createUserV1', { validate_only: true, body: newUserBody(fields) }, options);
}

async function createUser(client: FalconClient, fields: NewUserFields, options: CallOptions): Promise<Written> {
  const { resources, traceId } = await carriedOut(client, 'createUserV1', { body: newUserBody(fields) }, options);
  const [user] = resources;
  if (user) return { traceId, user };
  throw new TenantError({
    kind: 'protocol',
    operation: 'createUserV1',
    traceId,
    message: 'The server accepted the user but does not say which one it made.',
    outcomeUnknown: true,
  });
}

/**
 * Sends one change.
 * @throws TenantError; where `outcomeUnknown` is set, the change may have been carried out all the same
 */
export async function sendChange(client: FalconClient, change: Change, { uuid, password }: SendContext, options: CallOptions = {}): Promise<Written> {
  switch (change.kind) {
    case 'createUser':
      return createUser(client, { uid: change.uid, cid: change.cid, names: change.names, password }, options);
    case 'renameUser': {
      const body = { first_name: change.after.first, last_name: change.after.last };
      return traced(carriedOut(client, 'updateUserV1', { user_uuid: change.user.uuid, body }, options));
    }
    case 'deleteUser':
      return traced(carriedOut(client, 'deleteUserV1', { user_uuid: change.user.uuid }, options));
    case 'resetPassword':
    case 'resetFactors': {
      const action = { action_name: change.kind === 'resetPassword' ? 'reset_password' : 'reset_2fa' } as const;
      // One at a time: what several ids do when one of them is refused is not published.
      return traced(carriedOut(client, 'userActionV1', { body: { ids: [change.user.uuid], action } }, options));
    }
    case 'grant': {
      if (!uuid) throw new TenantError({ kind: 'invalid', message: 'The user of a grant is not known.' });
      const role_ids = change.roles.map(({ id }) => id);
      const end = change.expiresAt ? { expires_at: serverTime(change.expiresAt) } : {};
      return traced(carriedOut(client, 'userRolesActionV1', { body: { action: 'grant', cid: change.cid, uuid, role_ids, ...end } }, options));
    }
    case 'revoke': {
      const role_ids = change.roles.map(({ id }) => id);
      return traced(carriedOut(client, 'userRolesActionV1', { body: { action: 'revoke', cid: change.cid, uuid: change.user.uuid, role_ids } }, options));
    }
    case 'rawOperation': {
      const { operation, parameters } = change;
      if (!isRawWrite(operation)) throw new TenantError({ kind: 'invalid', message: `${operation} is no operation that changes a tenant.` });
      const sent = password ? { ...parameters, body: { ...(parameters['body'] as object), password } } : parameters;
      return traced(carriedOut(client, operation, sent, options));
    }
  }
}

/**
 * @throws TenantError with `outcomeUnknown` also where a success carries errors: beside resources they may be about a
 * part of what was asked for, and what was done of it is not said
 */
async function carriedOut<Id extends OperationId>(
  client: FalconClient,
  id: Id,
  parameters: Parameters<Id>,
  options: CallOptions,
): Promise<Reply<Resource<Id>>> {
  const reply = await client.call(id, parameters, options);
  const { errors, traceId } = reply;
  if (errors.length === 0) return reply;
  const { host } = new URL(client.baseUrl);
  throw refusalError({ operation: operations[id], status: statusWithin(errors), errors, traceId, host, withinSuccess: true });
}

async function traced(reply: Promise<Reply<unknown>>): Promise<Written> {
  const { traceId } = await reply;
  return { traceId };
}

const isRawWrite = (id: string): id is OperationId => findOperation(id)?.write === true;

/** Whether the parameters of an operation hold something that must not be kept: a password or a client secret. */
export function holdsSecret(operation: string, parameters: Readonly<Record<string, unknown>>): boolean {
  const { body: spec } = findOperation(operation) ?? {};
  const { body } = parameters;
  if (!spec || spec.kind === 'aggregates' || typeof body !== 'object' || body === null) return false;
  return Object.entries(spec.fields).some(([name, field]) => field.type === 'string' && field.format === 'secret' && Object.hasOwn(body, name));
}
