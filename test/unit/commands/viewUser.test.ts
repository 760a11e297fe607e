import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viewUser } from '../../../src/commands/viewUser.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import { cylanceHouse, showCylance, showFalcon } from './cylanceHouse.ts';
import { commandHouse } from './commandHouse.ts';
import { firstOf, idsOf } from './peopleHouse.ts';

test('each user that was clicked or selected is shown in a panel, as the tree knows the user', async (t) => {
  const house = await cylanceHouse(t);
  const { tenant, users, panels, person, run } = house;
  const other = await showCylance(house, { id: asConnectionId('two'), name: 'Beta' });
  const [ada, ben] = firstOf(users);
  const [eve] = firstOf(other.users);
  await run(viewUser, idsOf([ada, ben, eve]));
  assert.deepEqual(panels.opened, [
    { panel: 'viewCylanceUser', connection: tenant.id, cylanceUser: ada.user },
    { panel: 'viewCylanceUser', connection: tenant.id, cylanceUser: ben.user },
    { panel: 'viewCylanceUser', connection: other.tenant.id, cylanceUser: eve.user },
  ]);
  assert.deepEqual(person.seen, []);
});

test('what stands for no Cylance user opens nothing and asks nothing', async (t) => {
  const house = await cylanceHouse(t);
  const { list, root, panels, person, run } = house;
  const [falcon] = firstOf(await showFalcon(house));
  await run(viewUser, [list.id, root.id, falcon.id, 'unknown', { connection: 'cylance' }, 7]);
  assert.deepEqual([panels.opened, person.seen], [[], []]);
});

test('from the palette a user of the only Cylance tenant is looked for, whatever Falcon tenants there are', async (t) => {
  const house = await cylanceHouse(t);
  const { tenant, users, panels, person, run, connect } = house;
  await connect();
  const [, ben] = firstOf(users);
  person.will({ type: ben.user.email ?? '' });
  await run(viewUser);
  person.isDone();
  assert.deepEqual(panels.opened, [{ panel: 'viewCylanceUser', connection: tenant.id, cylanceUser: ben.user }]);
  assert.deepEqual(person.seen.map(({ question, title }) => [question, title]), [['search', 'View User']]);
});

test('with several Cylance tenants one is chosen first; leaving either question opens nothing', async (t) => {
  const house = await cylanceHouse(t);
  const { panels, person, run, connect } = house;
  await connect();
  const { tenant, users } = await showCylance(house, { id: asConnectionId('two'), name: 'Beta' });
  const [ada] = firstOf(users);
  person.will('escape', { choose: 'Beta' }, 'escape');
  await run(viewUser);
  await run(viewUser);
  assert.deepEqual(panels.opened, []);
  person.will({ choose: 'Beta' }, { type: ada.user.id });
  await run(viewUser);
  person.isDone();
  assert.deepEqual(person.seen[0]?.labels, ['Acme Endpoints', 'Beta']);
  assert.deepEqual(panels.opened, [{ panel: 'viewCylanceUser', connection: tenant.id, cylanceUser: ada.user }]);
});

test('without a Cylance tenant it is said that there is none', async (t) => {
  const { panels, run, connect } = await commandHouse(t, { cids: 1, users: 5 });
  await assert.rejects(async () => run(viewUser), { name: 'TenantError', kind: 'notFound', message: 'No tenant is connected.' });
  await connect();
  await assert.rejects(async () => run(viewUser), { kind: 'notFound', message: 'No Cylance tenant is connected.' });
  assert.deepEqual(panels.opened, []);
});
