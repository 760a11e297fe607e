import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { emailProblem, nameNote, nameProblem, namesProblem, passwordRules, tidyNames } from '../../../src/core/userFields.ts';

describe('names', () => {
  test('have 255 characters at most and no control characters', () => {
    assert.equal(nameProblem('x'.repeat(255)), undefined);
    assert.match(nameProblem('x'.repeat(256)) ?? '', /255/);
    for (const name of ['a\nb', 'a\u0000b', 'a\u2028b']) assert.match(nameProblem(name) ?? '', /control characters/);
    assert.equal(nameProblem('Åsa-Maria O’Neil 李'), undefined);
  });

  test('are not both empty', () => {
    assert.match(namesProblem({ first: ' ', last: '' }) ?? '', /first or a last name/);
    assert.equal(namesProblem({ first: '', last: 'Lovelace' }), undefined);
  });

  test('lose the spaces at their ends, unless they were left as they are', () => {
    assert.notEqual(nameNote(' Ada'), undefined);
    assert.equal(nameNote('Ada'), undefined);
    assert.deepEqual(tidyNames({ first: ' Ada', last: 'King ' }, { first: ' Ada', last: 'Lovelace' }), { first: ' Ada', last: 'King' });
  });
});

describe('an address', () => {
  for (const good of ['ada@acme.test', ' Ada.King+falcon@mail.acme.co.uk ', 'o’neil@acme.test', 'ada@bücher.example', "o'neil@acme.test"]) {
    test(`may be ${good}`, () => assert.equal(emailProblem(good), undefined));
  }
  for (const [bad, problem] of [
    ['', /Type the e-mail/],
    ['ada', /one @/],
    ['a@b@acme.test', /one @/],
    ['@acme.test', /before the @/],
    ['ada@acme', /domain/],
    ['ada@-acme.test', /domain/],
    ['ada@acme.test.', /domain/],
    ['ada king@acme.test', /no spaces/],
    ['ada\u200b@acme.test', /no spaces/],
    ['<ada>@acme.test', /brackets/],
    [`${'a'.repeat(250)}@acme.test`, /254/],
  ] as const) {
    test(`may not be ${bad.slice(0, 30)}`, () => assert.match(emailProblem(bad) ?? '', problem));
  }
});

test('a password is judged rule by rule', () => {
  const met = (password: string): readonly boolean[] => passwordRules.map(({ isMet }) => isMet(password));
  assert.deepEqual(met(''), [false, false, false, false, false]);
  assert.deepEqual(met('Correct horse 9!'), [true, true, true, true, true]);
  assert.deepEqual(met('abcdefghijkl'), [true, false, true, false, false]);
  assert.deepEqual(met('Ä9'), [false, true, false, true, false]);
});
