/** Aggregate queries and answers exactly as the API takes and gives them (`msa.AggregateQueryRequest`). */

export const aggregateTypes = ['terms', 'date_histogram', 'date_range', 'range', 'cardinality', 'max', 'min', 'avg', 'sum', 'percentiles'] as const;
export type AggregateType = (typeof aggregateTypes)[number];

export const aggregateIntervals = ['year', 'month', 'week', 'day', 'hour', 'minute'] as const;
export type AggregateInterval = (typeof aggregateIntervals)[number];

/** Deepest nesting of aggregations that one request may have. */
export const deepestAggregate = 3;

/** Percentiles that are computed when a query names none. */
export const defaultPercents: readonly number[] = [1, 5, 25, 50, 75, 95, 99];

export interface AggregateQuery {
  readonly name?: string;
  readonly type?: AggregateType;
  readonly field?: string;
  /** FQL that narrows the records. */
  readonly filter?: string;
  /** Full-text search. */
  readonly q?: string;
  readonly interval?: AggregateInterval;
  readonly date_ranges?: readonly { readonly from?: string; readonly to?: string }[];
  /** The capital letters are the server's. */
  readonly ranges?: readonly { readonly From?: number; readonly To?: number }[];
  readonly size?: number;
  readonly from?: number;
  /** `_count` or `_term`, with `|asc` or `|desc`. */
  readonly sort?: string;
  /** The value that stands in for records without the field. */
  readonly missing?: string;
  readonly include?: string;
  readonly exclude?: string;
  readonly min_doc_count?: number;
  readonly max_doc_count?: number;
  readonly extended_bounds?: { readonly max?: string; readonly min?: string };
  readonly percents?: readonly number[];
  readonly filters_spec?: { readonly filters?: Readonly<Record<string, string>>; readonly other_bucket?: boolean; readonly other_bucket_key?: string };
  readonly time_zone?: string;
  readonly sub_aggregates?: readonly AggregateQuery[];
}

/** Those that are computed for a query of percentiles. */
export const percentsOf = ({ percents }: AggregateQuery): readonly number[] => (percents?.length ? percents : defaultPercents);

export interface AggregateBucket {
  readonly label?: string | number | boolean | undefined;
  readonly count?: number | undefined;
  readonly key_as_string?: string | undefined;
  readonly value?: number | undefined;
  readonly value_as_string?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly string_from?: string | undefined;
  readonly string_to?: string | undefined;
  readonly sub_aggregates?: readonly AggregateResult[] | undefined;
}

export interface AggregateResult {
  /** The query's name; `''` when it had none. Results need not follow the order of the queries. */
  readonly name: string;
  readonly buckets: readonly AggregateBucket[];
  readonly sum_other_doc_count?: number | undefined;
  readonly doc_count_error_upper_bound?: number | undefined;
}
