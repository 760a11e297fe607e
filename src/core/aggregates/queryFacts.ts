/**
 * What is known of the parts of an aggregate query. Names and types after CrowdStrike's specification as gofalcon has it;
 * what each type needs after CrowdStrike's falcon-mcp, which found it out on sibling calls.
 */
import type { AggregateInterval, AggregateQuery, AggregateType } from './query.ts';
import { aggregateTypes, deepestAggregate, defaultPercents } from './query.ts';

export type QueryKey = keyof AggregateQuery;

/** What a value must be. `count` and `longCount`: a whole number from 0 to the largest of `largestCounts`. */
export type ValueKind =
  | 'text'
  | 'count'
  | 'longCount'
  | 'type'
  | 'interval'
  | 'sort'
  | 'dateRanges'
  | 'ranges'
  | 'percents'
  | 'bounds'
  | 'filters'
  | 'queries';

export interface KeyFact {
  readonly kind: ValueKind;
  readonly sentence: string;
  /** The types that it means something for. */
  readonly types: readonly AggregateType[];
}

/** Types that divide users into buckets, which can be divided further. */
export const bucketTypes: readonly AggregateType[] = ['terms', 'date_histogram', 'date_range', 'range'];

export const isBucketType = (type: string | undefined): boolean => (bucketTypes as readonly (string | undefined)[]).includes(type);

/** 32 bits of the specification's int32, and of its int64 as many as a number of JSON carries everywhere. */
export const largestCounts = { count: 0x7fff_ffff, longCount: Number.MAX_SAFE_INTEGER } as const;

export const isCountUpTo = (largest: number, value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= largest;

export const queryKeys: Readonly<Record<QueryKey, KeyFact>> = {
  name: { kind: 'text', sentence: 'What the answer is called; answers are matched to queries by it.', types: aggregateTypes },
  type: { kind: 'type', sentence: 'What is computed of the field.', types: aggregateTypes },
  field: {
    kind: 'text',
    sentence: 'The field of the user that is aggregated. Which fields there are is not published; an unknown one gives an empty answer, not an error.',
    types: aggregateTypes,
  },
  filter: { kind: 'text', sentence: "Counts only the users that match, in FQL: status:'active'+factors:!null.", types: aggregateTypes },
  q: { kind: 'text', sentence: 'Counts only the users that match this full-text search.', types: aggregateTypes },
  interval: { kind: 'interval', sentence: 'How long each bucket of a date_histogram is.', types: ['date_histogram'] },
  date_ranges: {
    kind: 'dateRanges',
    sentence: 'The buckets of a date_range: from (included) to (not included), as dates such as 2025-03-31 or now-30d/d.',
    types: ['date_range'],
  },
  ranges: { kind: 'ranges', sentence: 'The buckets of a range: From (included) To (not included), with capital letters.', types: ['range'] },
  size: { kind: 'count', sentence: 'How many terms are answered at most; 10 unless given.', types: ['terms'] },
  from: { kind: 'count', sentence: 'How many terms are passed over.', types: ['terms'] },
  sort: { kind: 'sort', sentence: 'By count or by term, such as _count|desc or _term|asc.', types: ['terms', 'date_histogram'] },
  missing: { kind: 'text', sentence: 'The value that stands in for users without the field.', types: aggregateTypes },
  include: { kind: 'text', sentence: 'Only terms that match this regular expression as a whole.', types: ['terms'] },
  exclude: { kind: 'text', sentence: 'No terms that match this regular expression as a whole.', types: ['terms'] },
  min_doc_count: { kind: 'longCount', sentence: 'Leaves out buckets of fewer users.', types: ['terms', 'date_histogram'] },
  max_doc_count: { kind: 'longCount', sentence: 'Leaves out buckets of more users.', types: ['terms', 'date_histogram'] },
  extended_bounds: { kind: 'bounds', sentence: 'Dates from min to max get buckets even where there are no users.', types: ['date_histogram'] },
  percents: {
    kind: 'percents',
    sentence: `Which percentiles are computed, from 0 to 100; unless given ${defaultPercents.join(', ')}.`,
    types: ['percentiles'],
  },
  filters_spec: { kind: 'filters', sentence: 'One bucket for each of these named filters; the type does not matter then.', types: bucketTypes },
  time_zone: { kind: 'text', sentence: 'Where days begin: UTC, +02:00 or Europe/Berlin.', types: ['date_histogram', 'date_range'] },
  sub_aggregates: {
    kind: 'queries',
    sentence: `Queries that are answered for each bucket; at most ${deepestAggregate} levels of them.`,
    types: bucketTypes,
  },
};

export interface TypeFact {
  readonly sentence: string;
  readonly needs: readonly QueryKey[];
}

export const typeFacts: Readonly<Record<AggregateType, TypeFact>> = {
  terms: { sentence: 'One bucket for each value of the field, the most frequent first.', needs: [] },
  date_histogram: { sentence: 'One bucket for each year, month, week, day, hour or minute of a date.', needs: ['interval'] },
  date_range: { sentence: 'One bucket for each of the given ranges of dates.', needs: ['date_ranges'] },
  range: { sentence: 'One bucket for each of the given ranges of numbers.', needs: ['ranges'] },
  cardinality: { sentence: 'How many different values the field has.', needs: [] },
  max: { sentence: 'The greatest value; of a date the latest.', needs: [] },
  min: { sentence: 'The least value; of a date the earliest.', needs: [] },
  avg: { sentence: 'The mean of the values.', needs: [] },
  sum: { sentence: 'The sum of the values.', needs: [] },
  percentiles: { sentence: 'The values below which given percents of all values lie.', needs: [] },
};

export const intervalSentences: Readonly<Record<AggregateInterval, string>> = {
  year: 'Calendar years',
  month: 'Calendar months',
  week: 'Weeks from Monday',
  day: 'Days',
  hour: 'Hours',
  minute: 'Minutes; only for short periods, since empty buckets are answered too',
};

/** `_key` is taken like `_term`. */
export const sortForms: readonly string[] = ['_count|desc', '_count|asc', '_term|asc', '_term|desc'];

export const isAggregateType = (type: unknown): type is AggregateType => (aggregateTypes as readonly unknown[]).includes(type);
export const isQueryKey = (key: string): key is QueryKey => Object.hasOwn(queryKeys, key);
