/** What the panel of a Cylance user tells of the record. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asCylanceUserId, asZoneId } from '../../../src/core/cylance/ids.ts';
import type { CylanceUser } from '../../../src/core/cylance/cylanceUser.ts';
import { cylanceRecord } from '../../../src/panels/cylanceUser/cylanceRecord.ts';
import type { CylanceRecord } from '../../../src/protocol/cylanceUser.ts';
import { plainWording } from '../views/plainWording.ts';

const zoneManager = '00000000-0000-0000-0000-000000000001';
const zoneUser = '00000000-0000-0000-0000-000000000002';

/** Dates are at noon, so that they are of the same day in most time zones; now is 9 March 2026. */
const ada: CylanceUser = {
  id: asCylanceUserId('0d9c2e8a-1111-4222-8333-444455556666'),
  email: 'ada@acme.test',
  first_name: 'Ada',
  last_name: 'Lovelace',
  has_logged_in: true,
  role_type: '00000000-0000-0000-0000-000000000002',
  default_zone_role_type: '00000000-0000-0000-0000-000000000000',
  zones: [],
  date_created: '2024-03-03T12:00:00Z',
  date_modified: '2025-06-07T12:00:00Z',
  date_last_login: '2026-03-01T12:00:00Z',
  date_email_confirmed: '2024-03-04T12:00:00Z',
};

const told = (over: Partial<CylanceUser> = {}, names: Readonly<Record<string, string>> = {}): CylanceRecord =>
  cylanceRecord({ ...ada, ...over }, { zoneName: (id) => names[id] ?? id, zonesNote: undefined }, plainWording);

const values = (facts: CylanceRecord['account']): Readonly<Record<string, string>> => Object.fromEntries(facts.map(({ label, value }) => [label, value]));

test('a record tells who it is, how the account stands, and the roles', () => {
  const { id, identity, account, roles, zones } = told();
  assert.equal(id, ada.id);
  assert.deepEqual(values(identity), { 'First name': 'Ada', 'Last name': 'Lovelace', 'E-mail': 'ada@acme.test' });
  assert.deepEqual(account.map(({ label }) => label), ['State', 'Last login', 'Created', 'Changed', 'E-mail confirmed']);
  assert.deepEqual(values(roles), { 'Console role': 'Administrator', 'In zones created later': 'None' });
  assert.deepEqual(zones, []);
});

test('dates are put into words, the last login with how long it is ago', () => {
  const { State, 'Last login': login = '', Created = '', Changed = '', 'E-mail confirmed': confirmed = '' } = values(told().account);
  assert.equal(State, 'active');
  assert.match(login, /^Mar 1, 2026, .+ \(8 days ago\)$/);
  assert.match(Created, /^Mar 3, 2024, /);
  assert.match(Changed, /^Jun 7, 2025, /);
  assert.match(confirmed, /^Mar 4, 2024, /);
});

test('a long time without a login counts as dormant', () => {
  const { State, 'Last login': login } = values(told({ date_last_login: '2025-12-09T12:00:00Z' }).account);
  assert.equal(State, 'dormant');
  assert.match(login ?? '', /\(90 days ago\)$/);
  assert.equal(values(told({ date_last_login: '2025-12-10T12:00:00Z' }).account)['State'], 'active');
});

test('one who has never logged in, and one who has at a time that is not told, are told apart', () => {
  const never = values(told({ has_logged_in: false, date_last_login: undefined }).account);
  assert.deepEqual([never['State'], never['Last login']], ['never logged in', 'never']);
  const someTime = values(told({ date_last_login: undefined }).account);
  assert.deepEqual([someTime['State'], someTime['Last login']], ['active', 'yes, at a time that is not told']);
  // The date outweighs the flag: recorded users contradict themselves.
  const both = values(told({ has_logged_in: false }).account);
  assert.equal(both['State'], 'active');
  assert.match(both['Last login'] ?? '', /8 days ago/);
});

test('what the server does not tell is said not to be told', () => {
  const bare = { email: undefined, first_name: '', last_name: undefined, role_type: undefined, default_zone_role_type: undefined };
  const { identity, account, roles } = told({ ...bare, date_created: undefined, date_modified: undefined, date_email_confirmed: undefined });
  for (const fact of [...identity, ...roles]) assert.equal(fact.value, 'not told', fact.label);
  const { Created, Changed, 'E-mail confirmed': confirmed } = values(account);
  assert.deepEqual([Created, Changed, confirmed], ['not told', 'not told', 'not told']);
});

test('custom roles have their names, or their ids where they have none', () => {
  const custom = 'aaaaaaaa-0000-4000-8000-00000000000a';
  const named = told({ role_type: custom, role_name: ' Threat Triage ', default_zone_role_type: custom, default_zone_role_name: 'Guest' });
  assert.deepEqual(values(named.roles), { 'Console role': 'Threat Triage', 'In zones created later': 'Guest' });
  const nameless = told({ role_type: custom, role_name: undefined, default_zone_role_type: custom });
  assert.deepEqual(values(nameless.roles), { 'Console role': custom, 'In zones created later': custom });
});

test('the role in zones created later is of the table of zone roles, whose ids mean something else for the console', () => {
  const same = '00000000-0000-0000-0000-000000000001';
  const { roles } = told({ role_type: same, default_zone_role_type: same });
  assert.deepEqual(values(roles), { 'Console role': 'User', 'In zones created later': 'Zone Manager' });
});

test('zones stand in reading order, with what the user may do there', () => {
  const [nine, ten, berlin] = ['9', '1', '2'].map((at) => asZoneId(`bbbbbbbb-0000-4000-8000-00000000000${at}`));
  assert.ok(nine && ten && berlin);
  const zones = [
    { id: ten, role_type: zoneUser },
    { id: nine, role_type: zoneManager },
    { id: berlin, role_type: 'cccccccc-0000-4000-8000-00000000000c', role_name: 'Guest' },
  ];
  const record = told({ zones }, { [nine]: 'Site 9', [ten]: 'Site 10', [berlin]: 'berlin' });
  assert.deepEqual(record.zones, [
    { id: berlin, name: 'berlin', role: 'Guest' },
    { id: nine, name: 'Site 9', role: 'Zone Manager' },
    { id: ten, name: 'Site 10', role: 'User' },
  ]);
  assert.deepEqual(zones.map(({ id }) => id), [ten, nine, berlin], 'the record itself stays as it was');
});

test('zones of one name stand by their ids, whatever order the server gives', () => {
  const [left, right] = ['1', '2'].map((at) => asZoneId(`bbbbbbbb-0000-4000-8000-00000000000${at}`));
  assert.ok(left && right);
  for (const zones of [[{ id: left }, { id: right }], [{ id: right }, { id: left }]]) {
    assert.deepEqual(told({ zones }, { [left]: 'Site', [right]: 'Site' }).zones.map(({ id }) => id), [left, right]);
  }
});

test('the note on zones is passed on as it is', () => {
  assert.equal(cylanceRecord(ada, { zoneName: (id) => id, zonesNote: 'By their ids.' }, plainWording).zonesNote, 'By their ids.');
});
