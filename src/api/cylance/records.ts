/**
 * Checks answers at the boundary. What is needed to address a record is required; anything else of another type than
 * documented is treated as absent; fields that nobody documented are kept.
 */
import * as v from 'valibot';
import { cylanceTime } from '../../core/cylance/cylanceTime.ts';
import type { CylanceUser } from '../../core/cylance/cylanceUser.ts';
import { plainGuid } from '../../core/cylance/ids.ts';
import type { Zone } from '../../core/cylance/zone.ts';

const text = v.fallback(v.optional(v.string()), undefined);
const flag = v.fallback(v.optional(v.boolean()), undefined);
const count = v.fallback(v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))), undefined);
const time = v.pipe(v.unknown(), v.transform(cylanceTime));
const guid = v.fallback(v.optional(v.pipe(v.string(), v.nonEmpty(), v.transform(plainGuid))), undefined);

/** A schema whose output is a domain record; the brands of its ids are given here, where the server's word is taken. */
type RecordSchema<T> = v.GenericSchema<unknown, T>;

const noObject = 'it is no object';
const noId = 'it has no id';

const zoneAccess = v.looseObject({ id: v.pipe(v.string(), v.nonEmpty(), v.transform(plainGuid)), role_type: guid, role_name: text });

/** What a user may do in zones; entries that name no zone are left out. */
const zoneAccesses = v.fallback(
  v.pipe(
    v.array(v.unknown()),
    v.transform((entries) => entries.flatMap((entry) => (v.is(zoneAccess, entry) ? [v.parse(zoneAccess, entry)] : []))),
  ),
  [],
);

/** The guide's table of fields and its older examples call some fields otherwise than answers do; both are read. */
export const cylanceUserRecord = v.pipe(
  v.looseObject(
    {
      id: guid,
      user_id: guid,
      tenant_id: text,
      email: text,
      first_name: text,
      last_name: text,
      has_logged_in: flag,
      role_type: guid,
      user_role: guid,
      role_name: text,
      default_zone_role_type: guid,
      default_zone_role: guid,
      default_zone_role_name: text,
      zones: v.optional(zoneAccesses, []),
      date_last_login: v.optional(time),
      date_email_confirmed: v.optional(time),
      date_created: v.optional(time),
      date_modified: v.optional(time),
    },
    noObject,
  ),
  v.transform(({ user_id, user_role, default_zone_role, ...user }) => ({
    ...user,
    id: user.id ?? user_id,
    role_type: user.role_type ?? user_role,
    default_zone_role_type: user.default_zone_role_type ?? default_zone_role,
  })),
  v.check(({ id }) => id !== undefined, noId),
) as unknown as RecordSchema<CylanceUser>;

export const zoneRecord = v.pipe(
  v.looseObject(
    {
      id: guid,
      name: text,
      criticality: text,
      zone_rule_id: guid,
      policy_id: guid,
      update_type: text,
      date_created: v.optional(time),
      date_modified: v.optional(time),
    },
    noObject,
  ),
  v.check(({ id }) => id !== undefined, noId),
) as unknown as RecordSchema<Zone>;

/** What surrounds the records of every list. */
export const pageEnvelope = v.looseObject({
  page_number: count,
  page_size: count,
  total_pages: count,
  total_number_of_items: count,
  page_items: v.nullish(v.array(v.unknown())),
});
