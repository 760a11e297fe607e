/** A rectangle of cells, by where they stand among what is shown. */
import type { GridPlace } from '../kit/gridKeys.ts';

/** From where it was begun to where it was drawn; both are within it. */
export interface Selection {
  readonly from: GridPlace;
  readonly to: GridPlace;
}

interface Bounds {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export function boundsOf({ from, to }: Selection): Bounds {
  const [top, bottom] = [Math.min(from.row, to.row), Math.max(from.row, to.row)];
  const [left, right] = [Math.min(from.column, to.column), Math.max(from.column, to.column)];
  return { top, bottom, left, right };
}

export const isWithin = ({ top, bottom, left, right }: Bounds, row: number, column: number): boolean =>
  row >= top && row <= bottom && column >= left && column <= right;

export function sizeOf(selection: Selection): number {
  const { top, bottom, left, right } = boundsOf(selection);
  return (bottom - top + 1) * (right - left + 1);
}

/**
 * What “select all” selects next: the column of a cell, and when that is selected already, everything. Toggling a column
 * is what people mean most often, and everything is a lot.
 */
export function widened(selection: Selection | undefined, { column }: GridPlace, rows: number, columns: number): Selection {
  const bounds = selection && boundsOf(selection);
  const isColumn = bounds?.top === 0 && bounds.bottom === rows - 1 && bounds.left <= column && bounds.right >= column;
  const [left, right] = isColumn ? [0, columns - 1] : [column, column];
  return { from: { row: 0, column: left }, to: { row: rows - 1, column: right } };
}
