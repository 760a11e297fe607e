/** Single fields of a query, tied to their paths in the document. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import type { JsonPath } from '../../core/aggregates/jsonPath.ts';
import { parseFql } from '../../core/fql/parseFql.ts';
import { userFilterSchema } from '../../core/fql/fqlSchema.ts';
import type { FqlProblem } from '../../core/fql/fqlAst.ts';
import { onOneLine, shownText } from '../../core/shownText.ts';
import { choiceField, textField } from '../kit/fields.ts';
import type { PageTexts } from '../kit/startData.ts';
import { saidAt } from './formParts.ts';
import type { FormParts } from './formParts.ts';
import { idOf, startsWith } from './paths.ts';
import type { TypedKind } from './typed.ts';

export interface PathField {
  readonly path: JsonPath;
  readonly label: string;
  readonly hint?: string | undefined;
}

const hintOf = (hint: string | undefined, note: string | undefined): string | undefined => [note, hint].filter(Boolean).join(' ') || undefined;

export function typedField(parts: FormParts, { path, label, hint, kind = 'text' }: PathField & { readonly kind?: TypedKind }): TemplateResult {
  // The items of a list have no fields of their own.
  const { error, note } = saidAt(parts, path, kind === 'numbers' ? (problem) => startsWith(problem, path) : undefined);
  return textField({
    ...{ id: idOf(path), label, error, hint: hintOf(hint, note), value: parts.textAt(path), disabled: parts.isReadOnly },
    onInput: (text) => parts.onType(path, kind, text),
  });
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** One of a few values; what is written and is none of them is kept as one more. The empty one removes it. */
export function pickedField(parts: FormParts, { path, label, hint, options }: PathField & { readonly options: readonly Option[] }): TemplateResult {
  const { error, note } = saidAt(parts, path);
  const value = parts.textAt(path);
  const isKnown = options.some((option) => option.value === value);
  return choiceField({
    ...{ id: idOf(path), label, error, hint: hintOf(hint, note), value, disabled: parts.isReadOnly },
    options: isKnown ? options : [...options, { value, label: shownText(value) }],
    onChoose: (chosen) => parts.onSet(path, chosen === '' ? undefined : chosen),
  });
}

/** Enough around a mistake to see where it is. */
const around = 24;

function mistakeView(text: string, { start, end, message, hint }: FqlProblem, texts: PageTexts): TemplateResult {
  const [from, to] = [Math.max(0, start - around), Math.min(text.length, end + around)];
  const said = texts.t('At character {0}: {1}', start + 1, [message, hint].filter(Boolean).join(' '));
  const before = `${from > 0 ? '…' : ''}${text.slice(from, start)}`;
  const after = `${text.slice(end, to)}${to < text.length ? '…' : ''}`;
  const place = html`<code>${onOneLine(before)}<mark>${onOneLine(text.slice(start, end)) || '‸'}</mark>${onOneLine(after)}</code>`;
  return html`<span class="mistake">${onOneLine(said)} ${place}</span>`;
}

export interface FilterSaid {
  /** What makes the filter no FQL. */
  readonly mistakes: readonly FqlProblem[];
  /** What is FQL and probably not meant. */
  readonly doubts: readonly FqlProblem[];
}

/** An empty filter is none. */
function checkFilter(text: string): FilterSaid {
  if (text.trim() === '') return { mistakes: [], doubts: [] };
  const { problems: mistakes } = parseFql(text);
  return { mistakes, doubts: mistakes.length > 0 ? [] : parseFql(text, userFilterSchema).problems };
}

/** FQL, checked with every key. */
export function filterField(parts: FormParts, { path, label, hint, kind = 'text' }: PathField & { readonly kind?: TypedKind }): TemplateResult {
  const text = parts.textAt(path);
  const { mistakes, doubts } = checkFilter(text);
  const id = idOf(path);
  const isChecked = mistakes.length + doubts.length > 0;
  // What the document's check says of the FQL itself has been said by then.
  const { error, note } = isChecked ? { error: undefined, note: undefined } : saidAt(parts, path);
  const [hasErrors, hasNotes] = [mistakes.length > 0 || error !== undefined, doubts.length > 0 || hint !== undefined || note !== undefined];
  const described = [...(hasErrors ? [`${id}-error`] : []), ...(hasNotes ? [`${id}-hint`] : [])].join(' ');
  return html`<div class="field wide">
    <label for=${id}>${label}</label>
    <input
      id=${id}
      class="fql"
      .value=${text}
      ?disabled=${parts.isReadOnly}
      autocomplete="off"
      spellcheck="false"
      aria-invalid=${hasErrors ? 'true' : 'false'}
      aria-describedby=${described || nothing}
      @input=${(event: InputEvent) => parts.onType(path, kind, (event.target as HTMLInputElement).value)}
    />
    ${hasErrors ? html`<p class="field-error" id=${`${id}-error`}>${mistakes.map((one) => mistakeView(text, one, parts.texts))}${error ?? ''}</p>` : nothing}
    ${hasNotes
      ? html`<p class="hint" id=${`${id}-hint`}>${doubts.map((one) => mistakeView(text, one, parts.texts))}${[note, hint].filter(Boolean).join(' ')}</p>`
      : nothing}
  </div>`;
}
