import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Query } from './demoCaller.ts';
import { assertRefused, DemoCaller, paths } from './demoCaller.ts';

interface User {
  readonly uuid: string;
  readonly cid: string;
  readonly uid: string;
  readonly status: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly last_login_at?: string;
  readonly factors?: readonly string[];
  readonly created_at: string;
  readonly updated_at: string;
}

const readUsers = async (demo: DemoCaller, ids: readonly string[], token?: string): Promise<readonly User[]> =>
  (await demo.post(paths.readUsers, { ids }, token)).resources;

describe('querying users', () => {
  test('answers as recorded: indented by one space, meta first, default limit 100, order of the user names', async (t) => {
    const demo = await DemoCaller.start(t);
    const answer = await demo.get(paths.queryUsers);
    assert.ok(answer.text.startsWith('{\n "meta": {\n  "query_time": '));
    assert.deepEqual(answer.body.meta.pagination, { offset: 0, limit: 100, total: 250 });
    assert.equal(answer.body.meta.powered_by, 'cs.flightcontrolapi');
    assert.equal(answer.body.meta.trace_id, answer.headers.get('x-cs-traceid'));
    assert.equal(answer.headers.get('x-ratelimit-limit'), '6000');
    assert.equal(answer.headers.get('content-type'), 'application/json');
    assert.equal(answer.body.errors, undefined);
    const users = await readUsers(demo, answer.resources);
    const nameOf = new Map(users.map(({ uuid, uid }) => [uuid, uid]));
    const names = answer.resources.map((uuid) => nameOf.get(uuid) ?? '');
    assert.deepEqual(names, [...names].sort());
  });

  test('pages neither overlap nor leave gaps', async (t) => {
    const demo = await DemoCaller.start(t, { users: 120 });
    const pages = await Promise.all([0, 50, 100, 150].map((offset) => demo.get(paths.queryUsers, { limit: 50, offset, sort: 'status|desc' })));
    assert.deepEqual(pages.map(({ resources }) => resources.length), [50, 50, 20, 0]);
    assert.equal(new Set(pages.flatMap(({ resources }) => resources)).size, 120);
  });

  test('filters, and refuses filters that cannot be', async (t) => {
    const demo = await DemoCaller.start(t);
    const inactive = await readUsers(demo, (await demo.get(paths.queryUsers, { filter: "status:!'active'" })).resources);
    assert.ok(inactive.length > 0);
    assert.ok(inactive.every(({ status }) => status === 'inactive'));
    const total = async (filter: string): Promise<number> => (await demo.get(paths.queryUsers, { filter })).body.meta.pagination?.total ?? 0;
    assert.equal(await total("factors:*'*'"), await total('factors:!null'));
    assert.equal((await total("factors:*'*'")) + (await total("factors:!*'*'")), 250);
    for (const filter of ["shoe_size:'43'", "created_at:>'2020'", "status:'active", 'status', "(status:'active'", "status:'a' uid:'b'"]) {
      assertRefused(await demo.get(paths.queryUsers, { filter }), 400, /^invalid filter expression/, 'cs.flightcontrolapi');
    }
  });

  test('parameters outside their limits are refused', async (t) => {
    const demo = await DemoCaller.start(t, { users: 5 });
    const bad: readonly Query[] = [{ limit: 0 }, { limit: 501 }, { offset: -1 }, { limit: 'many' }, { sort: 'uid.asc' }, { sort: 'shoe_size' }];
    for (const query of bad) {
      assertRefused(await demo.get(paths.queryUsers, query), 400, / in query /);
    }
  });
});

describe('reading users', () => {
  test('records carry the recorded fields in the recorded order, and leave out what is empty', async (t) => {
    const demo = await DemoCaller.start(t);
    const users = await readUsers(demo, (await demo.get(paths.queryUsers, { limit: 500 })).resources);
    const order = ['uuid', 'cid', 'uid', 'status', 'first_name', 'last_name', 'last_login_at', 'factors', 'created_at', 'updated_at'];
    for (const user of users) {
      const keys = Object.keys(user);
      assert.deepEqual(keys, order.filter((key) => keys.includes(key)));
      assert.match(user.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      assert.notDeepEqual(user.factors, []);
    }
    assert.ok(users.some(({ last_login_at: seen }) => seen === undefined));
    assert.ok(users.some(({ factors }) => factors === undefined));
  });

  test('unknown ids are left out, repeated ones answered once, and there is no pagination', async (t) => {
    const demo = await DemoCaller.start(t);
    const [id] = (await demo.get(paths.queryUsers, { limit: 1 })).resources;
    const answer = await demo.post(paths.readUsers, { ids: [id, 'nobody', id] });
    assert.equal(answer.resources.length, 1);
    assert.equal(answer.body.meta.pagination, undefined);
    assert.deepEqual((await demo.post(paths.readUsers, { ids: ['nobody'] })).resources, []);
  });
});

describe('changing users', () => {
  test('a new user has a lower-case name, the CID in view, no role and no login', async (t) => {
    const demo = await DemoCaller.start(t);
    const answer = await demo.post(paths.users, { uid: 'Ada.New@Demo.Test', first_name: 'Ada', last_name: 'New' });
    assert.equal(answer.status, 201);
    assert.equal(answer.body.meta.writes?.resources_affected, 1);
    const [user] = answer.resources as readonly User[];
    assert.ok(user);
    assert.deepEqual([user.uid, user.cid, user.status, user.last_login_at], ['ada.new@demo.test', demo.tenant.parentCid, 'active', undefined]);
    assert.ok(user.updated_at < user.created_at);
    assert.deepEqual((await demo.get(paths.grants, { user_uuid: user.uuid })).resources, []);
    assert.deepEqual((await demo.get(paths.queryUsers, { filter: "uid:'ada.new@demo.test'" })).resources, [user.uuid]);
  });

  test('a check creates nothing', async (t) => {
    const demo = await DemoCaller.start(t, { users: 5 });
    const check = (uid: string) => demo.call('POST', paths.users, { query: { validate_only: true }, body: { uid } });
    const answer = await check('ada@demo.test');
    assert.deepEqual([answer.status, answer.resources], [201, []]);
    assert.equal((await demo.get(paths.queryUsers)).body.meta.pagination?.total, 5);
    assertRefused(await check('no mail address'), 400, /email/);
  });

  test('what cannot be created answers 400 with null resources', async (t) => {
    const demo = await DemoCaller.start(t);
    const [child] = (await demo.get(paths.queryChildren)).resources as readonly string[];
    await demo.post(paths.users, { uid: 'taken@demo.test', cid: child });
    const bad = [
      { uid: 'TAKEN@demo.test' },
      { uid: 'nobody' },
      { uid: 'a@b' },
      { uid: 'a b@demo.test' },
      { uid: 'a\u0001b@demo.test' },
      { uid: 'a@demo.test\n' },
      { uid: 'a@[127.0.0.1]' },
      { uid: 'a@127.0.0.1' },
      { uid: 'weak@demo.test', password: 'Short1!' },
      { uid: 'weak@demo.test', password: 'alllowercase-123' },
      { uid: 'cid@demo.test', cid: 'not-a-cid' },
      {},
    ];
    for (const body of bad) {
      const answer = await demo.post(paths.users, body);
      assertRefused(answer, 400, /./);
      assert.equal(answer.body.resources, null);
    }
    assertRefused(await demo.post(paths.users, { uid: 'cid@demo.test', cid: 'a'.repeat(32) }), 403, /authorization failed/);
    assert.equal((await demo.post(paths.users, { uid: 'strong@demo.test', password: 'Long-enough-42' })).status, 201);
  });

  test('any mail domain is accepted', async (t) => {
    const demo = await DemoCaller.start(t);
    for (const uid of ['a@gmail.com', "o'brien+x@sub.xn--bcher-kva.example", 'a@bücher.example']) {
      assert.equal((await demo.post(paths.users, { uid })).status, 201, uid);
    }
  });

  test('names change together; an unknown user is refused', async (t) => {
    const demo = await DemoCaller.start(t);
    const [id = ''] = (await demo.get(paths.queryUsers, { limit: 1 })).resources as readonly string[];
    const rename = (uuid: string, body: object) => demo.call('PATCH', paths.users, { query: { user_uuid: uuid }, body });
    const [user] = (await rename(id, { first_name: 'Übung', last_name: 'שלום' })).resources as readonly User[];
    assert.deepEqual([user?.first_name, user?.last_name], ['Übung', 'שלום']);
    assert.deepEqual((await demo.get(paths.queryUsers, { filter: "first_name:'Übung'" })).resources, [id]);
    assertRefused(await rename(id, { first_name: 'Only' }), 400, /last_name/);
    assertRefused(await rename('nobody', { first_name: 'A', last_name: 'B' }), 400, /^invalid user uuid='nobody' specified$/);
  });

  test('a deleted user is gone, and made again is another one', async (t) => {
    const demo = await DemoCaller.start(t);
    const create = async (): Promise<string> => {
      const [user] = (await demo.post(paths.users, { uid: 'ada@demo.test' })).resources as readonly User[];
      return user?.uuid ?? '';
    };
    const first = await create();
    await demo.post(paths.roleActions, { action: 'grant', cid: demo.tenant.parentCid, uuid: first, role_ids: ['help_desk'] });
    const remove = () => demo.call('DELETE', paths.users, { query: { user_uuid: first } });
    const answer = await remove();
    assert.deepEqual([answer.status, answer.body.resources], [200, undefined]);
    assertRefused(await remove(), 400, /invalid user uuid/);
    assertRefused(await demo.get(paths.grants, { user_uuid: first }), 400, /^invalid user uuid='[0-9a-f-]+' specified$/);
    const second = await create();
    assert.notEqual(second, first);
    assert.deepEqual((await demo.get(paths.grants, { user_uuid: second })).resources, []);
  });

  test('an action is done for all users or for none', async (t) => {
    const demo = await DemoCaller.start(t);
    const ids = (await demo.get(paths.queryUsers, { filter: "factors:'TOTP'", limit: 2 })).resources as readonly string[];
    const act = (users: readonly string[], name: string) => demo.post(paths.userActions, { ids: users, action: { action_name: name } });
    assertRefused(await act([...ids, 'nobody'], 'reset_2fa'), 400, /invalid user uuid='nobody'/);
    assert.ok((await readUsers(demo, ids)).every(({ factors }) => factors));
    const answer = await act(ids, 'reset_2fa');
    assert.deepEqual([answer.status, answer.body.meta.writes?.resources_affected], [200, 2]);
    assert.ok((await readUsers(demo, ids)).every(({ factors }) => factors === undefined));
    assert.equal((await act(ids, 'reset_password')).status, 200);
    assertRefused(await act(ids, 'dance'), 400, /action_name/);
  });

  test('a child changes only users at home in it', async (t) => {
    const demo = await DemoCaller.start(t);
    const [child = ''] = (await demo.get(paths.queryChildren)).resources as readonly string[];
    const token = await demo.token(demo.tenant, child);
    const find = async (filter: string): Promise<string> => ((await demo.get(paths.queryUsers, { filter, limit: 1 })).resources as readonly string[])[0] ?? '';
    const guest = await find(`assigned_cids:'${child}'+cid:!'${child}'`);
    const stranger = await find(`assigned_cids:!'${child}'+cid:!'${child}'`);
    const own = await find(`cid:'${child}'`);
    const rename = (uuid: string) => demo.call('PATCH', paths.users, { query: { user_uuid: uuid }, body: { first_name: 'A', last_name: 'B' }, token });
    assertRefused(await rename(guest), 403, /authorization failed/);
    assertRefused(await rename(stranger), 400, /invalid user uuid/);
    assert.equal((await rename(own)).status, 200);
    assert.deepEqual(await readUsers(demo, [stranger], token), []);
    assertRefused(await demo.call('POST', paths.users, { body: { uid: 'x@demo.test', cid: demo.tenant.parentCid }, token }), 403, /authorization failed/);
  });
});
