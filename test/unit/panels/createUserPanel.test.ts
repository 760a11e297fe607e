/** The host's half of the panel for making a user. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { WebviewPanel } from 'vscode';
import type { DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import { FieldError } from '../../../src/host/fieldError.ts';
import type { CreateState, CreateUserRequests, FormField } from '../../../src/protocol/createUser.ts';
import type { UserRequests } from '../../../src/protocol/user.ts';
import { userPanelHouse } from './userPanelHouse.ts';

const form = { email: 'Ada.King@Acme.test', names: { first: ' Ada', last: 'King' } };
const password = 'Correct horse 9!';

async function createHouse(t: TestContext, { at = 'parent', ...options }: DemoTenantOptions & { readonly at?: 'parent' | 'nowhere' } = {}) {
  const house = await userPanelHouse(t, options);
  house.panels.create(house.connection.id, at === 'parent' ? house.cid : undefined);
  const page = house.frames.last<CreateUserRequests, CreateState>();
  await page.when(({ isReading }) => !isReading);
  const found = async (email = 'ada.king@acme.test') => (await house.directory.usersWithEmails([email])).get(email);
  const [child] = await house.directory.allChildren();
  assert.ok(child);
  return { ...house, page, found, child };
}

const atField = (field: FormField) => (error: unknown) => error instanceof FieldError && error.field === field;

test('a panel begins in the CID that was clicked, and asks for one where there are several', async (t) => {
  const { page, cid, connection, panels, frames } = await createHouse(t);
  const { cid: home, hasChoice, roles } = page.spec.state();
  assert.deepEqual([home, hasChoice, roles], [{ id: cid, name: connection.name }, true, []]);
  panels.create(connection.id, undefined);
  const other = frames.last<CreateUserRequests, CreateState>();
  const state = await other.when(({ isReading }) => !isReading);
  assert.equal(state.cid, undefined);
  for (const ask of ['check', 'create'] as const) await assert.rejects(other.ask(ask, form), atField('cid'));
  await assert.rejects(other.ask('addRoles', undefined), atField('cid'));
});

test('without children there is nothing to choose', async (t) => {
  const { panels, frames, connection, cid } = await userPanelHouse(t, { cids: 1 });
  panels.create(connection.id, undefined);
  const state = await frames.last<CreateUserRequests, CreateState>().when(({ isReading }) => !isReading);
  assert.deepEqual([state.cid?.id, state.hasChoice], [cid, false]);
});

test('a user is made with roles that end, in one change set, and can be opened', async (t) => {
  const { page, person, found, directory, cid, frames } = await createHouse(t);
  const [one, other] = (await directory.roles(cid)).filter(({ type }) => type === 'default');
  assert.ok(one && other);
  person.will({ chooseMany: [one.display_name, other.display_name] });
  const added = await page.ask('addRoles', undefined);
  assert.ok(added >= 2);
  await page.ask('setEnd', { role: other.id, end: { after: 'day' } });
  person.will({ choose: 'Create' });
  assert.deepEqual(await page.ask('create', form), { kind: 'made' });
  const user = await found();
  assert.deepEqual([user?.first_name, user?.last_name, user?.cid], ['Ada', 'King', cid]);
  assert.ok(user);
  const grants = await directory.accessOf(user);
  assert.equal(grants.length, added);
  assert.ok(grants.find(({ role_id: id }) => id === other.id)?.expires_at);
  assert.equal(grants.find(({ role_id: id }) => id === one.id)?.expires_at, undefined);
  const { made, roles, isCreating } = page.spec.state();
  assert.deepEqual([made, roles.length, isCreating], [{ name: 'Ada King', email: 'ada.king@acme.test', warning: undefined }, added, false]);
  await page.ask('act', { action: 'openMade' });
  assert.equal(frames.last<UserRequests, unknown>().title, 'Ada King');
  await page.ask('act', { action: 'startAnother' });
  assert.deepEqual([page.spec.state().made, page.spec.state().cid?.id, page.spec.state().roles.length], [undefined, cid, added]);
});

test('a password is sent, and stands nowhere afterwards', async (t) => {
  const { page, person, found, activity, texts } = await createHouse(t);
  person.will({ choose: 'Create' });
  assert.deepEqual(await page.ask('create', { ...form, password }), { kind: 'made' });
  assert.ok(await found());
  const written = JSON.stringify([page.spec.state(), await activity.list(), texts.shown, person.seen, person.notices]);
  assert.ok(!written.includes(password));
  assert.match(JSON.stringify(person.seen), /password that was typed/);
});

test('without a password the person is told of the mail', async (t) => {
  const { page, person } = await createHouse(t);
  person.will('escape');
  assert.deepEqual(await page.ask('create', form), { kind: 'notRun' });
  assert.match(person.seen.at(-1)?.detail ?? '', /mails the user a link/);
  assert.equal(page.spec.state().isCreating, false);
});

test('what the server refuses belongs to its field', async (t) => {
  const { page, person, userAt } = await createHouse(t);
  await assert.rejects(page.ask('check', { ...form, password: 'weak' }), atField('password'));
  await assert.rejects(page.ask('check', { ...form, email: userAt(0).uid ?? '' }), atField('email'));
  assert.equal(await page.ask('check', form), undefined);
  person.will({ choose: 'Create' });
  const answer = await page.ask('create', { ...form, password: 'weak' });
  assert.ok(answer.kind === 'refused');
  assert.deepEqual([answer.field, /password policy/.test(answer.message)], ['password', true]);
  assert.equal(page.spec.state().made, undefined);
});

test('what no server takes is refused at its field, whatever the page thinks', async (t) => {
  const { page } = await createHouse(t);
  for (const [wrong, field] of [
    [{ email: 'ada' }, 'email'],
    [{ names: { first: '', last: ' ' } }, 'first'],
    [{ names: { first: 'a', last: 'a\u0000' } }, 'last'],
  ] as const) {
    await assert.rejects(page.ask('create', { ...form, ...wrong }), atField(field));
  }
});

test('an address is looked up in all CIDs', async (t) => {
  const { page, directory, child } = await createHouse(t);
  const list = directory.users(child.child_cid);
  await list.load();
  const [user] = list.items;
  assert.ok(user?.uid);
  const found = await page.ask('lookUp', { email: ` ${user.uid.toUpperCase()} ` });
  assert.deepEqual(found?.home, child.name);
  assert.equal(await page.ask('lookUp', { email: 'nobody@nowhere.test' }), undefined);
  assert.equal(await page.ask('lookUp', { email: 'no address' }), undefined);
});

test('roles that another CID does not have are dropped and named; custom roles stay where they belong', async (t) => {
  const { page, person, directory, cid, child, chosenCids } = await createHouse(t, { cids: 3, users: 90 });
  const there = await directory.roles(cid);
  const custom = there.find((role) => role.cid === cid);
  const common = there.find(({ type }) => type === 'default');
  assert.ok(custom && common);
  person.will({ chooseMany: [custom.display_name, common.display_name] });
  await page.ask('addRoles', undefined);
  chosenCids.push(undefined, { cid: child.child_cid, name: child.name ?? '' });
  assert.deepEqual(await page.ask('chooseCid', undefined), { dropped: [] });
  const { dropped } = await page.ask('chooseCid', undefined);
  assert.ok(dropped.includes(custom.display_name));
  const { cid: home, roles } = page.spec.state();
  assert.deepEqual([home?.name, roles.some(({ id }) => id === common.id), roles.some(({ id }) => id === custom.id)], [child.name, true, false]);
  person.will('escape');
  await page.ask('addRoles', undefined);
  const labels = person.seen.at(-1)?.labels ?? [];
  assert.deepEqual([labels.includes(custom.display_name), labels.includes(common.display_name)], [false, false]);
  await page.ask('removeRole', { role: common.id });
  assert.equal(page.spec.state().roles.some(({ id }) => id === common.id), false);
});

test('a panel comes back with its CID, and those of its roles that are still there', async (t) => {
  const { panels, frames, connection, directory, child } = await userPanelHouse(t).then(async (house) => {
    const [one] = await house.directory.allChildren();
    assert.ok(one);
    return { ...house, child: one };
  });
  const role = (await directory.roles(child.child_cid)).find(({ type }) => type === 'default');
  assert.ok(role);
  const kept = {
    ...{ view: 'create', connection: connection.id, cid: child.child_cid, hadPassword: true, ...form },
    roles: [{ id: role.id, end: { after: 'hour' } }, { id: 'gone' }],
  };
  await panels.restore({ title: 'New User' } as unknown as WebviewPanel, kept);
  const state = await frames.last<CreateUserRequests, CreateState>().when(({ isReading }) => !isReading);
  assert.deepEqual(state.cid, { id: child.child_cid, name: child.name });
  assert.deepEqual(state.roles, [{ id: role.id, name: role.display_name, end: { after: 'hour' } }]);
});

test('a tenant that is not connected any more has nothing to make a user in', async (t) => {
  const { page, store, connection, commands } = await createHouse(t);
  await page.ask('act', { action: 'allowChanges' });
  assert.deepEqual(commands, [['falconAdmin.connection.allowChanges', connection.id]]);
  await store.remove(connection.id);
  assert.match(page.spec.state().gone ?? '', /not connected any more/);
  await assert.rejects(page.ask('create', form), { kind: 'notFound' });
});
