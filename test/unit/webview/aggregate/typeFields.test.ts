/** Which fields the form shows for each type. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkQueries } from '../../../../src/core/aggregates/checkQueries.ts';
import { aggregateTypes } from '../../../../src/core/aggregates/query.ts';
import type { AggregateQuery } from '../../../../src/core/aggregates/query.ts';
import { changeOfType, keysShown, unknownKeys } from '../../../../src/webview/aggregate/typeFields.ts';

describe('the fields of a type', () => {
  const begun = (type: AggregateQuery['type'], field: string): AggregateQuery => ({ name: 'q', ...(type && { type }), field });
  const become = (query: AggregateQuery, type: NonNullable<AggregateQuery['type']>): AggregateQuery => {
    const { set, remove } = changeOfType(query, type);
    const kept = Object.entries(query).filter(([key]) => !(remove as readonly string[]).includes(key));
    return { ...Object.fromEntries(kept), type, ...Object.fromEntries(set) };
  };

  for (const from of aggregateTypes) {
    test(`change from ${from} to any other without a mistake`, () => {
      for (const to of aggregateTypes) {
        const query = become(become(begun(undefined, 'created_at'), from), to);
        const mistakes = checkQueries(JSON.stringify([query])).filter(({ severity }) => severity === 'error');
        assert.deepEqual(mistakes.map(({ message }) => message), [], `${from} to ${to}`);
        assert.deepEqual(keysShown(query).strange, []);
      }
    });
  }

  test('are shown when they are written, whatever the type', () => {
    const query: AggregateQuery = { type: 'max', interval: 'day', size: 3 };
    assert.deepEqual(keysShown(query).strange, ['interval', 'size']);
    assert.deepEqual(keysShown({ ...query, type: 'nothing' as 'max' }).strange, ['interval', 'size']);
    assert.deepEqual(keysShown({ type: 'max' }, (key) => key === 'size').strange, ['size']);
    assert.deepEqual(unknownKeys({ ...query, colour: 'red' } as AggregateQuery), ['colour']);
  });

  test('that both types use are kept', () => {
    assert.deepEqual(changeOfType({ type: 'terms', missing: 'x', size: 3, min_doc_count: 1 }, 'date_histogram'), {
      set: [['interval', 'month']],
      remove: ['size'],
    });
  });
});
