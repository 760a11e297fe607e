import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCylanceUrl } from '../../../../src/api/cylance/cylanceUrl.ts';

test('a region stands for its URL', () => {
  assert.deepEqual(parseCylanceUrl('apne1'), { url: 'https://protectapi-apne1.cylance.com' });
  assert.deepEqual(parseCylanceUrl('US Government'), { url: 'https://protectapi.us.cylance.com' });
});

test('a full URL is taken without its trailing slash', () => {
  assert.deepEqual(parseCylanceUrl('https://protectapi-us.cylance.com/'), { url: 'https://protectapi-us.cylance.com' });
  assert.deepEqual(parseCylanceUrl('https://gateway.test/cylance//'), { url: 'https://gateway.test/cylance' });
});

test('http is for this machine alone', () => {
  assert.deepEqual(parseCylanceUrl('http://127.0.0.1:8080/'), { url: 'http://127.0.0.1:8080' });
  assert.match(JSON.stringify(parseCylanceUrl('http://protectapi.cylance.com')), /Only https/);
});

test('what is wrong is told in words of Cylance', () => {
  assert.match(JSON.stringify(parseCylanceUrl('eu')), /https:\/\/protectapi-euc1\.cylance\.com/);
  assert.match(JSON.stringify(parseCylanceUrl('https://a:b@protectapi.cylance.com')), /application ID and secret are asked for next/);
});
