/** One role held by one user in one CID, and how it came about. */
import type { Cid, RoleId, UserUuid } from './ids.ts';

/** Field names are the server's (CombinedUserRolesV2). */
export interface Grant {
  readonly role_id: RoleId;
  readonly role_name?: string | undefined;
  /** The CID the grant is for. */
  readonly cid?: Cid | undefined;
  /** The user. */
  readonly uuid?: UserUuid | undefined;
  /** `direct`; the values for inherited grants are not published. */
  readonly grant_type?: string | undefined;
  readonly parent_cid?: Cid | undefined;
  readonly cid_group_id?: string | undefined;
  readonly cid_group_name?: string | undefined;
  readonly user_group_id?: string | undefined;
  readonly user_group_name?: string | undefined;
  /** RFC 3339, only on temporary grants. */
  readonly expires_at?: string | undefined;
  readonly user_type?: string | undefined;
}

/**
 * Whether a group gives this grant. Decided by the group fields first: the values of `grant_type` other than `direct`
 * are not published.
 */
export function isInherited(grant: Grant): boolean {
  if (inheritancePath(grant) !== '') return true;
  return grant.grant_type !== undefined && grant.grant_type.toLowerCase() !== 'direct';
}

export const isTemporary = (grant: Grant): boolean => Boolean(grant.expires_at);

/** `SOC L2 > Retail CIDs`: the user group, then the CID group, by name where there is one. */
export function inheritancePath(grant: Grant): string {
  const userGroup = grant.user_group_name || grant.user_group_id;
  const cidGroup = grant.cid_group_name || grant.cid_group_id;
  return [userGroup, cidGroup].filter(Boolean).join(' > ');
}

/** The same role may be held in several CIDs, directly and through groups: only all of these together tell grants apart. */
export const grantKey = (grant: Grant): string =>
  [grant.uuid, grant.cid, grant.role_id, grant.user_group_id ?? '', grant.cid_group_id ?? ''].join('|');

/**
 * Whether what is held ends later than an end that was chosen, or never: giving it again would take it away sooner.
 * @param expiresAt RFC 3339; undefined: never
 */
export function outlasts(held: Grant | undefined, expiresAt: string | undefined): boolean {
  if (!held || expiresAt === undefined) return false;
  return !held.expires_at || Date.parse(held.expires_at) > Date.parse(expiresAt);
}
