import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDemo } from '../../../src/commands/openDemo.ts';
import type { TreePort } from '../../../src/commands/parts/deps.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import { cylanceNode } from '../../../src/state/cylance/cylanceNodes.ts';
import { connectionNode } from '../../../src/state/nodes.ts';
import { commandHouse } from './commandHouse.ts';
import type { CommandHouse } from './commandHouse.ts';

const open = 'falconAdmin.demo.open';
const disconnect = 'falconAdmin.connection.disconnect';

/** Both demo connections, as the tree would pass them. */
function clicks({ store, cylance, show }: CommandHouse): { readonly falcon: string[]; readonly cylance: string[]; readonly baseUrl: string } {
  const [connection] = store.all;
  const [tenant] = cylance.store.all;
  assert.ok(connection && tenant);
  return { falcon: show(connectionNode(connection)), cylance: show(cylanceNode(tenant)), baseUrl: connection.baseUrl };
}

const names = ({ store, cylance }: CommandHouse): string[] => [...store.all, ...cylance.store.all].map(({ name }) => name);

const listens = async (url: string): Promise<boolean> => fetch(url).then(() => true, () => false);

test('the demo opens a tenant of either kind, once, read-only and unstored, and shows the Falcon one', async (t) => {
  const house = await commandHouse(t);
  const { store, cylance, secrets, run, revealed } = house;
  await run(open);
  await run(open);
  const [falcon] = store.all;
  assert.deepEqual([falcon?.demo, falcon?.canChange, cylance.store.all[0]?.demo], [true, false, true]);
  assert.deepEqual(names(house), ['Demo Tenant', 'Demo Cylance']);
  assert.deepEqual([...secrets.values.keys()], []);
  assert.deepEqual(revealed.map(({ id }) => id), ['demo', 'demo']);
});

test('what it opens can be read', async (t) => {
  const house = await commandHouse(t);
  await house.run(open);
  const directory = await house.cylance.directories.of(asConnectionId('demo-cylance'));
  assert.equal((await directory.users()).total, 120);
  assert.equal((await (await house.directories.of(asConnectionId('demo'))).shape()).hasChildren, true);
});

for (const first of ['falcon', 'cylance'] as const) {
  const last = first === 'falcon' ? 'cylance' : 'falcon';
  test(`when its ${first} tenant is disconnected the other goes on, and the server ends with the last`, async (t) => {
    const house = await commandHouse(t);
    await house.run(open);
    const clicked = clicks(house);
    await house.run(disconnect, clicked[first]);
    assert.equal(names(house).length, 1);
    assert.equal(await listens(clicked.baseUrl), true);
    await house.run(disconnect, clicked[last]);
    house.person.isDone();
    assert.deepEqual(names(house), []);
    assert.equal(await listens(clicked.baseUrl), false);
  });

  test(`opening again brings back its ${first} tenant, from the same server`, async (t) => {
    const house = await commandHouse(t);
    await house.run(open);
    const clicked = clicks(house);
    await house.run(disconnect, clicked[first]);
    await house.run(open);
    assert.deepEqual(names(house), ['Demo Tenant', 'Demo Cylance']);
    assert.deepEqual([...house.store.all, ...house.cylance.store.all].map(({ baseUrl }) => baseUrl), [clicked.baseUrl, clicked.baseUrl]);
  });
}

test('both are disconnected together without a question, and opening again starts a server', async (t) => {
  const house = await commandHouse(t);
  await house.run(open);
  const { falcon, cylance, baseUrl } = clicks(house);
  await house.run(disconnect, ['unknown to the view']);
  assert.equal(names(house).length, 2);
  await house.run(disconnect, [...falcon, ...cylance]);
  house.person.isDone();
  assert.deepEqual([names(house), await listens(baseUrl)], [[], false]);
  await house.run(open);
  assert.equal(await listens(clicks(house).baseUrl), true);
});

test('a demo that is cancelled while it starts leaves nothing behind', async (t) => {
  const house = await commandHouse(t);
  const { deps } = house;
  const view: TreePort = { ...deps.view, run: (work) => work(AbortSignal.abort()) };
  await assert.rejects(async () => openDemo.run({ ...deps, view }, []), { name: 'AbortError' });
  assert.deepEqual(names(house), []);
});

test('bringing one back and cancelling that leaves the other and its server alone', async (t) => {
  const house = await commandHouse(t);
  const { deps, run } = house;
  await run(open);
  const clicked = clicks(house);
  await run(disconnect, clicked.cylance);
  const view: TreePort = { ...deps.view, run: (work) => work(AbortSignal.abort()) };
  await assert.rejects(async () => openDemo.run({ ...deps, view }, []), { name: 'AbortError' });
  assert.deepEqual([names(house), await listens(clicked.baseUrl)], [['Demo Tenant'], true]);
});
