import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Cid } from '../../../src/core/ids.ts';
import { connectionNode, isNode } from '../../../src/state/nodes.ts';
import type { NodeOf } from '../../../src/state/nodes.ts';
import type { TenantDirectory } from '../../../src/state/tenantDirectory.ts';
import type { TenantTree } from '../../../src/state/tenantTree.ts';
import { demoHouse } from './demoHouse.ts';
import type { House } from './demoHouse.ts';
import { below, first, ofKind } from './nodesFound.ts';

interface Looked extends House {
  readonly directory: TenantDirectory;
  readonly root: NodeOf<'connection'>;
  readonly cids: readonly NodeOf<'cid'>[];
  readonly users: NodeOf<'users'>;
  readonly user: NodeOf<'user'>;
}

const nextLearned = (tree: TenantTree): Promise<unknown> => new Promise((resolve) => tree.onDidLearn(resolve));

/** A parent tenant in which one user has been looked at, everywhere, and the users have been counted. */
async function looked(t: TestContext): Promise<Looked> {
  const house = await demoHouse(t);
  const connection = await house.connect();
  const root = connectionNode(connection);
  const learned = nextLearned(house.tree);
  await house.tree.children(root);
  await learned;
  const cids = ofKind(await house.tree.children(root), 'cid');
  const users = first(await below(house.tree, root, 'cid'), 'users');
  const user = first(await house.tree.children(users), 'user');
  const others = first(await house.tree.children(user), 'otherCids');
  await house.tree.children(others);
  return { ...house, directory: await house.directories.of(connection.id), root, cids, users, user };
}

const asked = ({ demo }: House, wanted: string): number => demo.requests.filter(({ operation }) => operation === wanted).length;

for (const place of ['users', 'cid'] as const) {
  test(`refreshing a ${place === 'cid' ? 'CID' : 'list of users'} forgets what its users hold`, async (t) => {
    const house = await looked(t);
    const { tree, users, user } = house;
    assert.ok(isNode(tree.current(user), 'user'));
    await tree.forget(place === 'cid' ? users.parent : users);
    const current = tree.current(user);
    assert.ok(isNode(current, 'user') && current.grants === undefined);
    const read = (): readonly number[] => ['CombinedUserRolesV2', 'aggregateUsersV1'].map((operation) => asked(house, operation));
    const before = read();
    await tree.children(first(await tree.children(first(await tree.children(users), 'user')), 'otherCids'));
    assert.deepEqual(
      read(),
      before.map((times) => times + 1),
      'the grants at home, and in which CIDs there are others',
    );
  });
}

test('refreshing a CID or its roles forgets who holds them there, and nowhere else', async (t) => {
  const { tree, directory, cids, users } = await looked(t);
  const [roles] = ofKind(await tree.children(users.parent), 'roles');
  assert.ok(roles);
  const [here, elsewhere] = [users.cid, cids[1]?.cid];
  for (const node of [users.parent, roles]) {
    const role: NodeOf<'role'> = first(await tree.children(roles), 'role');
    assert.ok(here && elsewhere);
    await directory.index.fill({ cids: [here, elsewhere] });
    const isWhole = (cid: Cid): boolean => directory.index.holders(role.role.id, cid).coverage.isWhole;
    assert.deepEqual([here, elsewhere].map(isWhole), [true, true]);
    await tree.forget(node);
    assert.deepEqual([here, elsewhere].map(isWhole), [false, true]);
    assert.equal(directory.index.holders(role.role.id, here).items.length, 0);
  }
});

test('refreshing the users of one CID leaves the counts of the others', async (t) => {
  const { tree, directory, cids, users } = await looked(t);
  const others = cids.filter(({ cid }) => cid !== users.cid);
  await tree.forget(users);
  assert.ok(others.every(({ cid }) => directory.knownUserCount(cid) !== undefined));
  assert.equal(directory.knownUserCount(users.cid), undefined);
  await tree.children(users);
  assert.equal(directory.knownUserCount(users.cid), directory.users(users.cid).total);
});

test('refreshing a user reads the record and the grants anew, and the list shows both', async (t) => {
  const { tree, sessions, user, users } = await looked(t);
  const client = await sessions.client(user.connection.id);
  await client.call('updateUserV1', { user_uuid: user.user.uuid, body: { first_name: 'Renamed', last_name: 'Meanwhile' } });
  await tree.forget(user);
  const current = tree.current(user);
  assert.ok(isNode(current, 'user'));
  assert.deepEqual([current.user.first_name, current.user.last_name, current.grants], ['Renamed', 'Meanwhile', undefined]);
  assert.equal(first(await tree.children(users), 'user').user.first_name, 'Renamed');
});

test('a user who is gone is said to be, and stands in the list no more', async (t) => {
  const { tree, sessions, user, users } = await looked(t);
  const client = await sessions.client(user.connection.id);
  await client.call('deleteUserV1', { user_uuid: user.user.uuid });
  await assert.rejects(tree.forget(user), { kind: 'notFound' });
  assert.ok(!(await tree.children(users)).some(({ id }) => id === user.id));
});

test('refreshing the other CIDs of a user leaves what the user holds at home', async (t) => {
  const { tree, user } = await looked(t);
  await tree.forget(first(await tree.children(user), 'otherCids'));
  const current = tree.current(user);
  assert.ok(isNode(current, 'user') && current.grants !== undefined);
});
