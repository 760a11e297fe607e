/** Boxes that say how things stand, above what the page is for. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { button } from './controls.ts';
import type { PageTexts } from './startData.ts';

export const notice = (content: unknown): TemplateResult => html`<div class="notice" role="note">${content}</div>`;

export const errorNotice = (content: unknown): TemplateResult => html`<div class="notice error" role="note">${content}</div>`;

export interface RetryParts {
  /** What could not be read, and why; without it nothing is shown. */
  readonly failure: string | undefined;
  readonly texts: PageTexts;
  readonly onRetry: () => void;
}

/** Offers to read again what could not be read. */
export function retryNotice({ failure, texts, onRetry }: RetryParts): TemplateResult | typeof nothing {
  if (failure === undefined) return nothing;
  return errorNotice(html`<p>${failure}</p>
    <div class="row">${button({ id: 'reread', label: texts.t('Try Again'), onPress: onRetry })}</div>`);
}
