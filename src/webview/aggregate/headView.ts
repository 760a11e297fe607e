/** The head of the page: the file, what its queries are run on, and what can be done with them. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { copyForms } from '../../core/aggregates/copyAs.ts';
import type { CopyForm } from '../../core/aggregates/copyAs.ts';
import type { ConnectionId } from '../../core/ids.ts';
import { shownText } from '../../core/shownText.ts';
import { exportForms } from '../../protocol/aggregate.ts';
import type { AggregateAction, AggregateState, ExportForm } from '../../protocol/aggregate.ts';
import { button, progressRing } from '../kit/controls.ts';
import type { PageTexts } from '../kit/startData.ts';
import { menuButton } from './menuButton.ts';

/** An answer that can be exported. */
export interface Exportable {
  readonly query: number;
  readonly name: string;
  readonly hasChart: boolean;
}

export interface HeadParts {
  readonly state: AggregateState;
  readonly texts: PageTexts;
  readonly exportables: readonly Exportable[];
  readonly status: { readonly text: string; readonly isFailure: boolean } | undefined;
  /** Why nothing is sent: a field holds what cannot be written. */
  readonly unwritten: { readonly text: string; readonly onGo: () => void } | undefined;
  readonly onTenant: (id: ConnectionId) => void;
  readonly onAct: (action: AggregateAction) => void;
  readonly onCopy: (form: CopyForm) => void;
  readonly onExport: (query: number, form: ExportForm) => void;
}

const copyNames: Readonly<Record<CopyForm, string>> = { curl: 'curl', falconpy: 'FalconPy', psfalcon: 'PSFalcon' };
const exportNames: Readonly<Record<ExportForm, string>> = { csv: 'CSV', json: 'JSON', svg: 'SVG', png: 'PNG' };

function tenantChoice({ state, texts, onTenant, onAct }: HeadParts): TemplateResult {
  const { tenants, tenant, missingTenant, file } = state;
  if (tenants.length === 0) return html`${button({ id: 'connect', label: texts.t('Connect a Tenant…'), onPress: () => onAct('connect') })}`;
  const isKnown = tenants.some(({ id }) => id === tenant);
  const unknown = missingTenant === undefined ? texts.t('choose…') : texts.t('{0} (not connected)', shownText(missingTenant));
  return html`<label class="beside" for="tenant">${texts.t('Tenant')}</label>
    <select
      id="tenant"
      .value=${live(isKnown ? String(tenant) : '')}
      ?disabled=${!file}
      @change=${(event: Event) => onTenant((event.target as HTMLSelectElement).value as ConnectionId)}
    >
      ${isKnown ? nothing : html`<option value="" selected>${unknown}</option>`}
      ${tenants.map(({ id, name, cloud }) => html`<option value=${id} ?selected=${id === tenant}>${shownText(name)} · ${cloud}</option>`)}
    </select>`;
}

function cidChoice({ state, texts, onAct }: HeadParts): TemplateResult | typeof nothing {
  const { file, cidName, hasCids, isReadOnly } = state;
  const { cid } = file ?? {};
  if (!hasCids && cid === undefined) return nothing;
  const label = cid === undefined ? texts.t('CID: all') : texts.t('CID: {0}', shownText(cidName ?? cid));
  const items = [
    ...(hasCids ? [{ id: 'cid-choose', label: texts.t('Choose a CID…'), onChoose: () => onAct('chooseCid') }] : []),
    ...(cid === undefined ? [] : [{ id: 'cid-all', label: texts.t('All CIDs'), onChoose: () => onAct('clearCid') }]),
  ];
  return menuButton({ id: 'cid', label, disabled: !file || isReadOnly, groups: [{ items }] });
}

function exportMenu({ texts, exportables, onExport }: HeadParts): TemplateResult {
  const groups = exportables.map(({ query, name, hasChart }) => ({
    label: name,
    items: exportForms
      .filter((form) => hasChart || form === 'csv' || form === 'json')
      .map((form) => ({ id: `export-${query}-${form}`, label: exportNames[form], onChoose: () => onExport(query, form) })),
  }));
  return menuButton({ id: 'export', label: texts.t('Export'), disabled: groups.length === 0, groups });
}

function runLine({ state, texts, status, unwritten }: HeadParts): TemplateResult | typeof nothing {
  const { run } = state;
  if (run.kind === 'running') {
    return html`<span class="row">${progressRing({ id: 'busy', label: texts.t('Running') })} <span class="quiet">${texts.t('Running…')}</span></span>`;
  }
  const trace = run.kind === 'failed' && run.traceId !== undefined ? ` (${texts.t('trace {0}', run.traceId)})` : '';
  return html`${run.kind === 'failed' ? html`<span class="failure" id="run-failure">${run.message}${trace}</span>` : nothing}
  ${run.kind === 'cancelled' ? html`<span class="quiet" id="run-cancelled">${texts.t('The run was cancelled.')}</span>` : nothing}
  ${unwritten
    ? html`<span class="failure" id="unwritten">${unwritten.text}</span>
        <button type="button" class="link" id="go-unwritten" @click=${unwritten.onGo}>${texts.t('Show the Field')}</button>`
    : nothing}
  ${status ? html`<span id="status" class=${status.isFailure ? 'failure' : 'quiet'}>${status.text}</span>` : nothing}`;
}

/** Which tenant is meant is asked where the file does not say it. */
export const canRun = ({ file, run, tenants }: AggregateState): boolean =>
  file !== undefined && file.queries.length > 0 && tenants.length > 0 && run.kind !== 'running';

export function headView(parts: HeadParts): TemplateResult {
  const { state, texts, unwritten, onAct, onCopy } = parts;
  const { file, run } = state;
  const isRunning = run.kind === 'running';
  return html`<header class="page-head">
      <div class="head-name">
        <h1 title=${state.title}>${state.title}</h1>
        <div class="status-line">${runLine(parts)}</div>
      </div>
      <div class="row">
        ${tenantChoice(parts)} ${cidChoice(parts)}
        ${button({
          ...{ id: 'run', label: texts.t('Run'), spoken: texts.t('Run (Ctrl+Enter)'), primary: true, disabled: !canRun(state) || unwritten !== undefined },
          onPress: () => onAct('run'),
        })}
        ${button({ id: 'cancel', label: texts.t('Cancel'), disabled: !isRunning, onPress: () => onAct('cancel') })}
        ${button({ id: 'text', label: texts.t('Text'), spoken: texts.t('Text: show the file as text'), onPress: () => onAct('openText') })}
        ${menuButton({
          ...{ id: 'copy', label: texts.t('Copy as'), disabled: !file || unwritten !== undefined },
          groups: [{ items: copyForms.map((form) => ({ id: `copy-${form}`, label: copyNames[form], onChoose: () => onCopy(form) })) }],
        })}
        ${exportMenu(parts)}
      </div>
    </header>`;
}
