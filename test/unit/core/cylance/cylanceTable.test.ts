import assert from 'node:assert/strict';
import { test } from 'node:test';
import papa from 'papaparse';
import { unguarded } from '../../../../src/core/csv.ts';
import { cylanceColumns, cylanceUsersAsCsv, cylanceUsersAsJson, usualCylanceColumns } from '../../../../src/core/cylance/cylanceTable.ts';
import type { CylanceColumn } from '../../../../src/core/cylance/cylanceTable.ts';
import type { CylanceUser } from '../../../../src/core/cylance/cylanceUser.ts';
import { bare, gone, guid, lab, mira, now, office, zoneName } from './cylanceSamples.ts';

const facts = { now, dormantAfterDays: 90, zoneName };

const linesOf = (csv: string): string[] => csv.slice(1).split('\r\n');

/** One cell, as it stands in the file where nothing in it needs quotes. */
const cell = (user: CylanceUser, column: CylanceColumn): string | undefined => linesOf(cylanceUsersAsCsv([user], ['id', column], facts))[1];

function rowsOf(csv: string): readonly Readonly<Record<string, string>>[] {
  const { data, errors } = papa.parse<Record<string, string>>(csv.slice(1), { header: true, delimiter: ',', newline: '\r\n', skipEmptyLines: true });
  assert.deepEqual(errors, []);
  return data.map((row) => ({ ...row }));
}

test('the usual columns tell who the user is, the roles and the state; what is not known is empty', () => {
  assert.deepEqual(linesOf(cylanceUsersAsCsv([mira, bare], usualCylanceColumns, facts)), [
    'first_name,last_name,email,role,default_zone_role,state,date_last_login,zones',
    `Mira,Okafor,mira@acme.test,Zone Manager,User,dormant,2026-01-05T08:00:00.123Z,Porto Lab (Zone Manager);Graz Office (Auditor);${gone}`,
    ',,,,,never logged in,,',
    '',
  ]);
});

test('the other columns follow in one order, whatever order they were chosen in', () => {
  const others = cylanceColumns.filter((column) => !usualCylanceColumns.includes(column));
  assert.deepEqual(linesOf(cylanceUsersAsCsv([mira, bare], others.toReversed(), facts)), [
    'has_logged_in,id,date_created,date_modified,date_email_confirmed,days_since_last_login',
    `true,${mira.id},2020-02-29T00:00:00Z,2026-01-05T08:00:00Z,2020-03-01T00:00:00Z,120`,
    `,${bare.id},,,,`,
    '',
  ]);
});

for (const [state, over] of [
  ['active', { date_last_login: new Date(now).toISOString() }],
  ['active', { has_logged_in: true }],
  ['dormant', { has_logged_in: true, date_last_login: '2020-01-01T00:00:00Z' }],
  ['never logged in', { has_logged_in: false }],
] as const) {
  test(`a user with ${Object.keys(over).join(' and ')} of ${Object.values(over).at(-1)} is written as ${state}`, () => {
    const [row] = rowsOf(cylanceUsersAsCsv([{ ...bare, ...over }], ['state'], facts));
    assert.deepEqual(row, { state });
  });
}

test('after how many days a user counts as dormant follows the setting', () => {
  const after = (dormantAfterDays: number): unknown => rowsOf(cylanceUsersAsCsv([mira], ['state'], { ...facts, dormantAfterDays }))[0];
  assert.deepEqual([after(120), after(121)], [{ state: 'dormant' }, { state: 'active' }]);
});

test('a login of today is no day ago, and what is false or nothing is no empty cell', () => {
  const user = { ...bare, has_logged_in: false, date_last_login: new Date(now).toISOString() };
  const columns = ['has_logged_in', 'days_since_last_login'] as const;
  assert.deepEqual(rowsOf(cylanceUsersAsCsv([user], columns, facts)), [{ has_logged_in: 'false', days_since_last_login: '0' }]);
  assert.deepEqual(JSON.parse(cylanceUsersAsJson([user], columns, facts)), [{ has_logged_in: false, days_since_last_login: 0 }]);
});

test('a custom role is written by its name, else by its GUID', () => {
  const custom = 'ab000000-0000-4000-8000-000000000000';
  const roles = (role_type?: string, role_name?: string): unknown => {
    const user = { ...bare, role_type, role_name, default_zone_role_type: role_type, default_zone_role_name: role_name };
    return rowsOf(cylanceUsersAsCsv([user], ['role', 'default_zone_role'], facts))[0];
  };
  assert.deepEqual(roles(custom, 'Auditor'), { role: 'Auditor', default_zone_role: 'Auditor' });
  assert.deepEqual(roles(custom), { role: custom, default_zone_role: custom });
  // The same GUID means one thing in the console and another in zones.
  assert.deepEqual(roles(guid(2)), { role: 'Administrator', default_zone_role: 'User' });
});

test('a zone without a role stands alone, one without a name by its id', () => {
  assert.equal(cell({ ...bare, zones: [{ id: lab }, { id: gone, role_type: guid(0) }] }, 'zones'), `Porto Lab;${gone} (None),${bare.id}`);
});

test('JSON has every field as the server has it, and the zones with id, name and role', () => {
  assert.deepEqual(JSON.parse(cylanceUsersAsJson([mira], cylanceColumns, facts)), [
    {
      first_name: 'Mira',
      last_name: 'Okafor',
      email: 'mira@acme.test',
      role: 'Zone Manager',
      default_zone_role: 'User',
      state: 'dormant',
      date_last_login: '2026-01-05T08:00:00.123Z',
      zones: [
        { id: lab, name: 'Porto Lab', role: 'Zone Manager' },
        { id: office, name: 'Graz Office', role: 'Auditor' },
        { id: gone, name: gone, role: '' },
      ],
      has_logged_in: true,
      id: mira.id,
      date_created: '2020-02-29T00:00:00Z',
      date_modified: '2026-01-05T08:00:00Z',
      date_email_confirmed: '2020-03-01T00:00:00Z',
      days_since_last_login: 120,
    },
  ]);
});

test('JSON leaves out what is not known, and what was not chosen', () => {
  const text = cylanceUsersAsJson([bare, mira], ['id', 'email', 'days_since_last_login'], facts);
  assert.deepEqual(JSON.parse(text), [{ id: bare.id }, { email: mira.email, id: mira.id, days_since_last_login: 120 }]);
  assert.ok(text.endsWith(']\n'));
});

test('no users are a header alone, and an empty list', () => {
  assert.deepEqual(linesOf(cylanceUsersAsCsv([], ['email', 'role'], facts)), ['email,role', '']);
  assert.deepEqual(JSON.parse(cylanceUsersAsJson([], ['email'], facts)), []);
});

const hostile = ['=1+1', '+cmd', '-2', '@SUM(A1)', '\t=1', '=1\nsecond line', '＝1', "'=1", 'O’Brien, "Bob"', 'two\r\nlines', ' spaces ', 'שרה', '李小龍'];

test('whatever names hold, a spreadsheet runs no cell, and a reader gets every name back', () => {
  const users = hostile.map((name): CylanceUser => ({ ...bare, first_name: name, last_name: name, email: name, zones: [{ id: lab, role_type: guid(2) }] }));
  const columns = ['first_name', 'last_name', 'email', 'zones'] as const;
  for (const zone of hostile) {
    const rows = rowsOf(cylanceUsersAsCsv(users, columns, { ...facts, zoneName: () => zone }));
    const cells = rows.flatMap((row) => Object.values<string>(row));
    assert.deepEqual(cells.filter((one) => /^[=+\-@\t\r\n＝＋－＠]/.test(one)), []);
    const read = rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, one]) => [column, unguarded(one)])));
    assert.deepEqual(read, hostile.map((name) => ({ first_name: name, last_name: name, email: name, zones: `${zone} (User)` })));
  }
});

test('a role that is called as a formula begins is guarded too', () => {
  const user = { ...bare, role_type: 'ab000000-0000-4000-8000-000000000000', role_name: '=HYPERLINK("http://x.test","hi")' };
  assert.equal(linesOf(cylanceUsersAsCsv([user], ['email', 'role'], facts))[1], `,"'=HYPERLINK(""http://x.test"",""hi"")"`);
});
