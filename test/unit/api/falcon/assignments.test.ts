import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { assignedTo, canAskByCid, isAssignedTo, readAssignedCids, readMatching } from '../../../../src/api/falcon/assignments.ts';
import { asUserUuid } from '../../../../src/core/ids.ts';
import type { Cid } from '../../../../src/core/ids.ts';
import { failure } from '../fakes/failure.ts';
import { cidNumber, found, pathOf, queryOf, refused, rig } from '../fakes/fakeTransport.ts';
import type { Script, Rig } from '../fakes/fakeTransport.ts';
import { manyUsers, userServer } from '../fakes/userServer.ts';

const user = asUserUuid('11111111-2222-4333-8444-555555555555');
const wanted = /^uuid:'([^']+)'\+assigned_cids:\[(.*)\]$/;

const isAggregate = (request: Parameters<typeof pathOf>[0]): boolean => pathOf(request).includes('/aggregates/');
/** What a server answers for a field that it cannot aggregate. */
const tellsNothing: Script = () => found([{ name: 'assigned CIDs', buckets: [] }]);

/** A server where the user holds something in these CIDs. */
function serverWith(held: ReadonlySet<string>, aggregate: Script = tellsNothing): Rig {
  const made = rig({
    script: (request, index) => {
      if (isAggregate(request)) return aggregate(request, index);
      const [, uuid, list = ''] = wanted.exec(queryOf(request).get('filter') ?? '') ?? [];
      assert.equal(uuid, user);
      const asked = list.split(',').map((quoted) => quoted.slice(1, -1));
      return found(asked.some((cid) => held.has(cid)) ? [user] : [], 1);
    },
  });
  made.budget.observe(6_000, 6_000);
  return made;
}

const queries = ({ calls }: Rig): number => calls().filter((request) => !isAggregate(request)).length;
const buckets = (labels: readonly string[]) => labels.map((label) => ({ label, count: 1 }));

const cids = (count: number): Cid[] => Array.from({ length: count }, (_, n) => cidNumber(n));

test('exactly the CIDs where the user holds something are found, in order, with few queries', async () => {
  const places = fc.tuple(fc.integer({ min: 0, max: 700 }), fc.uniqueArray(fc.integer({ min: 0, max: 999 }), { maxLength: 12 }));
  await fc.assert(
    fc.asyncProperty(places, async ([count, numbers]) => {
      const held = new Set(numbers.map(cidNumber));
      const made = serverWith(held);
      const { clock, client } = made;
      const all = cids(count);
      const expected = all.filter((cid) => held.has(cid));
      assert.deepEqual(await clock.finish(readAssignedCids(client, user, all)), expected);
      const most = Math.ceil(count / 250) + Math.min(18 * expected.length, Math.ceil(1.4 * count));
      assert.ok(queries(made) <= most, `${queries(made)} queries, ${most} at most`);
    }),
    { numRuns: 40 },
  );
});

test('for a user who holds nothing, 300 CIDs take two queries', async () => {
  const made = serverWith(new Set());
  assert.deepEqual(await made.clock.finish(readAssignedCids(made.client, user, cids(300))), []);
  assert.equal(queries(made), 2);
});

test('one CID among 250 takes no more than 19 queries', async () => {
  const made = serverWith(new Set([cidNumber(77)]));
  assert.deepEqual(await made.clock.finish(readAssignedCids(made.client, user, cids(250))), [cidNumber(77)]);
  assert.ok(queries(made) <= 19, String(queries(made)));
});

test('a user who holds something everywhere is found everywhere, with few more queries than CIDs', async () => {
  const all = cids(2_000);
  const made = serverWith(new Set(all));
  assert.deepEqual(await made.clock.finish(readAssignedCids(made.client, user, all)), all);
  assert.ok(queries(made) <= 2_800, String(queries(made)));
});

test('where the aggregate tells the CIDs, nothing more is asked', async () => {
  const held = [cidNumber(3), cidNumber(1_500), cidNumber(5_000)];
  const made = serverWith(new Set(), () => found([{ name: 'assigned CIDs', buckets: buckets(held) }]));
  assert.deepEqual(await made.clock.finish(readAssignedCids(made.client, user, cids(2_000))), [cidNumber(3), cidNumber(1_500)]);
  assert.equal(made.calls().length, 1);
  const [query] = JSON.parse(made.calls()[0]?.body ?? '') as [{ filter: string; size: number }];
  assert.deepEqual([query.filter, query.size], [`uuid:'${user}'`, 2_001]);
});

const doubtful: Readonly<Record<string, Script>> = {
  'leaves some out': () => found([{ name: '', buckets: buckets([cidNumber(1)]), sum_other_doc_count: 3 }]),
  'is refused': () => refused(403, 'no'),
  'fails': () => refused(500, 'oops'),
};

for (const [name, script] of Object.entries(doubtful)) {
  test(`where the aggregate ${name}, the filter decides`, async () => {
    const made = serverWith(new Set([cidNumber(7)]), script);
    assert.deepEqual(await made.clock.finish(readAssignedCids(made.client, user, cids(20))), [cidNumber(7)]);
    assert.equal(made.calls().filter(isAggregate).length, 1);
  });
}

test('no CIDs are no requests', async () => {
  const { clock, client, calls } = serverWith(new Set());
  assert.deepEqual(await clock.finish(readAssignedCids(client, user, [])), []);
  assert.equal(calls().length, 0);
});

test('a query that fails fails the search, rather than leaving CIDs out', async () => {
  const made = rig({ script: (request, index) => (isAggregate(request) ? tellsNothing(request, index) : index < 4 ? found([user], 1) : refused(403, 'no')) });
  assert.equal((await failure(made.clock.finish(readAssignedCids(made.client, user, cids(100))))).kind, 'forbidden');
});

test('the filter for a CID is quoted', () => {
  assert.equal(assignedTo(cidNumber(1)), `assigned_cids:['${cidNumber(1)}']`);
});

test('who matches a filter is read without records, one request for each 500', async () => {
  const { client, clock, calls } = rig({ script: userServer(manyUsers(1_234)) });
  const { uuids, users, requests } = await clock.finish(readMatching(client, "status:'active'"));
  assert.deepEqual([uuids.size, users.length, requests, calls().length], [1_234, 0, 3, 3]);
  assert.ok(calls().every((request) => queryOf(request).get('filter') === "status:'active'"));
});

test('when somebody goes between two pages, nobody else falls between them', async () => {
  const everybody = manyUsers(1_234);
  let isFirst = true;
  const { client, clock, calls } = rig({
    script: (request) => {
      const answer = userServer(everybody)(request);
      if (isFirst) everybody.shift();
      isFirst = false;
      return answer;
    },
  });
  const { uuids, requests } = await clock.finish(readMatching(client, undefined));
  assert.deepEqual([everybody.filter(({ uuid }) => !uuids.has(asUserUuid(uuid))), requests, calls().length], [[], 6, 6]);
});

test('a server that counts otherwise than it lists is not asked for ever', async () => {
  const users = manyUsers(700).map(({ uuid }) => uuid);
  const page = (offset: number): readonly string[] => users.slice(offset, offset + 500);
  const { client, clock } = rig({ script: (request) => found(page(Number(queryOf(request).get('offset') ?? 0)), 705) });
  const { uuids, requests } = await clock.finish(readMatching(client, undefined));
  assert.equal(uuids.size, 700);
  assert.ok(requests <= 6, `${requests} requests`);
});

test('where the server refuses a deep page, everybody is found all the same, each once', async () => {
  const everybody = manyUsers(2_600);
  const { client, clock } = rig({ script: userServer(everybody, { deepest: 1_000 }) });
  const { uuids, users } = await clock.finish(readMatching(client, undefined));
  assert.deepEqual([uuids.size, users.length], [2_600, 2_600]);
});

test('a first page that is refused is a failure', async () => {
  const { client, clock } = rig({ script: () => refused(400, 'invalid filter') });
  assert.equal((await failure(clock.finish(readMatching(client, "assigned_cids:['x']")))).kind, 'invalid');
});

for (const [how, script, can] of [
  ['finds nobody in a CID that nobody has', () => found([], 0), true],
  ['finds somebody there', () => found([user], 7), false],
  ['refuses to look', () => refused(400, 'invalid filter'), false],
] as const satisfies readonly (readonly [string, Script, boolean])[]) {
  test(`a server that ${how} ${can ? 'can' : 'cannot'} be asked by CID`, async () => {
    const { client, clock, calls } = rig({ script });
    assert.equal(await clock.finish(canAskByCid(client)), can);
    assert.deepEqual(calls().map((request) => [queryOf(request).get('filter'), queryOf(request).get('limit')]), [[`assigned_cids:['${'0'.repeat(32)}']`, '1']]);
  });
}

test('whether the server can be asked by CID is not told by one that may not be asked', async () => {
  const { client, clock } = rig({ script: () => refused(403, 'access denied, authorization failed') });
  assert.equal((await failure(clock.finish(canAskByCid(client)))).kind, 'forbidden');
});

test('one user is looked for in one CID', async () => {
  const { client, clock } = serverWith(new Set([cidNumber(3)]));
  assert.deepEqual(await clock.finish(Promise.all([3, 4].map((n) => isAssignedTo(client, user, cidNumber(n))))), [true, false]);
});
