import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type http from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { systemClock } from '../../src/api/clock.ts';
import { readAssignedCids } from '../../src/api/falcon/assignments.ts';
import { FalconClient } from '../../src/api/falcon/client.ts';
import { discoverCloud } from '../../src/api/falcon/discoverCloud.ts';
import { TokenSource } from '../../src/api/falcon/tokens.ts';
import { readAllUsers } from '../../src/api/falcon/users.ts';
import { RateBudget } from '../../src/api/rateBudget.ts';
import { UndiciTransport } from '../../src/api/undiciTransport.ts';
import { asCid, asUserUuid } from '../../src/core/ids.ts';
import { sendJson, startServer } from '../helpers/servers/scriptedServer.ts';
import type { Script, ScriptedServer, SeenRequest } from '../helpers/servers/scriptedServer.ts';
import { failure } from '../unit/api/fakes/failure.ts';

const credentials = { clientId: '0123456789abcdef0123456789abcdef', clientSecret: 'a+b&c=ü Secret/Secret?' };
const userAgent = 'falcon-tenant-admin/test';
const meta = { query_time: 0.01, trace_id: 'trace-1', powered_by: 'test' };
const rates = { 'X-Ratelimit-Limit': '6000', 'X-Ratelimit-Remaining': '5990' };

interface Session {
  readonly client: FalconClient;
  readonly server: ScriptedServer;
  readonly budget: RateBudget;
  /** The API calls, without those for tokens. */
  readonly calls: () => SeenRequest[];
  readonly tokenRequests: () => SeenRequest[];
}

/** A client on real sockets; the script answers everything but the token requests. */
async function session(t: TestContext, script: Script): Promise<Session> {
  let given = 0;
  const server = await startServer((request, response) => {
    if (request.target === '/oauth2/token') return sendJson(response, 201, { access_token: `token-${++given}`, expires_in: 1799, token_type: 'bearer' });
    if (request.target === '/oauth2/revoke') return sendJson(response, 200, { meta });
    return script(request, response);
  });
  t.after(() => server.close());
  const transport = new UndiciTransport();
  t.after(() => transport.close());
  const budget = new RateBudget(systemClock);
  const tokens = new TokenSource({ transport, baseUrl: server.url, credentials, clock: systemClock, userAgent });
  const log = { debug: () => undefined, warn: () => undefined };
  const client = new FalconClient({ transport, baseUrl: server.url, tokens, budget, clock: systemClock, userAgent, log, random: () => 0 });
  const ofTokens = ({ target }: SeenRequest): boolean => target.startsWith('/oauth2/');
  return {
    client,
    server,
    budget,
    calls: () => server.requests.filter((request) => !ofTokens(request)),
    tokenRequests: () => server.requests.filter(ofTokens),
  };
}

const list = (response: http.ServerResponse, resources: readonly unknown[], total = resources.length): void =>
  sendJson(response, 200, { meta: { ...meta, pagination: { offset: 0, limit: 500, total } }, resources }, rates);

test('a call on the wire is a bearer request with the exact query, after one form for the token', async (t) => {
  const { client, calls, tokenRequests, budget } = await session(t, (_, response) => list(response, ['u-1']));
  const reply = await client.call('queryUserV1', { filter: "uid:*'*ä+b*'", limit: 1 });
  assert.deepEqual(reply.resources, ['u-1']);
  assert.equal(reply.traceId, 'trace-1');
  const [call] = calls();
  assert.equal(call?.target, '/user-management/queries/users/v1?filter=uid%3A*%27*%C3%A4%2Bb*%27&limit=1');
  assert.equal(call.headers.authorization, 'Bearer token-1');
  assert.equal(call.headers['user-agent'], userAgent);
  assert.equal(new URLSearchParams(tokenRequests()[0]?.body).get('client_secret'), credentials.clientSecret);
  assert.equal(budget.snapshot().limit, 6000, 'header names are read in any case');
});

test('a body on the wire is JSON in UTF-8', async (t) => {
  const { client, calls } = await session(t, (_, response) => sendJson(response, 201, { meta, resources: [{ uuid: 'u-1' }] }));
  await client.call('createUserV1', { body: { uid: 'a@b.example', first_name: 'Žofie' } });
  assert.equal(calls()[0]?.body, '{"uid":"a@b.example","first_name":"Žofie"}');
  assert.equal(calls()[0]?.headers['content-type'], 'application/json');
});

for (const [encoding, pack] of Object.entries({ gzip: gzipSync, br: brotliCompressSync })) {
  test(`answers and refusals packed with ${encoding} are understood`, async (t) => {
    const { client } = await session(t, ({ method }, response) => {
      const body = method === 'GET' ? { meta, resources: ['é'] } : { meta, errors: [{ code: 400, message: 'invalid user uuid' }] };
      response.writeHead(method === 'GET' ? 200 : 400, { 'content-type': 'application/json', 'content-encoding': encoding });
      response.end(pack(JSON.stringify(body)));
    });
    assert.deepEqual((await client.call('queryUserV1', {})).resources, ['é']);
    assert.equal((await failure(client.call('deleteUserV1', { user_uuid: 'u' }))).reason, 'unknownUser');
  });
}

test('fifty calls at the same time share one token', async (t) => {
  const { client, calls, tokenRequests } = await session(t, (_, response) => list(response, ['u-1']));
  await Promise.all(Array.from({ length: 50 }, () => client.call('queryUserV1', {})));
  assert.equal(tokenRequests().length, 1);
  assert.equal(calls().length, 50);
});

test('when all are refused with 401, they share one new token and each goes out once more', async (t) => {
  const { client, calls, tokenRequests } = await session(t, ({ headers }, response) =>
    headers.authorization === 'Bearer token-1'
      ? sendJson(response, 401, { meta, errors: [{ code: 401, message: 'access denied, invalid bearer token' }] }, { 'X-Ratelimit-Limit': '15' })
      : list(response, ['u-1']),
  );
  await Promise.all(Array.from({ length: 30 }, () => client.call('queryUserV1', {})));
  assert.equal(tokenRequests().length, 2);
  assert.equal(calls().filter(({ headers }) => headers.authorization === 'Bearer token-2').length, 30);
});

test('a read survives a reset, a bad gateway, a web page and an answer cut short, one after the other', async (t) => {
  let asked = 0;
  const { client, calls } = await session(t, ({ socket }, response) => {
    switch (asked++) {
      case 0:
        socket.resetAndDestroy();
        return;
      case 1:
        response.writeHead(502, { 'content-type': 'text/html' });
        response.end('<html>bad gateway');
        return;
      case 2:
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end('<html>hello');
        return;
      case 3:
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"meta":{', () => socket.destroy());
        return;
      default:
        return list(response, ['u-1']);
    }
  });
  assert.deepEqual((await client.call('queryUserV1', {})).resources, ['u-1']);
  assert.equal(calls().length, 5);
});

test('a write that the connection broke under is sent once, and its outcome is unknown', async (t) => {
  const { client, calls } = await session(t, ({ socket }) => void socket.resetAndDestroy());
  const error = await failure(client.call('createUserV1', { body: { uid: 'a@b.example' } }));
  assert.equal(error.kind, 'network');
  assert.equal(error.outcomeUnknown, true);
  assert.equal(calls().length, 1);
});

test('a cancelled call ends at once, frees its place and closes its connection', async (t) => {
  const abort = new AbortController();
  let closed: Promise<unknown> = Promise.resolve();
  const { client, budget } = await session(t, ({ socket }) => {
    closed = new Promise((resolve) => socket.once('close', resolve));
    abort.abort();
  });
  const error = await failure(client.call('queryUserV1', {}, { signal: abort.signal }));
  assert.equal(error.kind, 'cancelled');
  assert.equal(budget.snapshot().inFlight, 0);
  await closed;
});

test('a rate limit that ends this very second is waited out by a write as well', async (t) => {
  let asked = 0;
  const { client, calls } = await session(t, (_, response) => {
    if (asked++ > 0) return sendJson(response, 200, { meta });
    const headers = { 'X-RateLimit-RetryAfter': String(Math.floor(Date.now() / 1000)) };
    return sendJson(response, 429, { meta, errors: [{ code: 429, message: 'slow down' }] }, headers);
  });
  await client.call('deleteUserV1', { user_uuid: 'u' });
  assert.equal(calls().length, 2);
});

test('all users are read over several pages, records in batches', async (t) => {
  const uuids = Array.from({ length: 1_250 }, (_, n) => `u-${String(n).padStart(4, '0')}`);
  const { client, calls } = await session(t, ({ target, body }, response) => {
    const url = new URL(target, 'http://x');
    if (url.pathname.endsWith('/GET/v1')) {
      const { ids } = JSON.parse(body) as { ids: string[] };
      return list(response, ids.map((uuid) => ({ uuid, uid: `${uuid}@x` })));
    }
    const offset = Number(url.searchParams.get('offset'));
    return list(response, uuids.slice(offset, offset + 500), uuids.length);
  });
  assert.deepEqual((await readAllUsers(client, {})).map(({ uuid }) => uuid), uuids);
  assert.equal(calls().length, 6);
});

test('the longest filter that is ever sent fits into a request', async (t) => {
  const { client } = await session(t, (_, response) => list(response, []));
  const cids = Array.from({ length: 500 }, (_, n) => asCid(n.toString(16).padStart(32, '0')));
  assert.deepEqual(await readAssignedCids(client, asUserUuid('u-1'), cids), []);
});

test('ending a session revokes its token at the server', async (t) => {
  const { client, tokenRequests } = await session(t, (_, response) => list(response, []));
  await client.call('queryUserV1', {});
  await client.end();
  const revocation = tokenRequests().at(-1);
  assert.equal(revocation?.target, '/oauth2/revoke');
  assert.equal(new URLSearchParams(revocation.body).get('token'), 'token-1');
});

test('discovery follows a redirect from one cloud to another and never to a stranger', async (t) => {
  const started: ScriptedServer[] = [];
  const start = async (script: Script): Promise<ScriptedServer> => {
    const server = await startServer(script);
    t.after(() => server.close());
    started.push(server);
    return server;
  };
  const home = await start(({ target }, response) =>
    target === '/oauth2/token' ? sendJson(response, 201, { access_token: 't', expires_in: 1799 }, { 'X-CS-Region': 'two' }) : sendJson(response, 200, { meta }),
  );
  const stranger = await start((_, response) => sendJson(response, 201, { access_token: 't', expires_in: 1799 }));
  let location = `${home.url}/oauth2/token`;
  const first = await start((_, response) => {
    response.writeHead(308, { location });
    response.end();
  });
  const known = [
    { id: 'one', label: 'One', url: first.url, discoverable: true },
    { id: 'two', label: 'Two', url: home.url, discoverable: true },
  ];
  const transport = new UndiciTransport();
  t.after(() => transport.close());
  const options = { transport, credentials, clock: systemClock, userAgent, clouds: known };
  assert.equal((await discoverCloud(options)).id, 'two');
  assert.deepEqual(home.requests.map(({ method, target }) => `${method} ${target}`), ['POST /oauth2/token', 'POST /oauth2/revoke']);
  location = `${stranger.url}/oauth2/token`;
  assert.equal((await failure(discoverCloud(options))).reason, 'redirected');
  assert.equal(stranger.requests.length, 0);
});
