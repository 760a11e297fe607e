import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viewUser } from '../../../src/commands/viewUser.ts';
import { cylanceDisplayName } from '../../../src/core/cylance/cylanceUser.ts';
import { commandHouse } from './commandHouse.ts';
import { cylancePeople } from './cylancePeople.ts';
import { firstOf, idsOf } from './peopleHouse.ts';

test('each user that was clicked gets a panel', async (t) => {
  const { tenant, cylanceUsers, panels, run } = await cylancePeople(t);
  const [ada, ben] = firstOf(cylanceUsers);
  await run(viewUser, idsOf([ada, ben]));
  assert.deepEqual(panels.opened, [ada, ben].map(({ user }) => ({ panel: 'viewCylanceUser', connection: tenant.id, cylanceUser: user })));
});

test('from the palette a user of a Cylance tenant is looked for, in the only one there is', async (t) => {
  const { cylanceUsers, person, panels, run } = await cylancePeople(t);
  const ada = cylanceUsers.find(({ user }) => user.first_name);
  assert.ok(ada);
  person.will({ type: ada.user.email ?? '' });
  await run(viewUser);
  assert.deepEqual(person.seen.map(({ labels }) => labels), [[cylanceDisplayName(ada.user)]]);
  assert.equal(panels.opened.length, 1);
});

test('what is no Cylance user opens nothing', async (t) => {
  const { users, root, person, panels, run } = await cylancePeople(t);
  await run(viewUser, [root.id, users[0]?.id]);
  assert.deepEqual([person.seen, panels.opened], [[], []]);
});

test('without a Cylance tenant that is said', async (t) => {
  const { connect, panels, run } = await commandHouse(t);
  await connect();
  await assert.rejects(run(viewUser), /No Cylance tenant is connected\./);
  assert.deepEqual(panels.opened, []);
});
