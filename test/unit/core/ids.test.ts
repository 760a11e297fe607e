import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cloudOfUrl, clouds, findCloud } from '../../../src/core/clouds.ts';
import { parseCid } from '../../../src/core/ids.ts';

const bare = '0123456789abcdef0123456789abcdef';

test('a CID is read in every form in which people paste it', () => {
  for (const text of [bare, bare.toUpperCase(), `${bare}-3F`, `${bare.toUpperCase()}-3f`, `  ${bare}\n`]) assert.equal(parseCid(text), bare);
});

test('what is no CID is refused', () => {
  for (const text of ['', bare.slice(1), `${bare}0`, `${bare}-`, `${bare}-3`, `${bare}-3FF`, bare.replace('0', 'g'), `x${bare}`, `${bare} ${bare}`]) {
    assert.equal(parseCid(text), undefined, text);
  }
});

test('clouds are found in every spelling that CrowdStrike’s own clients accept', () => {
  for (const text of ['us-1', 'US-1', 'us1', ' Us_1 ']) assert.equal(findCloud(text)?.id, 'us-1', text);
  for (const text of ['us-gov-1', 'usgov1', 'gov1', 'GOV-1', 'USGOV1']) assert.equal(findCloud(text)?.id, 'us-gov-1', text);
  for (const text of ['', 'us', 'us-9', 'autodiscover', '__proto__']) assert.equal(findCloud(text), undefined, text);
});

test('every cloud is an https origin, found by its id and its URL, and no government cloud is discoverable', () => {
  for (const cloud of clouds) {
    assert.equal(new URL(cloud.url).origin, cloud.url);
    assert.match(cloud.url, /^https:\/\/api\..*crowdstrike\.(com|mil)$/);
    assert.equal(findCloud(cloud.id), cloud);
    assert.equal(cloudOfUrl(cloud.url), cloud);
    assert.equal(cloud.discoverable, !cloud.id.includes('gov'));
  }
  assert.equal(cloudOfUrl('https://stranger.example'), undefined);
});
