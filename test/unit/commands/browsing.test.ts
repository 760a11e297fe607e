import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterProblem } from '../../../src/commands/filterUsers.ts';
import { sortChoices } from '../../../src/commands/sortUsers.ts';
import { matchChildren } from '../../../src/commands/parts/targets.ts';
import { asCid } from '../../../src/core/ids.ts';
import { connectionNode, isNode } from '../../../src/state/nodes.ts';
import type { NodeOf } from '../../../src/state/nodes.ts';
import { plainL10n } from '../views/plainWording.ts';
import { commandHouse } from './commandHouse.ts';
import type { CommandHouse } from './commandHouse.ts';

/** The list of users of the parent CID, known to the view. */
async function parentUsers({ connect, tree, directories, show }: CommandHouse): Promise<NodeOf<'users'>> {
  const connection = await connect();
  const { cid } = await (await directories.of(connection.id)).shape();
  const users = await tree.usersBelow(await tree.pathToCid(connection, cid));
  show(users, connectionNode(connection));
  return users;
}

test('a preset filters the list, a written filter is checked as it is typed, and clearing shows all', async (t) => {
  const house = await commandHouse(t);
  const { person, run, tree, revealed } = house;
  const users = await parentUsers(house);
  const viewNow = () => {
    const now = tree.current(users);
    assert.ok(isNode(now, 'users'));
    return now.view;
  };
  person.will({ choose: 'Without a Second Factor' });
  await run('falconAdmin.users.filter', [users.id]);
  assert.equal(viewNow().filter, 'factors:null');
  assert.equal(revealed.at(-1)?.id, users.id);
  person.will({ choose: 'Write' }, { type: "status:'active'+frist_name:'x'" }, { type: "status:'active'" });
  await run('falconAdmin.users.filter', [users.id]);
  assert.equal(person.seen.at(-1)?.value, 'factors:null');
  assert.match(person.problems[0] ?? '', /^Column 17: .*first_name/);
  const found = await tree.children(users);
  assert.ok(found.length > 0 && found.every((node) => isNode(node, 'user') && node.user.status === 'active'));
  person.will({ choose: 'Everyone' });
  await run('falconAdmin.users.filter', [users.id]);
  assert.deepEqual([viewNow().members, viewNow().filter], ['assigned', undefined]);
  await run('falconAdmin.users.clearFilter', [users.id]);
  assert.deepEqual([viewNow().members, viewNow().filter], ['home', undefined]);
  person.will({ choose: 'Write' }, 'escape');
  await run('falconAdmin.users.filter', [users.id]);
  assert.equal(person.seen.at(-1)?.value, "status:'active'", 'the last written filter is offered again');
  person.isDone();
});

test('every filter that is offered is one that the server takes', async (t) => {
  const house = await commandHouse(t);
  const { person, run, tree } = house;
  const users = await parentUsers(house);
  for (const choose of ['All Users', 'Everyone', 'Active', 'Not Active', 'Without', 'With Temporary']) {
    person.will({ choose });
    await run('falconAdmin.users.filter', [users.id]);
    assert.ok((await tree.children(users)).every(({ kind }) => kind === 'user' || kind === 'notice'), choose);
  }
});

test('an empty filter is a problem, a right one none', () => {
  assert.match(filterProblem('', plainL10n) ?? '', /empty/);
  assert.equal(filterProblem("status:'active'", plainL10n), undefined);
});

test('every order that is offered is one that the server takes', async (t) => {
  const house = await commandHouse(t);
  const { person, run, tree } = house;
  const users = await parentUsers(house);
  const choices = sortChoices('uid|asc', plainL10n);
  assert.equal(choices.length, 20);
  for (const { label, value } of choices) {
    person.will({ choose: label });
    await run('falconAdmin.users.sort', [users.id]);
    const found = await tree.children(users);
    assert.ok(found.every(({ kind }) => kind === 'user'), value);
  }
});

test('a user is found on the server by part of a name and shown in the tree', async (t) => {
  const house = await commandHouse(t);
  const { person, run, connect, directories, revealed } = house;
  const connection = await connect();
  const { users } = await (await directories.of(connection.id)).findUsers('harris');
  const [user] = users;
  assert.ok(user?.first_name);
  person.will({ type: 'harris' });
  await run('falconAdmin.user.find');
  const [node] = revealed;
  assert.ok(node && isNode(node, 'user'));
  assert.equal(node.user.uuid, user.uuid);
});

test('a CID is found by its name among all of them, and in any form it is pasted in', async (t) => {
  const house = await commandHouse(t);
  const { person, run, connect, directories, revealed } = house;
  const connection = await connect();
  const [child] = await (await directories.of(connection.id)).allChildren();
  assert.ok(child?.name);
  for (const type of [child.name.slice(1, 6).toUpperCase(), ` ${child.child_cid.toUpperCase()}-AB `]) {
    person.will({ type });
    await run('falconAdmin.cid.find');
    const node = revealed.at(-1);
    assert.ok(node && isNode(node, 'cid'));
    assert.equal(node.cid, child.child_cid);
  }
});

test('a tenant without children says that it has none to find', async (t) => {
  const { run, connect } = await commandHouse(t, { cids: 1, users: 5 });
  await connect({ missingScopes: ['mssp:read'] });
  await assert.rejects(run('falconAdmin.cid.find'), { message: /shows no child CIDs/, nextStep: /Flight Control: Read/ });
});

test('children without a name are found by their CID', () => {
  const [named, bare] = [{ child_cid: asCid('a'.repeat(32)), name: 'Acme' }, { child_cid: asCid('b'.repeat(32)) }];
  assert.deepEqual(matchChildren([named, bare], 'bbb'), [bare]);
  assert.deepEqual(matchChildren([named, bare], ''), [named, bare]);
});

test('the next page is read into the list', async (t) => {
  const house = await commandHouse(t, { cids: 1, users: 620 });
  const { run, tree, connect, show, refreshed } = house;
  const connection = await connect();
  const users = await tree.usersBelow(await tree.pathToCid(connection, undefined));
  const more = (await tree.children(users)).at(-1);
  assert.ok(more && isNode(more, 'loadMore'));
  await run('falconAdmin.tree.loadMore', show(more));
  assert.equal((await tree.children(users)).length, 620);
  assert.deepEqual(refreshed.map((node) => node?.id), [users.id]);
});

test('a refresh reads the topmost of what was selected again, and nothing else', async (t) => {
  const house = await commandHouse(t);
  const { run, tree, demo, refreshed, show } = house;
  const users = await parentUsers(house);
  const [user] = await tree.children(users);
  assert.ok(user);
  await run('falconAdmin.tree.refresh', show(users, user));
  assert.deepEqual(refreshed.map((node) => node?.id), [users.id]);
  const before = demo.requests.length;
  await tree.children(users);
  assert.deepEqual([...new Set(demo.requests.slice(before).map(({ operation }) => operation))], ['queryUserV1', 'retrieveUsersGETV1']);
  await run('falconAdmin.tree.refresh');
  assert.deepEqual(refreshed.at(-1), undefined);
});

test('counting holders tells its cost first and can be declined', async (t) => {
  const house = await commandHouse(t, { cids: 1, users: 300 });
  const { person, run, tree, connect, show, demo, revealed, copied } = house;
  const connection = await connect();
  const roles = await tree.children(await tree.rolesBelow(await tree.pathToCid(connection, undefined)));
  const role = roles.find((node) => isNode(node, 'role') && node.role.id === 'falconhost_admin');
  assert.ok(role);
  const [row] = (await tree.children(role)).filter((node) => isNode(node, 'notice') && node.notice.topic === 'notCounted');
  assert.ok(row);
  const grantReads = (): number => demo.requests.filter(({ operation }) => operation === 'CombinedUserRolesV2').length;
  person.will('escape');
  await run('falconAdmin.role.countHolders', show(row, role));
  assert.match(person.seen[0]?.detail ?? '', /\d{3} requests, less than a minute/);
  assert.deepEqual([grantReads(), revealed.length], [0, 0]);
  person.will({ choose: 'Read' });
  await run('falconAdmin.role.countHolders', [row.id]);
  person.isDone();
  assert.ok(grantReads() > 100);
  const now = tree.current(role);
  assert.ok(isNode(now, 'role') && now.holders && now.holders.items.length > 0);
  const holder = (await tree.children(now)).find((node) => isNode(node, 'holder'));
  assert.ok(holder && isNode(holder, 'holder'));
  for (const what of ['roleId', 'cid'] as const) await run(`falconAdmin.copy.${what}`, show(holder));
  assert.deepEqual(copied, ['falconhost_admin', holder.user.cid]);
});
