/** Checks the body of an aggregate call before anything is counted. */
import type { AggregateQuery } from '../../core/aggregates/query.ts';
import { aggregateIntervals, aggregateTypes, deepestAggregate } from '../../core/aggregates/query.ts';
import { isCountUpTo, largestCounts } from '../../core/aggregates/queryFacts.ts';
import { Refusal } from '../server/reply.ts';
import { readTimeZone } from '../../core/aggregates/timeZone.ts';

/** What CrowdStrike's aggregate calls say about mistakes that other calls answer with 400. */
const opaque = (): Refusal => new Refusal(500, 'aggregation not understood');

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
// A figure too large for a number reads as infinite.
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isCount: Check = (value) => isCountUpTo(largestCounts.count, value);
const isLongCount: Check = (value) => isCountUpTo(largestCounts.longCount, value);
const isPercent: Check = (value) => isNumber(value) && Number(value) >= 0 && Number(value) <= 100;
const isZone: Check = (value) => typeof value === 'string' && readTimeZone(value) !== undefined;
const isObject: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (check: Check): Check => (value) => Array.isArray(value) && value.every(check);
const mapOf = (check: Check): Check => (value) => isObject(value) && Object.values(value as object).every(check);
const shape = (fields: Readonly<Record<string, Check>>): Check => (value) =>
  isObject(value) && Object.entries(fields).every(([name, check]) => isAbsentOr(check, (value as Readonly<Record<string, unknown>>)[name]));
const isAbsentOr = (check: Check, value: unknown): boolean => value === undefined || check(value);

const checks: Readonly<Record<keyof AggregateQuery, Check>> = {
  name: isText,
  type: isText,
  field: isText,
  filter: isText,
  q: isText,
  interval: isText,
  date_ranges: listOf(shape({ from: isText, to: isText })),
  ranges: listOf(shape({ From: isNumber, To: isNumber })),
  size: isCount,
  from: isCount,
  sort: isText,
  missing: isText,
  include: isText,
  exclude: isText,
  min_doc_count: isLongCount,
  max_doc_count: isLongCount,
  extended_bounds: shape({ min: isText, max: isText }),
  percents: listOf(isPercent),
  filters_spec: shape({ filters: mapOf(isText), other_bucket: isFlag, other_bucket_key: isText }),
  time_zone: isZone,
  sub_aggregates: listOf(isObject),
};

const metrics = new Set(['cardinality', 'max', 'min', 'avg', 'sum', 'percentiles']);

/** A filter bucket each; the type does not matter then. */
export const filtersOf = (query: AggregateQuery): readonly (readonly [name: string, filter: string])[] => Object.entries(query.filters_spec?.filters ?? {});

/**
 * Behaviour as seen on the sibling calls that share the library: a body that is no list is refused with 400, everything
 * that the search engine behind would not understand with an opaque 500.
 */
export function checkQueries(body: unknown): readonly AggregateQuery[] {
  if (!Array.isArray(body)) throw new Refusal(400, 'invalid request body: a list of aggregate queries is expected');
  return body.map((query) => checkQuery(query, 0));
}

/** @param depth how many aggregations stand above this one */
function checkQuery(query: unknown, depth: number): AggregateQuery {
  if (!isObject(query)) throw new Refusal(400, 'invalid request body: an aggregate query is expected');
  // "At most three nested aggregations" is published, what more answer is not. Read here as three below the outermost.
  if (depth > deepestAggregate) throw new Refusal(400, `sub_aggregates in body should be nested at most ${String(deepestAggregate)} deep`);
  const given = withoutNulls(query as AggregateQuery);
  for (const [name, check] of Object.entries(checks)) {
    const value = given[name as keyof AggregateQuery];
    if (value !== undefined && !check(value)) throw new Refusal(400, `invalid ${name} in body`);
  }
  checkSort(given.sort);
  checkNeeds(given);
  return { ...given, sub_aggregates: (given.sub_aggregates ?? []).map((sub) => checkQuery(sub, depth + 1)) };
}

/** To the server's own language null is as good as left out, here and in the parts that hold no queries. */
const withoutNulls = (query: AggregateQuery): AggregateQuery =>
  Object.fromEntries(Object.entries(query).flatMap(([name, value]) => (value === null ? [] : [[name, name === 'sub_aggregates' ? value : inner(value)]])));

function inner(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inner);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value as object).filter(([, part]) => part !== null));
}

/** `_key` is what the engine calls `_term`. Only the pipe is understood; the dot of other FQL sorts is refused. */
function checkSort(sort: string | undefined): void {
  if (sort && !/^_(?:count|term|key)(?:\|(?:asc|desc))?$/.test(sort)) throw new Refusal(400, `invalid sort='${sort}' specified`);
}

function checkNeeds(query: AggregateQuery): void {
  // `filters_spec` is a field of its own beside the published types, and none of them is called `filters`.
  if (!query.type && filtersOf(query).length > 0) return;
  if (!(aggregateTypes as readonly unknown[]).includes(query.type)) throw opaque();
  if (filtersOf(query).length > 0) return;
  if (query.type === 'date_histogram' && !(aggregateIntervals as readonly unknown[]).includes(query.interval)) throw opaque();
  if (query.type === 'date_range' && !query.date_ranges?.length) throw opaque();
  if (query.type === 'range' && !query.ranges?.length) throw opaque();
  // A single figure has no buckets to divide further.
  if (metrics.has(query.type ?? '') && query.sub_aggregates?.length) throw opaque();
}
