/** Users as a table, for files: which columns there are and how they are written. */
import { csvText } from './csv.ts';
import { daysSince, stateWords, userState } from './user.ts';
import type { User } from './user.ts';

/**
 * In the order of the file. Those that are fields of the server have its names, so that a file can be read in again; the
 * others have names that nobody takes for one of these: a CID beside its name would be two answers to one question.
 */
export const userColumns = [
  'first_name',
  'last_name',
  'uid',
  'home_cid_name',
  'cid',
  'status',
  'last_login_at',
  'factors',
  'uuid',
  'created_at',
  'updated_at',
  'user_type',
  'state',
  'days_since_last_login',
] as const;

export type UserColumn = (typeof userColumns)[number];

/** Those that are written unless somebody wants others. */
export const usualColumns: readonly UserColumn[] = userColumns.slice(0, userColumns.indexOf('factors') + 1);

export interface UserRow {
  readonly user: User;
  readonly cidName: string | undefined;
}

export interface TableFacts {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly dormantAfterDays: number;
}

function valueOf({ user, cidName }: UserRow, column: UserColumn, { now, dormantAfterDays }: TableFacts): string | number | readonly string[] | undefined {
  switch (column) {
    case 'home_cid_name':
      return cidName;
    case 'state':
      return stateWords[userState(user, now, dormantAfterDays)];
    case 'days_since_last_login':
      return daysSince(user.last_login_at, now);
    default:
      return user[column];
  }
}

const cellText = (value: ReturnType<typeof valueOf>): string => (typeof value === 'object' ? value.join(';') : String(value ?? ''));

/** In the order of the file, whatever order they were chosen in. */
const inOrder = (columns: readonly UserColumn[]): UserColumn[] => userColumns.filter((column) => columns.includes(column));

/** What is not known is empty. */
export function usersAsCsv(rows: readonly UserRow[], columns: readonly UserColumn[], facts: TableFacts): string {
  const header = inOrder(columns);
  return csvText(
    header,
    rows.map((row) => header.map((column) => cellText(valueOf(row, column, facts)))),
  );
}

/** What is not known is missing, as it is in the server's records. */
export function usersAsJson(rows: readonly UserRow[], columns: readonly UserColumn[], facts: TableFacts): string {
  const chosen = inOrder(columns);
  const records = rows.map((row) => Object.fromEntries(chosen.map((column) => [column, valueOf(row, column, facts)])));
  return `${JSON.stringify(records, undefined, 2)}\n`;
}
