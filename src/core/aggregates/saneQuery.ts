/** Takes from a value what has the types of an aggregate query, so that it can be shown and sent whatever the file holds. */
import type { AggregateQuery } from './query.ts';
import type { QueryKey, ValueKind } from './queryFacts.ts';
import { isCountUpTo, isQueryKey, largestCounts, queryKeys } from './queryFacts.ts';

type Take = (value: unknown) => unknown;

type Values = Readonly<Record<string, unknown>>;

const isValues = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);
const text: Take = (value) => (typeof value === 'string' ? value : undefined);
const number: Take = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
const flag: Take = (value) => (typeof value === 'boolean' ? value : undefined);
const countUpTo = (largest: number): Take => (value) => (isCountUpTo(largest, value) ? value : undefined);

/** What is left out of an object leaves the rest; an item that is left out of a list becomes `standIn`, so that places stay. */
const list = (take: Take, standIn?: () => unknown): Take => (value) =>
  Array.isArray(value) ? value.map(take).flatMap((item) => (item === undefined ? (standIn ? [standIn()] : []) : [item])) : undefined;

const parts = (takes: Readonly<Record<string, Take>>): Take => (value) =>
  isValues(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([key, part]) => {
          const taken = Object.hasOwn(takes, key) ? takes[key]?.(part) : part;
          return taken === undefined ? [] : [[key, taken]];
        }),
      )
    : undefined;

const textsByName: Take = (value) =>
  isValues(value) ? Object.fromEntries(Object.entries(value).filter(([, part]) => typeof part === 'string')) : undefined;

const takes: Readonly<Record<ValueKind, Take>> = {
  text,
  count: countUpTo(largestCounts.count),
  longCount: countUpTo(largestCounts.longCount),
  type: text,
  interval: text,
  sort: text,
  dateRanges: list(parts({ from: text, to: text }), () => ({})),
  ranges: list(parts({ From: number, To: number }), () => ({})),
  percents: list(number),
  bounds: parts({ min: text, max: text }),
  filters: parts({ filters: textsByName, other_bucket: flag, other_bucket_key: text }),
  queries: list(saneQuery),
};

export function saneQuery(value: unknown): AggregateQuery {
  if (!isValues(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => {
      const taken = isQueryKey(key) ? takes[queryKeys[key satisfies QueryKey].kind](part) : part;
      return taken === undefined ? [] : [[key, taken]];
    }),
  );
}
