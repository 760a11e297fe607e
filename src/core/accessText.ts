/** A user and everything the user holds, as text that can be laid beside another user's. */
import { accessOf } from './changes/access.ts';
import type { CidName } from './changes/describe.ts';
import { roleLines } from './changes/effects.ts';
import type { Grant } from './grant.ts';
import type { User } from './user.ts';

export interface UserAccess {
  readonly user: User;
  readonly tenantName: string;
  /** Everywhere. */
  readonly grants: readonly Grant[];
  readonly cidName: CidName;
}

/** A line stays a line, whatever a name holds: otherwise a name could look like a role. */
const onOneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trimEnd();

/** The same line form for everybody, so that a comparison shows what differs and nothing else. */
export function accessText({ user, tenantName, grants, cidName }: UserAccess): string {
  const { first_name: first, last_name: last, uid, cid, status, factors, last_login_at: lastLogin } = user;
  const lines = [
    `First name: ${first ?? ''}`,
    `Last name: ${last ?? ''}`,
    `E-mail: ${uid ?? ''}`,
    `Tenant: ${tenantName}`,
    `Home CID: ${(cid && cidName(cid)) ?? cid ?? ''}`,
    `Status: ${status ?? 'unknown'}`,
    `2FA: ${[...(factors ?? [])].sort().join(', ') || 'none'}`,
    `Last login: ${lastLogin ?? 'never'}`,
    '',
    'Roles',
    ...roleLines(accessOf(user, grants), cidName),
  ];
  return `${lines.map(onOneLine).join('\n')}\n`;
}
