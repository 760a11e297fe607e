import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessText } from '../../../src/core/accessText.ts';
import type { Cid } from '../../../src/core/ids.ts';
import { acme, ada, heldGrant, inHours, retail, role, throughGroup } from './changes/samples.ts';

const cidName = (cid: Cid): string | undefined => (cid === acme ? 'Acme Global' : cid === retail ? 'Acme Retail' : undefined);
const soon = inHours(2);

test('a user is told line by line: who it is, then each role by the name of its CID', () => {
  const user = { ...ada, status: 'active', factors: ['WEBAUTHN', 'TOTP'], last_login_at: '2026-05-01T08:00:00Z' };
  const grants = [
    heldGrant(ada, retail, role('b'), throughGroup),
    heldGrant(ada, retail, role('a'), { expires_at: soon }),
    heldGrant(ada, acme, role('z')),
    heldGrant(ada, retail, role('b')),
  ];
  assert.deepEqual(accessText({ user, tenantName: 'Acme', grants, cidName }).split('\n'), [
    'First name: Ada',
    'Last name: Test',
    'E-mail: ada@acme.test',
    'Tenant: Acme',
    'Home CID: Acme Global',
    'Status: active',
    '2FA: TOTP, WEBAUTHN',
    'Last login: 2026-05-01T08:00:00Z',
    '',
    'Roles',
    '  Acme Global: Role z',
    '  Acme Retail: Role a until 2026-05-05 14:00 UTC',
    '  Acme Retail: Role b',
    '  Acme Retail: Role b (through SOC L2 > Retail CIDs)',
    '',
  ]);
});

test('the order in which grants are read makes no difference', () => {
  const grants = [role('c'), role('a'), role('b')].flatMap((one) => [heldGrant(ada, acme, one), heldGrant(ada, retail, one)]);
  const text = (some: typeof grants): string => accessText({ user: ada, tenantName: 'Acme', grants: some, cidName });
  assert.equal(text(grants.toReversed()), text(grants));
});

test('a user of whom nothing is known has the same lines', () => {
  const lines = accessText({ user: { uuid: ada.uuid }, tenantName: 'Acme', grants: [], cidName }).split('\n');
  const head = ['First name:', 'Last name:', 'E-mail:', 'Tenant: Acme', 'Home CID:', 'Status: unknown', '2FA: none', 'Last login: never'];
  assert.deepEqual(lines, [...head, '', 'Roles', '  no roles', '']);
});

test('a CID without a name stands for itself, and names cannot make lines', () => {
  const unknown = 'c'.repeat(32) as Cid;
  const user = { ...ada, last_name: 'Test\n  Acme Global: Falcon Administrator\u2028x' };
  const text = accessText({ user, tenantName: 'Acme', grants: [heldGrant(ada, unknown, { id: role('a').id, name: 'One\r\nTwo' })], cidName });
  assert.match(text, /^Last name: Test {3}Acme Global: Falcon Administrator x$/m);
  assert.match(text, new RegExp(`^ {2}${unknown}: One Two$`, 'm'));
  assert.equal(text.split('\n').length, 12);
});
