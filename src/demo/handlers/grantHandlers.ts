/** Reading, giving and taking back roles under `/user-management`. */
import { compileFql } from '../../core/fql/compileFql.ts';
import { recordTime } from '../../core/fql/fqlDate.ts';
import { grantFilterSchema } from '../../core/fql/fqlSchema.ts';
import type { Parameters } from '../../api/falcon/operations.ts';
import type { Reply } from '../server/reply.ts';
import { recordText, Refusal } from '../server/reply.ts';
import type { RoleEntry } from '../store/model.ts';
import type { CallContext, Handler } from './context.ts';
import { customerInView, seenUser } from './context.ts';
import { readFilter } from './filters.ts';
import type { GrantRecord } from './grantRecords.ts';
import { grantRecords } from './grantRecords.ts';
import { isGrantable } from './roleHandlers.ts';

export const CombinedUserRolesV2: Handler<'CombinedUserRolesV2'> = (parameters, context) => readGrants(parameters, context, (grant) => grant);

/** The older form knows no end of a grant. */
export const combinedUserRolesV1: Handler<'combinedUserRolesV1'> = (parameters, context) =>
  readGrants(parameters, context, ({ expires_at: _end, ...grant }) => grant);

function readGrants(parameters: Parameters<'CombinedUserRolesV2'>, context: CallContext, shape: (grant: GrantRecord) => object): Reply {
  const { store, now } = context;
  const { offset = 0, limit = 100, sort = 'role_name|asc' } = parameters;
  store.advance(now);
  const user = seenUser(parameters.user_uuid, context);
  const customer = customerInView(context, parameters.cid);
  const filter = readFilter(parameters.filter, grantFilterSchema);
  const all = grantRecords(user, customer, store.parent, parameters.direct_only ?? false, now);
  const matches = filter && compileFql(filter.ast, now);
  const matching = matches ? all.filter((grant) => matches({ ...grant })) : all;
  const page = sorted(matching, sort).slice(offset, offset + limit);
  return {
    status: 200,
    pagination: { offset, limit, total: matching.length },
    resources: page.map((grant) => recordText(shape(grant))),
  };
}

/** Two sort names are not those of the fields: evidently `type` means `grant_type` and `user_uuid` means `uuid`. */
const sortFields: Readonly<Record<string, keyof GrantRecord>> = {
  cid: 'cid',
  expires_at: 'expires_at',
  role_name: 'role_name',
  type: 'grant_type',
  user_uuid: 'uuid',
};

function sorted(grants: readonly GrantRecord[], sort: string): GrantRecord[] {
  const [property = 'role_name', direction = 'asc'] = sort.split('|');
  const field = sortFields[property] ?? 'role_name';
  const sign = direction === 'desc' ? -1 : 1;
  const inField = (left: GrantRecord, right: GrantRecord): number => sign * order(left[field] ?? '', right[field] ?? '');
  // Grants that compare alike keep one order, so that pages never overlap.
  return grants.toSorted(
    (left, right) => inField(left, right) || order(left.role_id, right.role_id) || order(left.user_group_id ?? '', right.user_group_id ?? ''),
  );
}

const order = (left: string, right: string): number => (left === right ? 0 : left < right ? -1 : 1);

/**
 * Gives or takes all roles or none. Giving a held role again, or taking back one that is not held, is not documented:
 * here both succeed without an effect, except that the last word on the end of a grant counts. Roles that come through
 * a group cannot be taken back this way.
 */
export const userRolesActionV1: Handler<'userRolesActionV1'> = ({ body }, context) => {
  const { store, now } = context;
  store.advance(now);
  const customer = customerInView(context, body.cid);
  const user = seenUser(body.uuid, context);
  const roles = body.role_ids.map((id): RoleEntry => {
    const role = store.findRole(id);
    if (role === undefined || !isGrantable(role, user, customer)) throw new Refusal(400, `invalid roleID='${id}' specified`);
    return role;
  });
  if (body.action === 'revoke') return { status: 200, affected: store.revoke(user, customer, roles, now) };
  return { status: 200, affected: store.grant(user, customer, roles, endOf(body.expires_at, now), now) };
};

const hourMs = 3_600_000;
/** The request needs a moment to arrive: "in an hour", said by the client, is a little less here. */
const graceMs = 5000;
/** The letters may be small, says RFC 3339. */
const timeForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d{1,9}))?(?:Z|[+-]\d\d:\d\d)$/i;

/** The window is the one that psfalcon quotes from release notes; the messages are not documented. */
function endOf(text: string | undefined, now: number): number {
  if (text === undefined) return 0;
  const form = timeForm.exec(text);
  // Not by `Date`, to which November 31 is December 1 and hour 24 the next day.
  const time = form ? recordTime(text.toUpperCase()) : undefined;
  if (time === undefined) throw new Refusal(400, `invalid expires_at='${text}' specified: not an RFC 3339 time`);
  const end = time + Number((form?.[1] ?? '').padEnd(6, '0').slice(3, 6)) / 1000;
  if (end < now + hourMs - graceMs || end > now + 7 * 24 * hourMs + graceMs) {
    throw new Refusal(400, `invalid expires_at='${text}' specified: must be between 1 hour and 7 days from now`);
  }
  return end;
}
