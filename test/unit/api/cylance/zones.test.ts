import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCylanceZones } from '../../../../src/api/cylance/zones.ts';
import type { ZonesRead } from '../../../../src/api/cylance/zones.ts';
import { cylanceRig, guidNumber, page, pagesOf } from '../fakes/cylanceRig.ts';
import type { CylanceRig } from '../fakes/cylanceRig.ts';
import { failure } from '../fakes/failure.ts';
import { answer, json, pathOf, queryOf } from '../fakes/fakeTransport.ts';

const read = (rig: CylanceRig): Promise<ZonesRead> => rig.clock.finish(readCylanceZones(rig.client));

test('all zones are read in pages of 100, and are in order of their names', async () => {
  const zones = Array.from({ length: 250 }, (_, n) => ({ id: guidNumber(n), name: `Site ${250 - n}` }));
  const rig = cylanceRig({ script: pagesOf(zones) });
  const found = await read(rig);
  assert.ok('zones' in found);
  assert.deepEqual(found.zones.map(({ name }) => name), Array.from({ length: 250 }, (_, n) => `Site ${n + 1}`));
  assert.equal(rig.calls().length, 3);
  for (const request of rig.calls()) {
    assert.equal(pathOf(request), '/zones/v2');
    assert.equal(queryOf(request).get('page_size'), '100');
  }
});

test('a zone has the fields of the guide, with dates in UTC, and needs nothing but its id', async () => {
  const zone = {
    id: guidNumber(1),
    name: 'Helsinki Lab',
    criticality: 'Normal',
    zone_rule_id: null,
    policy_id: guidNumber(9).toUpperCase(),
    update_type: 'Production',
    date_created: '2023-05-02T07:00:00',
    date_modified: '2023-05-02T07:00:00.000Z',
  };
  const found = await read(cylanceRig({ script: () => page([zone, { id: guidNumber(2), name: 3 }, { name: 'no id' }], 3, 100) }));
  assert.ok('zones' in found);
  const [nameless, lab] = found.zones;
  assert.equal(found.zones.length, 2);
  assert.equal(nameless?.name, undefined);
  const time = '2023-05-02T07:00:00Z';
  assert.deepEqual(lab, { ...zone, zone_rule_id: undefined, policy_id: guidNumber(9), date_created: time, date_modified: time });
});

test('an application that may not list zones is told apart from a failure', async () => {
  const found = await read(cylanceRig({ script: () => json(403, { status: 'ACCESS_DENIED', message: 'insufficient privileges' }) }));
  assert.ok('forbidden' in found);
  assert.equal(found.forbidden.scope, 'zone:list');
});

test('neither a proxy that forbids nor a token that is refused passes for that', async () => {
  const html = await failure(read(cylanceRig({ script: () => answer(403, '<html>') })));
  assert.equal(html.reason, 'html');
  const token = await failure(read(cylanceRig({ script: () => page([], 0, 100), tokenScript: () => json(403, {}) })));
  assert.equal(token.operation, 'getToken');
  assert.equal((await failure(read(cylanceRig({ script: () => json(500, {}) })))).kind, 'server');
});
