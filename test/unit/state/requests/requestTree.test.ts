import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { placesInString, plainJson } from '../../../../src/state/requests/requestTree.ts';

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

test('every character of a string is found in the document again', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.nat(5), (value, before) => {
    const [head, written] = [' '.repeat(before), JSON.stringify(value)];
    const text = head + written;
    const places = placesInString(text, { offset: before, length: written.length });
    assert.equal(places.length, value.length + 1);
    assert.equal(text.charAt(places.at(-1) ?? 0), '"');
    for (const [at, place] of places.slice(0, -1).entries()) {
      const piece = text.slice(place, places[at + 1]);
      assert.equal(piece.startsWith('\\') ? JSON.parse(`"${piece}"`) : piece, value.charAt(at));
    }
  }));
});

test('a long text with a comment in every line is plain in no time', () => {
  const startedAt = performance.now();
  assert.equal((JSON.parse(plainJson(`[${'/* one */ 1,\n'.repeat(100_000)}]`)) as unknown[]).length, 100_000);
  assert.ok(performance.now() - startedAt < 5_000);
});
