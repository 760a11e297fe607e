import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { either, isBoolean, list, matching, nothing, oneOf, optional, shape, text, whole } from '../../../src/protocol/checks.ts';
import type { Check } from '../../../src/protocol/checks.ts';
import { createUserChecks, isKeptCreate } from '../../../src/protocol/createUser.ts';
import { isKeptEdit, userChecks } from '../../../src/protocol/user.ts';

const names = shape<{ first: string; last?: string | undefined }>({ first: text(3), last: optional(text(3)) });

const cases: readonly (readonly [string, Check<unknown>, readonly unknown[], readonly unknown[]])[] = [
  ['nothing', nothing, [undefined], [null, {}, '']],
  ['a yes or no', isBoolean, [true, false], [0, 'true', undefined]],
  ['a text', text(3), ['', 'abc'], ['abcd', 3, undefined]],
  ['a form', matching(/^a+$/), ['aa'], ['ab', 7]],
  ['one of a few', oneOf('a', 'b'), ['a', 'b'], ['c', undefined]],
  ['a whole number', whole(1, 3), [1, 3], [0, 4, 1.5, '2', Number.NaN]],
  ['one or the other', either(isBoolean, text(1)), [true, 'a'], ['ab', 1]],
  ['a list', list(text(1), 2), [[], ['a', 'b']], [['a', 'b', 'c'], ['ab'], 'a', { length: 0 }]],
  ['a shape', names, [{ first: 'a' }, { first: 'a', last: 'b' }], [{}, { first: 'abcd' }, { first: 'a', more: 1 }, [], null, 'a', { first: 'a', last: 7 }]],
];

describe('the check of', () => {
  for (const [what, check, good, bad] of cases) {
    test(`${what} takes what it should and refuses the rest`, () => {
      assert.deepEqual(good.filter((value) => !check(value)), []);
      assert.deepEqual(bad.filter((value) => check(value)), []);
    });
  }

  test('a shape is not fooled by what objects inherit', () => {
    assert.equal(shape<{ constructor: unknown }>({ constructor: text(3) })({}), false);
    assert.equal(names(JSON.parse('{"__proto__": {"first": "a"}}')), false);
  });
});

const form = { email: 'ada@acme.test', names: { first: 'Ada', last: '' } };

describe('the panels', () => {
  test('take the bodies that pages send', () => {
    assert.ok(userChecks.save({ names: form.names, basis: 'abc_-1' }));
    assert.ok(createUserChecks.create({ ...form, password: 'secret' }));
    assert.ok(createUserChecks.setEnd({ role: 'help_desk' }));
    assert.ok(createUserChecks.setEnd({ role: 'help_desk', end: { at: '2026-03-09T12:00:00.000Z' } }));
  });

  test('refuse bodies of any other kind', () => {
    assert.equal(userChecks.act({ action: 'everything' }), false);
    assert.equal(userChecks.save({ names: form.names }), false);
    assert.equal(createUserChecks.create({ ...form, cid: 'a'.repeat(32) }), false);
    assert.equal(createUserChecks.setEnd({ role: 'help_desk', end: { at: 'tomorrow' } }), false);
    assert.equal(createUserChecks.setEnd({ role: 'help desk', end: undefined }), false);
  });

  test('never take a kept state with a password', () => {
    const kept = { view: 'create', connection: 'one', roles: [], ...form, hadPassword: true };
    assert.ok(isKeptCreate(kept));
    assert.equal(isKeptCreate({ ...kept, password: 'secret' }), false);
  });

  test('take nothing that is not theirs, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        assert.equal(isKeptEdit(value) || isKeptCreate(value), false);
      }),
    );
  });
});
