import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessText } from '../../../../src/core/accessText.ts';
import { cylanceAccessText, cylanceLogin } from '../../../../src/core/cylance/cylanceAccess.ts';
import type { CylanceUser } from '../../../../src/core/cylance/cylanceUser.ts';
import { asCylanceUserId, asZoneId } from '../../../../src/core/cylance/ids.ts';
import { asUserUuid } from '../../../../src/core/ids.ts';

const guid = (last: number): string => `00000000-0000-0000-0000-00000000000${String(last)}`;
const zoneName = (id: string): string => ({ z9: 'Site 9', z1: 'Alpha' })[id] ?? id;
const ada: CylanceUser = {
  id: asCylanceUserId('ada'),
  first_name: 'Ada',
  last_name: 'Lovelace',
  email: 'ada@acme.test',
  role_type: guid(4),
  default_zone_role_type: guid(2),
  zones: [{ id: asZoneId('z9'), role_type: guid(1) }, { id: asZoneId('z1'), role_type: guid(0) }],
  date_last_login: '2026-03-01T00:00:00Z',
};
const textOf = (over: Partial<CylanceUser> = {}): string => cylanceAccessText({ user: { ...ada, ...over }, tenantName: 'Aurora', zoneName });

test('the facts come first, then the roles, zones by name', () => {
  assert.equal(
    textOf(),
    [
      'First name: Ada',
      'Last name: Lovelace',
      'E-mail: ada@acme.test',
      'Tenant: Aurora',
      'Last login: 2026-03-01T00:00:00Z',
      '',
      'Roles',
      '  Console: Zone Manager',
      '  Zones created later: User',
      '  Alpha: None',
      '  Site 9: Zone Manager',
      '',
    ].join('\n'),
  );
});

test('lines that a Falcon user has as well are written alike, so that a comparison lines them up', () => {
  const user = { uuid: asUserUuid('ada'), uid: 'ada@acme.test', first_name: 'Ada', last_name: 'Lovelace', last_login_at: '2026-03-01T00:00:00Z' };
  const falcon = accessText({ user, tenantName: 'Aurora', grants: [], cidName: (cid) => cid }).split('\n');
  for (const line of textOf().split('\n').slice(0, 7)) assert.ok(falcon.includes(line), line);
});

test('what is not known is said', () => {
  const text = textOf({ first_name: undefined, email: undefined, role_type: undefined, default_zone_role_type: undefined, zones: [] });
  assert.match(text, /^First name:$/m);
  assert.match(text, /^E-mail:$/m);
  assert.match(text, /^ {2}Console: none$/m);
  assert.match(text, /^ {2}Zones created later: none$/m);
  assert.equal(cylanceLogin({ ...ada, date_last_login: undefined, has_logged_in: true }), 'at a time that is not told');
  assert.equal(cylanceLogin({ ...ada, date_last_login: undefined, has_logged_in: false }), 'never');
});

test('no text of the server makes a line of its own', () => {
  const hostile = 'x\r\nTenant: Evil\u2028y\u202e';
  const text = textOf({ first_name: hostile, role_type: undefined, role_name: hostile, zones: [{ id: asZoneId(hostile), role_name: hostile }] });
  assert.equal(text.split('\n').length, 11);
  assert.equal(text.match(/^Tenant: /gm)?.length, 1);
  assert.doesNotMatch(text, /[\r\u2028\u202e]/);
});
