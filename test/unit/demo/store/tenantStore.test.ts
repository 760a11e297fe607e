import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assignedCids, directCids, hasTemporary, holdsAnyIn, isVisible } from '../../../../src/demo/store/grantFacts.ts';
import type { UserEntry } from '../../../../src/demo/store/model.ts';
import { analyst, buildStore, first, held, helper, hourMs, now, parent, second, throughGroup, userOf } from './build.ts';

const shown = (user: UserEntry, at: number): string[] => user.grants.filter((grant) => isVisible(grant, at)).map(({ role }) => role.id);

describe('roles', () => {
  test('a grant and a revoke show at once without a lag', () => {
    const store = buildStore([{}]);
    const user = userOf(store);
    assert.equal(store.grant(user, first, [analyst, helper], 0, now), 2);
    assert.deepEqual(shown(user, now), ['analyst', 'helper']);
    assert.equal(store.revoke(user, first, [analyst], now), 1);
    assert.deepEqual(shown(user, now), ['helper']);
  });

  test('with a lag reads show the state before until it has passed', () => {
    const store = buildStore([{ grants: [held(analyst, first)] }], 5000);
    const user = userOf(store);
    store.revoke(user, first, [analyst], now);
    store.grant(user, first, [helper], 0, now);
    store.advance(now + 4999);
    assert.deepEqual(shown(user, now + 4999), ['analyst']);
    store.advance(now + 5000);
    assert.deepEqual(shown(user, now + 5000), ['helper']);
  });

  test('a role that was taken back within the lag is gone after it', () => {
    const store = buildStore([{}], 5000);
    const user = userOf(store);
    store.grant(user, first, [analyst], 0, now);
    assert.equal(store.revoke(user, first, [analyst], now + 1000), 1);
    for (const at of [now + 2000, now + 6000, now + 20_000]) store.advance(at);
    assert.deepEqual(shown(user, now + 20_000), []);
    assert.deepEqual(user.grants, []);
  });

  test('giving a held role again and taking back one that is not held change nothing', () => {
    const store = buildStore([{ grants: [held(analyst, first)] }]);
    const version = store.grantVersion;
    assert.equal(store.grant(userOf(store), first, [analyst], 0, now), 0);
    assert.equal(store.revoke(userOf(store), first, [helper], now), 0);
    assert.equal(store.revoke(userOf(store), second, [analyst], now), 0);
    assert.equal(store.grantVersion, version);
  });

  test('a grant given again ends when it was last said to', () => {
    const store = buildStore([{ grants: [held(analyst, first)] }]);
    const user = userOf(store);
    assert.equal(store.grant(user, first, [analyst], now + 2 * hourMs, now), 1);
    assert.deepEqual(user.grants.map(({ expiresAt }) => expiresAt), [now + 2 * hourMs]);
  });

  test('a temporary grant ends by itself and counts as a change', () => {
    const store = buildStore([{ grants: [held(analyst, first, now + hourMs)] }]);
    const user = userOf(store);
    const version = store.grantVersion;
    store.advance(now + hourMs - 1);
    assert.equal(store.grantVersion, version);
    assert.ok(hasTemporary(user, now + hourMs - 1));
    store.advance(now + hourMs);
    assert.notEqual(store.grantVersion, version);
    assert.deepEqual(user.grants, []);
  });

  test('groups assign CIDs beside the direct grants, each CID once', () => {
    const store = buildStore([{ home: parent, membership: throughGroup, grants: [held(helper, first), held(helper, parent)] }]);
    const user = userOf(store);
    assert.deepEqual(assignedCids(user, now), [first.cid, second.cid, parent.cid]);
    assert.deepEqual(directCids(user, now), [first.cid, parent.cid]);
    assert.ok(holdsAnyIn(user, second, now));
    assert.deepEqual(store.usersThroughGroups(second), [user]);
    assert.deepEqual(store.usersThroughGroups(parent), []);
  });
});

describe('users', () => {
  test('a user is found by uuid and name until deleted', () => {
    const store = buildStore([{ uid: 'ann@c2.test' }]);
    const user = userOf(store);
    assert.equal(store.findUserByUid('ann@c2.test'), user);
    store.deleteUser(user);
    assert.equal(store.findUserByUid('ann@c2.test'), undefined);
    assert.equal(store.findUser(user.uuid), undefined);
  });

  test('indexes that exist already learn of new users and grants', () => {
    const store = buildStore([]);
    assert.equal(store.usersAtHome(first).size, 0);
    assert.equal(store.usersWithDirectGrants(second).size, 0);
    const user = store.addUser({ uuid: 'x', uid: 'x@c2.test', home: first, firstName: '', lastName: '' }, now);
    store.grant(user, second, [analyst], 0, now);
    assert.ok(store.usersAtHome(first).has(user));
    assert.ok(store.usersWithDirectGrants(second).has(user));
  });
});
