import assert from 'node:assert/strict';
import { test } from 'node:test';
import papa from 'papaparse';
import { usersAsCsv, usersAsJson, userColumns, usualColumns } from '../../../src/core/userTable.ts';
import type { UserRow } from '../../../src/core/userTable.ts';
import { asUserUuid } from '../../../src/core/ids.ts';
import { noCells } from '../../../src/core/newUsers/rows.ts';
import { readNewUsers } from '../../../src/core/newUsers/readNewUsers.ts';
import { acme, ada, now } from './changes/samples.ts';

const facts = { now, dormantAfterDays: 90 };
const whole: UserRow = {
  cidName: 'Acme Global',
  user: {
    ...ada,
    status: 'active',
    factors: ['TOTP', 'WEBAUTHN'],
    last_login_at: '2026-01-05T08:00:00.123Z',
    created_at: '2020-02-29T00:00:00Z',
    updated_at: '2026-01-05T08:00:00Z',
    user_type: 'standard',
  },
};
const bare: UserRow = { cidName: undefined, user: { uuid: asUserUuid('bare') } };

const linesOf = (csv: string): string[] => csv.slice(1).split('\r\n');

test('the usual columns can be read in again: they are named as the server names them', () => {
  assert.deepEqual(linesOf(usersAsCsv([whole, bare], usualColumns, facts)), [
    'first_name,last_name,uid,home_cid_name,cid,status,last_login_at,factors',
    `Ada,Test,ada@acme.test,Acme Global,${acme},active,2026-01-05T08:00:00.123Z,TOTP;WEBAUTHN`,
    ',,,,,,,',
    '',
  ]);
});

test('other columns follow in one order, whatever order they were chosen in', () => {
  const others = userColumns.filter((column) => !usualColumns.includes(column));
  assert.deepEqual(linesOf(usersAsCsv([whole, bare], others.toReversed(), facts)), [
    'uuid,created_at,updated_at,user_type,state,days_since_last_login',
    'ada,2020-02-29T00:00:00Z,2026-01-05T08:00:00Z,standard,dormant,120',
    'bare,,,,never logged in,',
    '',
  ]);
});

for (const [state, over] of [
  ['active', { last_login_at: new Date(now).toISOString() }],
  ['never logged in', {}],
  ['dormant', { last_login_at: '2020-01-01T00:00:00Z' }],
  ['inactive', { status: 'suspended', last_login_at: new Date(now).toISOString() }],
] as const) {
  test(`a user who is ${state} is written so`, () => {
    assert.deepEqual(linesOf(usersAsCsv([{ user: { ...ada, ...over }, cidName: undefined }], ['uid', 'state'], facts)).at(1), `ada@acme.test,${state}`);
  });
}

test('JSON has the chosen fields as the server wrote them, and leaves out what is not known', () => {
  const columns = ['uid', 'factors', 'home_cid_name', 'days_since_last_login'] as const;
  const records: unknown = JSON.parse(usersAsJson([whole, bare], columns, facts));
  assert.deepEqual(records, [{ uid: 'ada@acme.test', home_cid_name: 'Acme Global', factors: ['TOTP', 'WEBAUTHN'], days_since_last_login: 120 }, {}]);
});

test('names of every script, with quotes, commas and line breaks, survive', () => {
  const names = ['Zoë', 'محمد', 'שרה', '李小龍', '😀', 'O’Brien, "Bob"', 'two\r\nlines', ' spaces ', "'quoted'"];
  const rows = names.map((name): UserRow => ({ user: { ...ada, first_name: name, last_name: name }, cidName: name }));
  const csv = usersAsCsv(rows, ['first_name', 'last_name', 'home_cid_name'], facts);
  const { data } = papa.parse<Record<string, string>>(csv.slice(1), { header: true, newline: '\r\n', skipEmptyLines: true });
  assert.deepEqual(data, names.map((name) => ({ first_name: name, last_name: name, home_cid_name: name })));
  assert.deepEqual(
    JSON.parse(usersAsJson(rows, ['first_name'], facts)),
    names.map((name) => ({ first_name: name })),
  );
});

for (const [form, write] of [['csv', usersAsCsv], ['json', usersAsJson]] as const) {
  test(`a ${form} file of the usual columns can be read in as new users`, () => {
    const rows = [whole, { user: { ...ada, first_name: '=1+1', last_name: '＝Ünal, "Ö"' }, cidName: 'Acme Global' }];
    const read = readNewUsers(new TextEncoder().encode(write(rows, usualColumns, facts)), `users.${form}`);
    assert.ok('rows' in read, 'problem' in read ? read.problem : '');
    assert.deepEqual(read.rows.flatMap(({ faults }) => faults), []);
    const cells = rows.map(({ user }) => ({ ...noCells, email: user.uid, first: user.first_name, last: user.last_name, cid: user.cid }));
    assert.deepEqual(read.rows.map((row) => row.cells), cells);
  });
}
