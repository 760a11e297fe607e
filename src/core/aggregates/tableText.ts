/** Tables of answers as files. */
import { csvText } from '../csv.ts';
import type { ResultTable } from './resultTable.ts';

/** For spreadsheets. */
export const tableCsv = ({ columns, rows }: ResultTable): string =>
  csvText(
    columns.map(({ title }) => title),
    rows.map((row) => row.map((cell) => cell ?? '')),
  );

/** A list of objects by the titles of the columns; cells without anything are left out. */
export function tableJson({ columns, rows }: ResultTable): string {
  const objects = rows.map((row) => Object.fromEntries(columns.flatMap(({ title }, at) => (row[at] === undefined ? [] : [[title, row[at]]]))));
  return `${JSON.stringify(objects, null, 2)}\n`;
}
