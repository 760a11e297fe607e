import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { plainJson } from '../../../../src/state/requests/requestTree.ts';

test('comments and trailing commas become spaces, and nothing else does', () => {
  const text = '[ // one, ]\n  { "a": "/* , */", /* two\n lines */ }, ]';
  const plain = plainJson(text);
  assert.deepEqual(JSON.parse(plain), [{ a: '/* , */' }]);
  assert.deepEqual([plain.length, plain.split('\n').length], [text.length, text.split('\n').length]);
});

test('plain JSON stays as it is', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const text = JSON.stringify(value, undefined, 2);
    assert.equal(plainJson(text), text);
  }));
});

test('a long text with a comment in every line is plain in no time', () => {
  const startedAt = performance.now();
  assert.equal((JSON.parse(plainJson(`[${'/* one */ 1,\n'.repeat(100_000)}]`)) as unknown[]).length, 100_000);
  assert.ok(performance.now() - startedAt < 5_000);
});
