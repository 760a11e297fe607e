/**
 * Checks answers at the boundary. What is needed to address a record is required; anything else of another type than
 * documented is treated as absent; fields that nobody documented are kept.
 */
import * as v from 'valibot';
import type { AggregateBucket, AggregateResult } from '../../core/aggregates/query.ts';
import type { Child } from '../../core/child.ts';
import type { Grant } from '../../core/grant.ts';
import type { Role } from '../../core/role.ts';
import type { User } from '../../core/user.ts';

const text = v.fallback(v.optional(v.string()), undefined);
const texts = v.fallback(v.optional(v.array(v.string())), undefined);
const flag = v.fallback(v.optional(v.boolean()), undefined);
const figure = v.fallback(v.optional(v.number()), undefined);
const id = v.pipe(v.string(), v.nonEmpty());

/** A schema whose output is a domain record; the brands of its ids are given here, where the server's word is taken. */
type RecordSchema<T> = v.GenericSchema<unknown, T>;

export const idRecord = id;

export const userRecord = v.looseObject({
  uuid: id,
  cid: text,
  uid: text,
  first_name: text,
  last_name: text,
  status: text,
  factors: texts,
  user_type: text,
  created_at: text,
  updated_at: text,
  last_login_at: text,
  access_granted_at: text,
}) as unknown as RecordSchema<User>;

export const roleRecord = v.pipe(
  v.looseObject({ id, display_name: text, description: text, cid: text, type: text, is_global: flag }),
  v.transform((role) => ({ ...role, display_name: role.display_name || role.id, description: role.description ?? '' })),
) as unknown as RecordSchema<Role>;

export const grantRecord = v.looseObject({
  role_id: id,
  role_name: text,
  cid: text,
  uuid: text,
  grant_type: text,
  parent_cid: text,
  cid_group_id: text,
  cid_group_name: text,
  user_group_id: text,
  user_group_name: text,
  expires_at: text,
  user_type: text,
}) as unknown as RecordSchema<Grant>;

export const childRecord = v.looseObject({
  child_cid: id,
  name: text,
  child_of: text,
  checksum: text,
  child_gcid: text,
  status: text,
  domains: texts,
}) as unknown as RecordSchema<Child>;

/** A user of the legacy family: camel-case names, and `customer` for the home CID. */
export const legacyUserRecord = v.looseObject({ uuid: id, customer: text, uid: text, firstName: text, lastName: text, status: text });

const bucketRecord: RecordSchema<AggregateBucket> = v.looseObject({
  label: v.fallback(v.optional(v.union([v.string(), v.number(), v.boolean()])), undefined),
  count: figure,
  key_as_string: text,
  value: figure,
  value_as_string: text,
  from: figure,
  to: figure,
  string_from: text,
  string_to: text,
  sub_aggregates: v.fallback(v.optional(v.array(v.lazy(() => aggregateRecord))), undefined),
});

export const aggregateRecord: RecordSchema<AggregateResult> = v.looseObject({
  name: v.fallback(v.string(), ''),
  buckets: v.fallback(v.pipe(v.array(v.unknown()), v.filterItems((item) => typeof item === 'object' && item !== null), v.array(bucketRecord)), []),
  sum_other_doc_count: figure,
  doc_count_error_upper_bound: figure,
});

/** The token answer. The specification marks every field optional; without a token it is of no use. */
export const tokenRecord = v.looseObject({
  access_token: id,
  expires_in: v.fallback(v.pipe(v.number(), v.minValue(1)), 1799),
  token_type: text,
});

/** An error of another form than documented is an error all the same; a bare text is its message. */
const apiError = v.fallback(
  v.union([
    v.pipe(
      v.string(),
      v.transform((message) => ({ code: 0, message, id: undefined })),
    ),
    v.object({ code: v.fallback(v.number(), 0), message: v.fallback(v.string(), ''), id: text }),
  ]),
  { code: 0, message: '', id: undefined },
);

const pagination = v.fallback(
  v.optional(v.object({ total: v.pipe(v.number(), v.minValue(0)), offset: v.fallback(v.number(), 0), limit: v.fallback(v.number(), 0) })),
  undefined,
);

/** What surrounds the resources of every answer. */
export const envelope = v.looseObject({
  meta: v.fallback(
    v.looseObject({
      query_time: figure,
      trace_id: text,
      powered_by: text,
      pagination,
      writes: v.fallback(v.optional(v.object({ resources_affected: v.number() })), undefined),
    }),
    { query_time: undefined, trace_id: undefined, powered_by: undefined, pagination: undefined, writes: undefined },
  ),
  errors: v.nullish(v.array(apiError)),
  resources: v.nullish(v.array(v.unknown())),
});

export type ApiErrorItem = v.InferOutput<typeof apiError>;
export type Envelope = v.InferOutput<typeof envelope>;
