/** What the buckets of an answer are called. */
import { findAggregateField } from './fields.ts';
import { inFigures } from './inFigures.ts';
import { percentsOf } from './query.ts';
import type { AggregateBucket, AggregateInterval, AggregateQuery, AggregateResult } from './query.ts';
import { isBucketType } from './queryFacts.ts';
import { readTimeZone } from './timeZone.ts';

/** What a CID is called, where that is known. */
export type CidName = (cid: string) => string | undefined;

export const noLabel = '(none)';

/** The answer of a nested query: by its name, or by its place where the names say nothing. */
export function subResult(bucket: AggregateBucket, query: AggregateQuery, index: number): AggregateResult | undefined {
  const results = bucket.sub_aggregates ?? [];
  return results.find(({ name }) => name === query.name) ?? (results.some(({ name }) => name !== '') ? undefined : results[index]);
}

/** Of buckets that stand for a value; filters are called by their names. */
export function bucketLabel(query: AggregateQuery, bucket: AggregateBucket, cidName?: CidName): string {
  if (hasFilters(query)) return textOf(bucket);
  if (query.type === 'date_histogram') return momentLabel(bucket, query);
  if (query.type === 'date_range') return rangeLabel(bucket.string_from?.replace(wholeDay, ''), bucket.string_to?.replace(wholeDay, ''), bucket);
  if (query.type === 'range') return rangeLabel(edge(bucket.from), edge(bucket.to), bucket);
  const text = textOf(bucket);
  return (findAggregateField(query.field)?.holdsCids && cidName?.(text)) || text;
}

/** Gives buckets, which other queries can be nested in; others give figures. */
export const dividesUsers = (query: AggregateQuery): boolean => hasFilters(query) || isBucketType(query.type);

export const hasFilters = (query: AggregateQuery): boolean => Object.keys(query.filters_spec?.filters ?? {}).length > 0;

const wholeDay = /T00:00:00(?:\.0+)?Z$/;

/** An edge of a range tells it from others, however many digits that takes. */
const edge = (value: number | undefined): string | undefined => value?.toLocaleString('en-US', { maximumSignificantDigits: 17 });

/** Texts that say nothing count as absent, here and below: the specification has all of them optional. */
const textOf = ({ label, key_as_string: text }: AggregateBucket): string => text || String(label ?? '') || noLabel;

function rangeLabel(from: string | undefined, to: string | undefined, bucket: AggregateBucket): string {
  if (from && to) return `${from} to ${to}`;
  if (to) return `before ${to}`;
  return from ? `from ${from}` : textOf(bucket);
}

/** As much of a date as the interval tells apart. */
const shownLength: Readonly<Record<AggregateInterval, number>> = { year: 4, month: 7, week: 10, day: 10, hour: 16, minute: 16 };

/** Epoch milliseconds at which a bucket of a date_histogram begins. */
export function bucketTime({ label, key_as_string: text }: AggregateBucket): number | undefined {
  const written = text || String(label);
  const time = typeof label === 'number' ? label : /^-?\d{9,}$/.test(written) ? Number(written) : Date.parse(written);
  return Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? time : undefined;
}

/** In the time zone of the query, where days of the query begin. */
function momentLabel(bucket: AggregateBucket, { interval, time_zone: zone }: AggregateQuery): string {
  const time = bucketTime(bucket);
  if (time === undefined) return textOf(bucket);
  const local = new Date(time + (readTimeZone(zone)?.(time) ?? 0));
  if (Number.isNaN(local.getTime())) return textOf(bucket);
  const text = local.toISOString();
  const length = shownLength[interval ?? 'minute'] ?? 16;
  // Years beyond four digits are longer.
  return text.slice(0, text.length - 24 + length).replace('T', ' ');
}

/** A date as ISO text, to the second; other figures as numbers. */
export function figureText(bucket: AggregateBucket, isDate: boolean): string {
  if (bucket.value === undefined) return noLabel;
  if (bucket.value_as_string && isDate) return shortDate(bucket.value_as_string);
  if (isDate && Math.abs(bucket.value) <= 8.64e15) return shortDate(new Date(bucket.value).toISOString());
  return inFigures(bucket.value);
}

const shortDate = (text: string): string => text.replace(/\.\d+Z$/, 'Z').replace('T', ' ').replace(/Z$/, ' UTC');

/**
 * Which percent a value of `percentiles` belongs to: how the answer calls them is not documented, so that it may be `50.0`, `50%` or,
 * where it is nothing, told by the place alone.
 */
export function percentOf({ label }: AggregateBucket, at: number, query: AggregateQuery, { buckets }: AggregateResult): number | undefined {
  const written = String(label ?? '').replace(/%$/, '').trim();
  if (written !== '' && Number.isFinite(Number(written))) return Number(written);
  const asked = percentsOf(query);
  return asked.length === buckets.length ? asked.toSorted((left, right) => left - right)[at] : undefined;
}

/** Whether the values of a figure are dates; how many there are is none, whatever is counted. */
export const isDateFigure = ({ type, field }: AggregateQuery): boolean => type !== 'cardinality' && findAggregateField(field)?.kind === 'date';
