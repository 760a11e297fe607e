import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertRefused, DemoCaller, paths } from './demoCaller.ts';

const basic = (id: string, secret: string): Record<string, string> => ({ authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` });

describe('tokens of the demo tenant', () => {
  test('a token answers 201 with the recorded fields and headers', async (t) => {
    const demo = await DemoCaller.start(t);
    const { clientId, clientSecret } = demo.tenant;
    assert.match(clientId, /^[0-9a-f]{32}$/);
    assert.match(clientSecret, /^\w{40}$/);
    const answer = await demo.requestToken({ client_id: clientId, client_secret: clientSecret, grant_type: 'client_credentials' });
    assert.equal(answer.status, 201);
    const { access_token: token, ...rest } = JSON.parse(answer.text) as Record<string, unknown>;
    assert.match(String(token), /^[\w-]+\.[\w-]+\.[\w-]+$/);
    assert.deepEqual(rest, { expires_in: 1799, token_type: 'bearer' });
    assert.equal(answer.headers.get('x-cs-region'), 'demo');
    assert.equal(answer.headers.get('x-ratelimit-limit'), '300');
    assert.equal(answer.headers.get('x-ratelimit-remaining'), '299');
  });

  test('credentials are new every time, even for the same seed', async (t) => {
    const [one, other] = [await DemoCaller.start(t), await DemoCaller.start(t)];
    assert.notEqual(one.tenant.clientId, other.tenant.clientId);
    assert.notEqual(one.tenant.clientSecret, other.tenant.clientSecret);
    assert.equal(one.tenant.parentCid, other.tenant.parentCid);
  });

  test('wrong credentials are refused with the recorded messages', async (t) => {
    const demo = await DemoCaller.start(t);
    const { clientId, clientSecret } = demo.tenant;
    assertRefused(await demo.requestToken({ client_id: 'x', client_secret: 'y' }), 400, /^Failed to generate access token for clientID=x\.$/, 'csam');
    assertRefused(await demo.requestToken({ client_id: 'f'.repeat(32), client_secret: clientSecret }), 400, /clientID=f{32}\./, 'csam');
    assertRefused(await demo.requestToken({ client_id: clientId, client_secret: 'wrong' }), 403, /^Failed to issue access token/, 'csam');
    assertRefused(await demo.requestToken({}), 400, /clientID=\./);
    const stranger = 'e'.repeat(32);
    const asMember = { client_id: clientId, client_secret: clientSecret, member_cid: stranger };
    assertRefused(await demo.requestToken(asMember), 403, new RegExp(`^Failed to generate access token for customer ID=${stranger}\\.$`));
  });

  test('credentials in a Basic header work too', async (t) => {
    const demo = await DemoCaller.start(t);
    const { clientId, clientSecret } = demo.tenant;
    assert.equal((await demo.requestToken({ grant_type: 'client_credentials' }, basic(clientId, clientSecret))).status, 201);
  });

  test('no bearer, a wrong one and an expired one answer 401 from the gateway', async (t) => {
    let now = Date.now();
    const demo = await DemoCaller.start(t, { now: () => now });
    const token = await demo.token();
    const bad: readonly Record<string, string>[] = [{}, { authorization: 'Bearer nonsense' }, { authorization: token }];
    for (const headers of bad) {
      const answer = await demo.send('GET', paths.ccid, undefined, headers);
      assertRefused(answer, 401, /^access denied, invalid bearer token$/, 'crowdstrike-api-gateway');
      assert.equal(answer.headers.get('x-cs-region'), null);
      assert.equal(answer.headers.get('x-ratelimit-limit'), '15');
    }
    assert.equal((await demo.get(paths.ccid, {}, token)).status, 200);
    now += 1_799_000;
    assertRefused(await demo.get(paths.ccid, {}, token), 401, /invalid bearer/);
  });

  test('a revoked token is as bad as none', async (t) => {
    const demo = await DemoCaller.start(t);
    const { clientId, clientSecret, readOnlyClientId } = demo.tenant;
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const revoke = async (token: string, headers: Record<string, string>, extra = ''): Promise<number> =>
      (await demo.send('POST', '/oauth2/revoke', `token=${token}${extra}`, { ...form, ...headers })).status;
    const [first, second] = [await demo.token(), await demo.token()];
    assert.equal(await revoke(first, basic(clientId, 'wrong')), 403);
    assert.equal(await revoke(first, {}), 403);
    assert.equal(await revoke(first, {}, `&client_id=${readOnlyClientId}`), 200, 'the token of another client stays');
    assert.equal((await demo.get(paths.ccid, {}, first)).status, 200);
    assert.equal(await revoke(first, basic(clientId, clientSecret)), 200);
    assert.equal(await revoke(second, {}, `&client_id=${clientId}`), 200);
    assert.equal(await revoke('unknown', basic(clientId, clientSecret)), 200);
    for (const token of [first, second]) assertRefused(await demo.get(paths.ccid, {}, token), 401, /invalid bearer/);
  });

  test('a missing scope answers 403 and nothing happens', async (t) => {
    const demo = await DemoCaller.start(t, { extraClients: [{ scopes: ['usermgmt:read'] }] });
    const { readOnlyClientId, readOnlyClientSecret, extraClients } = demo.tenant;
    const readOnly = await demo.token({ clientId: readOnlyClientId, clientSecret: readOnlyClientSecret });
    const body = { uid: 'new@demo.test' };
    assertRefused(await demo.post(paths.users, body, readOnly), 403, /^access denied, authorization failed$/, 'crowdstrike-api-gateway');
    assert.deepEqual((await demo.get(paths.queryUsers, { filter: "uid:'new@demo.test'" }, readOnly)).resources, []);
    assert.equal((await demo.get(paths.queryChildren, {}, readOnly)).status, 200);
    assert.ok(extraClients[0]);
    const narrow = await demo.token(extraClients[0]);
    assert.equal((await demo.get(paths.queryUsers, {}, narrow)).status, 200);
    assertRefused(await demo.get(paths.queryChildren, {}, narrow), 403, /authorization failed/);
    assertRefused(await demo.get(paths.ccid, {}, narrow), 403, /authorization failed/);
  });

  test('a session tied to a child has that child in view', async (t) => {
    const demo = await DemoCaller.start(t);
    const [child] = (await demo.get(paths.queryChildren)).resources;
    assert.ok(child);
    const token = await demo.token(demo.tenant, child);
    const [ccid] = (await demo.get(paths.ccid, {}, token)).resources as readonly string[];
    assert.match(ccid ?? '', new RegExp(`^${String(child).toUpperCase()}-[0-9A-F]{2}$`));
    assertRefused(await demo.get(paths.queryChildren, {}, token), 403, /authorization failed/);
    const everyone = (await demo.get(paths.queryUsers)).body.meta.pagination?.total ?? 0;
    const seen = (await demo.get(paths.queryUsers, {}, token)).body.meta.pagination?.total ?? 0;
    assert.ok(seen > 0 && seen < everyone);
    const concerning = await demo.get(paths.queryUsers, { filter: `cid:'${String(child)}',assigned_cids:'${String(child)}'` });
    assert.equal(concerning.body.meta.pagination?.total, seen);
  });
});
