import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hideSecrets } from '../../../src/api/hideSecrets.ts';

const secret = 'Zq7"a\\b<c&d\'é 9pX';

const removed: readonly (readonly [string, string])[] = [
  ['as it is', secret],
  ['in JSON', 'Zq7\\"a\\\\b<c&d\'é 9pX'],
  ['in HTML', 'Zq7&quot;a\\b&lt;c&amp;d&#39;é 9pX'],
  ['in a URL', 'Zq7%22a%5Cb%3Cc%26d\'%C3%A9%209pX'],
  ['in a form', 'Zq7%22a%5Cb%3Cc%26d\'%C3%A9+9pX'],
];

for (const [name, form] of removed) {
  test(`a secret ${name} is taken out, and the rest is kept`, () => assert.equal(hideSecrets(`bad “${form}” given, ${form}`, [secret]), 'bad “…” given, …'));
}

const suspicious: readonly (readonly [string, string])[] = [
  ['its beginning', 'Zq7"a\\b'],
  ['its end', 'é 9pX'.padStart(7, "d'")],
  ['JSON that escapes what HTML needs', 'Zq7\\"a\\\\b\\u003cc\\u0026d\'é 9pX'],
  ['HTML with numbers', 'Zq7&#34;a&#92;b&#60;c&#38;d&#x27;&#xE9; 9pX'],
  ['a URL in small letters', 'Zq7%22a%5cb%3cc%26d%27%c3%a9%209pX'],
  ['JSON within HTML', 'Zq7\\&quot;a\\\\b&lt;c&amp;d&#39;é 9pX'],
  ['HTML within HTML', 'Zq7&amp;quot;a\\b&amp;lt;c&amp;amp;d'],
];

for (const [name, form] of suspicious) {
  test(`nothing is quoted of a text that holds a secret as ${name}`, () => assert.equal(hideSecrets(`bad ${form} given`, [secret]), ''));
}

test('a text that only shares letters with a secret is quoted', () => {
  assert.equal(hideSecrets('password too short', ['passage 1', '']), 'password too short');
  assert.equal(hideSecrets('50% of &lt;names&gt; \\ are %zz bad &#99999999;', ['another one']), '50% of &lt;names&gt; \\ are %zz bad &#99999999;');
});

test('of secrets that hold each other nothing is left', () => {
  assert.equal(hideSecrets('got abcdefgh and abc', ['abc', 'abcdefgh']), 'got … and …');
});
