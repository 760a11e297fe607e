/** Proves credentials by real calls through a client that is thrown away, and tells to which step a failure belongs. */
import type { Proof } from '../../api/falcon/probe.ts';
import type { Credentials } from '../../api/falcon/tokens.ts';
import { isCancelled, toTenantError } from '../../core/errors.ts';
import type { TenantError } from '../../core/errors.ts';
import type { Sessions } from '../../state/sessions.ts';

export interface Candidate {
  /** Undefined to find the home cloud first. */
  readonly baseUrl: string | undefined;
  readonly credentials: Credentials;
}

export interface Proved extends Proof {
  readonly baseUrl: string;
}

/** How long the revoking of a proving token may take. */
const revokeMs = 5_000;

/** @throws TenantError when the credentials are not accepted; its `advice` says why */
export async function prove(
  sessions: Pick<Sessions, 'candidate' | 'discoverCloud'>,
  { baseUrl, credentials }: Candidate,
  signal: AbortSignal,
): Promise<Proved> {
  const url = baseUrl ?? (await sessions.discoverCloud(credentials, signal)).url;
  const client = await sessions.candidate({ baseUrl: url, credentials });
  try {
    const { proveCredentials } = await import('../../api/falcon/probe.ts');
    const proof = await proveCredentials(client, { signal });
    // A session in a child has no children, so being refused them is no loss.
    const missing = credentials.memberCid ? proof.missing.filter((scope) => scope !== 'mssp:read') : proof.missing;
    return { ...proof, missing, baseUrl: url };
  } finally {
    void client.end(AbortSignal.timeout(revokeMs)).catch(() => undefined);
  }
}

export type ConcernedStep = 'cloud' | 'clientId' | 'secret' | 'child';

/** Which answer of the person a failure is about; undefined when it is about none of them. */
export function concernedStep(error: TenantError): ConcernedStep | undefined {
  switch (error.reason) {
    case 'wrongSecret':
      return 'secret';
    case 'wrongClientId':
      return 'clientId';
    case 'notAChild':
      return 'child';
    case 'wrongCloud':
    case 'redirected':
    case 'dns':
    case 'refused':
    case 'reset':
    case 'proxy':
    case 'certificate':
    case 'html':
      return 'cloud';
    case 'addressNotAllowed':
    case 'missingScope':
    case 'unknownUser':
    case 'roleNotGrantable':
    case 'truncated':
    case 'tooLarge':
    case undefined:
      // An answer of another form than the API's comes from elsewhere.
      if (error.kind === 'protocol') return error.status === undefined ? undefined : 'cloud';
      return error.kind === 'network' || error.kind === 'timeout' || error.kind === 'notFound' ? 'cloud' : undefined;
  }
}

/** A failure as the steps see it; a cancelled proof is thrown on. */
export function failureOf(thrown: unknown): { readonly step: ConcernedStep | undefined; readonly sentence: string } {
  const error = toTenantError(thrown);
  if (isCancelled(error)) throw error;
  return { step: concernedStep(error), sentence: error.advice };
}
