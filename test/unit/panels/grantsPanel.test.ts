/** The host's half of a grants panel: its rows, what is known of them, and what is read. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TenantError } from '../../../src/core/errors.ts';
import { asCid, asUserUuid } from '../../../src/core/ids.ts';
import { directWay, grantRefusal } from '../../../src/core/matrix/cellState.ts';
import { noMarks } from '../../../src/core/matrix/marking.ts';
import { displayName } from '../../../src/core/user.ts';
import { isKeptGrants } from '../../../src/protocol/grants.ts';
import type { KeptGrants } from '../../../src/protocol/grants.ts';
import type { WebviewPanel } from 'vscode';
import { freeSpot, grantsPanelHouse, mark } from './grantsPanelHouse.ts';

test('the rows of a user are all CIDs of the tenant, its own first; only where the user holds something is read', async (t) => {
  const { ofUsers, userWho, cids, connection, directory, sent } = await grantsPanelHouse(t, { cids: 30, users: 200 });
  const user = await userWho(async ({ uuid }) => (await directory.assignedCids(uuid)).length === 2);
  const page = ofUsers(user);
  const model = await page.whole();
  assert.deepEqual(model.rows.map((_, place) => model.cidAt(place).cid), cids);
  assert.equal(model.cidAt(0).name, connection.name);
  assert.equal(page.frame.title, `Grants: ${displayName(user)}`);
  assert.ok(model.rows.every(({ grants }) => grants !== undefined));
  const assigned = await directory.assignedCids(user.uuid);
  assert.equal(sent('CombinedUserRolesV2'), assigned.length);
  assert.ok(model.rows.every(({ grants = [] }, place) => grants.length === 0 || assigned.includes(model.cidAt(place).cid)));
  assert.match(page.state.coverage?.text ?? '', /^as of .+, 2 of 2 pairs, known to be empty: 28$/);
  assert.equal(page.state.hasCids, true);
});

test('cells say what the server says: direct, temporary, through which groups', async (t) => {
  const { ofUsers, userWho, held, cids } = await grantsPanelHouse(t, { users: 400 });
  const cid = cids[1] ?? asCid('');
  const user = await userWho(async ({ uuid }) => (await held(uuid, cid)).some(({ user_group_id: group }) => group));
  const model = await ofUsers(user).whole();
  const place = model.placeOf({ user: user.uuid, cid }) ?? assert.fail('there is no row');
  for (const grant of await held(user.uuid, cid)) {
    const ways = model.held(place, grant.role_id);
    assert.ok(ways.some(({ through, expiresAt }) => (through === undefined) === (grant.user_group_id === undefined) && expiresAt === grant.expires_at));
    assert.ok(model.role(grant.role_id), 'each role that is held has a column');
  }
});

test('the columns are the roles of the own CID and the custom roles of the homes, by name', async (t) => {
  const { ofUsers, userWho, directory, cid } = await grantsPanelHouse(t, { users: 300, cids: 5 });
  const own = await directory.roles(cid);
  const user = await userWho(async (one) => one.cid !== cid && (await directory.roles(one.cid)).some((role) => role.cid === one.cid));
  const model = await ofUsers(user).whole();
  const custom = (await directory.roles(user.cid)).filter((role) => role.cid === user.cid);
  const wanted = new Set([...own, ...custom].map(({ id }) => id));
  assert.deepEqual(new Set(model.roles.map(({ id }) => id)), wanted);
  const names = model.roles.map(({ name }) => name);
  assert.deepEqual(names, names.toSorted(new Intl.Collator('en', { numeric: true }).compare));
  const role = model.roles.findIndex(({ owner }) => owner === user.cid);
  const elsewhere = model.placeOf({ user: user.uuid, cid }) ?? 0;
  assert.equal(grantRefusal(model, { row: elsewhere, role })?.kind, 'ownedElsewhere');
});

test('the rows of a CID are those who are at home there or hold something there, filled in the background', async (t) => {
  const { ofCid, cids, directory, held } = await grantsPanelHouse(t, { cids: 6, users: 400 });
  const [, cid = asCid('')] = cids;
  const page = ofCid(cid);
  await page.when(({ age }) => age > 0);
  const model = await page.whole();
  const everybody = await directory.allUsers({});
  const wanted: string[] = [];
  for (const user of everybody) if (user.cid === cid || (await held(user.uuid, cid)).length > 0) wanted.push(user.uuid);
  assert.deepEqual(new Set(model.rows.map((_, place) => model.userAt(place).uuid)), new Set(wanted));
  assert.ok(model.rows.every((_, place) => model.cidAt(place).cid === cid));
  const names = model.users.map(({ name }) => name);
  assert.deepEqual(names, names.toSorted(new Intl.Collator('en', { numeric: true }).compare));
  assert.equal(page.frame.title, `Grants: ${model.cids[0]?.name}`);
});

test('a tenant of one CID has one row for a user, and all users for its CID', async (t) => {
  const { ofUsers, ofCid, userAt, cid } = await grantsPanelHouse(t, { cids: 1, users: 40 });
  const page = ofUsers(userAt(0));
  assert.equal((await page.whole()).rows.length, 1);
  assert.equal(page.state.hasCids, false);
  assert.equal((await ofCid(cid).whole()).rows.length, 40);
});

test('rows that are asked for tell what may be granted; what cannot be read says why, row by row', async (t) => {
  const { ofUsers, userAt, cids, demo, directory } = await grantsPanelHouse(t);
  const user = userAt(0);
  const page = ofUsers(user);
  await page.whole();
  const pairs = cids.map((cid) => ({ user: user.uuid, cid }));
  const [first] = await page.ask('rows', { pairs: pairs.slice(0, 1) });
  assert.deepEqual(new Set(first?.grantable), await directory.grantable(user.uuid, cids[0]));
  assert.equal(first?.failure, undefined);
  await demo.close();
  const rows = await page.ask('rows', { pairs });
  assert.deepEqual(rows.map(({ cid }) => cid), cids);
  assert.equal(rows[0]?.failure, undefined, 'what is known is not asked for again');
  assert.ok(rows.slice(1).every(({ failure }) => failure !== undefined && /\.$/.test(failure)));
});

test('rows that nobody waits for any more end as cancelled, and rows that there are not are left out', async (t) => {
  const { ofUsers, userAt, cids } = await grantsPanelHouse(t);
  const user = userAt(0);
  const page = ofUsers(user);
  await page.whole();
  const pairs = cids.map((cid) => ({ user: user.uuid, cid }));
  const left = new AbortController();
  const asked = page.ask('rows', { pairs }, left.signal);
  left.abort();
  await assert.rejects(asked);
  assert.deepEqual(await page.ask('rows', { pairs: [{ user: asUserUuid('nobody'), cid: cids[0] ?? asCid('') }] }), []);
});

test('a panel whose rows cannot be told says why, and takes them up when it is asked again', async (t) => {
  let isDown = true;
  const { ofUsers, userAt } = await grantsPanelHouse(t, {}, ({ directories }) => ({
    directories: {
      onDidWrite: directories.onDidWrite,
      of: async (id) => {
        if (isDown) throw new TenantError({ kind: 'network', message: 'The server does not answer.' });
        return directories.of(id);
      },
    },
  }));
  const page = ofUsers(userAt(0));
  await page.when(({ failure }) => failure === 'The server does not answer.');
  assert.equal(page.state.age, 0);
  isDown = false;
  await page.ask('act', { action: 'refresh' });
  await page.whole();
  assert.equal(page.state.failure, undefined);
});

test('there is one panel for each subject, in whatever order its users are named', async (t) => {
  const { ofUsers, ofCid, userAt, frames, cid } = await grantsPanelHouse(t);
  const [one, two] = [userAt(0), userAt(1)];
  const page = ofUsers(one, two);
  ofUsers(two, one);
  assert.deepEqual([page.frame.reveals, frames.all.length], [1, 1]);
  ofUsers(one);
  ofCid(cid);
  assert.equal(frames.all.length, 3);
  page.frame.dispose();
  ofUsers(one, two);
  assert.equal(frames.all.length, 4);
});

test('a user is added, and taken out again; the last one stays', async (t) => {
  const { ofUsers, userAt, chosenUsers, cids } = await grantsPanelHouse(t);
  const [one, two] = [userAt(0), userAt(1)];
  const page = ofUsers(one);
  await page.whole();
  chosenUsers.push(two);
  await page.ask('act', { action: 'addUser' });
  await page.when(({ title }) => title === 'Grants: 2 users');
  const model = await page.whole();
  assert.deepEqual(model.users.map(({ uuid }) => uuid), [one.uuid, two.uuid]);
  assert.equal(model.rows.length, 2 * cids.length);
  await page.ask('removeUser', { user: one.uuid });
  await page.when(({ title }) => title === `Grants: ${displayName(two)}`);
  await page.ask('removeUser', { user: two.uuid });
  assert.deepEqual(page.state.subject, { by: 'users', users: [two.uuid] });
});

test('a user who holds nothing in a CID can be added to its rows', async (t) => {
  const { ofCid, cids, userWho, held, chosenUsers } = await grantsPanelHouse(t);
  const cid = cids[1] ?? asCid('');
  const stranger = await userWho(async (user) => user.cid !== cid && (await held(user.uuid, cid)).length === 0);
  const page = ofCid(cid);
  const before = await page.whole();
  assert.equal(before.placeOf({ user: stranger.uuid, cid }), undefined);
  chosenUsers.push(stranger);
  const { age } = page.state;
  await page.ask('act', { action: 'addUser' });
  await page.when((state) => state.age > age);
  const model = await page.whole();
  assert.deepEqual(model.row(model.placeOf({ user: stranger.uuid, cid }) ?? -1).grants, []);
});

test('more than 50 users are not shown together', async (t) => {
  const { ofUsers, directory } = await grantsPanelHouse(t);
  const page = ofUsers(...(await directory.allUsers({})).slice(0, 50));
  await assert.rejects(page.ask('act', { action: 'addUser' }), /50 users are the most/);
});

test('the view changes between users and a CID, and asks only for what it does not know', async (t) => {
  const { ofUsers, userAt, cids, chosenCids } = await grantsPanelHouse(t);
  const user = userAt(0);
  const page = ofUsers(user);
  await page.whole();
  const cid = cids[1] ?? asCid('');
  chosenCids.push({ cid, name: 'Chosen' });
  await page.ask('act', { action: 'byCid' });
  assert.deepEqual([page.state.subject, page.state.age], [{ by: 'cid', cid }, 0]);
  await page.whole();
  await page.ask('act', { action: 'byUsers' });
  assert.deepEqual(page.state.subject, { by: 'users', users: [user.uuid] });
  await page.whole();
  await page.ask('act', { action: 'byCid' });
  assert.deepEqual(page.state.subject, { by: 'cid', cid });
  chosenCids.push(undefined);
  await page.ask('act', { action: 'chooseCid' });
  assert.deepEqual(page.state.subject, { by: 'cid', cid });
});

test('users are compared and exported by the commands for it; of many the person chooses', async (t) => {
  const { ofUsers, ofCid, directory, connection, ran, person, cid } = await grantsPanelHouse(t);
  const users = (await directory.allUsers({})).slice(0, 6);
  const given = users.map(({ uuid }) => ({ connection: connection.id, user: uuid }));
  const two = ofUsers(...users.slice(0, 2));
  await two.whole();
  await two.ask('act', { action: 'compare' });
  await two.ask('act', { action: 'export' });
  assert.deepEqual(ran, [
    ['falconAdmin.user.compare', given[0], given.slice(0, 2)],
    ['falconAdmin.grants.export', given[0], given.slice(0, 2)],
  ]);
  const six = ofUsers(...users);
  await six.whole();
  person.will('enter', 'escape');
  await six.ask('act', { action: 'compare' });
  assert.deepEqual(ran.at(-1), ['falconAdmin.user.compare', given[0], given.slice(0, 4)]);
  await six.ask('act', { action: 'compare' });
  await ofCid(cid).ask('act', { action: 'export' });
  assert.deepEqual(ran.slice(3), [['falconAdmin.grants.export', { connection: connection.id, cid }, [{ connection: connection.id, cid }]]]);
});

test('a panel that comes back shows what its page kept, and asks nobody', async (t) => {
  const { panels, frames, last, connection, userAt, cids, userWho, held } = await grantsPanelHouse(t);
  const [user, cid] = [userAt(0), cids[1] ?? asCid('')];
  const stranger = await userWho(async (one) => one.cid !== cid && (await held(one.uuid, cid)).length === 0);
  const closed: string[] = [];
  const restored = (title: string) => ({ title, dispose: () => closed.push(title) }) as unknown as WebviewPanel;
  const ofUser: KeptGrants = { view: 'grants', connection: connection.id, subject: { by: 'users', users: [user.uuid] } };
  assert.ok(isKeptGrants(structuredClone(ofUser)));
  await panels.restore(restored('Grants: Ada'), ofUser);
  assert.equal(last().frame.spec.title, 'Grants: Ada');
  await last().whole();
  await panels.restore(restored('twice'), ofUser);
  await panels.restore(restored('other'), { view: 'else' });
  assert.deepEqual([closed, frames.all.length], [['twice', 'other'], 1]);
  const role = (await last().model()).roles[0]?.id ?? assert.fail('there is no role');
  const pending = [{ kind: 'grant', user: stranger.uuid, cid, role }] as const;
  await panels.restore(restored('Grants: Retail'), { view: 'grants', connection: connection.id, subject: { by: 'cid', cid }, pending });
  const model = await last().whole();
  assert.ok(model.placeOf({ user: stranger.uuid, cid }) !== undefined, 'what is marked has its row');
});

test('a panel says that there is nothing to show once the user is deleted or the tenant is gone', async (t) => {
  const { ofUsers, userAt, person, road, connection, store } = await grantsPanelHouse(t);
  const [one, two] = [userAt(1), userAt(2)];
  const page = ofUsers(one, two);
  await page.whole();
  const remove = (user: typeof one) => road.propose({ connectionId: connection.id, origin: 'test', changes: [{ kind: 'deleteUser', user, grants: [] }] });
  person.will({ choose: 'Delete' });
  await remove(one);
  await page.when(({ subject }) => subject.by === 'users' && subject.users.length === 1);
  person.will({ choose: 'Delete' });
  await remove(two);
  const { gone } = await page.when((state) => state.gone !== undefined);
  assert.match(gone ?? '', /does not exist any more/);
  await store.remove(connection.id);
  assert.match(page.state.gone ?? '', /not connected any more/);
});

test('another tenant behind the connection is read anew', async (t) => {
  const { ofUsers, userAt, store, connection, demo } = await grantsPanelHouse(t);
  const page = ofUsers(userAt(0));
  await page.whole();
  const { age } = page.state;
  const { readOnlyClientId: clientId, readOnlyClientSecret: clientSecret } = demo;
  await store.put({ ...connection, clientId, clientSecret });
  assert.equal(page.state.age, 0);
  await page.when((state) => state.age > age);
  await page.whole();
});

test('what others write is shown without being asked for', async (t) => {
  const { ofUsers, userAt, person, road, connection, cids } = await grantsPanelHouse(t);
  const [user, cid] = [userAt(0), cids[2] ?? asCid('')];
  const page = ofUsers(user);
  const before = await page.whole();
  const spot = freeSpot(before, user.uuid, cid);
  const { age } = page.state;
  person.will({ choose: 'Grant' });
  const { id, name } = before.roleAt(spot.role);
  await road.propose({ connectionId: connection.id, origin: 'test', changes: [{ kind: 'grant', to: user, cid, roles: [{ id, name }] }] });
  await page.when((state) => state.age > age);
  const after = await page.whole();
  assert.ok(directWay(after.held(spot.row, id)));
  assert.equal(mark(noMarks, after, spot).size, 1);
});

test('a change of which nothing is known is shown as well', async (t) => {
  const { ofUsers, userAt, person, road, connection, cid } = await grantsPanelHouse(t);
  const user = userAt(0);
  const page = ofUsers(user);
  const before = await page.whole();
  const spot = freeSpot(before, user.uuid, cid);
  const { id } = before.roleAt(spot.role);
  const { age } = page.state;
  person.will({ choose: 'Send' });
  const parameters = { body: { action: 'grant', cid, uuid: user.uuid, role_ids: [id] } };
  await road.propose({ connectionId: connection.id, origin: 'test', changes: [{ kind: 'rawOperation', operation: 'userRolesActionV1', parameters }] });
  await page.when((state) => state.age > age);
  assert.ok(directWay((await page.whole()).held(spot.row, id)));
});

test('refreshing forgets what was read and reads it again', async (t) => {
  const { ofUsers, ofCid, userAt, sent, cids } = await grantsPanelHouse(t);
  for (const page of [ofUsers(userAt(0)), ofCid(cids[1] ?? asCid(''))]) {
    await page.whole();
    const [before, { age }] = [sent('CombinedUserRolesV2'), page.state];
    await page.ask('act', { action: 'refresh' });
    await page.when((state) => state.age > age);
    await page.whole();
    assert.ok(sent('CombinedUserRolesV2') > before);
  }
});

test('where the CIDs of a tenant may not be read, the rows are those that are known, and the panel says so', async (t) => {
  const options = { extraClients: [{ scopes: ['usermgmt:read', 'sensor-installers:read'] as const }] };
  const { ofUsers, userWho, store, connection, demo, cid } = await grantsPanelHouse(t, options);
  const user = await userWho((one) => one.cid !== cid);
  const { clientId = '', clientSecret = '' } = demo.extraClients[0] ?? {};
  await store.put({ ...connection, clientId, clientSecret });
  const page = ofUsers(user);
  const model = await page.whole();
  assert.deepEqual(model.rows.map((_, place) => model.cidAt(place).cid), [cid, user.cid]);
  assert.match(page.state.coverage?.text ?? '', /there may be CIDs that cannot be seen$/);
});
