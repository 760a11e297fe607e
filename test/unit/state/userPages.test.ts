import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { TenantError } from '../../../src/core/errors.ts';
import { connectionNode } from '../../../src/state/nodes.ts';
import type { NodeOf } from '../../../src/state/nodes.ts';
import type { TenantTree } from '../../../src/state/tenantTree.ts';
import { plainView } from '../../../src/state/userView.ts';
import type { UserView } from '../../../src/state/userView.ts';
import { alteredTree } from './alteredTree.ts';
import { demoHouse } from './demoHouse.ts';
import { first, ofKind } from './nodesFound.ts';

/** A list of 2,300 users of which the server lists no more than 1,000 by offset, read as far as it goes. */
async function readOn(t: TestContext, view: UserView): Promise<{ tree: TenantTree; users: NodeOf<'users'> }> {
  const house = await demoHouse(t, { cids: 1, users: 2_300 });
  const { tree, directories } = alteredTree(house, async ({ operation, parameters: { offset = 0, limit = 0 } }, ask) => {
    if (operation === 'queryUserV1' && offset + limit > 1_000) throw new TenantError({ kind: 'invalid', message: 'too deep' });
    return ask();
  });
  const connection = await house.connect();
  const users = first(await tree.children(connectionNode(connection)), 'users');
  (await directories.of(connection.id)).setView(users.cid, view);
  await tree.children(users);
  for (let pages = 1; pages < 5; pages++) await tree.loadMore(users);
  return { tree, users };
}

test('a list by e-mail address goes on behind the last one where the server refuses to page deeper', async (t) => {
  const { tree, users } = await readOn(t, plainView);
  const found = await tree.children(users);
  assert.equal(found.length, 2_300);
  const uids = ofKind(found, 'user').map(({ user }) => user.uid);
  assert.equal(new Set(uids).size, 2_300);
  assert.deepEqual(uids, uids.toSorted());
  const current = tree.current(users);
  assert.equal(current.kind === 'users' && current.total, 2_300);
});

test('a list in another order ends in a row that says what to do', async (t) => {
  const { tree, users } = await readOn(t, { ...plainView, sort: 'last_name|asc' });
  const found = await tree.children(users);
  assert.equal(ofKind(found, 'user').length, 1_000);
  assert.match(first(found, 'failed').error.message, /Filter the list, or sort it by e-mail address/);
  assert.equal(ofKind(found, 'loadMore').length, 0);
});
