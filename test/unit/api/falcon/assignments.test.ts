import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { assignedTo, readAssignedCids } from '../../../../src/api/falcon/assignments.ts';
import { asUserUuid } from '../../../../src/core/ids.ts';
import type { Cid } from '../../../../src/core/ids.ts';
import { failure } from '../fakes/failure.ts';
import { cidNumber, found, queryOf, refused, rig } from '../fakes/fakeTransport.ts';
import type { Rig } from '../fakes/fakeTransport.ts';

const user = asUserUuid('11111111-2222-4333-8444-555555555555');
const wanted = /^uuid:'([^']+)'\+assigned_cids:\[(.*)\]$/;

/** A server where the user holds something in these CIDs. */
function serverWith(held: ReadonlySet<string>): Rig {
  const made = rig({
    script: (request) => {
      const [, uuid, list = ''] = wanted.exec(queryOf(request).get('filter') ?? '') ?? [];
      assert.equal(uuid, user);
      const asked = list.split(',').map((quoted) => quoted.slice(1, -1));
      return found(asked.some((cid) => held.has(cid)) ? [user] : [], 1);
    },
  });
  made.budget.observe(6_000, 6_000);
  return made;
}

const cids = (count: number): Cid[] => Array.from({ length: count }, (_, n) => cidNumber(n));

test('exactly the CIDs where the user holds something are found, in order, with few queries', async () => {
  const places = fc.tuple(fc.integer({ min: 0, max: 700 }), fc.uniqueArray(fc.integer({ min: 0, max: 999 }), { maxLength: 12 }));
  await fc.assert(
    fc.asyncProperty(places, async ([count, numbers]) => {
      const held = new Set(numbers.map(cidNumber));
      const { clock, client, calls } = serverWith(held);
      const all = cids(count);
      const expected = all.filter((cid) => held.has(cid));
      assert.deepEqual(await clock.finish(readAssignedCids(client, user, all)), expected);
      const most = Math.ceil(count / 250) + 16 * expected.length;
      assert.ok(calls().length <= most, `${calls().length} queries, ${most} at most`);
    }),
    { numRuns: 40 },
  );
});

test('for a user who holds nothing, 300 CIDs take two queries', async () => {
  const { clock, client, calls } = serverWith(new Set());
  assert.deepEqual(await clock.finish(readAssignedCids(client, user, cids(300))), []);
  assert.equal(calls().length, 2);
});

test('one CID among 250 takes no more than 17 queries, in 9 rounds', async () => {
  const { clock, client, calls } = serverWith(new Set([cidNumber(77)]));
  assert.deepEqual(await clock.finish(readAssignedCids(client, user, cids(250))), [cidNumber(77)]);
  assert.ok(calls().length <= 17, String(calls().length));
});

test('a user who holds something everywhere is found everywhere', async () => {
  const all = cids(250);
  const { clock, client, calls } = serverWith(new Set(all));
  assert.deepEqual(await clock.finish(readAssignedCids(client, user, all)), all);
  assert.ok(calls().length < 500);
});

test('no CIDs are no queries', async () => {
  const { clock, client, calls } = serverWith(new Set());
  assert.deepEqual(await clock.finish(readAssignedCids(client, user, [])), []);
  assert.equal(calls().length, 0);
});

test('a query that fails fails the search, rather than leaving CIDs out', async () => {
  const made = rig({ script: (_, index) => (index < 3 ? found([user], 1) : refused(403, 'no')) });
  assert.equal((await failure(made.clock.finish(readAssignedCids(made.client, user, cids(100))))).kind, 'forbidden');
});

test('the filter for a CID is quoted', () => {
  assert.equal(assignedTo(cidNumber(1)), `assigned_cids:['${cidNumber(1)}']`);
});
