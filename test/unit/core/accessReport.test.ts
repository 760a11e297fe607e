import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportText } from '../../../src/core/accessReport.ts';
import type { AccessReport, ReportRow } from '../../../src/core/accessReport.ts';
import { acme, ada, bob, heldGrant, inHours, retail, role, throughGroup } from './changes/samples.ts';

const rows: readonly ReportRow[] = [
  { user: bob, grant: heldGrant(bob, retail, role('b'), throughGroup), why: 'no 2FA' },
  { user: ada, grant: heldGrant(ada, acme, role('a'), { expires_at: inHours(2) }) },
];

const report = (over: Partial<AccessReport> = {}): string[] =>
  reportText({
    coverage: ['As of 14:02, 2 of 2 pairs.'],
    title: 'Who holds what',
    columns: [{ of: 'user', head: 'User' }, { of: 'role', head: 'Role' }, { of: 'how', head: 'How' }, { of: 'until', head: 'Until' }],
    ...{ rows, names: { tenantName: 'Acme', cidName: (cid) => (cid === acme ? 'Acme Global' : undefined) }, none: 'Nobody.' },
    ...over,
  }).split('\n');

test('the first line says how fresh and complete it is; columns stand below each other, sorted', () => {
  assert.deepEqual(report(), [
    'As of 14:02, 2 of 2 pairs.',
    '',
    'Who holds what',
    '',
    'User      Role    How                           Until',
    '--------  ------  ----------------------------  --------------------',
    'Ada Test  Role a  direct                        2026-05-05 14:00 UTC',
    'Bob Test  Role b  through SOC L2 > Retail CIDs',
    '',
  ]);
});

test('an order of its own is kept, and a CID without a name stands for itself', () => {
  const columns = [{ of: 'place', head: 'CID' }, { of: 'uid', head: 'E-mail' }, { of: 'why', head: 'Why' }] as const;
  assert.deepEqual(report({ columns, isSorted: true }).slice(6, 8), [`${retail}  bob@acme.test  no 2FA`, `Acme Global${' '.repeat(21)}  ada@acme.test`]);
});

test('an answer without rows says so in words', () => {
  assert.deepEqual(report({ rows: [] }), ['As of 14:02, 2 of 2 pairs.', '', 'Who holds what', '', 'Nobody.', '']);
});

test('names cannot make lines', () => {
  const evil = { user: { ...ada, first_name: 'A\nAs of 15:00, everything' }, grant: heldGrant(ada, acme, role('a')) };
  assert.equal(report({ rows: [evil] }).length, report({ rows: rows.slice(0, 1) }).length);
});
