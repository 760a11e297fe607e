/** A Cylance user and all roles of the user, as text that can be laid beside that of another user of either kind. */
import { onOneLine, shownText } from '../shownText.ts';
import { byTexts } from '../textOrder.ts';
import { consoleRoleOf } from './cylanceUser.ts';
import type { CylanceUser } from './cylanceUser.ts';
import { zoneRoleName } from './roles.ts';

export interface CylanceAccess {
  readonly user: CylanceUser;
  readonly tenantName: string;
  /** What a zone is called; its id where that is not known. */
  readonly zoneName: (id: string) => string;
}

/** When the user last logged in; that it is not told when is told as well. */
export const cylanceLogin = ({ date_last_login: at, has_logged_in: hasLoggedIn }: CylanceUser): string =>
  at ?? (hasLoggedIn ? 'at a time that is not told' : 'never');

const roleName = (name: string): string => shownText(name) || 'none';

/** The lines that a user of a Falcon tenant has as well come first, in the same form. */
export function cylanceAccessText({ user, tenantName, zoneName }: CylanceAccess): string {
  const { first_name: first, last_name: last, email, zones } = user;
  const rows = zones.map(({ id, role_type: type, role_name: name }) => [shownText(zoneName(id)) || id, roleName(zoneRoleName(type, name))] as const);
  const lines = [
    `First name: ${shownText(first ?? '')}`,
    `Last name: ${shownText(last ?? '')}`,
    `E-mail: ${shownText(email ?? '')}`,
    `Tenant: ${shownText(tenantName)}`,
    `Last login: ${cylanceLogin(user)}`,
    '',
    'Roles',
    `  Console: ${roleName(consoleRoleOf(user).name)}`,
    `  Zones created later: ${roleName(zoneRoleName(user.default_zone_role_type, user.default_zone_role_name))}`,
    ...[...rows].sort(byTexts((row) => row)).map(([zone, role]) => `  ${zone}: ${role}`),
  ];
  return `${lines.map((line) => onOneLine(line).trimEnd()).join('\n')}\n`;
}
