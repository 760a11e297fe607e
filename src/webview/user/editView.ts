/** How the page of a user looks. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import type { Names } from '../../core/changes/change.ts';
import { nameNote } from '../../core/userFields.ts';
import type { EditState, UserAction, UserRecord } from '../../protocol/user.ts';
import { button, progressRing } from '../kit/controls.ts';
import { textField } from '../kit/fields.ts';
import { errorNotice, retryNotice } from '../kit/notices.ts';
import { pageHead, part } from '../kit/pageHead.ts';
import type { PageTexts } from '../kit/startData.ts';
import { accessView } from './accessView.ts';
import type { Access } from './accessView.ts';
import { conflictBox } from './conflictBox.ts';

export interface EditViewParts {
  readonly state: EditState;
  readonly texts: PageTexts;
  readonly names: Names;
  readonly problems: { readonly first: string | undefined; readonly last: string | undefined };
  readonly isUnsaved: boolean;
  readonly isBusy: boolean;
  /** Their names, while the person is asked which ones to keep. */
  readonly conflict: Names | undefined;
  readonly status: { readonly text: string; readonly isFailure: boolean } | undefined;
  readonly access: Access;
  readonly showsAll: boolean;
  readonly onType: (change: Partial<Names>) => void;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
  readonly onAct: (action: UserAction) => void;
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
  readonly onLeaveConflict: () => void;
  readonly onCancelAccess: () => void;
  readonly onReadAccess: () => void;
  readonly onShowAll: () => void;
}

/** Whether the names, and the account, can be changed at all. */
const isOpen = ({ state }: EditViewParts): boolean => state.gone === undefined && state.record !== undefined && state.tenant?.canChange === true;

function notices(parts: EditViewParts): unknown {
  const { state, texts, names, conflict, onAct } = parts;
  if (state.gone !== undefined) return errorNotice(html`<p>${state.gone}</p>`);
  return html`${retryNotice({ failure: state.failure, texts, onRetry: () => onAct('reread') })}
  ${conflict
    ? conflictBox({
        ...{ theirs: conflict, mine: names, texts },
        ...{ onKeepMine: parts.onKeepMine, onTakeTheirs: parts.onTakeTheirs, onLeave: parts.onLeaveConflict },
      })
    : nothing}`;
}

function identity(parts: EditViewParts, { email, home }: UserRecord): TemplateResult {
  const { texts, names, problems, isBusy, onType } = parts;
  const disabled = !isOpen(parts) || isBusy;
  return html`<div class="columns">
      ${textField({
        ...{ id: 'first', label: texts.t('First name'), value: names.first, error: problems.first, hint: nameNote(names.first), disabled },
        onInput: (first) => onType({ first }),
      })}
      ${textField({
        ...{ id: 'last', label: texts.t('Last name'), value: names.last, error: problems.last, hint: nameNote(names.last), disabled },
        onInput: (last) => onType({ last }),
      })}
    </div>
    <dl class="facts">
      <dt>${texts.t('E-mail')}</dt>
      <dd>${email} <span class="quiet">(${texts.t('cannot be changed')})</span></dd>
      <dt>${texts.t('Home CID')}</dt>
      <dd>${home}</dd>
    </dl>`;
}

function temporaryText({ access, texts }: EditViewParts): string {
  if (access.kind !== 'read') return access.kind === 'reading' ? texts.t('being read') : texts.t('not read');
  return access.answer.hasTemporary ? texts.t('yes') : texts.t('no');
}

function facts(parts: EditViewParts, { facts: known, uuid }: UserRecord): TemplateResult {
  const { texts, onAct } = parts;
  return html`<dl class="facts">
    ${known.map(({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>`)}
    <dt>${texts.t('Temporary roles')}</dt>
    <dd>${temporaryText(parts)}</dd>
    <dt>${texts.t('UUID')}</dt>
    <dd class="row">
      <code>${uuid}</code>
      ${button({ id: 'copy-uuid', label: texts.t('Copy'), spoken: texts.t('Copy the UUID'), onPress: () => onAct('copyUuid') })}
    </dd>
  </dl>`;
}

function account(parts: EditViewParts): TemplateResult {
  const { texts, onAct } = parts;
  const disabled = !isOpen(parts);
  return html`<div class="row">
    ${button({ id: 'reset-password', label: texts.t('Reset Password…'), disabled, onPress: () => onAct('resetPassword') })}
    ${button({ id: 'reset-factors', label: texts.t('Reset 2FA…'), disabled, onPress: () => onAct('resetFactors') })}
  </div>`;
}

function danger(parts: EditViewParts): TemplateResult {
  const { texts, onAct } = parts;
  return html`<p class="quiet">${texts.t('Deleting is permanent: the same address made again is another user, without roles.')}</p>
    <div class="row">${button({ id: 'delete', label: texts.t('Delete User…'), disabled: !isOpen(parts), onPress: () => onAct('delete') })}</div>`;
}

function actions(parts: EditViewParts): TemplateResult {
  const { state, texts, problems, isUnsaved, isBusy, status, onAct, onDiscard, onSave } = parts;
  const canSave = isOpen(parts) && isUnsaved && !isBusy && problems.first === undefined && problems.last === undefined;
  return html`<div class="actions row spread">
    <div class="row">
      ${button({ id: 'manage-grants', label: texts.t('Manage Grants'), disabled: state.gone !== undefined, onPress: () => onAct('manageGrants') })}
      ${button({ id: 'open-json', label: texts.t('Open as JSON'), disabled: state.gone !== undefined, onPress: () => onAct('openJson') })}
      ${status ? html`<span id="status" class=${status.isFailure ? 'failure' : 'quiet'}>${status.text}</span>` : nothing}
    </div>
    <div class="row">
      ${button({ id: 'discard', label: texts.t('Discard'), disabled: !isUnsaved || isBusy, onPress: onDiscard })}
      ${button({ id: 'save', label: texts.t('Review and Save'), primary: true, disabled: !canSave, onPress: onSave })}
    </div>
  </div>`;
}

export function editView(parts: EditViewParts): TemplateResult {
  const { state, texts, onAct } = parts;
  const { record } = state;
  const head = html`${pageHead({ title: state.title, tenant: state.tenant, texts, onAllowChanges: () => onAct('allowChanges') })} ${notices(parts)}`;
  if (!record) {
    const isReading = state.failure === undefined && state.gone === undefined;
    return html`${head}${isReading ? html`<div class="row">${progressRing({ id: 'busy', label: texts.t('Reading the user') })}</div>` : nothing}`;
  }
  const { access, showsAll, onCancelAccess, onReadAccess, onShowAll } = parts;
  return html`${head}
  ${part({ id: 'identity', heading: texts.t('Identity') }, identity(parts, record))}
  ${part({ id: 'facts', heading: texts.t('Facts') }, facts(parts, record))}
  ${part(
    { id: 'access', heading: texts.t('Access') },
    accessView({ access, showsAll, texts, onCancel: onCancelAccess, onRead: onReadAccess, onShowAll }),
  )}
  ${part({ id: 'account', heading: texts.t('Account') }, account(parts))}
  ${part({ id: 'danger', heading: texts.t('Danger Zone') }, danger(parts))}
  ${actions(parts)}`;
}
