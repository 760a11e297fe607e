/** All there is to say about the cell that the person is on, and what can be done with it. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import type { Toggle } from '../../core/matrix/cellState.ts';
import type { Pending } from '../../core/matrix/pending.ts';
import { button } from '../kit/controls.ts';
import type { PageTexts } from '../kit/startData.ts';
import { endEditor } from './endEditor.ts';
import type { EndEditorParts } from './endEditor.ts';

export interface CellDetails {
  /** `Falcon Analyst · Ada Lovelace · Acme Retail` */
  readonly title: string;
  readonly words: readonly string[];
  readonly toggle: Toggle;
  readonly pending: Pending | undefined;
}

export interface DetailsParts {
  readonly cell: CellDetails | undefined;
  /** Said where there is no cell. */
  readonly rest: string;
  readonly texts: PageTexts;
  /** Nothing can be marked. */
  readonly disabled: boolean;
  readonly end: Pick<EndEditorParts, 'now' | 'problem' | 'onEnd' | 'onMoment'>;
  readonly onToggle: () => void;
  readonly onChangeEnd: () => void;
  readonly onReadAgain: () => void;
  /** Goes back to the cell. */
  readonly onLeave: () => void;
}

function actions(cell: CellDetails, parts: DetailsParts): TemplateResult {
  const { texts, disabled, end, onToggle, onChangeEnd, onReadAgain } = parts;
  const { pending, toggle, title } = cell;
  const press = (id: string, label: string, onPress: () => void, isOff = disabled): TemplateResult =>
    button({ id, label, spoken: `${label}: ${title}`, disabled: isOff, onPress });
  if (pending) {
    return html`${pending.kind === 'grant'
      ? html`<label for="cell-end">${texts.t('Ends')}</label>
          ${endEditor({ id: 'cell-end', label: texts.t('End of {0}', title), end: pending.end, texts, disabled, ...end })}`
      : nothing}
    ${press('cell-undo', texts.t('Take Back'), onToggle)}`;
  }
  if (toggle.kind === 'refused') {
    const { kind } = toggle.refusal;
    if (kind !== 'failed' && kind !== 'unread') return html``;
    return press('cell-read', kind === 'failed' ? texts.t('Try Again') : texts.t('Read'), onReadAgain, false);
  }
  if (toggle.kind === 'grant') return press('cell-grant', texts.t('Grant'), onToggle);
  return html`${press('cell-revoke', texts.t('Revoke'), onToggle)} ${press('cell-end-change', texts.t('Change End'), onChangeEnd)}`;
}

/** Always of one height, so that the matrix does not jump while somebody moves in it. */
export function detailsView(parts: DetailsParts): TemplateResult {
  const { cell, rest, texts, onLeave } = parts;
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onLeave();
  };
  return html`<section id="details" class="details" aria-label=${texts.t('Cell')} tabindex="-1" @keydown=${onKey}>
    ${cell
      ? html`<div class="told">
            <h2>${cell.title}</h2>
            <ul class="plain-list">${cell.words.map((word) => html`<li>${word}</li>`)}</ul>
          </div>
          <div class="row">${actions(cell, parts)}</div>`
      : html`<p class="quiet">${rest}</p>`}
  </section>`;
}
