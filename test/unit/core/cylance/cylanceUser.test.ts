import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byNewestCreated, cylanceDisplayName, cylanceUserState, managesZones } from '../../../../src/core/cylance/cylanceUser.ts';
import type { CylanceUser } from '../../../../src/core/cylance/cylanceUser.ts';
import { asCylanceUserId, asZoneId, parseGuid, plainGuid } from '../../../../src/core/cylance/ids.ts';

const id = asCylanceUserId('5b0c7b1e-2f64-4b6c-9a53-0d8a6f3e1c11');
const user = (facts: Partial<CylanceUser> = {}): CylanceUser => ({ id, zones: [], ...facts });
const now = Date.UTC(2024, 5, 1);

test('a user is called by both names, one of them, the address or the id', () => {
  const email = 'mira@example.test';
  assert.equal(cylanceDisplayName(user({ first_name: 'Mira', last_name: ' Okafor ', email })), 'Mira Okafor');
  assert.equal(cylanceDisplayName(user({ first_name: '', last_name: 'Okafor', email })), 'Okafor');
  assert.equal(cylanceDisplayName(user({ first_name: '', last_name: ' ', email })), email);
  assert.equal(cylanceDisplayName(user()), id);
});

test('how a user stands follows from the last login, else from whether there was one', () => {
  const state = (facts: Partial<CylanceUser>): string => cylanceUserState(user(facts), now, 90);
  assert.equal(state({ has_logged_in: false }), 'neverLoggedIn');
  assert.equal(state({}), 'neverLoggedIn');
  assert.equal(state({ has_logged_in: true }), 'active', 'at a time that is not told');
  assert.equal(state({ has_logged_in: true, date_last_login: '2024-05-30T00:00:00Z' }), 'active');
  assert.equal(state({ has_logged_in: true, date_last_login: '2023-05-30T00:00:00Z' }), 'dormant');
});

test('a zone manager is known by the console role and by a zone', () => {
  const guid = (last: number): string => `00000000-0000-0000-0000-00000000000${last}`;
  const zone = asZoneId('c1e0a7d2-91b4-4c55-8d0f-2a7e5b6f9a33');
  assert.equal(managesZones(user({ role_type: guid(4) })), true);
  assert.equal(managesZones(user({ role_type: guid(1), zones: [{ id: zone, role_type: guid(1) }] })), true);
  assert.equal(managesZones(user({ role_type: guid(1), zones: [{ id: zone, role_type: guid(2) }] })), false);
});

test('the newest created come first, ties by id, users without a date last', () => {
  const users = [
    user({ id: asCylanceUserId('a') }),
    user({ id: asCylanceUserId('d'), date_created: '2024-01-01T00:00:00Z' }),
    user({ id: asCylanceUserId('c'), date_created: '2024-01-01T00:00:00Z' }),
    user({ id: asCylanceUserId('b'), date_created: '2024-01-01T00:00:00.500Z' }),
  ];
  assert.deepEqual(users.sort(byNewestCreated).map((one) => one.id), ['b', 'c', 'd', 'a']);
});

test('an id has one spelling', () => {
  assert.equal(plainGuid('5B0C7B1E2F644B6C9A530D8A6F3E1C11'), id);
  assert.equal(plainGuid(' 5B0C7B1E-2F64-4B6C-9A53-0D8A6F3E1C11 '), id);
  assert.equal(plainGuid('Other'), 'other');
});

test('a pasted id is read in any spelling, and what is none is not', () => {
  for (const text of [id, id.toUpperCase(), id.replaceAll('-', ''), ` {${id}}\n`]) assert.equal(parseGuid(text), id);
  for (const text of ['', 'Acme', id.slice(1), `${id}0`, id.replace('5', 'g'), `${id} ${id}`]) assert.equal(parseGuid(text), undefined, text);
});
