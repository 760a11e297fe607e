/**
 * Queries that are dragged to another place of their list. An item carries its list and its place in `data-list` and `data-item`; it
 * is taken by a handle in it that is `draggable`.
 */

export interface DraggingParts {
  readonly root: HTMLElement;
  /** Both places are in the list of the handle; `to` is the one that the item has afterwards. */
  readonly onMove: (list: string, from: number, to: number) => void;
}

/** A kind of its own: nothing but this page is to take what is dragged. */
const kind = 'application/x-falcon-query';

const placeOf = (item: HTMLElement): number => Number(item.dataset['item']);

interface Target {
  readonly item: HTMLElement;
  readonly isAfter: boolean;
  readonly to: number;
}

export class Dragging {
  readonly #parts: DraggingParts;
  #dragged: HTMLElement | undefined;
  #marked: HTMLElement | undefined;

  constructor(parts: DraggingParts) {
    this.#parts = parts;
    const { root } = parts;
    root.addEventListener('dragstart', (event) => this.#onStart(event));
    root.addEventListener('dragover', (event) => this.#onOver(event));
    root.addEventListener('dragleave', (event) => {
      if (!root.contains(event.relatedTarget as Node | null)) this.#mark(undefined);
    });
    root.addEventListener('drop', (event) => this.#onDrop(event));
    root.addEventListener('dragend', () => this.cancel());
  }

  /** The queries are others by now, so that places mean something else. */
  cancel(): void {
    this.#mark(undefined);
    this.#dragged?.classList.remove('is-dragged');
    this.#dragged = undefined;
  }

  #onStart(event: DragEvent): void {
    const { target, dataTransfer } = event;
    const item = target instanceof HTMLElement && target.draggable ? target.closest<HTMLElement>('[data-item]') : null;
    if (!item || !dataTransfer) return;
    this.#dragged = item;
    item.classList.add('is-dragged');
    dataTransfer.setData(kind, '');
    dataTransfer.effectAllowed = 'move';
    dataTransfer.setDragImage((target as HTMLElement).parentElement ?? item, 0, 0);
  }

  /** Where in its list the pointer would put what is dragged; undefined outside of the list, and where it stands already. */
  #targetOf({ target, clientY }: DragEvent): Target | undefined {
    const dragged = this.#dragged;
    if (!dragged) return undefined;
    const { list } = dragged.dataset;
    let item = target instanceof Element ? target.closest<HTMLElement>('[data-item]') : null;
    while (item && item.dataset['list'] !== list) item = item.parentElement?.closest<HTMLElement>('[data-item]') ?? null;
    if (!item) return undefined;
    const { top, height } = item.getBoundingClientRect();
    const isAfter = clientY > top + height / 2;
    const [from, gap] = [placeOf(dragged), placeOf(item) + (isAfter ? 1 : 0)];
    const to = gap > from ? gap - 1 : gap;
    return to === from ? undefined : { item, isAfter, to };
  }

  #onOver(event: DragEvent): void {
    const target = this.#targetOf(event);
    this.#mark(target);
    if (!target) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'move';
  }

  #onDrop(event: DragEvent): void {
    const target = this.#targetOf(event);
    const dragged = this.#dragged;
    this.cancel();
    if (!target || !dragged) return;
    event.preventDefault();
    this.#parts.onMove(dragged.dataset['list'] ?? '', placeOf(dragged), target.to);
  }

  #mark(target: Target | undefined): void {
    this.#marked?.classList.remove('drop-before', 'drop-after');
    this.#marked = target?.item;
    target?.item.classList.add(target.isAfter ? 'drop-after' : 'drop-before');
  }
}
