/** What stands around the table: notices above it, filter and search, and what can be done with all rows below. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { TableCounts } from '../../core/newUsers/table.ts';
import type { NewUsersAction, NewUsersState } from '../../protocol/newUsers.ts';
import { button } from '../kit/controls.ts';
import { errorNotice, notice } from '../kit/notices.ts';
import type { PageTexts } from '../kit/startData.ts';
import { filters } from './rowStore.ts';
import type { Filter } from './rowStore.ts';

export interface Status {
  readonly text: string;
  readonly isFailure: boolean;
}

export interface ViewParts {
  readonly state: NewUsersState;
  readonly texts: PageTexts;
  readonly status: Status | undefined;
  readonly onAct: (action: NewUsersAction) => void;
}

export const statusView = (status: Status | undefined): TemplateResult =>
  status ? html`<p id="status" class=${status.isFailure ? 'failure' : 'quiet'}>${status.text}</p>` : html``;

const figure = (count: number, { locale }: PageTexts): string => count.toLocaleString(locale);

/** `5,000 rows: 4,980 ready, 20 to mend` */
export function countsLine(counts: TableCounts, texts: PageTexts): string {
  const parts = [
    [counts.ready, texts.t('ready')],
    [counts.mend, texts.t('to mend')],
    [counts.unchecked, texts.t('not checked yet')],
    [counts.running, texts.t('waiting')],
    [counts.failed, texts.t('failed')],
    [counts.done, texts.t('done')],
  ] as const;
  const there = parts.flatMap(([count, word]) => (count > 0 ? [`${figure(count, texts)} ${word}`] : []));
  const rows = counts.total === 1 ? texts.t('1 row') : texts.t('{0} rows', figure(counts.total, texts));
  return `${rows}: ${there.join(', ')}`;
}

export function headView({ state, texts, onAct }: ViewParts): TemplateResult {
  const { file, tenant, home, counts, gone, problem } = state;
  const place = [tenant?.name, ...(home && home !== tenant?.name ? [home] : []), tenant?.cloud].filter(Boolean).join(' · ');
  return html`<header class="page-head">
      <h1>${file?.name ?? texts.t('New Users from File')}</h1>
      <p class="place">${place}</p>
      ${counts ? html`<p class="counts" id="counts">${countsLine(counts, texts)}</p>` : nothing}
    </header>
    ${gone === undefined ? nothing : errorNotice(html`<p>${gone}</p>`)}
    ${problem === undefined ? nothing : errorNotice(html`<p id="problem">${problem}</p>`)}
    ${tenant && !tenant.canChange
      ? notice(
          html`<p>
              <strong>${texts.t('Read-only.')}</strong>
              ${texts.t('{0} is protected from changes: rows can be mended and checked, not created.', tenant.name)}
            </p>
            <div class="row">${button({ id: 'allow-changes', label: texts.t('Allow Changes…'), onPress: () => onAct('allowChanges') })}</div>`,
        )
      : nothing}
    ${file && file.ignored.length > 0 ? notice(html`<p>${texts.t('Left out, since they mean nothing here: {0}', file.ignored.join(', '))}</p>`) : nothing}`;
}

function filterLabel(filter: Filter, counts: TableCounts, texts: PageTexts): string {
  switch (filter) {
    case 'all':
      return texts.t('All ({0})', figure(counts.total, texts));
    case 'mend':
      return texts.t('To Mend ({0})', figure(counts.mend, texts));
    case 'ready':
      return texts.t('Ready ({0})', figure(counts.ready, texts));
    case 'done':
      return texts.t('Done ({0})', figure(counts.done, texts));
    case 'failed':
      return texts.t('Failed ({0})', figure(counts.failed, texts));
  }
}

export interface ToolsParts extends ViewParts {
  readonly filter: Filter;
  readonly search: string;
  readonly onFilter: (filter: Filter) => void;
  readonly onSearch: (search: string) => void;
}

function factsView({ state: { facts, work }, texts, onAct }: ViewParts): unknown {
  if (work) return nothing;
  const again = (label: string): TemplateResult => button({ id: 'reread', label, onPress: () => onAct('reread') });
  switch (facts.kind) {
    case 'reading':
      return html`<div class="row progress-line">
        <label for="facts">${texts.t('Looking up addresses and roles…')}</label>
        <progress id="facts" max=${Math.max(1, facts.total)} value=${facts.read}></progress>
        ${button({ id: 'stop', label: texts.t('Stop'), onPress: () => onAct('stop') })}
      </div>`;
    case 'stopped':
      return html`<div class="row progress-line"><p>${texts.t('Not all rows are checked.')}</p>${again(texts.t('Check the Rest'))}</div>`;
    case 'failed':
      return html`<div class="row progress-line"><p class="failure">${facts.message}</p>${again(texts.t('Try Again'))}</div>`;
    default:
      return nothing;
  }
}

export function toolsView(parts: ToolsParts): TemplateResult {
  const { state, texts, filter, search, onFilter, onSearch } = parts;
  const { counts } = state;
  if (!counts) return html``;
  return html`<div class="tools">
      <div class="filters" role="group" aria-label=${texts.t('Rows to show')}>
        ${filters.map(
          (one) =>
            html`<button type="button" id=${`show-${one}`} aria-pressed=${one === filter ? 'true' : 'false'} @click=${() => onFilter(one)}>
              ${filterLabel(one, counts, texts)}
            </button>`,
        )}
      </div>
      <input
        id="search"
        type="search"
        aria-label=${texts.t('Search in rows')}
        placeholder=${texts.t('Search')}
        spellcheck="false"
        autocomplete="off"
        .value=${live(search)}
        @input=${(event: InputEvent) => onSearch((event.target as HTMLInputElement).value)}
      />
    </div>
    ${factsView(parts)}`;
}

export interface ActionsParts extends ViewParts {
  readonly onCheck: () => void;
  readonly onCreate: () => void;
  readonly onSave: () => void;
  readonly onChoose: () => void;
}

function workView({ state: { work }, texts, onAct }: ViewParts): unknown {
  if (!work) return nothing;
  const label = work.kind === 'check' ? texts.t('Asking the server…') : work.done === 0 ? texts.t('Waiting for your answer…') : texts.t('Creating…');
  return html`<div class="row progress-line">
    <label for="work">${label}</label>
    <progress id="work" max=${Math.max(1, work.total)} value=${work.done}></progress>
    <span>${texts.t('{0} of {1}', figure(work.done, texts), figure(work.total, texts))}</span>
    ${button({ id: 'stop-work', label: texts.t('Stop'), onPress: () => onAct('stop') })}
  </div>`;
}

export function actionsView(parts: ActionsParts): TemplateResult {
  const { state, texts, status, onCheck, onCreate, onSave, onChoose } = parts;
  const { counts, work, gone, tenant } = state;
  const makeable = counts?.makeable ?? 0;
  const isIdle = work === undefined && gone === undefined && makeable > 0;
  const create = makeable === 0 ? texts.t('Create Users…') : makeable === 1 ? texts.t('Create 1 User…') : texts.t('Create {0} Users…', figure(makeable, texts));
  const left = (counts?.total ?? 0) - (counts?.done ?? 0);
  return html`<footer class="actions">
    ${workView(parts)} ${statusView(status)}
    <div class="row spread">
      <div class="row">
        ${button({ id: 'save', label: texts.t('Save Remaining Rows…'), disabled: left === 0, onPress: onSave })}
        ${button({ id: 'choose', label: texts.t('Choose Another File…'), disabled: work !== undefined, onPress: onChoose })}
      </div>
      <div class="row">
        ${button({ id: 'check', label: texts.t('Check All Without Creating'), disabled: !isIdle, onPress: onCheck })}
        ${button({ id: 'create', label: create, primary: true, disabled: !isIdle || tenant?.canChange !== true, onPress: onCreate })}
      </div>
    </div>
  </footer>`;
}
