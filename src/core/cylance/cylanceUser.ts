/** A user of a Cylance tenant as the server describes it, and the facts that follow from the record alone. */
import { byText } from '../textOrder.ts';
import { daysSince } from '../user.ts';
import type { UserState } from '../user.ts';
import type { CylanceUserId, ZoneId } from './ids.ts';
import { consoleRole, isZoneManager } from './roles.ts';
import type { ConsoleRole } from './roles.ts';

/** What a user may do in one zone. */
export interface ZoneAccess {
  readonly id: ZoneId;
  /** A GUID; see `zoneRoleName`. */
  readonly role_type?: string | undefined;
  readonly role_name?: string | undefined;
}

/**
 * Field names are the server's; a record without an id cannot be addressed, so the API boundary drops it and says so.
 * Fields unknown to this list are kept. Dates are RFC 3339 in UTC, whatever form they came in.
 */
export interface CylanceUser {
  readonly id: CylanceUserId;
  readonly tenant_id?: string | undefined;
  readonly email?: string | undefined;
  readonly first_name?: string | undefined;
  readonly last_name?: string | undefined;
  /** May be true without a date of the last login. */
  readonly has_logged_in?: boolean | undefined;
  /** The console role, a GUID; see `consoleRole`. */
  readonly role_type?: string | undefined;
  readonly role_name?: string | undefined;
  /** The role that the user gets in zones created later, a GUID; see `zoneRoleName`. */
  readonly default_zone_role_type?: string | undefined;
  readonly default_zone_role_name?: string | undefined;
  readonly zones: readonly ZoneAccess[];
  readonly date_created?: string | undefined;
  readonly date_modified?: string | undefined;
  readonly date_last_login?: string | undefined;
  /** May be missing although the user has logged in. */
  readonly date_email_confirmed?: string | undefined;
}

/** The name to show for a user: names, else the e-mail address, else the id. */
export function cylanceDisplayName(user: CylanceUser): string {
  const names = [user.first_name, user.last_name].map((name) => name?.trim()).filter(Boolean);
  return names.join(' ') || user.email || user.id;
}

export const consoleRoleOf = (user: CylanceUser): ConsoleRole => consoleRole(user.role_type, user.role_name);

/** Whether the user manages a zone at least: the server may say so by the console role or by the zones alone. */
export const managesZones = (user: CylanceUser): boolean =>
  consoleRoleOf(user).system === 'zoneManager' || user.zones.some((zone) => isZoneManager(zone.role_type));

/** How a user stands. One who has logged in at a time that is not told counts as active. Cylance users cannot be switched off. */
export function cylanceUserState(user: CylanceUser, now: number, dormantAfterDays: number): UserState {
  const days = daysSince(user.date_last_login, now);
  if (days === undefined) return user.has_logged_in ? 'active' : 'neverLoggedIn';
  return days >= dormantAfterDays ? 'dormant' : 'active';
}

const createdAt = ({ date_created: date }: CylanceUser): number => (date === undefined ? Number.NEGATIVE_INFINITY : Date.parse(date));

/** The server's order, made stable: newest created first, then by id; users without a date of creation last. */
export function byNewestCreated(left: CylanceUser, right: CylanceUser): number {
  const [one, other] = [createdAt(left), createdAt(right)];
  return one === other ? byText(left.id, right.id) : one > other ? -1 : 1;
}
