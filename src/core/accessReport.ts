/** The answer to a question about access, as text to be read: a table whose columns stand below each other. */
import { accessRow } from './accessTable.ts';
import type { Held, TenantNames } from './accessTable.ts';
import { endText } from './changes/temporary.ts';
import { inheritancePath, isInherited } from './grant.ts';
import { onOneLine, shownText } from './shownText.ts';
import { byTexts } from './textOrder.ts';

export type ReportColumn = 'user' | 'uid' | 'place' | 'role' | 'how' | 'until' | 'why';

export interface ReportRow extends Held {
  /** What is the matter with it, for questions about that. */
  readonly why?: string | undefined;
}

export interface AccessReport {
  /** How fresh and how complete the answer is, and what is to be known beside it: the first lines. */
  readonly coverage: readonly string[];
  readonly title: string;
  readonly columns: readonly { readonly of: ReportColumn; readonly head: string }[];
  readonly rows: readonly ReportRow[];
  readonly names: TenantNames;
  /** Said instead of the table when there are no rows. */
  readonly none: string;
  /** The rows have an order of their own; otherwise they are sorted by their columns. */
  readonly isSorted?: boolean;
}

function cellOf({ user, grant, why }: ReportRow, of: ReportColumn, names: TenantNames): string {
  const row = accessRow({ user, grant }, names);
  switch (of) {
    case 'user':
    case 'uid':
      return row[of];
    case 'place':
      return row.cid_name || row.cid;
    case 'role':
      return row.role || row.role_id;
    case 'how': {
      if (!isInherited(grant)) return 'direct';
      return `through ${inheritancePath(grant) || 'a group'}`;
    }
    case 'until':
      return grant.expires_at ? endText(grant.expires_at) : '';
    case 'why':
      return why ?? '';
  }
}

const widthOf = (text: string): number => [...text].length;

/** @returns lines; the columns are as wide as what is in them */
export function alignedTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, at) => rows.reduce((widest, row) => Math.max(widest, widthOf(row[at] ?? '')), widthOf(title)));
  const line = (cells: readonly string[]): string => cells.map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - widthOf(cell))).join('  ').trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}

export function reportText({ coverage, title, columns, rows, names, none, isSorted = false }: AccessReport): string {
  const cells = rows.map((row) => columns.map(({ of }) => shownText(cellOf(row, of, names))));
  if (!isSorted) cells.sort(byTexts((row) => row));
  const table = cells.length > 0 ? alignedTable(columns.map(({ head }) => onOneLine(head)), cells) : [none];
  return `${[...coverage.map(onOneLine), '', onOneLine(title), '', ...table].join('\n')}\n`;
}
