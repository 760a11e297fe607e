/** Builds grants and revokes from what a user is known to hold, so that nothing is asked for that is so already. */
import { isInherited } from '../grant.ts';
import type { Grant } from '../grant.ts';
import type { Cid } from '../ids.ts';
import { sameEnd } from './change.ts';
import type { GrantRoles, Holding, Person, RevokedRole, RevokeRoles, RoleRef, UserSnapshot } from './change.ts';

/** The user's own grant of a role in a CID, not one through a group. */
export const directGrant = (grants: readonly Grant[] | undefined, cid: Cid, roleId: RoleRef['id']): Grant | undefined =>
  grants?.find((grant) => grant.role_id === roleId && (grant.cid ?? cid) === cid && !isInherited(grant));

const holdingOf = ({ expires_at }: Grant): Holding => (expires_at ? { expiresAt: expires_at } : {});

export interface GrantPlan {
  readonly to: Person;
  readonly cid: Cid;
  readonly roles: readonly RoleRef[];
  /** RFC 3339. The server wants 1 hour to 7 days from the moment it is asked, so leave it some minutes at both ends. */
  readonly expiresAt?: string | undefined;
  /** What the user holds in the CID; undefined when it has not been read. */
  readonly known: readonly Grant[] | undefined;
}

/** @returns undefined when the user holds all of it directly, with the same end */
export function planGrant({ to, cid, roles, expiresAt, known }: GrantPlan): GrantRoles | undefined {
  const wanted = roles.flatMap(({ id, name }) => {
    const grant = directGrant(known, cid, id);
    if (!grant) return [{ id, name }];
    return sameEnd(grant.expires_at, expiresAt) ? [] : [{ id, name, held: holdingOf(grant) }];
  });
  if (wanted.length === 0) return undefined;
  return { kind: 'grant', to, cid, roles: wanted, ...(expiresAt && { expiresAt }) };
}

export interface RevokePlan {
  readonly user: UserSnapshot;
  readonly cid: Cid;
  readonly roles: readonly RoleRef[];
  readonly known: readonly Grant[] | undefined;
}

/**
 * Roles that the user is known not to hold are left out. Those that come through a group stay in: a guard refuses them
 * and names the group.
 * @returns undefined when the user holds none of it
 */
export function planRevoke({ user, cid, roles, known }: RevokePlan): RevokeRoles | undefined {
  const held = roles.flatMap(({ id, name }): RevokedRole[] => {
    if (!known) return [{ id, name }];
    const direct = directGrant(known, cid, id);
    if (direct) return [{ id, name, ...holdingOf(direct) }];
    return known.some((grant) => grant.role_id === id && (grant.cid ?? cid) === cid) ? [{ id, name }] : [];
  });
  return held.length === 0 ? undefined : { kind: 'revoke', user, cid, roles: held };
}
