/** The rows of a table in the order of one of its columns. */
import type { ResultTable, TableCell } from './resultTable.ts';

export interface TableSort {
  readonly column: number;
  readonly direction: 'ascending' | 'descending';
}

/** What asking again for a column makes of the order; undefined: as answered. */
export function nextSort(sort: TableSort | undefined, column: number): TableSort | undefined {
  if (sort?.column !== column) return { column, direction: 'ascending' };
  return sort.direction === 'ascending' ? { column, direction: 'descending' } : undefined;
}

/**
 * Rows that are alike stay in the order of the answer, and cells without anything stand last in either direction. Numbers are
 * compared as numbers, texts as people of the locale expect it, with the figures in them as numbers.
 * @returns the places of the rows in the table
 */
export function sortedRows({ rows }: Pick<ResultTable, 'rows'>, sort: TableSort | undefined, locale: string): readonly number[] {
  const places = rows.map((_, at) => at);
  if (!sort) return places;
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const factor = sort.direction === 'ascending' ? 1 : -1;
  const order = (left: TableCell, right: TableCell): number => {
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    return factor * (typeof left === 'number' && typeof right === 'number' ? left - right : compare(String(left), String(right)));
  };
  return places.sort((left, right) => order(rows[left]?.[sort.column], rows[right]?.[sort.column]));
}
