/** Makes a chart of an answer. Its numbers are those of the answer, none added up; but for what parts leave of their whole, none is made up. */
import type { BarData, ChartCategory, ChartData, ChartSeries, PercentileData } from './chartData.ts';
import { barAlternative, restName, undrawnNotes } from './chartWords.ts';
import { findAggregateField } from './fields.ts';
import { inFigures } from './inFigures.ts';
import type { AggregateBucket, AggregateQuery, AggregateResult } from './query.ts';
import type { ChartChoice } from './queryFile.ts';
import { titleOf } from './queryNames.ts';
import type { CidName } from './resultLabels.ts';
import { bucketLabel, bucketTime, dividesUsers, figureText, hasFilters, isDateFigure, percentOf, subResult } from './resultLabels.ts';
import { resultNotes } from './resultNotes.ts';

export interface ChartOptions {
  readonly choice?: ChartChoice | undefined;
  readonly cidName?: CidName | undefined;
  /** How many bars or points of one series are drawn at most. */
  readonly mostCategories?: number;
  readonly mostSeries?: number;
}

const isTimeQuery = (query: AggregateQuery): boolean => query.type === 'date_histogram' && !hasFilters(query);

/** A nested query, with its place among those beside it. */
interface Nested {
  readonly sub: AggregateQuery;
  readonly index: number;
}

const nestedOf = (query: AggregateQuery): readonly Nested[] => (query.sub_aggregates ?? []).map((sub, index) => ({ sub, index }));
const innerOf = (query: AggregateQuery): Nested | undefined => nestedOf(query).find(({ sub }) => dividesUsers(sub));
/** Figures that can stand beside a number of users; dates cannot, nor can several percentiles. */
const figuresOf = (query: AggregateQuery): readonly Nested[] =>
  nestedOf(query).filter(({ sub }) => sub.type !== undefined && !dividesUsers(sub) && sub.type !== 'percentiles' && !isDateFigure(sub));

/** The choices that make sense for a query, the one that is taken without a choice first. */
export function chartChoicesFor(query: AggregateQuery): readonly ChartChoice[] {
  if (!dividesUsers(query)) return ['bars', 'table'];
  const inner = innerOf(query);
  const isTime = isTimeQuery(query) || (inner !== undefined && isTimeQuery(inner.sub));
  const line: ChartChoice[] = isTime ? ['line'] : [];
  if (inner) return ['stacked', 'grouped', ...line, 'bars', 'table'];
  return figuresOf(query).length > 0 ? ['bars', 'grouped', ...line, 'table'] : ['bars', ...line, 'table'];
}

export function chartOf(query: AggregateQuery, result: AggregateResult | undefined, options: ChartOptions = {}): ChartData {
  const title = titleOf(query);
  const none = (why: string): ChartData => ({ kind: 'none', title, why, notes: [], alternative: `No chart of ${title}. ${why}` });
  if (options.choice === 'table') return none('The file asks for the table.');
  const [empty = 'The answer is empty.'] = resultNotes(query, result);
  if (result === undefined || result.buckets.length === 0) return none(empty);
  if (dividesUsers(query)) return barsOf(query, result, options);
  if (result.buckets.every(({ value }) => value === undefined)) return none('There is nothing to compute a figure of: no user has a value.');
  if (query.type !== 'percentiles') return figuresChart(query, result, title);
  const chart = percentilesOf(query, result, title);
  return chart.points.length > 0 ? chart : none('The answer does not tell which percents its values belong to: the table has them.');
}

function figuresChart(query: AggregateQuery, { buckets }: AggregateResult, title: string): ChartData {
  const isDate = isDateFigure(query);
  const figures = buckets.map((bucket) => ({ label: figureWords(query), value: bucket.value, text: figureText(bucket, isDate) }));
  return { kind: 'figures', title, figures, notes: [], alternative: `${title}. ${figures.map(({ label, text }) => `${label}: ${text}`).join('; ')}.` };
}

const figureNames: Partial<Record<string, string>> = { cardinality: 'Different values of', max: 'Greatest', min: 'Least', avg: 'Mean of', sum: 'Sum of' };

const figureWords = ({ type, field = '' }: AggregateQuery): string => `${figureNames[String(type)] ?? 'Value of'} ${field}`;

function percentilesOf(query: AggregateQuery, result: AggregateResult, title: string): PercentileData {
  const isTime = isDateFigure(query);
  const points = result.buckets.flatMap((bucket, at) => {
    const percent = percentOf(bucket, at, query, result);
    return bucket.value === undefined || percent === undefined ? [] : [{ percent, value: bucket.value, text: figureText(bucket, isTime) }];
  });
  const words = points.map(({ percent, text }) => `${percent} %: ${text}`).join('; ');
  return { kind: 'percentiles', title, isTime, points, notes: [], alternative: `Percentiles: ${title}. ${words}.` };
}

interface Grid {
  readonly categoryTitle: string;
  readonly seriesTitle: string | undefined;
  readonly isTime: boolean;
  readonly categories: readonly ChartCategory[];
  readonly series: readonly ChartSeries[];
  /** How many users each category has, where it is a bucket of the answer. */
  readonly totals?: readonly (number | undefined)[];
  readonly notes: readonly string[];
}

function barsOf(query: AggregateQuery, result: AggregateResult, options: ChartOptions): BarData {
  const { choice = chartChoicesFor(query)[0], cidName, mostCategories = 200, mostSeries = 12 } = options;
  const inner = choice === 'bars' ? undefined : innerOf(query);
  const nested = inner && nestedGrid(query, result, inner, cidName);
  // Where no bar has parts there is the users' own number to draw.
  const grid = nested && nested.series.length > 0 ? nested : flatGrid(query, result, choice, cidName);
  const { isTime, categoryTitle, seriesTitle } = grid;
  const order = grid.categories.map((_, at) => at);
  // Whatever order was asked for, time runs on, and of it the latest is of interest.
  if (isTime) order.sort((left, right) => (grid.categories[left]?.time ?? 0) - (grid.categories[right]?.time ?? 0));
  const start = isTime ? Math.max(0, order.length - mostCategories) : 0;
  const drawn = order.slice(start, start + mostCategories);
  const categories = drawn.flatMap((at) => grid.categories[at] ?? []);
  const parts = largest(grid.series, mostSeries).map(({ name, values }) => ({ name, values: drawn.map((at) => values[at]) }));
  const totals = grid.totals && drawn.map((at) => grid.totals?.[at]);
  const undrawn = { categories: order.length - drawn.length, series: grid.series.length - parts.length };
  const isLine = choice === 'line' && isTime;
  // Lines do not add up to anything.
  const rest = totals && inner && !isLine && countsOnce(inner.sub) ? restOf(totals, parts) : undefined;
  const series = rest ? [...parts, rest] : parts;
  const kind = isLine ? 'lines' : kindOf(isTime, grid.series.length + (rest ? 1 : 0), choice);
  const common = { kind, isTime, title: titleOf(query), valueTitle: 'Users', categoryTitle, seriesTitle, categories, series, undrawn };
  const chart = { ...common, ...(kind === 'stacked' && totals && { totals }) };
  const restNotes = rest ? [`${restName}: the users of a bar who are in none of its other parts.`] : [];
  return { ...chart, notes: [...grid.notes, ...restNotes, ...undrawnNotes(chart)], alternative: barAlternative(chart) };
}

const rangeTypes: readonly unknown[] = ['range', 'date_range'];

/** Whether a user is in one bucket of a query at most; of a field that nobody knows it is not known. */
const countsOnce = (query: AggregateQuery): boolean =>
  !hasFilters(query) && !rangeTypes.includes(query.type) && findAggregateField(query.field)?.isList === false;

/** @returns undefined where the parts leave nothing of any whole */
function restOf(totals: readonly (number | undefined)[], parts: readonly ChartSeries[]): ChartSeries | undefined {
  const values = totals.map((total, at) => {
    const left = (total ?? 0) - parts.reduce((sum, part) => sum + (part.values[at] ?? 0), 0);
    return left > 0 ? left : undefined;
  });
  return values.some((value) => value !== undefined) ? { name: restName, values, isRest: true } : undefined;
}

function kindOf(isTime: boolean, count: number, choice: ChartChoice | undefined): BarData['kind'] {
  if (count > 1) return choice === 'grouped' ? 'grouped' : 'stacked';
  return isTime ? 'timeBars' : 'bars';
}

const titleOfLevel = (query: AggregateQuery): string => (hasFilters(query) ? titleOf(query) : (query.field ?? titleOf(query)));

function categoryOf(query: AggregateQuery, bucket: AggregateBucket, cidName: CidName | undefined): ChartCategory {
  const time = isTimeQuery(query) ? bucketTime(bucket) : undefined;
  return { label: bucketLabel(query, bucket, cidName), ...(time !== undefined && { time }) };
}

/** Users alone, and where they are asked for the figures of each bucket beside them. */
function flatGrid(query: AggregateQuery, { buckets }: AggregateResult, choice: ChartChoice | undefined, cidName: CidName | undefined): Grid {
  const figures = choice === 'grouped' ? figuresOf(query) : [];
  const users: ChartSeries = { name: 'Users', values: buckets.map(({ count }) => count) };
  const others = figures.map(({ sub, index }) => ({ name: titleOf(sub), values: buckets.map((bucket) => subResult(bucket, sub, index)?.buckets[0]?.value) }));
  const hidden = (query.sub_aggregates ?? []).length - figures.length;
  return {
    categoryTitle: titleOfLevel(query),
    seriesTitle: undefined,
    isTime: isTimeQuery(query),
    categories: buckets.map((bucket) => categoryOf(query, bucket, cidName)),
    series: [users, ...others],
    notes: hidden > 0 ? ['What is nested in the buckets stands in the table.'] : [],
  };
}

/** One level in another. Time lies on the axis, whichever level it is. */
function nestedGrid(query: AggregateQuery, { buckets }: AggregateResult, { sub, index }: Nested, cidName: CidName | undefined): Grid {
  const turned = isTimeQuery(sub) && !isTimeQuery(query);
  const [columns, rows] = turned ? [sub, query] : [query, sub];
  const categories = new Keys((bucket) => categoryOf(columns, bucket, cidName));
  const names = new Keys((bucket) => categoryOf(rows, bucket, cidName));
  const cells = new Map<number, Map<number, number | undefined>>();
  const totals = new Map<number, number | undefined>();
  let isOverlapping = false;
  let unplaced = 0;
  for (const outer of buckets) {
    let sum = 0;
    totals.set(turned ? names.at(outer) : categories.at(outer), outer.count);
    for (const inner of subResult(outer, sub, index)?.buckets ?? []) {
      const [column, row] = turned ? [categories.at(inner), names.at(outer)] : [categories.at(outer), names.at(inner)];
      const values = cells.get(row) ?? new Map<number, number | undefined>();
      cells.set(row, values.set(column, inner.count));
      sum += inner.count ?? 0;
    }
    const left = (outer.count ?? sum) - sum;
    isOverlapping ||= left < 0;
    if (turned) unplaced += Math.max(0, left);
  }
  const deeper = (query.sub_aggregates ?? []).length > 1 || (sub.sub_aggregates ?? []).length > 0;
  const isList = [query, sub].some((each) => findAggregateField(each.field)?.isList);
  return {
    categoryTitle: titleOfLevel(columns),
    seriesTitle: titleOfLevel(rows),
    isTime: isTimeQuery(columns),
    categories: categories.all,
    series: names.all.map(({ label }, row) => ({ name: label, values: categories.all.map((_, column) => cells.get(row)?.get(column)) })),
    ...(!turned && { totals: categories.all.map((_, column) => totals.get(column)) }),
    notes: [
      ...(unplaced > 0 ? [`${inFigures(unplaced)} of the users have no place on the axis of ${titleOfLevel(columns)}, and are not drawn.`] : []),
      ...(isOverlapping ? [`Users count in each ${isList ? 'value they have' : 'range they lie in'}: the parts add up to more than the users.`] : []),
      ...(deeper ? ['Further levels stand in the table.'] : []),
    ],
  };
}

/** Buckets that are called the same are told apart by what the answer calls them. */
class Keys {
  readonly all: ChartCategory[] = [];
  readonly #places = new Map<string, number>();
  readonly #make: (bucket: AggregateBucket) => ChartCategory;

  constructor(make: (bucket: AggregateBucket) => ChartCategory) {
    this.#make = make;
  }

  /** The place of a bucket, a new one for what was not seen before. */
  at(bucket: AggregateBucket): number {
    const { label, key_as_string: text, from, to, string_from: begin, string_to: end } = bucket;
    const key = JSON.stringify([label, text, from, to, begin, end]);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.all.length);
    return this.all.push(this.#make(bucket)) - 1;
  }
}

/** In their own order. */
function largest(series: readonly ChartSeries[], most: number): readonly ChartSeries[] {
  if (series.length <= most) return series;
  const size = ({ values }: ChartSeries): number => values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  const sizes = series.map(size);
  const kept = new Set(sizes.map((_, at) => at).toSorted((left, right) => (sizes[right] ?? 0) - (sizes[left] ?? 0)).slice(0, most));
  return series.filter((_, at) => kept.has(at));
}
