import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertRefused, DemoCaller, paths } from './demoCaller.ts';

const users = '/users/entities/users/v1';
const roles = '/user-roles/entities/user-roles/v1';
const held = '/user-roles/queries/user-role-ids-by-user-uuid/v1';

interface LegacyUser {
  readonly uuid: string;
  readonly customer: string;
  readonly uid: string;
  readonly firstName: string;
  readonly lastName: string;
}

describe('the older user calls', () => {
  test('list only users at home in the CID of the session, unpaged, with all three parts of the answer', async (t) => {
    const demo = await DemoCaller.start(t);
    const ids = await demo.get('/users/queries/user-uuids-by-cid/v1');
    assert.deepEqual(ids.body.errors, []);
    const wanted = (await demo.get(paths.queryUsers, { filter: `cid:'${demo.tenant.parentCid}'`, limit: 500 })).resources;
    assert.deepEqual([...ids.resources].sort(), [...wanted].sort());
    const names = (await demo.get('/users/queries/emails-by-cid/v1')).resources as readonly string[];
    assert.equal(names.length, wanted.length);
    const [name = ''] = names;
    const found = await demo.get('/users/queries/user-uuids-by-email/v1', { uid: [name.toUpperCase(), 'nobody@demo.test'] });
    assert.deepEqual(found.resources, [ids.resources[0]]);
    const missing = await demo.get('/users/queries/user-uuids-by-email/v1', { uid: 'nobody@demo.test' });
    assertRefused(missing, 404, /./);
    assert.deepEqual(missing.body.resources, []);
  });

  test('a user lives and dies in camel case', async (t) => {
    const demo = await DemoCaller.start(t);
    const created = await demo.post(users, { uid: 'Old@Demo.Test', firstName: 'Old', lastName: 'Way' });
    assert.deepEqual([created.status, created.body.errors], [201, []]);
    const [user] = created.resources as readonly LegacyUser[];
    assert.ok(user);
    assert.deepEqual([user.uid, user.customer, user.firstName], ['old@demo.test', demo.tenant.parentCid, 'Old']);
    const renamed = await demo.call('PATCH', users, { query: { user_uuid: user.uuid }, body: { lastName: 'Path' } });
    assert.deepEqual((renamed.resources as readonly LegacyUser[]).map(({ firstName, lastName }) => [firstName, lastName]), [['Old', 'Path']]);
    assert.equal((await demo.get(users, { ids: [user.uuid, 'nobody'] })).resources.length, 1);
    const remove = () => demo.call('DELETE', users, { query: { user_uuid: user.uuid } });
    assert.deepEqual((await remove()).body.resources, undefined);
    const again = await remove();
    assertRefused(again, 404, /invalid user uuid/);
    assert.equal(again.body.resources, undefined);
    assertRefused(await demo.get(users, { ids: [user.uuid] }), 404, /./);
    assertRefused(await demo.call('PATCH', users, { query: { user_uuid: user.uuid }, body: {} }), 404, /./);
  });

  test('errors have resources where the specification lists them: everywhere but for DeleteUser, 401, 429 and most 500', async (t) => {
    const keys = async (demo: DemoCaller, method: string, path: string, token?: string): Promise<readonly [number, string]> => {
      const answer = await demo.call(method, path, { query: { ids: 'x', user_uuid: 'x' }, ...(token !== undefined && { token }) });
      return [answer.status, Object.keys(answer.body).join()];
    };
    const [whole, bare] = ['meta,errors,resources', 'meta,errors'];
    const demo = await DemoCaller.start(t, { extraClients: [{ scopes: [] }] });
    const [client] = demo.tenant.extraClients;
    assert.ok(client);
    const token = await demo.token(client);
    const broken = await DemoCaller.start(t, { faults: { 500: 1 } });
    const busy = await DemoCaller.start(t, { faults: { 429: 1 } });
    for (const path of [users, '/users/queries/emails-by-cid/v1', roles, '/user-roles/queries/user-role-ids-by-cid/v1', held]) {
      assert.deepEqual(await keys(demo, 'GET', path, token), [403, whole], path);
      assert.deepEqual(await keys(demo, 'GET', path, 'bad'), [401, bare], path);
      assert.deepEqual(await keys(busy, 'GET', path), [429, bare], path);
      assert.deepEqual(await keys(broken, 'GET', path), [500, path.startsWith('/user-roles/') ? whole : bare], path);
    }
    assert.deepEqual(await keys(demo, 'DELETE', users, token), [403, bare]);
    assert.deepEqual(await keys(broken, 'DELETE', roles), [500, bare]);
  });

  test('roles held are listed by user, granted and revoked', async (t) => {
    const demo = await DemoCaller.start(t);
    const [user] = (await demo.post(users, { uid: 'old@demo.test' })).resources as readonly LegacyUser[];
    const query = { user_uuid: user?.uuid ?? '' };
    const grant = (roleIds: readonly string[]) => demo.call('POST', roles, { query, body: { roleIds } });
    assert.deepEqual((await grant(['help_desk', 'event_viewer'])).resources, ['help_desk', 'event_viewer']);
    assert.deepEqual((await demo.call('DELETE', roles, { query: { ...query, ids: ['help_desk'] } })).resources, ['help_desk']);
    assert.deepEqual((await demo.get(held, query)).resources, ['event_viewer']);
    assertRefused(await grant(['nothing']), 400, /^invalid roleID='nothing' specified$/);
    assertRefused(await demo.get(held, { user_uuid: 'nobody' }), 400, /invalid user uuid/);
    const available = (await demo.get('/user-roles/queries/user-role-ids-by-cid/v1')).resources as readonly string[];
    const described = (await demo.get(roles, { ids: available.slice(0, 20) })).resources as readonly object[];
    assert.equal(described.length, 20);
    for (const role of described) assert.deepEqual(Object.keys(role).filter((key) => key !== 'cid'), ['id', 'display_name', 'description']);
    assertRefused(await demo.get(roles, { ids: ['nothing'] }), 404, /./);
  });
});
