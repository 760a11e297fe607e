/** A file of aggregate queries: what it says. */
import type { JsonPath } from './jsonPath.ts';
import type { AggregateQuery } from './query.ts';

export const chartChoices = ['bars', 'stacked', 'grouped', 'line', 'table'] as const;
export type ChartChoice = (typeof chartChoices)[number];

export interface QueryFile {
  /** A bare list of queries, or an object that holds them in `queries`. */
  readonly form: 'list' | 'object';
  /** The name of a connection. */
  readonly tenant?: string;
  /** As it is written. */
  readonly cid?: string;
  /** By the names of the queries. */
  readonly charts: Readonly<Record<string, ChartChoice>>;
  /**
   * In the order and with the indexes of the text, unknown keys included. What has another type than the API takes (a `size` that
   * is a text, a query that is no object) is left out here: the text keeps it, and the problems tell of it. `type` and `interval`
   * may be any text.
   */
  readonly queries: readonly AggregateQuery[];
}

/** The path of the list of queries. */
export const queriesPath = ({ form }: Pick<QueryFile, 'form'>): JsonPath => (form === 'list' ? [] : ['queries']);
