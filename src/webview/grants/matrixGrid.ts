/**
 * The matrix: a grid of which only the cells in sight are elements. All rows, and all columns, are of one size, so where
 * something stands is reckoned, not measured; elements are taken over from row to row.
 */
import type { MatrixRole } from '../../core/matrix/matrix.ts';
import type { Spot } from '../../core/matrix/matrixModel.ts';
import type { PageTexts } from '../kit/startData.ts';
import { moved } from '../kit/gridKeys.ts';
import type { GridPlace } from '../kit/gridKeys.ts';
import { MatrixHead } from './matrixHead.ts';
import { MatrixRowView } from './matrixRow.ts';
import type { Facing, RowName, ShownColumn } from './matrixRow.ts';
import { boundsOf, isWithin, sizeOf, widened } from './selection.ts';
import type { Selection } from './selection.ts';
import { indexesOf, inSight, scrollFor } from '../kit/inSight.ts';
import type { Range, Strip } from '../kit/inSight.ts';

export interface MatrixGridParts {
  readonly texts: PageTexts;
  readonly face: Facing;
  /** All that a cell says; asked for the cell that the person is on. */
  readonly label: (spot: Spot) => string;
  readonly roleAt: (place: number) => MatrixRole;
  readonly rowName: (place: number) => RowName;
  /** The cell that the person is on comes first. */
  readonly onToggle: (spots: readonly Spot[]) => void;
  /** The button in the head of a column. */
  readonly onGrantAll: (role: number) => void;
  /** The person has gone to another cell. */
  readonly onMove: () => void;
  /** The person wants to read more about the cell. */
  readonly onOpen: () => void;
  readonly onSelect: (cells: number) => void;
  /** Other rows are in sight. */
  readonly onScroll: () => void;
}

/** What of the matrix is shown, as places. */
export interface Shown {
  readonly rows: readonly number[];
  readonly roles: readonly number[];
  /** What the first column lists. */
  readonly rowsTitle: string;
}

const rowsBeyond = 8;
const columnsBeyond = 4;
/** In heights of a letter. */
const sizes = { row: 2.1, column: 3, name: 19 } as const;
/** The heads are as high as the longest name needs, within bounds. */
const headSizes = { least: 9, most: 13, letter: 0.55, rest: 4 } as const;

export class MatrixGrid {
  readonly element = document.createElement('div');
  readonly #parts: MatrixGridParts;
  readonly #sheet = document.createElement('div');
  readonly #body = document.createElement('div');
  readonly #head: MatrixHead;
  readonly #views = new Map<number, MatrixRowView>();
  readonly #px: Readonly<Record<keyof typeof sizes, number>>;
  readonly #letter: number;
  #nameWidth: number;
  #headHeight = 0;
  #shown: Shown = { rows: [], roles: [], rowsTitle: '' };
  #indexOfRow = new Map<number, number>();
  #indexOfRole = new Map<number, number>();
  #columnsKey = '';
  #isStale = false;
  /** Without a row: the head of the column. */
  #active: { readonly row: number | undefined; readonly role: number } | undefined;
  #labelled: HTMLElement | undefined;
  #selection: Selection | undefined;
  #seen: Range = { start: 0, end: 0 };

  constructor(parts: MatrixGridParts) {
    this.#parts = parts;
    const letter = Number.parseFloat(getComputedStyle(document.body).fontSize);
    const px = (size: keyof typeof sizes): number => Math.round(letter * sizes[size]);
    this.#letter = letter;
    this.#px = { row: px('row'), column: px('column'), name: px('name') };
    this.#nameWidth = this.#px.name;
    this.#head = new MatrixHead(parts.texts);
    this.element.className = 'matrix';
    this.element.setAttribute('role', 'grid');
    this.element.setAttribute('aria-multiselectable', 'true');
    this.element.setAttribute('aria-label', parts.texts.t('Who holds which role where'));
    this.element.style.setProperty('--row', `${this.#px.row}px`);
    this.element.style.setProperty('--column', `${this.#px.column}px`);
    this.#sheet.className = 'sheet';
    this.#sheet.setAttribute('role', 'presentation');
    this.#body.className = 'matrix-body';
    this.#body.setAttribute('role', 'rowgroup');
    this.#sheet.append(this.#head.element, this.#body);
    this.element.append(this.#sheet);
    this.element.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('mousedown', (event) => this.#onPress(event));
    this.element.addEventListener('click', (event) => this.#onClick(event));
    this.element.addEventListener('mouseover', (event) => this.#onHover(event));
    this.element.addEventListener('focusin', () => this.#label());
    new ResizeObserver(() => this.#onResize()).observe(this.element);
  }

  /** The cell that the person is on, or was last. */
  get active(): Spot | undefined {
    const { row, role } = this.#active ?? {};
    return row === undefined || role === undefined ? undefined : { row, role };
  }

  /** The role in whose head the person is; there are heads also where there is no row. */
  get activeHead(): number | undefined {
    return this.#active && this.#active.row === undefined ? this.#active.role : undefined;
  }

  get rowsInSight(): readonly number[] {
    return this.#shown.rows.slice(this.#seen.start, this.#seen.end);
  }

  get shown(): Shown {
    return this.#shown;
  }

  /**
   * Shows these rows and columns of a matrix, which may be another one than before.
   * @param at where the person is in it
   */
  show(shown: Shown, at?: Spot): void {
    const hadFocus = this.#body.contains(document.activeElement);
    this.#shown = shown;
    this.#indexOfRow = new Map(shown.rows.map((place, index) => [place, index]));
    this.#indexOfRole = new Map(shown.roles.map((place, index) => [place, index]));
    this.#selection = undefined;
    const row = at && this.#indexOfRow.has(at.row) ? at.row : shown.rows[0];
    const role = at && this.#indexOfRole.has(at.role) ? at.role : shown.roles[0];
    this.#active = role === undefined ? undefined : { row, role };
    this.element.setAttribute('aria-rowcount', String(shown.rows.length + 1));
    this.element.setAttribute('aria-colcount', String(shown.roles.length + 1));
    this.#head.nameRows(shown.rowsTitle);
    this.#layOut();
    this.refresh();
    if (hadFocus) this.focus();
    this.#parts.onMove();
  }

  /** Shows anew what the cells say. */
  refresh(): void {
    this.#isStale = true;
    this.#paint();
  }

  focus(): void {
    this.#target()?.focus({ preventScroll: true });
  }

  /** Goes to a cell; one that is not shown is left alone. */
  goTo({ row, role }: Spot): boolean {
    const place = { row: this.#indexOfRow.get(row) ?? -1, column: this.#indexOfRole.get(role) ?? -1 };
    if (place.row < 0 || place.column < 0) return false;
    this.#select(undefined);
    this.#moveTo({ ...place, row: place.row + 1 });
    return true;
  }

  get #rowStrip(): Strip {
    const { clientHeight: height, scrollTop: offset } = this.element;
    return { count: this.#shown.rows.length, size: this.#px.row, offset, view: Math.max(0, height - this.#headHeight) };
  }

  get #columnStrip(): Strip {
    const { clientWidth: width, scrollLeft: offset } = this.element;
    return { count: this.#shown.roles.length, size: this.#px.column, offset, view: Math.max(0, width - this.#nameWidth) };
  }

  /** Where the person is, with the heads as row 0. */
  get #place(): GridPlace {
    const { row, role } = this.#active ?? {};
    return { row: row === undefined ? 0 : (this.#indexOfRow.get(row) ?? -1) + 1, column: role === undefined ? 0 : (this.#indexOfRole.get(role) ?? 0) };
  }

  #layOut(): void {
    // Where there is little room, names must not push the cells out of sight.
    this.#nameWidth = Math.min(this.#px.name, Math.round(this.element.clientWidth * 0.45));
    this.element.style.setProperty('--name', `${this.#nameWidth}px`);
    const longest = Math.max(0, ...this.#shown.roles.map((role) => this.#parts.roleAt(role).name.length));
    const { least, most, letter, rest } = headSizes;
    this.#headHeight = Math.round(this.#letter * Math.max(least, Math.min(most, longest * letter + rest)));
    this.element.style.setProperty('--head', `${this.#headHeight}px`);
    this.#sheet.style.width = `${this.#nameWidth + this.#shown.roles.length * this.#px.column}px`;
    this.#body.style.height = `${this.#shown.rows.length * this.#px.row}px`;
  }

  #onResize(): void {
    this.#layOut();
    this.#onScroll();
  }

  #onScroll(): void {
    this.#paint();
    this.#parts.onScroll();
  }

  #paint(): void {
    const { face, rowName, roleAt } = this.#parts;
    const [rowStrip, columnStrip] = [this.#rowStrip, this.#columnStrip];
    const { rows, roles } = this.#shown;
    const place = this.#place;
    this.#seen = inSight(rowStrip, 0);
    const rowIndexes = indexesOf(inSight(rowStrip, rowsBeyond), place.row - 1);
    const columnIndexes = indexesOf(inSight(columnStrip, columnsBeyond), roles.length === 0 ? -1 : place.column);
    const columns = columnIndexes.flatMap((index): readonly ShownColumn[] => {
      const role = roles[index];
      return role === undefined ? [] : [{ role, index }];
    });
    const key = columnIndexes.join();
    const isStale = this.#isStale;
    const hasOtherColumns = isStale || key !== this.#columnsKey;
    this.#columnsKey = key;
    this.#isStale = false;
    if (hasOtherColumns) this.#head.show(columns, this.#px.column, roleAt);
    const wanted = new Set(rowIndexes.map((index) => rows[index]));
    const free: MatrixRowView[] = [];
    for (const [row, view] of this.#views) {
      if (wanted.has(row)) continue;
      this.#views.delete(row);
      free.push(view);
    }
    const bounds = this.#selection && boundsOf(this.#selection);
    for (const index of rowIndexes) {
      const row = rows[index];
      if (row === undefined) continue;
      const known = this.#views.get(row);
      const view = known ?? free.pop() ?? new MatrixRowView(this.#px.row);
      if (!known) {
        this.#views.set(row, view);
        if (!view.element.isConnected) this.#body.append(view.element);
      }
      view.place(index, this.#px.row);
      if (!known || isStale) view.name(rowName(row));
      if (known && !hasOtherColumns) continue;
      const isSelected = (column: number): boolean => bounds !== undefined && isWithin(bounds, index, column);
      view.show({ row, columns, width: this.#px.column, face, isSelected, onlyNew: known !== undefined && !isStale });
    }
    for (const view of free) view.element.remove();
    this.#label();
  }

  #target(): HTMLElement | undefined {
    const active = this.#active;
    if (!active) return undefined;
    return active.row === undefined ? this.#head.button(active.role) : this.#views.get(active.row)?.cell(active.role);
  }

  /** One element is reached by Tab: the cell that was moved to last. It says all there is to say about it. */
  #label(): void {
    const target = this.#target();
    if (this.#labelled && this.#labelled !== target) this.#labelled.tabIndex = -1;
    this.#labelled = target;
    if (!target) return;
    target.tabIndex = 0;
    const { active } = this;
    if (active && document.activeElement === target) this.#views.get(active.row)?.say(active.role, this.#parts.label(active));
  }

  /** @param place with the heads as row 0 */
  #moveTo(place: GridPlace): void {
    const role = this.#shown.roles[place.column];
    if (role === undefined) return;
    this.#active = { row: place.row === 0 ? undefined : this.#shown.rows[place.row - 1], role };
    const top = place.row === 0 ? undefined : scrollFor(this.#rowStrip, place.row - 1);
    const left = scrollFor(this.#columnStrip, place.column);
    if (top !== undefined) this.element.scrollTop = top;
    if (left !== undefined) this.element.scrollLeft = left;
    this.#paint();
    this.#target()?.focus({ preventScroll: true });
    this.#parts.onMove();
  }

  #select(selection: Selection | undefined): void {
    if (this.#selection === selection) return;
    this.#selection = selection;
    this.refresh();
  }

  #draw(to: GridPlace): void {
    const { row, column } = this.#place;
    const from = this.#selection?.from ?? { row: Math.max(0, row - 1), column };
    const selection = { from, to: { row: Math.max(0, to.row - 1), column: to.column } };
    this.#select(selection);
    this.#moveTo({ row: selection.to.row + 1, column: to.column });
    this.#parts.onSelect(sizeOf(selection));
  }

  get #page(): number {
    return Math.max(1, Math.floor(this.#rowStrip.view / this.#px.row) - 1);
  }

  #onKey(event: KeyboardEvent): void {
    if (!this.#active || event.altKey) return;
    if (this.#onAction(event)) return event.preventDefault();
    const { row, column } = this.#place;
    const size = { rows: this.#shown.rows.length + 1, columns: this.#shown.roles.length, page: this.#page };
    const next = moved({ row, column }, event, size);
    if (!next) return;
    event.preventDefault();
    // The heads are one step above the first row; no leap leads to them.
    const isStep = event.key === 'ArrowUp' && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const place = row === 0 || isStep ? next : { ...next, row: Math.max(1, next.row) };
    if (event.shiftKey && row > 0) return this.#draw(place);
    this.#select(undefined);
    this.#moveTo(place);
  }

  /** @returns whether the key does something other than move */
  #onAction(event: KeyboardEvent): boolean {
    const { row, role } = this.#active ?? {};
    if (role === undefined) return false;
    if (event.key === ' ' || event.key === 'Enter') {
      if (row === undefined) this.#parts.onGrantAll(role);
      else if (event.key === ' ') this.#parts.onToggle(this.#meant());
      else this.#parts.onOpen();
      return true;
    }
    if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
      const selection = widened(this.#selection, this.#place, this.#shown.rows.length, this.#shown.roles.length);
      if (this.#shown.rows.length === 0) return true;
      this.#select(selection);
      this.#parts.onSelect(sizeOf(selection));
      return true;
    }
    if (event.key !== 'Escape' || !this.#selection) return false;
    this.#select(undefined);
    this.#parts.onSelect(0);
    return true;
  }

  /** The cell that the person is on, then the others that are selected. */
  #meant(): Spot[] {
    const { active } = this;
    if (!active) return [];
    if (!this.#selection) return [active];
    const { top, bottom, left, right } = boundsOf(this.#selection);
    const roles = this.#shown.roles.slice(left, right + 1);
    const all = this.#shown.rows.slice(top, bottom + 1).flatMap((row) => roles.map((role) => ({ row, role })));
    const others = all.filter(({ row, role }) => row !== active.row || role !== active.role);
    return others.length === all.length ? all : [active, ...others];
  }

  /** With the heads as row 0. */
  #placeAt(event: Event): GridPlace | undefined {
    const cell = event.target instanceof Element ? event.target.closest('[role=gridcell], .column-head') : null;
    const row = cell?.closest('[role=row]');
    if (!cell || !row) return undefined;
    return { row: Number(row.getAttribute('aria-rowindex')) - 1, column: Number(cell.getAttribute('aria-colindex')) - 2 };
  }

  #onPress(event: MouseEvent): void {
    const place = this.#placeAt(event);
    if (!place || event.button !== 0) return;
    // Else the browser would select text, or give the focus to the grid.
    event.preventDefault();
    if (event.shiftKey && place.row > 0 && this.#place.row > 0) return this.#draw(place);
    this.#select(undefined);
    this.#moveTo(place);
  }

  #onClick(event: MouseEvent): void {
    const place = this.#placeAt(event);
    if (!place || event.shiftKey) return;
    if (place.row > 0) return this.#parts.onToggle(this.#meant());
    const role = this.#shown.roles[place.column];
    if (role !== undefined && event.target instanceof HTMLButtonElement) this.#parts.onGrantAll(role);
  }

  /** Titles of thousands of cells would be made for nothing. */
  #onHover(event: MouseEvent): void {
    const place = this.#placeAt(event);
    if (!place || place.row === 0 || !(event.target instanceof HTMLElement)) return;
    const [row, role] = [this.#shown.rows[place.row - 1], this.#shown.roles[place.column]];
    if (row !== undefined && role !== undefined) event.target.title = this.#parts.label({ row, role });
  }
}
