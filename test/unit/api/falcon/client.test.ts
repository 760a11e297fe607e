import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settle } from '../fakes/fakeClock.ts';
import { failure } from '../fakes/failure.ts';
import { answer, bearerOf, fails, found, json, meta, refused, rig } from '../fakes/fakeTransport.ts';
import type { Script } from '../fakes/fakeTransport.ts';

const uuid = '11111111-2222-4333-8444-555555555555';
const names = { user_uuid: uuid, body: { first_name: 'A', last_name: 'B' } };

/** Answers the first calls by the given scripts and all further ones by the last. */
const inTurn = (...scripts: readonly Script[]): Script => (request, index) => {
  const script = scripts[Math.min(index, scripts.length - 1)];
  assert.ok(script);
  return script(request, index);
};

const fine: Script = () => found(['a'], 1);
const reset: Script = (request) => fails(request, 'ECONNRESET');
const timedOut: Script = (request) => fails(request, 'UND_ERR_HEADERS_TIMEOUT');
const unreachable: Script = (request) => fails(request, 'ECONNREFUSED');

test('a call carries the bearer, the user agent and a content type, and gives the reply', async () => {
  const { clock, client, calls, lines } = rig({ script: fine });
  const reply = await clock.finish(client.call('queryUserV1', { limit: 1 }));
  assert.deepEqual(reply.resources, ['a']);
  const [request] = calls();
  assert.equal(request?.url, 'https://api.falcon.test/user-management/queries/users/v1?limit=1');
  assert.deepEqual(request.headers, {
    accept: 'application/json',
    authorization: 'Bearer token-1',
    'content-type': 'application/json',
    'user-agent': 'test/1',
  });
  assert.deepEqual(lines, ['queryUserV1: 200 in 0 ms, trace none']);
});

test('a parameter that breaks a rule is refused without a request, even for a token', async () => {
  const { clock, client, transport } = rig({ script: fine });
  assert.equal((await failure(clock.finish(client.call('queryUserV1', { limit: 5_000 })))).kind, 'invalid');
  assert.equal(transport.requests.length, 0);
});

const passing: Readonly<Record<string, Script>> = {
  'a reset': reset,
  'a 500': () => refused(500, 'oops'),
  'a 502 with a web page': () => answer(502, '<html>bad gateway</html>'),
  'a web page with status 200': () => answer(200, '<html>'),
  'an answer cut short': () => answer(200, '{"meta":{'),
  'an empty answer': () => answer(200, ''),
  'a timeout': timedOut,
};

for (const [name, script] of Object.entries(passing)) {
  test(`a read survives ${name}`, async () => {
    const { clock, client, calls } = rig({ script: inTurn(script, fine) });
    const started = clock.now();
    const reply = await clock.finish(client.call('queryUserV1', {}));
    assert.deepEqual(reply.resources, ['a']);
    assert.equal(calls().length, 2);
    assert.equal(clock.now() - started, 250);
  });

  test(`a write is not repeated after ${name}, and its outcome is unknown`, async () => {
    const { clock, client, calls } = rig({ script: inTurn(script, fine) });
    const error = await failure(clock.finish(client.call('deleteUserV1', { user_uuid: uuid })));
    assert.equal(error.outcomeUnknown, true);
    assert.equal(error.operation, 'deleteUserV1');
    assert.equal(calls().length, 1);
  });
}

test('what can be done without is tried once, but still signs in again', async () => {
  const failed = rig({ script: reset });
  assert.equal((await failure(failed.clock.finish(failed.client.call('queryUserV1', {}, { retry: false })))).reason, 'reset');
  assert.equal(failed.calls().length, 1);
  const expired = rig({ script: inTurn(() => refused(401, 'access denied, invalid bearer token'), fine) });
  assert.deepEqual((await expired.clock.finish(expired.client.call('queryUserV1', {}, { retry: false }))).resources, ['a']);
});

test('a read that keeps failing is given up after five tries with growing pauses', async () => {
  const { clock, client, calls } = rig({ script: reset });
  const started = clock.now();
  const error = await failure(clock.finish(client.call('queryUserV1', {})));
  assert.equal(error.reason, 'reset');
  assert.equal(error.outcomeUnknown, false);
  assert.equal(calls().length, 5);
  assert.equal(clock.now() - started, 250 + 500 + 1_000 + 2_000);
});

test('a read that times out is tried once more only', async () => {
  const { clock, client, calls } = rig({ script: timedOut });
  assert.equal((await failure(clock.finish(client.call('queryUserV1', {})))).kind, 'timeout');
  assert.equal(calls().length, 2);
});

for (const [name, script] of Object.entries({
  'a refusal': () => refused(400, 'no'),
  'a missing scope': () => refused(403, 'no'),
  'a server that is not there': unreachable,
  'a redirect': () => answer(307, '', { location: 'https://x.example' }),
  'JSON of another form': () => json(200, { ok: true }),
} satisfies Record<string, Script>)) {
  test(`${name} is not tried again`, async () => {
    const { clock, client, calls } = rig({ script });
    await failure(clock.finish(client.call('queryUserV1', {})));
    assert.equal(calls().length, 1);
  });
}

test('a write that never left is known not to have happened', async () => {
  const { clock, client } = rig({ script: unreachable });
  const error = await failure(clock.finish(client.call('deleteUserV1', { user_uuid: uuid })));
  assert.equal(error.outcomeUnknown, false);
});

test('a write that does no harm twice is repeated', async () => {
  const { clock, client, calls } = rig({ script: inTurn(reset, () => found([{ uuid }])) });
  await clock.finish(client.call('updateUserV1', names));
  assert.equal(calls().length, 2);
});

test('an unclear try is not made clear by a later one that did not get through', async () => {
  const { clock, client, calls } = rig({ script: inTurn(reset, unreachable) });
  const error = await failure(clock.finish(client.call('updateUserV1', names)));
  assert.equal(calls().length, 2);
  assert.equal(error.reason, 'refused');
  assert.equal(error.outcomeUnknown, true);
});

test('a repeated write that is cancelled between the tries leaves its outcome unknown', async () => {
  const abort = new AbortController();
  const { clock, client, calls } = rig({ script: reset });
  const call = failure(client.call('updateUserV1', names, { signal: abort.signal }));
  await clock.advance(10);
  assert.equal(calls().length, 1);
  abort.abort();
  const error = await call;
  assert.equal(error.kind, 'cancelled');
  assert.equal(error.outcomeUnknown, true);
  assert.equal(clock.waiting, 0);
});

test('a read that is cancelled leaves no outcome in doubt', async () => {
  const abort = new AbortController();
  const { clock, client } = rig({ script: () => new Promise(() => undefined) });
  const call = failure(client.call('retrieveUsersGETV1', { body: { ids: [uuid] } }, { signal: abort.signal }));
  await clock.advance(10);
  abort.abort();
  const error = await call;
  assert.equal(error.kind, 'cancelled');
  assert.equal(error.operation, 'retrieveUsersGETV1');
  assert.equal(error.outcomeUnknown, false);
});

test('a write that is cancelled while it is under way leaves its outcome unknown', async () => {
  const abort = new AbortController();
  const { clock, client } = rig({ script: () => new Promise(() => undefined) });
  const call = failure(client.call('deleteUserV1', { user_uuid: uuid }, { signal: abort.signal }));
  await clock.advance(10);
  abort.abort();
  assert.equal((await call).outcomeUnknown, true);
});

test('a call that is cancelled while it waits for its turn is never sent and leaves the queue', async () => {
  const abort = new AbortController();
  const { clock, client, budget, calls } = rig({ script: fine });
  budget.block(clock.now() + 60_000);
  const call = failure(client.call('deleteUserV1', { user_uuid: uuid }, { signal: abort.signal }));
  await clock.advance(1_000);
  assert.equal(budget.snapshot().queued, 1);
  abort.abort();
  const error = await call;
  assert.equal(error.kind, 'cancelled');
  assert.equal(error.operation, 'deleteUserV1');
  assert.equal(error.outcomeUnknown, false);
  assert.equal(budget.snapshot().queued, 0);
  assert.equal(calls().length, 0);
  assert.equal(clock.waiting, 0);
});

test('a call that is cancelled while it waits for the token is never sent', async () => {
  const abort = new AbortController();
  const { clock, client, calls } = rig({ script: fine, tokenScript: () => new Promise(() => undefined) });
  const call = failure(client.call('deleteUserV1', { user_uuid: uuid }, { signal: abort.signal }));
  await clock.advance(10);
  abort.abort(new Error('the view was closed'));
  const error = await call;
  assert.equal(error.kind, 'cancelled');
  assert.equal(error.outcomeUnknown, false);
  assert.equal(calls().length, 0);
});

test('fifty calls at the same time ask for one token', async () => {
  const { clock, client, calls, tokenRequests } = rig({ script: fine, latencyMs: 200 });
  await clock.finish(Promise.all(Array.from({ length: 50 }, () => client.call('queryUserV1', {}))));
  assert.equal(tokenRequests().length, 1);
  assert.equal(calls().length, 50);
});

test('calls that are refused with 401 at the same time share one new token, and each is sent exactly once more', async () => {
  const headers = { 'x-ratelimit-limit': '6000', 'x-ratelimit-remaining': '5900' };
  const script: Script = (request) =>
    bearerOf(request) === 'Bearer token-1' ? refused(401, 'access denied, invalid bearer token') : json(200, { meta: meta(), resources: ['a'] }, headers);
  const { clock, client, budget, calls, tokenRequests } = rig({ script, latencyMs: 200 });
  budget.observe(6000, 6000);
  const all = Array.from({ length: 50 }, (_, n) => client.call(n % 2 === 0 ? 'queryUserV1' : 'RetrieveUserUUIDsByCID', {}));
  await clock.finish(Promise.all(all));
  assert.equal(tokenRequests().length, 2);
  assert.equal(calls().length, 100);
});

test('a write is sent once more after a 401, since it was not carried out', async () => {
  const { clock, client, calls, tokenRequests } = rig({ script: inTurn(() => refused(401, 'bad token'), () => json(200, { meta: meta() })) });
  await clock.finish(client.call('deleteUserV1', { user_uuid: uuid }));
  assert.equal(calls().length, 2);
  assert.equal(tokenRequests().length, 2);
});

test('a new token that is refused as well says that the cloud is wrong', async () => {
  const { clock, client, calls, tokenRequests } = rig({ script: () => refused(401, 'access denied, invalid bearer token') });
  const error = await failure(clock.finish(client.call('queryUserV1', {})));
  assert.equal(error.kind, 'auth');
  assert.equal(error.reason, 'wrongCloud');
  assert.match(error.advice, /api\.falcon\.test does not accept the token.*another cloud/);
  assert.equal(calls().length, 2);
  assert.equal(tokenRequests().length, 2);
});

test('the small budget of refused bearers is not taken for that of the account', async () => {
  const { clock, client, budget } = rig({
    script: inTurn(() => refused(401, 'no', { 'x-ratelimit-limit': '15', 'x-ratelimit-remaining': '14' }), fine),
  });
  await clock.finish(client.call('queryUserV1', {}));
  assert.equal(budget.snapshot().limit, undefined);
});

test('the headers of answers fill the budget', async () => {
  const { clock, client, budget } = rig({
    script: () => json(200, { meta: meta(), resources: [] }, { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '59' }),
  });
  await clock.finish(client.call('queryUserV1', {}));
  assert.equal(budget.snapshot().limit, 100);
  assert.equal(budget.snapshot().available, 57, '98 of 100, one of ours, 40 of others');
});

test('a token that cannot be had is told once and asked for no more often than its own tries', async () => {
  for (const operation of ['queryUserV1', 'deleteUserV1'] as const) {
    const { clock, client, calls, tokenRequests } = rig({ script: fine, tokenScript: reset });
    const call = operation === 'queryUserV1' ? client.call(operation, {}) : client.call(operation, { user_uuid: uuid });
    const error = await failure(clock.finish(call));
    assert.equal(error.operation, 'oauth2AccessToken');
    assert.equal(error.outcomeUnknown, false);
    assert.equal(tokenRequests().length, 3);
    assert.equal(calls().length, 0);
  }
});

test('a rate limit holds a read and a write back until the moment named, and then both go through', async () => {
  for (const operation of ['queryUserV1', 'deleteUserV1'] as const) {
    const { clock, client, calls } = rig({
      script: inTurn(() => refused(429, 'slow down', { 'x-ratelimit-retryafter': '20' }), () => json(200, { meta: meta(), resources: [] })),
    });
    const started = clock.now();
    await clock.finish(operation === 'queryUserV1' ? client.call(operation, {}) : client.call(operation, { user_uuid: uuid }));
    assert.equal(calls().length, 2);
    const waited = clock.now() - started;
    assert.ok(waited >= 21_000 && waited <= 22_000, `${waited} ms`);
  }
});

test('a rate limit holds all calls back, not only the refused one', async () => {
  const { clock, client, calls } = rig({ script: inTurn(() => refused(429, 'slow down', { 'x-ratelimit-retryafter': '20' }), fine) });
  const first = client.call('queryUserV1', {});
  await clock.advance(10);
  const second = client.call('queryUserV1', {}, { priority: 'background' });
  await clock.advance(20_000);
  assert.equal(calls().length, 1);
  await clock.finish(Promise.all([first, second]));
  assert.equal(calls().length, 3);
});

test('a rate limit without end is told in the end, with its moment', async () => {
  const { clock, client, calls } = rig({ script: () => refused(429, 'slow down', { 'x-ratelimit-retryafter': '20' }) });
  const error = await failure(clock.finish(client.call('deleteUserV1', { user_uuid: uuid })));
  assert.equal(error.kind, 'rateLimited');
  assert.equal(error.retryAt, clock.now() + 20_000);
  assert.equal(error.outcomeUnknown, false);
  assert.equal(calls().length, 5);
});

test('a rate limit inside a success, which names no moment, is not hammered at', async () => {
  const { clock, client, calls } = rig({ script: inTurn(() => json(200, { meta: meta(), errors: [{ code: 429, message: 'x' }] }), fine) });
  const started = clock.now();
  await clock.finish(client.call('queryUserV1', {}));
  assert.equal(calls().length, 2);
  assert.ok(clock.now() - started >= 250);
});

test('an answer frees its place whether it is good or bad', async () => {
  const { clock, client, budget } = rig({ script: inTurn(reset, () => refused(403, 'no')) });
  await failure(clock.finish(client.call('queryUserV1', {})));
  assert.equal(budget.snapshot().inFlight, 0);
});

test('what is left out of an answer is told in the log, without values', async () => {
  const body = { meta: meta(), errors: [{ code: 404, message: 'hidden' }], resources: [{ uuid }, { uid: 'hidden@x' }] };
  const { clock, client, lines } = rig({ script: () => json(200, body) });
  const reply = await clock.finish(client.call('retrieveUsersGETV1', { body: { ids: [uuid, uuid] } }));
  assert.equal(reply.resources.length, 1);
  const log = lines.join('\n');
  assert.match(log, /record 2 is left out.*in all: 1.*trace-1/);
  assert.match(log, /1 errors beside the results \(404\)/);
  assert.doesNotMatch(log, /hidden/);
});

test('a notice of deprecation is logged', async () => {
  const { clock, client, lines } = rig({ script: () => json(200, { meta: meta(), resources: [] }, { 'x-api-deprecation-date': '2027' }) });
  await clock.finish(client.call('RetrieveUserUUIDsByCID', {}));
  assert.match(lines.join('\n'), /deprecated \(x-api-deprecation-date: 2027\)/);
});

test('neither log nor errors hold the token, the secret, a password or a filter', async () => {
  const hidden = /token-1|Secret0|hunter2|someone@x/;
  const scripts: readonly Script[] = [
    ...Object.values(passing),
    (request) => refused(400, `bad ${bearerOf(request)} ${request.body}`),
    (request) => refused(401, `bad ${bearerOf(request)}`),
  ];
  for (const script of scripts) {
    const { clock, client, lines } = rig({ script });
    const query = await failure(clock.finish(client.call('queryUserV1', { filter: "uid:'someone@x'" })));
    const { client: other, clock: otherClock, lines: otherLines } = rig({ script: (request, index) => script({ ...request, body: 'hunter2' }, index) });
    const create = await failure(otherClock.finish(other.call('createUserV1', { body: { uid: 'a', password: 'hunter2' } })));
    for (const text of [query.advice, create.advice, ...lines, ...otherLines]) assert.doesNotMatch(text, hidden, text);
  }
});

test('ending the session revokes its token', async () => {
  const { clock, client, transport } = rig({ script: fine });
  await clock.finish(client.call('queryUserV1', {}));
  await clock.finish(client.end());
  assert.match(transport.requests.at(-1)?.url ?? '', /revoke$/);
  assert.equal((await failure(clock.finish(client.call('queryUserV1', {})))).kind, 'cancelled');
  await settle();
  assert.equal(client.baseUrl, 'https://api.falcon.test');
});
