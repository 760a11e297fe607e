/** What the user holds, CID by CID: read after the page is shown, and long lists are shown in part. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import type { AccessAnswer, CidAccess } from '../../protocol/user.ts';
import { button, progressRing } from '../kit/controls.ts';
import type { PageTexts } from '../kit/startData.ts';

export type Access =
  | { readonly kind: 'reading' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'read'; readonly answer: AccessAnswer };

const mostShown = 50;

export interface AccessParts {
  readonly access: Access;
  readonly showsAll: boolean;
  readonly texts: PageTexts;
  readonly onCancel: () => void;
  readonly onRead: () => void;
  readonly onShowAll: () => void;
}

const cidRow = ({ name, roles }: CidAccess): TemplateResult =>
  html`<dt>${name}</dt>
    <dd>
      <ul class="plain-list">
        ${roles.map((role) => html`<li>${role.name} <span class="quiet">(${role.how})</span></li>`)}
      </ul>
    </dd>`;

function rows({ cids }: AccessAnswer, { showsAll, texts, onShowAll }: AccessParts): TemplateResult {
  if (cids.length === 0) return html`<p class="quiet">${texts.t('This user holds no roles.')}</p>`;
  const isLong = cids.length > mostShown;
  const shown = isLong && !showsAll ? cids.slice(0, mostShown) : cids;
  const count = texts.t('{0} CIDs', cids.length.toLocaleString(texts.locale));
  return html`${isLong ? html`<p class="quiet">${showsAll ? count : texts.t('{0} of {1}', mostShown, count)}</p>` : nothing}
    <dl class=${isLong ? 'facts access long' : 'facts access'}>${shown.map(cidRow)}</dl>
    ${isLong && !showsAll ? html`<div class="row">${button({ id: 'show-all', label: texts.t('Show All {0}', count), onPress: onShowAll })}</div>` : nothing}`;
}

export function accessView(parts: AccessParts): unknown {
  const { access, showsAll, texts, onCancel, onRead } = parts;
  switch (access.kind) {
    case 'reading':
      return html`<div class="row">
        ${progressRing({ id: 'access-busy', label: texts.t('Reading roles') })}
        <span>${texts.t('Reading what the user holds in each CID…')}</span>
        ${button({ id: 'access-cancel', label: texts.t('Cancel'), spoken: texts.t('Cancel reading roles'), onPress: onCancel })}
      </div>`;
    case 'cancelled':
      return html`<div class="row">
        <span class="quiet">${texts.t('Not read.')}</span>
        ${button({ id: 'access-read', label: texts.t('Read Roles'), onPress: onRead })}
      </div>`;
    case 'failed':
      return html`<p class="failure">${access.message}</p>
        <div class="row">${button({ id: 'access-read', label: texts.t('Try Again'), spoken: texts.t('Try reading roles again'), onPress: onRead })}</div>`;
    case 'read':
      // Thousands of rows are not gone through again for every letter that is typed elsewhere.
      return guard([access, showsAll], () => rows(access.answer, parts));
  }
}
