/** The answer of a query as a table, and as text. */
import type { ResultTable, TableCell, TableColumn } from '../../core/aggregates/resultTable.ts';
import { onOneLine } from '../../core/shownText.ts';
import type { PageTexts } from '../kit/startData.ts';
import { RowList } from './rowList.ts';

const isFigure = ({ kind }: TableColumn): boolean => kind === 'count' || kind === 'number';

function cellText(cell: TableCell, { kind }: TableColumn, { locale }: PageTexts): string {
  if (cell === undefined) return '';
  if (typeof cell === 'string') return onOneLine(cell);
  return kind === 'count' || kind === 'number' ? cell.toLocaleString(locale, { maximumFractionDigits: 4 }) : String(cell);
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
    const longest = rows.slice(0, 100).reduce((most, row) => Math.max(most, cellText(row[at], column, texts).length), column.title.length);
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

export function tableElement(table: ResultTable, label: string, texts: PageTexts): HTMLElement {
  const template = widths(table, texts);
  const { columns, rows } = table;
  const head = document.createElement('div');
  head.className = 'table-head';
  head.setAttribute('role', 'rowgroup');
  head.append(rowElement(columns.map((column) => cellElement('columnheader', column.title, column)), 1, template));
  const list = new RowList({
    ...{ label, role: 'table', rowHeight: 1.9, count: rows.length, head },
    row: (at) => rowElement(columns.map((column, place) => cellElement('cell', cellText(rows[at]?.[place], column, texts), column)), at + 2, template),
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
