import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CylanceUserBody, PageBody } from './cylanceCaller.ts';
import { assertMessage, CylanceCaller } from './cylanceCaller.ts';
import { DemoCaller, paths } from './demoCaller.ts';

const plainDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;
const fixed = (last: number): string => `00000000-0000-0000-0000-00000000000${String(last)}`;
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Zone = Readonly<Record<'id' | 'name' | 'criticality' | 'zone_rule_id' | 'policy_id' | 'update_type' | 'date_created' | 'date_modified', string | null>>;

describe('users of the Cylance tenant', () => {
  test('the first page has ten of 120 users unless told otherwise, within the documented envelope', async (t) => {
    const demo = await CylanceCaller.start(t);
    const { page_items: items, ...envelope } = await demo.read<PageBody<CylanceUserBody>>('/users/v2', await demo.token());
    assert.deepEqual(envelope, { page_number: 1, page_size: 10, total_pages: 12, total_number_of_items: 120 });
    assert.equal(items.length, 10);
  });

  test('pages follow one another without gaps, newest created first', async (t) => {
    const demo = await CylanceCaller.start(t);
    const token = await demo.token();
    const users = await demo.allUsers(token);
    assert.equal(new Set(users.map(({ id }) => id)).size, 120);
    const created = users.map(({ date_created: date }) => date);
    assert.deepEqual(created, created.toSorted().toReversed());
    const last = await demo.read<PageBody<CylanceUserBody>>('/users/v2/?page=3&page_size=50', token);
    assert.deepEqual([last.page_number, last.page_size, last.total_pages], [3, 50, 3]);
    assert.deepEqual(last.page_items, users.slice(100));
  });

  for (const query of ['page=0', 'page=-1', 'page=x', 'page=', 'page=1.5']) {
    test(`${query} is refused with 400`, async (t) => {
      const demo = await CylanceCaller.start(t);
      assertMessage(await demo.get(`/users/v2?${query}`, await demo.token()), 400, /^The page number requested is not supported\.$/);
    });
  }

  test('page sizes run from 1 to 200; others are refused with the recorded message', async (t) => {
    const demo = await CylanceCaller.start(t);
    const token = await demo.token();
    for (const path of ['/users/v2', '/zones/v2']) {
      for (const size of ['1', '200']) assert.equal((await demo.get(`${path}?page_size=${size}`, token)).status, 200);
      for (const size of ['0', '-5', '201', 'all']) {
        assertMessage(await demo.get(`${path}?page_size=${size}`, token), 400, /^The page size requested is not supported\.$/);
      }
    }
  });

  test('a page past the end is empty, or 404 where the server is told so', async (t) => {
    const demo = await CylanceCaller.start(t);
    const beyond = await demo.read<PageBody<CylanceUserBody>>('/users/v2?page=13', await demo.token());
    assert.deepEqual([beyond.page_items.length, beyond.total_pages], [0, 12]);
    const strict = await CylanceCaller.start(t, { cylance: { pastTheEnd: 'missing' } });
    assertMessage(await strict.get('/users/v2?page=13', await strict.token()), 404, /page/);
  });

  test('a tenant without users has no pages', async (t) => {
    const demo = await CylanceCaller.start(t, { cylance: { users: 0, pastTheEnd: 'missing' } });
    const page = await demo.read('/users/v2', await demo.token());
    assert.deepEqual(page, { page_number: 1, page_size: 10, total_pages: 0, total_number_of_items: 0, page_items: [] });
  });

  test('a user has the recorded keys in their order, with dates in UTC that do not say so', async (t) => {
    const demo = await CylanceCaller.start(t);
    const users = await demo.allUsers(await demo.token());
    const keys =
      'id tenant_id first_name last_name email has_logged_in role_type role_name default_zone_role_type default_zone_role_name zones ' +
      'date_last_login date_email_confirmed date_created date_modified';
    for (const user of users) {
      assert.equal(Object.keys(user).join(' '), keys);
      assert.match(user.id, guid);
      assert.equal(user.tenant_id, demo.tenant.cylance.tenantId);
      for (const date of [user.date_created, user.date_modified]) assert.match(date, plainDate);
      for (const date of [user.date_last_login, user.date_email_confirmed]) if (date !== null) assert.match(date, plainDate);
      for (const zone of user.zones) assert.deepEqual(Object.keys(zone), ['id', 'role_type', 'role_name']);
      assert.ok(`${user.date_created}Z` <= new Date().toISOString(), user.date_created);
    }
  });

  test('dates come with milliseconds and zone, or as a zero date, where the server is told so', async (t) => {
    const zoned = await CylanceCaller.start(t, { cylance: { dates: 'zoned' } });
    const [first] = await zoned.allUsers(await zoned.token());
    assert.match(first?.date_created ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const zero = await CylanceCaller.start(t, { cylance: { dates: 'zero' } });
    const logins = (await zero.allUsers(await zero.token())).map(({ date_last_login: date }) => date);
    assert.ok(logins.includes('0001-01-01T00:00:00') && !logins.includes(null));
  });

  test('every case that a client must expect is there', async (t) => {
    const demo = await CylanceCaller.start(t);
    const token = await demo.token();
    const users = await demo.allUsers(token);
    const zones = new Set((await demo.read<PageBody<Zone>>('/zones/v2?page_size=200', token)).page_items.map(({ id }) => id));
    const cases: Readonly<Record<string, (user: CylanceUserBody) => boolean>> = {
      administrator: ({ role_type: role, zones: held }) => role === fixed(2) && held.length === 0,
      'read-only': ({ role_type: role, zones: held }) => role === fixed(3) && held.length === 0,
      'zone manager': ({ role_type: role, zones: held }) => role === fixed(4) && held.some((zone) => zone.role_type === fixed(1)),
      user: ({ role_type: role, zones: held }) => role === fixed(1) && held.length > 0,
      'custom role with a name': ({ role_type: role, role_name: name }) => !role.startsWith('00000000-') && name !== null,
      'custom role without one': ({ role_type: role, role_name: name }) => !role.startsWith('00000000-') && name === null,
      'never logged in': ({ has_logged_in: logged, date_last_login: last }) => !logged && last === null,
      'logged in, at no time': ({ has_logged_in: logged, date_last_login: last }) => logged && last === null,
      'logged in, address unconfirmed': ({ has_logged_in: logged, date_email_confirmed: confirmed }) => logged && confirmed === null,
      'empty names': ({ first_name: first, last_name: last }) => first === '' && last === '',
      'null names': ({ first_name: first, last_name: last }) => first === null && last === null,
      'names beyond ASCII': ({ first_name: first }) => /[^\p{ASCII}]/u.test(first ?? ''),
      'no default zone role': ({ default_zone_role_type: role, default_zone_role_name: name }) => role === fixed(0) && name === 'None',
      'zone manager by default': ({ default_zone_role_type: role, default_zone_role_name: name }) => role === fixed(1) && name === 'Zone Manager',
      'zone user by default': ({ default_zone_role_type: role, default_zone_role_name: name }) => role === fixed(2) && name === 'User',
      'a zone that is gone': ({ zones: held }) => held.some(({ id }) => !zones.has(id)),
      'no role in a zone': ({ zones: held }) => held.some((zone) => zone.role_type === fixed(0) && zone.role_name === 'None'),
    };
    for (const [name, holds] of Object.entries(cases)) assert.ok(users.some(holds), name);
  });

  test('half of the people are people of the Falcon tenant, under the same address and name', async (t) => {
    const demo = await CylanceCaller.start(t);
    const users = await demo.allUsers(await demo.token());
    const falcon = new DemoCaller(demo.tenant);
    const { resources: ids } = await falcon.get(paths.queryUsers, { limit: 500 });
    const { resources } = await falcon.post(paths.readUsers, { ids });
    const names = new Map((resources as readonly { uid: string; first_name: string }[]).map((user) => [user.uid, user.first_name]));
    const known = users.filter(({ email }) => names.has(email));
    assert.equal(known.length, 60);
    assert.ok(known.filter((user) => user.first_name === names.get(user.email)).length > 50);
  });

  test('the same seed makes the same people, 20,000 as well', async (t) => {
    const now = (): number => 1_760_000_000_000;
    const page = async (seed: number): Promise<readonly CylanceUserBody[]> => {
      const demo = await CylanceCaller.start(t, { seed, now, cylance: { users: 20_000 } });
      const body = await demo.read<PageBody<CylanceUserBody>>('/users/v2?page=60&page_size=200', await demo.token());
      assert.equal(body.total_number_of_items, 20_000);
      return body.page_items;
    };
    const [one, same, other] = [await page(3), await page(3), await page(4)];
    assert.equal(one.length, 200);
    assert.deepEqual(same[0], one[0]);
    assert.deepEqual(same[199], one[199]);
    assert.notEqual(other[0]?.id, one[0]?.id);
  });

  test('one user is read by id or by address, as in the list', async (t) => {
    const demo = await CylanceCaller.start(t);
    const token = await demo.token();
    const [user] = await demo.allUsers(token);
    assert.ok(user);
    const keys = [user.id, user.id.toUpperCase(), user.email, encodeURIComponent(user.email), user.email.toUpperCase()];
    for (const key of keys) assert.deepEqual(await demo.read(`/users/v2/${key}`, token), user);
  });

  test('an unknown user answers 404, what is neither id nor address 400', async (t) => {
    const demo = await CylanceCaller.start(t);
    const token = await demo.token();
    for (const key of ['b8b2a3f0-0000-4000-8000-000000000000', 'nobody@demo.test']) assertMessage(await demo.get(`/users/v2/${key}`, token), 404, /user/);
    for (const key of ['b8b2a3f0', 'nobody@', 'x%zz']) assertMessage(await demo.get(`/users/v2/${key}`, token), 400, /./);
  });

  test('a missing scope answers 403, and listing users does not allow listing zones', async (t) => {
    const demo = await CylanceCaller.start(t, { cylance: { extraApplications: [{ scopes: ['user:list'] }, { scopes: ['zone:list'] }] } });
    const [usersOnly, zonesOnly] = demo.tenant.cylance.extraApplications;
    assert.ok(usersOnly && zonesOnly);
    const [users, zones] = [await demo.tokenOf(usersOnly), await demo.tokenOf(zonesOnly)];
    assert.equal((await demo.get('/users/v2', users)).status, 200);
    assert.equal((await demo.get('/zones/v2', zones)).status, 200);
    for (const [path, token] of [['/zones/v2', users], ['/users/v2/a@b.test', users], ['/users/v2', zones], [`/zones/v2/${fixed(1)}`, zones]] as const) {
      const answer = await demo.get(path, token);
      assert.equal(answer.status, 403);
      assert.deepEqual(JSON.parse(answer.text), { status: 'ACCESS_DENIED', message: 'insufficient privileges' });
    }
  });
});

describe('zones of the Cylance tenant', () => {
  test('zones come in the envelope of users, with their recorded keys', async (t) => {
    const demo = await CylanceCaller.start(t);
    const token = await demo.token();
    const page = await demo.read<PageBody<Zone>>('/zones/v2', token);
    assert.deepEqual([page.page_number, page.page_size, page.total_pages, page.total_number_of_items], [1, 10, 2, 14]);
    const { page_items: zones } = await demo.read<PageBody<Zone>>('/zones/v2?page_size=100', token);
    assert.equal(new Set(zones.map(({ name }) => name?.toLowerCase())).size, 14);
    for (const zone of zones) {
      assert.equal(Object.keys(zone).join(' '), 'id name criticality zone_rule_id policy_id update_type date_created date_modified');
      assert.match(zone.name ?? '', /^[^&<>]+$/);
      assert.match(zone.date_created ?? '', plainDate);
    }
    assert.ok(zones.some(({ zone_rule_id: rule }) => rule === null) && zones.some(({ zone_rule_id: rule }) => rule !== null));
  });

  test('one zone is read by id; an unknown one answers 404, a bad id 400', async (t) => {
    const demo = await CylanceCaller.start(t);
    const token = await demo.token();
    const [zone] = (await demo.read<PageBody<Zone>>('/zones/v2', token)).page_items;
    assert.deepEqual(await demo.read(`/zones/v2/${zone?.id ?? ''}`, token), zone);
    assertMessage(await demo.get('/zones/v2/b8b2a3f0-0000-4000-8000-000000000000', token), 404, /zone/);
    assertMessage(await demo.get('/zones/v2/lab', token), 400, /zone/);
  });
});
