/** What is typed into the form of queries and not yet in the document. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonPath } from '../../../../src/core/aggregates/jsonPath.ts';
import { Drafts } from '../../../../src/webview/aggregate/drafts.ts';
import { valueAt } from '../../../../src/webview/aggregate/paths.ts';
import { readTyped, typedText } from '../../../../src/webview/aggregate/typed.ts';
import { setEdits } from '../../../../src/webview/aggregate/typedEdits.ts';

const size: JsonPath = [0, 'size'];
const said = (root: unknown) => (path: JsonPath) => valueAt(root, path);

describe('drafts', () => {
  test('are taken once, unless they are given back', () => {
    const drafts = new Drafts();
    drafts.type(size, 'whole', '12');
    const taken = drafts.take();
    assert.deepEqual(taken.map(({ path, value }) => [path, value]), [[size, 12]]);
    assert.deepEqual(drafts.take(), []);
    drafts.giveBack(taken);
    assert.equal(drafts.take().length, 1);
  });

  test('that were typed over meanwhile are not what was given back', () => {
    const drafts = new Drafts();
    drafts.type(size, 'whole', '12');
    const taken = drafts.take();
    drafts.type(size, 'whole', '123');
    drafts.giveBack(taken);
    assert.deepEqual(drafts.take().map(({ value }) => value), [123]);
  });

  test('stay whatever the document says, until it says the same', () => {
    const drafts = new Drafts();
    drafts.type(size, 'whole', '12');
    drafts.hear(said([{ size: 5 }]));
    assert.equal(drafts.at(size)?.text, '12');
    drafts.take();
    drafts.hear(said([{ size: 5 }]));
    assert.equal(drafts.at(size)?.standing, 'sent');
    drafts.hear(said([{ size: 12 }]));
    assert.equal(drafts.at(size)?.standing, 'told');
    drafts.hear(said([{ size: 5 }]));
    assert.equal(drafts.at(size), undefined, 'it was undone');
  });

  test('keep how they are spelled while the field has the focus', () => {
    const drafts = new Drafts();
    drafts.type(size, 'number', '1.50');
    drafts.take();
    drafts.hear(said([{ size: 1.5 }]));
    assert.equal(drafts.at(size)?.text, '1.50');
    drafts.settle();
    assert.equal(drafts.at(size), undefined);
  });

  test('that are no value are not taken, and known as such', () => {
    const drafts = new Drafts();
    drafts.type(size, 'whole', 'ten');
    assert.deepEqual([drafts.take(), drafts.isUnreadable(size)], [[], true]);
  });

  test('follow their query, and are told when it is gone', () => {
    const drafts = new Drafts();
    drafts.type(size, 'whole', '12');
    drafts.shift([{ kind: 'move', list: [], from: 0, to: 2 }]);
    assert.equal(drafts.at([2, 'size'])?.text, '12');
    assert.deepEqual([drafts.drop(() => true), drafts.drop(() => false)], [[], ['12']]);
    assert.equal(drafts.at([2, 'size']), undefined);
  });
});

describe('what is typed', () => {
  test('is read as what the field holds', () => {
    const cases = [
      ['text', ' a ', ' a '],
      ['text', '', undefined],
      ['whole', ' 12 ', 12],
      ['whole', ' ', undefined],
      ['number', '-1.5', -1.5],
      ['numbers', '1, 2.5;99', [1, 2.5, 99]],
    ] as const;
    for (const [kind, text, value] of cases) assert.deepEqual(readTyped(text, kind), { ok: true, value });
    const none = [['whole', '1.5'], ['number', '1e999'], ['numbers', '1, x'], ['whole', '1 2']] as const;
    for (const [kind, text] of none) assert.equal(readTyped(text, kind).ok, false);
  });

  test('is what its value is written as', () => {
    for (const [kind, value] of [['text', 'a'], ['whole', 3], ['number', 0.5], ['numbers', [1, 99.9]]] as const) {
      assert.deepEqual(readTyped(typedText(value), kind), { ok: true, value });
    }
  });

  test('takes with it what was there only to hold it', () => {
    const root = [{ extended_bounds: { min: 'a' }, filters_spec: { filters: { one: 'x' }, other_bucket: true } }];
    assert.deepEqual(setEdits(root, [0, 'extended_bounds', 'min'], undefined), [{ kind: 'remove', path: [0, 'extended_bounds'] }]);
    assert.deepEqual(setEdits(root, [0, 'filters_spec', 'filters', 'one'], undefined), [{ kind: 'remove', path: [0, 'filters_spec', 'filters'] }]);
    assert.deepEqual(setEdits(root, [0, 'missing'], undefined), []);
    assert.deepEqual(setEdits(root, [0, 'missing'], 'x'), [{ kind: 'set', path: [0, 'missing'], value: 'x' }]);
  });
});
