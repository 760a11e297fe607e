/** One query with all that is nested in it. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import type { QueryEdit } from '../../core/aggregates/editQueries.ts';
import { isBucketType } from '../../core/aggregates/queryFacts.ts';
import { aggregateTypes, deepestAggregate } from '../../core/aggregates/query.ts';
import type { AggregateQuery, AggregateType } from '../../core/aggregates/query.ts';
import type { JsonPath } from '../../core/aggregates/jsonPath.ts';
import { shownText } from '../../core/shownText.ts';
import { choiceField } from '../kit/fields.ts';
import type { PageTexts } from '../kit/startData.ts';
import { comboField } from './comboField.ts';
import { saidAt } from './formParts.ts';
import type { FormParts } from './formParts.ts';
import { filterField, typedField } from './formFields.ts';
import { keyField } from './keyFields.ts';
import { headId, idOf, keyOf, samePath, startsWith } from './paths.ts';
import { smallButton } from './rowsField.ts';
import { changeOfType, keysShown, unknownKeys } from './typeFields.ts';
import type { SpecialKey } from './typeFields.ts';

export interface QueryPlace {
  /** The list that it stands in, and where. */
  readonly list: JsonPath;
  readonly at: number;
  readonly count: number;
  /** How many queries it is nested in. */
  readonly depth: number;
  readonly query: AggregateQuery;
  /** The document, as far as it could be read. */
  readonly root: unknown;
}

const pathOf = ({ list, at }: Pick<QueryPlace, 'list' | 'at'>): JsonPath => [...list, at];

/** What a query is called where it has no name. */
const queryName = ({ query, at }: QueryPlace, texts: PageTexts): string => (query.name ? shownText(query.name) : texts.t('query {0}', at + 1));

function typeText(type: AggregateType, texts: PageTexts): string {
  switch (type) {
    case 'terms':
      return texts.t('terms: a bucket for each value');
    case 'date_histogram':
      return texts.t('date_histogram: a bucket for each month, day …');
    case 'date_range':
      return texts.t('date_range: ranges of dates');
    case 'range':
      return texts.t('range: ranges of numbers');
    case 'cardinality':
      return texts.t('cardinality: how many different values');
    case 'max':
      return texts.t('max: the largest value');
    case 'min':
      return texts.t('min: the smallest value');
    case 'avg':
      return texts.t('avg: the average');
    case 'sum':
      return texts.t('sum: all added up');
    case 'percentiles':
      return texts.t('percentiles: below which value so many lie');
  }
}

function move(parts: FormParts, { list, at, count }: QueryPlace, step: 1 | -1): void {
  const to = at + step;
  if (to < 0 || to >= count || parts.isReadOnly) return;
  parts.onEdit([{ kind: 'move', list, from: at, to }], headId([...list, to]));
}

function onHeadKey(event: KeyboardEvent, parts: FormParts, place: QueryPlace): void {
  if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
  event.preventDefault();
  move(parts, place, event.key === 'ArrowUp' ? -1 : 1);
}

function headView(parts: FormParts, place: QueryPlace): TemplateResult {
  const { texts, isReadOnly, isUnfolded, onUnfold, onEdit } = parts;
  const { list, at, count, depth, query } = place;
  const path = pathOf(place);
  const id = idOf(path);
  const name = queryName(place, texts);
  const isFolded = isUnfolded('folded', path);
  const focusAfterRemoval = count > 1 ? headId([...list, Math.min(at, count - 2)]) : depth === 0 ? 'new-query' : `${idOf(list.slice(0, -1))}-add-sub`;
  const removal: QueryEdit = count === 1 && depth > 0 ? { kind: 'remove', path: list } : { kind: 'remove', path };
  const heading = html`<button
    type="button"
    class="fold"
    id=${headId(path)}
    aria-expanded=${isFolded ? 'false' : 'true'}
    aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
    title=${texts.t('Alt+Up and Alt+Down move it')}
    @click=${() => onUnfold('folded', path, !isFolded)}
    @keydown=${(event: KeyboardEvent) => onHeadKey(event, parts, place)}
  >
    <span class="twist" aria-hidden="true">${isFolded ? '▸' : '▾'}</span>
    ${depth === 0 ? texts.t('Query {0}', at + 1) : texts.t('Sub-aggregate {0}', at + 1)}
    <span class="name">${query.name ? `“${shownText(query.name)}”` : ''}</span>
    <span class="quiet">${shownText(query.type ?? '')}</span>
  </button>`;
  const handle =
    isReadOnly || count < 2 ? nothing : html`<span class="drag-handle" draggable="true" aria-hidden="true" title=${texts.t('Drag to move it')}>⠿</span>`;
  return html`<div class="query-head">
    ${depth === 0 ? html`<h2>${handle}${heading}</h2>` : depth === 1 ? html`<h3>${handle}${heading}</h3>` : html`<h4>${handle}${heading}</h4>`}
    <div class="row">
      ${smallButton({
        ...{ id: `${id}-up`, label: '↑', spoken: texts.t('Move {0} up', name), disabled: isReadOnly || at === 0 },
        onPress: () => move(parts, place, -1),
      })}
      ${smallButton({
        ...{ id: `${id}-down`, label: '↓', spoken: texts.t('Move {0} down', name), disabled: isReadOnly || at === count - 1 },
        onPress: () => move(parts, place, 1),
      })}
      ${smallButton({
        ...{ id: `${id}-duplicate`, label: texts.t('Duplicate'), spoken: texts.t('Duplicate {0}', name), disabled: isReadOnly },
        onPress: () => onEdit([{ kind: 'duplicate', list, at }], headId([...list, at + 1])),
      })}
      ${smallButton({
        ...{ id: `${id}-remove`, label: texts.t('Remove'), spoken: texts.t('Remove {0}', name), disabled: isReadOnly },
        onPress: () => onEdit([removal], focusAfterRemoval),
      })}
    </div>
  </div>`;
}

function typeField(parts: FormParts, { query }: QueryPlace, path: JsonPath): TemplateResult {
  const { texts, onEdit, onRefuse } = parts;
  const own = [...path, 'type'];
  const { error, note } = saidAt(parts, own);
  const known: readonly string[] = aggregateTypes;
  const { type = '' } = query;
  const others = known.includes(type) ? [] : [{ value: type, label: type === '' ? texts.t('none yet') : shownText(type) }];
  const choose = (chosen: AggregateType): void => {
    if (!isBucketType(chosen) && (query.sub_aggregates?.length ?? 0) > 0) {
      return onRefuse(own, texts.t('{0} gives figures, which have no buckets to divide. Remove the sub-aggregates first.', chosen));
    }
    const { set, remove } = changeOfType(query, chosen);
    onEdit([
      { kind: 'set', path: own, value: chosen },
      ...set.map(([key, value]): QueryEdit => ({ kind: 'set', path: [...path, key], value })),
      ...remove.map((key): QueryEdit => ({ kind: 'remove', path: [...path, key] })),
    ]);
  };
  return choiceField({
    ...{ id: idOf(own), label: texts.t('Type'), value: type, error, hint: note, disabled: parts.isReadOnly },
    options: [...aggregateTypes.map((value) => ({ value, label: typeText(value, texts) })), ...others],
    onChoose: (chosen) => choose(chosen as AggregateType),
  });
}

/** Keys that the form knows nothing of. */
function unknownView(parts: FormParts, query: AggregateQuery, path: JsonPath): TemplateResult | typeof nothing {
  const { texts, problems, onOpenText } = parts;
  const unknown = unknownKeys(query);
  if (unknown.length === 0) return nothing;
  const notes = unknown.flatMap((key) => problems.filter((one) => samePath(one.path, [...path, key])).map(({ message }) => message));
  return html`<div class="unknown wide">
    <span>${texts.t('Kept as they are:')} ${unknown.map((key) => html`<code id=${idOf([...path, key])} tabindex="-1">${shownText(key)}</code> `)}</span>
    ${notes.length > 0 ? html`<span class="quiet">${notes.join(' ')}</span>` : nothing}
    ${smallButton({ id: `${idOf(path)}-text`, label: texts.t('Show in Text'), onPress: onOpenText })}
  </div>`;
}

/** Which keys a query has, those with values that could not be read included. */
function writtenIn({ problems }: FormParts, { query }: QueryPlace, path: JsonPath): (key: SpecialKey) => boolean {
  const told = new Set(problems.flatMap((one) => (startsWith(one.path, path) ? [one.path[path.length]] : [])));
  return (key) => query[key] !== undefined || told.has(key);
}

function moreView(parts: FormParts, place: QueryPlace, path: JsonPath): TemplateResult | typeof nothing {
  const { texts, isUnfolded, onUnfold } = parts;
  const { query, root } = place;
  const isWritten = writtenIn(parts, place, path);
  const { more } = keysShown(query, isWritten);
  if (more.length === 0) return nothing;
  // What is written must be seen.
  const isOpen = isUnfolded('more', path) || more.some(isWritten);
  return html`<details class="more wide" ?open=${isOpen} @toggle=${(event: Event) => onUnfold('more', path, (event.target as HTMLDetailsElement).open)}>
    <summary id=${`${idOf(path)}-more`}>${texts.t('More')}</summary>
    ${isOpen ? html`<div class="fields">${more.map((key) => keyField(parts, { key, path, query, root }))}</div>` : nothing}
  </details>`;
}

/** What a sub-aggregate begins as. */
function freshSub(query: AggregateQuery): AggregateQuery {
  const taken = new Set((query.sub_aggregates ?? []).map(({ name }) => name));
  const [base, ...rest] = query.field === 'status' ? (['factors', 'status'] as const) : (['status', 'factors'] as const);
  const field = taken.has(base) ? (rest[0] ?? base) : base;
  let name = `by ${field}`;
  for (let count = 2; taken.has(name); count += 1) name = `by ${field} ${count}`;
  return { name, type: 'terms', field };
}

function subsView(parts: FormParts, { query, depth, root }: QueryPlace, path: JsonPath): TemplateResult | typeof nothing {
  const { texts, isReadOnly, onEdit } = parts;
  const list = [...path, 'sub_aggregates'];
  const subs = query.sub_aggregates ?? [];
  const divides = query.type === undefined || isBucketType(query.type) || query.filters_spec !== undefined;
  const left = deepestAggregate - depth;
  const reason = !divides
    ? texts.t('{0} gives figures, which have no buckets to divide.', shownText(query.type ?? ''))
    : left <= 0
      ? texts.t('{0} levels below a query are the most that the API takes.', deepestAggregate)
      : undefined;
  const { error, note } = saidAt(parts, list);
  const id = `${idOf(path)}-add-sub`;
  const add: QueryEdit =
    subs.length === 0 ? { kind: 'set', path: list, value: [freshSub(query)] } : { kind: 'insert', list, at: subs.length, value: freshSub(query) };
  return html`<div class="subs wide" id=${idOf(list)} tabindex="-1" role="group" aria-label=${texts.t('Sub-aggregates of {0}', shownText(query.name ?? ''))}>
    ${subs.map((sub, at) => queryView(parts, { list, at, count: subs.length, depth: depth + 1, query: sub, root }))}
    <div class="row">
      ${smallButton({
        ...{ id, label: texts.t('Add Sub-Aggregate'), disabled: isReadOnly || reason !== undefined, describedBy: `${id}-why` },
        onPress: () => onEdit([add], headId([...list, subs.length])),
      })}
      <span class="hint" id=${`${id}-why`}>${reason ?? texts.t('{0} of {1} levels left', left, deepestAggregate)}</span>
    </div>
    ${error ? html`<p class="field-error">${error}</p>` : nothing} ${note ? html`<p class="hint">${note}</p>` : nothing}
  </div>`;
}

export function queryView(parts: FormParts, place: QueryPlace): TemplateResult {
  const { texts, isReadOnly, isUnfolded, onSet } = parts;
  const { query, root, depth } = place;
  const path = pathOf(place);
  const { main, strange } = keysShown(query, writtenIn(parts, place, path));
  const { error, note } = saidAt(parts, path);
  const strangeView = (key: (typeof strange)[number]): TemplateResult => html`<div class="strange wide">
    ${keyField(parts, { key, path, query, root })}
    ${smallButton({
      ...{ id: `${idOf([...path, key])}-remove`, label: texts.t('Remove {0}', key), disabled: isReadOnly },
      onPress: () => onSet([...path, key], undefined),
    })}
  </div>`;
  const body = html`<div class="fields">
    ${typedField(parts, { path: [...path, 'name'], label: texts.t('Name') })} ${typeField(parts, place, path)}
    ${comboField(parts, { path: [...path, 'field'], label: texts.t('Field') })} ${main.map((key) => keyField(parts, { key, path, query, root }))}
    ${filterField(parts, { path: [...path, 'filter'], label: texts.t('Filter (FQL)') })} ${strange.map(strangeView)} ${moreView(parts, place, path)}
    ${unknownView(parts, query, path)} ${subsView(parts, place, path)}
  </div>`;
  // At the top the results belong to what is dragged.
  const [list, at] = depth === 0 ? [nothing, nothing] : [keyOf(place.list), place.at];
  return html`<div class=${depth === 0 ? 'query' : 'query nested'} id=${idOf(path)} tabindex="-1" data-list=${list} data-item=${at}>
    ${headView(parts, place)} ${error ? html`<p class="field-error">${error}</p>` : nothing} ${note ? html`<p class="hint">${note}</p>` : nothing}
    ${isUnfolded('folded', path) ? nothing : body}
  </div>`;
}
