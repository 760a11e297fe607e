/** What is wrong in the file, as a list that leads to the fields. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import type { QueryProblem } from '../../core/aggregates/problems.ts';
import type { JsonPath } from '../../core/aggregates/jsonPath.ts';
import { onOneLine } from '../../core/shownText.ts';
import { errorNotice } from '../kit/notices.ts';
import { button } from '../kit/controls.ts';
import type { PageTexts } from '../kit/startData.ts';

export interface ProblemsParts {
  readonly problems: readonly QueryProblem[];
  readonly texts: PageTexts;
  /** Leads to the field, or to what it stands in. */
  readonly onGo: (path: JsonPath) => void;
  readonly onOpenText: () => void;
}

const mostListed = 50;

function countsText(problems: readonly QueryProblem[], texts: PageTexts): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const notes = problems.length - errors;
  const mistakes = errors === 1 ? texts.t('1 mistake') : texts.t('{0} mistakes', errors);
  const remarks = notes === 1 ? texts.t('1 remark') : texts.t('{0} remarks', notes);
  return [...(errors > 0 ? [mistakes] : []), ...(notes > 0 ? [remarks] : [])].join(', ');
}

export function problemsView({ problems, texts, onGo }: ProblemsParts): TemplateResult | typeof nothing {
  if (problems.length === 0) return nothing;
  const more = problems.length - mostListed;
  return html`<details class="problems" id="problems">
    <summary>${countsText(problems, texts)}</summary>
    <ul class="plain-list">
      ${problems.slice(0, mostListed).map(
        ({ severity, message, path }) =>
          html`<li class=${severity}><button type="button" class="link" @click=${() => onGo(path)}>${onOneLine(message)}</button></li>`,
      )}
      ${more > 0 ? html`<li class="quiet">${texts.t('and {0} more', more)}</li>` : nothing}
    </ul>
  </details>`;
}

/** Shown in place of the form, while the text is no file of queries at all. */
export function unreadableView({ problems, texts, onOpenText }: ProblemsParts): TemplateResult {
  return errorNotice(html`<p>${texts.t('The text of this file cannot be read as queries, so it is shown as text only.')}</p>
    <ul class="plain-list">
      ${problems.slice(0, mostListed).map(({ message, offset }) => html`<li>${texts.t('At character {0}: {1}', offset + 1, onOneLine(message))}</li>`)}
    </ul>
    <div class="row">${button({ id: 'unreadable-text', label: texts.t('Show as Text'), primary: true, onPress: onOpenText })}</div>`);
}
