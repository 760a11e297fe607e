/** What is marked, each mark with its end, what the rules say about all of it, and where it goes from here. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { RoleEnd } from '../../core/changes/roleEnd.ts';
import type { CellKey, Pending } from '../../core/matrix/pending.ts';
import type { MatrixFinding } from '../../protocol/grants.ts';
import { button } from '../kit/controls.ts';
import type { PageTexts } from '../kit/startData.ts';
import { endEditor } from './endEditor.ts';
import { failureWords, figure } from './words.ts';

/** One mark as it is listed. */
export interface PendingItem {
  readonly key: CellKey;
  readonly pending: Pending;
  readonly sentence: string;
  /** What is wrong with its end. */
  readonly problem: string | undefined;
}

export interface PendingParts {
  readonly texts: PageTexts;
  readonly items: readonly PendingItem[];
  /** Of all marks, those that are not listed included. */
  readonly total: number;
  /** The end of all grants, where they have one. */
  readonly everyEnd: RoleEnd | undefined | 'mixed';
  readonly everyProblem: string | undefined;
  readonly grants: number;
  readonly findings: readonly MatrixFinding[];
  readonly status: { readonly text: string; readonly isFailure: boolean } | undefined;
  readonly now: number;
  readonly isBusy: boolean;
  readonly canApply: boolean;
  readonly onEnd: (key: CellKey, end: RoleEnd | undefined) => void;
  readonly onMoment: (key: CellKey, typed: string) => void;
  readonly onEveryEnd: (end: RoleEnd | undefined) => void;
  readonly onEveryMoment: (typed: string) => void;
  readonly onRemove: (key: CellKey) => void;
  readonly onShow: (key: CellKey) => void;
  readonly onMore: () => void;
  readonly onDiscard: () => void;
  readonly onPreview: () => void;
  readonly onApply: () => void;
}

const mostFindings = 50;

function itemView({ key, pending, sentence, problem }: PendingItem, parts: PendingParts): TemplateResult {
  const { texts, now, isBusy: disabled, onEnd, onMoment, onRemove } = parts;
  const end =
    pending.kind === 'grant'
      ? endEditor({
          ...{ id: `end-${key}`, label: texts.t('End: {0}', sentence), end: pending.end, texts, now, disabled, problem },
          onEnd: (chosen) => onEnd(key, chosen),
          onMoment: (typed) => onMoment(key, typed),
        })
      : nothing;
  return html`<li class="pending-item">
    <span class="sentence">${sentence}</span>
    ${end} ${button({ id: `remove-${key}`, label: texts.t('Remove'), spoken: texts.t('Remove: {0}', sentence), disabled, onPress: () => onRemove(key) })}
    ${pending.failure === undefined ? nothing : html`<p class="failure">${failureWords(pending.failure, texts)}</p>`}
  </li>`;
}

function findingView({ severity, sentence, cells: [first] }: MatrixFinding, { texts, onShow }: PendingParts): TemplateResult {
  const isRefusal = severity === 'refuse';
  return html`<li class=${isRefusal ? 'finding is-refusal' : 'finding'}>
    <span class="icon" aria-hidden="true">${isRefusal ? '✕' : '!'}</span>
    <span><span class="heard-only">${isRefusal ? texts.t('Refused:') : texts.t('Warning:')} </span>${sentence}</span>
    ${first === undefined
      ? nothing
      : html`<button type="button" class="link" aria-label=${texts.t('Show the cell: {0}', sentence)} @click=${() => onShow(first)}>
          ${texts.t('Show')}
        </button>`}
  </li>`;
}

function findingsView(parts: PendingParts): TemplateResult | typeof nothing {
  const { findings, texts } = parts;
  if (findings.length === 0) return nothing;
  const rest = findings.length - mostFindings;
  return html`<div class="findings" role="group" aria-label=${texts.t('What the rules say')} tabindex="0">
    <ul class="plain-list">
      ${findings.slice(0, mostFindings).map((finding) => findingView(finding, parts))}
      ${rest > 0 ? html`<li class="quiet">${texts.t('and {0} more', figure(rest, texts))}</li>` : nothing}
    </ul>
  </div>`;
}

function everyEnd(parts: PendingParts): TemplateResult | typeof nothing {
  const { texts, now, isBusy: disabled, grants, everyEnd: end, everyProblem: problem, onEveryEnd, onEveryMoment } = parts;
  if (grants < 2) return nothing;
  return html`<span class="row">
    <label for="every-end">${texts.t('Until')}</label>
    ${endEditor({
      ...{ id: 'every-end', label: texts.t('End of all {0} grants', figure(grants, texts)), end, texts, now, disabled, problem },
      onEnd: onEveryEnd,
      onMoment: onEveryMoment,
    })}
  </span>`;
}

/** What the rules say stands apart from the list: below a long one it would be out of sight. */
function listView(parts: PendingParts): TemplateResult {
  const { texts, items, total, onMore } = parts;
  return html`<div class="pending-scroll">
    <ul class="plain-list" aria-labelledby="pending-heading">${repeat(items, ({ key }) => key, (item) => itemView(item, parts))}</ul>
    ${items.length < total
      ? html`<div class="row">
          <span class="quiet">${texts.t('{0} of {1} are listed.', figure(items.length, texts), figure(total, texts))}</span>
          ${button({ id: 'more', label: texts.t('List More'), onPress: onMore })}
        </div>`
      : nothing}
    </div>
    ${findingsView(parts)}`;
}

export function pendingView(parts: PendingParts): TemplateResult {
  const { texts, total, status, isBusy, canApply, onDiscard, onPreview, onApply } = parts;
  const isEmpty = total === 0;
  const hint = isEmpty ? texts.t('Click a cell, or press Space in it, to mark it.') : '';
  return html`<section class="pending" aria-labelledby="pending-heading">
    <div class="row spread">
      <h2 id="pending-heading" tabindex="-1">${texts.t('Pending ({0})', figure(total, texts))}</h2>
      ${everyEnd(parts)}
    </div>
    ${isEmpty ? nothing : listView(parts)}
    <div class="row spread">
      <p id="status" class=${status?.isFailure ? 'failure' : 'quiet'}>${status?.text ?? hint}</p>
      <div class="row">
        ${button({ id: 'discard', label: texts.t('Discard'), disabled: isEmpty || isBusy, onPress: onDiscard })}
        ${button({ id: 'preview', label: texts.t('Preview'), disabled: isEmpty || isBusy, onPress: onPreview })}
        ${button({ id: 'apply', label: texts.t('Review and Apply'), primary: true, disabled: isEmpty || isBusy || !canApply, onPress: onApply })}
      </div>
    </div>
  </section>`;
}
