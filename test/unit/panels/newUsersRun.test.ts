/** New users from a file, made on the road of changes as it is, in a real demo tenant. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import { NewUsersPanels } from '../../../src/panels/newUsers/newUsersPanels.ts';
import { plainWording } from '../views/plainWording.ts';
import { pagesOf } from './newUsersHouse.ts';
import type { PlayedPage } from './newUsersHouse.ts';
import { userPanelHouse } from './userPanelHouse.ts';

async function opened(t: TestContext, lines: readonly string[], options: DemoTenantOptions = {}) {
  const house = await userPanelHouse(t, options);
  const { store, directories, road, files, frames } = house;
  const panels = new NewUsersPanels({
    ...{ store, directories, road, files, openFrame: frames.openFrame, runCommand: async () => undefined },
    wording: { ...plainWording, now: () => Date.now() },
  });
  t.after(() => panels.dispose());
  const bytes = new TextEncoder().encode(['email,first_name,last_name,cid,roles,expires_at', ...lines].join('\n'));
  panels.open(house.connection.id, undefined, { name: 'people.csv', bytes });
  const page: PlayedPage | undefined = pagesOf(frames).at(-1);
  assert.ok(page);
  await page.when(({ facts }) => facts.kind === 'read');
  return { ...house, page };
}

test('users are made with their roles, in their CIDs, with an end where one is given', async (t) => {
  const until = new Date(Date.now() + 48 * 3_600_000).toISOString();
  const { page, person, directory, cid } = await opened(t, [
    'one@acme.test,One,Person,,Dashboard Admin',
    `two@acme.test,Two,Person,,Dashboard Admin;Custom IOAs Manager,${until}`,
    'three@acme.test,Three,Person',
  ]);
  person.will({ choose: 'Create' });
  await page.ask('create', { table: page.table });
  assert.deepEqual((await page.rows()).map(({ status, said }) => [status, said]), [['done', []], ['done', []], ['done', []]]);
  const users = await directory.usersWithEmails(['one@acme.test', 'two@acme.test', 'three@acme.test']);
  assert.deepEqual([...users.values()].map((user) => [user?.first_name, user?.cid]), [['One', cid], ['Two', cid], ['Three', cid]]);
  const two = users.get('two@acme.test');
  assert.ok(two);
  const grants = await directory.grants(two.uuid, cid);
  assert.deepEqual(grants.map(({ role_id: id, expires_at: end }) => [id, end?.slice(0, 19)]).sort(), [
    ['custom_ioas_manager', until.slice(0, 19)],
    ['dashboard_admin', until.slice(0, 19)],
  ]);
});

test('an address that somebody took meanwhile is refused by the rules, and the others are made', async (t) => {
  const { page, person, sessions, connection } = await opened(t, ['one@acme.test,One', 'two@acme.test,Two']);
  const client = await sessions.client(connection.id);
  await client.call('createUserV1', { body: { uid: 'two@acme.test', first_name: 'Somebody', last_name: 'Else' } });
  person.will({ choose: 'Leave' }, { choose: 'Create' });
  await page.ask('create', { table: page.table });
  await page.when(({ counts }) => counts?.mend === 1);
  const [one, two] = await page.rows();
  assert.equal(one?.status, 'done');
  assert.match(two?.said[0] ?? '', /^problem email: There is a user with this address already/);
});
