/** The first roles of a new user, each with its end. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { EndSpan, RoleEnd } from '../../core/changes/roleEnd.ts';
import { longestTemporaryMs, shortestTemporaryMs } from '../../core/changes/temporary.ts';
import type { RoleId } from '../../core/ids.ts';
import type { FirstRole } from '../../protocol/createUser.ts';
import { button } from '../kit/controls.ts';
import { choiceField, fieldFrame } from '../kit/fields.ts';
import type { PageTexts } from '../kit/startData.ts';
import { localInput } from './localTime.ts';

export interface RolesParts {
  readonly roles: readonly FirstRole[];
  readonly texts: PageTexts;
  readonly disabled: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Why no role can be added, where that is so. */
  readonly hindrance: string | undefined;
  /** What is wrong with the end of a role. */
  readonly endProblem: (role: FirstRole) => string | undefined;
  readonly error: string | undefined;
  readonly onAdd: () => void;
  readonly onRemove: (role: FirstRole) => void;
  readonly onEnd: (id: RoleId, end: RoleEnd | undefined) => void;
  /** A moment as the input writes it; empty while it is incomplete. */
  readonly onMoment: (id: RoleId, typed: string) => void;
}

const never = 'never';
const atMoment = 'at';

const ends = ({ texts }: RolesParts): readonly { readonly value: typeof never | typeof atMoment | EndSpan; readonly label: string }[] => [
  { value: never, label: texts.t('never') },
  { value: 'hour', label: texts.t('after about 1 hour') },
  { value: 'eightHours', label: texts.t('after 8 hours') },
  { value: 'day', label: texts.t('after 1 day') },
  { value: 'week', label: texts.t('after about 7 days') },
  { value: atMoment, label: texts.t('at a moment…') },
];

const dayMs = 86_400_000;

function endOf(choice: string, now: number): RoleEnd | undefined {
  if (choice === never) return undefined;
  return choice === atMoment ? { at: new Date(now + dayMs).toISOString() } : { after: choice as EndSpan };
}

function moment(role: FirstRole, at: string, parts: RolesParts): TemplateResult {
  const { texts, disabled, now, endProblem, onMoment } = parts;
  const id = `moment-${role.id}`;
  const error = endProblem(role);
  return fieldFrame(
    { id, label: texts.t('Moment'), error },
    // Without the value being held fast: a date is typed in pieces, and reads as empty until it is complete.
    html`<input
      id=${id}
      type="datetime-local"
      aria-label=${texts.t('Moment at which {0} ends', role.name)}
      .value=${localInput(Date.parse(at))}
      min=${localInput(now + shortestTemporaryMs)}
      max=${localInput(now + longestTemporaryMs)}
      ?disabled=${disabled}
      aria-invalid=${error ? 'true' : 'false'}
      aria-describedby=${error ? `${id}-error` : nothing}
      @input=${(event: InputEvent) => onMoment(role.id, (event.target as HTMLInputElement).value)}
    />`,
  );
}

function roleRow(role: FirstRole, parts: RolesParts): TemplateResult {
  const { texts, disabled, now, onEnd, onRemove } = parts;
  const { id, name, end } = role;
  const value = end === undefined ? never : 'at' in end ? atMoment : end.after;
  return html`<li>
    <div class="role" role="group" aria-label=${name}>
      <span class="label">${name}</span>
      <div class="row ends">
        ${choiceField({ id: `end-${id}`, label: texts.t('Ends'), value, options: ends(parts), disabled, onChoose: (choice) => onEnd(id, endOf(choice, now)) })}
        ${end !== undefined && 'at' in end ? moment(role, end.at, parts) : nothing}
        ${button({ id: `remove-${id}`, label: texts.t('Remove'), spoken: texts.t('Remove {0}', name), disabled, onPress: () => onRemove(role) })}
      </div>
    </div>
  </li>`;
}

export function rolesPart(parts: RolesParts): TemplateResult {
  const { roles, texts, disabled, hindrance, error, onAdd } = parts;
  return html`${roles.length === 0
      ? html`<p class="quiet">${texts.t('None yet: without a role the user can log in but see nothing.')}</p>`
      : html`<ul class="plain-list roles">${repeat(roles, ({ id }) => id, (role) => roleRow(role, parts))}</ul>`}
    ${error ? html`<p class="field-error">${error}</p>` : nothing}
    <div class="row">
      ${button({ id: 'add-role', label: texts.t('Add Role…'), disabled: disabled || hindrance !== undefined, onPress: onAdd })}
      ${hindrance === undefined ? nothing : html`<span class="quiet">${hindrance}</span>`}
    </div>`;
}
