/** Writes rows as text that spreadsheets open, and that is read again as it was. */
import { csvText } from '../csv.ts';
import { columnNames, newUserFields } from './rows.ts';
import type { Cells } from './rows.ts';

export const rowsText = (rows: readonly Cells[]): string =>
  csvText(
    newUserFields.map((field) => columnNames[field]),
    rows.map((cells) => newUserFields.map((field) => cells[field])),
  );

/** A file to begin with: the header and one user as an example. */
export const templateText = (): string =>
  rowsText([{ email: 'ada@example.com', first: 'Ada', last: 'Lovelace', cid: '', roles: 'Falcon Analyst - Read Only;Help Desk Analyst', until: '' }]);
