import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TenantError } from '../../../src/core/errors.ts';
import type { ErrorKind } from '../../../src/core/errors.ts';
import { connectionNode } from '../../../src/state/nodes.ts';
import { alteredTree } from './alteredTree.ts';
import type { AlteredTree } from './alteredTree.ts';
import { demoHouse } from './demoHouse.ts';
import { ofKind } from './nodesFound.ts';

const counted = ({ asked }: AlteredTree): number => asked.filter(({ operation }) => operation === 'aggregateUsersV1').length;

test('CIDs do not wait for the counts of their users, which are told of once', async (t) => {
  const house = await demoHouse(t);
  const counts = Promise.withResolvers<void>();
  const altered = alteredTree(house, async ({ operation }, ask) => {
    if (operation === 'aggregateUsersV1') await counts.promise;
    return ask();
  });
  const { tree } = altered;
  const root = connectionNode(await house.connect());
  let told = 0;
  const learned = new Promise<void>((resolve) => {
    tree.onDidLearn(() => {
      told++;
      resolve();
    });
  });
  const [cids] = await Promise.all([tree.children(root), tree.children(root)]);
  assert.ok(ofKind(cids, 'cid').every(({ userCount }) => userCount === undefined));
  counts.resolve();
  await learned;
  assert.ok(ofKind(await tree.children(root), 'cid').every(({ userCount }) => (userCount ?? 0) > 0));
  await tree.children(root);
  assert.deepEqual([told, counted(altered)], [1, 1]);
});

for (const [kind, times] of [
  ['forbidden', 1],
  ['invalid', 1],
  ['server', 2],
] as const satisfies readonly (readonly [ErrorKind, number])[]) {
  test(`counting that fails as ${kind} is ${times === 1 ? 'not tried again' : 'tried again'} when the tenant is unfolded again`, async (t) => {
    const house = await demoHouse(t);
    const altered = alteredTree(house, async ({ operation }, ask) => {
      if (operation === 'aggregateUsersV1') throw new TenantError({ kind, message: 'no' });
      return ask();
    });
    const { tree, directories } = altered;
    const root = connectionNode(await house.connect());
    tree.onDidLearn(() => assert.fail('nothing was learned'));
    await tree.children(root);
    await t.waitFor(() => assert.equal(counted(altered), 1));
    const directory = await directories.of(root.connection.id);
    assert.equal(await directory.learnUserCounts(), false);
    assert.equal(ofKind(await tree.children(root), 'cid').length, 7);
    assert.ok(counted(altered) >= times);
    if (times === 1) assert.equal(counted(altered), 1);
    await tree.forget(root);
    await tree.children(root);
    await t.waitFor(() => assert.ok(counted(altered) > times));
  });
}
