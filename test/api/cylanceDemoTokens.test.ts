import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodeJwt, UnsecuredJWT } from 'jose';
import { assertMessage, CylanceCaller } from './cylanceCaller.ts';

const payload = /^Invalid JWT payload$/;

describe('tokens of the Cylance tenant', () => {
  test('an authentication token is exchanged for an access token, the one documented field', async (t) => {
    const demo = await CylanceCaller.start(t, { now: () => 1_760_000_000_500 });
    const answer = await demo.ask();
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
    const body = JSON.parse(answer.text) as { access_token: string };
    assert.deepEqual(Object.keys(body), ['access_token']);
    assert.equal(decodeJwt(body.access_token).exp, 1_760_001_800);
    assert.equal((await demo.get('/users/v2', body.access_token)).status, 200);
  });

  test('credentials are GUIDs, new every time; the tenant follows from the seed', async (t) => {
    const [one, same, other] = [await CylanceCaller.start(t), await CylanceCaller.start(t), await CylanceCaller.start(t, { seed: 9 })];
    const { url, tenantId, applicationId, applicationSecret } = one.tenant.cylance;
    assert.equal(url, one.tenant.url);
    for (const id of [tenantId, applicationId, applicationSecret]) assert.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.equal(same.tenant.cylance.tenantId, tenantId);
    assert.notEqual(same.tenant.cylance.applicationSecret, applicationSecret);
    assert.notEqual(other.tenant.cylance.tenantId, tenantId);
  });

  test('given credentials are kept', async (t) => {
    const credentials = { applicationId: 'app', applicationSecret: 'a secret of some length' };
    const demo = await CylanceCaller.start(t, { cylance: { credentials } });
    assert.ok(await demo.tokenOf(credentials));
  });

  const wrongClaims: readonly (readonly [what: string, claims: Readonly<Record<string, unknown>>])[] = [
    ['another issuer', { iss: 'https://cylance.com' }],
    ['another tenant', { tid: 'b8b2a3f0-0000-4000-8000-000000000000' }],
    ['an unknown application', { sub: 'b8b2a3f0-0000-4000-8000-000000000000' }],
    ['an empty id', { jti: '' }],
    ...['iss', 'sub', 'tid', 'jti', 'iat', 'exp'].map((claim) => [`no ${claim}`, { [claim]: undefined }] as const),
  ];
  for (const [what, claims] of wrongClaims) {
    test(`${what} is refused with 401`, async (t) => {
      assertMessage(await (await CylanceCaller.start(t)).ask(claims), 401, payload);
    });
  }

  test('a wrong secret, another algorithm, no signature and no JWT at all are refused with 401', async (t) => {
    const demo = await CylanceCaller.start(t);
    assertMessage(await demo.ask({}, 'not the secret'), 401, payload);
    const long = await CylanceCaller.start(t, { cylance: { credentials: { applicationId: 'app', applicationSecret: 's'.repeat(64) } } });
    assertMessage(await long.exchange(await long.sign(long.claims(), undefined, 'HS512')), 401, payload);
    assertMessage(await demo.exchange(new UnsecuredJWT({ ...demo.claims() }).encode()), 401, payload);
    assertMessage(await demo.exchange('nonsense'), 401, payload);
  });

  test('an expired token is refused with 401, as is one from the future', async (t) => {
    const demo = await CylanceCaller.start(t);
    const now = Math.floor(Date.now() / 1000);
    assertMessage(await demo.ask({ iat: now - 600, exp: now - 2 }), 401, payload);
    assertMessage(await demo.ask({ iat: now + 600, exp: now + 900 }), 401, payload);
  });

  test('a lifetime over 30 minutes is refused with 400, milliseconds for seconds too', async (t) => {
    const demo = await CylanceCaller.start(t);
    const iat = Math.floor(Date.now() / 1000);
    assertMessage(await demo.ask({ iat, exp: iat + 1801 }), 400, /30 minutes/);
    assertMessage(await demo.ask({ iat: iat * 1000, exp: (iat + 1800) * 1000 }), 400, /30 minutes/);
    assert.equal((await demo.ask({ iat, exp: iat + 1800 })).status, 200);
  });

  test('a token is good for one use', async (t) => {
    const demo = await CylanceCaller.start(t);
    const token = await demo.sign(demo.claims());
    assert.equal((await demo.exchange(token)).status, 200);
    assertMessage(await demo.exchange(token), 401, payload);
  });

  test('a body that is no JSON or holds no token is refused with 400', async (t) => {
    const demo = await CylanceCaller.start(t);
    const bodies = ['', '{"auth_token":', '[]', 'null', '{}', '{"auth_token":""}', '{"auth_token":5}'];
    for (const body of bodies) assertMessage(await demo.send('POST', '/auth/v2/token', { body }), 400, /./);
  });

  test('scopes that are asked for narrow the token, as a text with commas or as a list', async (t) => {
    const demo = await CylanceCaller.start(t);
    for (const scp of ['user:list, zone:list', 'user:list,zone:list', ['user:list', 'zone:list']]) {
      const token = await demo.token({ scp });
      assert.equal((await demo.get('/users/v2', token)).status, 200);
      assert.equal((await demo.get('/zones/v2', token)).status, 200);
      assert.equal((await demo.get('/users/v2/nobody@demo.test', token)).status, 403);
    }
  });

  test('an unknown scope, or one that the application lacks, is refused with 403', async (t) => {
    const demo = await CylanceCaller.start(t, { cylance: { extraApplications: [{ scopes: ['user:list'] }] } });
    const [narrow] = demo.tenant.cylance.extraApplications;
    assert.ok(narrow);
    for (const scp of ['user:eat', 5]) assert.equal((await demo.ask({ scp })).status, 403);
    assert.equal((await demo.ask({ sub: narrow.applicationId, scp: 'user:list,zone:list' }, narrow.applicationSecret)).status, 403);
    assert.equal((await demo.ask({ sub: narrow.applicationId, scp: 'user:list' }, narrow.applicationSecret)).status, 200);
  });

  test('no bearer, a wrong one and an expired one answer 401', async (t) => {
    let now = Date.now();
    const demo = await CylanceCaller.start(t, { now: () => now, cylance: { tokenLifeSeconds: 60 } });
    const token = await demo.token();
    assertMessage(await demo.send('GET', '/users/v2'), 401, /./);
    assertMessage(await demo.get('/users/v2', 'nonsense'), 401, /./);
    assert.equal((await demo.get('/users/v2', token)).status, 200);
    now += 60_000;
    assertMessage(await demo.get('/users/v2', token), 401, /./);
    assert.equal((await demo.get('/users/v2', await demo.token())).status, 200);
  });
});
