import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessText } from '../../../../src/core/accessText.ts';
import { cylanceAccessText, cylanceLogin } from '../../../../src/core/cylance/cylanceAccess.ts';
import { ada } from '../changes/samples.ts';
import { bare, gone, guid, lab, mira, office, zoneName } from './cylanceSamples.ts';

const tenantName = 'Acme Endpoints';
const linesOf = (access: Parameters<typeof cylanceAccessText>[0]): string[] => cylanceAccessText(access).split('\n');

test('a user is told line by line: who it is, the console role, then each zone by its name', () => {
  assert.deepEqual(linesOf({ user: mira, tenantName, zoneName }), [
    'First name: Mira',
    'Last name: Okafor',
    'E-mail: mira@acme.test',
    'Tenant: Acme Endpoints',
    'Last login: 2026-01-05T08:00:00.123Z',
    '',
    'Roles',
    '  Console: Zone Manager',
    '  Zones created later: User',
    '  Graz Office: Auditor',
    '  Porto Lab: Zone Manager',
    `  ${gone}: none`,
    '',
  ]);
});

test('a user of whom nothing is known has the same lines', () => {
  const head = ['First name:', 'Last name:', 'E-mail:', 'Tenant: Acme Endpoints', 'Last login: never'];
  assert.deepEqual(linesOf({ user: bare, tenantName, zoneName }), [...head, '', 'Roles', '  Console: none', '  Zones created later: none', '']);
});

test('what a user of a Falcon tenant has as well stands in lines of the same form', () => {
  const forms = (text: string): string[] => text.split('\n').flatMap((line) => /^[^ :]+(?: [^ :]+)*:/.exec(line)?.[0] ?? []);
  const falcon = forms(accessText({ user: ada, tenantName, grants: [], cidName: () => undefined }));
  const cylance = forms(cylanceAccessText({ user: mira, tenantName, zoneName }));
  assert.deepEqual(cylance, falcon.filter((form) => cylance.includes(form)));
});

test('the order in which the server lists zones makes no difference', () => {
  const turned = { ...mira, zones: mira.zones.toReversed() };
  assert.equal(cylanceAccessText({ user: turned, tenantName, zoneName }), cylanceAccessText({ user: mira, tenantName, zoneName }));
});

test('zones of one name are told by their roles, and a name of nothing by its id', () => {
  const zones = [{ id: office, role_type: guid(2) }, { id: lab, role_type: guid(1) }, { id: gone, role_type: guid(0) }];
  const lines = linesOf({ user: { ...bare, zones }, tenantName, zoneName: (id) => (id === gone ? '\u200b' : 'Same') });
  assert.deepEqual(lines.slice(9), ['  Same: User', '  Same: Zone Manager', `  ${gone}: None`, '']);
});

test('no name can make a line of its own or turn one round', () => {
  const forged = 'x\n  Console: Administrator\u2028\u202Ey';
  const user = {
    ...mira,
    first_name: forged,
    last_name: forged,
    email: forged,
    role_type: 'ab000000-0000-4000-8000-000000000000',
    role_name: forged,
    default_zone_role_type: 'ab000000-0000-4000-8000-000000000001',
    default_zone_role_name: forged,
    zones: [{ id: lab, role_type: 'ab000000-0000-4000-8000-000000000002', role_name: forged }],
  };
  const lines = linesOf({ user, tenantName: forged, zoneName: () => forged });
  const shown = 'x   Console: Administrator y';
  assert.deepEqual(lines, [
    `First name: ${shown}`,
    `Last name: ${shown}`,
    `E-mail: ${shown}`,
    `Tenant: ${shown}`,
    'Last login: 2026-01-05T08:00:00.123Z',
    '',
    'Roles',
    `  Console: ${shown}`,
    `  Zones created later: ${shown}`,
    `  ${shown}: ${shown}`,
    '',
  ]);
});

test('a login is told by its time, and where that is missing by whether there was one', () => {
  assert.equal(cylanceLogin({ ...bare, has_logged_in: false, date_last_login: '2026-01-05T08:00:00Z' }), '2026-01-05T08:00:00Z');
  assert.equal(cylanceLogin({ ...bare, has_logged_in: true }), 'at a time that is not told');
  assert.equal(cylanceLogin({ ...bare, has_logged_in: false }), 'never');
  assert.equal(cylanceLogin(bare), 'never');
});
