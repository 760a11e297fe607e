import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareUsers } from '../../../src/commands/compareUsers.ts';
import { displayName } from '../../../src/core/user.ts';
import { isInherited } from '../../../src/core/grant.ts';
import { firstOf, idsOf, peopleHouse, secondTenant } from './peopleHouse.ts';

test('two selected users are compared: all they hold, everywhere, by the names of the CIDs', async (t) => {
  const { connection, directory, users, texts, run } = await peopleHouse(t);
  const access = await Promise.all(users.map(async (node) => ({ node, grants: await directory.accessOf(node.user) })));
  const [ada, ben] = firstOf(access.toSorted((left, right) => right.grants.length - left.grants.length));
  assert.ok(ada.grants.some(isInherited) || ben.grants.some(isInherited) || ada.grants.length > 1);
  await run(compareUsers, idsOf([ada.node, ben.node]));
  const [{ left, right, title } = { left: { text: '' }, right: { text: '' }, title: '' }] = texts.compared;
  assert.equal(title, `${displayName(ada.node.user)} ↔ ${displayName(ben.node.user)}`);
  const children = await directory.allChildren();
  for (const [text, { node, grants }] of [[left.text, ada], [right.text, ben]] as const) {
    assert.match(text, new RegExp(`^E-mail: ${node.user.uid}$`, 'm'));
    assert.match(text, new RegExp(`^Home CID: ${connection.name}$`, 'm'));
    const lines = text.split('\n').filter((line) => line.startsWith('  '));
    assert.deepEqual(lines, lines.toSorted());
    assert.equal(lines.length, grants.length);
    for (const { cid, role_name: role } of grants) {
      const place = children.find((child) => child.child_cid === cid)?.name ?? connection.name;
      assert.ok(lines.some((line) => line.startsWith(`  ${place}: ${role}`)), `${place}: ${role}`);
    }
  }
});

test('the second user is asked for when one was clicked, both are when none was', async (t) => {
  const { users, person, texts, run } = await peopleHouse(t);
  const [ada, ben] = firstOf(users);
  person.will({ type: ben.user.uid ?? '' });
  await run(compareUsers, [ada.id]);
  person.will({ type: ada.user.uid ?? '' }, { type: ben.user.uid ?? '' });
  await run(compareUsers);
  person.isDone();
  const title = `${displayName(ada.user)} ↔ ${displayName(ben.user)}`;
  assert.deepEqual(texts.compared.map((compared) => compared.title), [title, title]);
  assert.equal(person.seen[0]?.title, `Compare ${displayName(ada.user)} with`);
});

test('leaving the question for one of the two ends silently', async (t) => {
  const { users, person, texts, run } = await peopleHouse(t);
  const [ada] = firstOf(users);
  person.will('escape', { type: ada.user.uid ?? '' }, 'escape');
  await run(compareUsers);
  await run(compareUsers);
  person.isDone();
  assert.deepEqual([texts.compared, person.notices], [[], []]);
});

test('more than four, or one user twice, is told', async (t) => {
  const { users, person, texts, run } = await peopleHouse(t);
  const [ada] = firstOf(users);
  await run(compareUsers, idsOf(users.slice(0, 5)));
  person.will({ type: ada.user.uid ?? '' });
  await run(compareUsers, [ada.id]);
  person.isDone();
  assert.deepEqual(person.notices.map(({ message }) => message), [
    'Two to four users can be compared. Select fewer.',
    `${displayName(ada.user)} was chosen twice. Choose two different users.`,
  ]);
  assert.deepEqual(texts.compared, []);
});

test('users of two tenants are compared, told apart by address or tenant where their names are the same', async (t) => {
  const house = await peopleHouse(t);
  const { users, texts, run } = house;
  const other = await secondTenant(house);
  const [ada, ben] = firstOf(users);
  const [twin, eve] = firstOf(other.users);
  await run(compareUsers, [ada.id, eve.id]);
  await run(compareUsers, [ada.id, twin.id]);
  const [different, same] = texts.compared;
  assert.equal(different?.title, `${displayName(ada.user)} ↔ ${displayName(ben.user)}`);
  assert.equal(same?.title, `${displayName(ada.user)} (Acme) ↔ ${displayName(ada.user)} (Beta)`);
  assert.match(same?.left.text ?? '', /^Tenant: Acme$/m);
  assert.match(same?.right.text ?? '', /^Tenant: Beta$/m);
});

test('three or four users are compared in one text, of whichever tenants they are, those named by ids too', async (t) => {
  const house = await peopleHouse(t);
  const { connection, directory, users, texts, run } = house;
  const other = await secondTenant(house);
  const [ada, ben] = firstOf(users);
  const [, , cleo] = firstOf(other.users);
  await run(compareUsers, [ada.id, { connection: connection.id, user: ben.user.uuid }, cleo.id]);
  assert.deepEqual(texts.compared, []);
  const [{ name, text } = { name: '', text: '' }] = texts.shown;
  assert.equal(name, `${[ada, ben, cleo].map(({ user }) => displayName(user)).join(' ↔ ')}.txt`);
  assert.match(text, new RegExp(`^  ${displayName(ada.user)} <${ada.user.uid}> in Acme$`, 'm'));
  assert.match(text, new RegExp(`^  ${displayName(cleo.user)} <${cleo.user.uid}> in Beta$`, 'm'));
  for (const { role_name: role } of await directory.accessOf(ben.user)) assert.ok(text.includes(`${role} (`), role);
});

test('what stands for no user compares nothing and asks nothing', async (t) => {
  const { list, person, texts, run } = await peopleHouse(t);
  await run(compareUsers, [list.id, {}, 7]);
  assert.deepEqual([person.seen, texts.compared], [[], []]);
});

test('a comparison that is cancelled opens nothing', async (t) => {
  const { users, deps, texts } = await peopleHouse(t);
  const cancelled: typeof deps.progress = (_title, work) => work(AbortSignal.abort(), () => undefined);
  await assert.rejects(async () => compareUsers.run({ ...deps, progress: cancelled }, idsOf(users.slice(0, 2))));
  assert.deepEqual(texts.compared, []);
});
