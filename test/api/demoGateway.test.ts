import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { assertRefused, DemoCaller, paths } from './demoCaller.ts';

const json = { 'content-type': 'application/json' };

describe('the gateway of the demo tenant', () => {
  test('unknown paths and methods answer in JSON', async (t) => {
    const demo = await DemoCaller.start(t);
    assertRefused(await demo.get('/user-management/queries/users/v9'), 404, /Not Found/, 'crowdstrike-api-gateway');
    const wrong = await demo.call('PUT', paths.users);
    assertRefused(wrong, 405, /Method Not Allowed/);
    assert.deepEqual(wrong.headers.get('allow')?.split(', ').sort(), ['DELETE', 'PATCH', 'POST']);
  });

  test('a body must be JSON of a size', async (t) => {
    const demo = await DemoCaller.start(t);
    const authorization = `Bearer ${await demo.token()}`;
    assertRefused(await demo.send('POST', paths.readUsers, '{"ids":[', { ...json, authorization }), 400, /JSON/);
    assertRefused(await demo.send('POST', paths.readUsers, 'ids=a', { 'content-type': 'text/plain', authorization }), 415, /media type/);
    const huge = await demo.send('POST', paths.readUsers, JSON.stringify({ ids: ['x'.repeat(5_000_000)] }), { ...json, authorization });
    assert.equal(huge.status, 413);
  });

  test('an over-long URL gets a page instead of JSON', async (t) => {
    const demo = await DemoCaller.start(t);
    const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index).padStart(36, '0'));
    const answer = await demo.get('/users/entities/users/v1', { ids: ids(501) });
    assert.equal(answer.status, 414);
    assert.equal(answer.headers.get('content-type'), 'text/html');
    assert.match(answer.text, /^<html>/);
    assertRefused(await demo.get('/users/entities/users/v1', { ids: ids(450) }), 404, /./);
  });

  test('a body that announces too much is refused before it is sent', async (t) => {
    const demo = await DemoCaller.start(t);
    for (const expect of ['', 'Expect: 100-continue\r\n']) {
      const socket = connect(Number(new URL(demo.tenant.url).port), '127.0.0.1');
      socket.write(`POST ${paths.readUsers} HTTP/1.1\r\nHost: x\r\n${expect}Content-Length: 5000000\r\n\r\n`);
      const [line] = (await once(socket, 'data')) as [Buffer];
      assert.match(line.toString(), /^HTTP\/1\.1 413 /);
      socket.destroy();
    }
    const asked = connect(Number(new URL(demo.tenant.url).port), '127.0.0.1');
    asked.write(`POST /oauth2/token HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 3\r\n\r\n`);
    assert.match(String(((await once(asked, 'data')) as [Buffer])[0]), /^HTTP\/1\.1 100 /);
    asked.end('a=b');
    assert.match(await readAll(asked), /^HTTP\/1\.1 400 /);
  });

  test('a request line may name the whole URL, as through a proxy', async (t) => {
    const demo = await DemoCaller.start(t);
    const socket = connect(Number(new URL(demo.tenant.url).port), '127.0.0.1');
    socket.write(`GET ${demo.tenant.url}${paths.ccid}?x=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    assert.match(await readAll(socket), /^HTTP\/1\.1 401 /);
    const [{ operation, path, query } = assert.fail()] = demo.tenant.requests;
    assert.deepEqual([operation, path, query], ['GetSensorInstallersCCIDByQuery', paths.ccid, 'x=1']);
  });

  test('what is no HTTP ends without harm', async (t) => {
    const demo = await DemoCaller.start(t);
    const socket = connect(Number(new URL(demo.tenant.url).port), '127.0.0.1');
    socket.end('nonsense\r\n\r\n');
    assert.match(await readAll(socket), /^HTTP\/1\.1 400 /);
    assert.equal((await demo.get(paths.ccid)).status, 200);
  });

  test('all clients of the account share one sliding minute', async (t) => {
    let now = 1_700_000_000_250;
    const demo = await DemoCaller.start(t, { ratePerMinute: 4, now: () => now });
    const { readOnlyClientId, readOnlyClientSecret } = demo.tenant;
    const other = await demo.token({ clientId: readOnlyClientId, clientSecret: readOnlyClientSecret });
    const remaining: (string | null)[] = [];
    for (const token of [undefined, other, undefined, other]) {
      remaining.push((await demo.get(paths.ccid, {}, token)).headers.get('x-ratelimit-remaining'));
      now += 1000;
    }
    assert.deepEqual(remaining, ['3', '2', '1', '0']);
    const refused = await demo.get(paths.ccid);
    assertRefused(refused, 429, /./, 'crowdstrike-api-gateway');
    assert.deepEqual(Object.keys(refused.body), ['meta', 'errors']);
    assert.equal(refused.headers.get('x-ratelimit-remaining'), '0');
    // Epoch seconds, not before the oldest of the four is a minute old.
    assert.equal(refused.headers.get('x-ratelimit-retryafter'), '1700000061');
    now = 1_700_000_061_000;
    assert.equal((await demo.get(paths.ccid)).status, 200);
    assertRefused(await demo.get(paths.ccid), 429, /./);
  });

  test('bad bearers and token requests have limits of their own', async (t) => {
    const demo = await DemoCaller.start(t);
    const statuses: number[] = [];
    for (let count = 0; count < 17; count += 1) statuses.push((await demo.get(paths.ccid, {}, 'bad')).status);
    assert.deepEqual(new Set(statuses.slice(0, 15)), new Set([401]));
    assert.deepEqual(statuses.slice(15), [429, 429]);
    assert.equal((await demo.get(paths.ccid)).status, 200);
    const tokens = await Promise.all(Array.from({ length: 300 }, () => demo.requestToken({})));
    assert.deepEqual(tokens.filter(({ status }) => status === 429).length, 1);
  });

  test('the log tells what was asked and how it was answered', async (t) => {
    const demo = await DemoCaller.start(t);
    await demo.get(paths.queryUsers, { limit: 3 });
    await demo.get('/nowhere');
    assert.deepEqual(
      demo.tenant.requests.map(({ operation, method, path, query, status }) => [operation, method, path, query, status]),
      [
        ['oauth2AccessToken', 'POST', '/oauth2/token', '', 201],
        ['queryUserV1', 'GET', paths.queryUsers, 'limit=3', 200],
        [undefined, 'GET', '/nowhere', '', 404],
      ],
    );
  });

  test('closing ends open connections at once', async (t) => {
    const demo = await DemoCaller.start(t, { latencyMs: 60_000 });
    const pending = demo.requestToken({}).then(
      () => 'answered',
      () => 'broken',
    );
    const socket = connect(Number(new URL(demo.tenant.url).port), '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const ended = new Promise((resolve) => socket.once('close', resolve).on('error', () => undefined).resume());
    await demo.tenant.close();
    assert.equal(await pending, 'broken');
    await ended;
  });
});
