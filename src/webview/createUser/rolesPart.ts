/** The first roles of a new user, each with its end. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { RoleEnd } from '../../core/changes/roleEnd.ts';
import type { RoleId } from '../../core/ids.ts';
import type { FirstRole } from '../../protocol/createUser.ts';
import { button } from '../kit/controls.ts';
import { endOf, endOptions, momentInput, optionOf } from '../kit/ends.ts';
import { choiceField, fieldFrame } from '../kit/fields.ts';
import type { PageTexts } from '../kit/startData.ts';

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

function moment(role: FirstRole, at: string, parts: RolesParts): TemplateResult {
  const { texts, disabled, now, endProblem, onMoment } = parts;
  const id = `moment-${role.id}`;
  const error = endProblem(role);
  return fieldFrame(
    { id, label: texts.t('Moment'), error },
    momentInput({
      ...{ id, at, now, disabled, label: texts.t('Moment at which {0} ends', role.name), isWrong: error !== undefined },
      onMoment: (typed) => onMoment(role.id, typed),
    }),
  );
}

function roleRow(role: FirstRole, parts: RolesParts): TemplateResult {
  const { texts, disabled, now, onEnd, onRemove } = parts;
  const { id, name, end } = role;
  return html`<li>
    <div class="role" role="group" aria-label=${name}>
      <span class="label">${name}</span>
      <div class="row ends">
        ${choiceField({
          ...{ id: `end-${id}`, label: texts.t('Ends'), value: optionOf(end), options: endOptions(texts), disabled },
          onChoose: (option) => onEnd(id, endOf(option, now)),
        })}
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
