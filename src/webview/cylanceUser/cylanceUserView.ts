/** How the page of a Cylance user looks. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import type { CylanceRecord, CylanceUserAction, CylanceUserState } from '../../protocol/cylanceUser.ts';
import type { Fact } from '../../protocol/user.ts';
import { button, progressRing } from '../kit/controls.ts';
import { errorNotice, notice, retryNotice } from '../kit/notices.ts';
import { part } from '../kit/pageHead.ts';
import type { PageTexts } from '../kit/startData.ts';

const mostShown = 50;

export interface CylanceUserViewParts {
  readonly state: CylanceUserState;
  readonly texts: PageTexts;
  readonly status: { readonly text: string; readonly isFailure: boolean } | undefined;
  /** Of many zones all are shown. */
  readonly showsAll: boolean;
  readonly onAct: (action: CylanceUserAction) => void;
  readonly onShowAll: () => void;
}

const rows = (facts: readonly Fact[]): unknown => facts.map(({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>`);

function notices({ state, texts, onAct }: CylanceUserViewParts): unknown {
  if (state.gone !== undefined) return errorNotice(html`<p>${state.gone}</p>`);
  return html`${notice(html`<p><strong>${texts.t('Read-only.')}</strong> ${texts.t('Users of Cylance are changed in its own console.')}</p>`)}
  ${retryNotice({ failure: state.failure, texts, onRetry: () => onAct('reread') })}`;
}

function zones({ texts, showsAll, onShowAll }: CylanceUserViewParts, { zones: all, zonesNote }: CylanceRecord): unknown {
  if (all.length === 0) return html`<p class="quiet">${texts.t('This user has no role in a single zone.')}</p>`;
  const isLong = all.length > mostShown;
  const shown = isLong && !showsAll ? all.slice(0, mostShown) : all;
  const count = texts.t('{0} zones', all.length.toLocaleString(texts.locale));
  return html`${zonesNote === undefined ? nothing : html`<p class="quiet">${zonesNote}</p>`}
    ${isLong ? html`<p class="quiet">${showsAll ? count : texts.t('{0} of {1}', mostShown, count)}</p>` : nothing}
    <dl class=${isLong ? 'facts access long' : 'facts access'}>${rows(shown.map(({ name, role }) => ({ label: name, value: role })))}</dl>
    ${isLong && !showsAll ? html`<div class="row">${button({ id: 'show-all', label: texts.t('Show All {0}', count), onPress: onShowAll })}</div>` : nothing}`;
}

function actions({ state, texts, status, onAct }: CylanceUserViewParts): TemplateResult {
  const disabled = state.gone !== undefined;
  return html`<div class="actions row">
    ${button({ id: 'find-everywhere', label: texts.t('Find Person Everywhere'), disabled: disabled || !state.record, onPress: () => onAct('findEverywhere') })}
    ${button({ id: 'open-json', label: texts.t('Open as JSON'), disabled, onPress: () => onAct('openJson') })}
    ${button({ id: 'refresh', label: texts.t('Refresh'), disabled: disabled || state.isReading, onPress: () => onAct('reread') })}
    ${status ? html`<span id="status" class=${status.isFailure ? 'failure' : 'quiet'}>${status.text}</span>` : nothing}
  </div>`;
}

export function cylanceUserView(parts: CylanceUserViewParts): TemplateResult {
  const { state, texts, showsAll, onAct } = parts;
  const { record, tenant, title } = state;
  const head = html`<header class="page-head">
      <h1>${title}</h1>
      ${tenant ? html`<p class="place">${tenant.name} · ${tenant.place}</p>` : nothing}
    </header>
    ${notices(parts)}`;
  const busy = (): TemplateResult => html`<div class="row">${progressRing({ id: 'busy', label: texts.t('Reading the user') })}</div>`;
  if (!record) return html`${head}${state.isReading ? busy() : nothing}`;
  const identity = html`<dl class="facts">
    ${rows(record.identity)}
    <dt>${texts.t('UUID')}</dt>
    <dd class="row">
      <code>${record.id}</code>
      ${button({ id: 'copy-uuid', label: texts.t('Copy'), spoken: texts.t('Copy the UUID'), onPress: () => onAct('copyUuid') })}
    </dd>
  </dl>`;
  return html`${head}
    ${part({ id: 'identity', heading: texts.t('Identity') }, identity)}
    ${part({ id: 'account', heading: texts.t('Account') }, html`<dl class="facts">${rows(record.account)}</dl>`)}
    ${part({ id: 'roles', heading: texts.t('Roles') }, html`<dl class="facts">${rows(record.roles)}</dl>`)}
    ${part({ id: 'zones', heading: texts.t('Zones') }, guard([record, showsAll], () => zones(parts, record)))}
    ${actions(parts)}`;
}
