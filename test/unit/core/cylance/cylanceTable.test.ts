import assert from 'node:assert/strict';
import { test } from 'node:test';
import papa from 'papaparse';
import { cylanceColumns, cylanceUsersAsCsv, cylanceUsersAsJson, usualCylanceColumns } from '../../../../src/core/cylance/cylanceTable.ts';
import type { CylanceUser } from '../../../../src/core/cylance/cylanceUser.ts';
import { asCylanceUserId, asZoneId } from '../../../../src/core/cylance/ids.ts';

const guid = (last: number): string => `00000000-0000-0000-0000-00000000000${String(last)}`;
const now = Date.parse('2026-03-09T12:00:00Z');
const facts = { now, dormantAfterDays: 90, zoneName: (id: string) => (id === 'z9' ? 'Site 9' : id) };

const ada: CylanceUser = {
  id: asCylanceUserId('ada'),
  tenant_id: 't',
  first_name: 'Ada',
  last_name: 'Lovelace',
  email: 'ada@acme.test',
  has_logged_in: true,
  role_type: guid(4),
  default_zone_role_type: guid(0),
  zones: [{ id: asZoneId('z9'), role_type: guid(1) }, { id: asZoneId('gone'), role_type: guid(2) }, { id: asZoneId('plain') }],
  date_created: '2025-01-02T03:04:05Z',
  date_modified: '2025-02-03T04:05:06Z',
  date_last_login: '2025-11-09T12:00:00Z',
  date_email_confirmed: '2025-01-03T00:00:00Z',
};
const bare: CylanceUser = { id: asCylanceUserId('bare'), zones: [] };

function rowsOf(csv: string): readonly (readonly string[])[] {
  const { data, errors } = papa.parse<string[]>(csv.slice(1), { delimiter: ',', newline: '\r\n', skipEmptyLines: true });
  assert.deepEqual(errors, []);
  return data;
}

test('every column is written from the record and what follows from it', () => {
  const [header, row, empty] = rowsOf(cylanceUsersAsCsv([ada, bare], cylanceColumns, facts));
  assert.deepEqual(header, cylanceColumns);
  assert.deepEqual(Object.fromEntries(cylanceColumns.map((column, at) => [column, row?.[at]])), {
    first_name: 'Ada',
    last_name: 'Lovelace',
    email: 'ada@acme.test',
    role: 'Zone Manager',
    default_zone_role: 'None',
    state: 'dormant',
    date_last_login: '2025-11-09T12:00:00Z',
    zones: 'Site 9 (Zone Manager);gone (User);plain',
    has_logged_in: 'true',
    id: 'ada',
    date_created: '2025-01-02T03:04:05Z',
    date_modified: '2025-02-03T04:05:06Z',
    date_email_confirmed: '2025-01-03T00:00:00Z',
    days_since_last_login: '120',
  });
  const known = new Map(cylanceColumns.map((column, at) => [column, empty?.[at]]).filter(([, value]) => value !== '') as [string, string][]);
  assert.deepEqual([...known], [['state', 'never logged in'], ['id', 'bare']]);
});

test('columns stand in the order of the table, however they were chosen', () => {
  assert.deepEqual(rowsOf(cylanceUsersAsCsv([ada], ['id', 'email'], facts)), [['email', 'id'], ['ada@acme.test', 'ada']]);
  assert.ok(usualCylanceColumns.includes('zones') && !usualCylanceColumns.includes('id'));
});

test('JSON has the zones with ids, names and roles, and leaves out what is not known', () => {
  const [full, empty] = JSON.parse(cylanceUsersAsJson([ada, bare], ['id', 'email', 'zones', 'days_since_last_login'], facts)) as unknown[];
  assert.deepEqual(full, {
    email: 'ada@acme.test',
    zones: [
      { id: 'z9', name: 'Site 9', role: 'Zone Manager' },
      { id: 'gone', name: 'gone', role: 'User' },
      { id: 'plain', name: 'plain', role: '' },
    ],
    id: 'ada',
    days_since_last_login: 120,
  });
  assert.deepEqual(empty, { zones: [], id: 'bare' });
});

for (const hostile of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', 'a,"b"\r\nc;d']) {
  test(`${JSON.stringify(hostile)} in a name is one cell that no spreadsheet calculates`, () => {
    const [, [cell = ''] = []] = rowsOf(cylanceUsersAsCsv([{ ...ada, first_name: hostile }], ['first_name'], facts));
    assert.doesNotMatch(cell, /^[=+\-@\t]/);
    assert.ok(cell.endsWith(hostile));
  });
}
