/** The answer of a query as a table, and as text. */
import { inFigures } from '../../core/aggregates/inFigures.ts';
import type { ResultTable, TableCell, TableColumn } from '../../core/aggregates/resultTable.ts';
import { nextSort, sortedRows } from '../../core/aggregates/sortTable.ts';
import type { TableSort } from '../../core/aggregates/sortTable.ts';
import { onOneLine } from '../../core/shownText.ts';
import type { PageTexts } from '../kit/startData.ts';
import { RowList } from './rowList.ts';

const isFigure = ({ kind }: TableColumn): boolean => kind === 'count' || kind === 'number';

function cellText(cell: TableCell, { kind }: TableColumn, { locale }: PageTexts): string {
  if (cell === undefined) return '';
  if (typeof cell === 'string') return onOneLine(cell);
  return kind === 'count' || kind === 'number' ? inFigures(cell, locale) : String(cell);
}

function cellElement(role: string, text: string, column: TableColumn): HTMLElement {
  const cell = document.createElement('span');
  cell.setAttribute('role', role);
  cell.className = isFigure(column) ? 'table-cell is-figure' : 'table-cell';
  cell.textContent = text;
  cell.title = text;
  return cell;
}

const longestSample = 40;

/** How wide the columns are to each other, after what stands in the first rows. */
function widths({ columns, rows }: ResultTable, texts: PageTexts): string {
  const parts = columns.map((column, at) => {
    const longest = rows.slice(0, 100).reduce((most, row) => Math.max(most, cellText(row[at], column, texts).length), column.title.length + 2);
    return `minmax(${Math.min(longestSample, longest) * 0.62 + 1.5}em, ${isFigure(column) ? 1 : 2}fr)`;
  });
  return parts.join(' ');
}

function rowElement(cells: readonly HTMLElement[], rowIndex: number, template: string): HTMLElement {
  const row = document.createElement('div');
  row.className = 'table-row';
  row.setAttribute('role', 'row');
  row.setAttribute('aria-rowindex', String(rowIndex));
  row.style.gridTemplateColumns = template;
  row.append(...cells);
  return row;
}

export interface TableParts {
  readonly table: ResultTable;
  readonly label: string;
  readonly texts: PageTexts;
  /** The order to begin with. */
  readonly sort: TableSort | undefined;
  readonly onSort: (sort: TableSort | undefined) => void;
}

/** A heading that sorts by its column when it is pressed. */
function headElement(column: TableColumn, onPress: () => void): HTMLElement {
  const cell = cellElement('columnheader', '', column);
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'sort-column';
  button.textContent = column.title;
  button.addEventListener('click', onPress);
  cell.title = column.title;
  cell.append(button);
  return cell;
}

export function tableElement({ table, label, texts, sort: begun, onSort }: TableParts): HTMLElement {
  const template = widths(table, texts);
  const { columns, rows } = table;
  let sort = begun;
  let order = sortedRows(table, sort, texts.locale);
  const heads = columns.map((column, at) =>
    headElement(column, () => {
      sort = nextSort(sort, at);
      order = sortedRows(table, sort, texts.locale);
      markHeads();
      list.renew();
      onSort(sort);
    }),
  );
  const markHeads = (): void => heads.forEach((cell, at) => cell.setAttribute('aria-sort', sort?.column === at ? sort.direction : 'none'));
  markHeads();
  const head = document.createElement('div');
  head.className = 'table-head';
  head.setAttribute('role', 'rowgroup');
  head.append(rowElement(heads, 1, template));
  const list = new RowList({
    ...{ label, role: 'table', rowHeight: 1.9, count: rows.length, head },
    row: (at) => {
      const cells = rows[order[at] ?? at];
      return rowElement(columns.map((column, place) => cellElement('cell', cellText(cells?.[place], column, texts), column)), at + 2, template);
    },
  });
  list.element.classList.add('result-table');
  list.element.setAttribute('aria-rowcount', String(rows.length + 1));
  list.element.setAttribute('aria-colcount', String(columns.length));
  return list.element;
}

/** A text of any length, line by line. */
export function textElement(text: string, label: string): HTMLElement {
  const lines = text.split('\n');
  const list = new RowList({
    ...{ label, role: 'region', rowHeight: 1.5, count: lines.length },
    row: (at) => {
      const line = document.createElement('div');
      line.className = 'text-line';
      line.textContent = onOneLine(lines[at] ?? '');
      return line;
    },
  });
  list.element.classList.add('result-text');
  return list.element;
}
