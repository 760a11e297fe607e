import assert from 'node:assert/strict';
import { test } from 'node:test';
import papa from 'papaparse';
import { accessAsCsv, accessAsJson, accessAsMarkdown, accessColumns, accessRow, sortedAccess } from '../../../src/core/accessTable.ts';
import type { AccessHeading, AccessRow } from '../../../src/core/accessTable.ts';
import { accessMatrix, matrixAsCsv } from '../../../src/core/accessMatrix.ts';
import type { Grant } from '../../../src/core/grant.ts';
import type { Cid } from '../../../src/core/ids.ts';
import { acme, ada, bob, heldGrant, inHours, now, retail, role, throughGroup } from './changes/samples.ts';

const names = { tenantName: 'Acme', cidName: (cid: Cid) => (cid === acme ? 'Acme Global' : undefined) };
const rowOf = (user: typeof ada, grant: Grant): AccessRow => accessRow({ user, grant }, names);
const heading: AccessHeading = { title: 'Access of Acme', coverage: 'As of 14:02, 2 of 3 pairs. Incomplete.', isWhole: false, asOf: now };

const rows = [
  rowOf(bob, heldGrant(bob, retail, role('b'), throughGroup)),
  rowOf(ada, heldGrant(ada, acme, role('a'), { expires_at: inHours(2) })),
  rowOf(ada, heldGrant(ada, acme, role('b'))),
];

const written = (moment: string): string => `${moment.slice(0, 19)}Z`;

test('a row tells who, where, what, how and until when', () => {
  const [inherited, temporary] = rows;
  assert.deepEqual(
    [inherited?.how, inherited?.user_group, inherited?.cid_group, inherited?.cid_name, inherited?.home_cid],
    ['via groups', 'SOC L2', 'Retail CIDs', '', acme],
  );
  assert.deepEqual([temporary?.how, temporary?.until, temporary?.user, temporary?.cid_name], ['direct', written(inHours(2)), 'Ada Test', 'Acme Global']);
});

test('rows come in one order whatever the order of reading, each once, and a new name moves none', () => {
  const sorted = sortedAccess([...rows, ...rows.toReversed()]);
  assert.equal(sorted.length, 3);
  assert.deepEqual(sortedAccess(rows.toReversed()), sorted);
  const renamed = sortedAccess(rows.map((row) => ({ ...row, user: row.uuid === ada.uuid ? 'Zoe Zed' : row.user })));
  assert.deepEqual(renamed.map(({ uuid, role_id: id }) => [uuid, id]), sorted.map(({ uuid, role_id: id }) => [uuid, id]));
});

test('what is held directly and through a group that has no name are two rows', () => {
  const both = [heldGrant(ada, acme, role('a')), heldGrant(ada, acme, role('a'), { grant_type: 'inherited' })].map((grant) => rowOf(ada, grant));
  assert.deepEqual(sortedAccess(both).map(({ how }) => how), ['direct', 'via groups']);
});

test('CSV has a column for everything, and runs no formula of a name', () => {
  const evil = rowOf({ ...ada, first_name: '=1+1', last_name: '' }, heldGrant(ada, acme, role('a')));
  const { data } = papa.parse<Record<string, string>>(accessAsCsv([evil]).slice(1), { header: true, skipEmptyLines: true });
  assert.deepEqual(Object.keys(data[0] ?? {}), [...accessColumns]);
  assert.equal(data[0]?.['user'], "'=1+1");
});

test('JSON says how complete it is, and leaves out what is not known', () => {
  const { title, coverage, complete, as_of: asOf, grants } = JSON.parse(accessAsJson(sortedAccess(rows), heading)) as Record<string, unknown> & {
    readonly grants: readonly Record<string, string>[];
  };
  assert.deepEqual([title, coverage, complete, asOf], [heading.title, heading.coverage, false, new Date(now).toISOString()]);
  assert.deepEqual(grants.map((grant) => 'until' in grant), [true, false, false]);
});

test('Markdown says how complete it is, and names cannot make markup', () => {
  const evil = rowOf({ ...ada, first_name: '[x](http://x.test) | <b>', last_name: 'a\nb' }, heldGrant(ada, acme, role('a')));
  const lines = accessAsMarkdown([evil], heading).trimEnd().split('\n');
  assert.deepEqual([lines[0], lines[2]], ['# Access of Acme', heading.coverage]);
  assert.equal(lines.length, 7);
  assert.match(lines[6] ?? '', / \\\[x\\\]\(http:\/\/x\.test\) \\\| \\<b\\> a b /);
});

test('a matrix has a row for each user and CID, a column for each role, and marks with ends', () => {
  const { head, rows: cells, roleCount } = accessMatrix(rows);
  assert.deepEqual(head, ['tenant', 'cid', 'cid_name', 'user', 'uid', 'uuid', 'Role a', 'Role b']);
  assert.deepEqual(cells.map((row) => row.slice(3)), [
    ['Ada Test', 'ada@acme.test', 'ada', `T ${written(inHours(2))}`, 'D'],
    ['Bob Test', 'bob@acme.test', 'bob', '', 'I'],
  ]);
  assert.equal(roleCount, 2);
});

test('a role that is held in several ways has all marks, and roles of one name are told apart by their ids', () => {
  const twin = { ...role('c'), name: 'Role b' };
  const matrix = accessMatrix([
    rowOf(ada, heldGrant(ada, acme, role('b'))),
    rowOf(ada, heldGrant(ada, acme, role('b'), { ...throughGroup, expires_at: inHours(2) })),
    rowOf(ada, heldGrant(ada, acme, twin)),
  ]);
  assert.deepEqual(matrix.head.slice(6), ['Role b (b)', 'Role b (c)']);
  assert.deepEqual(matrix.rows.map((row) => row.slice(6)), [[`D; I T ${written(inHours(2))}`, 'D']]);
  assert.match(matrixAsCsv(matrix), /Role b \(b\),Role b \(c\)\r\n/);
});
