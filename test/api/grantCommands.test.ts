/** Commands about grants, from the question to what the server holds afterwards. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import papa from 'papaparse';
import { readGrants } from '../../src/api/falcon/grants.ts';
import { copyRoles } from '../../src/commands/copyRoles.ts';
import { exportAccess } from '../../src/commands/exportAccess.ts';
import { extendGrant } from '../../src/commands/extendGrant.ts';
import { grantRole } from '../../src/commands/grantRole.ts';
import type { TenantCommand } from '../../src/commands/parts/deps.ts';
import { revokeRole } from '../../src/commands/revokeRole.ts';
import type { Cid } from '../../src/core/ids.ts';
import type { User } from '../../src/core/user.ts';
import { grantsHouse, inHours, isDirect } from '../unit/commands/grantsHouse.ts';
import type { GrantsHouse } from '../unit/commands/grantsHouse.ts';
import { firstOf, idsOf } from '../unit/commands/peopleHouse.ts';
import { realRoad } from '../unit/commands/realRoad.ts';

interface LiveHouse extends GrantsHouse {
  /** Runs a command whose changes are carried out. */
  readonly live: (command: TenantCommand, given: readonly unknown[]) => Promise<unknown>;
  /** What the server says that a user holds directly in a CID, by role; with the end of those that have one. */
  readonly server: (user: User, cid: Cid) => Promise<ReadonlyMap<string, string | undefined>>;
}

async function liveHouse(t: TestContext): Promise<LiveHouse> {
  const house = await grantsHouse(t);
  const { deps, sessions, connection } = house;
  const road = realRoad(house);
  const server: LiveHouse['server'] = async ({ uuid }, cid) => {
    const grants = await readGrants(await sessions.client(connection.id), { userUuid: uuid, cid });
    return new Map(grants.filter(isDirect).map(({ role_id: id, expires_at: end }) => [id, end]));
  };
  return { ...house, live: async (command, given) => command.run({ ...deps, road }, given), server };
}

const billing = 'billing_dashboard_admin';

test('a role is granted to several users, extended, exported, and taken back again', async (t) => {
  const { own, connection, users, person, saved, live, server } = await liveHouse(t);
  const chosen = firstOf(users).map(({ user }) => user);
  const named = chosen.map(({ uuid }) => ({ connection: connection.id, user: uuid, cid: own, role: billing }));

  person.will({ choose: 'In 8 Hours' }, { choose: 'Grant' });
  await live(grantRole, [{ connection: connection.id, users: chosen.map(({ uuid }) => uuid), cid: own, role: billing }]);
  for (const user of chosen) {
    const end = (await server(user, own)).get(billing) ?? '';
    assert.ok(Math.abs(Date.parse(end) - Date.parse(inHours(8))) < 120_000, end);
  }

  person.will({ choose: 'Never' }, { choose: 'Grant' });
  await live(extendGrant, named);
  for (const user of chosen) assert.deepEqual([...(await server(user, own))].filter(([id]) => id === billing), [[billing, undefined]]);

  person.will({ choose: 'CSV' });
  await live(exportAccess, idsOf(users.slice(0, 3)));
  const { data } = papa.parse<Readonly<Record<string, string>>>((saved[0]?.text ?? '').slice(1), { header: true, skipEmptyLines: true });
  const written = data.filter(({ role_id: id, cid }) => id === billing && cid === own);
  assert.deepEqual(written.map(({ uuid, how, until }) => [uuid, how, until]).sort(), chosen.map(({ uuid }) => [uuid, 'direct', '']).sort());

  person.will({ choose: 'Revoke' });
  await live(revokeRole, named);
  person.isDone();
  for (const user of chosen) assert.ok(!(await server(user, own)).has(billing));
});

test('what a colleague has and a user lacks is held by both afterwards', async (t) => {
  const { own, children, users, give, person, live, server } = await liveHouse(t);
  const [{ user: ada }, { user: ben, id }] = firstOf(users);
  const [child] = children;
  assert.ok(child);
  await give(ada, own, billing);
  await give(ada, child, 'binarly_user', inHours(30));
  person.will({ type: ada.uid ?? '' }, { choose: 'In Every CID' }, 'enter', { choose: 'Grant' });
  await live(copyRoles, [id]);
  person.isDone();
  for (const cid of [own, child]) {
    const [had, has] = await Promise.all([server(ada, cid), server(ben, cid)]);
    assert.ok(had.size > 0);
    for (const [role, end] of had) {
      assert.ok(has.has(role), role);
      if (role === 'binarly_user') assert.ok(Math.abs(Date.parse(has.get(role) ?? '') - Date.parse(end ?? '')) < 60_000);
    }
  }
});

test('a custom role outside its home never reaches the server', async (t) => {
  const { connection, directory, users, person, reads, live } = await liveHouse(t);
  const [{ user }] = firstOf(users);
  const [child] = await directory.allChildren();
  const custom = child && (await directory.roles(child.child_cid)).find((role) => role.cid === child.child_cid);
  assert.ok(custom);
  await live(grantRole, [{ connection: connection.id, users: [user.uuid], cid: child.child_cid, role: custom.id }]);
  assert.match(person.notices[0]?.message ?? '', /custom role/);
  assert.equal(reads('userRolesActionV1'), 0);
});
