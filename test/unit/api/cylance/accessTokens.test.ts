import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeJwt, jwtVerify, UnsecuredJWT } from 'jose';
import { signAuthToken } from '../../../../src/api/cylance/authToken.ts';
import type { HttpAnswer, HttpRequest } from '../../../../src/api/transport.ts';
import { cylanceCredentials, cylanceRig, cylanceUrl, turnUntil } from '../fakes/cylanceRig.ts';
import type { CylanceRig } from '../fakes/cylanceRig.ts';
import { failure } from '../fakes/failure.ts';
import { answer, fails, json } from '../fakes/fakeTransport.ts';
import type { Script } from '../fakes/fakeTransport.ts';

const unused: Script = () => assert.fail('only tokens are asked for');
const withTokens = (tokenScript?: Script, latencyMs?: number): CylanceRig => cylanceRig({ script: unused, tokenScript, latencyMs });

const minute = 60_000;
const signedIn = (request: HttpRequest | undefined): string => (JSON.parse(request?.body ?? '') as { auth_token: string }).auth_token;

/** An access token as the server may sign it; who signed it is not looked at here. */
const accessToken = (claims: Record<string, unknown>): string => new UnsecuredJWT(claims).encode();

test('the exchange sends nothing but a JWT signed with the text of the secret, with the claims of the guide', async () => {
  const { clock, tokens, tokenRequests } = withTokens();
  assert.equal(await clock.finish(tokens.get()), 'access-1');
  const [request] = tokenRequests();
  assert.equal(request?.method, 'POST');
  assert.equal(request.url, `${cylanceUrl}/auth/v2/token`);
  assert.equal(request.headers['content-type'], 'application/json; charset=utf-8');
  assert.equal(request.headers['authorization'], undefined);
  assert.deepEqual(Object.keys(JSON.parse(request.body ?? '') as object), ['auth_token']);
  const key = new TextEncoder().encode(cylanceCredentials.applicationSecret);
  const { payload, protectedHeader } = await jwtVerify(signedIn(request), key, { currentDate: new Date(clock.now()), algorithms: ['HS256'] });
  assert.deepEqual(protectedHeader, { alg: 'HS256', typ: 'JWT' });
  const { jti, iat = 0, exp = 0, ...rest } = payload;
  assert.deepEqual(rest, { iss: 'http://cylance.com', sub: cylanceCredentials.applicationId, tid: cylanceCredentials.tenantId });
  assert.match(jti ?? '', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.equal(iat, clock.now() / 1000, 'in seconds');
  assert.equal(exp - iat, 900, 'half of what the server takes at most');
});

test('each exchange and each further try has a JWT of its own', async () => {
  const { clock, tokens, tokenRequests } = withTokens((_, index) => (index === 0 ? json(503, {}) : json(200, { access_token: 'a' })));
  await clock.finish(tokens.get());
  const ids = tokenRequests().map((request) => decodeJwt(signedIn(request)).jti);
  assert.equal(ids.length, 2);
  assert.notEqual(ids[0], ids[1]);
});

test('callers at the same time share one exchange', async () => {
  const { clock, tokens, tokenRequests } = withTokens(undefined, 300);
  const given = await clock.finish(Promise.all(Array.from({ length: 50 }, () => tokens.get())));
  assert.deepEqual(new Set(given), new Set(['access-1']));
  assert.equal(tokenRequests().length, 1);
});

/** Whether the token is exchanged again after some minutes. */
async function renewedAfter(minutes: number, giveToken: (clockNow: number) => HttpAnswer): Promise<boolean> {
  const rig = withTokens(() => giveToken(rig.clock.now()));
  const { clock, tokens, tokenRequests } = rig;
  await clock.finish(tokens.get());
  await clock.advance(minutes * minute);
  await clock.finish(tokens.get());
  // A renewal signs before it asks, elsewhere than in turns that could be counted: once two more have been signed here, it has.
  for (let signed = 0; signed < 2; signed++) await signAuthToken(cylanceCredentials, clock.now());
  await turnUntil(clock, () => tokenRequests().length === 2, 2_000);
  return tokenRequests().length === 2;
}

const seconds = (ms: number): number => Math.floor(ms / 1000);

test('a token is renewed some minutes before the end that it tells', async () => {
  const half = (now: number): HttpAnswer => json(200, { access_token: accessToken({ exp: seconds(now) + 1800 }) });
  assert.equal(await renewedAfter(25, half), false);
  assert.equal(await renewedAfter(27, half), true);
});

test('a wrong clock here does not shorten the life of a token', async () => {
  const bySkew = (now: number): HttpAnswer => {
    const serverNow = now - 40 * minute;
    return json(200, { access_token: accessToken({ exp: seconds(serverNow) + 1800 }) }, { date: new Date(serverNow).toUTCString() });
  };
  const byIssue = (now: number): HttpAnswer => {
    const issued = seconds(now - 40 * minute);
    return json(200, { access_token: accessToken({ iat: issued, exp: issued + 1800 }) });
  };
  for (const skewed of [bySkew, byIssue]) {
    assert.equal(await renewedAfter(25, skewed), false);
    assert.equal(await renewedAfter(27, skewed), true);
  }
});

test('a token that tells no end that makes sense counts as long as the signed one', async () => {
  for (const claims of [{}, { exp: 'soon' }, { exp: 5 }, { exp: 1e12 }]) {
    const odd = (): HttpAnswer => json(200, { access_token: 'exp' in claims ? accessToken(claims) : 'opaque' });
    assert.equal(await renewedAfter(10, odd), false);
    assert.equal(await renewedAfter(12, odd), true);
  }
});

test('missing credentials are told without asking the server', async () => {
  for (const missing of ['tenantId', 'applicationId', 'applicationSecret'] as const) {
    const { clock, tokens, tokenRequests } = cylanceRig({ script: unused, credentials: { ...cylanceCredentials, [missing]: '' } });
    const error = await failure(clock.finish(tokens.get()));
    assert.equal(error.kind, 'auth');
    assert.match(error.message, /missing/);
    assert.equal(tokenRequests().length, 0);
  }
});

interface Refused {
  readonly what: string;
  readonly answered: HttpAnswer;
  readonly kind: string;
  readonly reason?: string;
  readonly says: RegExp;
}

const clockOf = (skewMs: number): string => new Date(Date.UTC(2026, 0, 1) - skewMs).toUTCString();

const refusals: readonly Refused[] = [
  {
    what: '401 with a message',
    answered: json(401, { message: 'Invalid JWT payload' }),
    kind: 'auth',
    reason: 'wrongSecret',
    says: /protectapi\.test does not accept.*“Invalid JWT payload”.*region and this machine's clock\.$/,
  },
  { what: '401 while the clock is fast', answered: json(401, {}, { date: clockOf(7 * minute) }), kind: 'auth', reason: 'wrongSecret', says: /7 minutes fast/ },
  { what: '401 while the clock is slow', answered: json(401, {}, { date: clockOf(-65_000) }), kind: 'auth', reason: 'wrongSecret', says: /1 minute slow/ },
  { what: '401 while the clock is right', answered: json(401, {}, { date: clockOf(2_000) }), kind: 'auth', reason: 'wrongSecret', says: /machine's clock\.$/ },
  { what: '400', answered: json(400, 'exp is too late'), kind: 'auth', says: /“exp is too late”.*tenant ID, the application ID/ },
  { what: '403', answered: answer(403, ''), kind: 'forbidden', reason: 'missingScope', says: /no access\. .*Users: Read/ },
  { what: '429', answered: json(429, {}, { 'retry-after': '30' }), kind: 'rateLimited', says: /rate limit/ },
  { what: '404', answered: json(404, {}), kind: 'notFound', says: /region or URL/ },
  { what: '401 of a proxy', answered: answer(401, '<html>sign in</html>'), kind: 'auth', reason: 'html', says: /web page.*proxy/ },
  { what: 'a redirect', answered: answer(302, '', { location: 'https://login.test' }), kind: 'protocol', reason: 'redirected', says: /another address/ },
  { what: 'a web page as success', answered: answer(200, '<!doctype html>'), kind: 'protocol', reason: 'html', says: /web page instead of data/ },
  { what: 'JSON of another form', answered: json(200, { token: 'x' }), kind: 'protocol', says: /another form than the Cylance User API/ },
  { what: 'a token that is no text', answered: json(200, { access_token: '' }), kind: 'protocol', says: /another form/ },
];

for (const { what, answered, kind, reason, says } of refusals) {
  test(`the exchange is answered with ${what}: said once, with a next step`, async () => {
    const { clock, tokens, tokenRequests } = withTokens(() => answered);
    const error = await failure(clock.finish(tokens.get()));
    assert.equal(error.kind, kind);
    assert.equal(error.reason, reason);
    assert.equal(error.operation, 'getToken');
    assert.match(error.advice, says);
    assert.equal(error.nextStep === undefined, false);
    assert.equal(tokenRequests().length, 1);
  });
}

test('the exchange is tried again after faults that pass', async () => {
  const passing: readonly Script[] = [(request) => fails(request, 'ECONNRESET'), () => json(500, {}), () => answer(200, ''), () => answer(504, '<html>')];
  for (const script of passing) {
    const { clock, tokens, tokenRequests } = withTokens(script);
    await failure(clock.finish(tokens.get()));
    assert.equal(tokenRequests().length, 3);
  }
});

test('a refusal that repeats the secret or the JWT is told without it', async () => {
  const echoes: readonly Script[] = [
    (request) => json(401, { message: `bad token ${signedIn(request)}` }),
    () => json(400, `bad key ${cylanceCredentials.applicationSecret}`),
    (request) => answer(401, request.body ?? ''),
    () => json(409, { status: encodeURIComponent(cylanceCredentials.applicationSecret) }),
  ];
  for (const echo of echoes) {
    const { clock, tokens, tokenRequests, lines } = withTokens(echo);
    const error = await failure(clock.finish(tokens.get()));
    const { applicationSecret } = cylanceCredentials;
    for (const text of [error.advice, JSON.stringify(error), ...lines]) {
      assert.equal(text.includes(applicationSecret), false);
      assert.equal(text.includes(signedIn(tokenRequests()[0]).slice(0, 20)), false);
    }
  }
});

test('a session that has ended gives out no token', async () => {
  const { clock, client, tokens, tokenRequests } = withTokens();
  await clock.finish(tokens.get());
  client.end();
  assert.equal((await failure(clock.finish(tokens.get()))).kind, 'cancelled');
  assert.equal(tokenRequests().length, 1);
});
