/** What the panel of a Cylance user takes from its page, and from what an earlier page kept. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { cylanceUserActions, cylanceUserChecks, isCylanceUserId, isKeptCylanceUser } from '../../../src/protocol/cylanceUser.ts';

const kept = { connection: 'one', user: '0d9c2e8a-1111-4222-8333-444455556666' };

describe('the panel of a Cylance user', () => {
  test('takes the actions that there are, none of which changes anything', () => {
    assert.deepEqual(cylanceUserActions, ['reread', 'openJson', 'copyUuid', 'findEverywhere']);
    assert.deepEqual(Object.keys(cylanceUserChecks), ['act']);
    for (const action of cylanceUserActions) assert.equal(cylanceUserChecks.act({ action }), true, action);
  });

  test('refuses actions of any other kind', () => {
    const bad = [undefined, null, 'reread', {}, { action: 'delete' }, { action: 'constructor' }, { action: ['reread'] }, { action: 'reread', user: kept.user }];
    assert.deepEqual(bad.filter((one) => cylanceUserChecks.act(one)), []);
  });

  test('takes ids that cannot lead to another path', () => {
    assert.deepEqual([kept.user, 'a1', 'x'.repeat(64)].map((id) => isCylanceUserId(id)), [true, true, true]);
    const bad = ['', '..', '../zones', 'a/b', 'a b', 'a%2fb', 'a?b', 'ada@acme.test', 'a\n', 'x'.repeat(65), 7, undefined];
    assert.deepEqual(bad.filter((id) => isCylanceUserId(id)), []);
  });
});

describe('what the page of a Cylance user kept', () => {
  test('is taken when it is the ids alone', () => {
    assert.equal(isKeptCylanceUser(kept), true);
  });

  test('is refused when anybody else wrote it', () => {
    const bad = [
      { ...kept, connection: '../one' },
      { ...kept, user: '../zones' },
      { ...kept, user: undefined },
      { connection: kept.connection },
      { user: kept.user },
      { ...kept, email: 'ada@acme.test' },
      [kept],
    ];
    assert.deepEqual(bad.filter((one) => isKeptCylanceUser(one)), []);
  });

  test('is nothing else, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        assert.equal(isKeptCylanceUser(value), false);
      }),
    );
  });
});
