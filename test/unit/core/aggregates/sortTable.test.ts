/** The order of the rows of a table of results. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TableCell } from '../../../../src/core/aggregates/resultTable.ts';
import { nextSort, sortedRows } from '../../../../src/core/aggregates/sortTable.ts';

const rows = (...cells: readonly TableCell[]): { readonly rows: readonly (readonly TableCell[])[] } => ({ rows: cells.map((cell) => ['x', cell]) });
const sorted = (cells: readonly TableCell[], direction: 'ascending' | 'descending'): readonly TableCell[] =>
  sortedRows(rows(...cells), { column: 1, direction }, 'en').map((at) => cells[at]);

test('numbers are compared as numbers, and cells without anything stand last', () => {
  assert.deepEqual(sorted([10, undefined, 9, 100, -1], 'ascending'), [-1, 9, 10, 100, undefined]);
  assert.deepEqual(sorted([10, undefined, 9, 100, -1], 'descending'), [100, 10, 9, -1, undefined]);
});

test('texts are compared as people expect it', () => {
  assert.deepEqual(sorted(['b', 'ä', 'Z', 'a', 'item 10', 'item 9'], 'ascending'), ['a', 'ä', 'b', 'item 9', 'item 10', 'Z']);
  const days = ['2026-01-02 00:00:00 UTC', '2025-12-31 00:00:00 UTC', '2026-01-02 00:00:00 UTC'];
  assert.deepEqual(sorted(days, 'descending'), [days[0], days[0], days[1]]);
});

test('rows that are alike stay as answered, in either direction', () => {
  const same = rows(1, 2, 1, 2);
  assert.deepEqual(sortedRows(same, { column: 1, direction: 'ascending' }, 'en'), [0, 2, 1, 3]);
  assert.deepEqual(sortedRows(same, { column: 1, direction: 'descending' }, 'en'), [1, 3, 0, 2]);
  assert.deepEqual(sortedRows(same, undefined, 'en'), [0, 1, 2, 3]);
});

test('a column is asked for up, down and as answered', () => {
  const up = nextSort(undefined, 1);
  const down = nextSort(up, 1);
  assert.deepEqual([up, down, nextSort(down, 1)], [{ column: 1, direction: 'ascending' }, { column: 1, direction: 'descending' }, undefined]);
  assert.deepEqual(nextSort(down, 0), { column: 0, direction: 'ascending' });
});
