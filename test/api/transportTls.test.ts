import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { NetworkOptions } from '../../src/api/networkOptions.ts';
import { UndiciTransport } from '../../src/api/undiciTransport.ts';
import { TenantError } from '../../src/core/errors.ts';
import { selfSigned } from '../helpers/servers/certificates.ts';
import type { ServerCertificate } from '../helpers/servers/certificates.ts';
import { startServer } from '../helpers/servers/scriptedServer.ts';
import type { ScriptedServer } from '../helpers/servers/scriptedServer.ts';

async function serve(t: TestContext, certificate?: ServerCertificate): Promise<ScriptedServer> {
  const server = await startServer((_, response) => void response.end('fine'), certificate);
  t.after(() => server.close());
  return server;
}

async function ask(t: TestContext, url: string, options: NetworkOptions): Promise<string> {
  const transport = new UndiciTransport({ systemCertificates: false, ...options });
  t.after(() => transport.close());
  return (await transport.exchange({ method: 'POST', url, headers: {} })).text;
}

const isTenantError = (check: (error: TenantError) => void) => (thrown: unknown): boolean => {
  assert.ok(thrown instanceof TenantError);
  check(thrown);
  return true;
};

test('a certificate that nobody vouches for is refused, with the way out', async (t) => {
  const server = await serve(t, selfSigned(['127.0.0.1']));
  await assert.rejects(
    ask(t, server.url, {}),
    isTenantError((error) => {
      assert.equal(error.kind, 'network');
      assert.equal(error.reason, 'certificate');
      assert.equal(error.outcomeUnknown, false, 'nothing was sent');
      assert.match(error.message, /127\.0\.0\.1:\d+ is not trusted here \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
      assert.match(error.nextStep ?? '', /falconAdmin\.network\.certificateFile/);
    }),
  );
  assert.equal(server.requests.length, 0);
});

test('an additional certificate authority is trusted', async (t) => {
  const certificate = selfSigned(['127.0.0.1']);
  const server = await serve(t, certificate);
  assert.equal(await ask(t, server.url, { extraCertificates: [certificate.cert] }), 'fine');
});

test('several authorities in one text, and one that is given twice, are all taken', async (t) => {
  const [first, second] = [selfSigned(['one.test', '127.0.0.1']), selfSigned(['two.test', '127.0.0.1'])];
  const both = `${first.cert}\n${second.cert}`;
  for (const certificate of [first, second]) {
    const server = await serve(t, certificate);
    assert.equal(await ask(t, server.url, { extraCertificates: [both, second.cert] }), 'fine');
  }
});

test('without strict checks any certificate is taken, as the editor does then', async (t) => {
  const server = await serve(t, selfSigned(['elsewhere.example'], { expired: true }));
  assert.equal(await ask(t, server.url, { strictTls: false }), 'fine');
});

test('a certificate made for another host is refused even when its authority is trusted', async (t) => {
  const certificate = selfSigned(['elsewhere.example']);
  const server = await serve(t, certificate);
  await assert.rejects(
    ask(t, server.url, { extraCertificates: [certificate.cert] }),
    isTenantError((error) => {
      assert.equal(error.reason, 'certificate');
      assert.match(error.message, /made for another host/);
    }),
  );
});

test('an expired certificate is refused', async (t) => {
  const certificate = selfSigned(['127.0.0.1'], { expired: true });
  const server = await serve(t, certificate);
  await assert.rejects(
    ask(t, server.url, { extraCertificates: [certificate.cert] }),
    isTenantError((error) => {
      assert.equal(error.reason, 'certificate');
      assert.match(error.message, /CERT_HAS_EXPIRED/);
    }),
  );
});

test('a server without TLS behind an https URL is told as such', async (t) => {
  const server = await serve(t);
  await assert.rejects(
    ask(t, server.url.replace('http:', 'https:'), {}),
    isTenantError((error) => {
      assert.equal(error.reason, 'certificate');
      assert.match(error.message, /does not speak TLS|No secure connection/);
    }),
  );
});

test('a connection that breaks during the handshake is a broken connection', async (t) => {
  const server = net.createServer((socket) => socket.once('data', () => socket.resetAndDestroy()).on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  await assert.rejects(
    ask(t, `https://127.0.0.1:${address.port}`, {}),
    isTenantError((error) => assert.equal(error.reason, 'reset')),
  );
});

test('a text that is no certificate is told before anything is sent', async (t) => {
  const server = await serve(t, selfSigned(['127.0.0.1']));
  await assert.rejects(
    ask(t, server.url, { extraCertificates: ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'] }),
    isTenantError((error) => assert.equal(error.reason, 'certificate')),
  );
});
