/** One row of the table, as elements. Values come in as text, never as html. */
import { withEscapes } from '../../core/newUsers/judgeTexts.ts';
import { newUserFields } from '../../core/newUsers/rows.ts';
import type { Said } from '../../protocol/newUsers.ts';
import type { PageTexts } from '../kit/startData.ts';
import { columns, isField } from './columns.ts';
import type { Column } from './columns.ts';
import type { PageRow } from './rowStore.ts';
import { statusSign, statusWord } from './statusFace.ts';

/** What is said at a cell; at the verdict everything that is said about the row. */
export const saidAt = ({ said }: PageRow, column: Column): readonly Said[] =>
  column === 'verdict' ? said : said.filter(({ field }) => field === column);

/** Signs that turn the text around them, so that a name reads as another one. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** A line break would make a cell look empty, or cut short; what cannot be seen is shown by its number. */
const visible = (text: string): string => withEscapes(text, turning).replaceAll(/[\n\r\u2028\u2029]+/g, ' ⏎ ');

export class GridRow {
  readonly element = document.createElement('div');
  readonly place: number;
  readonly #cells: readonly HTMLElement[];
  readonly #texts: PageTexts;
  #shown: PageRow | undefined;

  constructor(place: number, texts: PageTexts) {
    this.place = place;
    this.#texts = texts;
    this.element.className = 'grid-row';
    this.element.setAttribute('role', 'row');
    this.element.dataset['place'] = String(place);
    this.#cells = columns.map((column, at) => {
      const cell = document.createElement('div');
      cell.className = `cell cell-${column}`;
      cell.setAttribute('role', 'gridcell');
      cell.setAttribute('aria-colindex', String(at + 1));
      cell.dataset['column'] = column;
      if (column !== 'tick') cell.tabIndex = -1;
      return cell;
    });
    this.element.append(...this.#cells);
  }

  cell(column: Column): HTMLElement | undefined {
    return this.#cells[columns.indexOf(column)];
  }

  /** What is focused in a column: the tick box, or the cell itself. */
  target(column: Column): HTMLElement | undefined {
    const cell = this.cell(column);
    return cell?.querySelector<HTMLElement>('input[type=checkbox]') ?? cell;
  }

  /** @param index among the rows that are shown */
  show(row: PageRow, index: number, editing: Column | undefined): void {
    this.element.setAttribute('aria-rowindex', String(index + 2));
    this.element.classList.toggle('is-odd', index % 2 === 1);
    if (this.#shown === row) return;
    this.#shown = row;
    this.#showTick(row);
    const line = this.cell('line');
    if (line) line.textContent = row.line.toLocaleString(this.#texts.locale);
    this.#showVerdict(row);
    for (const [at, field] of newUserFields.entries()) if (field !== editing) this.#showText(row, field, row.cells[at] ?? '');
  }

  /** Shows a cell anew that was written in. */
  forget(): void {
    this.#shown = undefined;
  }

  #showTick({ line, ticked, status }: PageRow): void {
    const cell = this.cell('tick');
    if (!cell) return;
    let box = cell.querySelector('input');
    if (!box) {
      box = document.createElement('input');
      box.type = 'checkbox';
      box.tabIndex = -1;
      box.setAttribute('aria-label', this.#texts.t('Create the user of line {0}', line));
      cell.append(box);
    }
    box.checked = ticked;
    box.disabled = status === 'done' || status === 'running';
  }

  #showVerdict(row: PageRow): void {
    const cell = this.cell('verdict');
    const word = document.createElement('span');
    word.className = 'word';
    word.textContent = statusWord(row.status, this.#texts);
    const parts: (Node | string)[] = [statusSign(row.status), word];
    const [first, ...others] = row.said;
    if (first) {
      const why = document.createElement('span');
      why.className = 'why';
      why.textContent = others.length > 0 ? `${first.sentence} (+${others.length})` : first.sentence;
      parts.push(' · ', why);
    }
    cell?.replaceChildren(...parts);
  }

  #showText(row: PageRow, column: Column, text: string): void {
    const cell = this.cell(column);
    if (!cell || !isField(column)) return;
    cell.textContent = visible(text);
    const said = saidAt(row, column);
    const isWrong = said.some(({ kind }) => kind !== 'note');
    cell.classList.toggle('is-wrong', isWrong);
    cell.classList.toggle('is-noted', !isWrong && said.length > 0);
    if (isWrong) cell.setAttribute('aria-invalid', 'true');
    else cell.removeAttribute('aria-invalid');
    if (row.locked.has(column)) cell.setAttribute('aria-readonly', 'true');
    else cell.removeAttribute('aria-readonly');
  }
}
