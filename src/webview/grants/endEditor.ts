/** When a grant that is marked ends: chosen from a few, or as a moment. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { RoleEnd } from '../../core/changes/roleEnd.ts';
import { endOf, endOptions, momentInput, optionOf } from '../kit/ends.ts';
import type { PageTexts } from '../kit/startData.ts';

export interface EndEditorParts {
  /** Unique in the page. */
  readonly id: string;
  /** What is read out: the end of what. */
  readonly label: string;
  /** `mixed`: several grants, with different ends. */
  readonly end: RoleEnd | undefined | 'mixed';
  readonly texts: PageTexts;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly disabled: boolean;
  /** What is wrong with the end. */
  readonly problem: string | undefined;
  readonly onEnd: (end: RoleEnd | undefined) => void;
  /** As the input writes it; empty while it is incomplete. */
  readonly onMoment: (typed: string) => void;
}

export function endEditor({ id, label, end, texts, now, disabled, problem, onEnd, onMoment }: EndEditorParts): TemplateResult {
  const chosen = end === 'mixed' ? 'mixed' : optionOf(end);
  const momentId = `${id}-moment`;
  const options = [...(end === 'mixed' ? [{ value: 'mixed', label: texts.t('different') }] : []), ...endOptions(texts)];
  return html`<span class="end">
    <select
      id=${id}
      aria-label=${label}
      ?disabled=${disabled}
      aria-invalid=${problem ? 'true' : 'false'}
      @change=${(event: Event) => onEnd(endOf((event.target as HTMLSelectElement).value, now))}
    >
      ${options.map(
        ({ value, label: text }) => html`<option value=${value} ?disabled=${value === 'mixed'} .selected=${live(value === chosen)}>${text}</option>`,
      )}
    </select>
    ${end !== undefined && end !== 'mixed' && 'at' in end
      ? momentInput({ id: momentId, label: texts.t('Moment: {0}', label), at: end.at, now, disabled, isWrong: problem !== undefined, onMoment })
      : nothing}
    ${problem === undefined ? nothing : html`<span class="field-error" id=${`${momentId}-error`}>${problem}</span>`}
  </span>`;
}
