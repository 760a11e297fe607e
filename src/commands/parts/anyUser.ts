/** Users of either kind of tenant, for commands that take both. */
import { cylanceDisplayName } from '../../core/cylance/cylanceUser.ts';
import type { CylanceUser } from '../../core/cylance/cylanceUser.ts';
import { displayName } from '../../core/user.ts';
import type { CylanceConnection } from '../../state/cylance/cylanceConnection.ts';
import { askTenant } from './anyTenant.ts';
import { askCylanceUser } from './askCylanceUser.ts';
import type { CommandDeps } from './deps.ts';
import { askUser, nodesGiven, ofKind } from './targets.ts';
import { eachUser, usersGiven } from './userTargets.ts';
import type { UserTarget } from './userTargets.ts';

export interface FalconUser extends UserTarget {
  readonly kind: 'falcon';
}

export interface CylanceTarget {
  readonly kind: 'cylance';
  readonly tenant: CylanceConnection;
  readonly user: CylanceUser;
}

export type AnyUser = FalconUser | CylanceTarget;

export interface PersonFacts {
  readonly name: string;
  readonly email: string | undefined;
  readonly tenantName: string;
  /** The same for the same user of the same tenant alone. */
  readonly key: string;
}

/** What is told of a user of either kind. */
export function factsOf(one: AnyUser): PersonFacts {
  if (one.kind === 'falcon') {
    const { connection, user } = one;
    return { name: displayName(user), email: user.uid, tenantName: connection.name, key: `${connection.id}/${user.uuid}` };
  }
  const { tenant, user } = one;
  return { name: cylanceDisplayName(user), email: user.email, tenantName: tenant.name, key: `${tenant.id}/${user.id}` };
}

/** Each of the users that were clicked once. */
export async function anyUsersGiven(deps: CommandDeps, given: readonly unknown[]): Promise<readonly AnyUser[]> {
  const falcon = eachUser(await usersGiven(deps, given)).map((target): AnyUser => ({ kind: 'falcon', ...target }));
  const cylance = ofKind(nodesGiven(deps, given), 'cylanceUser').map(({ tenant, user }): AnyUser => ({ kind: 'cylance', tenant, user }));
  return [...new Map([...falcon, ...cylance].map((one) => [factsOf(one).key, one])).values()];
}

/** Asks for a user in any tenant. @param other where either tenant is a Cylance one, most often the same person is meant */
export async function askForAnyUser(deps: CommandDeps, title: string, other?: AnyUser): Promise<AnyUser | undefined> {
  const found = await askTenant(deps, { title });
  const begun = other && [other.kind, found?.kind].includes('cylance') ? factsOf(other).email : undefined;
  if (found?.kind === 'cylance') {
    const user = await askCylanceUser(deps, found.tenant, title, begun);
    return user && { kind: 'cylance', tenant: found.tenant, user };
  }
  const user = found && (await askUser(deps, found.connection, title, begun));
  return user && { kind: 'falcon', connection: found.connection, user };
}
