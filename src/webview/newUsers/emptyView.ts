/** What is shown before there is a table: where to drop a file, and where to get one. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { columnNames, newUserFields } from '../../core/newUsers/rows.ts';
import { button, progressRing } from '../kit/controls.ts';
import type { PageTexts } from '../kit/startData.ts';

export interface EmptyParts {
  readonly texts: PageTexts;
  readonly isReading: boolean;
  readonly isGone: boolean;
  readonly onChoose: () => void;
  readonly onTemplate: () => void;
}

export function emptyView({ texts, isReading, isGone, onChoose, onTemplate }: EmptyParts): TemplateResult {
  const names = newUserFields.map((field) => columnNames[field]).join(', ');
  return html`<section class="drop-zone" aria-labelledby="drop-heading">
    <h2 id="drop-heading">${texts.t('Drop a CSV or JSON file here')}</h2>
    <p class="quiet">${texts.t('Hold Shift while you drop it: without Shift the editor opens the file instead.')}</p>
    <div class="row">
      ${button({ id: 'choose', label: texts.t('Choose File…'), primary: true, disabled: isReading || isGone, onPress: onChoose })}
      ${button({ id: 'template', label: texts.t('Save a Template…'), onPress: onTemplate })}
    </div>
    ${isReading ? progressRing({ id: 'reading', label: texts.t('Reading the file') }) : nothing}
    <p class="quiet">${texts.t('The first line names the columns: {0}. Only email is required.', names)}</p>
    <p class="quiet">${texts.t('Separate several roles with semicolons.')}</p>
    <p class="quiet">${texts.t('Nothing is created before you have seen the rows and confirmed. Files with passwords are refused.')}</p>
  </section>`;
}
