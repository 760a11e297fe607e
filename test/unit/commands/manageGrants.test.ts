/** Opening the grants panel from wherever users and CIDs are named. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cidNode, connectionNode, isNode } from '../../../src/state/nodes.ts';
import { firstOf, idsOf, peopleHouse, secondTenant } from './peopleHouse.ts';

const manage = 'falconAdmin.grants.manage';

test('users that were selected are shown together, each once, in a panel for each tenant', async (t) => {
  const house = await peopleHouse(t);
  const { run, users, panels, connection } = house;
  const [one, two] = firstOf(users);
  const other = await secondTenant(house);
  const [third] = firstOf(other.users);
  await run(manage, [...idsOf([one, two, one, third]), 'nothing']);
  assert.deepEqual(panels.opened, [
    { panel: 'manageGrants', connection: connection.id, subject: { by: 'users', users: [one.user.uuid, two.user.uuid] } },
    { panel: 'manageGrants', connection: other.connection.id, subject: { by: 'users', users: [third.user.uuid] } },
  ]);
});

test('a CID, or its list of users, is shown over its users; twice is once', async (t) => {
  const { run, cid, list, panels, connection, directory } = await peopleHouse(t);
  await run(manage, idsOf([cid, list]));
  const { cid: own } = await directory.shape();
  assert.deepEqual(panels.opened, [{ panel: 'manageGrants', connection: connection.id, subject: { by: 'cid', cid: own } }]);
});

test('a CID that two connections see is shown for each of them', async (t) => {
  const house = await peopleHouse(t);
  const { run, show, cid, panels, connection, directory } = house;
  const other = await secondTenant(house);
  const { cid: own } = await directory.shape();
  assert.ok(own);
  await run(manage, [cid.id, ...show(cidNode(connectionNode(other.connection), own, undefined, undefined))]);
  assert.deepEqual(panels.opened.map((opened) => [opened.connection, 'subject' in opened && opened.subject]), [
    [connection.id, { by: 'cid', cid: own }],
    [other.connection.id, { by: 'cid', cid: own }],
  ]);
});

test('the other CIDs of a user are shown over the user', async (t) => {
  const { run, tree, users, panels, connection, show } = await peopleHouse(t);
  const [node] = firstOf(users);
  const below = await tree.children(node);
  const others = below.find((one) => isNode(one, 'otherCids')) ?? assert.fail('there are no other CIDs');
  await run(manage, show(others));
  assert.deepEqual(panels.opened, [{ panel: 'manageGrants', connection: connection.id, subject: { by: 'users', users: [node.user.uuid] } }]);
});

test('panels and the view of temporary roles name users by ids', async (t) => {
  const { run, panels } = await peopleHouse(t);
  const grant = { connection: 'one', user: 'u-1', cid: 'a'.repeat(32), role: 'help_desk' };
  await run(manage, [grant, { connection: 'one', user: 'u-2' }, { connection: 'one', user: {} }]);
  assert.deepEqual(panels.opened, [{ panel: 'manageGrants', connection: 'one', subject: { by: 'users', users: ['u-1', 'u-2'] } }]);
});

test('from the palette the person looks users up', async (t) => {
  const { run, panels, person, users, connection } = await peopleHouse(t);
  const [{ user }] = firstOf(users);
  person.will({ type: user.uid ?? '' }, { choose: 'Go On' });
  await run(manage);
  assert.deepEqual(panels.opened, [{ panel: 'manageGrants', connection: connection.id, subject: { by: 'users', users: [user.uuid] } }]);
});

test('more than 50 users are refused with the way out', async (t) => {
  const { run, panels } = await peopleHouse(t);
  const many = Array.from({ length: 51 }, (_, at) => ({ connection: 'one', user: `u-${at}` }));
  await assert.rejects(async () => run(manage, many), /50 users are the most.*/);
  assert.deepEqual(panels.opened, []);
});
