/** The host's half of the panel of a Cylance user. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { WebviewPanel } from 'vscode';
import { cylanceDisplayName } from '../../../src/core/cylance/cylanceUser.ts';
import type { CylanceUser } from '../../../src/core/cylance/cylanceUser.ts';
import { TenantError } from '../../../src/core/errors.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import type { DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import { isKeptCylanceUser } from '../../../src/protocol/cylanceUser.ts';
import type { Fact } from '../../../src/protocol/user.ts';
import { aCylanceEntry } from '../state/entries.ts';
import { cylanceUserHouse, isUserPath, isZonesPath, unanswered } from './cylanceUserHouse.ts';

/** An application that may read users and not list zones. */
const withoutZones = { cylance: { extraApplications: [{ scopes: ['user:list', 'user:read'] as const }] } };

async function openHouse(t: TestContext, options: DemoTenantOptions = {}) {
  const house = await cylanceUserHouse(t, options);
  house.panels.view(house.connection.id, house.user);
  return { ...house, state: await house.read() };
}

const noAnswer = new TenantError({ kind: 'network', message: 'No answer.', nextStep: 'Try again.' });
const unknownUser = new TenantError({ kind: 'notFound', reason: 'unknownUser', message: 'The server does not know this user.' });

const valueOf = (facts: readonly Fact[] = [], wanted: string): string | undefined => facts.find(({ label }) => label === wanted)?.value;

/** A panel as the editor brings it back. */
function broughtBack(title = 'Old name') {
  const panel = { title, closed: 0, dispose: () => void panel.closed++ };
  return { panel, asPanel: panel as unknown as WebviewPanel };
}

/** A user as the server has it after somebody else has renamed them. */
const renamed = async (record: unknown): Promise<CylanceUser> => ({ ...((await record) as CylanceUser), first_name: 'Augusta', last_name: 'King' });

test('a panel shows what is known at once, then what the server says', async (t) => {
  const { panels, connection, user, page, read, answer, reads } = await cylanceUserHouse(t);
  await answer((target, ask) => (isUserPath(target) ? renamed(ask()) : ask()));
  panels.view(connection.id, user);
  const { title, record, isReading, tenant } = page().spec.state();
  assert.deepEqual([page().title, title, record?.id, isReading], [cylanceDisplayName(user), cylanceDisplayName(user), user.id, true]);
  assert.equal(valueOf(record?.identity, 'E-mail'), user.email);
  assert.deepEqual(tenant, { name: connection.name, place: `Cylance · ${new URL(connection.baseUrl).host}` });
  const fresh = await read();
  assert.deepEqual([fresh.title, page().title, reads()], ['Augusta King', 'Augusta King', 1]);
  assert.deepEqual([fresh.failure, fresh.gone, fresh.record.zonesNote], [undefined, undefined, undefined]);
  assert.equal(valueOf(fresh.record.identity, 'First name'), 'Augusta');
});

test('a tenant stands in its region, a demo tenant in the demo', async (t) => {
  const { panels, user, cylance, page } = await cylanceUserHouse(t);
  const places: (string | undefined)[] = [];
  for (const over of [{ baseUrl: 'https://protectapi-au.cylance.com' }, { demo: true }]) {
    const entry = aCylanceEntry({ id: asConnectionId(`place${places.length}`), ...over });
    await cylance.store.put(entry);
    // Nobody is to be asked there.
    t.mock.method(await cylance.directories.of(entry.id), 'readUser', (...[, signal]: readonly [unknown, AbortSignal]) => unanswered(signal));
    t.mock.method(await cylance.directories.of(entry.id), 'zones', (signal: AbortSignal) => unanswered(signal));
    panels.view(entry.id, user);
    places.push(page().spec.state().tenant?.place);
  }
  assert.deepEqual(places, ['Cylance · Asia-Pacific Southeast (Australia)', 'Cylance · demo']);
});

test('there is one panel for each user, which is shown again', async (t) => {
  const { panels, connection, users, user, frames, page } = await openHouse(t);
  const first = page();
  panels.view(connection.id, user);
  assert.deepEqual([first.reveals, frames.all.length], [1, 1]);
  const other = users.find(({ id }) => id !== user.id);
  assert.ok(other);
  panels.view(connection.id, other);
  assert.equal(frames.all.length, 2);
  first.dispose();
  panels.view(connection.id, user);
  assert.deepEqual([first.reveals, frames.all.length], [1, 3]);
  panels.dispose();
  assert.equal(page().isClosed, true);
});

test('zones have their names, which are there at once where the tree has read them', async (t) => {
  const { panels, connection, directory, user, page, answer } = await cylanceUserHouse(t);
  await directory.zones();
  await answer((_target, _ask, signal) => unanswered(signal));
  panels.view(connection.id, user);
  const names = user.zones.map(({ id }) => directory.zoneName(id));
  const { record } = await page().when((state) => state.record?.zones.every(({ name }) => names.includes(name)) === true);
  assert.deepEqual(new Set(record?.zones.map(({ id }) => id)), new Set(user.zones.map(({ id }) => id)));
  assert.ok(names.every((name) => !user.zones.some(({ id }) => id === name)), 'no id is taken for a name');
});

test('zones that may not be listed are shown by their ids, and a note says why', async (t) => {
  const house = await cylanceUserHouse(t, withoutZones);
  const { panels, connection, cylance, demo, user, read } = house;
  const [limited] = demo.cylance.extraApplications;
  assert.ok(limited);
  const { applicationId, applicationSecret } = limited;
  await cylance.store.change(connection.id, { applicationId, applicationSecret });
  panels.view(connection.id, user);
  const { record, failure } = await read();
  assert.match(record.zonesNote ?? '', /may not list zones/);
  assert.deepEqual(new Map(record.zones.map(({ id, name }) => [id, name])), new Map(user.zones.map(({ id }) => [id, id])));
  assert.equal(failure, undefined);
});

test('reading again asks for zones again that might not be listed, and shows their names once they may', async (t) => {
  const { panels, connection, user, page, read, answer } = await cylanceUserHouse(t);
  const refused = new TenantError({ kind: 'forbidden', reason: 'missingScope', operation: 'listZones', message: 'No.' });
  const refusing = await answer((target, ask) => (isZonesPath(target) ? Promise.reject(refused) : ask()));
  panels.view(connection.id, user);
  assert.match((await read()).record.zonesNote ?? '', /may not list zones/);
  refusing.mock.restore();
  await page().ask('act', { action: 'reread' });
  const { record } = await read();
  assert.equal(record.zonesNote, undefined);
  assert.ok(record.zones.every(({ id, name }) => name !== id));
});

test('names of zones that cannot be read leave the record as it is, and a note says why until the tree has read them', async (t) => {
  const { panels, connection, directory, user, page, read, answer } = await cylanceUserHouse(t);
  const failing = await answer((target, ask) => (isZonesPath(target) ? Promise.reject(noAnswer) : ask()));
  panels.view(connection.id, user);
  const { record, failure } = await read();
  assert.equal(record.zonesNote, 'The names of zones could not be read: No answer. Try again.');
  assert.deepEqual([record.zones.every(({ id, name }) => id === name), failure], [true, undefined]);
  failing.mock.restore();
  await directory.zones();
  const { record: named } = await page().when((state) => state.record?.zones.every(({ id, name }) => id !== name) === true);
  assert.equal(named?.zonesNote, undefined);
});

test('a record that cannot be read says why beside what is known, and is read when asked again', async (t) => {
  const { panels, connection, user, page, settled, answer } = await cylanceUserHouse(t);
  const failing = await answer((target, ask) => (isUserPath(target) ? Promise.reject(noAnswer) : ask()));
  panels.view(connection.id, user);
  const { failure, record, gone } = await settled();
  assert.deepEqual([failure, record?.id, gone], ['No answer. Try again.', user.id, undefined]);
  failing.mock.restore();
  await page().ask('act', { action: 'reread' });
  const { failure: over, isReading } = page().spec.state();
  assert.deepEqual([over, isReading], [undefined, false]);
});

test('the failure of a read that was overtaken is not shown', async (t) => {
  const { page, answer } = await openHouse(t);
  const [asked, first] = [Promise.withResolvers<void>(), Promise.withResolvers<unknown>()];
  const slow = await answer((target, ask) => {
    if (!isUserPath(target)) return ask();
    asked.resolve();
    return first.promise;
  });
  const overtaken = page().ask('act', { action: 'reread' });
  await asked.promise;
  slow.mock.restore();
  await page().ask('act', { action: 'reread' });
  first.reject(noAnswer);
  await overtaken;
  const { failure, isReading } = page().spec.state();
  assert.deepEqual([failure, isReading], [undefined, false]);
});

test('a user who was deleted is said to be gone', async (t) => {
  const { page, user, answer, state } = await openHouse(t);
  assert.equal(state.gone, undefined);
  await answer((target, ask) => (isUserPath(target) ? Promise.reject(unknownUser) : ask()));
  await page().ask('act', { action: 'reread' });
  const { gone, failure, record } = page().spec.state();
  assert.deepEqual([gone, failure, record?.id], ['This user does not exist any more.', undefined, user.id]);
});

test('a server that knows no such path does not mean that the user is gone', async (t) => {
  const { page, answer } = await openHouse(t);
  const elsewhere = new TenantError({ kind: 'notFound', message: 'The server does not know cylanceGetToken.', nextStep: 'Check the region or URL.' });
  await answer((target, ask) => (isUserPath(target) ? Promise.reject(elsewhere) : ask()));
  await page().ask('act', { action: 'reread' });
  const { gone, failure } = page().spec.state();
  assert.deepEqual([gone, failure], [undefined, elsewhere.advice]);
});

test('a tenant that is disconnected is said so, and read again once it is connected', async (t) => {
  const { page, cylance, connection, connectCylance, reads } = await openHouse(t);
  await cylance.store.remove(connection.id);
  const { gone, tenant, record } = page().spec.state();
  assert.match(gone ?? '', /not connected any more/);
  assert.deepEqual([tenant, record !== undefined, reads()], [undefined, true, 1]);
  await connectCylance();
  await page().when((state) => state.gone === undefined && !state.isReading);
  assert.equal(reads(), 2);
});

test('what becomes of other tenants is nothing to the panel', async (t) => {
  const { cylance, connectCylance, reads, state, page } = await openHouse(t);
  const { id } = await connectCylance({ id: asConnectionId('other'), name: 'Other' });
  await cylance.store.remove(id);
  assert.deepEqual(page().spec.state(), state);
  assert.equal(reads(), 1);
});

test('another secret means reading again, another name for the tenant does not', async (t) => {
  const { page, cylance, connection, demo, state, reads, settled } = await openHouse(t, withoutZones);
  await cylance.store.change(connection.id, { name: 'Renamed' });
  const { tenant, isReading } = page().spec.state();
  assert.deepEqual([tenant?.name, isReading, reads(), state.record.zonesNote], ['Renamed', false, 1, undefined]);
  const [limited] = demo.cylance.extraApplications;
  assert.ok(limited);
  const { applicationId, applicationSecret } = limited;
  await cylance.store.change(connection.id, { applicationId, applicationSecret });
  const { record } = await settled();
  assert.match(record?.zonesNote ?? '', /may not list zones/);
  assert.equal(reads(), 2);
});

test('what the tree reads of the user is shown as well, in the title too', async (t) => {
  const { page, directory, user, answer } = await openHouse(t);
  await answer((target, ask) => (isUserPath(target) ? renamed(ask()) : ask()));
  await directory.readUser(user.id);
  const { title } = await page().when(({ record }) => valueOf(record?.identity, 'First name') === 'Augusta');
  assert.deepEqual([title, page().title], ['Augusta King', 'Augusta King']);
});

test('a panel no longer follows what was known of a tenant that became another one', async (t) => {
  const { page, cylance, connection, directory, user, settled } = await openHouse(t);
  await cylance.store.change(connection.id, { baseUrl: connection.baseUrl.replace('127.0.0.1', 'localhost') });
  await settled();
  const told = Promise.withResolvers<void>();
  directory.onDidLearn(() => told.resolve());
  t.mock.method(directory, 'known', () => ({ ...user, first_name: 'Stale' }));
  directory.forgetUsers();
  await directory.allUsers();
  await told.promise;
  assert.notEqual(valueOf(page().spec.state().record?.identity, 'First name'), 'Stale');
});

test('the actions are a document, the clipboard and a command', async (t) => {
  const { page, connection, user, shown, copied, commands, reads } = await openHouse(t);
  for (const action of ['openJson', 'copyUuid', 'findEverywhere'] as const) await page().ask('act', { action });
  assert.deepEqual(shown, [{ connection: connection.id, kind: 'user', id: user.id, name: cylanceDisplayName(user) }]);
  assert.deepEqual(copied, [user.id]);
  assert.deepEqual(commands, [['falconAdmin.person.find', { email: user.email }]]);
  assert.equal(reads(), 1);
  await page().ask('act', { action: 'reread' });
  assert.equal(reads(), 2);
});

test('a panel that comes back has its old title until the user is read', async (t) => {
  const { panels, connection, user, page, read } = await cylanceUserHouse(t);
  await panels.restore(broughtBack().asPanel, { connection: connection.id, user: user.id });
  assert.deepEqual([page().title, page().spec.state().record], ['Old name', undefined]);
  const { title } = await read();
  assert.deepEqual([title, page().title], [cylanceDisplayName(user), cylanceDisplayName(user)]);
});

test('a panel of a tenant that is not connected comes back and says so', async (t) => {
  const { panels, settled } = await cylanceUserHouse(t);
  const kept = { connection: 'elsewhere', user: 'a1' };
  assert.ok(isKeptCylanceUser(kept));
  await panels.restore(broughtBack('Ada').asPanel, kept);
  const { gone, record, title } = await settled();
  assert.match(gone ?? '', /not connected/);
  assert.deepEqual([record, title], [undefined, 'Ada']);
});

test('a panel of a user who is looked at already, and one that no page has written, are closed', async (t) => {
  const { panels, connection, user, frames } = await openHouse(t);
  const kept = { connection: connection.id, user: user.id };
  for (const bad of [kept, undefined, 'user', {}, { ...kept, user: '../zones' }, { connection: connection.id }, { ...kept, secret: 'x' }]) {
    const { panel, asPanel } = broughtBack();
    await panels.restore(asPanel, bad);
    assert.equal(panel.closed, 1, JSON.stringify(bad));
  }
  assert.equal(frames.all.length, 1);
});

test('closing a panel gives up what it reads', async (t) => {
  const { panels, connection, user, page, answer } = await cylanceUserHouse(t);
  const [askedUser, askedZones] = [Promise.withResolvers<AbortSignal | undefined>(), Promise.withResolvers<AbortSignal | undefined>()];
  await answer((target, _ask, signal) => {
    (isZonesPath(target) ? askedZones : askedUser).resolve(signal);
    return unanswered(signal);
  });
  panels.view(connection.id, user);
  const signals = await Promise.all([askedUser.promise, askedZones.promise]);
  assert.deepEqual(signals.map((signal) => signal?.aborted), [false, false]);
  const givenUp = signals.map(async (signal) => (signal ? once(signal, 'abort') : assert.fail('there is no signal')));
  page().dispose();
  await Promise.all(givenUp);
  assert.deepEqual(signals.map((signal) => signal?.aborted), [true, true]);
  assert.equal(page().spec.state().failure, undefined);
});
