import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byNewestCreated } from '../../../../src/core/cylance/cylanceUser.ts';
import type { CylanceUser } from '../../../../src/core/cylance/cylanceUser.ts';
import { asCylanceUserId, asZoneId } from '../../../../src/core/cylance/ids.ts';
import { arrangeUsers, filterWords } from '../../../../src/state/cylance/arrangeUsers.ts';
import type { ArrangeFacts } from '../../../../src/state/cylance/arrangeUsers.ts';
import { cylanceSorts, plainCylanceView } from '../../../../src/state/cylance/cylanceView.ts';
import type { CylanceSort } from '../../../../src/state/cylance/cylanceView.ts';
import { systemRole } from './cylanceWorld.ts';

const zoneNames: Readonly<Record<string, string>> = { 'zone-a': 'Site 9', 'zone-b': 'Warehouse North' };
const facts: ArrangeFacts = { zoneName: (id) => zoneNames[id] ?? id, now: Date.UTC(2026, 0, 1), dormantAfterDays: 90 };

const aUser = (id: string, over: Partial<CylanceUser> = {}): CylanceUser => ({ id: asCylanceUserId(id), zones: [], ...over });
const access = (id: string, role: number): CylanceUser['zones'][number] => ({ id: asZoneId(id), role_type: systemRole(role) });

const ada = aUser('u-ada', {
  first_name: 'Ada',
  last_name: 'King',
  email: 'Ada.King@example.test',
  role_type: systemRole(2),
  date_created: '2025-01-05T00:00:00Z',
  date_last_login: '2025-12-31T00:00:00Z',
});
const bo = aUser('u-bo', {
  first_name: 'Bo',
  email: 'bo@example.test',
  role_type: systemRole(1),
  zones: [access('zone-a', 1)],
  date_created: '2025-01-04T00:00:00Z',
  date_last_login: '2025-03-01T00:00:00Z',
});
const cy = aUser('u-cy', {
  last_name: 'Administrator',
  email: 'cy@example.test',
  role_type: systemRole(1),
  zones: [access('zone-a', 2), access('zone-b', 2), access('zone-c', 0)],
  date_created: '2025-01-03T00:00:00Z',
});
const nameless = aUser('u-nameless', { email: 'bare@example.test', role_name: 'Help Desk', has_logged_in: true, date_created: '2025-01-02T00:00:00Z' });
const bare = aUser('u-bare');
const everybody = [ada, bo, cy, nameless, bare];

const found = (filter: string): string[] =>
  arrangeUsers(everybody, { filter, sort: 'created|desc' }, facts).map(({ id }) => id.replace('u-', ''));
const sorted = (sort: CylanceSort, users: readonly CylanceUser[] = everybody): string[] =>
  arrangeUsers(users, { filter: undefined, sort }, facts).map(({ id }) => id.replace('u-', ''));

for (const [text, words] of [
  ['', []],
  ['  \t ', []],
  ['Ada  KING', ['ada', 'king']],
  ['"Ada King" admin', ['ada king', 'admin']],
  ['"role:zone manager"', ['role:zone manager']],
  ['role:"Zone Manager" ada', ['role:zone manager', 'ada']],
  ['"not closed at all', ['not closed at all']],
  ['"" x ""', ['x']],
  ['"', []],
] as const) {
  test(`the words of ‘${text}’ are ${words.join(', ') || 'none'}`, () => assert.deepEqual(filterWords(text), words));
}

for (const [filter, who] of [
  ['ADA', ['ada']],
  ['king example', ['ada']],
  ['king bo', []],
  ['"ada king"', ['ada']],
  ['"king ada"', []],
  ['bare', ['nameless', 'bare']],
  ['u-bare', ['bare']],
  ['role:administrator', ['ada']],
  ['administrator', ['ada', 'cy']],
  ['role:user', ['bo', 'cy']],
  ['role:"help desk"', ['nameless']],
  ['"role:help desk"', ['nameless']],
  ['state:active', ['ada', 'nameless']],
  ['state:dormant', ['bo']],
  ['"state:never logged in"', ['cy', 'bare']],
  ['state:dormant role:administrator', []],
  ['"site 9"', ['bo', 'cy']],
  ['"site 9" "warehouse north"', ['cy']],
  ['"site warehouse"', []],
  ['zone-a', ['bo', 'cy']],
  ['zone-c', ['cy']],
  ['"zone manager"', ['bo']],
  ['role:"zone manager"', []],
  ['none', ['cy']],
  ['', ['ada', 'bo', 'cy', 'nameless', 'bare']],
] as const) {
  test(`the filter ‘${filter}’ finds ${who.join(', ') || 'nobody'}`, () => assert.deepEqual(found(filter), who));
}

test('words do not run from one field into the next', () => {
  assert.deepEqual(found('"king u-ada"'), []);
  assert.deepEqual(found('"example.test ada"'), []);
});

test('after how many days a user counts as dormant is a matter of the settings', () => {
  const view = { filter: 'state:dormant', sort: 'created|desc' } as const;
  assert.deepEqual(arrangeUsers(everybody, view, { ...facts, dormantAfterDays: 1 }), [ada, bo]);
  assert.deepEqual(arrangeUsers(everybody, view, { ...facts, dormantAfterDays: 1000 }), []);
});

test('the server’s own order is left as it is', () => {
  const odd = [bare, ada, cy];
  assert.equal(arrangeUsers(odd, plainCylanceView, facts), odd);
});

test('sorting leaves the given list as it was', () => {
  const given = [...everybody];
  assert.notDeepEqual(sorted('name|desc', given), sorted('created|desc', given));
  assert.deepEqual(given, everybody);
});

for (const [sort, order] of [
  ['created|desc', ['ada', 'bo', 'cy', 'nameless', 'bare']],
  ['created|asc', ['bare', 'nameless', 'cy', 'bo', 'ada']],
  // Those without names stand by what is shown for them: the e-mail address, else the id.
  ['name|asc', ['ada', 'cy', 'nameless', 'bo', 'bare']],
  ['name|desc', ['bare', 'bo', 'nameless', 'cy', 'ada']],
  ['email|asc', ['bare', 'ada', 'nameless', 'bo', 'cy']],
  ['email|desc', ['cy', 'bo', 'nameless', 'ada', 'bare']],
  ['role|asc', ['bare', 'ada', 'nameless', 'bo', 'cy']],
  ['role|desc', ['bo', 'cy', 'nameless', 'ada', 'bare']],
  // Those who never logged in, and those of whom no time is told, count as the longest ago.
  ['lastLogin|asc', ['cy', 'nameless', 'bare', 'bo', 'ada']],
  ['lastLogin|desc', ['ada', 'bo', 'cy', 'nameless', 'bare']],
] as const) {
  test(`sorted by ${sort} the users stand as ${order.join(', ')}`, () => assert.deepEqual(sorted(sort), order));
}

test('numbers in names are sorted as numbers, and case does not matter', () => {
  const users = ['user 10', 'User 9', 'user 1'].map((name, n) => aUser(`u-${name}`, { first_name: name, date_created: `2025-02-0${3 - n}T00:00:00Z` }));
  assert.deepEqual(sorted('name|asc', users), ['user 1', 'user 9', 'user 10']);
});

test('among equals the newest created stands first, whichever way is sorted', () => {
  const equals = [1, 2, 3, 4].map((day) => aUser(`u-${day}`, { ...ada, id: asCylanceUserId(`u-${day}`), date_created: `2025-02-0${day}T00:00:00Z` }));
  const newestFirst = [...equals].sort(byNewestCreated);
  for (const property of cylanceSorts.filter((sort) => sort !== 'created')) {
    for (const direction of ['asc', 'desc'] as const) {
      assert.deepEqual(sorted(`${property}|${direction}`, newestFirst), ['4', '3', '2', '1'], `${property} ${direction}`);
    }
  }
  assert.deepEqual(sorted('created|asc', newestFirst), ['1', '2', '3', '4']);
});

test('what is filtered is sorted as well', () => {
  assert.deepEqual(arrangeUsers(everybody, { filter: '"site 9"', sort: 'email|desc' }, facts), [cy, bo]);
});
