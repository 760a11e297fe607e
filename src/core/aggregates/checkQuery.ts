/** One aggregate query with all that is nested in it. */
import type { Node } from 'jsonc-parser';
import type { CheckContext, Place } from './checkContext.ts';
import { didYouMean, quoted, readParts } from './checkContext.ts';
import { checkFilter, checkNamedFilters } from './checkFilter.ts';
import { checkPattern } from './checkPattern.ts';
import { checkBounds, checkDate, checkDateRanges, checkNumberRanges } from './checkRanges.ts';
import { checkValue } from './checkValues.ts';
import type { AggregateField } from './fields.ts';
import { aggregateFields, findAggregateField } from './fields.ts';
import type { Property } from './jsonTree.ts';
import { itemsOf, propertiesOf, valueAt } from './jsonTree.ts';
import type { AggregateType } from './query.ts';
import { deepestAggregate } from './query.ts';
import type { QueryKey } from './queryFacts.ts';
import { isAggregateType, isBucketType, queryKeys, sortForms, typeFacts } from './queryFacts.ts';
import { readTimeZone } from './timeZone.ts';

const keyNames = Object.keys(queryKeys) as QueryKey[];

type Known = ReadonlyMap<QueryKey, Property>;

/** @param level how many aggregations stand above these */
export function checkQueryList({ node, path }: Place, level: number, context: CheckContext): void {
  const names = new Map<string, number>();
  itemsOf(node).forEach((item, at) => {
    const place: Place = { node: item, path: [...path, at] };
    if (item.type !== 'object') {
      context.problems.add('error', 'value', item, place.path, 'An aggregate query is an object such as { "type": "terms", "field": "status" }.');
      return;
    }
    checkName(place, names, context);
    checkQuery(place, level, context);
  });
}

function checkName({ node, path }: Place, names: Map<string, number>, { problems }: CheckContext): void {
  const name = valueAt(node, 'name');
  if (name === undefined || name.value === '') {
    const start = { offset: (name ?? node).offset, length: name?.length ?? 1 };
    problems.add('hint', 'name', start, path, 'The query has no name. Answers are matched by name, so it is sent with one that is made up.');
  } else if (typeof name.value === 'string') {
    const first = names.get(name.value);
    if (first === undefined) names.set(name.value, Number(path.at(-1)));
    else {
      const message = `Query ${first + 1} is called ${quoted(name.value)} too. Answers are matched by name, so this one is sent with a number behind it.`;
      problems.add('warning', 'name', name, [...path, 'name'], message);
    }
  }
}

function checkQuery(place: Place, level: number, context: CheckContext): void {
  const { known } = readParts(place, keyNames, 'An aggregate query', context);
  const right = new Map<QueryKey, Property>();
  for (const name of keyNames) {
    const property = known.get(name);
    if (property && checkValue({ node: property.value, path: [...place.path, name] }, queryKeys[name].kind, name, context)) right.set(name, property);
  }
  const type: unknown = right.get('type')?.value.value;
  const hasFilters = propertiesOf(valueAt(right.get('filters_spec')?.value, 'filters')).length > 0;
  // Filters make buckets of their own, whatever the type is and needs.
  if (!hasFilters) checkNeeds(place, known, isAggregateType(type) ? type : undefined, context);
  checkSubs(place, right, { level, holdsBuckets: hasFilters || !isAggregateType(type) || isBucketType(type) }, context);
  checkParts(place, right, context);
  if (hasFilters) return;
  const field = findAggregateField(textOf(right, 'field'));
  checkField(place, right, field, context);
  const missing = right.get('missing');
  if (field?.kind === 'date' && missing) checkDate({ node: missing.value, path: [...place.path, 'missing'] }, context);
}

function textOf(known: Known, name: QueryKey): string | undefined {
  const value = known.get(name)?.value.value as unknown;
  return typeof value === 'string' ? value : undefined;
}

/** The begin of a query, for what is missing in it. */
const head = (node: Node): { offset: number; length: number } => ({ offset: node.offset, length: 1 });

function checkNeeds({ node, path }: Place, known: ReadonlyMap<string, Property>, type: AggregateType | undefined, { problems }: CheckContext): void {
  if (!known.has('type')) problems.add('error', 'missingKey', head(node), path, 'The query needs a "type".');
  const field = known.get('field');
  if (field === undefined || field.value.value === '') {
    problems.add('error', 'missingKey', field?.value ?? head(node), path, 'The query needs a "field" to aggregate.');
  }
  if (type === undefined) return;
  for (const need of typeFacts[type].needs) {
    const property = known.get(need);
    const isEmpty = property?.value.type === 'array' && itemsOf(property.value).length === 0;
    if (property && !isEmpty) continue;
    const message = isEmpty ? `"${need}" is empty: a ${type} needs at least one range.` : `The type ${type} needs "${need}". ${queryKeys[need].sentence}`;
    problems.add('error', 'missingKey', property?.value ?? head(node), property ? [...path, need] : path, message);
  }
  for (const [name, { keyNode }] of known) {
    if (name === 'sub_aggregates' || name === 'filters_spec' || queryKeys[name as QueryKey].types.includes(type)) continue;
    const message = `"${name}" means nothing to the type ${type}; it is for ${queryKeys[name as QueryKey].types.join(', ')}.`;
    problems.add('warning', 'noEffect', keyNode, [...path, name], message);
  }
}

function checkSubs(
  { path }: Place,
  known: Known,
  { level, holdsBuckets }: { readonly level: number; readonly holdsBuckets: boolean },
  context: CheckContext,
): void {
  const subs = known.get('sub_aggregates');
  if (!subs || itemsOf(subs.value).length === 0) return;
  const subPath = [...path, 'sub_aggregates'];
  if (!holdsBuckets) {
    const message = `The type ${textOf(known, 'type')} gives figures, not buckets, so that nothing can be nested in it.`;
    context.problems.add('error', 'noEffect', subs.keyNode, subPath, message);
  }
  if (level >= deepestAggregate) {
    context.problems.add('error', 'levels', subs.keyNode, subPath, `At most ${deepestAggregate} levels of aggregations can be nested; this is one more.`);
    return;
  }
  checkQueryList({ node: subs.value, path: subPath }, level + 1, context);
}

type PartCheck = (place: Place, context: CheckContext) => void;

const partChecks: Partial<Record<QueryKey, PartCheck>> = {
  filter: checkFilter,
  include: checkPattern,
  exclude: checkPattern,
  sort: checkSort,
  time_zone: checkTimeZone,
  date_ranges: checkDateRanges,
  ranges: checkNumberRanges,
  extended_bounds: checkBounds,
};

function checkParts({ path }: Place, known: Known, context: CheckContext): void {
  for (const [name, { value }] of known) partChecks[name]?.({ node: value, path: [...path, name] }, context);
  const filters = valueAt(known.get('filters_spec')?.value, 'filters');
  if (filters) checkNamedFilters({ node: filters, path: [...path, 'filters_spec', 'filters'] }, context);
  const [least, most] = [known.get('min_doc_count')?.value, known.get('max_doc_count')?.value];
  // 0 means no limit.
  if (least && most && Number(most.value) > 0 && Number(least.value) > Number(most.value)) {
    context.problems.add('error', 'counts', most, [...path, 'max_doc_count'], '"max_doc_count" is less than "min_doc_count", so that no bucket is left.');
  }
  const size = known.get('size')?.value;
  if (size?.value === 0) context.problems.add('hint', 'counts', size, [...path, 'size'], 'A size of 0 counts as not given: 10 terms are answered.');
}

function checkSort({ node, path }: Place, { problems }: CheckContext): void {
  const sort = String(node.value);
  if (sort === '' || /^_(?:count|term|key)(?:\|(?:asc|desc))?$/.test(sort)) return;
  const [, name = '', order = 'desc'] = /^_?(count|term|key)[.|\s]*(asc|desc)?$/i.exec(sort) ?? [];
  const meant = name === '' ? undefined : `_${name.toLowerCase()}|${order.toLowerCase()}`;
  const why = /\.(?:asc|desc)$/i.test(sort) ? 'Aggregates take no dot here. ' : '';
  problems.add('error', 'sort', node, path, `${why}${meant ? `Write "${meant}".` : `A sort is one of ${sortForms.join(', ')}.`}`);
}

function checkTimeZone({ node, path }: Place, { problems }: CheckContext): void {
  const zone = String(node.value);
  if (readTimeZone(zone) !== undefined) return;
  problems.add('error', 'timeZone', node, path, `There is no time zone ${quoted(zone)}. Write UTC, +02:00 or a name such as Europe/Berlin.`);
}

const dateTypes: readonly unknown[] = ['date_histogram', 'date_range'];
const numberTypes: readonly unknown[] = ['range', 'max', 'min', 'avg', 'sum', 'percentiles'];

function checkField({ path }: Place, known: Known, field: AggregateField | undefined, { problems }: CheckContext): void {
  const written = known.get('field');
  if (!written || written.value.value === '') return;
  const at = [...path, 'field'];
  const name = String(written.value.value);
  const tell = (message: string): void => problems.add('warning', field ? 'fieldKind' : 'unknownField', written.value, at, message);
  if (field === undefined) {
    const nearest = didYouMean(name, aggregateFields.map((each) => each.name), problems);
    return tell(`No field ${quoted(name)} of users is known. An unknown field gives an empty answer, not an error.${nearest}`);
  }
  const type = textOf(known, 'type');
  const kind = field.kind === 'text' ? 'text' : field.kind === 'date' ? 'a date' : 'true or false';
  const isEmpty = `"${name}" holds ${kind}, so that the type ${type} gives an empty answer.`;
  if (dateTypes.includes(type) && field.kind !== 'date') return tell(`${isEmpty} It needs a date.`);
  if (numberTypes.includes(type) && field.kind === 'text') return tell(`${isEmpty} It needs numbers or dates.`);
  if (type === 'range' && field.kind === 'date') return tell(`"${name}" holds a date: its ranges count in epoch milliseconds. A date_range takes dates.`);
  if (type === 'sum' && field.kind === 'date') tell(`"${name}" holds a date: a sum of dates says nothing.`);
}
