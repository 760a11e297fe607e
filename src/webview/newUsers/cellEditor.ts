/** The field in which a cell is written anew. */
import type { NewUserField } from '../../core/newUsers/rows.ts';

export type EditEnd = 'enter' | 'tab' | 'backTab' | 'left' | 'escape';

export interface CellEditorParts {
  readonly cell: HTMLElement;
  readonly place: number;
  readonly field: NewUserField;
  readonly text: string;
  readonly label: string;
  /** The id of what is said about the cell. */
  readonly saidId: string | undefined;
  /** Called once. */
  readonly onEnd: (end: EditEnd, text: string) => void;
}

export class CellEditor {
  readonly place: number;
  readonly field: NewUserField;
  readonly #input = document.createElement('input');
  readonly #onEnd: CellEditorParts['onEnd'];
  #hasEnded = false;

  constructor({ cell, place, field, text, label, saidId, onEnd }: CellEditorParts) {
    this.place = place;
    this.field = field;
    this.#onEnd = onEnd;
    const input = this.#input;
    input.className = 'cell-editor';
    input.type = 'text';
    input.value = text;
    input.autocomplete = 'off';
    input.spellcheck = false;
    input.setAttribute('aria-label', label);
    if (cell.getAttribute('aria-invalid') === 'true') input.setAttribute('aria-invalid', 'true');
    if (saidId !== undefined) input.setAttribute('aria-describedby', saidId);
    input.addEventListener('keydown', (event) => this.#onKey(event));
    input.addEventListener('blur', () => this.end('left'));
    cell.replaceChildren(input);
    input.focus();
    input.select();
  }

  end(end: EditEnd): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#onEnd(end, this.#input.value);
  }

  #onKey(event: KeyboardEvent): void {
    // The table's own keys mean something else in a text.
    event.stopPropagation();
    // The first Enter of somebody who composes characters ends the composition.
    if (event.isComposing) return;
    const end = event.key === 'Enter' ? 'enter' : event.key === 'Escape' ? 'escape' : event.key === 'Tab' ? (event.shiftKey ? 'backTab' : 'tab') : undefined;
    if (!end) return;
    event.preventDefault();
    this.end(end);
  }
}
