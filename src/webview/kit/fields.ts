/**
 * Fields as lit templates: native inputs, labelled, with hint and error tied to them. The toolkit's text fields hide
 * their input in a shadow tree, which descriptions from outside do not reach.
 */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';

export interface FieldParts {
  /** Unique in the page. */
  readonly id: string;
  readonly label: string;
  /** Shown below; tied to the field. */
  readonly hint?: string | undefined;
  /** What is wrong; tied to the field, and marks it as invalid. */
  readonly error?: string | undefined;
}

const hintId = (id: string): string => `${id}-hint`;
const errorId = (id: string): string => `${id}-error`;

/** The ids of what describes a field, for its `aria-describedby`. */
export function describedBy({ id, hint, error }: FieldParts): string | typeof nothing {
  const ids = [...(error ? [errorId(id)] : []), ...(hint ? [hintId(id)] : [])];
  return ids.length > 0 ? ids.join(' ') : nothing;
}

/** A field with its label above and hint and error below. `control` carries the id and `describedBy`. */
export function fieldFrame(parts: FieldParts, control: TemplateResult): TemplateResult {
  const { id, label, hint, error } = parts;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${control}
    ${error ? html`<p class="field-error" id=${errorId(id)}>${error}</p>` : nothing}
    ${hint ? html`<p class="hint" id=${hintId(id)}>${hint}</p>` : nothing}
  </div>`;
}

export interface TextFieldParts extends FieldParts {
  readonly value: string;
  readonly type?: 'text' | 'email' | 'datetime-local' | 'search';
  readonly disabled?: boolean;
  readonly required?: boolean;
  /** For `datetime-local`. */
  readonly min?: string;
  readonly max?: string;
  readonly onInput: (value: string) => void;
}

/** Enter does nothing in it: only buttons submit. */
export function textField(parts: TextFieldParts): TemplateResult {
  const { id, value, type = 'text', disabled = false, required = false, error, min, max, onInput } = parts;
  return fieldFrame(
    parts,
    html`<input
      id=${id}
      type=${type === 'email' ? 'text' : type}
      inputmode=${type === 'email' ? 'email' : nothing}
      .value=${live(value)}
      ?disabled=${disabled}
      ?required=${required}
      min=${min ?? nothing}
      max=${max ?? nothing}
      autocomplete="off"
      spellcheck="false"
      aria-invalid=${error ? 'true' : 'false'}
      aria-describedby=${describedBy(parts)}
      @input=${(event: InputEvent) => onInput((event.target as HTMLInputElement).value)}
    />`,
  );
}

export interface TextAreaParts extends FieldParts {
  readonly value: string;
  readonly lines: number;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly onInput: (value: string) => void;
}

export function textArea(parts: TextAreaParts): TemplateResult {
  const { id, value, lines, placeholder, disabled = false, error, onInput } = parts;
  return fieldFrame(
    parts,
    html`<textarea
      id=${id}
      rows=${lines}
      placeholder=${placeholder ?? nothing}
      .value=${live(value)}
      ?disabled=${disabled}
      aria-invalid=${error ? 'true' : 'false'}
      aria-describedby=${describedBy(parts)}
      @input=${(event: InputEvent) => onInput((event.target as HTMLTextAreaElement).value)}
    ></textarea>`,
  );
}

export interface ChoiceParts extends FieldParts {
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly disabled?: boolean;
  readonly onChoose: (value: string) => void;
}

/** One of a few. */
export function choiceField(parts: ChoiceParts): TemplateResult {
  const { id, value, options, disabled = false, error, onChoose } = parts;
  return fieldFrame(
    parts,
    // Once a person has chosen, the options' attributes say nothing any more.
    html`<select
      id=${id}
      .value=${live(value)}
      ?disabled=${disabled}
      aria-invalid=${error ? 'true' : 'false'}
      aria-describedby=${describedBy(parts)}
      @change=${(event: Event) => onChoose((event.target as HTMLSelectElement).value)}
    >
      ${options.map((option) => html`<option value=${option.value} ?selected=${live(option.value === value)}>${option.label}</option>`)}
    </select>`,
  );
}
