/**
 * What may be written in an aggregate query, in the words of JSON Schema, made of the facts that the validator goes by. The schema
 * of files of queries is written out of it, and whatever completes and explains queries elsewhere reads it.
 */
import { aggregateFields } from './fields.ts';
import { aggregateIntervals, aggregateTypes } from './query.ts';
import type { AggregateType } from './query.ts';
import { intervalSentences, largestCounts, queryKeys, sortForms, typeFacts } from './queryFacts.ts';
import type { ValueKind } from './queryFacts.ts';

type Parts = Readonly<Record<string, QuerySchema>>;

export interface QuerySchema {
  readonly $ref?: string;
  readonly type?: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly examples?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly QuerySchema[];
  readonly items?: QuerySchema;
  readonly properties?: Parts;
  readonly additionalProperties?: QuerySchema;
  readonly defaultSnippets?: readonly { readonly label: string; readonly description?: string; readonly body: unknown }[];
}

export const text: QuerySchema = { type: 'string' };
export const oneOf = (values: readonly string[], sentences: readonly string[]): QuerySchema => ({ type: 'string', enum: values, enumDescriptions: sentences });
/** Suggests without marking what is not among the suggestions. */
const suggested = (values: readonly string[], sentences: readonly string[]): QuerySchema => ({ anyOf: [oneOf(values, sentences), text] });
/** A query within a query is described by what describes the outer one. */
export const queryReference: QuerySchema = { $ref: '#/definitions/query' };
const objectOf = (properties: Parts): QuerySchema => ({ type: 'object', properties });

const moment = 'A date such as 2025-03-31, 2025-03-31T08:00:00Z, now-30d/d or 2025-01-01||+1M.';
const dates: QuerySchema = { type: 'string', examples: ['now', 'now-7d/d', 'now-30d/d', 'now-1y/y', '2025-01-01'] };

const shapes: Readonly<Record<ValueKind, QuerySchema>> = {
  text,
  count: { type: 'integer', minimum: 0, maximum: largestCounts.count },
  longCount: { type: 'integer', minimum: 0, maximum: largestCounts.longCount },
  type: oneOf(
    aggregateTypes,
    aggregateTypes.map((type) => typeFacts[type].sentence),
  ),
  interval: oneOf(
    aggregateIntervals,
    aggregateIntervals.map((interval) => intervalSentences[interval]),
  ),
  sort: suggested(sortForms, ['The most frequent first', 'The least frequent first', 'In the order of the terms', 'In the opposite order of the terms']),
  dateRanges: {
    type: 'array',
    items: {
      ...objectOf({
        from: { ...dates, description: `Begin of the range, part of it. ${moment}` },
        to: { ...dates, description: `End of the range, not part of it. ${moment}` },
      }),
      defaultSnippets: [{ label: 'range', body: { from: '${1:now-30d/d}', to: '${2:now}' } }],
    },
  },
  ranges: {
    type: 'array',
    items: {
      ...objectOf({
        From: { type: 'number', description: 'Begin of the range, part of it. The capital letter is the API’s.' },
        To: { type: 'number', description: 'End of the range, not part of it. The capital letter is the API’s.' },
      }),
      defaultSnippets: [{ label: 'range', body: { From: '^${1:0}', To: '^${2:10}' } }],
    },
  },
  percents: { type: 'array', items: { type: 'number', minimum: 0, maximum: 100 } },
  bounds: objectOf({
    min: { ...dates, description: `The first bucket holds this. ${moment}` },
    max: { ...dates, description: `The last bucket holds this. ${moment}` },
  }),
  filters: objectOf({
    filters: { type: 'object', additionalProperties: text, description: 'Filters in FQL by the names of their buckets.' },
    other_bucket: { type: 'boolean', description: 'Whether users that match none of the filters get a bucket too.' },
    other_bucket_key: { ...text, description: 'What that bucket is called.' },
  }),
  queries: { type: 'array', items: queryReference },
};

const fields = suggested(
  aggregateFields.map(({ name }) => name),
  aggregateFields.map(({ sentence, kind }) => `${sentence} (${kind})`),
);

const special: Readonly<Record<string, QuerySchema>> = {
  field: fields,
  time_zone: { type: 'string', examples: ['UTC', '+02:00', 'Europe/Berlin', 'America/New_York'] },
  filter: { type: 'string', examples: ["status:'active'", 'factors:null', 'has_temporary_roles:true'] },
};

const snippets: Readonly<Record<AggregateType, Readonly<Record<string, unknown>>>> = {
  terms: { field: '${2:status}', size: '^${3:10}' },
  date_histogram: { field: '${2:last_login_at}', interval: '${3|month,week,day,year,hour|}' },
  date_range: { field: '${2:last_login_at}', date_ranges: [{ from: '${3:now-30d/d}', to: '${4:now}' }] },
  range: { field: '${2:has_temporary_roles}', ranges: [{ From: '^${3:0}', To: '^${4:1}' }] },
  cardinality: { field: '${2:cid}' },
  max: { field: '${2:last_login_at}' },
  min: { field: '${2:created_at}' },
  avg: { field: '${2:created_at}' },
  sum: { field: '${2:has_temporary_roles}' },
  percentiles: { field: '${2:created_at}', percents: [5, 50, 95] },
};

export const querySchema: QuerySchema = {
  type: 'object',
  description: 'An aggregate query, exactly as the API takes it.',
  properties: Object.fromEntries(
    Object.entries(queryKeys).map(([name, { kind, sentence }]) => [name, { ...(special[name] ?? shapes[kind]), description: sentence }]),
  ),
  defaultSnippets: aggregateTypes.map((type) => ({ label: type, description: typeFacts[type].sentence, body: { name: '${1:name}', type, ...snippets[type] } })),
};
