/** What can be asked of a user: in filters, in sorts and in aggregates. */
import { assignedCids, directCids, hasTemporary, temporaryCids } from './grantFacts.ts';
import type { UserEntry } from './model.ts';

export type PropertyRead = (user: UserEntry, now: number) => unknown;

/** First and last name: what `name` covers is not documented, and this is how the console shows a user. */
export const fullName = (user: UserEntry): string => `${user.firstName} ${user.lastName}`.trim();

/** The filter properties of the user query, by the names of CrowdStrike's specification. */
export const userProperties: Readonly<Record<string, PropertyRead>> = {
  assigned_cids: assignedCids,
  cid: (user) => user.home.cid,
  direct_assigned_cids: directCids,
  factors: (user) => user.factors,
  first_name: (user) => user.firstName,
  has_temporary_roles: hasTemporary,
  last_name: (user) => user.lastName,
  name: fullName,
  // In the newest specification without a word on its meaning. Read here as: CIDs with a role that does not come down
  // from a parent CID. All groups of this tenant belong to the parent, which leaves the direct grants.
  non_ancestor_assigned_cids: directCids,
  status: (user) => user.status,
  temporarily_assigned_cids: temporaryCids,
  uid: (user) => user.uid,
  uuid: (user) => user.uuid,
};

/** Properties of which changes of grants change the value. */
export const grantProperties: ReadonlySet<string> = new Set([
  'assigned_cids',
  'direct_assigned_cids',
  'has_temporary_roles',
  'non_ancestor_assigned_cids',
  'temporarily_assigned_cids',
]);
