/** What the editor of aggregate queries takes from its page, and from what an earlier page kept. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aggregateChecks, isKeptAggregate } from '../../../src/protocol/aggregate.ts';

const edits = (...list: readonly unknown[]): boolean => aggregateChecks.edit({ version: 3, edits: list });

describe('the editor of aggregate queries', () => {
  test('takes edits of every kind', () => {
    const good = [
      { kind: 'set', path: ['queries', 0, 'filter'], value: "status:'active'" },
      { kind: 'remove', path: ['charts', 'n'.repeat(5_000)] },
      { kind: 'set', path: [], value: [{ date_ranges: [{}], other: null, deep: { yes: true } }] },
      { kind: 'remove', path: [0, 'size'] },
      { kind: 'insert', list: [], at: 1, value: { name: 'q' } },
      { kind: 'move', list: [0, 'sub_aggregates'], from: 0, to: 1 },
      { kind: 'duplicate', list: ['queries'], at: 0 },
    ];
    assert.deepEqual(good.filter((one) => !edits(one)), []);
    assert.equal(edits(...good), true);
  });

  test('refuses edits that no page makes', () => {
    const bad = [
      { kind: 'set', path: ['a'] },
      { kind: 'set', path: 'a', value: 1 },
      { kind: 'set', path: [-1], value: 1 },
      { kind: 'set', path: [1.5], value: 1 },
      { kind: 'set', path: Array.from({ length: 41 }, () => 0), value: 1 },
      { kind: 'set', path: [], value: Number.NaN },
      { kind: 'set', path: [], value: () => 1 },
      { kind: 'remove', path: [], value: 1 },
      { kind: 'move', list: [], from: 0 },
      { kind: 'rename', path: [] },
    ];
    assert.deepEqual(bad.filter((one) => edits(one)), []);
    assert.equal(aggregateChecks.edit({ version: -1, edits: [] }), false);
  });

  test('bounds what an edit may hold', () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
    assert.deepEqual([edits({ kind: 'set', path: [], value: nested(40) }), edits({ kind: 'set', path: [], value: nested(41) })], [true, false]);
    assert.equal(edits({ kind: 'set', path: [], value: 'x'.repeat(2_000_001) }), false);
    assert.equal(edits({ kind: 'set', path: [], value: Array.from({ length: 50_001 }, () => 0) }), false);
    const circle: unknown[] = [];
    circle.push(circle);
    assert.equal(edits({ kind: 'set', path: [], value: circle }), false);
    assert.equal(edits(...Array.from({ length: 1_001 }, () => ({ kind: 'remove', path: [0] }))), false);
  });

  test('takes what else there is to ask for', () => {
    assert.deepEqual(
      [
        aggregateChecks.chooseTenant({ id: 'acme' }),
        aggregateChecks.chooseChart({ query: 0, chart: 'stacked' }),
        aggregateChecks.results(undefined),
        aggregateChecks.copyAs({ form: 'psfalcon' }),
        aggregateChecks.export({ query: 0, form: 'svg', data: '<svg/>' }),
        aggregateChecks.export({ query: 0, form: 'csv' }),
        aggregateChecks.act({ action: 'clearCid' }),
        aggregateChecks.hold({ where: '“by status”' }),
        aggregateChecks.hold({}),
      ],
      [true, true, true, true, true, true, true, true, true],
    );
    assert.deepEqual(
      [
        aggregateChecks.chooseTenant({ id: '../x' }),
        aggregateChecks.chooseChart({ query: 0, chart: 'pie' }),
        aggregateChecks.copyAs({ form: 'token' }),
        aggregateChecks.export({ query: 0, form: 'exe' }),
        aggregateChecks.act({ action: 'delete' }),
      ],
      [false, false, false, false, false],
    );
  });

  test('keeps tabs and what is unfolded', () => {
    assert.equal(isKeptAggregate({ view: 'aggregate', tabs: { 'by status': 'table' }, unfolded: ['more 0'] }), true);
    const bad = [
      undefined,
      { view: 'aggregate', tabs: { a: 'pie' }, unfolded: [] },
      { view: 'aggregate', tabs: [], unfolded: [] },
      { view: 'grants', tabs: {}, unfolded: [] },
      { view: 'aggregate', tabs: {}, unfolded: Array.from({ length: 1_001 }, () => '') },
    ];
    assert.deepEqual(bad.filter(isKeptAggregate), []);
  });
});
