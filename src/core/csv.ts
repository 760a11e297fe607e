/** Tables as CSV, written for spreadsheets, and read again as they were. */
import papa from 'papaparse';

/** Without this mark Excel takes UTF-8 for the code page of the machine, and garbles every name that is not English. */
const byteOrderMark = '\uFEFF';

/**
 * What a spreadsheet would run as a formula, in the wide spelling of East Asian keyboards as well: names are written by
 * whoever may make users. It gets an apostrophe in front, and so does what begins like a cell that has one already. The
 * pattern that comes with the package overlooks cells of more than one line.
 */
const guarded = /^'*[=+\-@\t\r\n＝＋－＠]/;

/** A cell without the apostrophe that keeps spreadsheets from running it. */
export const unguarded = (cell: string): string => (cell.startsWith("'") && guarded.test(cell) ? cell.slice(1) : cell);

/** @param rows numbers are left as they are: what is one is no formula */
export function csvText(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const text = papa.unparse(
    [[...header], ...rows.map((row) => [...row])],
    // Unquoted, the only cell of a row would leave a blank line when it is empty, and readers skip those.
    { newline: '\r\n', escapeFormulae: guarded, quotes: header.length === 1 },
  );
  return `${byteOrderMark}${text}\r\n`;
}
