/** How the page for making a user looks. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import type { RoleEnd } from '../../core/changes/roleEnd.ts';
import type { RoleId } from '../../core/ids.ts';
import { nameNote } from '../../core/userFields.ts';
import type { CreateState, CreateUserAction, FirstRole, FormField } from '../../protocol/createUser.ts';
import { button, progressRing } from '../kit/controls.ts';
import { textField } from '../kit/fields.ts';
import { errorNotice, retryNotice } from '../kit/notices.ts';
import { pageHead, part } from '../kit/pageHead.ts';
import type { PageTexts } from '../kit/startData.ts';
import type { LookUpState } from './addressLookUp.ts';
import type { TypedFields } from './createForm.ts';
import { passwordPart } from './passwordPart.ts';
import { rolesPart } from './rolesPart.ts';

export interface CreateViewParts {
  readonly state: CreateState;
  readonly texts: PageTexts;
  readonly typed: TypedFields;
  readonly lookUp: LookUpState;
  readonly now: number;
  readonly isBusy: boolean;
  readonly wasPasswordLost: boolean;
  readonly isPasswordOpen: boolean;
  readonly status: { readonly text: string; readonly isFailure: boolean } | undefined;
  readonly error: (field: FormField) => string | undefined;
  readonly endProblem: (role: FirstRole) => string | undefined;
  readonly onType: (change: Partial<TypedFields>, field: FormField) => void;
  readonly onPassword: () => void;
  readonly onChooseCid: () => void;
  readonly onAddRole: () => void;
  readonly onRemoveRole: (role: FirstRole) => void;
  readonly onEnd: (id: RoleId, end: RoleEnd | undefined) => void;
  readonly onMoment: (id: RoleId, typed: string) => void;
  readonly onCheck: () => void;
  readonly onCreate: () => void;
  readonly onAct: (action: CreateUserAction) => void;
}

const isDisabled = ({ state, isBusy }: CreateViewParts): boolean => isBusy || state.tenant?.canChange !== true;

function where(parts: CreateViewParts): TemplateResult {
  const { state, texts, error, onChooseCid } = parts;
  const wrong = error('cid');
  const named = state.cid?.name ?? (state.hasChoice ? texts.t('not chosen yet') : texts.t('the CID of the API client'));
  const label = state.cid ? texts.t('Change CID…') : texts.t('Choose CID…');
  return html`<dl class="facts">
      <dt>${texts.t('CID')}</dt>
      <dd class="row">
        <span id="cid-name">${named}</span>
        ${state.hasChoice ? button({ id: 'choose-cid', label, disabled: isDisabled(parts), onPress: onChooseCid }) : nothing}
      </dd>
    </dl>
    ${wrong ? html`<p class="field-error" id="cid-error">${wrong}</p>` : nothing}`;
}

function emailHint({ typed: { email }, lookUp, texts }: CreateViewParts): string | undefined {
  const lower = email.trim().toLowerCase();
  const asStored = lower === email.trim() ? undefined : texts.t('Saved as {0}.', lower);
  const free = lookUp.kind === 'free' ? texts.t('Nobody in this tenant has this address yet.') : undefined;
  const asking = lookUp.kind === 'asking' ? texts.t('Looking whether anybody has this address…') : undefined;
  return [asStored, asking, free].filter(Boolean).join(' ') || undefined;
}

function emailError({ lookUp, error, texts }: CreateViewParts): string | undefined {
  const taken = lookUp.kind === 'taken' ? texts.t('{0} in {1} has this address already.', lookUp.by.name, lookUp.by.home) : undefined;
  return error('email') ?? taken;
}

function person(parts: CreateViewParts): TemplateResult {
  const { typed, texts, error, onType } = parts;
  const { email, names } = typed;
  const disabled = isDisabled(parts);
  return html`${textField({
      ...{ id: 'email', label: texts.t('E-mail'), type: 'email', value: email, error: emailError(parts), hint: emailHint(parts), disabled, required: true },
      onInput: (value) => onType({ email: value }, 'email'),
    })}
    <div class="columns">
      ${textField({
        ...{ id: 'first', label: texts.t('First name'), value: names.first, error: error('first'), hint: nameNote(names.first), disabled },
        onInput: (first) => onType({ names: { ...names, first } }, 'first'),
      })}
      ${textField({
        ...{ id: 'last', label: texts.t('Last name'), value: names.last, error: error('last'), hint: nameNote(names.last), disabled },
        onInput: (last) => onType({ names: { ...names, last } }, 'last'),
      })}
    </div>`;
}

function roles(parts: CreateViewParts): TemplateResult {
  const { state, texts, now, error, endProblem, onAddRole, onRemoveRole, onEnd, onMoment } = parts;
  const unknown = state.hasChoice
    ? texts.t('Choose the CID first: every CID has roles of its own.')
    : texts.t('The server does not tell its CID. Grant roles when the user is made.');
  return rolesPart({
    ...{ roles: state.roles, texts, now, endProblem, onMoment, onEnd, disabled: isDisabled(parts), error: error('roles') },
    hindrance: state.cid ? undefined : unknown,
    onAdd: onAddRole,
    onRemove: onRemoveRole,
  });
}

function made({ state, texts, onAct }: CreateViewParts, user: NonNullable<CreateState['made']>): TemplateResult {
  return html`<div id="made" class="notice" role="group" aria-labelledby="made-heading" tabindex="-1">
    <h2 id="made-heading">${texts.t('{0} was created', user.name)}</h2>
    <p>${user.email}${state.cid ? html` · ${state.cid.name}` : nothing}</p>
    ${user.warning === undefined ? nothing : html`<p class="failure">${user.warning}</p>`}
    <div class="row">
      ${button({ id: 'open-made', label: texts.t('Open {0}', user.name), primary: true, onPress: () => onAct('openMade') })}
      ${button({ id: 'another', label: texts.t('Create Another'), onPress: () => onAct('startAnother') })}
    </div>
  </div>`;
}

function actions(parts: CreateViewParts): TemplateResult {
  const { texts, status, onCheck, onCreate } = parts;
  const disabled = isDisabled(parts);
  return html`<div class="actions row spread">
    <div class="row">${status ? html`<span id="status" class=${status.isFailure ? 'failure' : 'quiet'}>${status.text}</span>` : nothing}</div>
    <div class="row">
      ${button({ id: 'check', label: texts.t('Check Without Creating'), disabled, onPress: onCheck })}
      ${button({ id: 'create', label: texts.t('Create User'), primary: true, disabled, onPress: onCreate })}
    </div>
  </div>`;
}

function body(parts: CreateViewParts): unknown {
  const { state, texts, wasPasswordLost: wasLost, isPasswordOpen: isOpen, error, onPassword, onAct } = parts;
  if (state.gone !== undefined) return errorNotice(html`<p>${state.gone}</p>`);
  if (state.made) return made(parts, state.made);
  if (state.isReading) return html`<div class="row">${progressRing({ id: 'busy', label: texts.t('Reading the tenant') })}</div>`;
  return html`${retryNotice({ failure: state.failure, texts, onRetry: () => onAct('reread') })}
  ${part({ id: 'where', heading: texts.t('Where') }, where(parts))}
  ${part({ id: 'person', heading: texts.t('Person') }, person(parts))}
  ${part(
    { id: 'login', heading: texts.t('Login') },
    passwordPart({ texts, disabled: isDisabled(parts), wasLost, isOpen, error: error('password'), onInput: onPassword }),
  )}
  ${part({ id: 'roles', heading: texts.t('First Roles') }, roles(parts))}
  ${actions(parts)}`;
}

export function createView(parts: CreateViewParts): TemplateResult {
  const { state, texts, onAct } = parts;
  return html`${pageHead({ title: texts.t('New User'), tenant: state.tenant, texts, onAllowChanges: () => onAct('allowChanges') })} ${body(parts)}`;
}
