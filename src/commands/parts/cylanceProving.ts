/** Proves an application's credentials by real calls through a client that is thrown away, and says what it may not read. */
import { cylanceOperations } from '../../api/cylance/operation.ts';
import type { CylanceMissing } from '../../api/cylance/probe.ts';
import type { L10n } from '../../host/l10n.ts';
import type { CylanceCandidate, CylanceSessions } from '../../state/cylance/cylanceSessions.ts';

/** @throws TenantError when the credentials are not accepted; its `advice` says why */
export async function proveApplication(
  sessions: Pick<CylanceSessions, 'candidate'>,
  candidate: CylanceCandidate,
  signal: AbortSignal,
): Promise<CylanceMissing> {
  const client = await sessions.candidate(candidate);
  try {
    const { proveCylance } = await import('../../api/cylance/probe.ts');
    return await proveCylance(client, { signal });
  } finally {
    client.end();
  }
}

export const cannotListUsers = (missing: CylanceMissing): boolean => missing.includes(cylanceOperations.listUsers);

/** `Users: Read (user:list), …` */
export const describePrivileges = (missing: CylanceMissing): string => missing.map(({ privilege, scope }) => `${privilege} (${scope})`).join(', ');

/** Said in passing of an application that may list users, but no zones. */
export const zonesUnnamed = (name: string, missing: CylanceMissing, l10n: L10n): string =>
  l10n.t('Zones of {0} are shown by their IDs: the application lacks the privilege {1}.', name, describePrivileges(missing));
