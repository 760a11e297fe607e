/**
 * The table of new users: a grid of which only the rows in sight are elements. Moved in by arrows, written in place; what
 * is written is handed on, and shown once the host has judged it.
 */
import { Virtualizer, defaultRangeExtractor, elementScroll, observeElementOffset, observeElementRect } from '@tanstack/virtual-core';
import type { NewUserField } from '../../core/newUsers/rows.ts';
import { newUserFields } from '../../core/newUsers/rows.ts';
import { moved } from '../kit/gridKeys.ts';
import type { PageTexts } from '../kit/startData.ts';
import { CellEditor } from './cellEditor.ts';
import type { EditEnd } from './cellEditor.ts';
import { columnTitle, columns, isField } from './columns.ts';
import type { Column } from './columns.ts';
import { GridRow, saidAt } from './gridRow.ts';
import type { RowStore } from './rowStore.ts';
import { SaidBubble } from './saidBubble.ts';

export interface UserGridParts {
  readonly texts: PageTexts;
  readonly rows: RowStore;
  readonly onEdit: (place: number, field: NewUserField, text: string) => void;
  readonly onTick: (places: readonly number[], ticked: boolean) => void;
  /** Said where a key has no effect that is seen. */
  readonly onSay: (text: string) => void;
}

const rowsBeyond = 6;

export class UserGrid {
  readonly element = document.createElement('div');
  readonly #parts: UserGridParts;
  readonly #head = document.createElement('div');
  readonly #body = document.createElement('div');
  readonly #bubble = new SaidBubble();
  readonly #allTicked = document.createElement('input');
  readonly #shown = new Map<number, GridRow>();
  readonly #virtual: Virtualizer<HTMLElement, HTMLElement>;
  readonly #rowHeight: number;
  #places: readonly number[] = [];
  #active: { place: number; column: Column } | undefined;
  #editor: CellEditor | undefined;

  constructor(parts: UserGridParts) {
    this.#parts = parts;
    this.#rowHeight = Math.round(Number.parseFloat(getComputedStyle(document.body).fontSize) * 2.2);
    this.element.className = 'grid';
    this.element.setAttribute('role', 'grid');
    this.element.setAttribute('aria-label', parts.texts.t('New users'));
    this.element.setAttribute('aria-colcount', String(columns.length));
    this.#body.className = 'grid-body';
    this.#body.setAttribute('role', 'rowgroup');
    this.#makeHead();
    const sheet = document.createElement('div');
    sheet.className = 'grid-sheet';
    sheet.setAttribute('role', 'presentation');
    sheet.append(this.#head, this.#body);
    this.element.append(sheet, this.#bubble.element);
    this.#virtual = new Virtualizer<HTMLElement, HTMLElement>(this.#options());
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('mousedown', (event) => this.#onPress(event));
    this.element.addEventListener('dblclick', (event) => this.#onDouble(event));
    this.element.addEventListener('change', (event) => this.#onChange(event));
    this.element.addEventListener('focusin', (event) => this.#onFocus(event));
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.#body.contains(relatedTarget))) this.#bubble.hide();
    });
  }

  /** Call once the grid stands in the document. */
  mount(): void {
    this.#virtual._didMount();
    this.#virtual._willUpdate();
    this.#render();
  }

  /** The row that is being written in, or was moved to last. */
  get held(): number | undefined {
    return this.#editor?.place ?? (this.#isFocused ? this.#active?.place : undefined);
  }

  get isEditing(): boolean {
    return this.#editor !== undefined;
  }

  /** Ends writing as leaving the cell does, so that nothing typed is lost. */
  leave(): void {
    this.#editor?.end('left');
  }

  /** Shows these rows, as the store has them now. */
  show(places: readonly number[]): void {
    this.#places = places;
    if (!this.#active || !places.includes(this.#active.place)) {
      const [first] = places;
      this.#active = first === undefined ? undefined : { place: first, column: this.#active?.column ?? 'email' };
    }
    this.element.setAttribute('aria-rowcount', String(places.length + 1));
    const open = places.flatMap((place) => this.#openTick(place) ?? []);
    this.#allTicked.checked = open.length > 0 && open.every((ticked) => ticked);
    this.#allTicked.indeterminate = open.some((ticked) => ticked) && !this.#allTicked.checked;
    this.#allTicked.disabled = open.length === 0;
    this.#virtual.setOptions(this.#options());
    this.#virtual._willUpdate();
    this.#render();
  }

  #options(): ConstructorParameters<typeof Virtualizer<HTMLElement, HTMLElement>>[0] {
    return {
      count: this.#places.length,
      getScrollElement: () => this.element,
      estimateSize: () => this.#rowHeight,
      overscan: rowsBeyond,
      // The head stands before the rows, and covers as much of what is in sight.
      scrollMargin: this.#rowHeight,
      scrollPaddingStart: this.#rowHeight,
      getItemKey: (index) => this.#places[index] ?? index,
      // The row with the focus stays an element, or the focus would be lost when it is scrolled away.
      rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), ...this.#activeIndexes])].sort((left, right) => left - right),
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      onChange: () => this.#render(),
    };
  }

  get #activeIndexes(): readonly number[] {
    const index = this.#active ? this.#places.indexOf(this.#active.place) : -1;
    return index < 0 ? [] : [index];
  }

  get #isFocused(): boolean {
    return this.#body.contains(document.activeElement);
  }

  #openTick(place: number): boolean | undefined {
    const row = this.#parts.rows.at(place);
    return row && row.status !== 'done' && row.status !== 'running' ? row.ticked : undefined;
  }

  #makeHead(): void {
    const { texts, onTick } = this.#parts;
    this.#head.className = 'grid-head';
    this.#head.setAttribute('role', 'rowgroup');
    const row = document.createElement('div');
    row.className = 'grid-row';
    row.style.height = `${this.#rowHeight}px`;
    row.setAttribute('role', 'row');
    row.setAttribute('aria-rowindex', '1');
    for (const [at, column] of columns.entries()) {
      const cell = document.createElement('div');
      cell.className = `cell cell-${column}`;
      cell.setAttribute('role', 'columnheader');
      cell.setAttribute('aria-colindex', String(at + 1));
      if (column === 'tick') {
        this.#allTicked.type = 'checkbox';
        this.#allTicked.setAttribute('aria-label', texts.t('Create all shown'));
        this.#allTicked.addEventListener('change', () => {
          onTick(this.#places.filter((place) => this.#openTick(place) !== undefined), this.#allTicked.checked);
        });
        cell.append(this.#allTicked);
      } else cell.textContent = columnTitle(column, texts);
      row.append(cell);
    }
    this.#head.append(row);
  }

  #render(): void {
    const { rows, texts } = this.#parts;
    const items = this.#virtual.getVirtualItems();
    const places = new Set(items.map(({ index }) => this.#places[index]));
    for (const [place, row] of this.#shown) {
      if (places.has(place)) continue;
      row.element.remove();
      this.#shown.delete(place);
    }
    this.#body.style.height = `${this.#virtual.getTotalSize()}px`;
    for (const { index, start } of items) {
      const place = this.#places[index];
      const data = place === undefined ? undefined : rows.at(place);
      if (place === undefined || !data) continue;
      let row = this.#shown.get(place);
      if (!row) {
        row = new GridRow(place, texts);
        row.element.style.height = `${this.#rowHeight}px`;
        this.#shown.set(place, row);
        this.#body.append(row.element);
      }
      row.element.style.transform = `translateY(${start - this.#rowHeight}px)`;
      row.show(data, index, this.#editor?.place === place ? this.#editor.field : undefined);
    }
    this.#showActive();
  }

  /** One element of the table is reached by Tab: the cell that was moved to last. */
  #showActive(): void {
    for (const element of this.#body.querySelectorAll<HTMLElement>('[tabindex="0"]')) {
      element.tabIndex = -1;
      element.removeAttribute('aria-describedby');
    }
    const active = this.#active;
    const row = active && this.#shown.get(active.place);
    const [target, cell] = [active && row?.target(active.column), active && row?.cell(active.column)];
    const data = active && this.#parts.rows.at(active.place);
    if (!active || !target || !cell || !data) return this.#bubble.hide();
    target.tabIndex = 0;
    if (!this.#isFocused) return this.#bubble.hide();
    const start = this.#rowHeight * (1 + (this.#activeIndexes[0] ?? 0));
    this.#bubble.show(saidAt(data, active.column), cell, start, this.element);
    if (this.#bubble.isShown) target.setAttribute('aria-describedby', this.#bubble.id);
  }

  #moveTo(place: number, column: Column): void {
    this.#active = { place, column };
    const [index] = this.#activeIndexes;
    if (index === undefined) return;
    // A new extractor, since the answers of the one before are remembered.
    this.#virtual.setOptions(this.#options());
    this.#virtual.scrollToIndex(index, { align: 'auto' });
    this.#render();
    const row = this.#shown.get(place);
    row?.target(column)?.focus({ preventScroll: true });
    row?.cell(column)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    this.#showActive();
  }

  #edit(place: number, field: NewUserField): void {
    const { rows, texts, onSay } = this.#parts;
    const [data, cell] = [rows.at(place), this.#shown.get(place)?.cell(field)];
    if (!data || !cell || this.#editor) return;
    if (data.locked.has(field)) return onSay(texts.t('This cell cannot be changed any more.'));
    const label = texts.t('{0}, line {1}', columnTitle(field, texts), data.line);
    const saidId = saidAt(data, field).length > 0 ? this.#bubble.id : undefined;
    const text = data.cells[newUserFields.indexOf(field)] ?? '';
    this.#editor = new CellEditor({ cell, place, field, text, label, saidId, onEnd: (end, written) => this.#endEdit({ place, field, text, end, written }) });
  }

  #endEdit(edit: { readonly place: number; readonly field: NewUserField; readonly text: string; readonly end: EditEnd; readonly written: string }): void {
    const { place, field, text, end, written } = edit;
    this.#editor = undefined;
    this.#shown.get(place)?.forget();
    if (end !== 'escape' && written !== text) this.#parts.onEdit(place, field, written);
    if (end === 'left') return this.#render();
    const step = end === 'tab' ? 1 : end === 'backTab' ? -1 : 0;
    const next = columns[columns.indexOf(field) + step];
    this.#moveTo(place, next ?? field);
  }

  #onKey(event: KeyboardEvent): void {
    const active = this.#active;
    if (!active || !(event.target instanceof HTMLElement) || !this.#body.contains(event.target)) return;
    const [row] = this.#activeIndexes;
    if (row === undefined) return;
    if ((event.key === 'Enter' || event.key === 'F2') && isField(active.column)) {
      event.preventDefault();
      return this.#edit(active.place, active.column);
    }
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.#rowHeight) - 2);
    const size = { rows: this.#places.length, columns: columns.length, page };
    const next = moved({ row, column: columns.indexOf(active.column) }, event, size);
    const [place, column] = [next && this.#places[next.row], next && columns[next.column]];
    if (place === undefined || column === undefined) return;
    event.preventDefault();
    this.#moveTo(place, column);
  }

  #cellAt(event: Event): { readonly place: number; readonly column: Column } | undefined {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[role=gridcell]') : null;
    const place = Number(cell?.parentElement?.dataset['place'] ?? Number.NaN);
    const column = columns.find((one) => one === cell?.dataset['column']);
    return Number.isNaN(place) || !column ? undefined : { place, column };
  }

  #onPress(event: MouseEvent): void {
    const at = this.#cellAt(event);
    if (!at || event.target instanceof HTMLInputElement) return;
    // Else the browser would focus the cell a second time, without its place.
    event.preventDefault();
    this.leave();
    this.#moveTo(at.place, at.column);
  }

  #onDouble(event: MouseEvent): void {
    const at = this.#cellAt(event);
    if (at && isField(at.column) && !(event.target instanceof HTMLInputElement)) this.#edit(at.place, at.column);
  }

  #onChange(event: Event): void {
    const at = this.#cellAt(event);
    if (at?.column === 'tick' && event.target instanceof HTMLInputElement) this.#parts.onTick([at.place], event.target.checked);
  }

  #onFocus(event: FocusEvent): void {
    const at = this.#cellAt(event);
    if (!at) return;
    this.#active = at;
    if (!this.#editor) this.#showActive();
  }
}
