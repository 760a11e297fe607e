/** Which fields of a query are shown for its type: those that the type uses, and whatever else is written. */
import { isAggregateType, isQueryKey, queryKeys, typeFacts } from '../../core/aggregates/queryFacts.ts';
import type { QueryKey } from '../../core/aggregates/queryFacts.ts';
import type { AggregateQuery, AggregateType } from '../../core/aggregates/query.ts';

/** Other than those whose fields every query has. */
export type SpecialKey = Exclude<QueryKey, 'name' | 'type' | 'field' | 'filter' | 'sub_aggregates'>;

/** Shown at once, in this order. */
const mainKeys: readonly SpecialKey[] = ['interval', 'date_ranges', 'ranges', 'percents', 'size', 'sort'];

/** Unfolded by “more”. */
const moreKeys: readonly SpecialKey[] = [
  ...(['min_doc_count', 'max_doc_count', 'include', 'exclude', 'from', 'missing', 'q', 'time_zone', 'extended_bounds', 'filters_spec'] as const),
];

/** A query without a type, or of one that is not known, uses nothing. */
const isUsed = (key: QueryKey, type: string | undefined): boolean => isAggregateType(type) && queryKeys[key].types.includes(type);

export interface ShownKeys {
  readonly main: readonly SpecialKey[];
  readonly more: readonly SpecialKey[];
  /** Those that the type does not use and that are written all the same. */
  readonly strange: readonly SpecialKey[];
}

/** @param isWritten whether the document has the key, also with a value that could not be read */
export function keysShown(query: AggregateQuery, isWritten: (key: SpecialKey) => boolean = (key) => query[key] !== undefined): ShownKeys {
  const used = (keys: readonly SpecialKey[]): readonly SpecialKey[] => keys.filter((key) => isUsed(key, query.type));
  const strange = [...mainKeys, ...moreKeys].filter((key) => isWritten(key) && !isUsed(key, query.type));
  return { main: used(mainKeys), more: used(moreKeys), strange };
}

/** Whether a key of a query has a field that does not depend on what is written. */
export const hasField = (query: AggregateQuery, key: string): boolean =>
  !isQueryKey(key) || query[key] !== undefined || ![...mainKeys, ...moreKeys].includes(key as SpecialKey) || isUsed(key, query.type);

/** Keys that the form has no field for, with what is written in them. */
export const unknownKeys = (query: AggregateQuery): readonly string[] => Object.keys(query).filter((key) => !isQueryKey(key));

/** What a query of a type begins with where the type cannot do without. */
const beginnings: Partial<Record<QueryKey, unknown>> = {
  interval: 'month',
  date_ranges: [{ from: 'now-30d', to: 'now' }],
  ranges: [{ From: 0, To: 10 }],
};

export interface TypeChange {
  readonly set: readonly (readonly [QueryKey, unknown])[];
  readonly remove: readonly QueryKey[];
}

/** What changes in a query along with its type: what the new one needs is put in, what only the former one used goes. */
export function changeOfType(query: AggregateQuery, type: AggregateType): TypeChange {
  const isOfFormer = (key: QueryKey): boolean => isUsed(key, query.type) && !isUsed(key, type);
  return {
    set: typeFacts[type].needs.filter((key) => query[key] === undefined).map((key) => [key, beginnings[key]] as const),
    remove: [...mainKeys, ...moreKeys].filter((key) => query[key] !== undefined && isOfFormer(key)),
  };
}
