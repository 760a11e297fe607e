/** Users and zones as the Cylance User API writes them. The keys and their order follow a recorded answer and the vendor's guide (revision 9). */
import type { CylanceUser, CylanceZone } from './model.ts';

/**
 * How dates look, which are always in UTC: `plain` as recorded, seconds without a zone; `zoned` as in the guide's
 * examples, milliseconds and `Z`; `zero` like `plain`, with the date of year 1 that other resources write for "none".
 */
export type DateForm = 'plain' | 'zoned' | 'zero';

const zeroDate = '0001-01-01T00:00:00';

function dateText(time: number | undefined, form: DateForm): string | null {
  if (time === undefined) return form === 'zero' ? zeroDate : null;
  const text = new Date(time).toISOString();
  return form === 'zoned' ? text : text.slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
}

export const userRecord = (user: CylanceUser, tenantId: string, form: DateForm): object => ({
  id: user.id,
  tenant_id: tenantId,
  first_name: user.firstName,
  last_name: user.lastName,
  email: user.email,
  has_logged_in: user.hasLoggedIn,
  role_type: user.role.id,
  role_name: user.role.name ?? null,
  default_zone_role_type: user.defaultZoneRole.id,
  default_zone_role_name: user.defaultZoneRole.name ?? null,
  // Never with the name of the zone.
  zones: user.zones.map(({ zoneId, role }) => ({ id: zoneId, role_type: role.id, role_name: role.name ?? null })),
  date_last_login: dateText(user.lastLoginAt, form),
  date_email_confirmed: dateText(user.emailConfirmedAt, form),
  date_created: dateText(user.createdAt, form),
  date_modified: dateText(user.modifiedAt, form),
});

export const zoneRecord = (zone: CylanceZone, form: DateForm): object => ({
  id: zone.id,
  name: zone.name,
  criticality: zone.criticality,
  zone_rule_id: zone.ruleId ?? null,
  policy_id: zone.policyId,
  update_type: zone.updateType,
  date_created: dateText(zone.createdAt, form),
  date_modified: dateText(zone.modifiedAt, form),
});
