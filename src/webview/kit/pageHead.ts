/** The head of a panel's page: what it is about, in which tenant, and whether anything can be changed there. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import type { TenantLine } from '../../protocol/user.ts';
import { button } from './controls.ts';
import { notice } from './notices.ts';
import type { PageTexts } from './startData.ts';

export interface HeadParts {
  readonly title: string;
  readonly tenant: TenantLine | undefined;
  readonly texts: PageTexts;
  readonly onAllowChanges: () => void;
}

/** Read-only tenants say so, and offer the way out. */
export function pageHead({ title, tenant, texts, onAllowChanges }: HeadParts): TemplateResult {
  return html`<header class="page-head">
      <h1>${title}</h1>
      ${tenant ? html`<p class="place">${tenant.name} · ${tenant.cloud}</p>` : nothing}
    </header>
    ${tenant && !tenant.canChange
      ? notice(
          html`<p><strong>${texts.t('Read-only.')}</strong> ${texts.t('{0} is protected from changes, so nothing can be edited here.', tenant.name)}</p>
            <div class="row">${button({ id: 'allow-changes', label: texts.t('Allow Changes…'), onPress: onAllowChanges })}</div>`,
        )
      : nothing}`;
}

export interface PartParts {
  /** Unique in the page. */
  readonly id: string;
  readonly heading: string;
}

/** A part of a page with its heading. */
export const part = ({ id, heading }: PartParts, content: unknown): TemplateResult =>
  html`<section class="part" aria-labelledby=${`${id}-heading`}>
    <h2 id=${`${id}-heading`}>${heading}</h2>
    <div class="content">${content}</div>
  </section>`;
