import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { FetchTransport } from '../../src/api/fetchTransport.ts';
import type { HttpRequest } from '../../src/api/transport.ts';
import { selfSigned } from '../helpers/servers/certificates.ts';
import { closedPort, startServer } from '../helpers/servers/scriptedServer.ts';
import type { Script, ScriptedServer } from '../helpers/servers/scriptedServer.ts';
import { failure } from '../unit/api/fakes/failure.ts';

async function serve(t: TestContext, script: Script): Promise<ScriptedServer> {
  const server = await startServer(script);
  t.after(() => server.close());
  return server;
}

function transportFor(t: TestContext, timeoutMs = 5_000): FetchTransport {
  const transport = new FetchTransport(fetch, timeoutMs);
  t.after(() => transport.close());
  return transport;
}

const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({ method: 'GET', url, headers: {}, ...more });

test('through fetch, too, a request arrives as given and the answer comes back whole', async (t) => {
  const server = await serve(t, (_, response) => {
    response.writeHead(403, { 'X-CS-TraceId': 'abc', 'content-encoding': 'gzip' });
    response.end(gzipSync('Grüße'));
  });
  const headers = { 'content-type': 'application/json' };
  const answer = await transportFor(t).exchange({ method: 'PATCH', url: `${server.url}/a?x=1&x=2`, headers, body: '{}' });
  const [seen] = server.requests;
  assert.deepEqual([seen?.method, seen?.target, seen?.body, seen?.headers['content-type']], ['PATCH', '/a?x=1&x=2', '{}', 'application/json']);
  assert.deepEqual([answer.status, answer.text, answer.headers['x-cs-traceid']], [403, 'Grüße', 'abc']);
});

test('through fetch, redirects are handed back', async (t) => {
  const server = await serve(t, (_, response) => {
    response.writeHead(308, { location: 'http://127.0.0.1:1/' });
    response.end();
  });
  const answer = await transportFor(t).exchange({ method: 'POST', url: server.url, headers: {}, body: 'secret' });
  assert.equal(answer.status, 308);
  assert.equal(answer.headers['location'], 'http://127.0.0.1:1/');
});

test('through fetch, what breaks is told in the same words', async (t) => {
  const transport = transportFor(t);
  assert.equal((await failure(transport.exchange(get(`http://127.0.0.1:${await closedPort()}`)))).reason, 'refused');
  assert.equal((await failure(transport.exchange(get('http://no-such-host.invalid')))).reason, 'dns');
  const resetting = await serve(t, ({ socket }) => void socket.resetAndDestroy());
  const write = await failure(transport.exchange({ method: 'DELETE', url: resetting.url, headers: {} }));
  assert.equal(write.reason, 'reset');
  assert.equal(write.outcomeUnknown, true);
  const secure = await startServer((_, response) => void response.end(), selfSigned(['127.0.0.1']));
  t.after(() => secure.close());
  assert.equal((await failure(transport.exchange(get(secure.url)))).reason, 'certificate');
});

test('through fetch, silence and a body that stops are given up after the timeout', async (t) => {
  const server = await serve(t, ({ target }, response) => {
    if (target === '/body') {
      response.writeHead(200);
      response.write('{');
    }
  });
  const transport = transportFor(t, 150);
  for (const path of ['/', '/body']) assert.equal((await failure(transport.exchange(get(server.url + path)))).kind, 'timeout');
});

test('through fetch, aborting and closing are cancellations', async (t) => {
  let arrived: (() => void) | undefined;
  const server = await serve(t, () => arrived?.());
  const transport = transportFor(t);
  const abort = new AbortController();
  arrived = () => abort.abort();
  assert.equal((await failure(transport.exchange(get(server.url, { signal: abort.signal })))).kind, 'cancelled');
  arrived = () => void transport.close();
  assert.equal((await failure(transport.exchange(get(server.url)))).kind, 'cancelled');
  assert.equal((await failure(transport.exchange(get(server.url)))).kind, 'cancelled');
  assert.equal(server.requests.length, 2);
});
