import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readGrants } from '../../../../src/api/falcon/grants.ts';
import { readAllRoles, readGrantableRoleIds, readRoles } from '../../../../src/api/falcon/roles.ts';
import { asUserUuid } from '../../../../src/core/ids.ts';
import { failure } from '../fakes/failure.ts';
import { cidNumber, found, pathOf, queryOf, refused, rig } from '../fakes/fakeTransport.ts';

const userUuid = asUserUuid('u-1');
const cid = cidNumber(7);

test('grants are asked for by user and CID, and take both over where the records leave them out', async () => {
  const { clock, client, calls } = rig({ script: () => found([{ role_id: 'r1' }, { role_id: 'r2', cid: cidNumber(8), uuid: 'other' }], 2) });
  const grants = await clock.finish(readGrants(client, { userUuid, cid, filter: "role_id:'r'" }));
  assert.deepEqual(grants.map(({ role_id, cid: of, uuid }) => [role_id, of, uuid]), [
    ['r1', cid, userUuid],
    ['r2', cidNumber(8), 'other'],
  ]);
  const [request] = calls();
  assert.ok(request);
  assert.deepEqual(Object.fromEntries(queryOf(request)), { user_uuid: userUuid, cid, filter: "role_id:'r'", offset: '0', limit: '500' });
});

test('the same role held directly and through groups is several grants, and one that comes twice is one', async () => {
  const records = [
    { role_id: 'r', grant_type: 'direct' },
    { role_id: 'r', user_group_id: 'g1', cid_group_id: 'c1' },
    { role_id: 'r', user_group_id: 'g2', cid_group_id: 'c1' },
    { role_id: 'r', grant_type: 'direct' },
  ];
  const { clock, client } = rig({ script: () => found(records, 4) });
  assert.equal((await clock.finish(readGrants(client, { userUuid, cid }))).length, 3);
});

test('more grants than fit on a page are all read', async () => {
  const { clock, client } = rig({
    script: (request) => {
      const offset = Number(queryOf(request).get('offset'));
      return found(Array.from({ length: Math.min(500, 1_100 - offset) }, (_, n) => ({ role_id: `r${offset + n}` })), 1_100);
    },
  });
  assert.equal((await clock.finish(readGrants(client, { userUuid }))).length, 1_100);
});

test('a user without grants has none, and a user who does not exist is told as such', async () => {
  const none = rig({ script: () => found([], 0) });
  assert.deepEqual(await none.clock.finish(readGrants(none.client, { userUuid, cid })), []);
  const unknown = rig({ script: () => refused(400, "invalid user uuid='u-1' specified") });
  assert.equal((await failure(unknown.clock.finish(readGrants(unknown.client, { userUuid, cid })))).reason, 'unknownUser');
});

test('all roles of a CID are read in two steps and sorted by name', async () => {
  const names: Record<string, string> = { a: 'Zebra', b: 'Ant', c: 'Ant' };
  const { clock, client, calls } = rig({
    script: (request) =>
      pathOf(request).includes('/queries/') ? found(['c', 'a', 'b', 'a']) : found(Object.entries(names).map(([id, display_name]) => ({ id, display_name }))),
  });
  const roles = await clock.finish(readAllRoles(client, cid));
  assert.deepEqual(roles.map(({ id }) => id), ['b', 'c', 'a']);
  assert.deepEqual(JSON.parse(calls()[1]?.body ?? ''), { ids: ['c', 'a', 'b'] });
  assert.ok(calls().every((request) => queryOf(request).get('cid') === cid));
});

test('a CID without roles asks for no records', async () => {
  const { clock, client, calls } = rig({ script: () => found(null) });
  assert.deepEqual(await clock.finish(readAllRoles(client, undefined)), []);
  assert.deepEqual(await clock.finish(readRoles(client, undefined, [])), []);
  assert.equal(calls().length, 1);
});

test('what may be granted is asked for with the user, and is a set of ids', async () => {
  const { clock, client, calls } = rig({ script: () => found(['r1', 'r2', 'r1']) });
  assert.deepEqual([...(await clock.finish(readGrantableRoleIds(client, cid, 'u-1')))], ['r1', 'r2']);
  const [request] = calls();
  assert.ok(request);
  assert.deepEqual(Object.fromEntries(queryOf(request)), { cid, user_uuid: 'u-1', action: 'grant' });
});
