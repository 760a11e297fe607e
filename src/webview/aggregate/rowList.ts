/** Many rows of one height, of which only those in sight are elements. */
import { inSight, indexesOf } from '../kit/inSight.ts';

export interface RowListParts {
  /** What it is called; it takes the focus, so that it can be scrolled by keys. */
  readonly label: string;
  readonly role: 'table' | 'region';
  /** Times the size of the font. */
  readonly rowHeight: number;
  readonly count: number;
  /** Always in sight, above the rows. */
  readonly head?: HTMLElement;
  readonly row: (at: number) => HTMLElement;
}

const rowsBeyond = 8;
/** Browsers lay nothing out beyond some ten millions of pixels. */
const mostHeight = 8_000_000;

export class RowList {
  readonly element = document.createElement('div');
  readonly #parts: RowListParts;
  readonly #body = document.createElement('div');
  readonly #height: number;
  readonly #shown = new Map<number, HTMLElement>();

  constructor(parts: RowListParts) {
    this.#parts = parts;
    this.#height = Math.min(Math.round(Number.parseFloat(getComputedStyle(document.body).fontSize) * parts.rowHeight), mostHeight / Math.max(1, parts.count));
    this.element.className = 'row-list';
    this.element.tabIndex = 0;
    this.element.setAttribute('role', parts.role);
    this.element.setAttribute('aria-label', parts.label);
    this.#body.className = 'row-list-body';
    if (parts.role === 'table') this.#body.setAttribute('role', 'rowgroup');
    this.#body.style.height = `${this.#height * parts.count}px`;
    this.element.append(...(parts.head ? [parts.head] : []), this.#body);
    this.element.addEventListener('scroll', () => this.#paint(), { passive: true });
    new ResizeObserver(() => this.#paint()).observe(this.element);
  }

  /** The rows are others, or in another order: shows them from the first one on. */
  renew(): void {
    for (const element of this.#shown.values()) element.remove();
    this.#shown.clear();
    this.element.scrollTop = 0;
    this.#paint();
  }

  #paint(): void {
    const { count, row } = this.#parts;
    const view = this.element.clientHeight;
    if (view === 0) return;
    const wanted = new Set(indexesOf(inSight({ count, size: this.#height, offset: this.element.scrollTop, view }, rowsBeyond), -1));
    for (const [at, element] of this.#shown) {
      if (wanted.has(at)) continue;
      element.remove();
      this.#shown.delete(at);
    }
    for (const at of wanted) {
      if (this.#shown.has(at)) continue;
      const element = row(at);
      element.style.transform = `translateY(${at * this.#height}px)`;
      element.style.height = `${this.#height}px`;
      this.#shown.set(at, element);
      // In their order, since that is how they are read out.
      const next = [...this.#body.children].find((other) => Number((other as HTMLElement).dataset['row']) > at);
      element.dataset['row'] = String(at);
      this.#body.insertBefore(element, next ?? null);
    }
  }
}
