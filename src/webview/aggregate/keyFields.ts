/** The field of each key of a query. */
import { html } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { aggregateIntervals, defaultPercents } from '../../core/aggregates/query.ts';
import type { AggregateInterval, AggregateQuery } from '../../core/aggregates/query.ts';
import type { JsonPath } from '../../core/aggregates/jsonPath.ts';
import type { PageTexts } from '../kit/startData.ts';
import { pickedField, typedField } from './formFields.ts';
import type { Option } from './formFields.ts';
import type { FormParts } from './formParts.ts';
import { dateRanges, filtersSpec, groupFrame, numberRanges } from './rowsField.ts';
import type { SpecialKey } from './typeFields.ts';

function intervalText(interval: AggregateInterval, texts: PageTexts): string {
  switch (interval) {
    case 'year':
      return texts.t('year');
    case 'month':
      return texts.t('month');
    case 'week':
      return texts.t('week');
    case 'day':
      return texts.t('day');
    case 'hour':
      return texts.t('hour');
    case 'minute':
      return texts.t('minute');
  }
}

const intervals = (texts: PageTexts): readonly Option[] => [
  { value: '', label: texts.t('none') },
  ...aggregateIntervals.map((value) => ({ value, label: intervalText(value, texts) })),
];

const sorts = (texts: PageTexts): readonly Option[] => [
  { value: '', label: texts.t('as the server sorts') },
  { value: '_count|desc', label: texts.t('count, most first') },
  { value: '_count|asc', label: texts.t('count, fewest first') },
  { value: '_term|asc', label: texts.t('value, A first') },
  { value: '_term|desc', label: texts.t('value, Z first') },
];

export interface KeyField {
  readonly key: SpecialKey;
  readonly path: JsonPath;
  readonly query: AggregateQuery;
  /** The document, as far as it could be read. */
  readonly root: unknown;
}

export function keyField(parts: FormParts, { key, path, query, root }: KeyField): TemplateResult {
  const { texts } = parts;
  const own = [...path, key];
  switch (key) {
    case 'interval':
      return pickedField(parts, { path: own, label: texts.t('By'), options: intervals(texts) });
    case 'sort':
      return pickedField(parts, { path: own, label: texts.t('Sort'), options: sorts(texts) });
    case 'size':
      return typedField(parts, { path: own, label: texts.t('Size'), kind: 'whole', hint: texts.t('10 when empty') });
    case 'from':
      return typedField(parts, { path: own, label: texts.t('From bucket'), kind: 'whole' });
    case 'min_doc_count':
      return typedField(parts, { path: own, label: texts.t('Min count'), kind: 'whole' });
    case 'max_doc_count':
      return typedField(parts, { path: own, label: texts.t('Max count'), kind: 'whole' });
    case 'missing':
      return typedField(parts, { path: own, label: texts.t('Missing'), hint: texts.t('Stands in where a user has no value.') });
    case 'include':
      return typedField(parts, { path: own, label: texts.t('Include'), hint: texts.t('A regular expression for the whole value.') });
    case 'exclude':
      return typedField(parts, { path: own, label: texts.t('Exclude'), hint: texts.t('A regular expression for the whole value.') });
    case 'q':
      return typedField(parts, { path: own, label: texts.t('Full-text search (q)') });
    case 'time_zone':
      return typedField(parts, { path: own, label: texts.t('Time zone'), hint: texts.t('Such as Europe/Berlin or +02:00; UTC when empty.') });
    case 'percents':
      return typedField(parts, { path: own, label: texts.t('Percents'), kind: 'numbers', hint: texts.t('{0} when empty.', defaultPercents.join(', ')) });
    case 'date_ranges':
      return dateRanges(parts, path, query);
    case 'ranges':
      return numberRanges(parts, path, query);
    case 'filters_spec':
      return filtersSpec(parts, query, path, root);
    case 'extended_bounds':
      return groupFrame(
        parts,
        own,
        texts.t('Extended bounds'),
        html`<div class="range-row">
          ${typedField(parts, { path: [...own, 'min'], label: texts.t('First') })} ${typedField(parts, { path: [...own, 'max'], label: texts.t('Last') })}
        </div>`,
      );
  }
}
