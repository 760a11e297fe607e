/** The role calls under `/user-management`. */
import { Refusal, idTexts } from '../server/reply.ts';
import type { Reply } from '../server/reply.ts';
import { isVisible } from '../store/grantFacts.ts';
import type { Customer, RoleEntry, UserEntry } from '../store/model.ts';
import type { CallContext, Handler } from './context.ts';
import { customerInView, isMemberSession, seenUser } from './context.ts';
import { roleText } from './records.ts';

export const queriesRolesV1: Handler<'queriesRolesV1'> = ({ cid, user_uuid: uuid, action }, context) => {
  // `grant` is the only published value.
  if (action !== undefined && action !== 'grant') throw new Refusal(400, `invalid action='${action}' specified`);
  context.store.advance(context.now);
  const customer = customerInView(context, cid);
  const available = context.store.rolesOf(customer);
  const roles = uuid === undefined ? available : grantableTo(seenUser(uuid, context), customer, available, context.now);
  // The order is not stable between calls, which CrowdStrike's Terraform provider works around.
  return { status: 200, resources: idTexts(context.random.shuffled(roles).map(({ id }) => id)) };
};

/** With a user the call lists what may still be granted, not what is held. Like all reads it may lag behind a change. */
function grantableTo(user: UserEntry, customer: Customer, available: readonly RoleEntry[], now: number): RoleEntry[] {
  const held = new Set(user.grants.filter((grant) => grant.customer === customer && isVisible(grant, now)).map(({ role }) => role));
  return available.filter((role) => !held.has(role) && isGrantable(role, user, customer));
}

/** A custom role can be given only in the CID that owns it, and only to users at home there. */
export const isGrantable = ({ owner }: RoleEntry, user: UserEntry, customer: Customer): boolean =>
  owner === undefined || (owner === customer && owner === user.home);

export const entitiesRolesGETV2: Handler<'entitiesRolesGETV2'> = ({ cid, body: { ids } }, context) => readRoles(ids, cid, context);

export const entitiesRolesV1: Handler<'entitiesRolesV1'> = ({ cid, ids }, context) => readRoles(ids, cid, context);

function readRoles(ids: readonly string[], cid: string | undefined, context: CallContext): Reply {
  const roles = knownRoles(ids, cid, context);
  // When 404 is used is not documented. Here: when there is nothing to show; a list with gaps is shorter.
  if (roles.length === 0) throw new Refusal(404, 'roles not found');
  return { status: 200, resources: roles.map(roleText) };
}

/** Without a CID, a parent's session reads the custom roles of all its children: not documented, but it can name each CID anyway. */
function knownRoles(ids: readonly string[], cid: string | undefined, context: CallContext): RoleEntry[] {
  const everywhere = cid === undefined && !isMemberSession(context);
  const customer = customerInView(context, cid);
  return [...new Set(ids)]
    .flatMap((id) => context.store.findRole(id) ?? [])
    .filter(({ owner }) => everywhere || owner === undefined || owner === customer);
}
