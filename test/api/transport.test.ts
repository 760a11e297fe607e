import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { NetworkOptions } from '../../src/api/networkOptions.ts';
import { largestAnswerBytes } from '../../src/api/transport.ts';
import type { HttpRequest } from '../../src/api/transport.ts';
import { UndiciTransport } from '../../src/api/undiciTransport.ts';
import { closedPort, startServer } from '../helpers/servers/scriptedServer.ts';
import type { Script, ScriptedServer } from '../helpers/servers/scriptedServer.ts';
import { failure } from '../unit/api/fakes/failure.ts';

async function serve(t: TestContext, script: Script): Promise<ScriptedServer> {
  const server = await startServer(script);
  t.after(() => server.close());
  return server;
}

function transportFor(t: TestContext, options: NetworkOptions = {}): UndiciTransport {
  const transport = new UndiciTransport(options);
  t.after(() => transport.close());
  return transport;
}

/** A server that speaks bytes, for answers that no HTTP library would send. */
async function serveRaw(t: TestContext, onData: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('data', () => onData(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({ method: 'GET', url, headers: {}, ...more });

test('method, path, query, headers and body arrive as given, and the answer comes back whole', async (t) => {
  const server = await serve(t, (_, response) => {
    response.writeHead(418, { 'X-CS-TraceId': 'abc', 'set-cookie': ['a=1', 'b=2'] });
    response.end('Grüße');
  });
  const answer = await transportFor(t).exchange({
    method: 'POST',
    url: `${server.url}/a/b?x=1&x=2`,
    headers: { 'content-type': 'application/json', authorization: 'Bearer t' },
    body: '{"ä":1}',
  });
  const [seen] = server.requests;
  assert.equal(seen?.method, 'POST');
  assert.equal(seen.target, '/a/b?x=1&x=2');
  assert.equal(seen.headers['content-type'], 'application/json');
  assert.equal(seen.headers.authorization, 'Bearer t');
  assert.equal(seen.body, '{"ä":1}');
  assert.equal(answer.status, 418);
  assert.equal(answer.text, 'Grüße');
  assert.equal(answer.headers['x-cs-traceid'], 'abc', 'names are in lower case');
  assert.equal(answer.headers['set-cookie'], 'a=1, b=2');
});

test('redirects are handed back and not followed', async (t) => {
  const server = await serve(t, (_, response) => {
    response.writeHead(302, { location: '/elsewhere' });
    response.end();
  });
  const answer = await transportFor(t).exchange(get(server.url));
  assert.equal(answer.status, 302);
  assert.equal(answer.headers['location'], '/elsewhere');
  assert.equal(server.requests.length, 1);
});

for (const [encoding, pack] of Object.entries({ gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync, 'x-gzip': gzipSync })) {
  test(`bodies packed with ${encoding} are unpacked, those of refusals too`, async (t) => {
    const server = await serve(t, (request, response) => {
      assert.match(String(request.headers['accept-encoding']), /gzip.*br/);
      response.writeHead(request.target === '/good' ? 200 : 403, { 'content-encoding': encoding });
      response.end(pack('{"resources":["é"]}'));
    });
    const transport = transportFor(t);
    assert.equal((await transport.exchange(get(`${server.url}/good`))).text, '{"resources":["é"]}');
    assert.equal((await transport.exchange(get(`${server.url}/bad`))).text, '{"resources":["é"]}');
  });
}

test('a packed body that is cut short is an answer cut short', async (t) => {
  const server = await serve(t, (_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.end(gzipSync('x'.repeat(10_000)).subarray(0, 20));
  });
  const error = await failure(transportFor(t).exchange(get(server.url)));
  assert.equal(error.kind, 'protocol');
  assert.equal(error.reason, 'truncated');
});

test('an answer larger than the limit is refused before it fills the memory', async (t) => {
  const chunk = Buffer.alloc(8 * 1024 * 1024);
  let written = 0;
  const server = await serve(t, (_, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write(chunk)) written += chunk.length;
      if (!response.destroyed) response.once('drain', more);
    };
    response.on('error', () => undefined);
    more();
  });
  const error = await failure(transportFor(t).exchange(get(server.url)));
  assert.equal(error.reason, 'tooLarge');
  assert.match(error.advice, /128 MB.*filter/);
  assert.ok(written < 2 * largestAnswerBytes, `${written} bytes were taken`);
});

test('an answer packed in a way nobody asked for is refused in words', async (t) => {
  const server = await serve(t, (_, response) => {
    response.writeHead(200, { 'content-encoding': 'zpaq' });
    response.end('x');
  });
  assert.equal((await failure(transportFor(t).exchange(get(server.url)))).kind, 'protocol');
});

test('a refused connection names the host and never reached the server', async (t) => {
  const port = await closedPort();
  const error = await failure(transportFor(t).exchange({ method: 'POST', url: `http://127.0.0.1:${port}/secret?token=1`, headers: {} }));
  assert.equal(error.kind, 'network');
  assert.equal(error.reason, 'refused');
  assert.equal(error.outcomeUnknown, false);
  assert.match(error.message, new RegExp(`127\\.0\\.0\\.1:${port}.*ECONNREFUSED`));
  assert.doesNotMatch(error.advice, /secret|token/);
});

test('a name that does not exist is told as such', async (t) => {
  const error = await failure(transportFor(t).exchange(get('http://no-such-host.invalid/')));
  assert.equal(error.kind, 'network');
  assert.equal(error.reason, 'dns');
  assert.match(error.message, /no-such-host\.invalid/);
});

test('a connection reset leaves the outcome of a write unknown, and not that of a read', async (t) => {
  const server = await serve(t, ({ socket }) => {
    socket.resetAndDestroy();
  });
  const transport = transportFor(t);
  const write = await failure(transport.exchange({ method: 'DELETE', url: server.url, headers: {} }));
  assert.equal(write.reason, 'reset');
  assert.equal(write.outcomeUnknown, true);
  const read = await failure(transport.exchange(get(server.url)));
  assert.equal(read.outcomeUnknown, false);
});

test('a body shorter than announced is a failure, not a short answer', async (t) => {
  const url = await serveRaw(t, (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"resources":'));
  const error = await failure(transportFor(t).exchange(get(url)));
  assert.ok(['reset', 'truncated'].includes(String(error.reason)), error.reason);
});

test('a chunked body that ends in the middle is a failure', async (t) => {
  const url = await serveRaw(t, (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n'));
  const error = await failure(transportFor(t).exchange(get(url)));
  assert.ok(['reset', 'truncated'].includes(String(error.reason)), error.reason);
});

test('a server that does not speak HTTP is told from one that broke', async (t) => {
  const url = await serveRaw(t, (socket) => socket.end('220 mail.example ESMTP\r\n'));
  const error = await failure(transportFor(t).exchange(get(url)));
  assert.equal(error.kind, 'protocol');
  assert.match(error.message, /does not answer in HTTP/);
});

test('a server that says nothing is given up after the timeout', async (t) => {
  const server = await serve(t, () => undefined);
  const error = await failure(transportFor(t, { timeoutMs: 200 }).exchange({ method: 'POST', url: server.url, headers: {} }));
  assert.equal(error.kind, 'timeout');
  assert.equal(error.outcomeUnknown, true);
  assert.match(error.advice, /timeoutSeconds/);
});

test('a body that stops in the middle is given up after the timeout', async (t) => {
  const server = await serve(t, (_, response) => {
    response.writeHead(200);
    response.write('{');
  });
  assert.equal((await failure(transportFor(t, { timeoutMs: 200 }).exchange(get(server.url)))).kind, 'timeout');
});

test('a body that trickles for ever is given up after a few timeouts', async (t) => {
  const server = await serve(t, (_, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write(' '), 20);
    response.once('close', () => clearInterval(timer));
  });
  assert.equal((await failure(transportFor(t, { timeoutMs: 100 }).exchange(get(server.url)))).kind, 'timeout');
});

test('aborting ends a wait for the answer at once and closes the connection', async (t) => {
  const abort = new AbortController();
  let closed: Promise<unknown> = Promise.resolve();
  const server = await serve(t, ({ socket }) => {
    closed = new Promise((resolve) => socket.once('close', resolve));
    abort.abort();
  });
  const error = await failure(transportFor(t).exchange({ method: 'POST', url: server.url, headers: {}, signal: abort.signal }));
  assert.equal(error.kind, 'cancelled');
  assert.equal(error.outcomeUnknown, true, 'the server may be at it');
  await closed;
});

test('aborting in the middle of a body is a cancellation', async (t) => {
  const abort = new AbortController();
  const server = await serve(t, (_, response) => {
    response.writeHead(200);
    response.write('{', () => abort.abort());
  });
  assert.equal((await failure(transportFor(t).exchange(get(server.url, { signal: abort.signal })))).kind, 'cancelled');
});

test('what is aborted already is not sent', async (t) => {
  const server = await serve(t, (_, response) => void response.end());
  assert.equal((await failure(transportFor(t).exchange(get(server.url, { signal: AbortSignal.abort() })))).kind, 'cancelled');
  assert.equal(server.requests.length, 0);
});

test('closing aborts what is under way, and nothing is sent afterwards', async (t) => {
  let arrived: (() => void) | undefined;
  const arrival = new Promise<void>((resolve) => (arrived = resolve));
  const server = await serve(t, () => arrived?.());
  const transport = new UndiciTransport();
  const under = failure(transport.exchange(get(server.url)));
  await arrival;
  await transport.close();
  assert.equal((await under).kind, 'cancelled');
  assert.equal((await failure(transport.exchange(get(server.url)))).kind, 'cancelled');
  assert.equal(server.requests.length, 1);
  await transport.close();
});

test('connections are kept and shared by requests that follow each other', async (t) => {
  const server = await serve(t, (_, response) => void response.end('{}'));
  const transport = transportFor(t);
  for (let i = 0; i < 10; i++) await transport.exchange(get(server.url));
  assert.ok(new Set(server.requests.map(({ socket }) => socket)).size <= 2);
});

test('requests of different lengths of time run side by side', async (t) => {
  const waiting: (() => void)[] = [];
  const server = await serve(t, (_, response) => {
    waiting.push(() => response.end());
    if (waiting.length === 20) for (const go of waiting) go();
  });
  const transport = transportFor(t);
  await Promise.all(Array.from({ length: 20 }, () => transport.exchange(get(server.url))));
  assert.equal(server.requests.length, 20);
});
