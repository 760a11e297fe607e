/** Making, editing and renaming users. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUser } from '../../../src/commands/createUser.ts';
import { editUser } from '../../../src/commands/editUser.ts';
import { importUsers } from '../../../src/commands/importUsers.ts';
import { renameUser } from '../../../src/commands/renameUser.ts';
import { sendChange } from '../../../src/api/falcon/writes.ts';
import { namesOf, snapshotOf } from '../../../src/core/changes/change.ts';
import { displayName } from '../../../src/core/user.ts';
import { connectionNode } from '../../../src/state/nodes.ts';
import { firstOf, idsOf, peopleHouse, secondTenant } from './peopleHouse.ts';

test('a panel for a new user opens for the place that was clicked', async (t) => {
  const { connection, cid, list, users, panels, show, run } = await peopleHouse(t);
  const [root = ''] = show(connectionNode(connection));
  const [ada] = firstOf(users);
  for (const id of [root, cid.id, list.id, ada.id]) await run(createUser, [id]);
  assert.deepEqual(
    panels.opened,
    [undefined, list.cid, list.cid, list.cid].map((at) => ({ panel: 'createUser', connection: connection.id, cid: at })),
  );
});

test('from the palette a panel for a new user opens in the tenant that is chosen, a read-only one too', async (t) => {
  const house = await peopleHouse(t);
  const { store, connection, person, panels, run } = house;
  const other = await secondTenant(house);
  await store.change(other.connection.id, { canChange: false });
  person.will({ choose: 'Beta' });
  await run(createUser);
  person.will('escape');
  await run(createUser);
  await run(createUser, [connection.id]);
  const [chosen, named, ...others] = panels.opened;
  assert.deepEqual([chosen?.connection, named?.connection, others.length], [other.connection.id, connection.id, 0]);
});

test('new users from a file are begun in a panel that asks for the file, for the CID that was clicked', async (t) => {
  const { connection, cid, list, panels, run } = await peopleHouse(t);
  await run(importUsers, [cid.id]);
  await run(importUsers);
  const opened = { panel: 'importUsers', connection: connection.id, file: undefined };
  assert.deepEqual(panels.opened, [{ ...opened, cid: list.cid }, { ...opened, cid: undefined }]);
});

test('each of the selected users is edited in a panel of its own, many of them when that is meant', async (t) => {
  const { connection, users, person, panels, run } = await peopleHouse(t);
  const few = users.slice(0, 10);
  await run(editUser, idsOf(few));
  assert.deepEqual(panels.opened, few.map(({ user }) => ({ panel: 'editUser', connection: connection.id, user })));
  person.will({ confirm: false }, { confirm: true });
  await run(editUser, idsOf(users.slice(0, 11)));
  assert.equal(panels.opened.length, 10);
  await run(editUser, idsOf(users.slice(0, 11)));
  assert.equal(panels.opened.length, 21);
  assert.match(person.seen[0]?.title ?? '', /11 users/);
});

test('a rename takes back the names as they are at the server, not as the tree shows them', async (t) => {
  const { connection, users, person, proposed, sessions, run } = await peopleHouse(t);
  const [{ id, user }] = firstOf(users);
  const between = { first: 'Somebody', last: 'Else' };
  const elsewhere = { kind: 'renameUser', user: snapshotOf(user), before: namesOf(user), after: between } as const;
  await sendChange(await sessions.client(connection.id), elsewhere, { uuid: user.uuid });
  person.will({ type: ' Ada ' }, { type: 'Lovelace' });
  await run(renameUser, [id]);
  person.isDone();
  assert.deepEqual(person.seen.map(({ value }) => value), ['Somebody', 'Else']);
  assert.equal(proposed.length, 1);
  const [{ connectionId, changes } = { connectionId: undefined, changes: [] }] = proposed;
  const present = { ...snapshotOf(user), first_name: 'Somebody', last_name: 'Else' };
  assert.equal(connectionId, connection.id);
  assert.deepEqual(changes, [{ kind: 'renameUser', user: present, before: between, after: { first: 'Ada', last: 'Lovelace' } }]);
});

test('going back from the last name keeps what was typed in both boxes', async (t) => {
  const { users, person, proposed, run } = await peopleHouse(t);
  const [{ id }] = firstOf(users);
  person.will({ type: 'Ada' }, { back: 'Love' }, { type: 'Augusta Ada' }, 'enter');
  await run(renameUser, [id]);
  person.isDone();
  assert.deepEqual(person.seen.slice(2).map(({ value }) => value), ['Ada', 'Love']);
  const [change] = proposed[0]?.changes ?? [];
  assert.deepEqual(change?.kind === 'renameUser' && change.after, { first: 'Augusta Ada', last: 'Love' });
});

for (const [how, answers] of [
  ['left as they are', ['enter', 'enter']],
  ['left at the first name', ['escape']],
  ['left at the last name', [{ type: 'Ada' }, 'escape']],
] as const) {
  test(`names that are ${how} change nothing`, async (t) => {
    const { users, person, proposed, run } = await peopleHouse(t);
    const [{ id }] = firstOf(users);
    person.will(...answers);
    await run(renameUser, [id]);
    person.isDone();
    assert.deepEqual(proposed, []);
  });
}

test('names that the server would not take are refused as they are typed', async (t) => {
  const { users, person, proposed, run } = await peopleHouse(t);
  const [{ id }] = firstOf(users);
  person.will({ type: 'a'.repeat(256) }, { type: 'Ada\u0007' }, { type: ' ' }, { type: '  ' }, { type: 'a'.repeat(255) });
  await run(renameUser, [id]);
  person.isDone();
  assert.deepEqual(person.problems, [
    'A name has 255 characters at most; this one has 256.',
    'A name has no line breaks or other control characters.',
    'Give a first or a last name.',
  ]);
  const [change] = proposed[0]?.changes ?? [];
  assert.deepEqual(change?.kind === 'renameUser' && change.after, { first: '', last: 'a'.repeat(255) });
});

test('the question names the user by address, and the tenant', async (t) => {
  const { connection, users, person, deps } = await peopleHouse(t);
  const [{ id, user }] = firstOf(users);
  const requests: { readonly title: string; readonly prompt?: string }[] = [];
  const { prompts } = deps;
  const input = ((request) => {
    requests.push(request);
    return prompts.input(request);
  }) as typeof prompts.input;
  person.will('enter', 'enter');
  await renameUser.run({ ...deps, prompts: { ...prompts, input } }, [id]);
  assert.deepEqual(requests.map(({ title }) => title), Array.from({ length: 2 }, () => `Rename ${displayName(user)} in ${connection.name}`));
  assert.deepEqual(requests.map(({ prompt }) => prompt), [`First name of ${user.uid}`, `Last name of ${user.uid}`]);
});

test('several users at once are not renamed, and it says why', async (t) => {
  const { users, person, proposed, run } = await peopleHouse(t);
  await run(renameUser, idsOf(users.slice(0, 2)));
  assert.match(person.notices[0]?.message ?? '', /one at a time/);
  assert.deepEqual([person.seen, proposed], [[], []]);
});
