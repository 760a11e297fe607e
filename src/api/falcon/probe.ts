/** Proves credentials by real calls that change nothing, and tells what they are good for. */
import { TenantError } from '../../core/errors.ts';
import { parseCid } from '../../core/ids.ts';
import type { Cid } from '../../core/ids.ts';
import type { CallOptions, FalconClient } from './client.ts';
import { scopeLabels } from './operation.ts';
import type { Scope } from './operation.ts';

export interface Proof {
  /** Scopes that the server let through. */
  readonly granted: readonly Scope[];
  /** Scopes that the server refused. */
  readonly missing: readonly Scope[];
  /** The CID of the session, when `sensor-installers:read` lets it be known. */
  readonly cid: Cid | undefined;
  /** Whether the session sees Flight Control children. */
  readonly hasChildren: boolean;
}

/** What does not work without a scope, one sentence each. */
export const withoutScope: Readonly<Record<Scope, string>> = {
  'usermgmt:read': 'users, roles and grants cannot be read',
  'usermgmt:write': 'nothing can be changed',
  'mssp:read': 'Flight Control child CIDs are not shown',
  'sensor-installers:read': 'the tenant cannot tell its own CID',
};

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
 * be created: a client with the scope is told that the user name is missing.
 */
async function mayWrite(client: FalconClient, options: CallOptions): Promise<boolean> {
  try {
    await client.call('createUserV1', { validate_only: true, body: { uid: '' } }, options);
    return true;
  } catch (error) {
    if (!(error instanceof TenantError)) throw error;
    if (error.reason === 'missingScope') return false;
    if (error.kind === 'invalid' || error.kind === 'conflict' || error.kind === 'server') return true;
    throw error;
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
  const children = await ifAllowed(client.call('queryChildren', { limit: 1 }, options).catch(notAParent));
  const ccid = await ifAllowed(client.call('GetSensorInstallersCCIDByQuery', {}, options));
  const writes = await mayWrite(client, options);
  const allowed: Readonly<Record<Scope, boolean>> = {
    'usermgmt:read': users !== undefined,
    'usermgmt:write': writes,
    'mssp:read': children !== undefined,
    'sensor-installers:read': ccid !== undefined,
  };
  const scopes = Object.keys(allowed) as Scope[];
  if (!scopes.some((scope) => allowed[scope])) throw nothingAllowed();
  return {
    granted: scopes.filter((scope) => allowed[scope]),
    missing: scopes.filter((scope) => !allowed[scope]),
    cid: parseCid(ccid?.resources[0] ?? ''),
    hasChildren: (children?.total ?? children?.resources.length ?? 0) > 0,
  };
}

/** What a session that is no Flight Control parent gets is not published; a refusal other than of the scope means none. */
function notAParent(error: unknown): { readonly resources: readonly string[]; readonly total: number } {
  if (error instanceof TenantError && (error.kind === 'invalid' || error.kind === 'notFound')) return { resources: [], total: 0 };
  throw error;
}
