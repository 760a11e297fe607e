/** Who has which access, as a table: one row a grant, with how it came about. For files and for reports. */
import type { CidName } from './changes/describe.ts';
import { csvText } from './csv.ts';
import { isInherited } from './grant.ts';
import type { Grant } from './grant.ts';
import { markdownTable, plainMarkdown } from './markdownText.ts';
import { byText } from './textOrder.ts';
import { displayName } from './user.ts';
import type { User } from './user.ts';

export interface Held {
  readonly user: User;
  readonly grant: Grant;
}

/** In the order of the file. Those that are fields of the server have its names, but for the ends, which people look for. */
export const accessColumns = [
  'tenant',
  'cid',
  'cid_name',
  'user',
  'uid',
  'uuid',
  'role',
  'role_id',
  'how',
  'user_group',
  'cid_group',
  'until',
  'home_cid',
] as const;

export type AccessColumn = (typeof accessColumns)[number];
/** What is not known is empty. */
export type AccessRow = Readonly<Record<AccessColumn, string>>;

export interface TenantNames {
  readonly tenantName: string;
  readonly cidName: CidName;
}

/** The server writes a moment with fractions or without; spelled one way, the same end is the same line. */
function inSeconds(moment: string): string {
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? moment : `${date.toISOString().slice(0, 19)}Z`;
}

export function accessRow({ user, grant }: Held, { tenantName, cidName }: TenantNames): AccessRow {
  return {
    tenant: tenantName,
    cid: grant.cid ?? '',
    cid_name: (grant.cid && cidName(grant.cid)) ?? '',
    user: displayName(user),
    uid: user.uid ?? '',
    uuid: user.uuid,
    role: grant.role_name ?? '',
    role_id: grant.role_id,
    how: isInherited(grant) ? 'via groups' : 'direct',
    user_group: grant.user_group_name || grant.user_group_id || '',
    cid_group: grant.cid_group_name || grant.cid_group_id || '',
    until: inSeconds(grant.expires_at ?? ''),
    home_cid: user.cid ?? '',
  };
}

/** What does not change when somebody is renamed or another grant comes, so that two files differ only where access does. */
const placeInFile = ({ tenant, cid, uuid, role_id: role, how, user_group: userGroup, cid_group: cidGroup, until }: AccessRow): string =>
  [tenant, cid, uuid, role, how, userGroup, cidGroup, until].join('\u0000');

/** Each grant once, whatever the order in which they were read. */
export function sortedAccess(rows: readonly AccessRow[]): AccessRow[] {
  return [...new Map(rows.map((row) => [placeInFile(row), row]))].sort(([left], [right]) => byText(left, right)).map(([, row]) => row);
}

/** What stands above the rows where the form has room for it. */
export interface AccessHeading {
  readonly title: string;
  /** How fresh and how complete it is, in a sentence. */
  readonly coverage: string;
  readonly isWhole: boolean;
  /** Epoch milliseconds of the oldest read. */
  readonly asOf: number | undefined;
}

const cellsOf = (row: AccessRow): string[] => accessColumns.map((column) => row[column]);

export const accessAsCsv = (rows: readonly AccessRow[]): string => csvText(accessColumns, rows.map(cellsOf));

export function accessAsJson(rows: readonly AccessRow[], { title, coverage, isWhole, asOf }: AccessHeading): string {
  const grants = rows.map((row) => Object.fromEntries(accessColumns.flatMap((column) => (row[column] === '' ? [] : [[column, row[column]]]))));
  const heading = { title, coverage, complete: isWhole, ...(asOf !== undefined && { as_of: new Date(asOf).toISOString() }) };
  return `${JSON.stringify({ ...heading, grants }, undefined, 2)}\n`;
}

export function accessAsMarkdown(rows: readonly AccessRow[], { title, coverage }: AccessHeading): string {
  return `# ${plainMarkdown(title)}\n\n${plainMarkdown(coverage)}\n\n${markdownTable(accessColumns, rows.map(cellsOf))}`;
}
