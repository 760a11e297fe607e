/** What was written here shows in every answer at once, and a server that lags behind does not take it away. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Change } from '../../../../src/core/changes/change.ts';
import { asRoleId } from '../../../../src/core/ids.ts';
import type { Cid } from '../../../../src/core/ids.ts';
import type { GrantsIndex } from '../../../../src/state/grants/grantsIndex.ts';
import { aGrant, cidOf, FakeTenant, indexOf, userOf } from './fakeTenant.ts';

const admin = { id: asRoleId('admin'), name: 'ADMIN' };
const guest = { id: asRoleId('guest'), name: 'GUEST' };
const person = (n: number) => ({ uuid: userOf(n), uid: `u${n}@x.test` });

function house() {
  const tenant = new FakeTenant(6, 3, [aGrant(0, 0, 'admin'), aGrant(1, 1, 'guest')]);
  const { index, written } = indexOf(tenant);
  const write = (change: Change & { readonly kind: 'grant' | 'revoke' }, user: number): void => {
    written.add(change, userOf(user));
    index.wroteGrants(userOf(user), change.cid, change.kind === 'grant');
  };
  return { tenant, index, write };
}

const holders = (index: GrantsIndex, cid?: Cid): string[] => index.holders(admin.id, cid).items.map(({ user }) => user.uuid).sort();

test('a read that lags behind what was written is looked at again: it may lack what was given long ago', async () => {
  const { tenant, index, write } = house();
  await index.fill({});
  const before = tenant.grants;
  tenant.grants = [];
  write({ kind: 'grant', to: person(0), cid: cidOf(0), roles: [guest] }, 0);
  assert.deepEqual((await index.grants(userOf(0), cidOf(0))).map(({ role_id: id }) => id), [guest.id], 'all that the server shows, and what was written');
  tenant.grants = [...before, aGrant(0, 0, 'guest')];
  assert.deepEqual((await index.grants(userOf(0), cidOf(0))).map(({ role_id: id }) => id), [admin.id, guest.id]);
});

/** All answers that can show it. */
const shows = (index: GrantsIndex, user: number, cid: number): boolean[] =>
  [
    index.holders(admin.id).items.map(({ grant }) => grant),
    index.holders(admin.id, cidOf(cid)).items.map(({ grant }) => grant),
    index.grantsOf(userOf(user)).items,
    index.accessTo(cidOf(cid)).items.map(({ grant }) => grant),
  ].map((grants) => grants.some(({ uuid, role_id: role }) => uuid === userOf(user) && role === admin.id));

test('a grant where nothing was held shows at once, before, while and after a fill, though the server lags for 90 s', async () => {
  const { tenant, index, write } = house();
  write({ kind: 'grant', to: person(4), cid: cidOf(2), roles: [admin] }, 4);
  assert.deepEqual(shows(index, 4, 2), [true, true, true, true]);
  await index.fill({});
  assert.deepEqual(shows(index, 4, 2), [true, true, true, true], 'neither the list nor the read showed it');
  assert.equal(index.holders(admin.id).coverage.isWhole, true);
  tenant.now += 89_999;
  await index.fill({}, { olderThan: tenant.now });
  assert.deepEqual(shows(index, 4, 2), [true, true, true, true]);
  tenant.grants.push(aGrant(4, 2, 'admin'));
  tenant.now += 60_000;
  for (const olderThan of [0, tenant.now]) {
    await index.fill({}, { olderThan });
    assert.deepEqual(shows(index, 4, 2), [true, true, true, true]);
  }
  assert.equal(index.holders(admin.id).coverage.everyPair, false);
});

test('a read that was sent before a grant, and answered after it, does not take it away', async () => {
  const { tenant, index, write } = house();
  await index.plan({});
  const { promise, resolve } = Promise.withResolvers<void>();
  tenant.before = ({ operation }) => (operation === 'CombinedUserRolesV2' ? promise : undefined);
  const fill = index.fill({});
  await new Promise((done) => setImmediate(done));
  write({ kind: 'grant', to: person(1), cid: cidOf(1), roles: [admin] }, 1);
  resolve();
  await fill;
  assert.deepEqual(shows(index, 1, 1), [true, true, true, true]);
  assert.ok(index.holders(guest.id).items.some(({ user }) => user.uuid === userOf(1)), 'and what was held before stays');
});

test('a revoke shows at once and stays, though the server goes on listing the user', async () => {
  const { tenant, index, write } = house();
  await index.fill({});
  write({ kind: 'revoke', user: person(0), cid: cidOf(0), roles: [admin] }, 0);
  assert.deepEqual(shows(index, 0, 0), [false, false, false, false]);
  tenant.now += 1_000;
  await index.fill({}, { olderThan: tenant.now });
  assert.deepEqual(shows(index, 0, 0), [false, false, false, false]);
});

test('what was written outlives a forgetting: it is shown of a pair that has not been read again', async () => {
  const { index, write } = house();
  await index.fill({});
  write({ kind: 'grant', to: person(5), cid: cidOf(1), roles: [admin] }, 5);
  index.forgetCid(cidOf(1));
  assert.deepEqual([holders(index, cidOf(1)), index.known(userOf(5), cidOf(1))], [[userOf(5)], undefined]);
  index.forgetAll();
  assert.deepEqual(holders(index), [userOf(5)]);
});

test('a user who was deleted holds nothing any more, even while the server lists them', async () => {
  const { tenant, index } = house();
  const { written } = indexOf(tenant);
  written.add({ kind: 'deleteUser', user: person(0), grants: undefined }, userOf(0));
  await index.fill({});
  index.removeUser(userOf(0));
  assert.deepEqual([holders(index), index.user(userOf(0)), index.accessTo(cidOf(0)).coverage.pairsKnown], [[], undefined, 0]);
});

test('an answer to a read of a pair that was forgotten meanwhile is given, and not kept', async () => {
  const { tenant, index } = house();
  const { promise, resolve } = Promise.withResolvers<void>();
  tenant.before = () => promise;
  const read = index.grants(userOf(0), cidOf(0));
  await new Promise((done) => setImmediate(done));
  index.forget(userOf(0), cidOf(0));
  resolve();
  assert.deepEqual([(await read).length, index.known(userOf(0), cidOf(0))], [1, undefined]);
});
