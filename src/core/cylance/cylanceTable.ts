/** Users of a Cylance tenant as a table, for files. */
import { csvText } from '../csv.ts';
import type { TableFacts } from '../userTable.ts';
import { daysSince, stateWords } from '../user.ts';
import { consoleRoleOf, cylanceUserState } from './cylanceUser.ts';
import type { CylanceUser } from './cylanceUser.ts';
import { zoneRoleName } from './roles.ts';

/** In the order of the file. Those that are fields of the server have its names. */
export const cylanceColumns = [
  'first_name',
  'last_name',
  'email',
  'role',
  'default_zone_role',
  'state',
  'date_last_login',
  'zones',
  'has_logged_in',
  'id',
  'date_created',
  'date_modified',
  'date_email_confirmed',
  'days_since_last_login',
] as const;

export type CylanceColumn = (typeof cylanceColumns)[number];

/** Those that are written unless somebody wants others. */
export const usualCylanceColumns: readonly CylanceColumn[] = cylanceColumns.slice(0, cylanceColumns.indexOf('zones') + 1);

export interface CylanceTableFacts extends TableFacts {
  /** What a zone is called; its id where that is not known. */
  readonly zoneName: (id: string) => string;
}

type Value = string | number | boolean | readonly { readonly id: string; readonly name: string; readonly role: string }[] | undefined;

function valueOf(user: CylanceUser, column: CylanceColumn, { now, dormantAfterDays, zoneName }: CylanceTableFacts): Value {
  switch (column) {
    case 'role':
      return consoleRoleOf(user).name;
    case 'default_zone_role':
      return zoneRoleName(user.default_zone_role_type, user.default_zone_role_name);
    case 'state':
      return stateWords[cylanceUserState(user, now, dormantAfterDays)];
    case 'days_since_last_login':
      return daysSince(user.date_last_login, now);
    case 'zones':
      return user.zones.map(({ id, role_type: type, role_name: name }) => ({ id, name: zoneName(id), role: zoneRoleName(type, name) }));
    default:
      return user[column];
  }
}

const cellText = (value: Value): string =>
  typeof value === 'object' ? value.map(({ name, role }) => (role ? `${name} (${role})` : name)).join(';') : String(value ?? '');

const inOrder = (columns: readonly CylanceColumn[]): CylanceColumn[] => cylanceColumns.filter((column) => columns.includes(column));

/** What is not known is empty. */
export function cylanceUsersAsCsv(users: readonly CylanceUser[], columns: readonly CylanceColumn[], facts: CylanceTableFacts): string {
  const header = inOrder(columns);
  return csvText(header, users.map((user) => header.map((column) => cellText(valueOf(user, column, facts)))));
}

/** What is not known is missing, as it is in the server's records. */
export function cylanceUsersAsJson(users: readonly CylanceUser[], columns: readonly CylanceColumn[], facts: CylanceTableFacts): string {
  const chosen = inOrder(columns);
  return `${JSON.stringify(users.map((user) => Object.fromEntries(chosen.map((column) => [column, valueOf(user, column, facts)]))), undefined, 2)}\n`;
}
