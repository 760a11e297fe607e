import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { completeFilter, isFilter } from '../../../../src/core/aggregates/completeFilter.ts';
import { completeFql } from '../../../../src/core/fql/completeFql.ts';

/** With a value that JSON itself writes otherwise. */
const schema = { status: { type: 'string', description: 'State', values: ['active', 'a"b\\c'] }, uid: { type: 'string', description: 'Name' } } as const;

test('however a filter is spelled, a choice does to its value what it does to a bare filter', () => {
  const pieces = fc.array(fc.constantFrom('status', 'sta', ':', "'", '+', ',', '(', 'a', '"', '\\', '\t', 'ä'), { maxLength: 8 });
  const spell = (text: string, isEscaped: boolean): string =>
    isEscaped ? [...text].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('') : JSON.stringify(text).slice(1, -1);
  fc.assert(fc.property(pieces, pieces, fc.boolean(), fc.string(), (left, right, isEscaped, head) => {
    const [before, after] = [left.join(''), right.join('')];
    const written = spell(before, isEscaped);
    const token = `"${written}${spell(after, isEscaped)}"`;
    const text = `${head}${token}, "rest"`;
    const span = { offset: head.length, length: token.length, value: before + after };
    const { place, choices } = completeFilter(text, span, head.length + 1 + written.length, schema);
    const bare = completeFql(before, after, schema);
    assert.deepEqual(choices.map(({ label }) => label), bare.choices.map(({ label }) => label));
    for (const [at, { insert }] of choices.entries()) {
      const taken = token.slice(0, place.offset - head.length) + insert + token.slice(place.offset + place.length - head.length);
      assert.equal(JSON.parse(taken), before.slice(0, bare.from) + (bare.choices[at]?.insert ?? '') + after);
    }
  }));
});

test('filters are those of queries and the named ones', () => {
  assert.deepEqual([[0, 'filter'], [0, 'filters_spec', 'filters', 'off'], [0, 'filters_spec', 'filters'], [0, 'q']].map(isFilter), [true, true, false, false]);
});
