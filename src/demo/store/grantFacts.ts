/** What follows from a user's grants at a moment. */
import type { Customer, DirectGrant, UserEntry } from './model.ts';

/** Whether reads show the grant: it arrived, was not taken back and has not ended. */
export const isVisible = (grant: DirectGrant, now: number): boolean =>
  grant.visibleFrom <= now && now < grant.visibleUntil && (grant.expiresAt === 0 || now < grant.expiresAt);

/** Whether the grant stands, shown by reads already or not. */
export const isHeld = (grant: DirectGrant, now: number): boolean =>
  grant.visibleUntil === Number.POSITIVE_INFINITY && (grant.expiresAt === 0 || now < grant.expiresAt);

export const holdsDirectlyIn = (user: UserEntry, customer: Customer, now: number): boolean =>
  user.grants.some((grant) => grant.customer === customer && isVisible(grant, now));

export const holdsTemporarilyIn = (user: UserEntry, customer: Customer, now: number): boolean =>
  user.grants.some((grant) => grant.customer === customer && grant.expiresAt > 0 && isVisible(grant, now));

export const holdsAnyIn = (user: UserEntry, customer: Customer, now: number): boolean =>
  (user.membership?.customers.has(customer) ?? false) || holdsDirectlyIn(user, customer, now);

export const hasTemporary = (user: UserEntry, now: number): boolean => user.grants.some((grant) => grant.expiresAt > 0 && isVisible(grant, now));

/** CIDs, each once, in which a role was given to the user itself. */
export const directCids = (user: UserEntry, now: number): string[] => cidsOf(user.grants.filter((grant) => isVisible(grant, now)));

export const temporaryCids = (user: UserEntry, now: number): string[] =>
  cidsOf(user.grants.filter((grant) => grant.expiresAt > 0 && isVisible(grant, now)));

export function assignedCids(user: UserEntry, now: number): readonly string[] {
  const { membership } = user;
  if (membership === undefined) return directCids(user, now);
  const further = user.grants.filter((grant) => !membership.customers.has(grant.customer) && isVisible(grant, now));
  return further.length === 0 ? membership.cids : [...membership.cids, ...cidsOf(further)];
}

function cidsOf(grants: readonly DirectGrant[]): string[] {
  const cids: string[] = [];
  for (const { customer } of grants) if (!cids.includes(customer.cid)) cids.push(customer.cid);
  return cids;
}
