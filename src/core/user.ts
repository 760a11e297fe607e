/** A user as the server describes it, and the facts that follow from the record alone. */
import type { Cid, UserUuid } from './ids.ts';

/**
 * Field names are the server's. CrowdStrike's specification marks every field optional; a record without a `uuid`
 * cannot be addressed, so the API boundary drops it and says so. Fields unknown to this list are kept.
 */
export interface User {
  readonly uuid: UserUuid;
  /** The home CID. */
  readonly cid?: Cid | undefined;
  /** The user name, an e-mail address in lower case. */
  readonly uid?: string | undefined;
  readonly first_name?: string | undefined;
  readonly last_name?: string | undefined;
  /** `active` is the only value seen in public; others are shown as they come. */
  readonly status?: string | undefined;
  /** Second factors such as `TOTP`; missing when there is none. */
  readonly factors?: readonly string[] | undefined;
  readonly user_type?: string | undefined;
  /** RFC 3339, UTC. */
  readonly created_at?: string | undefined;
  readonly updated_at?: string | undefined;
  /** Missing when the user never logged in. */
  readonly last_login_at?: string | undefined;
  readonly access_granted_at?: string | undefined;
}

/** The name to show for a user: names, else the e-mail address, else the uuid. */
export function displayName(user: User): string {
  const names = [user.first_name, user.last_name].map((name) => name?.trim()).filter(Boolean);
  return names.join(' ') || user.uid || user.uuid;
}

const dayMs = 86_400_000;

/** Whole days since a moment, or undefined when it is missing or no date. */
export function daysSince(moment: string | undefined, now: number): number | undefined {
  const time = moment === undefined ? Number.NaN : Date.parse(moment);
  return Number.isNaN(time) ? undefined : Math.max(0, Math.floor((now - time) / dayMs));
}

export type UserState = 'active' | 'neverLoggedIn' | 'dormant' | 'inactive';

/** As files, filters and reports have them. */
export const stateWords: Readonly<Record<UserState, string>> = {
  active: 'active',
  neverLoggedIn: 'never logged in',
  dormant: 'dormant',
  inactive: 'inactive',
};

/** How a user stands: switched off, never logged in, not seen for `dormantAfterDays`, or active. */
export function userState(user: User, now: number, dormantAfterDays: number): UserState {
  if (user.status !== undefined && user.status.toLowerCase() !== 'active') return 'inactive';
  const days = daysSince(user.last_login_at, now);
  if (days === undefined) return 'neverLoggedIn';
  return days >= dormantAfterDays ? 'dormant' : 'active';
}

export const hasFactor = (user: User): boolean => (user.factors?.length ?? 0) > 0;
