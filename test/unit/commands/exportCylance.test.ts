import assert from 'node:assert/strict';
import { test } from 'node:test';
import papa from 'papaparse';
import { exportUsers } from '../../../src/commands/exportUsers.ts';
import { cylanceColumns, usualCylanceColumns } from '../../../src/core/cylance/cylanceTable.ts';
import { consoleRoleOf, cylanceUserState } from '../../../src/core/cylance/cylanceUser.ts';
import { zoneRoleName } from '../../../src/core/cylance/roles.ts';
import { TenantError } from '../../../src/core/errors.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import { plainCylanceView } from '../../../src/state/cylance/cylanceView.ts';
import type { CylanceHouse } from './cylanceHouse.ts';
import { cylanceHouse, memberOf, showCylance, showFalcon } from './cylanceHouse.ts';
import { firstOf, idsOf } from './peopleHouse.ts';

type Row = Readonly<Record<string, string>>;

function savedRows({ saved }: Pick<CylanceHouse, 'saved'>): readonly Row[] {
  const { data, errors } = papa.parse<Row>(saved.at(-1)?.text.slice(1) ?? '', { header: true, delimiter: ',', newline: '\r\n', skipEmptyLines: true });
  assert.deepEqual(errors, []);
  return data.map((row) => ({ ...row }));
}

const savedIds = (house: Pick<CylanceHouse, 'saved'>): (string | undefined)[] => savedRows(house).map(({ id }) => id);
const idAlone = [{ choose: 'CSV' }, { chooseMany: ['ID'] }] as const;
const idsOfUsers = (users: readonly { readonly id: string }[]): string[] => users.map(({ id }) => id);

test('the row of a tenant stands for all its users, newest first, however its list is filtered', async (t) => {
  const house = await cylanceHouse(t, { cylance: { users: 450 } });
  const { root, directory, person, saved, mentioned, run } = house;
  directory.setView({ filter: 'state:dormant', sort: 'email|asc' });
  person.will(...idAlone);
  await run(exportUsers, [root.id]);
  person.isDone();
  const { users } = await directory.allUsers();
  assert.equal(users.length, 450);
  assert.deepEqual(savedIds(house), idsOfUsers(users));
  assert.deepEqual(new Set(person.seen.map(({ title }) => title)), new Set(['Export Users of Acme Endpoints']));
  assert.match(saved[0]?.name ?? '', /^users Acme Endpoints \d{4}-\d\d-\d\d\.csv$/);
  assert.deepEqual(mentioned, [`450 users written to ${saved[0]?.name}.`]);
});

test('a filtered list is written as it is shown, past its first page, and says that it is filtered', async (t) => {
  const house = await cylanceHouse(t, { cylance: { users: 450 } });
  const { tenant, cylance, directory, person, show, run } = house;
  directory.setView({ filter: 'state:active', sort: 'email|desc' });
  person.will(...idAlone);
  await run(exportUsers, show(await cylance.tree.usersBelow(tenant)));
  const active = (await directory.allUsers()).users.filter((user) => cylanceUserState(user, Date.now(), 90) === 'active');
  assert.ok(active.length > 200 && active.length < 450, `${active.length} of them`);
  const ordered = await directory.arrangedUsers();
  assert.deepEqual(savedIds(house), idsOfUsers(ordered));
  assert.deepEqual(new Set(savedIds(house)), new Set(idsOfUsers(active)));
  const emails = ordered.map(({ email = '' }) => email);
  assert.deepEqual(emails, emails.toSorted(new Intl.Collator(undefined, { numeric: true }).compare).toReversed());
  assert.equal(person.seen[0]?.title, 'Export Filtered Users of Acme Endpoints');
});

test('a list that is sorted alone is written in its order, and is not called filtered', async (t) => {
  const house = await cylanceHouse(t);
  const { tenant, cylance, directory, person, show, run } = house;
  directory.setView({ ...plainCylanceView, sort: 'name|asc' });
  person.will(...idAlone);
  await run(exportUsers, show(await cylance.tree.usersBelow(tenant)));
  const { users } = await directory.allUsers();
  assert.deepEqual(savedIds(house), idsOfUsers(await directory.arrangedUsers()));
  assert.notDeepEqual(savedIds(house), idsOfUsers(users));
  assert.equal(person.seen[0]?.title, 'Export Users of Acme Endpoints');
});

test('selected users are written in the order of the selection, each once, with the columns that are picked beforehand', async (t) => {
  const house = await cylanceHouse(t);
  const { directory, users, person, run } = house;
  await directory.zones();
  const member = memberOf(house);
  const [other] = users.filter(({ id }) => id !== member.id);
  assert.ok(other);
  person.will({ choose: 'CSV' }, 'enter');
  await run(exportUsers, idsOf([member, other, member]));
  const rows = savedRows(house);
  assert.deepEqual(rows.map(Object.keys), [usualCylanceColumns, usualCylanceColumns]);
  const { user } = member;
  assert.deepEqual(rows[0], {
    first_name: user.first_name,
    last_name: user.last_name,
    email: user.email,
    role: consoleRoleOf(user).name,
    default_zone_role: zoneRoleName(user.default_zone_role_type, user.default_zone_role_name),
    state: rows[0]?.['state'],
    date_last_login: user.date_last_login ?? '',
    zones: user.zones.map(({ id, role_type: type, role_name: name }) => `${directory.zoneName(id)} (${zoneRoleName(type, name)})`).join(';'),
  });
  assert.equal(rows[1]?.['email'], other.user.email);
  assert.equal(person.seen[1]?.labels?.length, cylanceColumns.length);
});

test('the records of the zones are read for their names before users are written', async (t) => {
  const house = await cylanceHouse(t);
  const { directory, person, run } = house;
  const read = await directory.zones();
  assert.ok('zones' in read);
  const member = memberOf(house);
  directory.forgetZones();
  person.will({ choose: 'JSON' }, { chooseMany: ['Zones'] });
  await run(exportUsers, [member.id]);
  const [record] = JSON.parse(house.saved[0]?.text ?? '') as readonly { readonly zones: readonly { readonly id: string; readonly name: string }[] }[];
  const names = new Map(read.zones.map(({ id, name }) => [id as string, name]));
  assert.deepEqual(record?.zones.map(({ name }) => name), member.user.zones.map(({ id }) => names.get(id) ?? id));
  assert.match(house.saved[0]?.name ?? '', /\.json$/);
});

test('users of several tenants are one file without a place in its name, each user once for each tenant', async (t) => {
  const house = await cylanceHouse(t);
  const { users, root, person, saved, run } = house;
  const other = await showCylance(house, { id: asConnectionId('two'), name: 'Beta' });
  const [ada] = firstOf(users);
  const [twin] = firstOf(other.users);
  assert.equal(ada.user.id, twin.user.id);
  person.will(...idAlone, ...idAlone);
  await run(exportUsers, idsOf([ada, twin]));
  assert.deepEqual(savedIds(house), [ada.user.id, twin.user.id]);
  assert.match(saved[0]?.name ?? '', /^users \d{4}-\d\d-\d\d\.csv$/);
  await run(exportUsers, idsOf([root, other.root]));
  assert.equal(savedIds(house).length, 80);
  assert.deepEqual(new Set(person.seen.map(({ title }) => title)), new Set(['Export Users']));
});

test('in a file of several tenants each zone has the name that its tenant knows', async (t) => {
  const house = await cylanceHouse(t, { cylance: { extraApplications: [{ scopes: ['user:list'] }] } });
  const { demo, directory, users, person, run } = house;
  const [application] = demo.cylance.extraApplications;
  assert.ok(application);
  const limited = await showCylance(house, { id: asConnectionId('limited'), name: 'Limited', ...application });
  await directory.zones();
  const member = memberOf(house);
  const [other] = limited.users.filter(({ user }) => user.zones.length > 0 && user.id !== member.user.id);
  assert.ok(other);
  person.will({ choose: 'CSV' }, { chooseMany: ['Zones'] });
  await run(exportUsers, idsOf([other, ...users.filter(({ id }) => id === member.id)]));
  const [, row] = savedRows(house);
  for (const { id } of member.user.zones) assert.ok(row?.['zones']?.includes(directory.zoneName(id)), id);
});

test('from the palette the tenant is asked for, and its list is written as it is shown', async (t) => {
  const house = await cylanceHouse(t);
  const { directory, person, run, connect } = house;
  directory.setView({ filter: 'state:dormant', sort: 'name|asc' });
  person.will(...idAlone);
  await run(exportUsers);
  assert.deepEqual(person.seen.map(({ title }) => title), Array.from({ length: 2 }, () => 'Export Filtered Users of Acme Endpoints'));
  assert.deepEqual(savedIds(house), idsOfUsers(await directory.arrangedUsers()));
  await connect();
  person.will({ choose: 'Acme Endpoints' }, ...idAlone, { choose: 'Acme' }, { choose: 'CSV' }, { chooseMany: ['UUID'] });
  await run(exportUsers);
  assert.deepEqual(savedIds(house), idsOfUsers(await directory.arrangedUsers()));
  await run(exportUsers);
  person.isDone();
  assert.deepEqual(person.seen[2]?.labels, ['Acme', 'Acme Endpoints']);
  assert.equal(savedRows(house).length, 40);
  assert.ok(savedRows(house).every(({ uuid }) => uuid), 'users of the Falcon tenant');
});

for (const [how, answers] of [
  ['the tenant', ['escape']],
  ['the form', [{ choose: 'Acme Endpoints' }, 'escape']],
  ['the columns', [{ choose: 'Acme Endpoints' }, { choose: 'CSV' }, 'escape']],
] as const) {
  test(`leaving the question for ${how} reads and writes nothing`, async (t) => {
    const house = await cylanceHouse(t);
    const { demo, person, saved, mentioned, run, connect } = house;
    await connect();
    const before = demo.requests.length;
    person.will(...answers);
    await run(exportUsers);
    person.isDone();
    assert.deepEqual([saved, mentioned, demo.requests.length], [[], [], before]);
  });
}

test('no column, no user and no place for the file write nothing', async (t) => {
  const { tenant, cylance, directory, root, person, files, saved, mentioned, show, run } = await cylanceHouse(t);
  person.will({ choose: 'CSV' }, { chooseMany: [] }, ...idAlone, ...idAlone);
  await run(exportUsers, [root.id]);
  files.savesNothing = true;
  await run(exportUsers, [root.id]);
  files.savesNothing = false;
  directory.setView({ ...plainCylanceView, filter: 'nobody@nowhere.test' });
  await run(exportUsers, show(await cylance.tree.usersBelow(tenant)));
  person.isDone();
  assert.deepEqual(saved, []);
  assert.deepEqual(mentioned, ['No column was chosen, so nothing was exported.', 'There are no users to export.']);
});

test('without the right to list zones they are written by their ids', async (t) => {
  const house = await cylanceHouse(t, { cylance: { extraApplications: [{ scopes: ['user:list'] }] } });
  const { demo, person, run } = house;
  const [application] = demo.cylance.extraApplications;
  assert.ok(application);
  const { list, users } = await showCylance(house, { id: asConnectionId('limited'), name: 'Limited', ...application });
  person.will({ choose: 'CSV' }, { chooseMany: ['ID', 'Zones'] });
  await run(exportUsers, [list.id]);
  const rows = savedRows(house);
  assert.equal(rows.length, users.length);
  for (const { user } of users) {
    const { zones } = rows.find(({ id }) => id === user.id) ?? {};
    assert.equal(zones, user.zones.map(({ id, role_type: type, role_name: name }) => `${id} (${zoneRoleName(type, name)})`).join(';'));
  }
});

for (const what of ['root', 'list'] as const) {
  test(`where zones cannot be read, the ${what === 'root' ? 'row of a tenant' : 'list in its usual order'} is written all the same`, async (t) => {
    const house = await cylanceHouse(t);
    const { directory, users, person, run } = house;
    t.mock.method(directory, 'zones', async () => Promise.reject(new TenantError({ kind: 'server', message: 'The server failed.' })));
    person.will(...idAlone);
    await run(exportUsers, [house[what].id]);
    assert.deepEqual(savedIds(house), users.map(({ user }) => user.id));
  });
}

test('reading counts as it goes on, and can be cancelled', async (t) => {
  const { root, directory, deps, person, saved } = await cylanceHouse(t, { cylance: { users: 450 } });
  const messages: (string | undefined)[] = [];
  const counting: typeof deps.progress = (_title, work) => work(new AbortController().signal, ({ message }) => void messages.push(message));
  person.will(...idAlone, ...idAlone);
  await exportUsers.run({ ...deps, progress: counting }, [root.id]);
  assert.ok(messages.length > 1);
  assert.equal(messages.at(-1), '450 of 450');
  directory.forgetUsers();
  const cancelled: typeof deps.progress = (_title, work) => {
    const cancel = new AbortController();
    return work(cancel.signal, () => cancel.abort());
  };
  await assert.rejects(async () => exportUsers.run({ ...deps, progress: cancelled }, [root.id]), { name: 'AbortError' });
  assert.equal(saved.length, 1);
});

test('users of both kinds that were selected together are refused with a message, so that none is left out unseen', async (t) => {
  const house = await cylanceHouse(t);
  const { users, list, person, saved, run } = house;
  const [falcon] = firstOf(await showFalcon(house));
  const [ada] = firstOf(users);
  await run(exportUsers, idsOf([ada, falcon]));
  await run(exportUsers, idsOf([falcon, list]));
  const message = 'Users of Falcon and of Cylance tenants have different columns. Select users of one kind.';
  assert.deepEqual(person.notices.map((notice) => [notice.severity, notice.message]), [['information', message], ['information', message]]);
  assert.deepEqual([saved, person.seen], [[], []]);
});
