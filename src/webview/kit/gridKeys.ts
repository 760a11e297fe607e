/** Where a key leads in a grid. */

export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that are seen at once. */
  readonly page: number;
}

interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));

/** @returns undefined when the key does not move */
export function moved({ row, column }: GridPlace, { key, ctrlKey, metaKey }: Key, { rows, columns, page }: GridSize): GridPlace | undefined {
  const far = ctrlKey || metaKey;
  switch (key) {
    case 'ArrowUp':
      return { row: far ? 0 : within(row - 1, rows), column };
    case 'ArrowDown':
      return { row: far ? rows - 1 : within(row + 1, rows), column };
    case 'ArrowLeft':
      return { row, column: far ? 0 : within(column - 1, columns) };
    case 'ArrowRight':
      return { row, column: far ? columns - 1 : within(column + 1, columns) };
    case 'PageUp':
      return { row: within(row - page, rows), column };
    case 'PageDown':
      return { row: within(row + page, rows), column };
    case 'Home':
      return { row: far ? 0 : row, column: 0 };
    case 'End':
      return { row: far ? rows - 1 : row, column: columns - 1 };
    default:
      return undefined;
  }
}
