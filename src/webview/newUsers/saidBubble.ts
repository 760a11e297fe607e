/** What is said about the cell that is worked on, below it; where there is no room, above. */
import type { Said } from '../../protocol/newUsers.ts';

export class SaidBubble {
  readonly id = 'said';
  readonly element = document.createElement('div');

  constructor() {
    this.element.id = this.id;
    this.element.className = 'said';
    this.element.hidden = true;
  }

  get isShown(): boolean {
    return !this.element.hidden;
  }

  hide(): void {
    this.element.hidden = true;
  }

  /**
   * @param cell stands in the same element as the bubble does, some levels deeper
   * @param start of its row, in pixels
   */
  show(said: readonly Said[], cell: HTMLElement, start: number, view: HTMLElement): void {
    this.element.hidden = said.length === 0;
    if (said.length === 0) return;
    this.element.classList.toggle('is-wrong', said.some(({ kind }) => kind !== 'note'));
    this.element.replaceChildren(
      ...said.map(({ sentence }) => {
        const line = document.createElement('p');
        line.textContent = sentence;
        return line;
      }),
    );
    const { style } = this.element;
    const height = cell.offsetHeight;
    const below = view.scrollTop + view.clientHeight - (start + 2 * height) - this.element.offsetHeight;
    const top = below >= 0 || start < this.element.offsetHeight ? start + height : start - this.element.offsetHeight;
    style.top = `${top}px`;
    const most = view.scrollLeft + view.clientWidth - this.element.offsetWidth;
    style.left = `${Math.max(view.scrollLeft, Math.min(cell.offsetLeft, most))}px`;
  }
}
