/** What the grants panel takes from its page, and from what an earlier page kept. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mostPending } from '../../../src/core/matrix/pending.ts';
import { grantsChecks, isKeptGrants, mostRowsAsked, mostUsers } from '../../../src/protocol/grants.ts';

const pair = { user: '0f0f-1', cid: 'a'.repeat(32) };
const cell = { ...pair, role: 'falconhost_admin' };
const grant = { kind: 'grant', ...cell };

describe('the grants panel', () => {
  test('takes pairs to read, one portion at a time', () => {
    assert.equal(grantsChecks.rows({ pairs: Array.from({ length: mostRowsAsked }, () => pair) }), true);
    assert.equal(grantsChecks.rows({ pairs: Array.from({ length: mostRowsAsked + 1 }, () => pair) }), false);
    assert.equal(grantsChecks.rows({ pairs: [{ ...pair, cid: 'A'.repeat(32) }] }), false);
  });

  test('takes marks with and without ends and failures', () => {
    const ends = [{ after: 'day' }, { at: '2026-12-01T10:00:00.000Z' }];
    const good = [grant, ...ends.map((end) => ({ ...grant, end })), { kind: 'revoke', ...cell, failure: 'No answer.' }];
    for (const name of ['check', 'preview', 'apply'] as const) assert.equal(grantsChecks[name]({ pending: good }), true);
  });

  test('refuses marks that no page makes', () => {
    const bad = [
      { ...grant, end: { after: 'year' } },
      { ...grant, end: { at: 'tomorrow' } },
      { kind: 'revoke', ...cell, end: { after: 'day' } },
      { kind: 'delete', ...cell },
      { ...grant, role: 'a/b' },
      { ...grant, more: 1 },
    ];
    assert.deepEqual(bad.filter((one) => grantsChecks.apply({ pending: [one] })), []);
    assert.equal(grantsChecks.apply({ pending: Array.from({ length: mostPending + 1 }, () => grant) }), false);
  });

  test('takes actions that there are', () => {
    assert.deepEqual([grantsChecks.act({ action: 'byCid' }), grantsChecks.act({ action: 'apply' }), grantsChecks.matrix(undefined)], [true, false, true]);
  });
});

describe('what the page kept', () => {
  const kept = { view: 'grants', connection: 'one', subject: { by: 'users', users: [pair.user] } };

  test('is taken with and without filters and marks', () => {
    const filters = { rows: 'retail', roles: '', inherited: true, onlyChanges: false };
    assert.deepEqual([kept, { ...kept, filters }, { ...kept, subject: { by: 'cid', cid: pair.cid }, pending: [grant] }].map(isKeptGrants), [true, true, true]);
  });

  test('is refused when anybody else wrote it', () => {
    const users = Array.from({ length: mostUsers + 1 }, () => pair.user);
    const bad = [
      { ...kept, view: 'user' },
      { ...kept, connection: '../one' },
      { ...kept, subject: { by: 'users', users } },
      { ...kept, subject: { by: 'cid', cid: 'x' } },
      { ...kept, filters: { rows: '' } },
      { ...kept, pending: [{ ...grant, user: '<b>' }] },
    ];
    assert.deepEqual(bad.filter(isKeptGrants), []);
  });
});
