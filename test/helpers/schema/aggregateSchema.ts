/**
 * The JSON schema of files of aggregate queries. It completes and explains; what it marks is what the validator calls `value`.
 * `writeAggregateSchema.ts` puts it into media.
 */
import { oneOf, queryReference, querySchema, text } from '../../../src/core/aggregates/querySchema.ts';
import { chartChoices } from '../../../src/core/aggregates/queryFile.ts';

export type Schema = Readonly<Record<string, unknown>>;

export const schemaPath = 'media/schemas/falcon-aggregate.json';

export const aggregateSchema: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Falcon aggregate queries',
  description: 'A list of aggregate queries over the users of a tenant, or an object with such a list and what to run it on.',
  allowComments: false,
  allowTrailingCommas: false,
  type: ['array', 'object'],
  items: queryReference,
  properties: {
    tenant: { ...text, description: 'The name of the connection that the queries are run on.' },
    cid: { ...text, description: 'Counts only the users whose home this CID is: 32 hexadecimal digits.' },
    charts: {
      type: 'object',
      description: 'How the answers are shown, by the names of the queries.',
      additionalProperties: oneOf(chartChoices, [
        'Bars; of time, bars along it',
        'The nested level stacked in each bar',
        'The nested level side by side',
        'A line along the time',
        'No chart but the table',
      ]),
    },
    queries: { type: 'array', description: 'The aggregate queries.', items: queryReference },
  },
  definitions: { query: querySchema },
};

export const schemaText = (): string => `${JSON.stringify(aggregateSchema, null, 2)}\n`;
