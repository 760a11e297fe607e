import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CylanceUser } from '../../../../src/core/cylance/cylanceUser.ts';
import { asCylanceUserId, asZoneId } from '../../../../src/core/cylance/ids.ts';
import { arrangeUsers, filterWords } from '../../../../src/state/cylance/arrangeUsers.ts';
import { plainCylanceView } from '../../../../src/state/cylance/cylanceView.ts';
import type { CylanceSort } from '../../../../src/state/cylance/cylanceView.ts';
import { consoleGuid } from './scriptedTenant.ts';

const now = Date.parse('2026-03-09T12:00:00Z');
const facts = { now, dormantAfterDays: 90, zoneName: (id: string) => (id === 'z9' ? 'Site 9' : id) };
const user = (id: string, over: Partial<CylanceUser> = {}): CylanceUser => ({ id: asCylanceUserId(id), zones: [], ...over });

const ada = user('a1', {
  ...{ first_name: 'Ada', last_name: 'Lovelace', email: 'ADA@acme.test', role_type: consoleGuid(2) },
  ...{ has_logged_in: true, date_last_login: '2026-03-08T00:00:00Z', date_created: '2024-01-04T00:00:00Z' },
});
const bob = user('b2', {
  ...{ first_name: 'Bob', last_name: 'Site', email: 'bob@acme.test', role_type: consoleGuid(4) },
  ...{ has_logged_in: true, date_last_login: '2025-01-01T00:00:00Z', date_created: '2024-01-03T00:00:00Z' },
  zones: [{ id: asZoneId('z9'), role_type: consoleGuid(1) }],
});
const cy = user('c3', { email: 'cy10@acme.test', role_name: 'Administrator of nothing', has_logged_in: false, date_created: '2024-01-02T00:00:00Z' });
const dee = user('d4', { email: 'cy9@acme.test', has_logged_in: true, zones: [{ id: asZoneId('gone') }], date_created: '2024-01-01T00:00:00Z' });
const all = [ada, bob, cy, dee];
const ids = (found: readonly CylanceUser[]): string => found.map(({ id }) => id[0]).join('');
const found = (filter: string): string => ids(arrangeUsers(all, { ...plainCylanceView, filter }, facts));
const sorted = (sort: CylanceSort): string => ids(arrangeUsers(all, { filter: undefined, sort }, facts));

for (const [filter, expected, why] of [
  ['lovelace', 'a', 'a name'],
  ['"ada love"', 'a', 'the first and the last name together'],
  ['BOB@ACME', 'b', 'an address, in any case'],
  ['d4', 'd', 'an id'],
  ['"site 9"', 'b', 'a zone by its name'],
  ['z9', 'b', 'a zone by its id'],
  ['gone', 'd', 'a zone without a name'],
  ['manager', 'b', 'a role'],
  ['role:administrator', 'ac', 'a console role alone'],
  ['"role:administrator of"', 'c', 'a role of several words'],
  ['state:dormant', 'b', 'a state'],
  ['state:active', 'ad', 'a state'],
  ['"state:never logged in"', 'c', 'a state of several words'],
  ['acme cy', 'cd', 'all words, wherever they occur'],
  ['acme nobody', '', 'all words'],
  ['', 'abcd', 'no words'],
] as const) {
  test(`the filter ${JSON.stringify(filter)} finds ${expected || 'nobody'}: ${why}`, () => assert.equal(found(filter), expected));
}

test('quotation marks keep words together, also where the second is missing', () => {
  assert.deepEqual(filterWords('Ada "Site 9" x'), ['ada', 'site 9', 'x']);
  assert.deepEqual(filterWords('"site 9'), ['site 9']);
  assert.deepEqual(filterWords('  "" '), []);
});

for (const [sort, expected] of [
  ['created|desc', 'abcd'],
  ['created|asc', 'dcba'],
  ['name|asc', 'abdc'],
  ['name|desc', 'cdba'],
  ['email|asc', 'abdc'],
  ['email|desc', 'cdba'],
  ['role|asc', 'dacb'],
  ['role|desc', 'bcad'],
  ['lastLogin|desc', 'abcd'],
  ['lastLogin|asc', 'cdba'],
] as const) {
  test(`${sort} puts users in the order ${expected}`, () => assert.equal(sorted(sort), expected));
}

test('those who are equal keep the server’s order both ways', () => {
  const twins = [user('x', { email: 'same@acme.test' }), user('y', { email: 'same@acme.test' })];
  for (const sort of ['email|asc', 'email|desc', 'lastLogin|asc'] as const) assert.equal(ids(arrangeUsers(twins, { filter: undefined, sort }, facts)), 'xy');
});

test('the server’s own order is the list itself', () => {
  assert.equal(arrangeUsers(all, plainCylanceView, facts), all);
});
