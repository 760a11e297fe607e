import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asCid } from '../../../../src/core/ids.ts';
import { settle } from '../fakes/fakeClock.ts';
import { failure } from '../fakes/failure.ts';
import { answer, clientSecret, credentials, fails, isRevocation, json, refused, rig } from '../fakes/fakeTransport.ts';
import type { Rig, Script } from '../fakes/fakeTransport.ts';

const unused: Script = () => assert.fail('only tokens are asked for');
const withTokens = (tokenScript?: Script, latencyMs?: number): Rig =>
  rig({ script: unused, ...(tokenScript ? { tokenScript } : {}), ...(latencyMs === undefined ? {} : { latencyMs }) });

const minute = 60_000;

test('the token request is a form with the client id and secret, and nothing else', async () => {
  const { clock, tokens, tokenRequests } = withTokens();
  assert.equal(await clock.finish(tokens.get()), 'token-1');
  const [request] = tokenRequests();
  assert.equal(request?.method, 'POST');
  assert.equal(request.url, 'https://api.falcon.test/oauth2/token');
  assert.equal(request.headers['content-type'], 'application/x-www-form-urlencoded');
  assert.equal(request.headers['authorization'], undefined);
  assert.deepEqual(Object.fromEntries(new URLSearchParams(request.body)), { client_id: credentials.clientId, client_secret: clientSecret });
});

test('a session of a child sends the member CID', async () => {
  const memberCid = asCid('a'.repeat(32));
  const { clock, tokens, tokenRequests } = rig({ script: unused, credentials: { ...credentials, memberCid } });
  await clock.finish(tokens.get());
  assert.equal(new URLSearchParams(tokenRequests()[0]?.body).get('member_cid'), memberCid);
});

test('fifty callers at the same time share one request', async () => {
  const { clock, tokens, tokenRequests } = withTokens(undefined, 300);
  const given = await clock.finish(Promise.all(Array.from({ length: 50 }, () => tokens.get())));
  assert.deepEqual(new Set(given), new Set(['token-1']));
  assert.equal(tokenRequests().length, 1);
});

test('a token is renewed early in the background, while the present one still serves', async () => {
  const { clock, tokens, tokenRequests } = withTokens(undefined, 300);
  await clock.finish(tokens.get());
  await clock.advance(25 * minute);
  assert.equal(await tokens.get(), 'token-1');
  assert.equal(tokenRequests().length, 1);
  await clock.advance(1.5 * minute);
  assert.deepEqual(await Promise.all([tokens.get(), tokens.get()]), ['token-1', 'token-1'], 'nobody waits for the renewal');
  assert.equal(tokenRequests().length, 2);
  await clock.advance(300);
  assert.equal(await tokens.get(), 'token-2');
});

test('a token that has ended is not handed out', async () => {
  const { clock, tokens } = withTokens(undefined, 300);
  await clock.finish(tokens.get());
  await clock.advance(30 * minute);
  assert.equal(await clock.finish(tokens.get()), 'token-2');
});

test('a token of a short life is used for most of it', async () => {
  const { clock, tokens, tokenRequests } = withTokens((_, index) => json(201, { access_token: `short-${index}`, expires_in: 60 }));
  await clock.finish(tokens.get());
  await clock.advance(40_000);
  assert.equal(await tokens.get(), 'short-0');
  assert.equal(tokenRequests().length, 1);
});

for (const expires_in of [undefined, 'soon', -5, 0, null]) {
  test(`a lifetime of ${String(expires_in)} counts as the documented half hour`, async () => {
    const { clock, tokens } = withTokens(() => json(201, { access_token: 't', expires_in }));
    await clock.finish(tokens.get());
    await clock.advance(20 * minute);
    assert.equal(await tokens.get(), 't');
  });
}

test('an early renewal that fails is tried again after a while, not with each call', async () => {
  const once: Script = (_, index) => (index === 0 ? json(201, { access_token: 'first', expires_in: 1799 }) : refused(403, 'no'));
  const { clock, tokens, tokenRequests } = withTokens(once);
  await clock.finish(tokens.get());
  await clock.advance(27 * minute);
  for (let second = 0; second < 30; second++) {
    assert.equal(await tokens.get(), 'first');
    await clock.advance(1_000);
  }
  assert.ok(tokenRequests().length <= 4, `${tokenRequests().length} requests`);
});

test('a refused token is dropped once, and a newer one stays', async () => {
  const { clock, tokens, tokenRequests } = withTokens();
  await clock.finish(tokens.get());
  tokens.refuse('token-1');
  assert.equal(await clock.finish(tokens.get()), 'token-2');
  tokens.refuse('token-1');
  assert.equal(await tokens.get(), 'token-2');
  assert.equal(tokenRequests().length, 2);
});

test('one that stops waiting does not stop the request for the others', async () => {
  const { clock, tokens, tokenRequests } = withTokens(undefined, 300);
  const abort = new AbortController();
  const impatient = tokens.get(abort.signal);
  const patient = tokens.get();
  await settle();
  abort.abort();
  const error = await failure(impatient);
  assert.equal(error.kind, 'cancelled');
  assert.equal(await clock.finish(patient), 'token-1');
  assert.equal(tokenRequests().length, 1);
});

test('when all stop waiting, a request that fails harms nobody', async () => {
  const { clock, tokens } = withTokens(() => refused(403, 'no'), 300);
  const error = await failure(tokens.get(AbortSignal.abort()));
  assert.equal(error.kind, 'cancelled');
  await clock.advance(minute);
});

test('passing faults are tried again, with a growing pause', async () => {
  const { clock, tokens, tokenRequests } = withTokens((request, index) => {
    if (index === 0) fails(request, 'ECONNRESET');
    return index === 1 ? answer(502, 'bad gateway') : json(201, { access_token: 'third', expires_in: 1799 });
  });
  const started = clock.now();
  assert.equal(await clock.finish(tokens.get()), 'third');
  assert.equal(tokenRequests().length, 3);
  assert.equal(clock.now() - started, 2_500);
});

test('a fault that stays is told as one of the token request, with no outcome in doubt', async () => {
  const { clock, tokens, tokenRequests } = withTokens((request) => fails(request, 'ECONNRESET'));
  const error = await failure(clock.finish(tokens.get()));
  assert.equal(error.kind, 'network');
  assert.equal(error.operation, 'oauth2AccessToken');
  assert.equal(error.outcomeUnknown, false);
  assert.equal(tokenRequests().length, 3);
});

const refusals = [
  { status: 400, said: 'Failed to generate access token for clientID=abc.', kind: 'auth', reason: 'wrongClientId', advice: /government cloud/ },
  { status: 403, said: 'Failed to issue access token - Not Authorized', kind: 'auth', reason: 'wrongSecret', advice: /secret/ },
  { status: 403, said: 'Failed to issue access token - Client authentication failed (x)', kind: 'auth', reason: 'wrongSecret', advice: /Copy both/ },
  { status: 403, said: 'Failed to generate access token for customer ID=abc.', kind: 'forbidden', reason: 'notAChild', advice: /child CID/ },
  { status: 403, said: 'access denied, authorization failed', kind: 'forbidden', reason: 'addressNotAllowed', advice: /allow list/ },
  { status: 401, said: 'access denied', kind: 'forbidden', reason: 'addressNotAllowed', advice: /allow list/ },
  { status: 403, said: '', kind: 'auth', reason: 'wrongSecret', advice: /not accepted/ },
] as const;

for (const { status, said, kind, reason, advice } of refusals) {
  test(`${status} “${said}” at the token request says ${reason}, is not repeated, and names no secret`, async () => {
    const { clock, tokens, tokenRequests } = withTokens(() => refused(status, said));
    const error = await failure(clock.finish(tokens.get()));
    assert.equal(error.kind, kind);
    assert.equal(error.reason, reason);
    assert.equal(error.status, status);
    assert.match(error.advice, advice);
    assert.equal(error.traceId, 'trace-1');
    assert.equal(tokenRequests().length, 1);
  });
}

test('a refusal that repeats the secret is shown without it', async () => {
  const { clock, tokens } = withTokens(({ body }) => refused(400, `cannot read ${body} of ${clientSecret}`));
  const error = await failure(clock.finish(tokens.get()));
  assert.doesNotMatch(error.advice, new RegExp(clientSecret));
});

test('a rate limit at the token request tells until when', async () => {
  const { clock, tokens, tokenRequests } = withTokens(() => refused(429, 'slow down', { 'x-ratelimit-retryafter': '20' }));
  const error = await failure(clock.finish(tokens.get()));
  assert.equal(error.kind, 'rateLimited');
  assert.equal(error.retryAt, clock.now() + 20_000);
  assert.equal(tokenRequests().length, 1);
});

test('a redirect of the token request is not followed, whoever it points at', async () => {
  const { clock, tokens, transport } = withTokens(() => answer(308, '', { location: 'https://stranger.example/oauth2/token' }));
  const error = await failure(clock.finish(tokens.get()));
  assert.equal(error.kind, 'auth');
  assert.equal(error.reason, 'redirected');
  assert.equal(transport.requests.length, 1);
});

const strangeAnswers = [
  { name: 'a web page', given: answer(200, '<html>sign in</html>'), reason: 'html', requests: 1 },
  { name: 'nothing', given: answer(201, ''), reason: 'truncated', requests: 3 },
  { name: 'JSON cut short', given: answer(201, '{"access_token":"abc'), reason: 'truncated', requests: 3 },
  { name: 'a list', given: answer(201, '[]'), reason: undefined, requests: 1 },
  { name: 'an empty token', given: json(201, { access_token: '', expires_in: 1799 }), reason: undefined, requests: 1 },
  { name: 'a token of another type', given: json(201, { access_token: 5 }), reason: undefined, requests: 1 },
] as const;

for (const { name, given, reason, requests } of strangeAnswers) {
  test(`${name} instead of a token is a protocol fault`, async () => {
    const { clock, tokens, tokenRequests } = withTokens(() => given);
    const error = await failure(clock.finish(tokens.get()));
    assert.equal(error.kind, 'protocol');
    assert.equal(error.reason, reason);
    assert.equal(tokenRequests().length, requests);
    assert.doesNotMatch(error.advice, /abc/);
  });
}

test('a refusal inside a success is a refusal', async () => {
  const { clock, tokens } = withTokens(() => json(201, { meta: {}, errors: [{ code: 403, message: 'Client authentication failed' }] }));
  assert.equal((await failure(clock.finish(tokens.get()))).reason, 'wrongSecret');
});

test('a session that ends revokes its token with the client id and secret, and gives out none any more', async () => {
  const { clock, tokens, transport, tokenRequests } = withTokens();
  await clock.finish(tokens.get());
  await clock.finish(tokens.end());
  const revocation = transport.requests.find(isRevocation);
  assert.equal(revocation?.headers['authorization'], `Basic ${btoa(`${credentials.clientId}:${clientSecret}`)}`);
  assert.deepEqual(Object.fromEntries(new URLSearchParams(revocation.body)), { client_id: credentials.clientId, token: 'token-1' });
  assert.equal((await failure(clock.finish(tokens.get()))).kind, 'cancelled');
  assert.equal(tokenRequests().length, 1);
});

test('a session that ends while its token is asked for stops asking, and has nothing to revoke', async () => {
  const { clock, tokens, transport } = withTokens(undefined, 300);
  const waiting = failure(tokens.get());
  await settle();
  await clock.finish(tokens.end());
  assert.equal((await clock.finish(waiting)).kind, 'cancelled');
  assert.equal(transport.requests.filter(isRevocation).length, 0);
});

test('a session that ends during the pause before another try ends the pause', async () => {
  const { clock, tokens, tokenRequests } = withTokens((request) => fails(request, 'ECONNRESET'));
  const waiting = failure(tokens.get());
  await settle();
  await clock.advance(1);
  await tokens.end();
  assert.equal((await waiting).kind, 'cancelled');
  assert.equal(tokenRequests().length, 1);
  assert.equal(clock.waiting, 0);
});
