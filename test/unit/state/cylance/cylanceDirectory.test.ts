import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asCylanceUserId, asZoneId } from '../../../../src/core/cylance/ids.ts';
import { isCancelled, TenantError, toTenantError } from '../../../../src/core/errors.ts';
import { plainCylanceView } from '../../../../src/state/cylance/cylanceView.ts';
import { guidNumber } from '../../api/fakes/cylanceRig.ts';
import { scriptedTenant, zoneId } from './scriptedTenant.ts';

const numberOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

test('users are read a page at a time, each once, newest created first', async () => {
  const { tenant, directory, run, paths } = scriptedTenant(450);
  const first = await run(directory.users());
  assert.deepEqual([first.users.length, first.total, first.remaining, first.missing], [200, 450, 250, 0]);
  assert.deepEqual(first.users.map(({ id }) => id), tenant.users.slice(0, 200).map(({ id }) => id));
  await run(directory.users());
  assert.deepEqual(paths(), ['/users/v2']);
  await run(directory.loadMore());
  await run(directory.loadMore());
  const { users, remaining } = await run(directory.users());
  assert.deepEqual([users.length, remaining, directory.userCount], [450, 0, 450]);
});

test('a user who moves to the next page while pages are read is listed once', async () => {
  const { tenant, directory, run } = scriptedTenant(300);
  await run(directory.users());
  tenant.users = [{ id: guidNumber(5000), email: 'fresh@acme.test', date_created: '2025-01-01T00:00:00' }, ...tenant.users];
  await run(directory.loadMore());
  const { users } = await run(directory.users());
  assert.equal(new Set(users.map(({ id }) => id)).size, users.length);
});

test('a filter and an order are over all pages, and show a page more at a time', async () => {
  const { directory, run } = scriptedTenant(900);
  directory.setView({ filter: 'role:administrator', sort: 'email|asc' });
  const shown = await run(directory.users());
  assert.deepEqual([shown.users.length, shown.total, shown.remaining, directory.userCount], [200, 600, 400, 900]);
  assert.deepEqual(shown.users.slice(0, 3).map(({ email }) => email), ['user0001@acme.test', 'user0002@acme.test', 'user0004@acme.test']);
  await run(directory.loadMore());
  assert.equal(directory.knownUsers?.users.length, 400);
  directory.setView(plainCylanceView);
  assert.deepEqual([directory.knownUsers?.users.length, directory.knownUsers?.total], [200, 900]);
});

test('a filter knows zones by their names', async () => {
  const { directory, run } = scriptedTenant(30);
  directory.setView({ ...plainCylanceView, filter: '"site 9"' });
  assert.equal((await run(directory.users())).total, 10);
});

test('all users are read once, for whoever asks meanwhile, and all of these hear how far it is', async () => {
  const { directory, run, paths } = scriptedTenant(450);
  const told: string[] = [];
  const hear = (who: string) => ({ onProgress: (read: number, total: number) => void told.push(`${who} ${String(read)}/${String(total)}`) });
  const [one, two] = await run(Promise.all([directory.allUsers(hear('one')), directory.allUsers(hear('two'))]));
  assert.equal(paths().length, 3);
  assert.deepEqual([one.users.length, two.users.length], [450, 450]);
  assert.ok(told.includes('one 450/450') && told.includes('two 450/450'), told.join());
});

test('how many the server counts without listing them is told', async () => {
  const { tenant, directory, run } = scriptedTenant(300);
  // The same user twice: one more is counted than can be found, however often it is looked.
  tenant.users = [...tenant.users.slice(0, 299), ...tenant.users.slice(0, 1)];
  const { users, missing } = await run(directory.allUsers());
  assert.deepEqual([users.length, missing], [299, 1]);
  assert.equal(directory.knownUsers?.missing, 1);
});

test('a user that is read alone is shown so in the lists, which are told', async () => {
  const { tenant, directory, run } = scriptedTenant(10);
  await run(directory.users());
  let learned = 0;
  directory.onDidLearn(() => (learned += 1));
  const id = asCylanceUserId(guidNumber(10));
  tenant.users = tenant.users.map((user) => (user.id === id ? { ...user, first_name: 'Augusta' } : user));
  await run(directory.readUser(id));
  assert.equal(learned, 1);
  assert.equal(directory.knownUsers?.users[0]?.first_name, 'Augusta');
  assert.equal(directory.known(id)?.first_name, 'Augusta');
});

test('a user whom the server does not know any more makes the lists be read anew', async () => {
  const { tenant, directory, run } = scriptedTenant(10);
  await run(directory.users());
  const [newest, ...others] = tenant.users;
  assert.ok(newest);
  tenant.users = others;
  await assert.rejects(run(directory.readUser(asCylanceUserId(newest.id))), (error) => error instanceof TenantError && error.reason === 'unknownUser');
  assert.equal((await run(directory.users())).total, 9);
});

test('an application that may list users but read none has their records from the list', async () => {
  const { tenant, directory, run } = scriptedTenant(10);
  tenant.refused.set(/^\/users\/v2\/./, 403);
  const id = asCylanceUserId(guidNumber(4));
  assert.equal((await run(directory.readUser(id))).id, id);
  await assert.rejects(run(directory.readUser(asCylanceUserId(guidNumber(99)))), (error) => error instanceof TenantError && error.reason === 'unknownUser');
  assert.equal((await run(directory.findByEmail('USER0004@acme.test')))?.id, id);
});

test('an address is looked up on the server, and in the list where the server does not find it as it is written', async () => {
  const { tenant, directory, run, paths } = scriptedTenant(10);
  assert.equal((await run(directory.findByEmail(' User0007@ACME.test ')))?.id, guidNumber(7));
  assert.deepEqual(paths().map(numberOf), ['user0007%40acme.test']);
  tenant.refused.set(/^\/users\/v2\/user/, 404);
  assert.equal((await run(directory.findByEmail('user0007@acme.test')))?.id, guidNumber(7));
  assert.equal(await run(directory.findByEmail('nobody@acme.test')), undefined);
});

test('users are found by words, by name, whatever the view of the list is', async () => {
  const { directory, run } = scriptedTenant(30);
  directory.setView({ filter: 'nothing at all', sort: 'email|desc' });
  const found = await run(directory.findUsers('manager user'));
  assert.equal(found.length, 10);
  assert.deepEqual(found.slice(0, 2).map(({ last_name: name }) => name), ['3', '6']);
  assert.equal((await run(directory.findUsers(''))).length, 30);
});

test('a user who is looked for is brought into the list, however far down or left out', async () => {
  const { directory, run } = scriptedTenant(900);
  const last = await run(directory.readUser(asCylanceUserId(guidNumber(1))));
  await run(directory.users());
  directory.include(last);
  assert.ok(directory.knownUsers?.users.some(({ id }) => id === last.id));
  await run(directory.allUsers());
  directory.include(last);
  assert.equal(directory.knownUsers?.users.length, 900);
  directory.setView({ ...plainCylanceView, filter: '"role:zone manager"' });
  await run(directory.users());
  directory.include(last);
  assert.equal(directory.knownUsers.users[0]?.id, last.id);
});

test('zones are read once, one by one afresh; their names stay until others are read', async () => {
  const { tenant, directory, run, paths } = scriptedTenant(3);
  await run(directory.zones());
  await run(directory.zones());
  assert.deepEqual(paths(), ['/zones/v2']);
  assert.deepEqual([directory.zoneName(zoneId(1)), directory.zoneName('unknown')], ['Site 9', 'unknown']);
  tenant.zones = [{ id: zoneId(1), name: 'Site 9 North' }];
  assert.equal((await run(directory.readZone(asZoneId(zoneId(1)))))?.name, 'Site 9 North');
  assert.equal(await run(directory.readZone(asZoneId(zoneId(7)))), undefined);
  directory.forgetZones();
  assert.equal(directory.zoneName(zoneId(1)), 'Site 9');
  await run(directory.zones());
  assert.equal(directory.zoneName(zoneId(1)), 'Site 9 North');
});

test('where zones may not be listed they are known by their ids', async () => {
  const { tenant, directory, run } = scriptedTenant(3);
  tenant.refused.set(/^\/zones/, 403);
  assert.ok('forbidden' in (await run(directory.zones())));
  assert.equal(directory.zoneName(zoneId(1)), zoneId(1));
  await assert.rejects(run(directory.readZone(asZoneId(zoneId(1)))), (error) => error instanceof TenantError && error.kind === 'forbidden');
});

test('a read that failed, or was cancelled, is tried again by the next who asks', async () => {
  const { tenant, directory, run } = scriptedTenant(3);
  tenant.refused.set(/^\/users/, 403);
  await assert.rejects(run(directory.users()), (error) => error instanceof TenantError && error.kind === 'forbidden');
  assert.equal(directory.knownUsers, undefined);
  tenant.refused.clear();
  const cancelling = new AbortController();
  const reading = directory.users(cancelling.signal);
  cancelling.abort();
  await assert.rejects(run(reading), (error) => isCancelled(toTenantError(error)));
  assert.equal((await run(directory.users())).total, 3);
});

test('what is forgotten is read anew, from the first page', async () => {
  const { directory, run, paths } = scriptedTenant(450);
  await run(directory.users());
  await run(directory.loadMore());
  directory.forgetUsers();
  assert.deepEqual([directory.knownUsers, directory.userCount], [undefined, undefined]);
  assert.equal((await run(directory.users())).users.length, 200);
  assert.equal(paths().length, 3);
});
