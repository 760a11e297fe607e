import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cellState, toggleOf } from '../../../../src/core/matrix/cellState.ts';
import { ada, cidAt, end, grant, group, home, model, retail, revoke, row, sample, spot } from './samples.ts';
import { admin, analyst, helpDesk, ofHome, ofRetail, reader } from './samples.ts';

describe('the state of a cell', () => {
  const matrix = model();
  const stateOf = (at: ReturnType<typeof spot>, pending?: Parameters<typeof cellState>[2]) => cellState(matrix, at, pending);

  test('tells direct, temporary and inherited apart, and all ways at once', () => {
    assert.deepEqual([stateOf(spot(0, admin)).direct, stateOf(spot(0, admin)).inherited], [{ role: admin.id }, []]);
    assert.equal(stateOf(spot(0, helpDesk)).direct?.expiresAt, end);
    assert.deepEqual([stateOf(spot(0, analyst)).direct, stateOf(spot(0, analyst)).inherited.map(({ through }) => through)], [undefined, [group]]);
    const several = stateOf(spot(1, analyst));
    assert.deepEqual([several.direct?.expiresAt, several.inherited.map(({ through }) => through)], [end, [group, 'Others']]);
  });

  test('tells whether its row was read', () => {
    assert.deepEqual([0, 2, 3].map((at) => stateOf(spot(at, admin)).reading), ['read', 'unread', 'failed']);
  });

  test('tells what is to become of it', () => {
    const becomes = (at: ReturnType<typeof spot>, pending: Parameters<typeof cellState>[2]) => stateOf(at, pending).becomes;
    assert.equal(becomes(spot(0, reader), grant(matrix, spot(0, reader))), 'granted');
    assert.equal(becomes(spot(0, admin), grant(matrix, spot(0, admin), { end: { after: 'day' } })), 'newEnd');
    assert.equal(becomes(spot(0, admin), revoke(matrix, spot(0, admin))), 'revoked');
    assert.equal(becomes(spot(0, admin), undefined), undefined);
  });
});

describe('toggling a cell', () => {
  const matrix = model();
  const refusal = (at: ReturnType<typeof spot>, of = matrix) => {
    const toggle = toggleOf(of, at);
    return toggle.kind === 'refused' ? toggle.refusal : toggle.kind;
  };

  test('revokes what is held directly, whatever groups give too, and grants what is not held', () => {
    assert.deepEqual([spot(0, admin), spot(0, helpDesk), spot(1, analyst), spot(0, reader)].map((at) => refusal(at)), ['revoke', 'revoke', 'revoke', 'grant']);
  });

  test('is refused where only groups give it, and names them', () => {
    assert.deepEqual(refusal(spot(0, analyst)), { kind: 'inherited', groups: [group] });
  });

  test('is refused for a custom role away from the CID that owns it, and for users at home elsewhere', () => {
    assert.deepEqual(refusal(spot(0, ofRetail)), { kind: 'ownedElsewhere', owner: retail.cid });
    assert.deepEqual(refusal(spot(1, ofRetail)), { kind: 'atHomeElsewhere', owner: retail.cid });
    assert.equal(refusal(spot(0, ofHome)), 'grant');
  });

  test('leaves a user without a known home to the server', () => {
    const homeless = model({ ...sample, users: [{ ...ada, home: undefined }], rows: [row(0, 1, [], undefined)] });
    assert.equal(refusal(spot(0, ofRetail), homeless), 'grant');
  });

  test('is refused for what the server does not list, but not before the server was asked', () => {
    assert.deepEqual(refusal(spot(1, reader)), { kind: 'notGrantable' });
    assert.equal(refusal(spot(0, reader), model({ ...sample, rows: [row(0, 0, [])] })), 'grant');
  });

  test('is refused for rows that are not read, or could not be', () => {
    assert.deepEqual(refusal(spot(2, admin)), { kind: 'unread' });
    assert.deepEqual(refusal(spot(3, admin)), { kind: 'failed', message: 'The server failed.' });
  });
});

describe('a matrix', () => {
  test('takes in rows as they are read, and forgets what they said before', () => {
    const matrix = model();
    const read = [{ ...matrix.pair(2), grants: [{ role: reader.id }], grantable: [admin.id], failure: undefined }];
    assert.deepEqual([matrix.held(2, reader.id), matrix.grantable(2)], [[], undefined]);
    assert.deepEqual(matrix.take([...read, { user: ada.uuid, cid: cidAt(9).cid, grants: [], grantable: [] }]), [2]);
    assert.deepEqual([matrix.held(2, reader.id).length, matrix.grantable(2)?.has(admin.id)], [1, true]);
  });

  test('keeps what it knows of a row that could not be read again', () => {
    const matrix = model();
    matrix.take([{ ...matrix.pair(0), grants: undefined, grantable: undefined, failure: 'No answer.' }]);
    assert.deepEqual([matrix.held(0, admin.id).length, matrix.row(0).failure], [1, 'No answer.']);
  });

  test('tells whether another has the same cells, and finds a cell again that has moved', () => {
    const matrix = model();
    assert.equal(model({ ...sample, rows: sample.rows.map(({ user, cid }) => row(user, cid)) }).hasShapeOf(matrix), true);
    assert.equal(model({ ...sample, rows: sample.rows.slice(1) }).hasShapeOf(matrix), false);
    assert.equal(model({ ...sample, roles: sample.roles.toReversed() }).hasShapeOf(matrix), false);
    assert.equal(model({ ...sample, rows: sample.rows.toReversed() }).hasShapeOf(matrix), false);
    const moved = model({ ...sample, roles: sample.roles.slice(1), rows: sample.rows.slice(1) });
    assert.deepEqual(moved.spotOf(matrix, spot(1, analyst)), { row: 0, role: 0 });
    assert.deepEqual([moved.spotOf(matrix, spot(0, analyst)), moved.spotOf(matrix, spot(1, admin))], [undefined, undefined]);
  });

  test('leaves out rows that name nobody', () => {
    assert.equal(model({ ...sample, rows: [row(7, 0, []), row(0, 0, [])] }).rows.length, 1);
  });

  test('finds rows by whom and where', () => {
    const matrix = model();
    assert.deepEqual([matrix.placeOf({ user: ada.uuid, cid: retail.cid }), matrix.placeOf({ user: ada.uuid, cid: cidAt(9).cid })], [1, undefined]);
    assert.deepEqual([matrix.userAt(1).name, matrix.cidAt(0).cid], ['Ada Lovelace', home.cid]);
    assert.throws(() => matrix.row(99), RangeError);
    assert.throws(() => matrix.roleAt(99), RangeError);
  });
});
