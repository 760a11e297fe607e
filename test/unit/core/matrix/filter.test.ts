import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { filterRoles, filterRows } from '../../../../src/core/matrix/filter.ts';
import { marksOf, noMarks } from '../../../../src/core/matrix/marking.ts';
import { admin, grant, model, reader, retail, sample, spot, userAt, cidAt, row, roleAt } from './samples.ts';

describe('filtering rows', () => {
  const matrix = model();
  const rows = (filter: string, onlyChanges = false, marks = noMarks) => filterRows(matrix, { rows: filter, onlyChanges }, marks);

  test('goes by names, addresses and ids of users and CIDs, in any case', () => {
    assert.deepEqual(rows(''), [0, 1, 2, 3]);
    assert.deepEqual(rows('RETAIL'), [1, 3]);
    assert.deepEqual(rows('hopper'), [2, 3]);
    assert.deepEqual(rows('p1@acme'), [0, 1]);
    assert.deepEqual(rows(retail.cid), [1, 3]);
    assert.deepEqual(rows('nobody'), []);
  });

  test('takes every word, each of the user or of the CID', () => {
    assert.deepEqual(rows('  ada   retail '), [1]);
    assert.deepEqual(rows('ada hopper'), []);
  });

  test('shows only rows with marks when that is wanted', () => {
    const marks = marksOf([grant(matrix, spot(2, reader))]);
    assert.deepEqual([rows('', true, marks), rows('retail', true, marks), rows('', true)], [[2], [], []]);
  });
});

describe('filtering roles', () => {
  const matrix = model();

  test('goes by names and ids, and by marks', () => {
    const marks = marksOf([grant(matrix, spot(2, reader))]);
    assert.deepEqual(filterRoles(matrix, { roles: 'role 3', onlyChanges: false }, noMarks), [sample.roles.indexOf(reader)]);
    assert.deepEqual(filterRoles(matrix, { roles: admin.id, onlyChanges: false }, noMarks), [sample.roles.indexOf(admin)]);
    assert.deepEqual(filterRoles(matrix, { roles: '', onlyChanges: true }, marks), [sample.roles.indexOf(reader)]);
  });
});

test('any filter leaves rows in their order, and more words leave no more of them', () => {
  const cids = Array.from({ length: 40 }, (_, at) => cidAt(at));
  const matrix = model({ users: [userAt(1), userAt(2)], cids, roles: [roleAt(0)], rows: cids.flatMap((_, at) => [row(0, at), row(1, at)]) });
  const word = fc.constantFrom('person', '1', '2', 'company', '3', 'acme', 'zz');
  fc.assert(
    fc.property(fc.array(word, { maxLength: 3 }), word, (words, more) => {
      const few = filterRows(matrix, { rows: [...words, more].join(' '), onlyChanges: false }, noMarks);
      const many = filterRows(matrix, { rows: words.join(' '), onlyChanges: false }, noMarks);
      assert.ok(few.every((place) => many.includes(place)));
      assert.ok(many.every((place, at) => at === 0 || place > (many[at - 1] ?? 0)));
    }),
  );
});
