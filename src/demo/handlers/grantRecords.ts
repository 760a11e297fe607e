/** The grants of one user in one CID as records. */
import type { Customer, UserEntry } from '../store/model.ts';
import { isVisible } from '../store/grantFacts.ts';
import { exactTimeText } from './timeText.ts';

export interface GrantRecord {
  readonly role_id: string;
  readonly role_name: string;
  readonly cid: string;
  readonly uuid: string;
  readonly grant_type: string;
  readonly parent_cid?: string;
  readonly cid_group_id?: string;
  readonly cid_group_name?: string;
  readonly user_group_id?: string;
  readonly user_group_name?: string;
  readonly expires_at?: string;
}

/** A role that comes directly and through groups is listed once for each way. */
export function grantRecords(user: UserEntry, customer: Customer, parent: Customer, directOnly: boolean, now: number): GrantRecord[] {
  const common = { cid: customer.cid, uuid: user.uuid };
  const direct = user.grants
    .filter((grant) => grant.customer === customer && isVisible(grant, now))
    .map(({ role, expiresAt }) => ({
      role_id: role.id,
      role_name: role.displayName,
      ...common,
      grant_type: 'direct',
      ...(expiresAt > 0 && { expires_at: exactTimeText(expiresAt) }),
    }));
  return directOnly ? direct : [...direct, ...inherited(user, customer, parent)];
}

function inherited(user: UserEntry, customer: Customer, parent: Customer): GrantRecord[] {
  return (user.membership?.groups ?? []).flatMap((userGroup) =>
    userGroup.links
      .filter(({ cidGroup }) => cidGroup.customers.has(customer))
      .flatMap(({ cidGroup, roles }) =>
        roles.map((role) => ({
          role_id: role.id,
          role_name: role.displayName,
          cid: customer.cid,
          uuid: user.uuid,
          // Only `direct` is known in public; the group fields are what tells a client that a grant is inherited.
          grant_type: 'inherited',
          parent_cid: parent.cid,
          cid_group_id: cidGroup.id,
          cid_group_name: cidGroup.name,
          user_group_id: userGroup.id,
          user_group_name: userGroup.name,
        })),
      ),
  );
}
