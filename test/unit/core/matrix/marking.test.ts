import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { toggleOf } from '../../../../src/core/matrix/cellState.ts';
import {
  afterRun,
  grantAll,
  markAt,
  marksOf,
  noMarks,
  put,
  remove,
  setEnd,
  setEveryEnd,
  settle,
  toggleAll,
} from '../../../../src/core/matrix/marking.ts';
import type { Marks } from '../../../../src/core/matrix/marking.ts';
import { mostPending } from '../../../../src/core/matrix/pending.ts';
import type { Pending } from '../../../../src/core/matrix/pending.ts';
import { admin, ada, analyst, anyMatrix, cidAt, end, grant, helpDesk, keyOf, model, reader, revoke, roleAt, row, sample, spot, spotsOf } from './samples.ts';

const kinds = (marks: Marks): readonly string[] => [...marks.values()].map(({ kind, role }) => `${kind} ${role}`);

describe('toggling', () => {
  test('one cell marks it, and again takes the mark back', () => {
    const matrix = model();
    const once = toggleAll(noMarks, matrix, [spot(0, reader)]);
    assert.deepEqual([kinds(once.marks), once.did, once.count], [[`grant ${reader.id}`], 'grant', 1]);
    const twice = toggleAll(once.marks, matrix, [spot(0, reader)]);
    assert.deepEqual([kinds(twice.marks), twice.did, twice.count], [[], 'unmark', 1]);
  });

  test('one cell that cannot be changed says why, and marks nothing', () => {
    const marking = toggleAll(noMarks, model(), [spot(0, analyst)]);
    assert.deepEqual([marking.marks.size, marking.did, marking.refused.map(({ kind }) => kind)], [0, undefined, ['inherited']]);
  });

  test('several cells does to all what it does to the first that can be changed', () => {
    const matrix = model();
    const mixed = [spot(0, analyst), spot(0, reader), spot(0, admin), spot(1, admin), spot(0, helpDesk)];
    const granted = toggleAll(noMarks, matrix, mixed);
    assert.deepEqual([kinds(granted.marks), granted.refused.length], [[`grant ${reader.id}`, `grant ${admin.id}`], 1]);
    const revoked = toggleAll(noMarks, matrix, [spot(0, admin), ...mixed]);
    assert.deepEqual(new Set(kinds(revoked.marks)), new Set([`revoke ${admin.id}`, `revoke ${helpDesk.id}`]));
    const unmarked = toggleAll(granted.marks, matrix, [spot(0, reader), spot(0, helpDesk), spot(1, admin)]);
    assert.deepEqual([kinds(unmarked.marks), unmarked.count], [[], 2]);
  });

  test('any cells twice leaves nothing marked, and never marks what cannot be changed', () => {
    fc.assert(
      fc.property(anyMatrix, fc.nat(), (matrix, seed) => {
        const of = model(matrix);
        const all = spotsOf(of);
        const spots = [...all.slice(seed % all.length), ...all.slice(0, seed % all.length)];
        const once = toggleAll(noMarks, of, spots);
        for (const at of spots) {
          const pending = markAt(once.marks, of, at);
          if (pending) assert.deepEqual(toggleOf(of, at), { kind: pending.kind });
        }
        assert.equal(once.marks.size, once.count);
        assert.equal(toggleAll(once.marks, of, spots).marks.size, 0);
      }),
    );
  });
});

describe('granting on all shown rows', () => {
  test('marks the empty cells that may be granted, and leaves other marks alone', () => {
    const matrix = model();
    const marks = marksOf([revoke(matrix, spot(0, admin))]);
    const marking = grantAll(marks, matrix, [0, 1, 2, 3].map((at) => spot(at, admin)));
    assert.deepEqual(kinds(marking.marks), [`revoke ${admin.id}`, `grant ${admin.id}`]);
    assert.deepEqual([marking.count, marking.refused.map(({ kind }) => kind)], [1, ['unread', 'failed']]);
  });

  test('again marks nothing more', () => {
    fc.assert(
      fc.property(anyMatrix, (matrix) => {
        const of = model(matrix);
        const once = grantAll(noMarks, of, spotsOf(of));
        const twice = grantAll(once.marks, of, spotsOf(of));
        assert.deepEqual([twice.marks.size, twice.did], [once.marks.size, undefined]);
        assert.ok(kinds(once.marks).every((kind) => kind.startsWith('grant')));
      }),
    );
  });
});

describe('marks', () => {
  const rows = 600;
  const columns = Math.ceil(mostPending / rows) + 1;
  const wide = model({
    users: [ada],
    cids: Array.from({ length: rows }, (_, at) => cidAt(at)),
    roles: Array.from({ length: columns }, (_, at) => roleAt(at)),
    rows: Array.from({ length: rows }, (_, at) => row(0, at, [])),
  });

  test('are no more than are kept, and it is told how many were left out', () => {
    const spots = spotsOf(wide);
    const marking = toggleAll(noMarks, wide, spots);
    assert.deepEqual([marking.marks.size, marking.count, marking.beyond], [mostPending, mostPending, spots.length - mostPending]);
    assert.equal(put(marking.marks, grant(wide, spots.at(-1) ?? { row: 0, role: 0 })), marking.marks);
    assert.equal(marksOf([...marking.marks.values(), grant(wide, spots.at(-1) ?? { row: 0, role: 0 })]).size, mostPending);
    assert.equal(toggleAll(marking.marks, wide, spots).marks.size, 0);
  });

  test('get an end one by one or all together; revokes have none, and another end is another attempt', () => {
    const matrix = model();
    const marks = marksOf([grant(matrix, spot(0, reader), { failure: 'No.' }), revoke(matrix, spot(0, admin), 'No.'), grant(matrix, spot(1, admin))]);
    const one = setEnd(marks, keyOf(matrix, spot(0, reader)), { after: 'day' });
    const ends = (of: Marks) => [...of.values()].map((pending) => [pending.kind === 'grant' ? pending.end : 'none', pending.failure]);
    assert.deepEqual(ends(one), [[{ after: 'day' }, undefined], ['none', 'No.'], [undefined, undefined]]);
    assert.deepEqual(ends(setEveryEnd(one, { at: end })), [[{ at: end }, undefined], ['none', 'No.'], [{ at: end }, undefined]]);
    assert.deepEqual(ends(setEveryEnd(one, undefined)), [[undefined, undefined], ['none', 'No.'], [undefined, undefined]]);
    assert.equal(setEnd(marks, keyOf(matrix, spot(1, reader)), undefined), marks);
  });

  test('are removed, and put in place of others', () => {
    const matrix = model();
    const marks = put(marksOf([revoke(matrix, spot(0, admin))]), grant(matrix, spot(0, admin), { end: { after: 'hour' } }));
    assert.deepEqual(kinds(marks), [`grant ${admin.id}`]);
    assert.equal(remove(marks, keyOf(matrix, spot(0, admin))).size, 0);
  });
});

describe('after a run', () => {
  test('what is done goes, and what is not stays with the reason', () => {
    const matrix = model();
    const [one, two, three, four] = [spot(0, reader), spot(0, admin), spot(1, admin), spot(1, analyst)];
    const marks = marksOf([grant(matrix, one), revoke(matrix, two), grant(matrix, three), revoke(matrix, four)]);
    const left = afterRun(marks, [
      { cell: keyOf(matrix, one), state: 'done' },
      { cell: keyOf(matrix, two), state: 'failed', message: 'The server failed. (trace t-1)' },
      { cell: keyOf(matrix, three), state: 'unknown', message: 'x'.repeat(5_000) },
      { cell: keyOf(matrix, spot(0, helpDesk)), state: 'skipped' },
    ]);
    const said = [...left.values()].map(({ role, failure }) => [role, failure?.slice(0, 40), failure?.length]);
    assert.deepEqual(said, [[admin.id, 'The server failed. (trace t-1)', 30], [admin.id, 'x'.repeat(40), 1_000], [analyst.id, undefined, undefined]]);
  });
});

describe('after a row was read again', () => {
  const matrix = model();
  const settled = (pending: Pending): boolean => settle(marksOf([pending]), matrix).size === 0;

  test('what has become so anyway is dropped', () => {
    assert.equal(settled(grant(matrix, spot(0, admin))), true);
    assert.equal(settled(grant(matrix, spot(0, helpDesk), { end: { at: end } })), true);
    assert.equal(settled(revoke(matrix, spot(0, reader))), true);
    assert.equal(settled(revoke(matrix, spot(0, analyst))), true);
  });

  test('what is still to be done stays', () => {
    assert.equal(settled(grant(matrix, spot(0, reader))), false);
    assert.equal(settled(revoke(matrix, spot(0, admin))), false);
    assert.equal(settled(grant(matrix, spot(0, analyst))), false);
    // Another end, or one that is reckoned from when it is sent.
    assert.equal(settled(grant(matrix, spot(0, helpDesk))), false);
    assert.equal(settled(grant(matrix, spot(0, helpDesk), { end: { after: 'week' } })), false);
    assert.equal(settled(grant(matrix, spot(0, admin), { end: { at: end } })), false);
  });

  test('rows that are not read, or not among those that are shown, are left alone', () => {
    assert.equal(settled(revoke(matrix, spot(2, admin))), false);
    const elsewhere = model({ ...sample, cids: [cidAt(8), cidAt(9)] });
    assert.equal(settled(revoke(elsewhere, spot(0, reader))), false);
    const marks = marksOf([grant(matrix, spot(0, reader))]);
    assert.equal(settle(marks, matrix), marks);
  });
});
