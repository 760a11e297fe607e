/** Records as the API writes them. */
import { recordText } from '../server/reply.ts';
import type { Customer, RoleEntry, UserEntry } from '../store/model.ts';
import { timeText } from './timeText.ts';

/**
 * A user, kept with the user as bytes, because reading everybody is what clients do most. The order of the fields is the
 * recorded one; `last_login_at` and `factors` are missing rather than empty. `user_type` and `access_granted_at` are left
 * out: nobody documents their values.
 */
export const userRecord = (user: UserEntry): Buffer => (user.encoded ??= Buffer.from(writeUser(user)));

function writeUser(user: UserEntry): string {
  const fields = [
    `"uuid": "${user.uuid}"`,
    `"cid": "${user.home.cid}"`,
    `"uid": ${JSON.stringify(user.uid)}`,
    `"status": "${user.status}"`,
    `"first_name": ${JSON.stringify(user.firstName)}`,
    `"last_name": ${JSON.stringify(user.lastName)}`,
  ];
  if (user.lastLoginAt > 0) fields.push(`"last_login_at": "${timeText(user.lastLoginAt)}"`);
  if (user.factors.length > 0) fields.push(`"factors": [\n    ${user.factors.map((factor) => `"${factor}"`).join(',\n    ')}\n   ]`);
  fields.push(`"created_at": "${timeText(user.createdAt)}"`, `"updated_at": "${timeText(user.updatedAt)}"`);
  return `{\n   ${fields.join(',\n   ')}\n  }`;
}

export const legacyUserText = ({ uuid, home, uid, firstName, lastName, status }: UserEntry): string =>
  recordText({ uuid, customer: home.cid, uid, firstName, lastName, status });

/** What `is_global` means is not documented; here it is what the default roles are. */
export const roleText = ({ id, displayName, description, owner }: RoleEntry): string =>
  recordText({
    id,
    ...(owner && { cid: owner.cid }),
    display_name: displayName,
    description,
    is_global: owner === undefined,
    type: owner ? 'custom' : 'default',
  });

export const legacyRoleText = ({ id, displayName, description, owner }: RoleEntry): string =>
  recordText({ id, ...(owner && { cid: owner.cid }), display_name: displayName, description });

export const childText = ({ cid, checksum, gcid, name, status, domain }: Customer, parent: Customer): string =>
  recordText({ child_cid: cid, child_gcid: gcid, child_of: parent.cid, checksum, name, status, domains: [domain] });
