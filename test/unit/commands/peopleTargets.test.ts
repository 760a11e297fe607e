/** Which users a command takes from what it was given. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { userTargets } from '../../../src/commands/parts/userTargets.ts';
import type { Change } from '../../../src/core/changes/change.ts';
import { snapshotOf } from '../../../src/core/changes/change.ts';
import { sendChange } from '../../../src/api/falcon/writes.ts';
import { holderNode, roleNode } from '../../../src/state/nodes.ts';
import { firstOf, idsOf, peopleHouse, secondTenant } from './peopleHouse.ts';

test('a user who is shown in several places is one user', async (t) => {
  const house = await peopleHouse(t);
  const { tree, cid, users, directory, show, deps } = house;
  const [ada, ben] = firstOf(users);
  const roles = await tree.rolesBelow(cid);
  const [role] = await directory.roles(roles.cid);
  assert.ok(role);
  const [holder = ''] = show(holderNode(roleNode(roles, role, undefined), ada.user, { role_id: role.id }));
  const targets = await userTargets(deps, [ada.id, holder, ben.id, ada.id], 'x');
  assert.deepEqual(targets.map((target) => target.users), [[ada.user, ben.user]]);
});

test('users of two tenants stay apart, in the order in which they were selected', async (t) => {
  const house = await peopleHouse(t);
  const { connection, users, deps } = house;
  const other = await secondTenant(house);
  const [ada, ben] = firstOf(users);
  const [eve] = firstOf(other.users);
  const targets = await userTargets(deps, [eve.id, ada.id, ben.id], 'x');
  assert.deepEqual(targets.map((target) => [target.connection.name, target.users.length]), [[other.connection.name, 1], [connection.name, 2]]);
});

test('a panel names a user by ids, and the record is read', async (t) => {
  const { connection, users, deps, demo } = await peopleHouse(t);
  const [ada, ben] = firstOf(users);
  const before = demo.requests.length;
  const [adasIds, bensIds] = [ada, ben].map(({ user }) => ({ connection: connection.id, user: user.uuid }));
  const targets = await userTargets(deps, [adasIds, ben.id, bensIds], 'x');
  assert.deepEqual(targets.map((target) => target.users), [[ada.user, ben.user]]);
  assert.equal(demo.requests.length - before, 1);
});

test('a user who is gone says so', async (t) => {
  const { connection, users, deps, sessions } = await peopleHouse(t);
  const [ada] = firstOf(users);
  const gone: Change = { kind: 'deleteUser', user: snapshotOf(ada.user), grants: undefined };
  await sendChange(await sessions.client(connection.id), gone, { uuid: ada.user.uuid });
  await assert.rejects(userTargets(deps, [{ connection: connection.id, user: ada.user.uuid }], 'x'), { kind: 'notFound' });
});

test('what stands for no user is left out, and nothing is asked', async (t) => {
  const { connection, users, list, deps, person, demo } = await peopleHouse(t);
  const [{ user }] = firstOf(users);
  const before = demo.requests.length;
  const hostile = [
    ...[undefined, null, 0, true, Symbol('x'), () => user.uuid, [], {}, 'no such item', list.id, connection.id],
    ...[{ connection: connection.id }, { user: user.uuid }, { connection: 'gone', user: user.uuid }, { connection: 7, user: user.uuid }],
    ...[{ connection: connection.id, user: [user.uuid] }, { connection: connection.id, user: '' }, { connection: connection.id, user: '../../x' }],
    ...[{ connection: connection.id, user: 'a'.repeat(100_000) }, { connection: '__proto__', user: user.uuid }, { connection: connection.id, user }],
  ];
  assert.deepEqual(await userTargets(deps, hostile, 'x'), []);
  assert.deepEqual(person.seen, []);
  assert.equal(demo.requests.length, before);
});

test('from the palette the tenant is asked for, then the user', async (t) => {
  const house = await peopleHouse(t);
  const { person, users, deps } = house;
  await secondTenant(house);
  const [{ user }] = firstOf(users);
  person.will({ choose: 'Beta' }, { type: user.uid ?? '' });
  const targets = await userTargets(deps, [], 'x');
  person.isDone();
  assert.deepEqual(targets.map(({ connection, users: found }) => [connection.name, found.map(({ uid }) => uid)]), [['Beta', [user.uid]]]);
  person.will({ choose: 'Acme' }, 'escape');
  assert.deepEqual(await userTargets(deps, [], 'x'), []);
  person.will('escape');
  assert.deepEqual(await userTargets(deps, [], 'x'), []);
});

test('without a tenant the palette says how to get one', async (t) => {
  const { store, connection, deps } = await peopleHouse(t);
  await store.remove(connection.id);
  await assert.rejects(userTargets(deps, [], 'x'), { kind: 'notFound', message: 'No tenant is connected.' });
});

test('a selection of users of a tenant that has gone meanwhile is empty', async (t) => {
  const { store, connection, users, deps } = await peopleHouse(t);
  await store.remove(connection.id);
  assert.deepEqual(await userTargets(deps, idsOf(users), 'x'), []);
});
