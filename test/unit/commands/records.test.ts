import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRecord } from '../../../src/commands/parts/records.ts';
import { parseRecordPath, recordPath } from '../../../src/host/recordAddress.ts';
import { connectionNode, isNode } from '../../../src/state/nodes.ts';
import type { NodeOf, TenantNode } from '../../../src/state/nodes.ts';
import { commandHouse } from './commandHouse.ts';
import type { CommandHouse } from './commandHouse.ts';

interface Shown {
  readonly root: TenantNode;
  readonly cid: TenantNode;
  readonly users: readonly NodeOf<'user'>[];
  readonly grant: NodeOf<'grant'>;
  readonly role: NodeOf<'role'>;
}

/** One node of each kind that stands for a record, known to the view. */
async function shown({ connect, tree, directories, show }: CommandHouse): Promise<Shown> {
  const connection = await connect();
  const { cid: own } = await (await directories.of(connection.id)).shape();
  const cid = await tree.pathToCid(connection, own);
  const users = (await tree.children(await tree.usersBelow(cid))).filter((node) => isNode(node, 'user'));
  const grants = (await Promise.all(users.slice(0, 5).map((user) => tree.children(user)))).flat();
  const grant = grants.find((node) => isNode(node, 'grant'));
  const role = (await tree.children(await tree.rolesBelow(cid))).find((node) => isNode(node, 'role'));
  assert.ok(grant && role);
  const root = connectionNode(connection);
  show(root, cid, grant, role, ...users);
  return { root, cid, users, grant, role };
}

test('several values are copied one a line, and what a node does not have is left out', async (t) => {
  const house = await commandHouse(t);
  const { run, copied } = house;
  const { root, users, role, grant } = await shown(house);
  const [ada, ben] = users;
  assert.ok(ada && ben);
  await run('falconAdmin.copy.email', [ada.id, role.id, ben.id]);
  await run('falconAdmin.copy.uuid', [ada.id]);
  await run('falconAdmin.copy.roleId', [grant.id, role.id]);
  await run('falconAdmin.copy.name', [root.id]);
  await run('falconAdmin.copy.cid', [ada.id]);
  const roleIds = [...new Set([grant.grant.role_id, role.role.id])].join('\n');
  assert.deepEqual(copied, [`${ada.user.uid}\n${ben.user.uid}`, ada.user.uuid, roleIds, 'Acme', ada.user.cid]);
});

test('records are copied as JSON: one as an object, several as an array', async (t) => {
  const house = await commandHouse(t);
  const { run, copied } = house;
  const { users, role } = await shown(house);
  const [ada] = users;
  assert.ok(ada);
  await run('falconAdmin.copy.json', [ada.id]);
  await run('falconAdmin.copy.json', [ada.id, role.id]);
  assert.deepEqual(copied.map((text) => JSON.parse(text) as unknown), [ada.user, [ada.user, role.role]]);
});

test('from the palette the record is looked for', async (t) => {
  const house = await commandHouse(t);
  const { person, run, copied, shown: opened } = house;
  const { role } = await shown(house);
  person.will({ type: 'harris' });
  await run('falconAdmin.copy.email');
  assert.match(copied[0] ?? '', /harris/);
  person.will({ choose: 'Role' }, { type: '' }, { choose: role.role.display_name });
  await run('falconAdmin.record.openJson');
  person.isDone();
  assert.equal(opened[0]?.kind, 'role');
});

test('a record is read afresh from the address of its document, for every kind', async (t) => {
  const house = await commandHouse(t);
  const { run, shown: opened, deps } = house;
  const { root, cid, users, grant, role } = await shown(house);
  const [ada] = users;
  assert.ok(ada);
  await run('falconAdmin.record.openJson', [root.id, cid.id, ada.id, grant.id, role.id]);
  const read = await Promise.all(
    opened.map((address) => {
      const back = parseRecordPath(recordPath(address));
      assert.ok(back);
      return readRecord(deps, back, new AbortController().signal);
    }),
  );
  assert.deepEqual(read.slice(2), [ada.user, grant.grant, role.role]);
  assert.doesNotMatch(JSON.stringify(read[0]), /clientSecret/);
});

test('many tabs are asked about first', async (t) => {
  const house = await commandHouse(t);
  const { person, run, shown: opened } = house;
  const { users } = await shown(house);
  person.will({ confirm: false });
  await run('falconAdmin.record.openJson', users.slice(0, 11).map(({ id }) => id));
  assert.match(person.seen[0]?.title ?? '', /11 records/);
  assert.deepEqual(opened, []);
});

for (const [what, kind, id] of [
  ['of a tenant that is not connected', 'user', 'x'],
  ['of a kind that does not exist', 'spaceship', 'x'],
  ['with a broken id', 'grant', 'no json'],
] as const) {
  test(`a record ${what} says so`, async (t) => {
    const house = await commandHouse(t);
    const connection = what.includes('not connected') ? 'gone' : (await house.connect()).id;
    await assert.rejects(readRecord(house.deps, { connection, kind, id, name: 'x' }, new AbortController().signal), { name: 'TenantError' });
  });
}
