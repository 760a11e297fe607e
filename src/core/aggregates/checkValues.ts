/** Whether each value of a query is of the type that the API takes. */
import type { Node } from 'jsonc-parser';
import type { CheckContext, Place } from './checkContext.ts';
import { didYouMean, notThat, quoted, readParts } from './checkContext.ts';
import type { JsonPath } from './jsonPath.ts';
import { itemsOf, propertiesOf } from './jsonTree.ts';
import { aggregateIntervals, aggregateTypes } from './query.ts';
import type { ValueKind } from './queryFacts.ts';
import { isAggregateType, isCountUpTo, largestCounts } from './queryFacts.ts';

/** @returns whether the value is as expected at its top, so that it can be looked into */
export function checkValue(place: Place, kind: ValueKind, name: string, context: CheckContext): boolean {
  const { node, path } = place;
  const refuse = (message: string, more = ''): false => {
    context.problems.add('error', 'value', node, path, `${message}${notThat(node, context)}${more}`);
    return false;
  };
  const meant = (known: readonly string[]): string => didYouMean(node.value, known, context.problems);
  const expect = (type: Node['type'], words: string): boolean => node.type === type || refuse(`${quoted(name)} is ${words}`);
  switch (kind) {
    case 'text':
    case 'sort':
      return expect('string', 'a text in double quotes');
    case 'count':
    case 'longCount':
      return isCountUpTo(largestCounts[kind], node.value) || refuse(`${quoted(name)} is a whole number from 0 to ${largestCounts[kind]}`);
    case 'type':
      if (isAggregateType(node.value)) return true;
      return refuse(`${name === 'type' ? 'The type' : quoted(name)} is one of ${aggregateTypes.join(', ')}`, meant(aggregateTypes));
    case 'interval':
      if ((aggregateIntervals as readonly unknown[]).includes(node.value)) return true;
      return refuse(`The interval is one of ${aggregateIntervals.join(', ')}`, meant(aggregateIntervals));
    case 'dateRanges':
      return expect('array', 'a list of ranges such as { "from": "2025-01-01", "to": "now" }') && checkRangeItems(place, dateRangeItems, context);
    case 'ranges':
      return expect('array', 'a list of ranges such as { "From": 0, "To": 10 }') && checkRangeItems(place, numberRangeItems, context);
    case 'percents':
      return expect('array', 'a list of numbers from 0 to 100') && checkPercents(node, path, context);
    case 'bounds':
      return expect('object', 'an object with "min" and "max"') && checkTexts(place, ['min', 'max'], 'extended_bounds', context);
    case 'filters':
      return expect('object', 'an object with "filters"') && checkFiltersSpec(place, context);
    case 'queries':
      return expect('array', 'a list of aggregate queries');
  }
}

function checkPercents(node: Node, path: JsonPath, context: CheckContext): boolean {
  itemsOf(node).forEach((item, at) => {
    if (typeof item.value === 'number' && item.value >= 0 && item.value <= 100) return;
    context.problems.add('error', 'value', item, [...path, at], `A percent is a number from 0 to 100${notThat(item, context)}`);
  });
  return true;
}

interface RangeItems {
  readonly names: readonly [from: string, to: string];
  readonly type: 'string' | 'number';
  readonly words: string;
}

const dateRangeItems: RangeItems = { names: ['from', 'to'], type: 'string', words: 'a date in double quotes' };
const numberRangeItems: RangeItems = { names: ['From', 'To'], type: 'number', words: 'a number' };

function checkRangeItems({ node, path }: Place, { names, type, words }: RangeItems, context: CheckContext): boolean {
  itemsOf(node).forEach((item, at) => {
    const place: Place = { node: item, path: [...path, at] };
    if (item.type !== 'object') {
      const wanted = `A range is an object with ${quoted(names[0])} and ${quoted(names[1])}`;
      context.problems.add('error', 'value', item, place.path, `${wanted}${notThat(item, context)}`);
      return;
    }
    // The other spelling would be a range without this end, which the server answers without a word.
    const misspelled = propertiesOf(item).filter(({ key }) => !names.includes(key) && /^(?:from|to)$/i.test(key));
    for (const { key, keyNode } of misspelled) {
      const meant = /^f/i.test(key) ? names[0] : names[1];
      context.problems.add('error', 'capital', keyNode, [...place.path, key], `Write ${quoted(meant)}: here the server reads no other spelling.`);
    }
    const { known } = readParts(place, [...names, ...misspelled.map(({ key }) => key)], 'A range', context);
    for (const [key, { value }] of known) {
      // What is too large for a number reads as infinite, and JSON cannot send that.
      if (!names.includes(key) || (value.type === type && value.value !== Infinity && value.value !== -Infinity)) continue;
      context.problems.add('error', 'value', value, [...place.path, key], `${quoted(key)} is ${words}${notThat(value, context)}`);
    }
  });
  return true;
}

function checkTexts(place: Place, names: readonly string[], what: string, context: CheckContext): boolean {
  for (const [key, { value }] of readParts(place, names, what, context).known) {
    if (value.type === 'string') continue;
    context.problems.add('error', 'value', value, [...place.path, key], `${quoted(key)} is a text in double quotes${notThat(value, context)}`);
  }
  return true;
}

const filtersSpecParts = {
  filters: ['object', 'an object of filters by name'],
  other_bucket: ['boolean', 'true or false'],
  other_bucket_key: ['string', 'a text'],
} as const;

function checkFiltersSpec(place: Place, context: CheckContext): boolean {
  const { known } = readParts(place, Object.keys(filtersSpecParts), 'filters_spec', context);
  for (const [key, { value }] of known) {
    const [type, words] = filtersSpecParts[key as keyof typeof filtersSpecParts];
    if (value.type === type) continue;
    context.problems.add('error', 'value', value, [...place.path, key], `${quoted(key)} is ${words}${notThat(value, context)}`);
  }
  if (known.has('other_bucket_key') && known.get('other_bucket')?.value.value !== true) {
    const { keyNode } = known.get('other_bucket_key') ?? { keyNode: place.node };
    context.problems.add('warning', 'noEffect', keyNode, [...place.path, 'other_bucket_key'], 'Without "other_bucket": true there is no bucket to name.');
  }
  const seen = new Set<string>();
  for (const { key, keyNode, value } of propertiesOf(known.get('filters')?.value)) {
    const path = [...place.path, 'filters', key];
    if (seen.has(key)) context.problems.add('error', 'duplicateKey', keyNode, path, `${quoted(key)} stands here twice. Remove one.`);
    if (value.type !== 'string') context.problems.add('error', 'value', value, path, `A filter is a text in double quotes${notThat(value, context)}`);
    seen.add(key);
  }
  return true;
}
