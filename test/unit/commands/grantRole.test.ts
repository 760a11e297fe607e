import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grantRole } from '../../../src/commands/grantRole.ts';
import { isCustomRole } from '../../../src/core/role.ts';
import { displayName } from '../../../src/core/user.ts';
import { grantCidNode, otherCidsNode } from '../../../src/state/nodes.ts';
import { firstOf, idsOf } from './peopleHouse.ts';
import { grantsHouse, hasRole, inHours, saidChanges } from './grantsHouse.ts';

const never = { choose: 'Never' };

test('a selected user gets a chosen role in the CID where it was clicked, for good', async (t) => {
  const house = await grantsHouse(t);
  const { own, userWith, person, run } = house;
  const { node } = await userWith((grants) => !hasRole(grants, own, 'help_desk'));
  person.will('enter', { chooseMany: ['Help Desk'] }, never);
  await run(grantRole, [node.id]);
  person.isDone();
  assert.deepEqual(saidChanges(house), [{ kind: 'grant', user: node.user.uuid, cid: own, roles: ['help_desk'], expiresAt: undefined }]);
  assert.match(person.seen.at(-1)?.title ?? '', new RegExp(`^Grant Help Desk Analyst to ${displayName(node.user)}$`));
});

test('roles that the user holds, and custom roles of other CIDs, are not offered', async (t) => {
  const { own, users, children, directory, grantsOf, person, run } = await grantsHouse(t);
  const [{ id, user }] = firstOf(users);
  const held = (await grantsOf(user)).filter(({ cid, user_group_id: group }) => cid === own && !group);
  assert.ok(held.length > 0);
  const lists = await Promise.all(children.map((cid) => directory.roles(cid)));
  const away = lists.flat().filter((role) => isCustomRole(role) && role.cid !== own);
  assert.ok(away.length > 0);
  person.will('enter', 'escape');
  await run(grantRole, [id]);
  const labels = person.seen.at(-1)?.labels ?? [];
  assert.ok(labels.length > 20);
  for (const { role_name: name } of held) assert.ok(!labels.includes(name ?? ''), name);
  for (const { display_name: name } of away) assert.ok(!labels.includes(name), name);
});

test('several users get several roles in several CIDs, with an end, each call for one user in one CID', async (t) => {
  const house = await grantsHouse(t);
  const { own, children, users, connection, directory, person, run } = house;
  const [ada, ben] = firstOf(users);
  const [child] = children;
  const name = (await directory.allChildren()).find(({ child_cid: cid }) => cid === child)?.name ?? '';
  person.will({ chooseMany: [connection.name, name] }, { chooseMany: ['Billing Dashboard Admin', 'Binary Search User'] }, { choose: 'In 8 Hours' });
  await run(grantRole, idsOf([ada, ben]));
  person.isDone();
  const said = saidChanges(house);
  assert.deepEqual(said.map(({ user, cid }) => [user, cid]), [ada, ben].flatMap(({ user }) => [[user.uuid, own], [user.uuid, child]]));
  assert.ok(said.every(({ roles }) => roles.length === 2));
  const [end = ''] = said.map(({ expiresAt }) => expiresAt);
  assert.ok(Math.abs(Date.parse(end) - Date.parse(inHours(8))) < 60_000);
});

test('every CID where the user holds something is one choice', async (t) => {
  const house = await grantsHouse(t);
  const { userWith, person, run } = house;
  const { node, grants } = await userWith((held) => new Set(held.map(({ cid }) => cid)).size > 1);
  person.will({ chooseMany: ['Every CID'] }, { chooseMany: ['Billing Dashboard Admin'] }, never);
  await run(grantRole, [node.id]);
  assert.deepEqual(new Set(saidChanges(house).map(({ cid }) => cid)), new Set(grants.map(({ cid }) => cid)));
});

test('among very many CIDs those that are meant are searched, one after the other', async (t) => {
  const house = await grantsHouse(t, { cids: 520, users: 530 });
  const { users, directory, person, run } = house;
  const [first, , third] = firstOf(await directory.allChildren());
  person.will({ choose: 'Search CIDs' }, { type: first.name ?? '' }, { type: third.child_cid }, 'enter', { chooseMany: ['Billing Dashboard Admin'] }, never);
  await run(grantRole, [firstOf(users)[0].id]);
  person.isDone();
  assert.deepEqual(saidChanges(house).map(({ cid }) => cid), [first.child_cid, third.child_cid]);
});

test('another CID of a user says where already', async (t) => {
  const house = await grantsHouse(t);
  const { users, children, person, show, run } = house;
  const [ada] = firstOf(users);
  const [child] = children;
  assert.ok(child);
  person.will({ chooseMany: ['Billing Dashboard Admin'] }, never);
  await run(grantRole, show(grantCidNode(otherCidsNode(ada), child, 'Child', undefined)));
  person.isDone();
  assert.deepEqual(saidChanges(house).map(({ user, cid }) => [user, cid]), [[ada.user.uuid, child]]);
});

test('a role asks for users, one after the other, until nothing is typed', async (t) => {
  const house = await grantsHouse(t);
  const { own, users, cid, tree, directory, person, show, run } = house;
  const [ada, ben] = firstOf(users);
  const role = (await directory.roles(own)).find(({ id }) => id === 'billing_dashboard_admin');
  assert.ok(role);
  const [id = ''] = show(tree.roleBelow(await tree.rolesBelow(cid), role));
  person.will({ type: ada.user.uid ?? '' }, { type: ben.user.uid ?? '' }, 'enter', never);
  await run(grantRole, [id]);
  person.isDone();
  assert.deepEqual(saidChanges(house).map(({ user, cid: at, roles }) => [user, at, ...roles]), [ada, ben].map(({ user }) => [user.uuid, own, role.id]));
});

test('a role that is selected together with users goes to those', async (t) => {
  const house = await grantsHouse(t);
  const { own, users, cid, tree, directory, person, show, run } = house;
  const [ada, ben] = firstOf(users);
  const role = (await directory.roles(own)).find(({ id }) => id === 'billing_dashboard_admin');
  assert.ok(role);
  person.will(never);
  await run(grantRole, [...show(tree.roleBelow(await tree.rolesBelow(cid), role)), ada.id, ben.id]);
  person.isDone();
  assert.deepEqual(saidChanges(house).map(({ user, cid: at }) => [user, at]), [ada, ben].map(({ user }) => [user.uuid, own]));
});

test('a role that is dropped on users goes to them in its CID', async (t) => {
  const house = await grantsHouse(t);
  const { own, users, connection, person, run } = house;
  const [ada, ben] = firstOf(users);
  person.will(never);
  await run(grantRole, [{ connection: connection.id, users: [ada.user.uuid, ben.user.uuid], cid: own, role: 'billing_dashboard_admin' }]);
  person.isDone();
  assert.deepEqual(saidChanges(house).map(({ user }) => user), [ada.user.uuid, ben.user.uuid]);
});

test('a custom role dropped outside its home is explained before anything is asked or sent', async (t) => {
  const house = await grantsHouse(t);
  const { users, connection, directory, person, proposed, run } = house;
  const [{ user }] = firstOf(users);
  const [child] = await directory.allChildren();
  assert.ok(child);
  const custom = (await directory.roles(child.child_cid)).find((role) => role.cid === child.child_cid);
  assert.ok(custom);
  await run(grantRole, [{ connection: connection.id, users: [user.uuid], cid: child.child_cid, role: custom.id }]);
  assert.equal(person.seen.length, 0);
  assert.match(person.notices[0]?.message ?? '', new RegExp(`is a custom role of ${child.name}; .* is at home in another CID and cannot get it`));
  assert.deepEqual(proposed, []);
});

test('those who cannot get a role are left out with the reason, the others get it', async (t) => {
  const house = await grantsHouse(t);
  const { users, connection, directory, person, proposed, run } = house;
  const [{ user }] = firstOf(users);
  const [child] = await directory.allChildren();
  assert.ok(child);
  const [local] = await directory.allUsers({ filter: `cid:'${child.child_cid}'` });
  const custom = (await directory.roles(child.child_cid)).find((role) => role.cid === child.child_cid);
  assert.ok(local && custom);
  person.will(never);
  await run(grantRole, [{ connection: connection.id, users: [user.uuid, local.uuid], cid: child.child_cid, role: custom.id }]);
  assert.deepEqual(saidChanges(house).map(({ user: uuid }) => uuid), [local.uuid]);
  assert.match(proposed[0]?.notes?.[0] ?? '', /^Left out: .* is a custom role of/);
});

test('a role that is held for good already is not granted again', async (t) => {
  const house = await grantsHouse(t);
  const { own, userWith, connection, person, proposed, run } = house;
  const { node } = await userWith((grants) => hasRole(grants, own, 'help_desk'));
  person.will(never);
  await run(grantRole, [{ connection: connection.id, users: [node.user.uuid], cid: own, role: 'help_desk' }]);
  assert.match(person.notices[0]?.message ?? '', /held already/);
  assert.deepEqual(proposed, []);
});

test('who holds a role for longer already does not lose it sooner', async (t) => {
  const house = await grantsHouse(t);
  const { own, users, connection, give, person, proposed, run } = house;
  const [ada, ben, cleo] = firstOf(users);
  await give(ada.user, own, 'billing_dashboard_admin');
  await give(ben.user, own, 'billing_dashboard_admin', inHours(2));
  const named = (...some: readonly (typeof ada)[]) => {
    return { connection: connection.id, users: some.map(({ user }) => user.uuid), cid: own, role: 'billing_dashboard_admin' };
  };
  person.will({ choose: 'In 1 Day' }, { choose: 'In 1 Day' });
  await run(grantRole, [named(ada, ben, cleo)]);
  await run(grantRole, [named(ada)]);
  person.isDone();
  assert.deepEqual(saidChanges(house).map(({ user }) => user), [ben.user.uuid, cleo.user.uuid]);
  const reason = `${displayName(ada.user)} holds Billing Dashboard Admin in Acme already, and for longer.`;
  assert.deepEqual(proposed.map(({ notes }) => notes), [[`Left out: ${reason}`]]);
  assert.equal(person.notices.at(-1)?.message, reason);
});

test('an end is typed in the time of this machine, and is refused when the server would not take it', async (t) => {
  const house = await grantsHouse(t);
  const { own, users, connection, person, run } = house;
  const [{ user }] = firstOf(users);
  const typed = inHours(30);
  person.will({ choose: 'At a Moment' }, { type: 'tomorrow' }, { type: inHours(-2) }, { type: typed });
  await run(grantRole, [{ connection: connection.id, users: [user.uuid], cid: own, role: 'billing_dashboard_admin' }]);
  person.isDone();
  assert.match(person.problems[0] ?? '', /^Write a day and a time/);
  assert.match(person.problems[1] ?? '', /one hour from now at the earliest/);
  assert.deepEqual(saidChanges(house).map(({ expiresAt }) => expiresAt), [typed]);
});

for (const [where, answers] of [
  ['the CIDs', ['escape']],
  ['the roles', ['enter', 'escape']],
  ['the end', ['enter', { chooseMany: ['Billing Dashboard Admin'] }, 'escape']],
  ['the choice of no CID', [{ chooseMany: [] }]],
  ['the choice of no role', ['enter', { chooseMany: [] }]],
] as const) {
  test(`leaving the question at ${where} proposes nothing`, async (t) => {
    const { users, person, proposed, run } = await grantsHouse(t);
    person.will(...answers);
    await run(grantRole, [firstOf(users)[0].id]);
    person.isDone();
    assert.deepEqual(proposed, []);
  });
}

test('what is no user, no role and no object of ids grants nothing and asks nothing', async (t) => {
  const { list, connection, users, person, proposed, run } = await grantsHouse(t);
  const [{ user }] = firstOf(users);
  const dropped = { connection: connection.id, users: [user.uuid], role: 'help_desk' };
  for (const given of [list.id, {}, 7, { ...dropped, role: 'a b' }, { ...dropped, users: [7] }, { ...dropped, connection: 'x' }]) await run(grantRole, [given]);
  assert.deepEqual([person.seen, person.notices, proposed], [[], [], []]);
});

test('a tenant of one CID is not asked where', async (t) => {
  const house = await grantsHouse(t, { cids: 1 });
  const { users, own, person, run } = house;
  person.will({ chooseMany: ['Billing Dashboard Admin'] }, never);
  await run(grantRole, [firstOf(users)[0].id]);
  person.isDone();
  assert.deepEqual(saidChanges(house).map(({ cid }) => cid), [own]);
});
