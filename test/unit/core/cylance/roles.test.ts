import assert from 'node:assert/strict';
import { test } from 'node:test';
import { consoleRole, isZoneManager, zoneRoleName } from '../../../../src/core/cylance/roles.ts';

const guid = (last: number): string => `00000000-0000-0000-0000-${String(last).padStart(12, '0')}`;
const custom = '7d9b2c11-4e0a-4a6f-9c1d-0e5f6a7b8c9d';

const consoleRoles: readonly (readonly [type: string | undefined, name: string | undefined, key: string, shown: string])[] = [
  [guid(1), 'User', 'user', 'User'],
  [guid(2), 'Administrator', 'administrator', 'Administrator'],
  [guid(3), 'Read-Only', 'readOnly', 'Read-Only'],
  [guid(3), 'ReadOnly', 'readOnly', 'Read-Only'],
  [guid(3), undefined, 'readOnly', 'Read-Only'],
  [guid(4), 'ZoneManager', 'zoneManager', 'Zone Manager'],
  // As servers had it before there was a Read-Only role.
  [guid(3), 'Zone Manager', 'zoneManager', 'Zone Manager'],
  [guid(3), 'zone_manager', 'zoneManager', 'Zone Manager'],
  [guid(1), 'Zone Manager', 'user', 'User'],
  [custom, 'Auditor', custom, 'Auditor'],
  [custom.toUpperCase(), undefined, custom, custom],
  [custom, '  ', custom, custom],
  [undefined, 'Auditor', 'auditor', 'Auditor'],
  [undefined, undefined, '', ''],
];

for (const [type, name, key, shown] of consoleRoles) {
  test(`console role ${type ?? 'without a GUID'} called ${name ?? 'nothing'} is shown as “${shown}”`, () => {
    const role = consoleRole(type, name);
    assert.equal(role.key, key);
    assert.equal(role.name, shown);
    assert.equal(role.system, shown === '' || shown === 'Auditor' || shown === custom ? undefined : key);
  });
}

const zoneRoles: readonly (readonly [type: string | undefined, name: string | undefined, shown: string])[] = [
  [guid(0), undefined, 'None'],
  [guid(1), 'ZoneManager', 'Zone Manager'],
  [guid(2), undefined, 'User'],
  [guid(3), 'Something', 'Something'],
  [guid(3), undefined, guid(3)],
  [undefined, undefined, ''],
];

for (const [type, name, shown] of zoneRoles) {
  test(`zone role ${type ?? 'without a GUID'} called ${name ?? 'nothing'} is shown as “${shown}”`, () => assert.equal(zoneRoleName(type, name), shown));
}

test('the GUID of a zone manager is that of the zone role, not of the console role', () => {
  assert.equal(isZoneManager(guid(1)), true);
  assert.equal(isZoneManager(guid(4)), false);
  assert.equal(isZoneManager(undefined), false);
});
