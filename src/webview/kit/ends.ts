/** When a role that is given ends: what there is to choose from, and the field for a moment. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { endSpans } from '../../core/changes/roleEnd.ts';
import type { EndSpan, RoleEnd } from '../../core/changes/roleEnd.ts';
import { longestTemporaryMs, shortestTemporaryMs } from '../../core/changes/temporary.ts';
import { localInput } from './localTime.ts';
import type { PageTexts } from './startData.ts';

const never = 'never';
const atMoment = 'at';

export interface EndOption {
  readonly value: string;
  readonly label: string;
}

export function spanText(span: EndSpan, texts: PageTexts): string {
  switch (span) {
    case 'hour':
      return texts.t('after about 1 hour');
    case 'eightHours':
      return texts.t('after 8 hours');
    case 'day':
      return texts.t('after 1 day');
    case 'week':
      return texts.t('after about 7 days');
  }
}

export const endOptions = (texts: PageTexts): readonly EndOption[] => [
  { value: never, label: texts.t('never') },
  ...endSpans.map((span) => ({ value: span, label: spanText(span, texts) })),
  { value: atMoment, label: texts.t('at a moment…') },
];

/** The option that stands for an end. */
export const optionOf = (end: RoleEnd | undefined): string => (end === undefined ? never : 'at' in end ? atMoment : end.after);

const dayMs = 86_400_000;

/** The end that an option stands for; a moment begins with this time tomorrow. */
export function endOf(option: string, now: number): RoleEnd | undefined {
  if (option === never) return undefined;
  return option === atMoment ? { at: new Date(now + dayMs).toISOString() } : { after: option as EndSpan };
}

export interface MomentParts {
  /** Unique in the page. */
  readonly id: string;
  readonly label: string;
  /** RFC 3339 */
  readonly at: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly disabled: boolean;
  /** Whether something is said to be wrong with it, under the id with `-error` behind it. */
  readonly isWrong: boolean;
  /** A moment as the input writes it; empty while it is incomplete. */
  readonly onMoment: (typed: string) => void;
}

export function momentInput({ id, label, at, now, disabled, isWrong, onMoment }: MomentParts): TemplateResult {
  // Without the value being held fast: a date is typed in pieces, and reads as empty until it is complete.
  return html`<input
    id=${id}
    type="datetime-local"
    aria-label=${label}
    .value=${localInput(Date.parse(at))}
    min=${localInput(now + shortestTemporaryMs)}
    max=${localInput(now + longestTemporaryMs)}
    ?disabled=${disabled}
    aria-invalid=${isWrong ? 'true' : 'false'}
    aria-describedby=${isWrong ? `${id}-error` : nothing}
    @input=${(event: InputEvent) => onMoment((event.target as HTMLInputElement).value)}
  />`;
}
