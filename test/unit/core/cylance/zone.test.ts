import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asZoneId } from '../../../../src/core/cylance/ids.ts';
import { byZoneName, ZoneNames } from '../../../../src/core/cylance/zone.ts';
import type { Zone } from '../../../../src/core/cylance/zone.ts';

const zone = (id: string, name?: string): Zone => ({ id: asZoneId(id), name });
const lab = 'c1e0a7d2-91b4-4c55-8d0f-2a7e5b6f9a33';

test('zones are in reading order of their names', () => {
  const zones = [zone('3', 'Site 10'), zone('2', 'Site 9'), zone('0-nameless'), zone('1', 'Site 9')];
  assert.deepEqual(zones.sort(byZoneName).map(({ id }) => id), ['0-nameless', '1', '2', '3']);
});

test('a zone is named by its id in any spelling, and by the id alone where its name is not known', () => {
  const names = new ZoneNames([zone(lab, 'Helsinki Lab')]);
  assert.equal(names.of(lab), 'Helsinki Lab');
  assert.equal(names.of('C1E0A7D291B44C558D0F2A7E5B6F9A33'), 'Helsinki Lab');
  assert.equal(names.of('gone'), 'gone');
  assert.equal(new ZoneNames().of(lab), lab);
});
