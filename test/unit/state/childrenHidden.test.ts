import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asCid } from '../../../src/core/ids.ts';
import type { Cid } from '../../../src/core/ids.ts';
import { connectionNode } from '../../../src/state/nodes.ts';
import { topOf } from '../../../src/state/tenantShape.ts';
import { alteredTree } from './alteredTree.ts';
import { demoHouse } from './demoHouse.ts';
import { first, kindsOf, ofKind } from './nodesFound.ts';

const usersOnly = { extraClients: [{ scopes: ['usermgmt:read', 'sensor-installers:read'] as const }] };

for (const proved of [true, false]) {
  test(`without the right to read children ${proved ? '(known)' : '(found out)'} foreign users are left out, and a row says why`, async (t) => {
    const { tree, connect, demo } = await demoHouse(t, usersOnly);
    const { clientId = '', clientSecret = '' } = demo.extraClients[0] ?? {};
    const connection = await connect({ clientId, clientSecret, missingScopes: proved ? ['mssp:read'] : [] });
    const found = await tree.children(connectionNode(connection));
    assert.deepEqual(kindsOf(found), ['users', 'roles', 'notice']);
    assert.deepEqual(first(found, 'notice').notice, { topic: 'childrenHidden' });
    const users = ofKind(await tree.children(first(found, 'users')), 'user');
    assert.ok(users.length > 0);
    assert.ok(users.every(({ user }) => user.cid === demo.parentCid));
  });
}

test('a session tied to a child, and a tenant whose children may be read, have no such row', async (t) => {
  const { tree, connect, directories } = await demoHouse(t);
  const parent = connectionNode(await connect());
  const cids = await tree.children(parent);
  const { children } = await directories.of(parent.connection.id);
  const memberCid = children.items[0]?.child_cid;
  const child = connectionNode(await connect({ memberCid, missingScopes: ['mssp:read'] }));
  for (const found of [cids, await tree.children(child)]) assert.ok(!kindsOf(found).includes('notice'));
});

test('the CID of a parent that cannot tell it is read off its children', async (t) => {
  const { tree, connect, demo } = await demoHouse(t, { extraClients: [{ scopes: ['usermgmt:read', 'mssp:read'] }] });
  const { clientId = '', clientSecret = '' } = demo.extraClients[0] ?? {};
  const found = await tree.children(connectionNode(await connect({ clientId, clientSecret })));
  assert.equal(first(found, 'cid').cid, demo.parentCid);
  assert.equal(first(found, 'cid').child, undefined);
});

test('a parent whose CID nobody tells is missed by a row', async (t) => {
  const house = await demoHouse(t, { extraClients: [{ scopes: ['usermgmt:read', 'mssp:read'] }] });
  const { clientId = '', clientSecret = '' } = house.demo.extraClients[0] ?? {};
  const { tree } = alteredTree(house, async ({ operation }, ask) => {
    const reply = await ask();
    if (operation !== 'getChildrenV2') return reply;
    return { ...reply, resources: reply.resources.map((child) => ({ ...(child as object), child_of: undefined })) };
  });
  const found = await tree.children(connectionNode(await house.connect({ clientId, clientSecret })));
  assert.deepEqual(first(found, 'notice').notice, { topic: 'parentUnknown' });
  assert.ok(ofKind(found, 'cid').every(({ child }) => child !== undefined));
});

const [top, middle, low, other] = ['a', 'b', 'c', 'd'].map((digit) => asCid(digit.repeat(32))) as [Cid, Cid, Cid, Cid];

test('the top of a hierarchy is the parent that is no child, wherever it is named', () => {
  assert.equal(topOf([{ child_cid: low, child_of: middle }, { child_cid: middle, child_of: top }, { child_cid: other }]), top);
});

test('two tops, or none, tell nothing', () => {
  assert.equal(topOf([{ child_cid: low, child_of: top }, { child_cid: middle, child_of: other }]), undefined);
  assert.equal(topOf([{ child_cid: low }]), undefined);
});

test('what a user holds at home is read, though the home is a child that may not be listed', async (t) => {
  const { connect, demo, directories } = await demoHouse(t, usersOnly);
  const { clientId = '', clientSecret = '' } = demo.extraClients[0] ?? {};
  const { id } = await connect({ clientId, clientSecret, missingScopes: ['mssp:read'] });
  const directory = await directories.of(id);
  const strangers = (await directory.allUsers({})).filter(({ cid }) => cid !== demo.parentCid);
  const held = await Promise.all(strangers.map((user) => directory.accessOf(user)));
  assert.ok(held.some((grants, at) => grants.some(({ cid }) => cid === strangers[at]?.cid)));
});
