import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { tokenMatch, wildcardMatch } from '../../../../src/core/fql/fqlMatch.ts';

/** By the definition alone: a star is an empty run or one character and a star. */
function slowWildcard(pattern: string, value: string): boolean {
  if (pattern === '') return value === '';
  if (pattern.startsWith('*')) return slowWildcard(pattern.slice(1), value) || (value !== '' && slowWildcard(pattern, value.slice(1)));
  return value.startsWith(pattern.charAt(0)) && slowWildcard(pattern.slice(1), value.slice(1));
}

test('wildcards agree with their definition', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '*'), minLength: 1, maxLength: 8 });
  const value = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
  fc.assert(
    fc.property(pattern, value, (written, text) => {
      assert.equal(wildcardMatch(written)?.(text) ?? true, slowWildcard(written, text));
    }),
    { numRuns: 3000 },
  );
});

test('signs that mean something in other patterns stand for themselves, and case counts', () => {
  assert.equal(wildcardMatch('a.c?')?.('a.c?'), true);
  assert.equal(wildcardMatch('a.c')?.('abc'), false);
  assert.equal(wildcardMatch('a?c')?.('abc'), false);
  assert.equal(wildcardMatch('[a]*')?.('[a]b'), true);
  assert.equal(wildcardMatch('ab*')?.('ABC'), false);
});

// A matcher that goes back and forth would not end within anybody's patience, so the bound is no measure of speed.
test('a pattern made to go back and forth ends', { timeout: 60_000 }, () => {
  const value = 'a'.repeat(50_000);
  assert.equal(wildcardMatch(`${'a*'.repeat(25_000)}b`)?.(value), false);
  assert.equal(wildcardMatch(`*${'a*'.repeat(25_000)}b*`)?.(value), false);
  assert.equal(wildcardMatch(`*${'a*'.repeat(25_000)}`)?.(value), true);
});

test('an empty pattern, or one of stars, matches everything', () => {
  for (const pattern of ['', '*', '***']) assert.equal(wildcardMatch(pattern), undefined);
  for (const pattern of ['', ' ', '-_!']) assert.equal(tokenMatch(pattern), undefined);
});

test('text match compares words without case, spaces, punctuation or order', () => {
  const rows: [string, string, boolean][] = [
    ['falcon admin', 'Falcon  Administrator', false],
    ['FALCON-ADMIN', 'falcon admin', true],
    ['admin falcon', 'Falcon (Admin)', true],
    ['admin', 'Falcon_Admin', true],
    ['adm', 'admin', false],
    ['bob example', 'bob.smith@demo.example', true],
    ['ÉCOLE', 'e\u0301cole', true],
    ['7', 'Tier 7', true],
    ['x', '', false],
  ];
  for (const [pattern, value, expected] of rows) assert.equal(tokenMatch(pattern)?.(value), expected, `${pattern} ~ ${value}`);
});
