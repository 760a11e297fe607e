import assert from 'node:assert/strict';
import { test } from 'node:test';
import { discoverCloud } from '../../../../src/api/falcon/discoverCloud.ts';
import type { HttpAnswer, HttpRequest } from '../../../../src/api/transport.ts';
import { clouds } from '../../../../src/core/clouds.ts';
import type { Cloud } from '../../../../src/core/clouds.ts';
import { TenantError } from '../../../../src/core/errors.ts';
import { FakeClock } from '../fakes/fakeClock.ts';
import { answer, clientSecret, credentials, fails, FakeTransport, isRevocation, json, meta, refused } from '../fakes/fakeTransport.ts';

const token = (headers: Readonly<Record<string, string>> = {}): HttpAnswer => json(201, { access_token: 't', expires_in: 1799 }, headers);
const redirect = (location: string | undefined, status = 308): HttpAnswer => answer(status, '', location === undefined ? {} : { location });

interface Discovery {
  readonly found: Cloud | TenantError;
  /** `host` of each token request, in order. */
  readonly asked: readonly string[];
  readonly revoked: readonly string[];
  readonly transport: FakeTransport;
}

async function discover(script: (request: HttpRequest, host: string) => HttpAnswer, known?: readonly Cloud[]): Promise<Discovery> {
  const transport = new FakeTransport((request) => {
    if (isRevocation(request)) return json(200, { meta: meta() });
    return script(request, new URL(request.url).host);
  });
  const options = { transport, credentials, clock: new FakeClock(), userAgent: 'test/1', ...(known ? { clouds: known } : {}) };
  const result = await discoverCloud(options).catch((error: unknown) => {
    assert.ok(error instanceof TenantError);
    return error;
  });
  const hosts = (wanted: boolean): string[] => transport.requests.filter((request) => isRevocation(request) === wanted).map(({ url }) => new URL(url).host);
  return { found: result, asked: hosts(false), revoked: hosts(true), transport };
}

const cloud = (id: string): Cloud | undefined => clouds.find((one) => one.id === id);

for (const region of ['us-2', 'US-2', 'us2', 'eu-1', 'us-3', 'us-gov-1']) {
  test(`the region header ${region} names the home cloud, and the token of the wrong one is ended`, async () => {
    const { found, asked, revoked } = await discover(() => token({ 'x-cs-region': region }));
    assert.equal(found, cloud(region.toLowerCase().replace('us2', 'us-2')));
    assert.deepEqual(asked, ['api.crowdstrike.com']);
    assert.deepEqual(revoked, ['api.crowdstrike.com']);
  });
}

test('without a region header the cloud that gave the token is home', async () => {
  assert.equal((await discover(() => token())).found, cloud('us-1'));
  assert.equal((await discover(() => token({ 'x-cs-region': '' }))).found, cloud('us-1'));
});

test('a region that is not known is told, rather than taking the wrong cloud', async () => {
  const { found } = await discover(() => token({ 'x-cs-region': 'ap-1' }));
  assert.ok(found instanceof TenantError);
  assert.equal(found.reason, 'wrongCloud');
  assert.match(found.advice, /“ap-1”.*by hand/);
});

for (const status of [301, 302, 307, 308]) {
  test(`a ${status} between known clouds is followed with a POST of the same form`, async () => {
    const { found, asked, transport } = await discover((_, host) =>
      host === 'api.crowdstrike.com' ? redirect('https://api.eu-1.crowdstrike.com/oauth2/token', status) : token({ 'x-cs-region': 'eu-1' }),
    );
    assert.equal(found, cloud('eu-1'));
    assert.deepEqual(asked, ['api.crowdstrike.com', 'api.eu-1.crowdstrike.com']);
    assert.equal(transport.requests[1]?.method, 'POST');
    assert.equal(transport.requests[1].body, transport.requests[0]?.body);
  });
}

const strangers = [
  'https://stranger.example/oauth2/token',
  'https://api.us-2.crowdstrike.com.stranger.example/oauth2/token',
  'https://api.us-2.crowdstrike.com@stranger.example/oauth2/token',
  'https://stranger.example#api.us-2.crowdstrike.com',
  'http://api.us-2.crowdstrike.com/oauth2/token',
  'https://api.us-2.crowdstrike.com:8443/oauth2/token',
  '//stranger.example/oauth2/token',
  'javascript:alert(1)',
  'http://[',
  undefined,
];

for (const location of strangers) {
  test(`a redirect to ${location ?? 'nowhere'} is refused, and the secret stays here`, async () => {
    const { found, asked } = await discover(() => redirect(location));
    assert.ok(found instanceof TenantError);
    assert.equal(found.kind, 'auth');
    assert.equal(found.reason, 'redirected');
    assert.deepEqual(asked, ['api.crowdstrike.com']);
  });
}

test('clouds that send the client in a circle are given up', async () => {
  const { found, asked } = await discover((_, host) =>
    redirect(`https://${host === 'api.crowdstrike.com' ? 'api.us-2.crowdstrike.com' : 'api.crowdstrike.com'}/oauth2/token`),
  );
  assert.ok(found instanceof TenantError);
  assert.equal(found.reason, 'redirected');
  assert.match(found.advice, /circle.*by hand/);
  assert.equal(asked.length, 4);
});

test('a client of a government cloud is told that it is known only there', async () => {
  const { found, asked } = await discover(() => refused(400, 'Failed to generate access token for clientID=abc.'));
  assert.ok(found instanceof TenantError);
  assert.equal(found.reason, 'wrongClientId');
  assert.match(found.advice, /government cloud/);
  assert.deepEqual(asked, ['api.crowdstrike.com']);
});

test('only clouds of the given list are asked and come out', async () => {
  const known = [
    { id: 'one', label: 'One', url: 'http://127.0.0.1:1', discoverable: true },
    { id: 'us-2', label: 'Two', url: 'http://127.0.0.1:2', discoverable: true },
  ];
  assert.equal((await discover(() => token({ 'x-cs-region': 'us-2' }), known)).found, known[1]);
  const elsewhere = await discover(() => token({ 'x-cs-region': 'eu-1' }), known);
  assert.ok(elsewhere.found instanceof TenantError);
  const sent = await discover((_, host) => (host === '127.0.0.1:1' ? redirect('https://api.us-2.crowdstrike.com/oauth2/token') : token()), known);
  assert.ok(sent.found instanceof TenantError);
  assert.deepEqual(sent.asked, ['127.0.0.1:1']);
});

test('a revocation that fails does not spoil the discovery', async () => {
  const transport = new FakeTransport((request) => (isRevocation(request) ? fails(request, 'ECONNRESET') : token({ 'x-cs-region': 'us-2' })));
  assert.equal(await discoverCloud({ transport, credentials, clock: new FakeClock(), userAgent: 'test/1' }), cloud('us-2'));
});

test('no failure of the discovery repeats the secret', async () => {
  for (const status of [301, 400, 401, 403, 429, 500]) {
    const { found } = await discover(({ body }) => refused(status, `cannot read ${body}`, { location: `https://x.example/?${clientSecret}` }));
    assert.ok(found instanceof TenantError);
    assert.doesNotMatch(found.advice, new RegExp(clientSecret));
  }
});
