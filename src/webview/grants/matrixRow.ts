/** One row of the matrix as elements, which are taken over from row to row while the matrix is scrolled. */
import type { CellFace } from './cellFace.ts';

/** A shown column: which role, and where among those that are shown. */
export interface ShownColumn {
  readonly role: number;
  readonly index: number;
}

export interface RowName {
  readonly parts: readonly string[];
  /** All of it, with ids: shown on hovering. */
  readonly title: string;
}

export type Facing = (row: number, role: number) => CellFace;

class MatrixCell {
  readonly element = document.createElement('div');
  #signs = '';
  #classes = '';
  #label = '';
  #isSelected = false;
  #index = -1;

  constructor() {
    this.element.className = 'mark';
    this.element.setAttribute('role', 'gridcell');
  }

  place(index: number, width: number): void {
    if (this.#index === index) return;
    this.#index = index;
    this.element.style.transform = `translateX(${index * width}px)`;
    this.element.setAttribute('aria-colindex', String(index + 2));
  }

  say(label: string): void {
    if (this.#label === label) return;
    this.#label = label;
    if (label === '') this.element.removeAttribute('aria-label');
    else this.element.setAttribute('aria-label', label);
  }

  show({ signs, classes, label }: CellFace, isSelected: boolean): void {
    if (this.#signs !== signs) {
      this.#signs = signs;
      // Drawn by the style sheet: what a cell says to readers of the screen is said in words.
      if (signs === '') delete this.element.dataset['signs'];
      else this.element.dataset['signs'] = signs;
    }
    if (this.#classes !== classes) {
      this.#classes = classes;
      this.element.className = classes === '' ? 'mark' : `mark ${classes}`;
    }
    this.say(label);
    if (this.#isSelected !== isSelected) {
      this.#isSelected = isSelected;
      if (isSelected) this.element.setAttribute('aria-selected', 'true');
      else this.element.removeAttribute('aria-selected');
    }
    this.element.removeAttribute('title');
  }
}

export interface RowLooks {
  readonly row: number;
  readonly columns: readonly ShownColumn[];
  /** Of a column, in pixels. */
  readonly width: number;
  readonly face: Facing;
  /** By the index of the column. */
  readonly isSelected: (index: number) => boolean;
  /** Cells that are shown already say what they did. */
  readonly onlyNew: boolean;
}

export class MatrixRowView {
  readonly element = document.createElement('div');
  readonly #name = document.createElement('div');
  readonly #cells = new Map<number, MatrixCell>();
  readonly #strip = document.createElement('div');
  #named = '';
  #index = -1;

  constructor(height: number) {
    this.element.className = 'matrix-row';
    this.element.setAttribute('role', 'row');
    this.element.style.height = `${height}px`;
    this.#name.className = 'row-name';
    this.#name.setAttribute('role', 'rowheader');
    this.#name.setAttribute('aria-colindex', '1');
    this.#strip.className = 'strip';
    this.#strip.setAttribute('role', 'presentation');
    this.element.append(this.#name, this.#strip);
  }

  cell(role: number): HTMLElement | undefined {
    return this.#cells.get(role)?.element;
  }

  /** Lets a cell say more to readers of the screen than its sign does, until it is shown anew. */
  say(role: number, label: string): void {
    this.#cells.get(role)?.say(label);
  }

  /** @param index among the rows that are shown */
  place(index: number, height: number): void {
    if (this.#index === index) return;
    this.#index = index;
    this.element.style.transform = `translateY(${index * height}px)`;
    this.element.setAttribute('aria-rowindex', String(index + 2));
    this.element.classList.toggle('is-odd', index % 2 === 1);
  }

  name({ parts, title }: RowName): void {
    const key = [title, ...parts].join('\n');
    if (this.#named === key) return;
    this.#named = key;
    this.#name.title = title;
    this.#name.replaceChildren(
      ...parts.flatMap((part, at) => {
        const span = document.createElement('span');
        span.textContent = part;
        // Read out as two things; the space does not show.
        return at === 0 ? [span] : [' ', span];
      }),
    );
  }

  show({ row, columns, width, face, isSelected, onlyNew }: RowLooks): void {
    const wanted = new Set(columns.map(({ role }) => role));
    const free: MatrixCell[] = [];
    for (const [role, cell] of this.#cells) {
      if (wanted.has(role)) continue;
      this.#cells.delete(role);
      free.push(cell);
    }
    for (const { role, index } of columns) {
      const known = this.#cells.get(role);
      if (known && onlyNew) continue;
      const cell = known ?? free.pop() ?? new MatrixCell();
      if (!known) {
        this.#cells.set(role, cell);
        if (!cell.element.isConnected) this.#strip.append(cell.element);
      }
      cell.place(index, width);
      cell.show(face(row, role), isSelected(index));
    }
    for (const cell of free) cell.element.remove();
  }
}
