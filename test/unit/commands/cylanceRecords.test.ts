import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRecord } from '../../../src/commands/parts/records.ts';
import { cylanceDisplayName } from '../../../src/core/cylance/cylanceUser.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import { parseRecordPath, recordPath } from '../../../src/host/recordAddress.ts';
import type { RecordAddress } from '../../../src/host/recordAddress.ts';
import { cylanceNode } from '../../../src/state/cylance/cylanceNodes.ts';
import { CylanceStore } from '../../../src/state/cylance/cylanceStore.ts';
import type { CylanceNode, CylanceRoleNode, CylanceUserNode, ZoneAccessNode, ZoneNode } from '../../../src/state/nodes.ts';
import { first, ofKind } from '../state/nodesFound.ts';
import { commandHouse } from './commandHouse.ts';
import type { CommandHouse } from './commandHouse.ts';

interface Shown {
  readonly root: CylanceNode;
  readonly users: readonly CylanceUserNode[];
  readonly access: ZoneAccessNode;
  readonly zone: ZoneNode;
  readonly role: CylanceRoleNode;
}

/** One node of each kind, known to the view. */
async function shown({ connectCylance, tree, show }: CommandHouse): Promise<Shown> {
  const root = cylanceNode(await connectCylance());
  const lists = await tree.children(root);
  const users = ofKind(await tree.children(first(lists, 'cylanceUsers')), 'cylanceUser');
  const member = users.find(({ user }) => user.zones.length > 0);
  assert.ok(member);
  const access = first(await tree.children(member), 'zoneAccess');
  const zone = first(await tree.children(first(lists, 'zones')), 'zone');
  const role = first(await tree.children(first(lists, 'cylanceRoles')), 'cylanceRole');
  show(root, access, zone, role, ...lists, ...users);
  return { root, users, access, zone, role };
}

const signal = new AbortController().signal;

test('ids, names and addresses are copied, one a line, from all that was selected', async (t) => {
  const house = await commandHouse(t);
  const { run, copied } = house;
  const { root, users, access, zone, role } = await shown(house);
  const [ada, ben] = users;
  assert.ok(ada && ben);
  await run('falconAdmin.copy.email', [ada.id, zone.id, ben.id]);
  await run('falconAdmin.copy.uuid', [root.id, ada.id, zone.id]);
  await run('falconAdmin.copy.uuid', [access.id]);
  await run('falconAdmin.copy.name', [root.id, ada.id, zone.id, role.id]);
  await run('falconAdmin.copy.name', [access.id]);
  assert.deepEqual(copied, [
    `${ada.user.email}\n${ben.user.email}`,
    [root.tenant.tenantId, ada.user.id, zone.zoneId].join('\n'),
    access.access.id,
    ['Acme Endpoints', cylanceDisplayName(ada.user), zone.zoneName, role.role.name].join('\n'),
    access.zoneName,
  ]);
});

test('records are copied as JSON; that of a tenant has no secret', async (t) => {
  const house = await commandHouse(t);
  const { run, copied } = house;
  const { root, users, access, zone } = await shown(house);
  const [ada] = users;
  assert.ok(ada);
  await run('falconAdmin.copy.json', [ada.id, zone.id, access.id]);
  await run('falconAdmin.copy.json', [root.id]);
  const [several, tenant] = copied.map((text) => JSON.parse(text) as unknown);
  assert.deepEqual(several, JSON.parse(JSON.stringify([ada.user, zone.zone, access.access])));
  assert.deepEqual(tenant, JSON.parse(JSON.stringify(root.tenant)));
  assert.doesNotMatch(copied[1] ?? '', /secret/i);
});

test('a record is read afresh from the address of its document, also after a restart', async (t) => {
  const house = await commandHouse(t);
  const { run, shown: opened, deps, demo, cylance } = house;
  const { root, users, zone } = await shown(house);
  const [ada] = users;
  assert.ok(ada);
  await run('falconAdmin.record.openJson', [root.id, ada.id, zone.id]);
  const before = demo.requests.length;
  const read: unknown[] = [];
  for (const address of opened) {
    const back = parseRecordPath(recordPath(address));
    assert.ok(back);
    read.push(await readRecord(deps, back, signal));
  }
  assert.deepEqual(read, [root.tenant, ada.user, zone.zone]);
  assert.deepEqual(demo.requests.slice(before).map(({ path }) => path), [`/users/v2/${ada.user.id}`, '/zones/v2']);
  const unread = { ...cylance, store: new CylanceStore(house.secrets) };
  assert.deepEqual(await readRecord({ ...deps, cylance: unread }, opened[0] as RecordAddress, signal), root.tenant);
});

test('a record of no known kind or id, and a zone that may not be read, say so', async (t) => {
  const house = await commandHouse(t, { cylance: { extraApplications: [{ scopes: ['user:list'] }] } });
  const { deps, demo, connectCylance } = house;
  const { id: connection } = await connectCylance();
  const unknown = '00000000-1111-4000-8000-000000000000';
  for (const kind of ['user', 'zone', 'role']) {
    await assert.rejects(readRecord(deps, { connection, kind, id: unknown, name: 'x' }, signal), { name: 'TenantError', kind: 'notFound' }, kind);
  }
  const [half] = demo.cylance.extraApplications;
  assert.ok(half);
  const limited = await connectCylance({ id: asConnectionId('limited'), name: 'Limited', ...half });
  await assert.rejects(readRecord(deps, { connection: limited.id, kind: 'zone', id: unknown, name: 'x' }, signal), { kind: 'forbidden', scope: 'zone:list' });
});

test('from the palette kinds and tenants are offered that have what the command works on', async (t) => {
  const house = await commandHouse(t, { cids: 1, users: 20 });
  const { person, run, copied, shown: opened, connect, cylance } = house;
  const { zone, role } = await shown(house);
  person.will({ choose: 'Zone' }, { choose: zone.zoneName });
  await run('falconAdmin.record.openJson');
  assert.deepEqual([opened[0]?.kind, opened[0]?.id, person.seen[0]?.labels], ['zone', zone.zoneId, ['User', 'Zone']]);
  await assert.rejects(async () => run('falconAdmin.copy.cid'), { message: 'No Falcon tenant is connected.' });
  await connect();
  person.will({ choose: 'Role' }, { choose: 'Acme Endpoints' }, { choose: role.role.name });
  await run('falconAdmin.copy.name');
  const { users } = await (await cylance.directories.of(asConnectionId('cylance'))).allUsers();
  const email = users.at(-1)?.email ?? '';
  person.will({ choose: 'Acme Endpoints' }, { type: email });
  await run('falconAdmin.copy.email');
  const before = person.seen.length;
  person.will({ choose: 'Zone' }, { choose: zone.zoneName });
  await run('falconAdmin.copy.uuid');
  person.isDone();
  assert.deepEqual(copied, [role.role.name, email, zone.zoneId]);
  assert.equal(person.seen.length, before + 2, 'only one tenant has zones');
});

test('with Falcon tenants alone nothing of Cylance is asked', async (t) => {
  const { person, run, connect, copied } = await commandHouse(t);
  await connect();
  person.will({ type: 'harris' }, 'escape');
  await run('falconAdmin.copy.uuid');
  await run('falconAdmin.record.openJson');
  assert.equal(copied.length, 1);
  assert.deepEqual(person.seen[1]?.labels, ['User', 'CID', 'Role']);
});
