/** The rows of a file of new users, as they were written: texts that a person can mend. */

export const newUserFields = ['email', 'first', 'last', 'cid', 'roles', 'until'] as const;
export type NewUserField = (typeof newUserFields)[number];

/** What each column is called in a header, in the order in which files are written. */
export const columnNames: Readonly<Record<NewUserField, string>> = {
  email: 'email',
  first: 'first_name',
  last: 'last_name',
  cid: 'cid',
  roles: 'roles',
  until: 'expires_at',
};

export type Cells = Readonly<Record<NewUserField, string>>;

/** What is wrong with a cell, or with the row as a whole where no field is named. */
export interface CellProblem {
  readonly field: NewUserField | undefined;
  readonly sentence: string;
}

export interface NewUserRow {
  /** In the file, from 1. */
  readonly line: number;
  readonly cells: Cells;
  /** What reading found; a problem of a cell ends when the cell is written anew. */
  readonly faults: readonly CellProblem[];
}

export interface ReadRows {
  readonly rows: readonly NewUserRow[];
  /** Names of columns that mean nothing here. */
  readonly ignored: readonly string[];
}

/** A file that cannot be read, with the reason in one sentence, and the next step. */
export interface UnreadFile {
  readonly problem: string;
}

export const largestFile = 20 * 1024 * 1024;
export const mostRows = 50_000;
export const longestCell = 1000;

export const tooManyRows = 'The file has more than 50,000 rows. Split it into several files.';

export const noCells: Cells = { email: '', first: '', last: '', cid: '', roles: '', until: '' };

export const isBlank = (cells: Cells): boolean => newUserFields.every((field) => cells[field].trim() === '');

/** Cuts cells that are too long to be shown, and says so. */
export function rowOf(line: number, cells: Cells, faults: readonly CellProblem[] = []): NewUserRow {
  const long = newUserFields.filter((field) => cells[field].length > longestCell);
  if (long.length === 0) return { line, cells, faults };
  const kept = { ...cells };
  for (const field of long) kept[field] = cells[field].slice(0, longestCell);
  const tooLong = long.map((field): CellProblem => {
    const length = cells[field].length.toLocaleString('en');
    return { field, sentence: `The cell has ${length} characters and was cut after 1,000. Write it anew.` };
  });
  return { line, cells: kept, faults: [...faults, ...tooLong] };
}

/** The row with one cell written anew; what reading found about the cell, or about the row as a whole, is settled by that. */
export function withCell(row: NewUserRow, field: NewUserField, text: string): NewUserRow {
  const faults = row.faults.filter((fault) => fault.field !== undefined && fault.field !== field);
  return rowOf(row.line, { ...row.cells, [field]: text }, faults);
}
