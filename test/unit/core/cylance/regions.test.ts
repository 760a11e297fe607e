import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cylanceRegionOfUrl, cylanceRegions, findCylanceRegion } from '../../../../src/core/cylance/regions.ts';

test('each region has the host that the guide and public clients name', () => {
  const urls = Object.fromEntries(cylanceRegions.map(({ id, url }) => [id, url]));
  assert.deepEqual(urls, {
    na: 'https://protectapi.cylance.com',
    euc1: 'https://protectapi-euc1.cylance.com',
    apne1: 'https://protectapi-apne1.cylance.com',
    au: 'https://protectapi-au.cylance.com',
    sae1: 'https://protectapi-sae1.cylance.com',
    us: 'https://protectapi.us.cylance.com',
  });
});

test('a region is found by code or label in any spelling', () => {
  assert.equal(findCylanceRegion(' EUC1 ')?.id, 'euc1');
  assert.equal(findCylanceRegion('north america')?.id, 'na');
  assert.equal(findCylanceRegion('us-government')?.id, 'us');
  assert.equal(findCylanceRegion('Asia-Pacific North (Japan)')?.id, 'apne1');
});

test('codes of the other API of the vendor are no regions', () => {
  for (const code of ['jp', 'eu', 'sp', '']) assert.equal(findCylanceRegion(code), undefined, code);
});

test('the region of a URL is known', () => {
  assert.equal(cylanceRegionOfUrl('https://protectapi-au.cylance.com')?.id, 'au');
  assert.equal(cylanceRegionOfUrl('https://elsewhere.test'), undefined);
});
