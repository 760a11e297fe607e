import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingsFrom } from '../../src/host/settingValues.ts';
import { contributes, textOf, texts } from './manifest.ts';

const settings = contributes.configuration.flatMap(({ properties }) => Object.entries(properties));

/** Everything that could send credentials elsewhere, or change how much is sent. */
const steersTraffic = /host|proxy|certificate|credential|secret|cloud|url|network|rate|timeout|fetch/i;
/** What holds a slip back must not be loosened by a workspace either. */
const guards = /myEmail|removalCap/;
/** Nor what is written to the disk about people. */
const keeps = /grants\.keep/;

for (const [name, setting] of settings) {
  test(`${name} has a place, a default within its limits, a description and a scope that no workspace can misuse`, () => {
    assert.match(name, /^falconAdmin\.([a-z]+\.)?[a-zA-Z]+$/);
    assert.ok(Number.isInteger(setting.order));
    assert.ok(textOf(setting.markdownDescription ?? '').length > 20);
    assert.equal(setting.scope, steersTraffic.test(name) || guards.test(name) || keeps.test(name) ? 'application' : 'window');
    assert.equal(setting.tags?.includes('usesOnlineServices') ?? false, steersTraffic.test(name));
    if (setting.type === 'integer') {
      const { minimum = Number.NaN, maximum = Number.NaN } = setting;
      assert.ok(minimum <= Number(setting.default) && Number(setting.default) <= maximum);
    }
  });
}

test('no setting could hold a secret', () => {
  for (const [name] of settings) assert.doesNotMatch(name, /secret|password|token|clientId/i);
});

test('places are given once, and titles say the area alone', () => {
  for (const { title, properties } of contributes.configuration) {
    const orders = Object.values(properties).map(({ order }) => order);
    assert.equal(new Set(orders).size, orders.length);
    assert.doesNotMatch(textOf(title), /setting|configuration/i);
  }
});

test('related settings that a description names exist', () => {
  for (const text of Object.values(texts)) {
    for (const [, name] of text.matchAll(/`#([\w.]+)#`/g)) assert.ok(settings.some(([known]) => known === name), name);
  }
});

test('the code has the same defaults as the manifest', () => {
  const defaults = new Map(settings.map(([name, setting]) => [name, setting.default]));
  assert.deepEqual(settingsFrom((name) => defaults.get(name)), settingsFrom(() => undefined));
});

test('the code holds numbers to the same limits as the manifest', () => {
  for (const [name, { minimum, maximum }] of settings) {
    if (minimum === undefined) continue;
    const read = (value: unknown) => settingsFrom((asked) => (asked === name ? value : undefined));
    assert.deepEqual(read(minimum - 1), read(minimum), name);
    assert.deepEqual(read(Number(maximum) + 1), read(maximum), name);
    assert.notDeepEqual(read(minimum), read(maximum), name);
  }
});
