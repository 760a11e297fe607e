/** The heads of the columns: what the role is called, and a button that grants it on all rows that are shown. */
import type { MatrixRole } from '../../core/matrix/matrix.ts';
import type { PageTexts } from '../kit/startData.ts';
import type { ShownColumn } from './matrixRow.ts';

class ColumnHead {
  readonly element = document.createElement('div');
  readonly button = document.createElement('button');
  readonly #name = document.createElement('span');
  #role: MatrixRole | undefined;
  #index = -1;

  constructor() {
    this.element.className = 'column-head';
    this.element.setAttribute('role', 'columnheader');
    this.#name.className = 'column-name';
    this.button.type = 'button';
    this.button.textContent = '+';
    this.button.tabIndex = -1;
    this.element.append(this.#name, this.button);
  }

  show(role: MatrixRole, index: number, width: number, texts: PageTexts): void {
    if (this.#role === role && this.#index === index) return;
    this.#role = role;
    this.#index = index;
    const { name, description, id } = role;
    this.#name.textContent = name;
    this.element.title = [name, description, id].filter(Boolean).join('\n');
    this.element.setAttribute('aria-label', name);
    this.element.setAttribute('aria-colindex', String(index + 2));
    this.element.style.transform = `translateX(${index * width}px)`;
    const words = texts.t('Grant {0} on all shown rows', name);
    this.button.title = words;
    this.button.setAttribute('aria-label', words);
  }
}

export class MatrixHead {
  readonly element = document.createElement('div');
  readonly #texts: PageTexts;
  readonly #corner = document.createElement('div');
  readonly #strip = document.createElement('div');
  readonly #heads = new Map<number, ColumnHead>();

  constructor(texts: PageTexts) {
    this.#texts = texts;
    this.element.className = 'matrix-head';
    this.element.setAttribute('role', 'rowgroup');
    const row = document.createElement('div');
    row.className = 'head-row';
    row.setAttribute('role', 'row');
    row.setAttribute('aria-rowindex', '1');
    this.#corner.className = 'corner';
    this.#corner.setAttribute('role', 'columnheader');
    this.#corner.setAttribute('aria-colindex', '1');
    this.#strip.className = 'strip';
    this.#strip.setAttribute('role', 'presentation');
    row.append(this.#corner, this.#strip);
    this.element.append(row);
  }

  /** @param text what the first column lists */
  nameRows(text: string): void {
    this.#corner.textContent = text;
  }

  button(role: number): HTMLElement | undefined {
    return this.#heads.get(role)?.button;
  }

  show(columns: readonly ShownColumn[], width: number, roleAt: (place: number) => MatrixRole): void {
    const wanted = new Set(columns.map(({ role }) => role));
    const free: ColumnHead[] = [];
    for (const [role, head] of this.#heads) {
      if (wanted.has(role)) continue;
      this.#heads.delete(role);
      free.push(head);
    }
    for (const { role, index } of columns) {
      let head = this.#heads.get(role);
      if (!head) {
        head = free.pop() ?? new ColumnHead();
        if (!head.element.isConnected) this.#strip.append(head.element);
        this.#heads.set(role, head);
      }
      head.show(roleAt(role), index, width, this.#texts);
    }
    for (const head of free) head.element.remove();
  }
}
