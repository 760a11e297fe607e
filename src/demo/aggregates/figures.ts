/** `cardinality`, `max`, `min`, `avg`, `sum` and `percentiles`: figures instead of buckets. */
import type { AggregateBucket, AggregateQuery } from '../../core/aggregates/query.ts';
import { percentsOf } from '../../core/aggregates/query.ts';
import type { UserEntry } from '../store/model.ts';
import type { AggregateField } from './aggregateFields.ts';
import { dateText } from './group.ts';

export function figures(query: AggregateQuery, field: AggregateField, users: readonly UserEntry[], now: number): AggregateBucket[] {
  if (query.type === 'cardinality') {
    const different = new Set(users.flatMap((user) => field.values(user, now)));
    return [{ label: '', count: users.length, value: different.size }];
  }
  // A text has no size; the search engine could not add it up either.
  if (field.kind === 'text') return [];
  const values = users.flatMap((user) => field.values(user, now).map(Number));
  if (query.type === 'percentiles') return percentiles(query, field, values);
  return [bucket('', values.length, figure(query.type, values), field)];
}

function figure(type: AggregateQuery['type'], values: readonly number[]): number | undefined {
  const sum = values.reduce((total, value) => total + value, 0);
  if (type === 'sum') return sum;
  // Of nothing there is no greatest, least or mean: the bucket then has no value.
  if (values.length === 0) return undefined;
  if (type === 'avg') return sum / values.length;
  return values.reduce((best, value) => (type === 'max' ? Math.max(best, value) : Math.min(best, value)));
}

/** One bucket for each percent: how this library writes percentiles is not documented. */
function percentiles(query: AggregateQuery, field: AggregateField, values: readonly number[]): AggregateBucket[] {
  const sorted = values.toSorted((left, right) => left - right);
  const percents = percentsOf(query);
  return percents.map((percent) => bucket(Number.isInteger(percent) ? percent.toFixed(1) : String(percent), sorted.length, percentile(sorted, percent), field));
}

function percentile(sorted: readonly number[], percent: number): number | undefined {
  const place = (Math.min(100, Math.max(0, percent)) / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  return below === undefined || above === undefined ? undefined : below + (above - below) * (place - Math.floor(place));
}

function bucket(label: string, count: number, value: number | undefined, { kind }: AggregateField): AggregateBucket {
  if (value === undefined) return { label, count };
  return { label, count, value, ...(kind === 'date' && { value_as_string: dateText(value) }) };
}
