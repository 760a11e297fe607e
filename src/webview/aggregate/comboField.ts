/** The field of the records: any text, with those that are known offered as one types. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { aggregateFields } from '../../core/aggregates/fields.ts';
import type { AggregateField, FieldKind } from '../../core/aggregates/fields.ts';
import type { PageTexts } from '../kit/startData.ts';
import { saidAt } from './formParts.ts';
import type { FormParts } from './formParts.ts';
import type { PathField } from './formFields.ts';
import { idOf } from './paths.ts';

function offered(text: string, narrows: boolean): readonly AggregateField[] {
  const sought = text.trim().toLowerCase();
  return narrows ? aggregateFields.filter(({ name, sentence }) => name.includes(sought) || sentence.toLowerCase().includes(sought)) : aggregateFields;
}

function kindText(kind: FieldKind, texts: PageTexts): string {
  switch (kind) {
    case 'text':
      return texts.t('text');
    case 'date':
      return texts.t('date');
    case 'boolean':
      return texts.t('yes or no');
  }
}

function onKey(event: KeyboardEvent, parts: FormParts, fields: readonly AggregateField[], id: string, choose: (name: string) => void): void {
  const { combo, onCombo } = parts;
  const open = combo?.id === id ? combo : undefined;
  if (event.altKey && event.key !== 'ArrowDown') return;
  switch (event.key) {
    case 'ArrowDown':
    case 'ArrowUp': {
      event.preventDefault();
      // Nothing has been typed since the list was closed, or nothing known is like what was.
      if (!open || fields.length === 0) return onCombo({ id, active: -1, narrows: false });
      const step = event.key === 'ArrowDown' ? 1 : -1;
      const count = fields.length + 1;
      return onCombo({ ...open, active: ((open.active + 1 + step + count) % count) - 1 });
    }
    case 'Enter': {
      const field = open ? fields[open.active] : undefined;
      // The page runs the queries on Ctrl+Enter.
      if (!field || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      return choose(field.name);
    }
    case 'Escape':
      if (!open) return;
      event.preventDefault();
      event.stopPropagation();
      return onCombo(undefined);
  }
}

/** The id of what is offered at a place. */
export const optionId = (id: string, at: number): string => `${id}-option-${at}`;

interface ListParts {
  readonly id: string;
  readonly label: string;
  readonly fields: readonly AggregateField[];
  readonly active: number;
  readonly texts: PageTexts;
  readonly choose: (name: string) => void;
}

function listView({ id, label, fields, active, texts, choose }: ListParts): TemplateResult {
  return html`<ul class="combo-list" id=${`${id}-list`} role="listbox" aria-label=${label}>
    ${fields.map(
      (field, at) => html`<li
        id=${optionId(id, at)}
        role="option"
        aria-selected=${at === active ? 'true' : 'false'}
        @mousedown=${(event: MouseEvent) => event.preventDefault()}
        @click=${() => choose(field.name)}
      >
        <strong>${field.name}</strong> <span class="quiet">${kindText(field.kind, texts)} · ${field.sentence}</span>
      </li>`,
    )}
  </ul>`;
}

export function comboField(parts: FormParts, { path, label, hint }: PathField): TemplateResult {
  const { texts, combo, onCombo, onType } = parts;
  const id = idOf(path);
  const text = parts.textAt(path);
  const open = combo?.id === id ? combo : undefined;
  const fields = open ? offered(text, open.narrows) : [];
  const { error, note } = saidAt(parts, path);
  const said = [note, hint].filter(Boolean).join(' ');
  const isOpen = open !== undefined && fields.length > 0;
  const choose = (name: string): void => {
    onType(path, 'text', name);
    onCombo(undefined);
  };
  return html`<div class="field combo">
    <label for=${id}>${label}</label>
    <input
      id=${id}
      role="combobox"
      aria-autocomplete="list"
      aria-expanded=${isOpen ? 'true' : 'false'}
      aria-controls=${isOpen ? `${id}-list` : nothing}
      aria-activedescendant=${isOpen && open.active >= 0 ? optionId(id, open.active) : nothing}
      .value=${live(text)}
      ?disabled=${parts.isReadOnly}
      autocomplete="off"
      spellcheck="false"
      aria-invalid=${error ? 'true' : 'false'}
      aria-describedby=${[...(error ? [`${id}-error`] : []), ...(said ? [`${id}-hint`] : [])].join(' ') || nothing}
      @input=${(event: InputEvent) => {
        onType(path, 'text', (event.target as HTMLInputElement).value);
        onCombo({ id, active: -1, narrows: true });
      }}
      @keydown=${(event: KeyboardEvent) => onKey(event, parts, fields, id, choose)}
      @click=${() => onCombo(open ? undefined : { id, active: -1, narrows: false })}
      @blur=${() => open && onCombo(undefined)}
    />
    ${isOpen ? listView({ id, label, fields, active: open.active, texts, choose }) : nothing}
    ${error ? html`<p class="field-error" id=${`${id}-error`}>${error}</p>` : nothing}
    ${said ? html`<p class="hint" id=${`${id}-hint`}>${said}</p>` : nothing}
  </div>`;
}
