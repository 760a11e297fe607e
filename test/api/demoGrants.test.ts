import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DemoAnswer } from './demoCaller.ts';
import { assertRefused, DemoCaller, paths } from './demoCaller.ts';

interface Grant {
  readonly role_id: string;
  readonly role_name: string;
  readonly cid: string;
  readonly uuid: string;
  readonly grant_type: string;
  readonly parent_cid?: string;
  readonly user_group_name?: string;
  readonly cid_group_name?: string;
  readonly expires_at?: string;
}

interface Role {
  readonly id: string;
  readonly display_name: string;
  readonly description: string;
  readonly is_global: boolean;
  readonly type: string;
  readonly cid?: string;
}

const hourMs = 3_600_000;
const inHours = (now: number, hours: number): string => new Date(now + hours * hourMs).toISOString();

async function newUser(demo: DemoCaller, cid = demo.tenant.parentCid): Promise<string> {
  const [user] = (await demo.post(paths.users, { uid: `u${String(demo.tenant.requests.length)}@demo.test`, cid })).resources as readonly { uuid: string }[];
  return user?.uuid ?? '';
}

const childOf = async (demo: DemoCaller): Promise<string> => ((await demo.get(paths.queryChildren)).resources as readonly string[])[0] ?? '';

const act = (demo: DemoCaller, action: string, uuid: string, roles: readonly string[], extra: object = {}): Promise<DemoAnswer> =>
  demo.post(paths.roleActions, { action, cid: demo.tenant.parentCid, uuid, role_ids: roles, ...extra });

const heldBy = async (demo: DemoCaller, uuid: string, query: Readonly<Record<string, string | number | boolean>> = {}): Promise<readonly Grant[]> =>
  (await demo.get(paths.grants, { user_uuid: uuid, limit: 500, ...query })).resources;

const roleIds = (grants: readonly Grant[]): string[] => grants.map(({ role_id: id }) => id);

describe('reading grants', () => {
  test('one user in one CID, direct and inherited, sorted by the name of the role', async (t) => {
    const demo = await DemoCaller.start(t);
    const child = await childOf(demo);
    const filter = `cid:'${demo.tenant.parentCid}'+direct_assigned_cids:'${child}'`;
    const candidates = (await demo.get(paths.queryUsers, { filter, limit: 500 })).resources as readonly string[];
    const all = await Promise.all(candidates.map((uuid) => heldBy(demo, uuid, { cid: child })));
    const grants = all.find((each) => new Set(each.map(({ grant_type: type }) => type)).size > 1);
    assert.ok(grants);
    const names = grants.map(({ role_name: name }) => name);
    assert.deepEqual(names, [...names].sort());
    for (const grant of grants) {
      assert.equal(grant.cid, child);
      const inherited = grant.grant_type !== 'direct';
      assert.equal(grant.user_group_name !== undefined, inherited);
      assert.equal(grant.cid_group_name !== undefined, inherited);
      assert.equal(grant.parent_cid, inherited ? demo.tenant.parentCid : undefined);
    }
    const direct = await heldBy(demo, grants[0]?.uuid ?? '', { cid: child, direct_only: true });
    assert.deepEqual(direct, grants.filter(({ grant_type: type }) => type === 'direct'));
  });

  test('filters, sorts and pages', async (t) => {
    const demo = await DemoCaller.start(t);
    const uuid = await newUser(demo);
    await act(demo, 'grant', uuid, ['event_viewer', 'help_desk', 'dashboard_admin']);
    await act(demo, 'grant', uuid, ['falconhost_admin'], { expires_at: inHours(Date.now(), 5) });
    assert.deepEqual(roleIds(await heldBy(demo, uuid)), ['dashboard_admin', 'event_viewer', 'falconhost_admin', 'help_desk']);
    assert.deepEqual(roleIds(await heldBy(demo, uuid, { sort: 'role_name|desc', limit: 1, offset: 1 })), ['falconhost_admin']);
    assert.deepEqual(roleIds(await heldBy(demo, uuid, { filter: "role_id:['help_desk','nothing']" })), ['help_desk']);
    assert.deepEqual(roleIds(await heldBy(demo, uuid, { filter: "role_name:'Event Viewer'" })), ['event_viewer']);
    assert.deepEqual(roleIds(await heldBy(demo, uuid, { filter: "expires_at:<'now+6h'" })), ['falconhost_admin']);
    assert.deepEqual(roleIds(await heldBy(demo, uuid, { sort: 'expires_at|desc', limit: 1 })), ['falconhost_admin']);
    const query = { user_uuid: uuid };
    assertRefused(await demo.get(paths.grants, { ...query, filter: "cid:'x'" }), 400, /^invalid filter/);
    assertRefused(await demo.get(paths.grants, { ...query, sort: 'role_id' }), 400, /^sort in query/);
    assertRefused(await demo.get(paths.grants, { ...query, direct_only: 'True' }), 400, /^direct_only in query/);
    assertRefused(await demo.get(paths.grants, {}), 400, /^user_uuid in query is required/);
    const { meta, resources } = (await demo.get(paths.grants, query)).body;
    assert.deepEqual([meta.pagination, resources?.length], [{ offset: 0, limit: 100, total: 4 }, 4]);
  });

  test('the older form knows no end', async (t) => {
    const demo = await DemoCaller.start(t);
    const uuid = await newUser(demo);
    await act(demo, 'grant', uuid, ['help_desk'], { expires_at: inHours(Date.now(), 5) });
    const [newer] = await heldBy(demo, uuid);
    const [older] = (await demo.get(paths.grantsV1, { user_uuid: uuid })).resources as readonly Grant[];
    assert.ok(newer?.expires_at);
    assert.deepEqual({ ...older, expires_at: newer.expires_at }, newer);
  });

  test('unknown users and foreign CIDs are refused, a user without roles is not', async (t) => {
    const demo = await DemoCaller.start(t);
    assertRefused(await demo.get(paths.grants, { user_uuid: 'nobody' }), 400, /^invalid user uuid='nobody' specified$/);
    const uuid = await newUser(demo);
    assertRefused(await demo.get(paths.grants, { user_uuid: uuid, cid: 'a'.repeat(32) }), 403, /authorization failed/);
    assertRefused(await demo.get(paths.grants, { user_uuid: uuid, cid: demo.tenant.parentCid.toUpperCase() }), 400, /invalid cid/);
    assert.deepEqual(await heldBy(demo, uuid), []);
  });
});

describe('changing grants', () => {
  test('a batch is done as a whole or not at all', async (t) => {
    const demo = await DemoCaller.start(t);
    const uuid = await newUser(demo);
    assertRefused(await act(demo, 'grant', uuid, ['help_desk', 'no_such_role']), 400, /^invalid roleID='no_such_role' specified$/);
    assert.deepEqual(await heldBy(demo, uuid), []);
    const answer = await act(demo, 'grant', uuid, ['help_desk', 'event_viewer']);
    assert.deepEqual([answer.status, answer.body.resources, answer.body.meta.writes?.resources_affected], [200, undefined, 2]);
    assert.equal((await act(demo, 'grant', uuid, ['help_desk'])).body.meta.writes?.resources_affected, 0);
    assert.equal((await act(demo, 'revoke', uuid, ['dashboard_admin'])).status, 200);
    await act(demo, 'revoke', uuid, ['event_viewer']);
    assert.deepEqual(roleIds(await heldBy(demo, uuid)), ['help_desk']);
    assertRefused(await act(demo, 'swap', uuid, ['help_desk']), 400, /^action in body/);
    assertRefused(await act(demo, 'grant', 'nobody', ['help_desk']), 400, /invalid user uuid/);
    assertRefused(await act(demo, 'grant', uuid, []), 400, /^role_ids in body/);
    assertRefused(await act(demo, 'grant', uuid, ['help_desk'], { cid: '' }), 400, /^cid in body is required/);
  });

  test('a temporary grant lies between an hour and seven days ahead, and ends', async (t) => {
    let now = Date.UTC(2026, 0, 15);
    const demo = await DemoCaller.start(t, { now: () => now });
    const uuid = await newUser(demo);
    for (const end of [inHours(now, 0.9), inHours(now, 7 * 24 + 0.1), '2026-01-16', 'tomorrow']) {
      assertRefused(await act(demo, 'grant', uuid, ['help_desk'], { expires_at: end }), 400, /^invalid expires_at=/);
    }
    assert.equal((await act(demo, 'grant', uuid, ['help_desk'], { expires_at: inHours(now, 1) })).status, 200);
    assert.equal((await act(demo, 'grant', uuid, ['event_viewer'], { expires_at: inHours(now, 7 * 24) })).status, 200);
    const temporary = { filter: `uuid:'${uuid}'+has_temporary_roles:true` };
    assert.match((await heldBy(demo, uuid))[0]?.expires_at ?? '', /^2026-01-22T00:00:00\.\d{6}Z$/);
    now += hourMs - 1;
    assert.equal((await heldBy(demo, uuid)).length, 2);
    now += 1;
    assert.deepEqual(roleIds(await heldBy(demo, uuid)), ['event_viewer']);
    assert.deepEqual((await demo.get(paths.queryUsers, temporary)).resources, [uuid]);
    now += 7 * 24 * hourMs;
    assert.deepEqual(await heldBy(demo, uuid), []);
    assert.deepEqual((await demo.get(paths.queryUsers, temporary)).resources, []);
  });

  test('the end reads as it was written, and must be a moment that exists', async (t) => {
    const demo = await DemoCaller.start(t, { now: () => Date.UTC(2026, 10, 29, 22) });
    const uuid = await newUser(demo);
    const written: readonly (readonly [string, string])[] = [
      ['2026-11-30T01:02:03Z', '2026-11-30T01:02:03.000000Z'],
      ['2026-11-30t01:02:03.5z', '2026-11-30T01:02:03.500000Z'],
      ['2026-11-30T03:02:03.123456+02:00', '2026-11-30T01:02:03.123456Z'],
      ['2026-11-30T01:02:03.000001Z', '2026-11-30T01:02:03.000001Z'],
    ];
    for (const [end, read] of written) {
      assert.equal((await act(demo, 'grant', uuid, ['help_desk'], { expires_at: end })).status, 200, end);
      assert.deepEqual((await heldBy(demo, uuid)).map(({ expires_at: at }) => at), [read]);
    }
    for (const end of ['2026-11-31T01:02:03Z', '2026-11-29T24:00:00Z', '2026-11-30T01:60:00Z', '2026-11-30T01:02:03+99:00', '2026-11-30 01:02:03Z']) {
      assertRefused(await act(demo, 'grant', uuid, ['help_desk'], { expires_at: end }), 400, /^invalid expires_at=/);
    }
  });

  test('reads show the state before until the lag has passed', async (t) => {
    let now = Date.now();
    const demo = await DemoCaller.start(t, { lagMs: 30_000, now: () => now });
    const uuid = await newUser(demo);
    const assigned = { filter: `uuid:'${uuid}'+assigned_cids:'${demo.tenant.parentCid}'` };
    await act(demo, 'grant', uuid, ['help_desk']);
    const grantable = async (): Promise<readonly string[]> => (await demo.get(paths.queryRoles, { user_uuid: uuid })).resources;
    const isGrantable = async (): Promise<boolean> => (await grantable()).includes('help_desk');
    now += 29_999;
    assert.deepEqual(await heldBy(demo, uuid), []);
    assert.equal(await isGrantable(), true);
    assert.deepEqual((await demo.get(paths.queryUsers, assigned)).resources, []);
    now += 1;
    assert.equal(await isGrantable(), false);
    assert.deepEqual(roleIds(await heldBy(demo, uuid)), ['help_desk']);
    assert.deepEqual((await demo.get(paths.queryUsers, assigned)).resources, [uuid]);
    await act(demo, 'revoke', uuid, ['help_desk']);
    assert.deepEqual(roleIds(await heldBy(demo, uuid)), ['help_desk']);
    assert.equal(await isGrantable(), false);
    now += 30_000;
    assert.equal(await isGrantable(), true);
    assert.deepEqual(await heldBy(demo, uuid), []);
  });

  test('custom roles stay in the CID that owns them and with its own users', async (t) => {
    const demo = await DemoCaller.start(t);
    const child = await childOf(demo);
    const available = (await demo.get(paths.queryRoles, { cid: child })).resources as readonly string[];
    const parentsOwn = ((await demo.get(paths.queryRoles)).resources as readonly string[]).find((id) => /^[0-9a-f]{32}$/.test(id));
    assert.ok(parentsOwn);
    assert.ok(!available.includes(parentsOwn));
    const [ownUser, guest] = [await newUser(demo), await newUser(demo, child)];
    assert.equal((await act(demo, 'grant', ownUser, [parentsOwn])).status, 200);
    assertRefused(await act(demo, 'grant', guest, [parentsOwn]), 400, /^invalid roleID=/);
    assertRefused(await act(demo, 'grant', ownUser, [parentsOwn], { cid: child }), 400, /^invalid roleID=/);
    const toGuest = (await demo.get(paths.queryRoles, { user_uuid: guest })).resources as readonly string[];
    assert.ok(!toGuest.includes(parentsOwn));
  });
});

describe('roles', () => {
  test('with a user the query lists what may still be granted, in no stable order', async (t) => {
    const demo = await DemoCaller.start(t);
    const uuid = await newUser(demo);
    const list = async (query = {}): Promise<readonly string[]> => (await demo.get(paths.queryRoles, query)).resources;
    const before = await list({ user_uuid: uuid });
    await act(demo, 'grant', uuid, ['help_desk']);
    const after = await list({ user_uuid: uuid, action: 'grant' });
    assert.deepEqual([...after, 'help_desk'].sort(), [...before].sort());
    const [one, other] = [await list(), await list()];
    assert.notDeepEqual(one, other);
    assert.deepEqual([...one].sort(), [...other].sort());
    assert.equal((await demo.get(paths.queryRoles)).body.meta.pagination, undefined);
    assertRefused(await demo.get(paths.queryRoles, { user_uuid: 'nobody' }), 400, /invalid user uuid/);
    assertRefused(await demo.get(paths.queryRoles, { action: 'borrow' }), 400, /invalid action/);
  });

  test('roles are described, unknown ids left out, none at all is 404', async (t) => {
    const demo = await DemoCaller.start(t);
    const ids = (await demo.get(paths.queryRoles)).resources as readonly string[];
    const roles = (await demo.post(paths.readRoles, { ids: [...ids, 'nothing'] })).resources as readonly Role[];
    assert.equal(roles.length, ids.length);
    for (const { id, display_name: name, description, is_global: isGlobal, type, cid } of roles) {
      assert.ok(name !== '' && description !== '', id);
      assert.deepEqual([type, isGlobal, cid], cid === undefined ? ['default', true, undefined] : ['custom', false, demo.tenant.parentCid]);
    }
    assertRefused(await demo.post(paths.readRoles, { ids: ['nothing'] }), 404, /./, 'cs.flightcontrolapi');
    const older = (await demo.get('/user-management/entities/roles/v1', { ids: ['help_desk', 'event_viewer'] })).resources as readonly Role[];
    assert.deepEqual(older.map(({ id }) => id), ['help_desk', 'event_viewer']);
  });
});
