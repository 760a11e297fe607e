import assert from 'node:assert/strict';
import { test } from 'node:test';
import papa from 'papaparse';
import { exportUsers } from '../../../src/commands/exportUsers.ts';
import { fileName } from '../../../src/core/fileName.ts';
import { sendChange } from '../../../src/api/falcon/writes.ts';
import { namesOf, snapshotOf } from '../../../src/core/changes/change.ts';
import { TenantError } from '../../../src/core/errors.ts';
import type { User } from '../../../src/core/user.ts';
import { plainView } from '../../../src/state/userView.ts';
import { firstOf, idsOf, peopleHouse, secondTenant } from './peopleHouse.ts';
import type { PeopleHouse } from './peopleHouse.ts';

type Row = Readonly<Record<string, string>>;

function savedRows({ saved }: Pick<PeopleHouse, 'saved'>): readonly Row[] {
  const text = saved.at(-1)?.text ?? '';
  assert.equal(text.charCodeAt(0), 0xfeff);
  const { data, errors } = papa.parse<Row>(text.slice(1), { header: true, newline: '\r\n', skipEmptyLines: true });
  assert.deepEqual(errors, []);
  return data;
}

const uidsOf = (rows: readonly Row[]): (string | undefined)[] => rows.map(({ uid }) => uid);

test('all pages of a filtered and sorted list are written as they are listed', async (t) => {
  const house = await peopleHouse(t, { users: 1_600, cids: 1 });
  const { list, tree, directory, person, show, run, mentioned, saved } = house;
  directory.setView(list.cid, { members: 'home', filter: "status:'active'", sort: 'last_name|desc' });
  const [id = ''] = show(await tree.usersBelow(list.parent));
  person.will({ choose: 'CSV' }, 'enter');
  await run(exportUsers, [id]);
  const pages = directory.users(list.cid);
  await pages.load();
  while (pages.remaining > 0) await pages.loadMore();
  assert.ok(pages.items.length > 1_200, `${pages.items.length} users`);
  assert.deepEqual(uidsOf(savedRows(house)), pages.items.map(({ uid }) => uid));
  assert.match(saved[0]?.name ?? '', /^users Acme \d{4}-\d\d-\d\d\.csv$/);
  assert.deepEqual(mentioned, [`${pages.items.length.toLocaleString('en')} users written to ${saved[0]?.name}.`]);
  assert.match(person.seen[0]?.title ?? '', /Export Filtered Users of Acme/);
});

test('a CID stands for all its users, however their list is filtered', async (t) => {
  const house = await peopleHouse(t);
  const { cid, list, directory, person, run } = house;
  const all = await directory.allUsers({ filter: `cid:'${list.cid}'`, sort: 'uid|asc' });
  directory.setView(list.cid, { ...plainView, filter: "uid:'nobody@nowhere.test'" });
  person.will({ choose: 'CSV' }, 'enter');
  await run(exportUsers, [cid.id]);
  assert.deepEqual(uidsOf(savedRows(house)), all.map(({ uid }) => uid));
  assert.match(person.seen[0]?.title ?? '', /^Export Users of Acme$/);
});

test('only the selected users are written, with the names of their CIDs', async (t) => {
  const house = await peopleHouse(t);
  const { users, connection, person, run } = house;
  const chosen = users.slice(2, 5);
  person.will({ choose: 'CSV' }, 'enter');
  await run(exportUsers, idsOf([...chosen, ...chosen]));
  const field = (value: string | undefined): string => value ?? '';
  assert.deepEqual(
    savedRows(house).map((row) => ({ ...row })),
    chosen.map(({ user }) => ({
      first_name: field(user.first_name),
      last_name: field(user.last_name),
      uid: field(user.uid),
      home_cid_name: connection.name,
      cid: field(user.cid),
      status: field(user.status),
      last_login_at: field(user.last_login_at),
      factors: (user.factors ?? []).join(';'),
    })),
  );
});

test('a selection out of two tenants is one file, without a place in its name', async (t) => {
  const house = await peopleHouse(t);
  const { users, person, saved, run } = house;
  const other = await secondTenant(house);
  person.will({ choose: 'CSV' }, { chooseMany: ['CID Name', 'E-mail'] });
  await run(exportUsers, idsOf([firstOf(users)[0], firstOf(other.users)[0]]));
  assert.deepEqual(savedRows(house).map(({ home_cid_name: name }) => name), ['Acme', 'Beta']);
  assert.match(saved[0]?.name ?? '', /^users \d{4}-\d\d-\d\d\.csv$/);
});

test('from the palette all users of the tenant are written, with the names of the children', async (t) => {
  const house = await peopleHouse(t);
  const { directory, person, run } = house;
  person.will({ choose: 'All Users of Acme' }, { choose: 'CSV' }, { chooseMany: ['E-mail', 'CID'] });
  await run(exportUsers);
  person.isDone();
  const rows = savedRows(house);
  assert.equal(rows.length, 150);
  const children = await directory.allChildren();
  const names = new Set(rows.map(({ home_cid_name: name }) => name));
  assert.ok(children.every(({ name = '' }) => names.has(name)));
});

test('from the palette the users of one CID are written as they are filtered', async (t) => {
  const house = await peopleHouse(t);
  const { directory, person, run } = house;
  const [child] = await directory.allChildren();
  assert.ok(child?.name);
  const [first] = await directory.allUsers({ filter: `cid:'${child.child_cid}'` });
  assert.ok(first?.uid);
  directory.setView(child.child_cid, { ...plainView, filter: `uid:'${first.uid}'` });
  person.will({ choose: 'Users of One CID' }, { choose: child.name }, { choose: 'CSV' }, 'enter');
  await run(exportUsers);
  assert.deepEqual(uidsOf(savedRows(house)), [first.uid]);
});

test('JSON has the records as the server sent them, no more fields than were chosen', async (t) => {
  const house = await peopleHouse(t);
  const { users, person, saved, run } = house;
  const [ada, ben] = firstOf(users);
  person.will({ choose: 'JSON' }, { chooseMany: ['UUID', 'E-mail', '2FA', 'Created'] });
  await run(exportUsers, idsOf([ada, ben]));
  const wanted = ({ uid, uuid, factors, created_at }: User): object => ({ uid, ...(factors && { factors }), uuid, created_at });
  assert.deepEqual(JSON.parse(saved[0]?.text ?? ''), [wanted(ada.user), wanted(ben.user)]);
  assert.match(saved[0]?.name ?? '', /\.json$/);
});

test('names that a spreadsheet would run, and names of any script, come through a real tenant', async (t) => {
  const house = await peopleHouse(t);
  const { connection, directory, users, sessions, person, run, saved } = house;
  const [{ user }] = firstOf(users);
  const after = { first: '=HYPERLINK("http://x.test","hi")', last: 'אבי, "العربية"' };
  const change = { kind: 'renameUser', user: snapshotOf(user), before: namesOf(user), after } as const;
  await sendChange(await sessions.client(connection.id), change, { uuid: user.uuid });
  assert.equal((await directory.readUser(user.uuid)).last_name, after.last);
  person.will({ choose: 'CSV' }, { chooseMany: ['First Name', 'Last Name'] });
  await run(exportUsers, [{ connection: connection.id, user: user.uuid }]);
  const [row] = savedRows({ saved });
  assert.deepEqual({ ...row }, { first_name: `'${after.first}`, last_name: after.last });
});

for (const [how, answers] of [
  ['the form', ['escape']],
  ['the columns', [{ choose: 'CSV' }, 'escape']],
] as const) {
  test(`leaving the question for ${how} writes nothing`, async (t) => {
    const { users, person, saved, mentioned, run } = await peopleHouse(t);
    person.will(...answers);
    await run(exportUsers, idsOf(users));
    person.isDone();
    assert.deepEqual([saved, mentioned], [[], []]);
  });
}

test('no column, no user and no place for the file write nothing', async (t) => {
  const { list, directory, users, person, files, saved, mentioned, show, tree, run } = await peopleHouse(t);
  person.will({ choose: 'CSV' }, { chooseMany: [] }, { choose: 'CSV' }, 'enter', { choose: 'CSV' }, 'enter');
  await run(exportUsers, idsOf(users));
  files.savesNothing = true;
  await run(exportUsers, idsOf(users));
  directory.setView(list.cid, { ...plainView, filter: "uid:'nobody@nowhere.test'" });
  await run(exportUsers, show(await tree.usersBelow(list.parent)));
  person.isDone();
  assert.deepEqual(saved, []);
  assert.deepEqual(mentioned, ['No column was chosen, so nothing was exported.', 'There are no users to export.']);
});

test('reading counts as it goes on, and can be cancelled', async (t) => {
  const { list, deps, person, saved } = await peopleHouse(t, { users: 1_600, cids: 1 });
  const messages: (string | undefined)[] = [];
  const counting: typeof deps.progress = (_title, work) => work(new AbortController().signal, ({ message }) => void messages.push(message));
  person.will({ choose: 'CSV' }, 'enter', { choose: 'CSV' }, 'enter');
  await exportUsers.run({ ...deps, progress: counting }, [list.id]);
  assert.ok(messages.length > 1);
  assert.equal(messages.at(-1), '1,600 of 1,600');
  const cancelled: typeof deps.progress = (_title, work) => {
    const cancel = new AbortController();
    return work(cancel.signal, () => cancel.abort());
  };
  await assert.rejects(async () => exportUsers.run({ ...deps, progress: cancelled }, [list.id]), { kind: 'cancelled' });
  assert.equal(saved.length, 1);
});

test('where the server refuses deep pages of an order, the users are written by address', async (t) => {
  const house = await peopleHouse(t);
  const { list, directory, tree, show, person, run } = house;
  const allUsers = directory.allUsers.bind(directory);
  t.mock.method(directory, 'allUsers', async (...[query, options]: Parameters<typeof allUsers>) => {
    if (query.sort !== 'uid|asc') throw new TenantError({ kind: 'invalid', message: 'offset too large' });
    return allUsers(query, options);
  });
  directory.setView(list.cid, { ...plainView, sort: 'last_name|desc' });
  person.will({ choose: 'CSV' }, 'enter');
  await run(exportUsers, show(await tree.usersBelow(list.parent)));
  const byAddress = await allUsers({ filter: `cid:'${list.cid}'`, sort: 'uid|asc' });
  assert.deepEqual(uidsOf(savedRows(house)), byAddress.map(({ uid }) => uid));
});

test('the name of a file holds nothing that a file system would mind', () => {
  const moment = new Date(2026, 0, 5, 23, 59);
  assert.equal(fileName(['users', 'Acme: R&D / "Retail"?\u202Egnp'], moment, 'csv'), 'users Acme R&D Retail gnp 2026-01-05.csv');
  assert.equal(fileName(['users', undefined], moment, 'json'), 'users 2026-01-05.json');
  assert.equal(fileName(['users', 'é'.repeat(500)], moment, 'csv').length, 'users '.length + 94 + ' 2026-01-05.csv'.length);
});
