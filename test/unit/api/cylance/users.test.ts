import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCylanceUser, readAllCylanceUsers, readCylanceUser, readCylanceUserPage } from '../../../../src/api/cylance/users.ts';
import { cylanceRig, guidNumber, manyCylanceUsers, page, pagesOf } from '../fakes/cylanceRig.ts';
import type { CylanceRig, FakeItem } from '../fakes/cylanceRig.ts';
import { failure } from '../fakes/failure.ts';
import { answer, json, pathOf, queryOf } from '../fakes/fakeTransport.ts';
import type { Script } from '../fakes/fakeTransport.ts';

const readAll = async (rig: CylanceRig): Promise<{ ids: string[]; missing: number }> => {
  const { users, missing } = await rig.clock.finish(readAllCylanceUsers(rig.client));
  return { ids: users.map(({ id }) => id), missing };
};
const numberOf = (url: string): number => Number(new URL(url).searchParams.get('page'));
const asked = (rig: CylanceRig): number[] => rig.calls().map(({ url }) => numberOf(url));

const documented = {
  id: '5B0C7B1E-2F64-4B6C-9A53-0D8A6F3E1C11',
  tenant_id: '0f6d2c55-8a3b-4e0e-b7a1-6c2f90d4e722',
  first_name: 'Mira',
  last_name: 'Okafor',
  email: 'mira.okafor@example.test',
  has_logged_in: true,
  role_type: '00000000-0000-0000-0000-000000000001',
  role_name: 'User',
  default_zone_role_type: '00000000-0000-0000-0000-000000000000',
  default_zone_role_name: 'None',
  zones: [{ id: 'C1E0A7D291B44C558D0F2A7E5B6F9A33', role_type: '00000000-0000-0000-0000-000000000001', role_name: 'Zone Manager' }],
  date_last_login: '2024-02-03T08:15:42',
  date_email_confirmed: null,
  date_created: '2023-11-20T09:01:07.1234567',
  date_modified: '0001-01-01T00:00:00',
  something_new: { kept: true },
};

test('a page is asked for in the largest size, and its users have all fields, with dates in UTC and ids in one spelling', async () => {
  const rig = cylanceRig({ script: () => page([documented], 401, 200) });
  const { items, totalPages, total, unusable } = await rig.clock.finish(readCylanceUserPage(rig.client, 2));
  const [request] = rig.calls();
  assert.ok(request);
  assert.equal(pathOf(request), '/users/v2');
  assert.deepEqual(Object.fromEntries(queryOf(request)), { page: '2', page_size: '200' });
  assert.deepEqual([totalPages, total, unusable], [3, 401, 0]);
  assert.deepEqual(items, [
    {
      ...documented,
      id: '5b0c7b1e-2f64-4b6c-9a53-0d8a6f3e1c11',
      zones: [{ ...documented.zones[0], id: 'c1e0a7d2-91b4-4c55-8d0f-2a7e5b6f9a33' }],
      date_last_login: '2024-02-03T08:15:42Z',
      date_email_confirmed: undefined,
      date_created: '2023-11-20T09:01:07.123Z',
      date_modified: undefined,
    },
  ]);
});

test('the names of fields in the older documents are read too', async () => {
  const old = { user_id: guidNumber(7), user_role: '00000000-0000-0000-0000-000000000002', default_zone_role: '00000000-0000-0000-0000-000000000001' };
  const rig = cylanceRig({ script: () => json(200, old) });
  const user = await rig.clock.finish(readCylanceUser(rig.client, guidNumber(7)));
  assert.equal(user.id, guidNumber(7));
  assert.equal(user.role_type, old.user_role);
  assert.equal(user.default_zone_role_type, old.default_zone_role);
  assert.equal('user_id' in user, false);
});

test('fields of another type are absent, zones without an id are left out', async () => {
  const zones = [{ id: '' }, 'x', { id: 'Z', role_type: 3 }];
  const odd = { id: guidNumber(1), email: 5, first_name: null, has_logged_in: 'yes', role_type: [], zones, date_created: 17 };
  const rig = cylanceRig({ script: () => page([odd, { id: guidNumber(2), zones: null }], 2, 200) });
  const { items } = await rig.clock.finish(readCylanceUserPage(rig.client, 1));
  const [first, second] = items;
  assert.deepEqual([first?.email, first?.first_name, first?.has_logged_in, first?.role_type, first?.date_created], Array(5).fill(undefined));
  assert.deepEqual(first?.zones, [{ id: 'z', role_type: undefined }]);
  assert.deepEqual(second?.zones, []);
});

test('a record that cannot be used is left out, and told in the log without values', async () => {
  const rig = cylanceRig({ script: () => page([{ email: 'hidden@example.test' }, null, { id: guidNumber(1) }], 3, 200) });
  assert.deepEqual(await readAll(rig), { ids: [guidNumber(1)], missing: 0 });
  assert.match(rig.lines.join('\n'), /listUsers: record 1 of page 1 is left out: it has no id\. Left out in all: 2\./);
  assert.doesNotMatch(rig.lines.join('\n'), /hidden/);
});

for (const body of [{}, [], 'text', null, { page_items: {} }]) {
  test(`an answer of ${JSON.stringify(body)} is no list of users`, async () => {
    const rig = cylanceRig({ script: () => json(200, body) });
    const error = await failure(readAll(rig));
    assert.equal(error.kind, 'protocol');
    assert.match(error.advice, /another form/);
  });
}

test('a tenant without users has none, whether that is no page or one', async () => {
  for (const total_pages of [0, 1]) {
    for (const page_items of [[], null]) {
      const rig = cylanceRig({ script: () => json(200, { total_pages, total_number_of_items: 0, page_items }) });
      assert.deepEqual(await readAll(rig), { ids: [], missing: 0 });
      assert.equal(rig.calls().length, 1);
    }
  }
});

test('all pages are read once, in the server’s order, and further ones in parallel', async () => {
  const users = manyCylanceUsers(5_001);
  const rig = cylanceRig({ script: pagesOf(users), latencyMs: 50 });
  await rig.clock.finish(readCylanceUserPage(rig.client, 1));
  const started = rig.clock.now();
  assert.deepEqual((await readAll(rig)).ids, users.map(({ id }) => id));
  assert.deepEqual(asked(rig).slice(1).sort((left, right) => left - right), Array.from({ length: 26 }, (_, n) => n + 1));
  assert.equal(rig.clock.now() - started, 150, 'the first, twenty at once and the other five');
});

test('users are in one order whatever order they come in', async () => {
  const users = manyCylanceUsers(250);
  const rig = cylanceRig({ script: pagesOf([...users].reverse()) });
  assert.deepEqual((await readAll(rig)).ids, users.map(({ id }) => id));
});

test('progress is told, never backwards, up to the total', async () => {
  const rig = cylanceRig({ script: pagesOf(manyCylanceUsers(1_000)), latencyMs: 20 });
  const told: number[] = [];
  await rig.clock.finish(readAllCylanceUsers(rig.client, { onProgress: (read, total) => void told.push(read, total) }));
  assert.deepEqual(told, [200, 1000, 400, 1000, 600, 1000, 800, 1000, 1000, 1000]);
});

test('reading can be cancelled, and then nothing more is asked for', async () => {
  const rig = cylanceRig({ script: pagesOf(manyCylanceUsers(50_000)), latencyMs: 20 });
  const abort = new AbortController();
  const work = readAllCylanceUsers(rig.client, { signal: abort.signal, onProgress: (read) => (read > 600 ? abort.abort() : undefined) });
  assert.equal((await failure(rig.clock.finish(work))).kind, 'cancelled');
  assert.ok(rig.calls().length < 60);
  assert.equal(rig.budget.snapshot().inFlight, 0);
});

test('a page that cannot be read fails the whole', async () => {
  const users = pagesOf(manyCylanceUsers(2_000));
  const rig = cylanceRig({ script: (request, index) => (numberOf(request.url) === 4 ? json(403, {}) : users(request, index)) });
  assert.equal((await failure(readAll(rig))).kind, 'forbidden');
});

test('a user who is added meanwhile shifts the pages: nobody comes twice, and the new one is found by reading again', async () => {
  const before = manyCylanceUsers(400);
  const after: FakeItem[] = [{ ...before[0], id: 'new' }, ...before];
  const rig = cylanceRig({ script: (request, index) => pagesOf(index === 0 ? before : after)(request, index) });
  const { ids, missing } = await readAll(rig);
  assert.equal(missing, 0);
  assert.deepEqual(new Set(ids), new Set(after.map(({ id }) => id)));
  assert.equal(ids.length, 401);
});

test('a user who is deleted meanwhile hides another: the list is read again', async () => {
  const before = manyCylanceUsers(600);
  const after = before.slice(1);
  const rig = cylanceRig({ script: (request, index) => pagesOf(index === 0 ? before : after)(request, index) });
  assert.deepEqual(await readAll(rig), { ids: after.map(({ id }) => id), missing: 0 });
  assert.deepEqual(asked(rig), [1, 2, 3, 1, 2, 3]);
});

test('a server that counts more than it gives is read twice, and what is missing is told', async () => {
  const rig = cylanceRig({ script: () => page(manyCylanceUsers(3), 5, 200) });
  assert.equal((await readAll(rig)).missing, 2);
  assert.equal(rig.calls().length, 2);
  assert.match(rig.lines.join('\n'), /2 fewer were found than the server counts/);
});

test('a page past the end ends the list, whether it is empty or not found', async () => {
  for (const past of [json(200, { page_items: [] }), json(404, { message: 'no such page' }), answer(404, '')]) {
    const users = manyCylanceUsers(200);
    const script: Script = (request) => (numberOf(request.url) === 1 ? json(200, { total_pages: 2, total_number_of_items: 200, page_items: users }) : past);
    assert.deepEqual(await readAll(cylanceRig({ script })), { ids: users.map(({ id }) => id), missing: 0 });
  }
});

test('a web page instead of a page of the list is not taken for its end', async () => {
  const users = pagesOf(manyCylanceUsers(300));
  const rig = cylanceRig({ script: (request, index) => (numberOf(request.url) === 2 ? answer(404, '<html>') : users(request, index)) });
  assert.equal((await failure(readAll(rig))).reason, 'html');
});

test('a server that tells no total is read until a page is not full', async () => {
  const users = manyCylanceUsers(450);
  const script: Script = (request) => json(200, { page_items: users.slice((numberOf(request.url) - 1) * 200, numberOf(request.url) * 200) });
  const rig = cylanceRig({ script });
  assert.equal((await readAll(rig)).ids.length, 450);
  assert.deepEqual(asked(rig), [1, 2, 3]);
});

test('a server that gives smaller pages than asked for is read to its last page', async () => {
  const users = manyCylanceUsers(250);
  const rig = cylanceRig({ script: (request) => page(users.slice((numberOf(request.url) - 1) * 100, numberOf(request.url) * 100), 250, 100) });
  assert.equal((await readAll(rig)).ids.length, 250);
  assert.deepEqual(asked(rig), [1, 2, 3]);
});

test('a list without end is not begun', async () => {
  for (const endless of [{ total_pages: 1e9 }, { total_number_of_items: 1e12 }]) {
    const rig = cylanceRig({ script: () => json(200, { page_items: manyCylanceUsers(1), ...endless }) });
    assert.equal((await failure(readAll(rig))).reason, 'tooLarge');
    assert.equal(rig.calls().length, 1);
  }
});

test('one user is read by id or address, which is encoded', async () => {
  const rig = cylanceRig({ script: () => json(200, documented) });
  await rig.clock.finish(readCylanceUser(rig.client, ' mira+x%/y@example.test '));
  assert.equal(new URL(rig.calls()[0]?.url ?? '').pathname, '/users/v2/mira%2Bx%25%2Fy%40example.test');
});

test('nobody is found by 404, an empty success, nothing or dots', async () => {
  for (const [script, who, calls] of [
    [() => json(404, { message: 'no' }), 'x@example.test', 1],
    [() => answer(200, ''), 'x@example.test', 1],
    [() => json(200, documented), ' ', 0],
    [() => json(200, documented), '..', 0],
  ] as const) {
    const rig = cylanceRig({ script });
    assert.equal(await rig.clock.finish(findCylanceUser(rig.client, who)), undefined);
    assert.equal((await failure(rig.clock.finish(readCylanceUser(rig.client, who)))).reason, 'unknownUser');
    assert.equal(rig.calls().length, 2 * calls);
  }
});

test('what is no answer about a user is an error, not nobody', async () => {
  for (const answered of [json(400, {}), json(403, {}), answer(404, '<html>'), json(200, {}), json(200, [])]) {
    const rig = cylanceRig({ script: () => answered });
    await failure(rig.clock.finish(findCylanceUser(rig.client, 'x@example.test')));
  }
});
