/** Proves credentials by real calls that change nothing, and tells what they are good for. */
import { TenantError } from '../../core/errors.ts';
import { parseCid } from '../../core/ids.ts';
import type { Cid } from '../../core/ids.ts';
import type { CallOptions, FalconClient } from './client.ts';
import { scopeLabels } from './operation.ts';
import type { Scope } from './operation.ts';

export interface Proof {
  /** Scopes that the server refused. One that could not be asked about is not among them. */
  readonly missing: readonly Scope[];
  /** The CID of the session, when `sensor-installers:read` lets it be known. */
  readonly cid: Cid | undefined;
}

type Access = 'allowed' | 'refused' | 'unknown';

/** @returns the call's result, or undefined when the server refuses the scope; anything else is thrown */
async function ifAllowed<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof TenantError && error.reason === 'missingScope') return undefined;
    throw error;
  }
}

/**
 * Asks whether users could be created, with `validate_only` and without any user, so that there is nothing that could
 * be created: a client with the scope is told that the user name is missing. Reading needs no answer to this, so a
 * server that gives none of use keeps nobody from connecting.
 */
async function writeAccess(client: FalconClient, options: CallOptions): Promise<Access> {
  try {
    await client.call('createUserV1', { validate_only: true, body: { uid: '' } }, { ...options, retry: false });
    return 'allowed';
  } catch (error) {
    if (!(error instanceof TenantError) || error.kind === 'cancelled' || error.kind === 'auth') throw error;
    if (error.reason === 'missingScope') return 'refused';
    return error.kind === 'invalid' || error.kind === 'conflict' ? 'allowed' : 'unknown';
  }
}

/** A gateway that turns every call away says the same for an address that is not allowed as for scopes that are missing. */
const nothingAllowed = (): TenantError =>
  new TenantError({
    kind: 'forbidden',
    reason: 'addressNotAllowed',
    status: 403,
    message: 'The credentials are right, but the server refuses every call made with them.',
    nextStep: `Give the API client at least the scope “${scopeLabels['usermgmt:read']}”; if it has it, add this machine's address to the API allow list.`,
  });

/**
 * @throws TenantError when the credentials are not accepted, or when nothing is allowed with them; some missing scopes
 * are told in the proof
 */
export async function proveCredentials(client: FalconClient, options: CallOptions = {}): Promise<Proof> {
  // One after the other: the first call says most about wrong credentials, and says it once.
  const users = await ifAllowed(client.call('queryUserV1', { limit: 1 }, options));
  const children = await ifAllowed<unknown>(client.call('queryChildren', { limit: 1 }, options).catch(notAParent));
  const ccid = await ifAllowed(client.call('GetSensorInstallersCCIDByQuery', {}, options));
  const access: Readonly<Record<Scope, Access>> = {
    'usermgmt:read': users ? 'allowed' : 'refused',
    'usermgmt:write': await writeAccess(client, options),
    'mssp:read': children ? 'allowed' : 'refused',
    'sensor-installers:read': ccid ? 'allowed' : 'refused',
  };
  const scopes = Object.keys(access) as Scope[];
  if (!scopes.some((scope) => access[scope] === 'allowed')) throw nothingAllowed();
  return { missing: scopes.filter((scope) => access[scope] === 'refused'), cid: parseCid(ccid?.resources[0] ?? '') };
}

/** What a session that is no Flight Control parent gets is not published; a refusal other than of the scope is none of the scope. */
function notAParent(error: unknown): true {
  if (error instanceof TenantError && (error.kind === 'invalid' || error.kind === 'notFound')) return true;
  throw error;
}
