/** Lists in a query as rows to add and remove: ranges of dates, ranges of numbers, filters with names. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { AggregateQuery } from '../../core/aggregates/query.ts';
import type { JsonPath } from '../../core/aggregates/jsonPath.ts';
import type { QueryEdit } from '../../core/aggregates/editQueries.ts';
import { shownText } from '../../core/shownText.ts';
import { filterField, typedField } from './formFields.ts';
import { saidAt } from './formParts.ts';
import type { FormParts } from './formParts.ts';
import { idOf, samePath, startsWith } from './paths.ts';
import type { TypedKind } from './typed.ts';
import { setEdits } from './typedEdits.ts';

export interface SmallButton {
  readonly id: string;
  readonly label: string;
  readonly spoken?: string;
  readonly disabled?: boolean;
  readonly describedBy?: string | undefined;
  readonly onPress: () => void;
}

/** There are many of these, so they are plain. */
export const smallButton = ({ id, label, spoken = label, disabled = false, describedBy, onPress }: SmallButton): TemplateResult =>
  html`<button
    type="button"
    class="small"
    id=${id}
    aria-label=${spoken}
    title=${spoken === label ? nothing : spoken}
    aria-describedby=${describedBy ?? nothing}
    ?disabled=${disabled}
    @click=${onPress}
  >
    ${label}
  </button>`;

/** What is said about a list or an object as a whole. */
function groupSaid(parts: FormParts, path: JsonPath, isOwn?: (problem: JsonPath) => boolean): TemplateResult {
  const { error, note } = saidAt(parts, path, isOwn);
  return html`${error ? html`<p class="field-error" id=${`${idOf(path)}-error`}>${error}</p>` : nothing}
  ${note ? html`<p class="hint" id=${`${idOf(path)}-hint`}>${note}</p>` : nothing}`;
}

/** A group of fields that is one key of the query. @param isOwn the paths of the problems that no field of the group shows */
export function groupFrame(parts: FormParts, path: JsonPath, label: string, content: unknown, isOwn?: (problem: JsonPath) => boolean): TemplateResult {
  const { error, note } = saidAt(parts, path, isOwn);
  const described = [...(error ? [`${idOf(path)}-error`] : []), ...(note ? [`${idOf(path)}-hint`] : [])].join(' ');
  return html`<div class="group wide" id=${idOf(path)} tabindex="-1" role="group" aria-label=${label} aria-describedby=${described || nothing}>
    <span class="label" aria-hidden="true">${label}</span>
    ${content} ${groupSaid(parts, path, isOwn)}
  </div>`;
}

interface RangeRows {
  readonly path: JsonPath;
  readonly label: string;
  readonly rows: readonly object[] | undefined;
  readonly keys: readonly [string, string];
  readonly kind: TypedKind;
  readonly hint: string;
}

function rangeRows(parts: FormParts, { path, label, rows = [], keys, kind, hint }: RangeRows): TemplateResult {
  const { texts, isReadOnly, onEdit } = parts;
  const add: QueryEdit = rows.length === 0 ? { kind: 'set', path, value: [{}] } : { kind: 'insert', list: path, at: rows.length, value: {} };
  const rowView = (at: number): TemplateResult => {
    const row = [...path, at];
    const next = rows.length > 1 ? idOf([...path, Math.max(0, Math.min(at, rows.length - 2)), keys[0]]) : `${idOf(path)}-add`;
    return html`<div class="range-row">
      ${typedField(parts, { path: [...row, keys[0]], label: texts.t('From {0}', at + 1), kind })}
      ${typedField(parts, { path: [...row, keys[1]], label: texts.t('To {0}', at + 1), kind })}
      ${smallButton({
        ...{ id: `${idOf(row)}-remove`, label: '✕', spoken: texts.t('Remove range {0}', at + 1), disabled: isReadOnly },
        onPress: () => onEdit([rows.length === 1 ? { kind: 'remove', path } : { kind: 'remove', path: row }], next),
      })}
      ${groupSaid(parts, row)}
    </div>`;
  };
  return groupFrame(
    parts,
    path,
    label,
    html`${rows.map((_, at) => rowView(at))}
      <div class="row">
        ${smallButton({
          ...{ id: `${idOf(path)}-add`, label: texts.t('Add Range'), disabled: isReadOnly },
          onPress: () => onEdit([add], idOf([...path, rows.length, keys[0]])),
        })}
        <span class="hint">${hint}</span>
      </div>`,
  );
}

export const dateRanges = (parts: FormParts, path: JsonPath, { date_ranges }: AggregateQuery): TemplateResult =>
  rangeRows(parts, {
    ...{ path: [...path, 'date_ranges'], label: parts.texts.t('Date ranges'), rows: date_ranges, keys: ['from', 'to'], kind: 'text' },
    hint: parts.texts.t('From is included, to is not. 2026-01-31, 2026-01-31T08:00:00Z or now-30d; empty is open.'),
  });

export const numberRanges = (parts: FormParts, path: JsonPath, { ranges }: AggregateQuery): TemplateResult =>
  rangeRows(parts, {
    ...{ path: [...path, 'ranges'], label: parts.texts.t('Ranges'), rows: ranges, keys: ['From', 'To'], kind: 'number' },
    hint: parts.texts.t('From is included, to is not; empty is open.'),
  });

/** A name that no filter has yet. */
function freshName(taken: readonly string[]): string {
  let count = taken.length + 1;
  while (taken.includes(`filter ${count}`)) count += 1;
  return `filter ${count}`;
}

export function filtersSpec(parts: FormParts, query: AggregateQuery, path: JsonPath, root: unknown): TemplateResult {
  const { texts, isReadOnly, onEdit, onSet } = parts;
  const own = [...path, 'filters_spec'];
  const { filters = {}, other_bucket: hasOther = false } = query.filters_spec ?? {};
  const names = Object.keys(filters);
  const fields = [...names.map((name) => [...own, 'filters', name]), ...(hasOther ? [[...own, 'other_bucket_key']] : [])];
  const hasNoField = (problem: JsonPath): boolean => startsWith(problem, own) && !fields.some((field) => samePath(problem, field));
  // What could not be read has no row.
  const hasUnread = parts.problems.some(({ code, path: at }) => code === 'value' && startsWith(at, [...own, 'filters']) && hasNoField(at));
  const filterRow = (name: string): TemplateResult => {
    const row = [...own, 'filters', name];
    // No place in the file, only where the refusal stands.
    const nameOf = [...row, 'name'];
    const refusal = parts.refusalAt(nameOf);
    const shown = shownText(name);
    const rename = (renamed: string): void => {
      if (renamed === name) return;
      if (renamed === '' || names.includes(renamed)) return parts.onRefuse(nameOf, texts.t('Each filter needs a name of its own.'));
      // All of them are written anew, so that they stay in their order.
      if (hasUnread) return parts.onRefuse(nameOf, texts.t('First mend the filter that is no text.'));
      // With what is typed into the others and on its way.
      const written = names.map((key) => [key === name ? renamed : key, parts.textAt([...own, 'filters', key])]);
      onSet([...own, 'filters'], Object.fromEntries(written));
    };
    return html`<div class="range-row">
      <div class="field">
        <label for=${`${idOf(row)}-name`}>${texts.t('Name of {0}', shown)}</label>
        <input
          id=${`${idOf(row)}-name`}
          .value=${name}
          ?disabled=${isReadOnly}
          autocomplete="off"
          data-late
          aria-invalid=${refusal === undefined ? 'false' : 'true'}
          aria-describedby=${refusal === undefined ? nothing : `${idOf(row)}-name-error`}
          @change=${(event: Event) => rename((event.target as HTMLInputElement).value)}
        />
        ${refusal === undefined ? nothing : html`<p class="field-error" id=${`${idOf(row)}-name-error`}>${refusal}</p>`}
      </div>
      ${filterField(parts, { path: row, label: texts.t('FQL of {0}', shown), kind: 'kept' })}
      ${smallButton({
        ...{ id: `${idOf(row)}-remove`, label: '✕', spoken: texts.t('Remove filter {0}', shown), disabled: isReadOnly },
        onPress: () => onEdit(setEdits(root, row, undefined), `${idOf(own)}-add`),
      })}
    </div>`;
  };
  const fresh = freshName(names);
  return groupFrame(
    parts,
    own,
    texts.t('A bucket for each filter'),
    html`${names.map(filterRow)}
      <div class="row">
        ${smallButton({
          ...{ id: `${idOf(own)}-add`, label: texts.t('Add Filter'), disabled: isReadOnly },
          onPress: () => onEdit([{ kind: 'set', path: [...own, 'filters', fresh], value: "status:'active'" }], idOf([...own, 'filters', fresh])),
        })}
        <label class="tick"
          ><input
            id=${idOf([...own, 'other_bucket'])}
            type="checkbox"
            .checked=${live(hasOther)}
            ?disabled=${isReadOnly}
            @change=${(event: Event) => onSet([...own, 'other_bucket'], (event.target as HTMLInputElement).checked || undefined)}
          />${texts.t('One more for all others')}</label
        >
      </div>
      ${hasOther ? typedField(parts, { path: [...own, 'other_bucket_key'], label: texts.t('Name of the others') }) : nothing}`,
    hasNoField,
  );
}
