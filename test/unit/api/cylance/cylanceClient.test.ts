import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cylanceOperations } from '../../../../src/api/cylance/operation.ts';
import type { HttpAnswer } from '../../../../src/api/transport.ts';
import { cylanceRig, cylanceUrl, turnUntil } from '../fakes/cylanceRig.ts';
import type { CylanceRig } from '../fakes/cylanceRig.ts';
import { failure } from '../fakes/failure.ts';
import { answer, bearerOf, fails, json } from '../fakes/fakeTransport.ts';
import type { Script } from '../fakes/fakeTransport.ts';

const { listUsers, listZones, getUser } = cylanceOperations;
const fine: Script = () => json(200, { page_items: [] });

const inTurn =
  (...scripts: readonly Script[]): Script =>
  (request, index) =>
    (scripts[index] ?? scripts.at(-1) ?? fine)(request, index);

const ask = (rig: CylanceRig, signal?: AbortSignal): Promise<unknown> => rig.clock.finish(rig.client.get(listUsers, '/users/v2?page=1', { signal }));

test('a read carries the access token, asks for JSON and hands back what was in the answer', async () => {
  const rig = cylanceRig({ script: fine });
  assert.deepEqual(await ask(rig), { page_items: [] });
  const [request] = rig.calls();
  assert.equal(request?.method, 'GET');
  assert.equal(request.url, `${cylanceUrl}/users/v2?page=1`);
  assert.equal(bearerOf(request), 'Bearer access-1');
  assert.equal(request.headers['accept'], 'application/json');
});

test('reads that are refused with 401 at the same time share one exchange, and each is sent exactly once more', async () => {
  const script: Script = (request, index) => (bearerOf(request) === 'Bearer access-1' ? json(401, { message: 'expired' }) : fine(request, index));
  const { clock, client, calls, tokenRequests } = cylanceRig({ script, latencyMs: 200 });
  await clock.finish(Promise.all(Array.from({ length: 20 }, () => client.get(listUsers, '/users/v2'))));
  assert.equal(tokenRequests().length, 2);
  const refused = calls().filter((request) => bearerOf(request) === 'Bearer access-1').length;
  assert.equal(calls().length, 20 + refused);
});

test('a new token that is refused as well is told, with the region as the likely cause', async () => {
  const rig = cylanceRig({ script: () => json(401, {}) });
  const error = await failure(ask(rig));
  assert.equal(error.kind, 'auth');
  assert.equal(error.reason, 'wrongCloud');
  assert.match(error.advice, /another region/);
  assert.equal(rig.calls().length, 2);
  assert.equal(rig.tokenRequests().length, 2);
});

interface Case {
  readonly what: string;
  readonly answered: HttpAnswer;
  readonly kind: string;
  readonly reason?: string;
  readonly says: RegExp;
}

const refusals: readonly Case[] = [
  {
    what: '403 with a status beside the message',
    answered: json(403, { status: 'ACCESS_DENIED', message: 'insufficient privileges' }),
    kind: 'forbidden',
    reason: 'missingScope',
    says: /listUsers \(“insufficient privileges”\)\. .*“Users: Read” \(user:list\)/,
  },
  { what: 'a status alone', answered: json(403, { status: 'ACCESS_DENIED' }), kind: 'forbidden', reason: 'missingScope', says: /“ACCESS_DENIED”/ },
  { what: '400 with a message', answered: json(400, { message: 'The page size requested is not supported.' }), kind: 'invalid', says: /page size requested/ },
  { what: '409 with a bare JSON text', answered: json(409, 'it is so already'), kind: 'conflict', says: /it is so already/ },
  { what: '400 with a text that is no JSON', answered: answer(400, ' no\n\tgood \u2028'), kind: 'invalid', says: /\(no good\)\.$/ },
  { what: '400 without a body', answered: answer(400, ''), kind: 'invalid', says: /refuses listUsers \(400\)/ },
  { what: '400 with JSON that says nothing', answered: json(400, [1, null]), kind: 'invalid', says: /\(400\)/ },
  { what: '404', answered: json(404, null), kind: 'notFound', says: /\(404\).*region or URL/ },
  { what: '403 as a web page', answered: answer(403, '<html>Forbidden</html>'), kind: 'forbidden', reason: 'html', says: /web page \(403\).*proxy/ },
  {
    what: 'HTML by its header',
    answered: answer(404, 'Sorry', { 'content-type': 'text/html' }),
    kind: 'notFound',
    reason: 'html',
    says: /web page/,
  },
  { what: 'JSON with the header of HTML', answered: answer(400, '"no"', { 'content-type': 'text/html' }), kind: 'invalid', says: /\(no\)/ },
  { what: '500', answered: json(500, { message: 'oops' }), kind: 'server', says: /with 500 \(“oops”\)\. Try again/ },
  { what: '501', answered: answer(501, '<html>'), kind: 'server', says: /with 501\./ },
  { what: '301', answered: answer(301, ''), kind: 'protocol', reason: 'redirected', says: /another address \(301\)/ },
  { what: 'a web page as success', answered: answer(200, '<html>'), kind: 'protocol', reason: 'html', says: /instead of data/ },
  { what: '408', answered: answer(408, ''), kind: 'timeout', says: /in time/ },
];

for (const { what, answered, kind, reason, says } of refusals) {
  test(`an answer of ${what} is told and not asked for again`, async () => {
    const rig = cylanceRig({ script: () => answered });
    const error = await failure(ask(rig));
    assert.equal(error.kind, kind);
    assert.equal(error.reason, reason);
    assert.equal(error.status, answered.status);
    assert.equal(error.operation, 'listUsers');
    assert.match(error.advice, says);
    assert.equal(rig.calls().length, 1);
  });
}

test('the privilege that is missing is named for each list', async () => {
  const { clock, client } = cylanceRig({ script: () => answer(403, '') });
  const error = await failure(clock.finish(client.get(listZones, '/zones/v2')));
  assert.equal(error.scope, 'zone:list');
  assert.match(error.advice, /“Zones: Read”/);
});

test('a long text of the server is cut', async () => {
  const rig = cylanceRig({ script: () => json(400, { message: 'x'.repeat(100_000) }) });
  assert.ok((await failure(ask(rig))).message.length < 400);
});

const passing: readonly (readonly [what: string, script: Script])[] = [
  ['502', () => answer(502, '<html>')],
  ['503', () => json(503, { message: 'busy' })],
  ['504', () => answer(504, '')],
  ['a connection that breaks', (request) => fails(request, 'ECONNRESET')],
  ['an answer cut short', () => answer(200, '{"page_items": [')],
];

for (const [what, script] of passing) {
  test(`${what} passes: asked for again, with growing pauses, and in the end told`, async () => {
    const recovered = cylanceRig({ script: inTurn(script, script, fine) });
    await ask(recovered);
    assert.equal(recovered.calls().length, 3);
    const broken = cylanceRig({ script });
    const started = broken.clock.now();
    await failure(ask(broken));
    assert.equal(broken.calls().length, 5);
    assert.equal(broken.clock.now() - started, 250 + 500 + 1000 + 2000);
  });
}

test('a timeout is tried once more, a host that is not known not at all', async () => {
  const slow = cylanceRig({ script: (request) => fails(request, 'UND_ERR_HEADERS_TIMEOUT') });
  assert.equal((await failure(ask(slow))).kind, 'timeout');
  assert.equal(slow.calls().length, 2);
  const unknown = cylanceRig({ script: (request) => fails(request, 'ENOTFOUND') });
  const error = await failure(ask(unknown));
  assert.equal(error.kind, 'network');
  assert.equal(error.operation, 'listUsers');
  assert.equal(unknown.calls().length, 1);
});

const waits: readonly (readonly [what: string, headers: Record<string, string>, ms: number])[] = [
  ['seconds', { 'retry-after': '5' }, 5_000],
  ['a date, by the server’s clock', { 'retry-after': 'Thu, 01 Jan 2026 09:00:20 GMT', date: 'Thu, 01 Jan 2026 09:00:00 GMT' }, 20_000],
  ['nothing', {}, 60_000],
  ['nonsense', { 'retry-after': 'later' }, 60_000],
  ['a day', { 'retry-after': '86400' }, 60_000],
];

for (const [what, headers, ms] of waits) {
  test(`a rate limit that names ${what} holds all reads back for ${ms / 1000} s`, async () => {
    const { clock, client, calls, budget } = cylanceRig({ script: inTurn(() => json(429, {}, headers), fine) });
    const started = clock.now();
    const first = client.get(listUsers, '/users/v2');
    await turnUntil(clock, () => budget.snapshot().blockedUntil !== undefined);
    await clock.advance(1_000);
    const second = client.get(listZones, '/zones/v2');
    await clock.advance(ms - 1_100);
    assert.equal(calls().length, 1);
    await clock.finish(Promise.all([first, second]));
    assert.equal(calls().length, 3);
    assert.equal(clock.now() - started, ms);
  });
}

test('a rate limit without end is told in the end, with its moment', async () => {
  const rig = cylanceRig({ script: () => json(429, {}) });
  const error = await failure(ask(rig));
  assert.equal(error.kind, 'rateLimited');
  assert.equal(error.retryAt, rig.clock.now() + 60_000);
  assert.equal(rig.calls().length, 4);
});

test('waiting for the end of a rate limit can be cancelled', async () => {
  const { clock, client, calls, budget } = cylanceRig({ script: () => json(429, {}) });
  const abort = new AbortController();
  const work = client.get(listUsers, '/users/v2', { signal: abort.signal });
  work.catch(() => undefined);
  await turnUntil(clock, () => budget.snapshot().blockedUntil !== undefined);
  await clock.advance(1_000);
  abort.abort(new Error('not wanted'));
  assert.equal((await failure(clock.finish(work))).kind, 'cancelled');
  assert.equal(calls().length, 1);
  assert.equal(budget.snapshot().inFlight, 0);
});

test('a rate limit of tokens is waited out once, by all who ask meanwhile', async () => {
  const limited = { 'retry-after': '5' };
  const tokenScript = inTurn(() => json(429, {}, limited), () => json(200, { access_token: 'a' }));
  const { clock, client, calls, tokenRequests, budget } = cylanceRig({ script: fine, tokenScript });
  const started = clock.now();
  const first = client.get(listUsers, '/users/v2');
  await turnUntil(clock, () => budget.snapshot().blockedUntil !== undefined);
  await clock.advance(1_000);
  const second = client.get(listZones, '/zones/v2');
  await clock.finish(Promise.all([first, second]));
  assert.deepEqual([clock.now() - started, tokenRequests().length, calls().length], [5_000, 2, 2]);
});

test('a rate limit of tokens without end is told in the end, with its moment', async () => {
  const rig = cylanceRig({ script: fine, tokenScript: () => json(429, {}) });
  const error = await failure(ask(rig));
  assert.deepEqual([error.kind, error.retryAt, rig.tokenRequests().length, rig.calls().length], ['rateLimited', rig.clock.now() + 60_000, 4, 0]);
});

test('a good answer lets more be in flight than feels the way, a refusal frees its place', async () => {
  const rig = cylanceRig({ script: inTurn(() => json(403, {}), fine) });
  await failure(ask(rig));
  assert.equal(rig.budget.snapshot().inFlight, 0);
  assert.equal(rig.budget.snapshot().limit, undefined);
  await ask(rig);
  assert.equal(rig.budget.snapshot().limit, 6_000);
});

test('neither log nor errors hold the token or what was asked for', async () => {
  const scripts: readonly Script[] = [
    (request) => json(400, { message: `bad ${bearerOf(request)}` }),
    (request) => answer(503, `bad ${bearerOf(request)}`),
    (request) => json(401, bearerOf(request)),
    fine,
  ];
  for (const script of scripts) {
    const { clock, client, lines } = cylanceRig({ script });
    const outcome = await clock.finish(client.get(getUser, '/users/v2/someone%40example.test')).then(
      () => '',
      (error: unknown) => JSON.stringify([error, (error as Error).message]),
    );
    for (const text of [outcome, ...lines]) assert.doesNotMatch(text, /access-|someone/);
    assert.equal(lines.length > 0, true);
  }
});
