import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLoopback, parseBaseUrl } from '../../../src/api/baseUrl.ts';
import { proxyFor } from '../../../src/api/networkOptions.ts';
import type { NetworkOptions } from '../../../src/api/networkOptions.ts';

const target = 'https://api.falcon.test/x';
const proxyUrl = 'http://proxy.test:3128';
const originOf = (options: NetworkOptions, url = target): string | undefined => proxyFor(url, options)?.origin;

test('the setting comes before the environment', () => {
  assert.equal(originOf({ proxyUrl, environment: { https_proxy: 'http://other.test:1' } }), proxyUrl);
  assert.equal(originOf({ environment: { https_proxy: 'http://other.test:1' } }), 'http://other.test:1');
  assert.equal(originOf({ proxyUrl: '', environment: { https_proxy: 'http://other.test:1' } }), 'http://other.test:1');
  assert.equal(originOf({}), undefined);
});

test('the environment is read in both cases of letters, by scheme, and ALL_PROXY last', () => {
  assert.equal(originOf({ environment: { HTTPS_PROXY: proxyUrl } }), proxyUrl);
  assert.equal(originOf({ environment: { http_proxy: proxyUrl } }), undefined);
  assert.equal(originOf({ environment: { http_proxy: proxyUrl } }, 'http://api.falcon.test'), proxyUrl);
  assert.equal(originOf({ environment: { ALL_PROXY: proxyUrl } }), proxyUrl);
});

test('a proxy without a scheme is an http proxy, and one that is no URL is an error', () => {
  assert.equal(originOf({ proxyUrl: 'proxy.test:3128' }), proxyUrl);
  assert.throws(() => originOf({ proxyUrl: 'http://' }), TypeError);
});

test('proxies can be switched off as a whole', () => {
  assert.equal(originOf({ proxyUrl, proxyOff: true }), undefined);
});

for (const url of ['https://localhost/x', 'http://localhost.:1/', 'http://127.0.0.1:8080', 'http://127.0.0.2', 'http://127.1', 'https://[::1]:1/']) {
  test(`${url} is this machine and always reached directly`, () => {
    assert.equal(originOf({ proxyUrl, environment: { ALL_PROXY: proxyUrl } }, url), undefined);
    assert.ok(isLoopback(new URL(url)));
  });
}

const exceptions: readonly (readonly [pattern: string, direct: boolean])[] = [
  ['api.falcon.test', true],
  ['API.Falcon.Test', true],
  ['falcon.test', true],
  ['.falcon.test', true],
  ['*.falcon.test', true],
  ['*', true],
  ['api.falcon.test:443', true],
  ['api.falcon.test:8443', false],
  ['.test:443', true],
  ['con.test', false],
  ['other.test', false],
  ['falcon.test.example', false],
  ['', false],
  [' ', false],
  [':443', false],
];

for (const [pattern, direct] of exceptions) {
  test(`the exception “${pattern}” ${direct ? 'lets the host be reached directly' : 'does not concern the host'}`, () => {
    const expected = direct ? undefined : proxyUrl;
    assert.equal(originOf({ proxyUrl, noProxy: [pattern] }), expected);
    assert.equal(originOf({ proxyUrl, environment: { NO_PROXY: `a.test, ${pattern},b.test` } }), expected);
  });
}

test('the port of an exception is compared with the one that is used', () => {
  assert.equal(originOf({ proxyUrl, noProxy: ['falcon.test:8443'] }, 'https://api.falcon.test:8443/'), undefined);
  assert.equal(originOf({ proxyUrl, noProxy: ['falcon.test:80'] }, 'http://api.falcon.test/'), undefined);
});

test('base URLs are https, or http on this machine, and lose their trailing slashes', () => {
  assert.deepEqual(parseBaseUrl(' https://api.falcon.test/ '), { url: 'https://api.falcon.test' });
  assert.deepEqual(parseBaseUrl('https://gateway.test/falcon//'), { url: 'https://gateway.test/falcon' });
  assert.deepEqual(parseBaseUrl('HTTPS://API.Falcon.Test'), { url: 'https://api.falcon.test' });
  assert.deepEqual(parseBaseUrl('http://127.0.0.1:8080'), { url: 'http://127.0.0.1:8080' });
  assert.deepEqual(parseBaseUrl('http://[::1]:8080/x'), { url: 'http://[::1]:8080/x' });
});

for (const text of [
  'http://api.falcon.test',
  'http://localhost.stranger.example',
  'http://127.0.0.1.stranger.example',
  'http://127.stranger.example',
  'http://localhost..',
  'http://128.0.0.1',
  'ftp://api.falcon.test',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'api.crowdstrike.com',
  '',
  'https://user:hidden@api.falcon.test',
  'https://api.falcon.test?x=hidden',
  'https://api.falcon.test#hidden',
]) {
  test(`the base URL “${text}” is refused in words that do not repeat it`, () => {
    const result = parseBaseUrl(text);
    assert.ok('problem' in result);
    assert.match(result.problem, /\.$/);
    assert.doesNotMatch(result.problem, /hidden/);
  });
}
