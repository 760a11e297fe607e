import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingsFrom } from '../../../src/host/settingValues.ts';

const from = (values: Readonly<Record<string, unknown>>) => settingsFrom((name) => values[name]);

test('values are read in the units of the code', () => {
  const settings = from({ 'falconAdmin.network.timeoutSeconds': 30, 'falconAdmin.rate.sharePercent': 50, 'falconAdmin.users.dormantAfterDays': 30 });
  assert.equal(settings.network.timeoutMs, 30_000);
  assert.equal(settings.rateShare, 0.5);
  assert.equal(settings.dormantAfterDays, 30);
});

test('values out of range are brought into it, and values of another type are as if absent', () => {
  assert.equal(from({ 'falconAdmin.users.dormantAfterDays': 0 }).dormantAfterDays, 1);
  assert.equal(from({ 'falconAdmin.users.dormantAfterDays': 1e9 }).dormantAfterDays, 3650);
  for (const wrong of ['30', Number.NaN, null, {}, [30], true]) assert.equal(from({ 'falconAdmin.users.dormantAfterDays': wrong }).dormantAfterDays, 90);
  assert.equal(from({ 'falconAdmin.network.useEditorFetch': 'true' }).network.useEditorFetch, false);
});

test('an empty path is no path', () => assert.equal(from({ 'falconAdmin.network.certificateFile': '  ' }).network.certificateFile, undefined));

test("the editor's own proxy settings are read, and unreadable ones fall back to the editor's defaults", () => {
  const { proxy } = from({
    'http.proxy': ' http://proxy.test:3128 ',
    'http.proxySupport': 'off',
    'http.noProxy': ['internal.test', '', 7],
    'http.proxyStrictSSL': false,
    'http.proxyAuthorization': 'Basic x',
    'http.systemCertificates': false,
  }).network;
  assert.deepEqual(proxy, {
    url: 'http://proxy.test:3128',
    support: 'off',
    noProxy: ['internal.test'],
    strictTls: false,
    authorization: 'Basic x',
    systemCertificates: false,
  });
  assert.deepEqual(from({ 'http.proxySupport': 'sometimes', 'http.noProxy': 'x' }).network.proxy, {
    url: undefined,
    support: 'override',
    noProxy: [],
    strictTls: true,
    authorization: undefined,
    systemCertificates: true,
  });
});
