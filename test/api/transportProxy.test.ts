import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { NetworkOptions } from '../../src/api/networkOptions.ts';
import { UndiciTransport } from '../../src/api/undiciTransport.ts';
import { selfSigned } from '../helpers/servers/certificates.ts';
import { startProxy } from '../helpers/servers/proxyServer.ts';
import type { ProxyOptions, ProxyServer } from '../helpers/servers/proxyServer.ts';
import { closedPort, startServer } from '../helpers/servers/scriptedServer.ts';
import type { ScriptedServer } from '../helpers/servers/scriptedServer.ts';
import { failure } from '../unit/api/fakes/failure.ts';

const name = 'api.falcon.test';
const certificate = selfSigned([name, '127.0.0.1']);

async function serve(t: TestContext, secure = true): Promise<ScriptedServer> {
  const server = await startServer((_, response) => void response.end('fine'), secure ? certificate : undefined);
  t.after(() => server.close());
  return server;
}

async function proxy(t: TestContext, options: ProxyOptions): Promise<ProxyServer> {
  const server = await startProxy(options);
  t.after(() => server.close());
  return server;
}

async function ask(t: TestContext, url: string, options: NetworkOptions): Promise<string> {
  const transport = new UndiciTransport({ systemCertificates: false, extraCertificates: [certificate.cert], ...options });
  t.after(() => transport.close());
  return (await transport.exchange({ method: 'POST', url, headers: { authorization: 'Bearer t' } })).text;
}

test('https goes through the proxy in a tunnel, and the certificate is checked against the name behind it', async (t) => {
  const server = await serve(t);
  const { url, asked, authorizations } = await proxy(t, { leadsTo: server.port });
  assert.equal(await ask(t, `https://${name}/x`, { proxyUrl: url }), 'fine');
  assert.deepEqual(asked, [`${name}:443`]);
  assert.deepEqual(authorizations, [undefined]);
  assert.equal(server.requests[0]?.headers.host, name);
  const refused = await failure(ask(t, 'https://other.falcon.test/x', { proxyUrl: url }));
  assert.equal(refused.reason, 'certificate');
});

test('plain http goes through the proxy too', async (t) => {
  const server = await serve(t, false);
  const { url, asked } = await proxy(t, { leadsTo: server.port });
  assert.equal(await ask(t, `http://${name}/x`, { proxyUrl: url }), 'fine');
  assert.deepEqual(asked, [`${name}:80`]);
});

test('a proxy that itself speaks TLS is used, its certificate checked', async (t) => {
  const server = await serve(t);
  const trusted = await proxy(t, { leadsTo: server.port, certificate });
  assert.equal(await ask(t, `https://${name}/x`, { proxyUrl: trusted.url }), 'fine');
  const stranger = await proxy(t, { leadsTo: server.port, certificate: selfSigned(['127.0.0.1']) });
  assert.equal((await failure(ask(t, `https://${name}/x`, { proxyUrl: stranger.url }))).reason, 'certificate');
});

test('the proxy authorization goes to the proxy and not to the server', async (t) => {
  const server = await serve(t);
  const authorization = 'Basic dXNlcjpwYXNz';
  const { url, authorizations } = await proxy(t, { leadsTo: server.port, authorization });
  assert.equal(await ask(t, `https://${name}/`, { proxyUrl: url, proxyAuthorization: authorization }), 'fine');
  assert.equal(await ask(t, `https://${name}/`, { proxyUrl: url.replace('//', '//user:pass@') }), 'fine');
  assert.deepEqual(authorizations, [authorization, authorization]);
  for (const { headers } of server.requests) assert.equal(headers['proxy-authorization'], undefined);
});

test('a proxy that asks for credentials names the setting, and no credentials', async (t) => {
  const server = await serve(t);
  const { url } = await proxy(t, { leadsTo: server.port, authorization: 'Basic x' });
  const error = await failure(ask(t, `https://${name}/`, { proxyUrl: url.replace('//', '//user:hidden@') }));
  assert.equal(error.kind, 'network');
  assert.equal(error.reason, 'proxy');
  assert.equal(error.outcomeUnknown, false);
  assert.match(error.advice, /407.*http\.proxyAuthorization/);
  assert.doesNotMatch(error.advice, /hidden/);
});

test('a proxy that does not lead to the host says so', async (t) => {
  const { url } = await proxy(t, { leadsTo: 1, refuseWith: 502 });
  const error = await failure(ask(t, `https://${name}/`, { proxyUrl: url }));
  assert.equal(error.reason, 'proxy');
  assert.equal(error.outcomeUnknown, false);
  assert.match(error.message, /does not connect to api\.falcon\.test \(502\)/);
});

test('a proxy that is not there, or whose name does not exist, is told from a server that is not', async (t) => {
  for (const proxyUrl of [`http://127.0.0.1:${await closedPort()}`, 'http://no-such-proxy.invalid:3128']) {
    const error = await failure(ask(t, `https://${name}/`, { proxyUrl }));
    assert.equal(error.reason, 'proxy');
    assert.match(error.advice, /proxy.*http\.proxy/);
  }
});

test('a proxy that takes the connection and says nothing is given up after the timeout', async (t) => {
  const { url } = await proxy(t, { leadsTo: 1, silent: true });
  const error = await failure(ask(t, `https://${name}/`, { proxyUrl: url, timeoutMs: 200 }));
  assert.equal(error.kind, 'timeout');
});

test('aborting ends a wait for the proxy at once', async (t) => {
  const { url } = await proxy(t, { leadsTo: 1, silent: true });
  const transport = new UndiciTransport({ systemCertificates: false, proxyUrl: url });
  t.after(() => transport.close());
  const abort = new AbortController();
  const exchange = failure(transport.exchange({ method: 'GET', url: `https://${name}/`, headers: {}, signal: abort.signal }));
  const started = performance.now();
  abort.abort();
  assert.equal((await exchange).kind, 'cancelled');
  assert.ok(performance.now() - started < 2_000);
});

test('a proxy that is no URL, or of a kind that is not supported, names the setting', async (t) => {
  for (const proxyUrl of ['http://', 'socks5://127.0.0.1:1080', 'ftp://x']) {
    const error = await failure(ask(t, `https://${name}/`, { proxyUrl }));
    assert.equal(error.reason, 'proxy', proxyUrl);
    assert.match(error.advice, /http\.proxy/);
    if (proxyUrl !== 'http://') assert.match(error.advice, /falconAdmin\.network\.useEditorFetch/);
  }
});

test('exceptions and this machine itself are reached directly', async (t) => {
  const server = await serve(t);
  const { url, asked } = await proxy(t, { leadsTo: 1, refuseWith: 500 });
  assert.equal(await ask(t, server.url, { proxyUrl: url }), 'fine');
  assert.equal((await failure(ask(t, 'https://no-such-host.invalid/', { proxyUrl: url, noProxy: ['*.invalid'] }))).reason, 'dns');
  assert.deepEqual(asked, []);
});

test('the proxy environment variables are used when no proxy is set', async (t) => {
  const server = await serve(t);
  const { url, asked } = await proxy(t, { leadsTo: server.port });
  assert.equal(await ask(t, `https://${name}/`, { environment: { HTTPS_PROXY: url } }), 'fine');
  assert.equal(asked.length, 1);
});

test('several requests through the proxy share tunnels', async (t) => {
  const server = await serve(t);
  const { url, asked } = await proxy(t, { leadsTo: server.port });
  const transport = new UndiciTransport({ systemCertificates: false, extraCertificates: [certificate.cert], proxyUrl: url });
  t.after(() => transport.close());
  for (let i = 0; i < 10; i++) await transport.exchange({ method: 'GET', url: `https://${name}/`, headers: {} });
  assert.ok(asked.length <= 2, `${asked.length} tunnels`);
});
