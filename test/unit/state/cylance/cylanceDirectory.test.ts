import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asCylanceUserId, asZoneId } from '../../../../src/core/cylance/ids.ts';
import type { CylanceUser } from '../../../../src/core/cylance/cylanceUser.ts';
import { TenantError } from '../../../../src/core/errors.ts';
import { CylanceDirectory } from '../../../../src/state/cylance/cylanceDirectory.ts';
import type { ShownUsers } from '../../../../src/state/cylance/cylanceDirectory.ts';
import { plainCylanceView } from '../../../../src/state/cylance/cylanceView.ts';
import { guidNumber, manyCylanceUsers, page, pagesOf } from '../../api/fakes/cylanceRig.ts';
import { json, queryOf } from '../../api/fakes/fakeTransport.ts';
import { directoryWorld, inZone, systemRole, zoneNumber } from './cylanceWorld.ts';

const idsOf = (users: readonly { readonly id: string }[] | undefined): string[] | undefined => users?.map(({ id }) => id);
const figures = ({ users, total, remaining, missing }: ShownUsers): number[] => [users.length, total, remaining, missing];
const userNumber = (n: number, over: object = {}) => ({ ...manyCylanceUsers(n)[0], id: guidNumber(n), ...over });
const idNumber = (n: number): CylanceUser['id'] => asCylanceUserId(guidNumber(n));
const adminsOf = (users: readonly { readonly id: string }[], every: number) =>
  users.map((user, index) => (index % every === 0 ? { ...user, role_type: systemRole(2) } : user));

test('users are read page by page, only as far as is asked for, each page once', async () => {
  const users = manyCylanceUsers(450);
  const { directory, done, asked } = directoryWorld({ users });
  assert.deepEqual([directory.knownUsers, directory.userCount], [undefined, undefined]);
  assert.deepEqual(figures(await done(Promise.all([directory.users(), directory.users()])).then(([one]) => one)), [200, 450, 250, 0]);
  assert.deepEqual(asked(), ['/users/v2#1']);
  await done(directory.loadMore());
  assert.deepEqual(figures(await done(directory.users())), [400, 450, 50, 0]);
  await done(directory.loadMore());
  await done(directory.loadMore());
  assert.deepEqual(idsOf((await done(directory.users())).users), idsOf(users));
  assert.deepEqual([asked(), directory.userCount, directory.allKnown], [['/users/v2#2', '/users/v2#3'], 450, undefined]);
});

test('a list that moves while it is read page by page is read as a whole: nobody is there twice, and nobody is left out', async () => {
  const users = manyCylanceUsers(400);
  const added = [userNumber(999), ...users];
  const lost = users.slice(5);
  const exchanged = [userNumber(999), ...users.slice(0, 300), ...users.slice(301)];
  for (const after of [added, lost, exchanged]) {
    const { directory, done, server } = directoryWorld({ users });
    await done(directory.users());
    server.users = after;
    for (let more = 1; more > 0; more = (await done(directory.users())).remaining) await done(directory.loadMore());
    const { users: shown, total, missing } = await done(directory.users());
    assert.deepEqual([idsOf(shown)?.sort(), total, missing], [idsOf(after)?.sort(), after.length, 0]);
  }
});

test('a server that does not tell how many users there are tells of more by its pages', async () => {
  const users = manyCylanceUsers(250);
  const { directory, done, server } = directoryWorld({ users });
  server.instead = async (_path, request) => {
    const { text } = await pagesOf(users)(request, 0);
    return json(200, { ...(JSON.parse(text) as object), total_number_of_items: null });
  };
  assert.ok((await done(directory.users())).remaining > 0);
  await done(directory.loadMore());
  assert.equal((await done(directory.users())).users.length, 250);
});

test('all pages are read in parallel and once, however many ask, and in the server’s order', async () => {
  const users = manyCylanceUsers(1_000);
  const waiting: (() => void)[] = [];
  const { directory, done, server, asked, until } = directoryWorld({ users });
  server.instead = (_path, request) =>
    queryOf(request).get('page') === '1' ? undefined : new Promise((resolve) => waiting.push(() => resolve(pagesOf(users)(request, 0))));
  const [one, other] = [directory.allUsers(), directory.allUsers()];
  await until(() => waiting.length === 4);
  for (const answer of waiting) answer();
  assert.deepEqual(idsOf((await done(one)).users), idsOf(users));
  assert.deepEqual(await other, await done(directory.allUsers()));
  assert.deepEqual([asked().sort(), directory.userCount], [['/users/v2#1', '/users/v2#2', '/users/v2#3', '/users/v2#4', '/users/v2#5'], 1_000]);
});

test('how far reading has come is told to everybody who waits', async () => {
  const { directory, done } = directoryWorld({ users: manyCylanceUsers(450) });
  const told: [number, number][][] = [[], []];
  await done(Promise.all(told.map((heard) => directory.allUsers({ onProgress: (read, total) => void heard.push([read, total]) }))));
  assert.deepEqual(told[0]?.at(-1), [450, 450]);
  assert.deepEqual(told[1], told[0]);
});

test('a list that moves between the pages is read again until each user is there once', async () => {
  const before = manyCylanceUsers(400);
  const after = [userNumber(999), ...before];
  const { directory, done, server, asked } = directoryWorld({ users: before });
  server.instead = (_path, request) => {
    const answer = pagesOf(server.users)(request, 0);
    server.users = after;
    return answer;
  };
  const { users, missing } = await done(directory.allUsers());
  assert.deepEqual([users.length, new Set(idsOf(users)), missing], [401, new Set(idsOf(after)), 0]);
  assert.ok(asked().length > 3, 'a second walk');
});

test('how many the server counts beyond those it gives is reported with the list', async () => {
  const users = manyCylanceUsers(3);
  const { directory, done } = directoryWorld({ instead: () => page(users, 5, 200) });
  const { users: all, missing } = await done(directory.allUsers());
  assert.deepEqual([idsOf(all), missing, directory.userCount], [idsOf(users), 2, 3]);
  assert.deepEqual(figures(await done(directory.users())), [3, 3, 0, 2]);
});

test('a filter and an order hold over all pages, and are shown page by page without reading again', async () => {
  const users = adminsOf(manyCylanceUsers(900), 3);
  const { directory, done, asked } = directoryWorld({ users });
  directory.setView({ filter: 'role:administrator', sort: 'created|asc' });
  assert.equal(directory.knownUsers, undefined);
  assert.deepEqual(figures(await done(directory.users())), [200, 300, 100, 0]);
  assert.deepEqual(asked().sort(), ['/users/v2#1', '/users/v2#2', '/users/v2#3', '/users/v2#4', '/users/v2#5', '/zones/v2#1']);
  await done(directory.loadMore());
  const wanted = users.filter((user) => 'role_type' in user).reverse();
  assert.deepEqual(idsOf((await done(directory.users())).users), idsOf(wanted));
  assert.deepEqual(idsOf(await done(directory.arrangedUsers())), idsOf(wanted));
  directory.setView({ ...directory.view, sort: 'email|desc' });
  assert.deepEqual(figures(await done(directory.users())), [200, 300, 100, 0], 'another view starts with its first page');
  directory.setView(plainCylanceView);
  assert.deepEqual(idsOf((await done(directory.users())).users), idsOf(users.slice(0, 200)));
  assert.deepEqual([asked(), directory.userCount], [[], 900]);
});

test('zones are found by their names and ids, and everybody by name where no words are given', async () => {
  const users = [
    userNumber(3, { first_name: 'Zoe', zones: [inZone(1)] }),
    userNumber(2, { first_name: 'Ada', zones: [inZone(1)] }),
    userNumber(1, { first_name: 'Bo', zones: [inZone(2)] }),
  ];
  const { directory, done } = directoryWorld({ users, zones: [zoneNumber(1, 'Warehouse'), zoneNumber(2, 'Office')] });
  const found = async (text: string): Promise<(string | undefined)[]> => (await done(directory.findUsers(text))).map(({ first_name: name }) => name);
  assert.deepEqual(await found('warehouse'), ['Ada', 'Zoe']);
  assert.deepEqual(await found(zoneNumber(2).id.toUpperCase()), ['Bo']);
  assert.deepEqual(await found(''), ['Ada', 'Bo', 'Zoe']);
  assert.deepEqual(directory.view, plainCylanceView);
});

test('where the server hides the zones, they go by their ids, and users are listed all the same', async () => {
  const users = [userNumber(1, { zones: [inZone(1)] }), userNumber(2)];
  const { directory, done } = directoryWorld({ users, instead: (path) => (path === '/zones/v2' ? json(403, {}) : undefined) });
  directory.setView({ filter: zoneNumber(1).id, sort: 'name|asc' });
  assert.deepEqual(idsOf((await done(directory.users())).users), [guidNumber(1)]);
  assert.ok(directory.knownZones && 'forbidden' in directory.knownZones);
  assert.equal(directory.zoneName(zoneNumber(1).id), zoneNumber(1).id);
  await assert.rejects(done(directory.readZone(asZoneId(zoneNumber(1).id))), { kind: 'forbidden', reason: 'missingScope' });
});

test('a zone has its name once the zones are known, in whatever spelling of its id, until others are', async () => {
  const { directory, done, asked, server } = directoryWorld({ zones: [zoneNumber(1), zoneNumber(2)] });
  const { id } = zoneNumber(2);
  assert.equal(directory.zoneName(id), id);
  await done(Promise.all([directory.zones(), directory.zones()]));
  await done(directory.zones());
  assert.deepEqual([directory.zoneName(id), directory.zoneName(id.replaceAll('-', '').toUpperCase()), asked()], ['Site 2', 'Site 2', ['/zones/v2#1']]);
  directory.forgetZones();
  assert.deepEqual([directory.zoneName(id), directory.knownZones], ['Site 2', undefined]);
  server.zones = [zoneNumber(2, 'Renamed')];
  await done(directory.zones());
  assert.equal(directory.zoneName(id), 'Renamed');
});

test('a zone that is read is as the server has it now, which is none where it is gone', async () => {
  const { directory, done, server } = directoryWorld({ zones: [zoneNumber(1), zoneNumber(2)] });
  await done(directory.zones());
  server.zones = [zoneNumber(2, 'Renamed')];
  assert.equal((await done(directory.readZone(asZoneId(zoneNumber(2).id))))?.name, 'Renamed');
  assert.equal(await done(directory.readZone(asZoneId(zoneNumber(1).id))), undefined);
});

test('names that were on their way when the zones were forgotten are not kept', async () => {
  const { directory, done, server, until } = directoryWorld();
  const late: ((name: string) => void)[] = [];
  server.instead = () => new Promise((resolve) => late.push((name) => resolve(page([zoneNumber(1, name)], 1, 100))));
  const old = directory.zones();
  await until(() => late.length === 1);
  directory.forgetZones();
  const latest = directory.zones();
  await until(() => late.length === 2);
  late[1]?.('New name');
  await done(latest);
  late[0]?.('Old name');
  await done(old);
  assert.equal(directory.zoneName(zoneNumber(1).id), 'New name');
});

test('that all users or the zones have been read is told when they can be asked for', async () => {
  const { directory, done } = directoryWorld({ users: [userNumber(1)], zones: [zoneNumber(1)] });
  const heard: unknown[] = [];
  directory.onDidLearn(() => heard.push([idsOf(directory.allKnown?.users), directory.zoneName(zoneNumber(1).id)]));
  await done(directory.allUsers());
  await done(directory.zones());
  assert.deepEqual(heard, [
    [[guidNumber(1)], zoneNumber(1).id],
    [[guidNumber(1)], 'Site 1'],
  ]);
});

test('a user who was read alone is shown so in every list, and counts so for filters', async () => {
  const { directory, done, server } = directoryWorld({ users: [userNumber(2), userNumber(1)] });
  let learned = 0;
  directory.onDidLearn(() => learned++);
  await done(directory.users());
  server.users = [userNumber(2), userNumber(1, { first_name: 'Newer', role_type: systemRole(2) })];
  assert.equal((await done(directory.readUser(idNumber(1)))).first_name, 'Newer');
  assert.equal(learned, 1);
  assert.deepEqual((await done(directory.users())).users.map(({ first_name: name }) => name), [undefined, 'Newer']);
  assert.equal(directory.known(idNumber(1))?.first_name, 'Newer');
  await done(directory.allUsers());
  server.users = [userNumber(2, { role_type: systemRole(2) }), userNumber(1)];
  await done(directory.readUser(idNumber(2)));
  directory.setView({ filter: 'role:administrator', sort: 'created|desc' });
  assert.deepEqual(idsOf((await done(directory.users())).users), [guidNumber(2), guidNumber(1)]);
  assert.deepEqual(idsOf(await done(directory.arrangedUsers())), [guidNumber(2), guidNumber(1)]);
});

test('a list that is read later takes the place of what was read of a user before', async () => {
  const { directory, done, server } = directoryWorld({ users: [userNumber(1, { first_name: 'Old' })] });
  await done(directory.readUser(idNumber(1)));
  server.users = [userNumber(1, { first_name: 'New' })];
  assert.deepEqual((await done(directory.allUsers())).users.map(({ first_name: name }) => name), ['New']);
  assert.equal(directory.known(idNumber(1))?.first_name, 'New');
});

test('a user whom the server does not know any more makes the lists forgotten, any other failure does not', async () => {
  const { directory, done, server, asked } = directoryWorld({ users: [userNumber(2), userNumber(1)] });
  await done(directory.allUsers());
  server.instead = (path) => (path.startsWith('/users/v2/') ? json(400, {}) : undefined);
  await assert.rejects(done(directory.readUser(idNumber(1))), { kind: 'invalid' });
  assert.equal(directory.allKnown?.users.length, 2);
  server.instead = undefined;
  server.users = [userNumber(2)];
  await assert.rejects(done(directory.readUser(idNumber(1))), { kind: 'notFound', reason: 'unknownUser' });
  assert.deepEqual([directory.knownUsers, directory.known(idNumber(1)), directory.userCount], [undefined, undefined, undefined]);
  asked();
  assert.deepEqual(idsOf((await done(directory.users())).users), [guidNumber(2)]);
  assert.deepEqual(asked(), ['/users/v2#1']);
});

test('where single users may not be read, the list is read anew and has the user, or nobody', async () => {
  const { directory, done, server, asked } = directoryWorld({
    users: [userNumber(1)],
    instead: (path) => (path.startsWith('/users/v2/') ? json(403, {}) : undefined),
  });
  await done(directory.allUsers());
  server.users = [userNumber(1, { first_name: 'Newer' })];
  asked();
  assert.equal((await done(directory.readUser(idNumber(1)))).first_name, 'Newer');
  assert.deepEqual(asked(), [`/users/v2/${guidNumber(1)}`, '/users/v2#1']);
  await assert.rejects(done(directory.readUser(idNumber(7))), { reason: 'unknownUser' });
  assert.equal(directory.allKnown, undefined);
});

test('a user is found by an e-mail address in any case, by asking the server alone where it knows the address so', async () => {
  const { directory, done, asked } = directoryWorld({ users: [userNumber(1, { email: 'ada@example.test' })] });
  assert.equal((await done(directory.findByEmail('  Ada@Example.TEST ')))?.id, guidNumber(1));
  assert.deepEqual(asked(), ['/users/v2/ada@example.test']);
});

for (const [what, instead] of [
  ['does not know the address in this case', undefined],
  ['may not be asked for one user', (path: string) => (path.startsWith('/users/v2/') ? json(403, {}) : undefined)],
  ['answers with somebody else', (path: string) => (path.startsWith('/users/v2/') ? json(200, userNumber(7)) : undefined)],
] as const) {
  test(`where the server ${what}, the list has the address, which is read once`, async () => {
    const { directory, done, asked } = directoryWorld({ users: [userNumber(2), userNumber(1, { email: 'Ada@Example.test' })], instead });
    assert.equal((await done(directory.findByEmail('ada@example.test')))?.id, guidNumber(1));
    assert.equal(await done(directory.findByEmail('nobody@example.test')), undefined);
    assert.deepEqual(asked(), ['/users/v2/ada@example.test', '/users/v2#1', '/users/v2/nobody@example.test']);
  });
}

test('a failure to look an address up is one, not nobody', async () => {
  const { directory, done } = directoryWorld({ instead: () => json(400, {}) });
  await assert.rejects(done(directory.findByEmail('ada@example.test')), { kind: 'invalid' });
});

test('who gives up reading leaves the others their answer; when nobody waits, no further page is asked for', async () => {
  const users = manyCylanceUsers(5_000);
  const { directory, done, until, server, asked } = directoryWorld({ users });
  const [impatient, last] = [new AbortController(), new AbortController()];
  const waiting: (() => void)[] = [];
  server.instead = (_path, request) => new Promise((resolve) => waiting.push(() => resolve(pagesOf(users)(request, 0))));
  const one = directory.allUsers({ signal: impatient.signal });
  const other = directory.allUsers({ signal: last.signal });
  await until(() => waiting.length === 1);
  impatient.abort();
  await assert.rejects(one, { name: 'AbortError' });
  waiting[0]?.();
  await until(() => waiting.length > 1);
  last.abort();
  await assert.rejects(other, { name: 'AbortError' });
  server.instead = undefined;
  const before = asked().length;
  assert.ok(before < 26, `${before} requests`);
  assert.equal(directory.allKnown, undefined);
  assert.equal((await done(directory.allUsers())).users.length, 5_000);
  assert.equal(asked().length, 25, 'the next who asks reads from the start');
});

test('a cancelled page is not taken into the list, and can be asked for again', async () => {
  const { directory, done, server, until } = directoryWorld({ users: manyCylanceUsers(450) });
  await done(directory.users());
  const cancel = new AbortController();
  let waits = false;
  server.instead = () => {
    waits = true;
    return new Promise(() => undefined);
  };
  const more = directory.loadMore(cancel.signal);
  await until(() => waits);
  cancel.abort();
  await assert.rejects(more, { name: 'AbortError' });
  server.instead = undefined;
  assert.deepEqual(figures(await done(directory.users())), [200, 450, 250, 0]);
  await done(directory.loadMore());
  assert.deepEqual(figures(await done(directory.users())), [400, 450, 50, 0]);
});

test('what failed can be tried again: a page, all pages, and the zones', async () => {
  const { directory, done, server } = directoryWorld({ users: manyCylanceUsers(250), zones: [zoneNumber(1)] });
  const reads: (() => Promise<unknown>)[] = [() => directory.users(), () => directory.loadMore(), () => directory.allUsers(), () => directory.zones()];
  for (const read of reads) {
    server.instead = () => json(400, {});
    await assert.rejects(done(read()), { kind: 'invalid' });
    server.instead = undefined;
    await done(read());
  }
  assert.deepEqual([directory.allKnown?.users.length, directory.zoneName(zoneNumber(1).id)], [250, 'Site 1']);
});

test('a client that cannot be opened fails the read, and is asked for again with the next', async () => {
  const { rig, done } = directoryWorld({ users: [userNumber(1)] });
  let opened = 0;
  const directory = new CylanceDirectory(async () => {
    if (opened++ === 0) throw new TenantError({ kind: 'auth', message: 'No.' });
    return rig.client;
  });
  await assert.rejects(done(directory.users()), { kind: 'auth' });
  assert.equal((await done(directory.users())).total, 1);
});

test('lists that were forgotten while they were read are not kept, nor are their records', async () => {
  const { directory, done, server, until } = directoryWorld({ users: [userNumber(1)] });
  const late: (() => void)[] = [];
  server.instead = (_path, request) => new Promise((resolve) => late.push(() => resolve(pagesOf([userNumber(1)])(request, 0))));
  const [list, all] = [directory.users(), directory.allUsers()];
  await until(() => late.length === 2);
  directory.forgetUsers();
  server.instead = undefined;
  server.users = [userNumber(2)];
  for (const answer of late) answer();
  assert.equal((await done(all)).users.length, 1, 'who asked before has the answer');
  assert.deepEqual(idsOf((await done(list)).users), [idNumber(2)], 'a list that is shown is never empty for having been forgotten');
  assert.deepEqual([directory.allKnown, directory.known(idNumber(1))], [undefined, undefined]);
});

test('where zones cannot be read, users are found, filtered and sorted with the ids of theirs', async () => {
  const users = [userNumber(1, { email: 'b@example.test', zones: [inZone(9)] }), userNumber(2, { email: 'a@example.test' })];
  for (const status of [404, 500, 501]) {
    const { directory, done, server } = directoryWorld({ users });
    server.instead = (path) => (path === '/zones/v2' ? json(status, '<html></html>') : undefined);
    assert.deepEqual(idsOf(await done(directory.findUsers(zoneNumber(9).id))), [guidNumber(1)], String(status));
    directory.setView({ sort: 'email|asc', filter: undefined });
    assert.deepEqual(idsOf((await done(directory.users())).users), [guidNumber(2), guidNumber(1)]);
    assert.deepEqual(idsOf(await done(directory.arrangedUsers())), [guidNumber(2), guidNumber(1)]);
  }
});

test('the users of a zone are those of now: also once one of them was read by itself, and once all are read anew', async () => {
  const zone = asZoneId(zoneNumber(9).id);
  const { directory, done, server } = directoryWorld({ users: [userNumber(1, { zones: [inZone(9), inZone(9)] }), userNumber(2)] });
  assert.equal(directory.usersIn(zone), undefined);
  await done(directory.allUsers());
  assert.deepEqual(idsOf(directory.usersIn(zone)), [guidNumber(1)]);
  server.users = [userNumber(1), userNumber(2, { zones: [inZone(9)] })];
  await done(directory.readUser(idNumber(1)));
  assert.deepEqual(idsOf(directory.usersIn(zone)), []);
  directory.forgetUsers();
  await done(directory.allUsers());
  assert.deepEqual(idsOf(directory.usersIn(zone)), [guidNumber(2)]);
});

test('an address that the server takes for none is looked for in the list', async () => {
  const { directory, done, server } = directoryWorld({ users: [userNumber(1, { email: 'Odd_@example.test' })] });
  server.instead = (path) => (path.startsWith('/users/v2/') ? json(400, {}) : undefined);
  assert.equal((await done(directory.findByEmail('odd_@example.test')))?.id, idNumber(1));
});

test('a server that answers with somebody else has not answered', async () => {
  const { directory, done, server } = directoryWorld({ users: [userNumber(1)] });
  server.instead = (path) => (path.startsWith('/users/v2/') ? json(200, userNumber(2)) : undefined);
  await assert.rejects(done(directory.readUser(idNumber(1))), (error) => error instanceof TenantError && error.kind === 'protocol');
  assert.equal(directory.known(idNumber(2)), undefined);
});
