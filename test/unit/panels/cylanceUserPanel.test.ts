/** The host's half of a Cylance user's panel. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { WebviewPanel } from 'vscode';
import { cylanceDisplayName } from '../../../src/core/cylance/cylanceUser.ts';
import type { CylanceUser } from '../../../src/core/cylance/cylanceUser.ts';
import { asCylanceUserId, asZoneId } from '../../../src/core/cylance/ids.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import type { DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import { cylanceRecord } from '../../../src/panels/cylanceUser/cylanceRecord.ts';
import { CylanceUserPanels } from '../../../src/panels/cylanceUser/cylanceUserPanels.ts';
import type { CylancePanelDeps } from '../../../src/panels/cylanceUser/deps.ts';
import type { CylanceUserRequests, CylanceUserState } from '../../../src/protocol/cylanceUser.ts';
import type { CylanceEntry } from '../../../src/state/cylance/cylanceConnection.ts';
import type { CylanceDirectory } from '../../../src/state/cylance/cylanceDirectory.ts';
import { Emitter } from '../../../src/state/emitter.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { CylanceCaller } from '../../api/cylanceCaller.ts';
import { commandHouse } from '../commands/commandHouse.ts';
import { now, plainWording } from '../views/plainWording.ts';
import { playedFrames } from './playedFrames.ts';

async function panelHouse(t: TestContext, options: DemoTenantOptions = {}, over: Partial<CylanceEntry> = {}) {
  const house = await commandHouse(t, options);
  const tenant = await house.connectCylance(over);
  const directory = await house.cylance.directories.of(tenant.id);
  const { users } = await directory.users();
  const frames = playedFrames();
  const commands: (readonly [string, ...unknown[]])[] = [];
  const deps: CylancePanelDeps = {
    ...{ cylance: house.cylance, openFrame: frames.openFrame, documents: house.deps.documents, copy: house.deps.copy },
    wording: { ...plainWording, now: () => Date.now() },
    runCommand: async (id, ...args) => void commands.push([id, ...args]),
  };
  const panels = new CylanceUserPanels(deps);
  t.after(() => panels.dispose());
  const last = () => frames.last<CylanceUserRequests, CylanceUserState>();
  return { ...house, tenant, directory, users, frames, commands, panels, last };
}

/** A panel whose record has been read. */
async function opened(t: TestContext, options?: DemoTenantOptions, over?: Partial<CylanceEntry>) {
  const house = await panelHouse(t, options, over);
  const user = house.users.find(({ zones, first_name: first }) => zones.length > 1 && first);
  assert.ok(user);
  house.panels.view(house.tenant.id, user);
  const page = house.last();
  const state = await page.when(({ isReading, record }) => !isReading && record !== undefined);
  return { ...house, user, page, state };
}

const valueOf = (facts: readonly { readonly label: string; readonly value: string }[], label: string): string | undefined =>
  facts.find((fact) => fact.label === label)?.value;

test('what is known is shown at once, then what the server says', async (t) => {
  const { panels, tenant, users, last, directory } = await panelHouse(t);
  const user = users.find(({ zones }) => zones.length > 0);
  assert.ok(user);
  panels.view(tenant.id, user);
  const page = last();
  const first = page.spec.state();
  assert.equal(page.title, cylanceDisplayName(user));
  assert.deepEqual([first.isReading, first.record?.id, first.record?.zones[0]?.name], [true, user.id, first.record?.zones[0]?.id]);
  const { record, tenant: line, failure, gone } = await page.when(({ isReading }) => !isReading);
  assert.deepEqual(line, { name: 'Acme Endpoints', place: `Cylance · ${new URL(tenant.baseUrl).host}` });
  assert.deepEqual([failure, gone, record?.zonesNote], [undefined, undefined, undefined]);
  assert.deepEqual(record?.zones.map(({ name }) => name).sort(), user.zones.map(({ id }) => directory.zoneName(id)).sort());
});

const ada: CylanceUser = {
  id: asCylanceUserId('ada'),
  role_type: 'c0ffee00-1111-4222-8333-444455556666',
  role_name: 'Night Shift',
  zones: [{ id: asZoneId('z10') }, { id: asZoneId('z9'), role_type: '00000000-0000-0000-0000-000000000001' }],
  date_created: '2026-01-02T03:04:05Z',
};

test('the record tells what is known, and says of the rest that it is not told', () => {
  const names: Readonly<Record<string, string>> = { z9: 'Site 9', z10: 'Site 10' };
  const facts = { zoneName: (id: string) => names[id] ?? id, zonesNote: 'a note' };
  const told = (over: Partial<CylanceUser>) => cylanceRecord({ ...ada, ...over }, facts, plainWording);
  const { identity, account, roles, zones, zonesNote } = told({});
  assert.deepEqual(identity.map(({ value }) => value), ['not told', 'not told', 'not told']);
  assert.deepEqual([valueOf(account, 'State'), valueOf(account, 'Last login'), valueOf(account, 'Changed')], ['never logged in', 'never', 'not told']);
  assert.match(valueOf(account, 'Created') ?? '', /2026/);
  assert.equal(valueOf(account, 'E-mail confirmed'), undefined);
  assert.deepEqual([valueOf(roles, 'Console role'), valueOf(roles, 'In zones created later')], ['Night Shift', 'not told']);
  assert.deepEqual(zones, [{ id: 'z9', name: 'Site 9', role: 'Zone Manager' }, { id: 'z10', name: 'Site 10', role: '' }]);
  assert.equal(zonesNote, 'a note');
  assert.equal(valueOf(told({ has_logged_in: true }).account, 'Last login'), 'yes, at a time that is not told');
  const seen = told({ date_last_login: new Date(now - 42 * 86_400_000).toISOString() }).account;
  assert.match(valueOf(seen, 'Last login') ?? '', /42 days ago/);
});

test('there is one panel for each user, which is brought to the front again', async (t) => {
  const { panels, tenant, user, users, page, frames } = await opened(t);
  panels.view(tenant.id, user);
  assert.deepEqual([page.reveals, frames.all.length], [1, 1]);
  panels.view(tenant.id, users.find(({ id }) => id !== user.id) ?? assert.fail());
  assert.equal(frames.all.length, 2);
  page.dispose();
  panels.view(tenant.id, user);
  assert.equal(frames.all.length, 3);
});

test('the buttons do what they say', async (t) => {
  const { page, user, tenant, copied, shown, commands, demo } = await opened(t);
  await page.ask('act', { action: 'copyUuid' });
  await page.ask('act', { action: 'openJson' });
  await page.ask('act', { action: 'findEverywhere' });
  assert.deepEqual(copied, [user.id]);
  assert.deepEqual(shown, [{ connection: tenant.id, kind: 'user', id: user.id, name: cylanceDisplayName(user) }]);
  assert.deepEqual(commands, [['falconAdmin.person.find', { email: user.email }]]);
  const before = demo.requests.length;
  await page.ask('act', { action: 'reread' });
  assert.ok(demo.requests.slice(before).some(({ path }) => path === `/users/v2/${user.id}`));
});

test('where zones may not be listed their ids are shown, with the reason', async (t) => {
  const house = await panelHouse(t, { cylance: { extraApplications: [{ scopes: ['user:list', 'user:read'] }] } });
  const [application] = house.demo.cylance.extraApplications;
  assert.ok(application);
  const { applicationId, applicationSecret } = application;
  const blind = await house.connectCylance({ id: asConnectionId('blind'), name: 'Blind', applicationId, applicationSecret });
  const user = house.users.find(({ zones }) => zones.length > 0) ?? assert.fail();
  house.panels.view(blind.id, user);
  const { record } = await house.last().when(({ isReading }) => !isReading);
  assert.match(record?.zonesNote ?? '', /may not list zones/);
  for (const { id, name } of record?.zones ?? []) assert.equal(name, id);
});

test('a user who was deleted stays to be looked at, and that is said', async (t) => {
  const { page, user, demo } = await opened(t);
  const caller = new CylanceCaller(demo, Date.now);
  const { status } = await caller.send('DELETE', `/users/v2/${user.id}`, { token: await caller.token() });
  assert.ok(status < 300, String(status));
  await page.ask('act', { action: 'reread' });
  const { gone, record } = page.spec.state();
  assert.equal(gone, 'This user does not exist any more.');
  assert.equal(record?.id, user.id);
});

test('a failure is told with what can be done, and goes when reading works again', async (t) => {
  const { page, cylance, tenant, user } = await opened(t);
  const entry = cylance.store.entry(tenant.id);
  await cylance.store.put({ ...entry, applicationSecret: '00000000-0000-4000-8000-000000000000' });
  const failed = await page.when(({ failure, isReading }) => failure !== undefined && !isReading);
  assert.match(failed.failure ?? '', /application/i);
  assert.equal(failed.record?.id, user.id);
  await cylance.store.put(entry);
  const { record } = await page.when(({ failure, isReading }) => failure === undefined && !isReading);
  assert.equal(record?.id, user.id);
});

test('a tenant that is renamed is called so, and one that is disconnected is gone', async (t) => {
  const { page, cylance, tenant } = await opened(t);
  const entry = cylance.store.entry(tenant.id);
  await cylance.store.put({ ...entry, name: 'Beta Endpoints' });
  await page.when((state) => state.tenant?.name === 'Beta Endpoints');
  await cylance.store.remove(tenant.id);
  const { gone } = await page.when((state) => state.tenant === undefined);
  assert.match(gone ?? '', /not connected any more/);
});

/** A panel of an earlier window, as far as it is used. */
function keptPanel(title: string) {
  const panel = { title, closed: false, dispose: () => void (panel.closed = true) };
  return panel;
}

test('a panel of an earlier window is read again; what no page has kept is closed', async (t) => {
  const { panels, tenant, users, last, frames } = await panelHouse(t);
  const user = users[0] ?? assert.fail();
  const panel = keptPanel('Ada of before');
  await panels.restore(panel as unknown as WebviewPanel, { connection: tenant.id, user: user.id });
  const page = last();
  assert.equal(page.spec.state().title, 'Ada of before');
  const { title } = await page.when(({ record }) => record !== undefined);
  assert.equal(title, cylanceDisplayName(user));
  assert.equal(page.title, title);
  for (const kept of [undefined, {}, { connection: 'a b', user: user.id }, { connection: tenant.id, user: user.id }]) {
    const other = keptPanel('x');
    await panels.restore(other as unknown as WebviewPanel, kept);
    assert.equal(other.closed, true);
  }
  assert.equal(frames.all.length, 1);
});

/** A directory that answers when a test wants it to. */
function playedDirectory() {
  const learned = new Emitter<void>();
  const reads: { readonly signal: AbortSignal | undefined; readonly answer: PromiseWithResolvers<CylanceUser> }[] = [];
  let known: CylanceUser | undefined;
  const directory = {
    onDidLearn: learned.event,
    readUser: (_id: string, signal?: AbortSignal) => {
      const answer = Promise.withResolvers<CylanceUser>();
      reads.push({ signal, answer });
      return answer.promise;
    },
    zones: async () => ({ zones: [] }),
    zoneName: (id: string) => id,
    known: () => known,
  };
  const learn = (user: CylanceUser): void => {
    known = user;
    learned.fire();
  };
  return { directory: directory as unknown as CylanceDirectory, reads, learn };
}

async function playedPanel(t: TestContext) {
  const { cylance, connectCylance, deps } = await commandHouse(t);
  const { id } = await connectCylance();
  const frames = playedFrames();
  const played = playedDirectory();
  const panels = new CylanceUserPanels({
    ...{ openFrame: frames.openFrame, documents: deps.documents, copy: deps.copy, wording: plainWording, runCommand: async () => undefined },
    cylance: { store: cylance.store, directories: { of: async () => played.directory } },
  });
  panels.view(id, ada);
  const page = frames.last<CylanceUserRequests, CylanceUserState>();
  await eventually('it is read', () => played.reads.length === 1);
  return { ...played, page };
}

test('what is read for the tree is shown in the panel as well', async (t) => {
  const { page, reads, learn } = await playedPanel(t);
  reads[0]?.answer.resolve(ada);
  await page.when(({ isReading }) => !isReading);
  learn({ ...ada, first_name: 'Augusta' });
  const { title } = await page.when(({ record }) => valueOf(record?.identity ?? [], 'First name') === 'Augusta');
  assert.deepEqual([title, page.title], ['Augusta', 'Augusta']);
});

test('a read that another one has overtaken shows nothing', async (t) => {
  const { page, reads } = await playedPanel(t);
  const again = page.ask('act', { action: 'reread' });
  await eventually('it is read again', () => reads.length === 2);
  reads[1]?.answer.resolve({ ...ada, first_name: 'Second' });
  await again;
  reads[0]?.answer.resolve({ ...ada, first_name: 'First' });
  const { title } = await page.when(({ isReading }) => !isReading);
  assert.equal(title, 'Second');
});

test('closing a panel gives up what it reads', async (t) => {
  const { page, reads } = await playedPanel(t);
  assert.equal(reads[0]?.signal?.aborted, false);
  page.dispose();
  assert.equal(reads[0]?.signal?.aborted, true);
});
