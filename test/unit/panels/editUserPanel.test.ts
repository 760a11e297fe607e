/** The host's half of a user's panel. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { WebviewPanel } from 'vscode';
import { sendChange } from '../../../src/api/falcon/writes.ts';
import { namesOf, snapshotOf } from '../../../src/core/changes/change.ts';
import { TenantError } from '../../../src/core/errors.ts';
import { displayName } from '../../../src/core/user.ts';
import type { User } from '../../../src/core/user.ts';
import { FieldError } from '../../../src/host/fieldError.ts';
import { isKeptEdit } from '../../../src/protocol/user.ts';
import type { EditState, UserRequests } from '../../../src/protocol/user.ts';
import { userPanelHouse } from './userPanelHouse.ts';

async function editHouse(t: TestContext, at = 0) {
  const house = await userPanelHouse(t);
  const user = house.userAt(at);
  house.panels.edit(house.connection.id, user);
  const page = house.frames.last<UserRequests, EditState>();
  const { record } = await page.when((state) => state.record?.home === house.connection.name);
  assert.ok(record);
  return { ...house, user, page, record };
}

/** Somebody else renames the user, past everything that this window knows. */
async function renameElsewhere({ sessions, connection }: Awaited<ReturnType<typeof userPanelHouse>>, user: User): Promise<void> {
  const change = { kind: 'renameUser', user: snapshotOf(user), before: namesOf(user), after: { first: 'Augusta', last: 'King' } } as const;
  await sendChange(await sessions.client(connection.id), change, {});
}

test('a panel shows what is known at once, then what the server says; there is one for each user', async (t) => {
  const { panels, connection, frames, page, record, user, userAt } = await editHouse(t);
  assert.equal(page.title, displayName(user));
  assert.deepEqual([record.names, record.email, record.uuid], [namesOf(user), user.uid, user.uuid]);
  assert.deepEqual(record.facts.map(({ label }) => label), ['Status', 'Created', 'Last login', '2FA']);
  assert.deepEqual(page.spec.state().tenant, { name: connection.name, cloud: new URL(connection.baseUrl).host, canChange: true });
  panels.edit(connection.id, user);
  assert.deepEqual([page.reveals, frames.all.length], [1, 1]);
  panels.edit(connection.id, userAt(1));
  assert.equal(frames.all.length, 2);
  page.dispose();
  panels.edit(connection.id, user);
  assert.equal(frames.all.length, 3);
});

test('what was typed is saved on the road of changes, and shown', async (t) => {
  const { page, record, person, current, user } = await editHouse(t);
  person.will({ choose: 'Rename' });
  assert.deepEqual(await page.ask('save', { names: { first: ' Augusta ', last: 'King' }, basis: record.basis }), { kind: 'saved' });
  const { title } = await page.when((state) => state.record?.names.last === 'King' && !state.isSaving);
  assert.equal(title, 'Augusta King');
  assert.equal(page.title, 'Augusta King');
  assert.equal((await current(user))?.first_name, 'Augusta');
});

test('a person who says no changes nothing', async (t) => {
  const { page, record, person, current, user } = await editHouse(t);
  person.will('escape');
  assert.deepEqual(await page.ask('save', { names: { first: 'Augusta', last: 'King' }, basis: record.basis }), { kind: 'notRun' });
  assert.equal(page.spec.state().isSaving, false);
  assert.equal((await current(user))?.first_name, user.first_name);
});

test('names that somebody else gave meanwhile are not overwritten unseen', async (t) => {
  const house = await editHouse(t);
  const { page, record, person, user } = house;
  await renameElsewhere(house, user);
  const mine = { first: 'Countess', last: 'Lovelace' };
  const answer = await page.ask('save', { names: mine, basis: record.basis });
  assert.ok(answer.kind === 'conflict');
  assert.deepEqual(answer.theirs, { first: 'Augusta', last: 'King' });
  person.will({ choose: 'Rename' });
  assert.deepEqual(await page.ask('save', { names: mine, basis: answer.basis }), { kind: 'saved' });
});

test('a change of which nothing is known is looked up', async (t) => {
  const house = await editHouse(t);
  const { page, directories, connection, user } = house;
  await renameElsewhere(house, user);
  directories.tellWritten({ connection: connection.id, users: [], cids: [], lists: [], all: true });
  await page.when(({ record }) => record?.names.first === 'Augusta');
});

test('names that somebody else gave as well need no saving', async (t) => {
  const house = await editHouse(t);
  const { page, record, user, proposed } = house;
  await renameElsewhere(house, user);
  assert.deepEqual(await page.ask('save', { names: { first: 'Augusta', last: 'King' }, basis: record.basis }), { kind: 'unchanged' });
  assert.equal(page.spec.state().record?.names.first, 'Augusta');
  assert.deepEqual(proposed, []);
});

test('names that no server takes are refused at their field, whatever the page thinks', async (t) => {
  const { page, record } = await editHouse(t);
  for (const [names, field] of [
    [{ first: '', last: '' }, 'first'],
    [{ first: 'a\nb', last: 'c' }, 'first'],
    [{ first: 'a', last: 'x'.repeat(256) }, 'last'],
  ] as const) {
    await assert.rejects(page.ask('save', { names, basis: record.basis }), (error) => error instanceof FieldError && error.field === field);
  }
});

test('what the user holds is told CID by CID, home first', async (t) => {
  const { page, directory, user, connection } = await editHouse(t);
  const { cids } = await page.ask('access', undefined);
  const grants = await directory.accessOf(user);
  assert.ok(grants.length > 0);
  assert.equal(cids.flatMap(({ roles }) => roles).length, grants.length);
  if (grants.some(({ cid }) => cid === user.cid)) assert.equal(cids[0]?.name, connection.name);
  for (const { roles } of cids) for (const { how } of roles) assert.match(how, /direct|via |until /);
});

test('reading what the user holds can be given up', async (t) => {
  const { page } = await editHouse(t);
  await assert.rejects(page.ask('access', undefined, AbortSignal.abort()));
});

test('the other actions are commands, a document and the clipboard', async (t) => {
  const { page, commands, shown, copied, connection, user } = await editHouse(t);
  const actions = ['allowChanges', 'manageGrants', 'resetPassword', 'resetFactors', 'delete', 'openJson', 'copyUuid'] as const;
  for (const action of actions) await page.ask('act', { action });
  const both = { connection: connection.id, user: user.uuid };
  assert.deepEqual(commands, [
    ['falconAdmin.connection.allowChanges', connection.id],
    ['falconAdmin.grants.manage', both],
    ['falconAdmin.user.resetPassword', both],
    ['falconAdmin.user.resetFactors', both],
    ['falconAdmin.user.delete', both],
  ]);
  assert.deepEqual(shown, [{ connection: connection.id, kind: 'user', id: user.uuid, name: displayName(user) }]);
  assert.deepEqual(copied, [user.uuid]);
});

test('a change of the user from anywhere is shown, and what the user holds is asked for anew', async (t) => {
  const { page, road, person, user, connection } = await editHouse(t);
  const before = page.spec.state().accessAge;
  person.will({ choose: 'Rename' });
  await road.propose({
    ...{ connectionId: connection.id, origin: 'test' },
    changes: [{ kind: 'renameUser', user: snapshotOf(user), before: namesOf(user), after: { first: 'Augusta', last: 'King' } }],
  });
  const { accessAge } = await page.when((state) => state.record?.names.first === 'Augusta');
  assert.ok(accessAge > before);
});

test('a user who was deleted is said to be gone', async (t) => {
  const house = await editHouse(t);
  const { page, record, sessions, connection, user } = house;
  await sendChange(await sessions.client(connection.id), { kind: 'deleteUser', user: snapshotOf(user), grants: [] }, {});
  await assert.rejects(page.ask('save', { names: { first: 'Augusta', last: 'King' }, basis: record.basis }), { kind: 'notFound' });
  assert.match(page.spec.state().gone ?? '', /does not exist any more/);
});

test('locking the tenant and taking its connection away are shown', async (t) => {
  const { page, store, connection } = await editHouse(t);
  await store.change(connection.id, { canChange: false });
  assert.equal(page.spec.state().tenant?.canChange, false);
  await store.remove(connection.id);
  assert.match(page.spec.state().gone ?? '', /not connected any more/);
  await assert.rejects(page.ask('access', undefined), { kind: 'notFound' });
});

test('a record that cannot be read says why, and is read when asked again', async (t) => {
  const { panels, frames, connection, directory, userAt } = await userPanelHouse(t);
  const noAnswer = new TenantError({ kind: 'network', message: 'No answer.', nextStep: 'Try again.' });
  const failing = t.mock.method(directory, 'readUser', () => Promise.reject(noAnswer));
  panels.edit(connection.id, userAt(0));
  const page = frames.last<UserRequests, EditState>();
  const { failure, record } = await page.when((state) => state.failure !== undefined);
  assert.deepEqual([failure, record?.email], ['No answer. Try again.', userAt(0).uid]);
  failing.mock.restore();
  await page.ask('act', { action: 'reread' });
  assert.equal(page.spec.state().failure, undefined);
});

test('a panel that comes back has its old title until the user is read', async (t) => {
  const { panels, frames, connection, userAt } = await userPanelHouse(t);
  await panels.restore({ title: 'Old name' } as unknown as WebviewPanel, { view: 'edit', connection: connection.id, user: userAt(0).uuid });
  const page = frames.last<UserRequests, EditState>();
  assert.equal(page.title, 'Old name');
  await page.when((state) => state.record !== undefined);
  assert.equal(page.title, displayName(userAt(0)));
});

test('a panel of a tenant that is not connected comes back and says so', async (t) => {
  const { panels, frames } = await userPanelHouse(t);
  const kept = { view: 'edit', connection: 'elsewhere', user: 'a1' };
  assert.ok(isKeptEdit(kept));
  await panels.restore({ title: 'Ada' } as unknown as WebviewPanel, kept);
  const { gone, record } = await frames.last<UserRequests, EditState>().when((state) => state.gone !== undefined);
  assert.deepEqual([/not connected/.test(gone ?? ''), record], [true, undefined]);
});

test('a kept state that no page has written brings nothing back', async (t) => {
  const { panels, frames } = await userPanelHouse(t);
  for (const kept of [undefined, 'edit', { view: 'edit' }, { view: 'edit', connection: '../..', user: 'a' }]) {
    let closed = false;
    await panels.restore({ title: 'Ada', dispose: () => (closed = true) } as unknown as WebviewPanel, kept);
    assert.equal(closed, true);
  }
  assert.deepEqual(frames.all, []);
});
