/** A user and everything the user holds, as text that can be laid beside another user's. */
import { accessOf } from './changes/access.ts';
import { placeName } from './changes/describe.ts';
import type { CidName } from './changes/describe.ts';
import { roleLines } from './changes/effects.ts';
import type { Grant } from './grant.ts';
import { onOneLine, shownText } from './shownText.ts';
import type { User } from './user.ts';

export interface UserAccess {
  readonly user: User;
  readonly tenantName: string;
  /** Everywhere. */
  readonly grants: readonly Grant[];
  readonly cidName: CidName;
}

/** The same line form for everybody, so that a comparison shows what differs and nothing else. */
export function accessText({ user, tenantName, grants, cidName }: UserAccess): string {
  const { first_name: first, last_name: last, uid, cid, status, factors, last_login_at: lastLogin } = user;
  const lines = [
    `First name: ${shownText(first ?? '')}`,
    `Last name: ${shownText(last ?? '')}`,
    `E-mail: ${shownText(uid ?? '')}`,
    `Tenant: ${shownText(tenantName)}`,
    `Home CID: ${cid ? placeName(cid, cidName) : ''}`,
    `Status: ${status ?? 'unknown'}`,
    `2FA: ${[...(factors ?? [])].sort().join(', ') || 'none'}`,
    `Last login: ${lastLogin ?? 'never'}`,
    '',
    'Roles',
    ...roleLines(accessOf(user, grants), cidName),
  ];
  return `${lines.map((line) => onOneLine(line).trimEnd()).join('\n')}\n`;
}
