import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAllUsers, readUserPage, readUsers } from '../../../../src/api/falcon/users.ts';
import { asUserUuid } from '../../../../src/core/ids.ts';
import { failure } from '../fakes/failure.ts';
import { found, pathOf, queryOf, refused, rig } from '../fakes/fakeTransport.ts';
import type { Rig, RigOptions } from '../fakes/fakeTransport.ts';
import { manyUsers, userServer } from '../fakes/userServer.ts';

function known(script: RigOptions['script']): Rig {
  const made = rig({ script });
  made.budget.observe(6_000, 6_000);
  return made;
}

const queries = ({ calls }: Rig): number => calls().filter((request) => pathOf(request).includes('/queries/')).length;

test('records come in the order asked for, and those that do not exist are left out', async () => {
  const { clock, client } = known(userServer(manyUsers(5)));
  const asked = ['uuid-3', 'uuid-9', 'uuid-1'].map(asUserUuid);
  assert.deepEqual((await clock.finish(readUsers(client, asked))).map(({ uuid }) => uuid), ['uuid-3', 'uuid-1']);
});

test('records are read 500 at a time', async () => {
  const { clock, client, calls } = known(userServer(manyUsers(1_201)));
  const read = await clock.finish(readUsers(client, manyUsers(1_201).map(({ uuid }) => asUserUuid(uuid))));
  assert.equal(read.length, 1_201);
  assert.deepEqual(calls().map(({ body }) => (JSON.parse(body ?? '') as { ids: string[] }).ids.length), [500, 500, 201]);
  assert.deepEqual(await clock.finish(readUsers(client, [])), []);
});

test('a page tells how many there are and how far it moves, though some records are gone', async () => {
  const { clock, client } = known(userServer(manyUsers(30), { gone: new Set(['uuid-12']) }));
  const page = await clock.finish(readUserPage(client, { sort: 'uid|asc' }, { offset: 10, limit: 10 }));
  assert.equal(page.total, 30);
  assert.equal(page.count, 10);
  assert.equal(page.users.length, 9);
});

test('all users are read, in order, with one query and one records read for each 500', async () => {
  const made = known(userServer(manyUsers(2_300)));
  const told: number[] = [];
  const users = await made.clock.finish(readAllUsers(made.client, {}, { onProgress: (read, total) => (assert.equal(total, 2_300), told.push(read)) }));
  assert.deepEqual(users.map(({ uuid }) => uuid), manyUsers(2_300).map(({ uuid }) => uuid));
  assert.equal(queries(made), 5);
  assert.equal(made.calls().length, 10);
  assert.deepEqual(told, [500, 1_000, 1_500, 2_000, 2_300]);
});

test('filter and order go into every page', async () => {
  const made = known(userServer(manyUsers(700)));
  await made.clock.finish(readAllUsers(made.client, { filter: "status:'active'", sort: 'name|desc' }));
  for (const request of made.calls().filter((call) => pathOf(call).includes('/queries/'))) {
    assert.equal(queryOf(request).get('filter'), "status:'active'");
    assert.equal(queryOf(request).get('sort'), 'name|desc');
  }
});

test('records that vanish while they are read do not make the pages smaller', async () => {
  const gone = new Set(Array.from({ length: 499 }, (_, n) => `uuid-${n}`));
  const made = known(userServer(manyUsers(2_000), { gone }));
  assert.equal((await made.clock.finish(readAllUsers(made.client, {}))).length, 1_501);
  assert.equal(queries(made), 4);
});

test('a user that comes twice because the list moved is taken once', async () => {
  const users = manyUsers(600);
  const serve = userServer(users);
  const made = known((request) => {
    const query = queryOf(request);
    if (query.get('offset') !== '500') return serve(request);
    return found(users.slice(499).map(({ uuid }) => uuid), 601);
  });
  assert.equal((await made.clock.finish(readAllUsers(made.client, {}))).length, 600);
});

test('where the server refuses deep pages, reading goes on behind the last name', async () => {
  const count = 23_456;
  const made = known(userServer(manyUsers(count), { deepest: 10_000 }));
  const told: (readonly [number, number])[] = [];
  const users = await made.clock.finish(readAllUsers(made.client, { filter: "status:'active'" }, { onProgress: (...now) => told.push(now) }));
  assert.deepEqual(users.map(({ uuid }) => uuid), manyUsers(count).map(({ uuid }) => uuid));
  const least = Math.ceil(count / 500);
  assert.ok(queries(made) <= least + 30, `${queries(made)} queries for ${least} pages`);
  assert.ok(made.calls().some((request) => queryOf(request).get('filter') === "status:'active'+uid:>'user009999@x.example'"));
  told.reduce(([read0, total0], [read1, total1]) => {
    assert.ok(read1 >= read0 && total1 >= total0, `${read0}/${total0}, then ${read1}/${total1}`);
    return [read1, total1];
  });
});

test('when only one page of many is refused, nothing of it is left out', async () => {
  const users = manyUsers(3_000);
  const serve = userServer(users);
  const made = known((request) => {
    const query = queryOf(request);
    return query.get('offset') === '1000' && !query.get('filter') ? refused(400, 'not now') : serve(request);
  });
  const read = await made.clock.finish(readAllUsers(made.client, {}));
  assert.deepEqual(read.map(({ uuid }) => uuid), users.map(({ uuid }) => uuid));
});

test('a deep page that is refused in another order is a refusal', async () => {
  const made = known(userServer(manyUsers(12_000), { deepest: 10_000 }));
  assert.equal((await failure(made.clock.finish(readAllUsers(made.client, { sort: 'last_name|asc' })))).kind, 'invalid');
});

test('a server that refuses deep pages and does not look at the filter is a refusal, never a short list', async () => {
  const made = known(userServer(manyUsers(12_000), { deepest: 10_000, ignoresFilter: true }));
  const error = await failure(made.clock.finish(readAllUsers(made.client, {})));
  assert.equal(error.kind, 'invalid');
  assert.equal(error.status, 400);
});

test('users without a name are no place to go on from: a refusal, never a short list', async () => {
  const users = Array.from({ length: 12_000 }, (_, n) => ({ uuid: `uuid-${n}` }));
  const made = known(userServer(users, { deepest: 10_000 }));
  assert.equal((await failure(made.clock.finish(readAllUsers(made.client, {})))).kind, 'invalid');
});

test('a first page that is refused is a refusal', async () => {
  const made = known(() => refused(400, 'bad filter'));
  assert.equal((await failure(made.clock.finish(readAllUsers(made.client, {})))).kind, 'invalid');
  assert.equal(made.calls().length, 1);
});

test('aborting stops all reading', async () => {
  const abort = new AbortController();
  const serve = userServer(manyUsers(50_000));
  const made = known((request) => {
    if (queryOf(request).get('offset') === '5000') abort.abort();
    return serve(request);
  });
  const error = await failure(made.clock.finish(readAllUsers(made.client, {}, { signal: abort.signal })));
  assert.equal(error.kind, 'cancelled');
  const sent = made.calls().length;
  await made.clock.advance(60_000);
  assert.equal(made.calls().length, sent);
  assert.equal(made.budget.snapshot().queued, 0);
});

test('records that cannot be read stop the pages, and what failed is what is thrown', async () => {
  const serve = userServer(manyUsers(100_000));
  const made = known((request) => {
    if (!pathOf(request).endsWith('/GET/v1')) return serve(request);
    return (request.body ?? '').includes('"uuid-1000"') ? refused(403, 'access denied, authorization failed') : serve(request);
  });
  const error = await failure(made.clock.finish(readAllUsers(made.client, {})));
  assert.equal(error.reason, 'missingScope');
  const sent = made.calls().length;
  await made.clock.advance(60_000);
  assert.equal(made.calls().length, sent);
  assert.ok(queries(made) < 200, 'not all pages were asked for');
});
