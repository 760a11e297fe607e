import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asCylanceUserId, asZoneId } from '../../../src/core/cylance/ids.ts';
import { consoleRole } from '../../../src/core/cylance/roles.ts';
import type { CylanceUser } from '../../../src/core/cylance/cylanceUser.ts';
import { contextValues } from '../../../src/host/contextValues.ts';
import { withoutCylanceSecret } from '../../../src/state/cylance/cylanceConnection.ts';
import type { CylanceEntry } from '../../../src/state/cylance/cylanceConnection.ts';
import * as make from '../../../src/state/cylance/cylanceNodes.ts';
import { plainCylanceView } from '../../../src/state/cylance/cylanceView.ts';
import { loadMoreNode, noticeNode } from '../../../src/state/nodes.ts';
import type { TenantNode } from '../../../src/state/nodes.ts';
import { nodeFace } from '../../../src/views/nodeFace.ts';
import { aCylanceEntry } from '../state/entries.ts';
import { now, plainWording } from './plainWording.ts';

const guid = (last: number): string => `00000000-0000-0000-0000-00000000000${String(last)}`;
const custom = 'c0ffee00-1111-4222-8333-444455556666';
const tenantOf = (over: Partial<CylanceEntry> = {}) => make.cylanceNode(withoutCylanceSecret(aCylanceEntry(over)));
const root = tenantOf();
const list = make.cylanceUsersNode(root, plainCylanceView, 1204);
const zones = make.zonesNode(root, 17);
const site = make.zoneNode(zones, asZoneId('z9'), 'Site 9', undefined, 12);
const roles = make.cylanceRolesNode(root, undefined);
const managers = make.cylanceRoleNode(roles, consoleRole(guid(4), undefined), 8);

const ada: CylanceUser = {
  id: asCylanceUserId('ada'),
  email: 'ada@acme.test',
  first_name: 'Ada',
  last_name: 'Lovelace',
  has_logged_in: true,
  role_type: guid(4),
  zones: [{ id: asZoneId('z9'), role_type: guid(1) }],
  date_last_login: new Date(now - 86_400_000).toISOString(),
};
const user = (over: Partial<CylanceUser> = {}, parent: Parameters<typeof make.cylanceUserNode>[0] = list) => make.cylanceUserNode(parent, { ...ada, ...over });

const face = (node: TenantNode) => nodeFace(node, plainWording);
const text = (node: TenantNode): string => [face(node).label, face(node).description].filter(Boolean).join(' | ');

for (const [node, says, contextValue] of [
  [root, 'Acme Endpoints | Cylance · na', 'cylance'],
  [tenantOf({ baseUrl: 'https://protectapi-euc1.cylance.com' }), 'Acme Endpoints | Cylance · euc1', 'cylance'],
  [tenantOf({ baseUrl: 'https://gateway.acme.test/x' }), 'Acme Endpoints | Cylance · gateway.acme.test', 'cylance'],
  [tenantOf({ demo: true }), 'Acme Endpoints | Cylance · demo', 'cylance;demo'],
  [list, 'Users | 1,204', 'cylanceUsers'],
  [make.cylanceUsersNode(root, plainCylanceView, undefined), 'Users', 'cylanceUsers'],
  [make.cylanceUsersNode(root, { ...plainCylanceView, filter: 'state:dormant' }, 3), 'Users | 3 · state:dormant', 'cylanceUsers;filtered'],
  [zones, 'Zones | 17', 'zones'],
  [site, 'Site 9 | 12', 'zone'],
  [roles, 'Roles', 'cylanceRoles'],
  [managers, 'Zone Manager | 8', 'cylanceRole'],
  [make.cylanceRoleNode(roles, consoleRole(custom, 'Night Shift'), 2), 'Night Shift | 2', 'cylanceRole'],
  [make.cylanceRoleNode(roles, consoleRole(undefined, undefined), 1), 'No role | 1', 'cylanceRole'],
  [user(), 'Ada Lovelace | ada@acme.test · Zone Manager', 'cylanceUser'],
  [user({}, managers), 'Ada Lovelace | ada@acme.test', 'cylanceUser'],
  [make.cylanceUserNode(site, ada, { id: asZoneId('z9'), role_type: guid(2) }), 'Ada Lovelace | ada@acme.test · User', 'cylanceUser'],
  [user({ first_name: '', last_name: '' }), 'ada@acme.test | Zone Manager', 'cylanceUser'],
  [user({ first_name: '', last_name: '', email: undefined }), 'ada | Zone Manager', 'cylanceUser'],
  [user({ has_logged_in: false, date_last_login: undefined }), 'Ada Lovelace | ada@acme.test · Zone Manager · never logged in', 'cylanceUser'],
  [user({ date_last_login: undefined }), 'Ada Lovelace | ada@acme.test · Zone Manager', 'cylanceUser'],
  [user({ date_last_login: '2025-11-09T12:00:00Z' }), 'Ada Lovelace | ada@acme.test · Zone Manager · dormant 120 days', 'cylanceUser'],
  [make.zoneAccessNode(user(), { id: asZoneId('z9'), role_type: guid(1) }, 'Site 9'), 'Site 9 | Zone Manager', 'zoneAccess'],
  [loadMoreNode(list, 200, 1204), 'Load 200 more (of 1,204)', 'loadMore'],
  [noticeNode(zones, { topic: 'zonesHidden' }), 'The application may not list zones: their names are not known', undefined],
  [noticeNode(zones, { topic: 'noZones' }), 'No zones', undefined],
  [noticeNode(user(), { topic: 'noZoneAccess' }), 'No role in any zone', undefined],
  [noticeNode(site, { topic: 'nobodyInZone' }), 'Nobody has a role in this zone', undefined],
  [noticeNode(site, { topic: 'moreUsers', shown: 500, total: 1204 }), '500 of 1,204 users are shown; filter the list of users to see others', undefined],
  [noticeNode(list, { topic: 'usersMissing', count: 1 }), '1 more user is counted by the server than could be found', undefined],
  [noticeNode(list, { topic: 'usersMissing', count: 1200 }), '1,200 more users are counted by the server than could be found', undefined],
] as const) {
  test(`a ${node.kind} of a Cylance tenant says “${says}”`, () => {
    assert.equal(text(node), says);
    assert.equal(face(node).contextValue, contextValue);
    if (contextValue !== undefined) assert.ok(contextValues.includes(contextValue));
  });
}

test('states and kinds of roles have icons of their own, which states share with those of Falcon users', () => {
  const states = [user(), user({ has_logged_in: false, date_last_login: undefined }), user({ date_last_login: '2020-01-01T00:00:00Z' })];
  const kinds = [managers, make.cylanceRoleNode(roles, consoleRole(custom, 'Night Shift'), 2)];
  for (const alike of [states, kinds, [list, make.cylanceUsersNode(root, { ...plainCylanceView, filter: 'x' }, 1)]]) {
    const icons = alike.map((node) => face(node).icon.id);
    assert.equal(new Set(icons).size, icons.length, icons.join());
  }
});

test('what a row is can be heard, where its text does not say it', () => {
  for (const [node, spoken] of [
    [root, 'Cylance tenant, read-only'],
    [site, 'zone'],
    [managers, 'role'],
    [user(), 'user'],
    [make.zoneAccessNode(user(), { id: asZoneId('z9') }, 'Site 9'), 'role in a zone'],
  ] as const) {
    assert.equal(face(node).spoken, spoken);
  }
});

test('no row of a Cylance tenant does anything when it is clicked', () => {
  for (const node of [root, list, zones, site, roles, managers, user()]) assert.equal(face(node).command, undefined);
});
