/** The body of a request that is a list of aggregate queries: what may stand in it, and what it means. */
import type { Operation } from '../../api/falcon/operation.ts';
import { aggregateFields, findAggregateField } from '../../core/aggregates/fields.ts';
import { aggregateIntervals, aggregateTypes } from '../../core/aggregates/query.ts';
import { intervalSentences, isAggregateType, isQueryKey, queryKeys, sortForms, typeFacts } from '../../core/aggregates/queryFacts.ts';
import type { ValueKind } from '../../core/aggregates/queryFacts.ts';
import type { DocumentPath } from './lookUp.ts';

/** @returns the path from the innermost query; undefined for what stands in no query */
export function pathInQuery({ body }: Operation, [part, ...path]: DocumentPath): DocumentPath | undefined {
  if (part !== 'body' || body?.kind !== 'aggregates') return undefined;
  let within: DocumentPath = path;
  while (typeof within[0] === 'number') {
    within = within.slice(1);
    if (within[0] !== 'sub_aggregates' || within.length === 1) return within;
    within = within.slice(1);
  }
  return undefined;
}

const starts: Readonly<Record<ValueKind, string>> = {
  ...{ text: '""', count: '', type: '""', interval: '""', sort: '""' },
  ...{ dateRanges: '[{}]', ranges: '[{}]', percents: '[]', bounds: '{}', filters: '{}', queries: '[{}]' },
};

/** What stands in objects within a query, by the name of what holds them. */
const members: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  date_ranges: { from: '""', to: '""' },
  ranges: { From: '', To: '' },
  extended_bounds: { min: '""', max: '""' },
  filters_spec: { filters: '{}', other_bucket: 'false', other_bucket_key: '""' },
};

export interface QueryName {
  readonly name: string;
  /** A value to begin with, as JSON. */
  readonly start: string;
  readonly about: string | undefined;
}

/** Names that an object of a query may have. @param path of the object, from the query */
export function queryNames(path: DocumentPath): readonly QueryName[] {
  if (path.length === 0) return Object.entries(queryKeys).map(([name, { kind, sentence }]) => ({ name, start: starts[kind], about: sentence }));
  const [holder = '', place, ...deeper] = path;
  const isMember = deeper.length === 0 && (place === undefined || typeof place === 'number') && Object.hasOwn(members, holder);
  return isMember ? Object.entries(members[holder] ?? {}).map(([name, start]) => ({ name, start, about: undefined })) : [];
}

export interface QueryValue {
  readonly value: string;
  readonly about: string | undefined;
}

/** Values of which one is taken; an empty list where anything may stand. */
export function queryValues([name, ...deeper]: DocumentPath): readonly QueryValue[] {
  if (deeper.length > 0) return [];
  switch (name) {
    case 'type':
      return aggregateTypes.map((value) => ({ value, about: typeFacts[value].sentence }));
    case 'interval':
      return aggregateIntervals.map((value) => ({ value, about: intervalSentences[value] }));
    case 'field':
      return aggregateFields.map(({ name: value, sentence }) => ({ value, about: sentence }));
    case 'sort':
      return sortForms.map((value) => ({ value, about: undefined }));
    default:
      return [];
  }
}

/** Whether FQL stands there. */
export const isQueryFilter = (path: DocumentPath): boolean =>
  (path.length === 1 && path[0] === 'filter') || (path.length === 3 && path[0] === 'filters_spec' && path[1] === 'filters');

/** What a name, or the value behind it, means. @param value undefined for the name itself */
export function queryText([name]: DocumentPath, value: unknown): readonly string[] | undefined {
  if (typeof name !== 'string' || !isQueryKey(name)) return undefined;
  const { sentence } = queryKeys[name];
  if (name === 'type' && isAggregateType(value)) return [typeFacts[value].sentence];
  const field = name === 'field' && typeof value === 'string' ? findAggregateField(value) : undefined;
  return field ? [`${field.sentence}.`, sentence] : [sentence];
}
