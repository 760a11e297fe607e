import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { checkQueries } from '../../../../src/core/aggregates/checkQueries.ts';
import { aggregateTypes } from '../../../../src/core/aggregates/query.ts';
import { queryKeys } from '../../../../src/core/aggregates/queryFacts.ts';
import { queryTemplates, templateText } from '../../../../src/core/aggregates/templates.ts';
import type { Schema } from '../../../helpers/schema/aggregateSchema.ts';
import { aggregateSchema, schemaPath, schemaText } from '../../../helpers/schema/aggregateSchema.ts';
import { scalars } from './samples.ts';

/** As much of draft 7 as the schema uses. */
function matches(schema: Schema, value: unknown): boolean {
  const part = schema as {
    readonly $ref?: string;
    readonly type?: string | readonly string[];
    readonly enum?: readonly unknown[];
    readonly anyOf?: readonly Schema[];
    readonly items?: Schema;
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly additionalProperties?: Schema;
    readonly minimum?: number;
    readonly maximum?: number;
  };
  if (part.$ref !== undefined) return matches((aggregateSchema['definitions'] as { readonly query: Schema }).query, value);
  const kind = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
  const isType = (type: string): boolean => type === kind || (type === 'integer' && Number.isInteger(value));
  if (part.type !== undefined && ![part.type].flat().some(isType)) return false;
  if (part.enum && !part.enum.includes(value)) return false;
  if (part.anyOf && !part.anyOf.some((each) => matches(each, value))) return false;
  if (typeof value === 'number' && !(value >= (part.minimum ?? -Infinity) && value <= (part.maximum ?? Infinity))) return false;
  if (Array.isArray(value)) return part.items === undefined || value.every((item) => matches(part.items ?? {}, item));
  if (kind !== 'object') return true;
  return Object.entries(value as object).every(([key, inner]) => {
    const own = part.properties && Object.hasOwn(part.properties, key) ? part.properties[key] : part.additionalProperties;
    return own === undefined || matches(own, inner);
  });
}

const parts = fc.constantFrom<unknown>(
  'terms', 'max', 'day', 'bars', 1, 150, -1, 1.5, [1], ['x'],
  [{ from: 'now' }], [{ From: 1 }], [{ From: 'x' }], [null], {}, { filters: {} }, { filters: { a: 1 } },
);
const values = fc.oneof(scalars, parts);
const queries: fc.Arbitrary<unknown> = fc.letrec<{ query: unknown }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3 },
    { weight: 1, arbitrary: scalars },
    {
      weight: 8,
      arbitrary: fc
        .tuple(
          fc.dictionary(fc.constantFrom(...Object.keys(queryKeys), 'other'), values, { maxKeys: 3, noNullPrototype: true }),
          fc.option(fc.array(tie('query'), { maxLength: 2 }), { freq: 3, nil: undefined }),
        )
        .map(([own, subs]) => (subs ? { ...own, sub_aggregates: subs } : own)),
    },
  ),
})).query;
const files = fc.oneof(
  fc.array(queries, { maxLength: 3 }),
  fc.record({
    queries: fc.oneof(fc.array(queries, { maxLength: 2 }), scalars),
    tenant: values, cid: values,
    charts: fc.oneof(values, fc.dictionary(fc.constantFrom('a', 'b'), values)),
  }, { requiredKeys: ['queries'] }),
);

describe('the schema of files of queries', () => {
  test('the file holds what the facts make of it', () => {
    assert.equal(readFileSync(schemaPath, 'utf8'), schemaText(), 'Run test/helpers/schema/writeAggregateSchema.ts.');
  });

  test('it marks what the validator calls a wrong value, and nothing else', () => {
    fc.assert(
      fc.property(files, (file) => {
        const marked = checkQueries(JSON.stringify(file)).some(({ code }) => code === 'value' || code === 'null');
        assert.equal(matches(aggregateSchema, JSON.parse(JSON.stringify(file))), !marked);
      }),
      { numRuns: 3000 },
    );
  });

  test('every key is explained, and every type has a snippet that needs nothing more', () => {
    const { query } = aggregateSchema['definitions'] as {
      readonly query: { readonly properties: Record<string, Schema>; readonly defaultSnippets: readonly { label: string; body: unknown }[] },
    };
    assert.deepEqual(Object.keys(query.properties), Object.keys(queryKeys));
    for (const each of Object.values(query.properties)) assert.match(String(each['description']), /\.$/);
    assert.deepEqual(query.defaultSnippets.map(({ label }) => label), aggregateTypes);
    for (const { body, label } of query.defaultSnippets) {
      const filled = JSON.stringify([body])
        .replace(/"\^\$\{\d:(\d+)\}"/g, '$1')
        .replace(/\$\{\d[:|]([^,|}]*)[^}]*\}/g, '$1');
      assert.deepEqual(checkQueries(filled), [], `${label}: ${filled}`);
    }
  });

  test('templates keep to it', () => {
    for (const { id } of queryTemplates) assert.ok(matches(aggregateSchema, JSON.parse(templateText(id, 'T'))), id);
  });
});
