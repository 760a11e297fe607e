/** Where paths of the document lead after edits, compared with the document itself. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { editAll } from '../../../../src/core/aggregates/editQueries.ts';
import type { QueryEdit } from '../../../../src/core/aggregates/editQueries.ts';
import { applyChanges } from '../../../../src/core/aggregates/textChange.ts';
import { rebased } from '../../../../src/webview/aggregate/rebase.ts';
import { idOf, keyOf, pathAfter, valueAt } from '../../../../src/webview/aggregate/paths.ts';

describe('a path', () => {
  const document = { queries: ['a', 'b', 'c', 'd'].map((name) => ({ name, sub_aggregates: [{ name: `${name}1` }, { name: `${name}2` }] })) };
  const list = ['queries'];
  const inner = ['queries', 1, 'sub_aggregates'];
  const edits: readonly QueryEdit[] = [
    ...[0, 1, 2, 3].flatMap((from) => [0, 1, 2, 3].filter((to) => to !== from).map((to): QueryEdit => ({ kind: 'move', list, from, to }))),
    ...[0, 1, 3].map((at): QueryEdit => ({ kind: 'duplicate', list, at })),
    ...[0, 2, 4].map((at): QueryEdit => ({ kind: 'insert', list, at, value: { name: 'new' } })),
    ...[0, 1, 3].map((at): QueryEdit => ({ kind: 'remove', path: [...list, at] })),
    { kind: 'move', list: inner, from: 0, to: 1 },
    { kind: 'remove', path: [...inner, 0] },
    { kind: 'remove', path: inner },
    { kind: 'set', path: ['queries', 0, 'size'], value: 3 },
  ];

  for (const edit of edits) {
    test(`leads to the same after ${JSON.stringify(edit)}`, () => {
      const text = JSON.stringify(document, undefined, 2);
      const after = JSON.parse(applyChanges(text, editAll(text, [edit]))) as unknown;
      for (const at of [0, 1, 2, 3]) {
        for (const path of [[...list, at, 'name'], [...list, at, 'sub_aggregates', 0, 'name'], [...list, at, 'sub_aggregates', 1, 'name']]) {
          const led = pathAfter(path, edit);
          const [was, is] = [valueAt(document, path), led && valueAt(after, led)];
          if (led !== undefined) assert.equal(is, was);
          else assert.equal(JSON.stringify(after).includes(`"${String(was)}"`), false);
        }
      }
    });
  }

  test('is another key and id than every other', () => {
    const paths = [[0], ['0'], [0, 'a b'], [0, 'a-b'], [0, 'a', 'b'], [0, 'ä'], ['queries', 0, 'filters_spec', 'filters', 'x y']];
    assert.equal(new Set(paths.map(keyOf)).size, paths.length);
    assert.ok(paths.every((path) => /^[\w-]+$/.test(idOf(path))));
  });
});

describe('an edit of a list as it was', () => {
  const done: readonly QueryEdit[] = [{ kind: 'move', list: [], from: 0, to: 1 }];

  test('moves what it meant by as many places', () => {
    assert.deepEqual(rebased({ kind: 'move', list: [], from: 0, to: 1 }, done), { kind: 'move', list: [], from: 1, to: 2 });
  });

  test('removes, copies and sets what it meant', () => {
    const copied: readonly QueryEdit[] = [{ kind: 'duplicate', list: [], at: 0 }];
    assert.deepEqual(rebased({ kind: 'remove', path: [1] }, copied), { kind: 'remove', path: [2] });
    assert.deepEqual(rebased({ kind: 'duplicate', list: [1, 'sub_aggregates'], at: 0 }, copied), { kind: 'duplicate', list: [2, 'sub_aggregates'], at: 0 });
    assert.deepEqual(rebased({ kind: 'set', path: [0, 'size'], value: 3 }, done), { kind: 'set', path: [1, 'size'], value: 3 });
    assert.deepEqual(rebased({ kind: 'insert', list: [], at: 2, value: {} }, copied), { kind: 'insert', list: [], at: 3, value: {} });
  });

  test('does nothing to what is gone', () => {
    const gone: readonly QueryEdit[] = [{ kind: 'remove', path: [1] }];
    assert.equal(rebased({ kind: 'remove', path: [1] }, gone), undefined);
    assert.equal(rebased({ kind: 'set', path: [1, 'size'], value: 3 }, gone), undefined);
    assert.deepEqual(rebased({ kind: 'insert', list: [], at: 1, value: {} }, gone), { kind: 'insert', list: [], at: 1, value: {} });
  });
});
