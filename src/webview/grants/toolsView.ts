/** What stands above the matrix: whose it is, what of it is shown, and how much of it has been read. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { repeat } from 'lit-html/directives/repeat.js';
import type { UserUuid } from '../../core/ids.ts';
import type { CoverageLine, GrantsAction, GrantsState, MatrixFilters, WorkLine } from '../../protocol/grants.ts';
import { button, checkbox, progressRing } from '../kit/controls.ts';
import { errorNotice, retryNotice } from '../kit/notices.ts';
import { pageHead } from '../kit/pageHead.ts';
import type { PageTexts } from '../kit/startData.ts';
import { legend } from './cellFace.ts';
import type { Names } from './names.ts';
import { countsText, figure } from './words.ts';
import type { ShownCounts } from './words.ts';

export interface ToolsParts {
  readonly state: GrantsState;
  readonly texts: PageTexts;
  readonly names: Names;
  readonly filters: MatrixFilters;
  /** How many rows and columns are shown, and of how many; undefined until there is a matrix. */
  readonly counts: ShownCounts | undefined;
  readonly onAct: (action: GrantsAction) => void;
  readonly onFilter: (change: Partial<MatrixFilters>) => void;
  readonly onRemoveUser: (user: UserUuid) => void;
}

export function headView({ state, texts, onAct }: ToolsParts): TemplateResult {
  const { title, tenant, gone, failure } = state;
  return html`${pageHead({ title, tenant, texts, onAllowChanges: () => onAct('allowChanges') })}
  ${gone === undefined ? retryNotice({ failure, texts, onRetry: () => onAct('refresh') }) : errorNotice(html`<p id="gone">${gone}</p>`)}`;
}

const subjectChoice = (parts: ToolsParts, by: 'users' | 'cid', action: GrantsAction, label: string): TemplateResult =>
  html`<label class="choice"
    ><input type="radio" name="subject" id=${`by-${by}`} .checked=${live(parts.state.subject.by === by)} @change=${() => parts.onAct(action)} />${label}</label
  >`;

function people({ state: { subject }, texts, names, onRemoveUser }: ToolsParts): TemplateResult | typeof nothing {
  if (subject.by !== 'users' || subject.users.length < 2) return nothing;
  return html`<details class="unfolds">
    <summary>${texts.t('{0} users', figure(subject.users.length, texts))}</summary>
    <ul class="plain-list">
      ${repeat(
        subject.users,
        (user) => user,
        (user) => {
          const name = names.user(user);
          const spoken = texts.t('Take {0} out of the rows', name);
          return html`<li class="row">
            <span>${name}</span>${button({ id: `remove-${user}`, label: texts.t('Remove'), spoken, onPress: () => onRemoveUser(user) })}
          </li>`;
        },
      )}
    </ul>
  </details>`;
}

function subjectRow(parts: ToolsParts): TemplateResult {
  const { state, texts, onAct } = parts;
  return html`<div class="row spread">
    <div class="row">
      <fieldset class="row">
        <legend class="heard-only">${texts.t('View')}</legend>
        ${subjectChoice(parts, 'users', 'byUsers', texts.t('users over CIDs'))} ${subjectChoice(parts, 'cid', 'byCid', texts.t('one CID over users'))}
      </fieldset>
      ${people(parts)}
    </div>
    <div class="row">
      ${state.subject.by === 'cid' && state.hasCids
        ? button({ id: 'choose-cid', label: texts.t('Choose CID…'), onPress: () => onAct('chooseCid') })
        : nothing}
      ${button({ id: 'add-user', label: texts.t('Add User…'), onPress: () => onAct('addUser') })}
      ${button({ id: 'compare', label: texts.t('Compare…'), onPress: () => onAct('compare') })}
      ${button({ id: 'export', label: texts.t('Export…'), onPress: () => onAct('export') })}
    </div>
  </div>`;
}

const search = (id: string, label: string, value: string, onInput: (value: string) => void): TemplateResult =>
  html`<input
    id=${id}
    type="search"
    aria-label=${label}
    placeholder=${label}
    spellcheck="false"
    autocomplete="off"
    .value=${live(value)}
    @input=${(event: InputEvent) => onInput((event.target as HTMLInputElement).value.slice(0, 1_000))}
  />`;

function filterRow({ state, texts, filters, counts, onFilter }: ToolsParts): TemplateResult {
  const isMany = state.subject.by === 'users' && state.subject.users.length > 1;
  const rows = state.subject.by === 'cid' ? texts.t('Filter users') : isMany ? texts.t('Filter users and CIDs') : texts.t('Filter CIDs');
  return html`<div class="row filters">
    ${search('filter-rows', rows, filters.rows, (typed) => onFilter({ rows: typed }))}
    ${search('filter-roles', texts.t('Filter roles'), filters.roles, (typed) => onFilter({ roles: typed }))}
    ${checkbox({ id: 'inherited', label: texts.t('inherited'), checked: filters.inherited, onChange: (inherited) => onFilter({ inherited }) })}
    ${checkbox({ id: 'only-changes', label: texts.t('only changes'), checked: filters.onlyChanges, onChange: (onlyChanges) => onFilter({ onlyChanges }) })}
    ${counts && (counts.rows < counts.allRows || counts.roles < counts.allRoles)
      ? html`<span id="counts" class="quiet">${countsText(counts, texts)}</span>`
      : nothing}
  </div>`;
}

/** Folded away until it is asked for: the matrix needs the room. */
const signs = (texts: PageTexts): TemplateResult =>
  html`<details class="unfolds signs">
    <summary>${texts.t('Signs')}</summary>
    <ul class="plain-list">
      ${legend(texts).map(({ sign, classes, meaning }) => html`<li><span class=${`mark sample ${classes}`} aria-hidden="true">${sign}</span> ${meaning}</li>`)}
    </ul>
  </details>`;

function workLine(work: WorkLine, { texts, onAct }: ToolsParts): TemplateResult {
  const label = work.kind === 'read' ? texts.t('Reading…') : work.done === 0 ? texts.t('Waiting for your answer…') : texts.t('Applying…');
  return html`<label for="work">${label}</label>
    <progress id="work" max=${Math.max(1, work.total)} value=${work.done}></progress>
    <span>${texts.t('{0} of {1}', figure(work.done, texts), figure(work.total, texts))}</span>
    ${work.kind === 'read' ? button({ id: 'stop', label: texts.t('Stop'), onPress: () => onAct('stop') }) : nothing}`;
}

const coverageLine = ({ text, isWhole }: CoverageLine, { texts, onAct }: ToolsParts): TemplateResult =>
  html`<span id="coverage" class="quiet">${text}</span>
    ${isWhole ? nothing : button({ id: 'read-all', label: texts.t('Read All'), onPress: () => onAct('readAll') })}
    ${button({ id: 'refresh', label: texts.t('Read Again'), spoken: texts.t('Forget what was read and read again'), onPress: () => onAct('refresh') })}`;

function readingLine(parts: ToolsParts): TemplateResult | typeof nothing {
  const { age, coverage, failure, work } = parts.state;
  const { texts } = parts;
  if (age === 0 && failure === undefined) {
    return html`${progressRing({ id: 'busy', label: texts.t('Reading users, CIDs and roles') })}<span>${texts.t('Reading users, CIDs and roles…')}</span>`;
  }
  if (work) return workLine(work, parts);
  return coverage ? coverageLine(coverage, parts) : nothing;
}

const readingRow = (parts: ToolsParts): TemplateResult =>
  html`<div class="row spread progress-line">
    <div class="row">${readingLine(parts)}</div>
    ${signs(parts.texts)}
  </div>`;

export function toolsView(parts: ToolsParts): TemplateResult {
  return html`${subjectRow(parts)} ${filterRow(parts)} ${readingRow(parts)}`;
}
