import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PatternMatcher } from '../../../../src/demo/aggregates/patternMatcher.ts';
import { Refusal } from '../../../../src/demo/server/reply.ts';

const refused = (status: number) => (error: unknown) => error instanceof Refusal && error.status === status;

test('agrees with the expressions of JavaScript', () => {
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '[b-d]', '\\.', '\\d', ''),
      fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => left + right),
      fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => `(${left}|${right})`),
      fc.tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{1,}')).map(([inner, sign]) => `(${inner})${sign}`),
    ),
  }));
  const term = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '.', '1'), maxLength: 6 });
  fc.assert(
    fc.property(pattern, term, (written, text) => {
      assert.equal(new PatternMatcher().prepare(written)(text), new RegExp(`^(?:${written})$`, 'u').test(text));
    }),
    { numRuns: 2000 },
  );
});

test('signs that others use for the ends stand for themselves, and signs outside the first plane are one each', () => {
  const matches = (pattern: string, term: string): boolean => new PatternMatcher().prepare(pattern)(term);
  assert.equal(matches('^a$', 'a'), false);
  assert.equal(matches('^a$', '^a$'), true);
  assert.equal(matches('.', '\u{1f600}'), true);
  assert.equal(matches('[-a]+', '-a'), true);
  assert.equal(matches('[a-]+', '-a'), true);
});

test('what is no expression answers 400', () => {
  for (const pattern of ['(', ')', 'a)|(b', '[', '[]', '[a', '*', 'a{', 'a{2,1}', 'a{x}', '[b-a]', '\\']) {
    assert.throws(() => new PatternMatcher().prepare(pattern), refused(400), pattern);
  }
});

test('what asks too much answers 500, whether it is long, large or slow', { timeout: 60_000 }, () => {
  for (const pattern of ['a'.repeat(1001), '(a{999}){999}', '((){999}){999}', `${'('.repeat(490)}a${'){9}'.repeat(100)}${')'.repeat(10)}`]) {
    assert.throws(() => new PatternMatcher().prepare(pattern), (error) => error instanceof Refusal, pattern.slice(0, 20));
  }
  const matcher = new PatternMatcher();
  const slow = matcher.prepare(`${'(a?){60}'.repeat(9)}b`);
  assert.throws(() => {
    for (;;) slow('a'.repeat(200));
  }, refused(500));
  // The steps of one call are counted together.
  assert.throws(() => matcher.prepare('.*')('aaaa'), refused(500));
});
