import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asCid, asRoleId, asUserUuid } from '../../../src/core/ids.ts';
import { withoutSecret } from '../../../src/state/connection.ts';
import { bySpan, endingToday, nextChange, spanOf, stillHeld, temporaryGrant, timeLeft } from '../../../src/state/temporaryAccess.ts';
import type { TemporaryGrant } from '../../../src/state/temporaryAccess.ts';
import { anEntry } from './entries.ts';

const acme = withoutSecret(anEntry());
const cid = asCid('c'.repeat(32));
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
/** A Monday at noon, where the tests run. */
const noon = new Date(2026, 2, 9, 12).getTime();
const at = (date: number, hours: number, minutes = 0): number => new Date(2026, 2, date, hours, minutes).getTime();

function ending(endsAt: number, over: { readonly role?: string; readonly group?: string } = {}): TemporaryGrant {
  const grant = { role_id: asRoleId(over.role ?? 'responder'), cid, expires_at: new Date(endsAt).toISOString(), user_group_id: over.group };
  const found = temporaryGrant(acme, { uuid: asUserUuid('ada') }, grant);
  assert.ok(found);
  return found;
}

test('a temporary grant is named by the ids that commands take, whenever it ends', () => {
  const { id, target } = ending(noon);
  assert.deepEqual(target, { connection: 'one', user: 'ada', cid, role: 'responder' });
  assert.equal(ending(noon + hour).id, id);
  assert.notEqual(ending(noon, { group: 'soc' }).id, id);
});

test('a grant without an end, or with one that is no date, is not temporary', () => {
  const user = { uuid: asUserUuid('ada') };
  assert.equal(temporaryGrant(acme, user, { role_id: asRoleId('a') }), undefined);
  assert.equal(temporaryGrant(acme, user, { role_id: asRoleId('a'), expires_at: 'soon' }), undefined);
});

test('what has ended is left out, the rest is sorted by its end, each once', () => {
  const [late, soon, gone] = [ending(noon + day, { role: 'a' }), ending(noon + minute, { role: 'b' }), ending(noon, { role: 'c' })];
  assert.deepEqual(stillHeld([late, gone, soon, late], noon).map(({ target }) => target.role), ['b', 'a']);
});

for (const [endsAt, span] of [
  [noon + hour - 1, 'hour'],
  [noon + hour, 'today'],
  [at(9, 23, 59), 'today'],
  [at(10, 0), 'tomorrow'],
  [at(10, 23, 59), 'tomorrow'],
  [at(11, 0), 'week'],
  [at(16, 23, 59), 'week'],
  [at(17, 0), 'later'],
] as const) {
  test(`${new Date(endsAt).toString()} is “${span}”, seen from noon`, () => assert.equal(spanOf(endsAt, noon), span));
}

test('what ends within the hour is near, on whichever day', () => assert.equal(spanOf(at(10, 0, 10), at(9, 23, 30)), 'hour'));

test('groups stand in the order of time, and empty ones are left out', () => {
  const grants = [ending(noon + minute, { role: 'a' }), ending(at(9, 20), { role: 'b' }), ending(at(9, 21), { role: 'c' }), ending(at(12, 9), { role: 'd' })];
  const groups = bySpan(grants, noon).map(({ span, grants: some }) => [span, ...some.map(({ target }) => target.role)]);
  assert.deepEqual(groups, [
    ['hour', 'a'],
    ['today', 'b', 'c'],
    ['week', 'd'],
  ]);
});

test('those that end today are counted until midnight', () => {
  const grants = [ending(noon - 1), ending(noon + minute), ending(at(9, 23, 59)), ending(at(10, 0))];
  assert.deepEqual([endingToday(grants, noon), endingToday(grants, at(10, 0) - 1), endingToday([ending(at(10, 1))], at(10, 0))], [2, 0, 1]);
});

for (const [left, value, unit] of [
  [1, 1, 'minute'],
  [29_000, 1, 'minute'],
  [90_000, 2, 'minute'],
  [59 * minute, 59, 'minute'],
  [hour, 1, 'hour'],
  [89 * minute, 1, 'hour'],
  [90 * minute, 2, 'hour'],
  [47 * hour, 47, 'hour'],
  [2 * day, 2, 'day'],
  [2.5 * day, 3, 'day'],
  [7 * day, 7, 'day'],
] as const) {
  test(`${left} ms are ${value} ${unit}s`, () => assert.deepEqual(timeLeft(noon + left, noon), { value, unit }));
}

test('the next change is the first moment at which a row says something else, or goes', () => {
  const end = at(15, 12);
  let now = noon;
  let said = '';
  let moments = 0;
  // Every step has to change something: what is said of the end, the group, or the day.
  for (let next: number | undefined = now; next !== undefined; next = nextChange([ending(end)], now)) {
    const before = { now, said };
    now = next;
    said = now < end ? JSON.stringify([timeLeft(end, now), spanOf(end, now), new Date(now).getDate()]) : 'gone';
    assert.notEqual(said, before.said);
    // And nothing changes before it.
    if (now > before.now) assert.equal(JSON.stringify([timeLeft(end, now - 1), spanOf(end, now - 1), new Date(now - 1).getDate()]), before.said);
    moments++;
  }
  assert.deepEqual([now, said], [end, 'gone']);
  assert.ok(moments > 100);
});

test('the earliest of many counts, and where nothing is temporary nothing changes', () => {
  const grants = [ending(noon + 6 * day), ending(noon + 61 * minute), ending(noon + 3 * hour)];
  assert.equal(nextChange(grants, noon), noon + minute + 1);
  assert.equal(nextChange([], noon), undefined);
  assert.equal(nextChange([ending(noon)], noon), undefined);
});
