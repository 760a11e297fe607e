/** Looks one address up in one tenant, of either kind. */
import { accessOf } from '../../core/changes/access.ts';
import { accessText } from '../../core/accessText.ts';
import { cylanceAccessText, cylanceLogin } from '../../core/cylance/cylanceAccess.ts';
import { consoleRoleOf, cylanceUserState } from '../../core/cylance/cylanceUser.ts';
import { toTenantError } from '../../core/errors.ts';
import type { FoundPerson, PersonFinding } from '../../core/personReport.ts';
import { shownText } from '../../core/shownText.ts';
import { stateWords, userState } from '../../core/user.ts';
import { readCids } from '../../state/changes/guardFacts.ts';
import type { Connection } from '../../state/connection.ts';
import type { CylanceConnection } from '../../state/cylance/cylanceConnection.ts';
import { anyConnection } from './anyTenant.ts';
import type { AnyTenant } from './anyTenant.ts';
import type { CommandDeps } from './deps.ts';

export type LookUpDeps = Pick<CommandDeps, 'directories' | 'cylance' | 'dormantAfterDays'>;

const counted = (count: number, one: string, many: string): string => (count === 1 ? `1 ${one}` : `${count} ${many}`);

type Looked = Promise<FoundPerson | undefined>;

async function inFalcon({ directories, dormantAfterDays }: LookUpDeps, connection: Connection, email: string, signal: AbortSignal): Looked {
  const directory = await directories.of(connection.id);
  const user = (await directory.usersWithEmails([email], signal)).get(email);
  if (!user) return undefined;
  // What the tree has read may be hours old; this is looked at to decide something.
  directory.forgetGrants(user.uuid);
  const [grants, { cidName }] = await Promise.all([directory.accessOf(user, signal), readCids(directory, connection.name, signal)]);
  const held = [...accessOf(user, grants).roles.values()];
  const cids = new Set(held.map(({ cid }) => cid)).size;
  return {
    state: stateWords[userState(user, Date.now(), dormantAfterDays())],
    lastLogin: user.last_login_at ?? 'never',
    roles: held.length === 0 ? 'no roles' : `${counted(new Set(held.map(({ role }) => role.id)).size, 'role', 'roles')} in ${counted(cids, 'CID', 'CIDs')}`,
    text: accessText({ user, tenantName: connection.name, grants, cidName }),
  };
}

async function inCylance({ cylance, dormantAfterDays }: LookUpDeps, tenant: CylanceConnection, email: string, signal: AbortSignal): Looked {
  const directory = await cylance.directories.of(tenant.id);
  const user = await directory.findByEmail(email, signal);
  if (!user) return undefined;
  await directory.readZoneNames(signal);
  const role = shownText(consoleRoleOf(user).name) || 'no role';
  return {
    state: stateWords[cylanceUserState(user, Date.now(), dormantAfterDays())],
    lastLogin: cylanceLogin(user),
    roles: user.zones.length === 0 ? role : `${role}, ${counted(user.zones.length, 'zone', 'zones')}`,
    text: cylanceAccessText({ user, tenantName: tenant.name, zoneName: (id) => directory.zoneName(id) }),
  };
}

/**
 * @param email in lower case
 * @throws only when cancelled: a tenant that cannot be read is a finding, too
 */
export async function lookUpPerson(deps: LookUpDeps, one: AnyTenant, email: string, signal: AbortSignal): Promise<PersonFinding> {
  const head = { tenantName: anyConnection(one).name, product: one.kind === 'falcon' ? ('Falcon' as const) : ('Cylance' as const) };
  try {
    const found = one.kind === 'falcon' ? await inFalcon(deps, one.connection, email, signal) : await inCylance(deps, one.tenant, email, signal);
    return { ...head, found };
  } catch (error) {
    if (signal.aborted) throw error;
    return { ...head, found: { failure: toTenantError(error).advice } };
  }
}
