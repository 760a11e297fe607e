import assert from 'node:assert/strict';
import { test } from 'node:test';
import papa from 'papaparse';
import { exportUsers } from '../../../src/commands/exportUsers.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import { cylanceNode } from '../../../src/state/cylance/cylanceNodes.ts';
import { commandHouse } from './commandHouse.ts';
import { cylancePeople } from './cylancePeople.ts';
import type { CylancePeople } from './cylancePeople.ts';
import { idsOf } from './peopleHouse.ts';

type Row = Readonly<Record<string, string>>;

function savedRows({ saved }: Pick<CylancePeople, 'saved'>): readonly Row[] {
  const { data, errors } = papa.parse<Row>(saved.at(-1)?.text.slice(1) ?? '', { header: true, newline: '\r\n', skipEmptyLines: true });
  assert.deepEqual(errors, []);
  return data;
}

const emailsOf = (rows: readonly Row[]): (string | undefined)[] => rows.map(({ email }) => email);

test('a tenant stands for all its users, not for the pages that were loaded or the filter of its list', async (t) => {
  const house = await cylancePeople(t, { cylance: { users: 450 } });
  const { root, cylanceDirectory, person, run, mentioned, saved } = house;
  cylanceDirectory.setView({ filter: 'nobody at all', sort: 'name|asc' });
  person.will({ choose: 'CSV' }, 'enter');
  await run(exportUsers, [root.id]);
  const { users } = await cylanceDirectory.allUsers();
  assert.equal(users.length, 450);
  assert.deepEqual(emailsOf(savedRows(house)), users.map(({ email }) => email ?? ''));
  assert.equal(person.seen[0]?.title, 'Export Users of Acme Endpoints');
  assert.match(saved[0]?.name ?? '', /^users Acme Endpoints \d{4}-\d\d-\d\d\.csv$/);
  assert.deepEqual(mentioned, [`450 users written to ${saved[0]?.name}.`]);
});

test('a list is written as it is shown: filtered, and in its order', async (t) => {
  const house = await cylancePeople(t);
  const { tenant, cylance, cylanceDirectory, person, show, run } = house;
  cylanceDirectory.setView({ filter: 'role:administrator', sort: 'email|desc' });
  const [id = ''] = show(await cylance.tree.usersBelow(tenant));
  person.will({ choose: 'CSV' }, 'enter');
  await run(exportUsers, [id]);
  const shown = await cylanceDirectory.arrangedUsers();
  const { users } = await cylanceDirectory.allUsers();
  assert.ok(shown.length > 0 && shown.length < users.length);
  assert.deepEqual(emailsOf(savedRows(house)), shown.map(({ email }) => email ?? ''));
  assert.equal(person.seen[0]?.title, 'Export Filtered Users of Acme Endpoints');
});

test('only the users that were selected are written, each once, with their zones by name', async (t) => {
  const house = await cylancePeople(t);
  const { cylanceUsers, cylanceDirectory, person, run, saved } = house;
  const chosen = cylanceUsers.filter(({ user }) => user.zones.length > 0).slice(0, 3);
  person.will({ choose: 'JSON' }, { chooseMany: ['E-mail', 'Zones', 'Role'] });
  await run(exportUsers, idsOf([...chosen, ...chosen]));
  const rows = JSON.parse(saved[0]?.text ?? '') as { readonly email: string; readonly zones: readonly { readonly id: string; readonly name: string }[] }[];
  assert.deepEqual(rows.map(({ email }) => email), chosen.map(({ user }) => user.email));
  assert.deepEqual(Object.keys(rows[0] ?? {}), ['email', 'role', 'zones']);
  const [first] = rows[0]?.zones ?? [];
  assert.ok(first);
  assert.equal(first.name, cylanceDirectory.zoneName(first.id));
  assert.notEqual(first.name, first.id);
});

test('several tenants are written to one file, which is named after none of them', async (t) => {
  const house = await cylancePeople(t, { cylance: { users: 30 } });
  const { connectCylance, show, root, person, run, saved } = house;
  const other = cylanceNode(await connectCylance({ id: asConnectionId('other'), name: 'Beta Endpoints' }));
  show(other);
  person.will({ choose: 'CSV' }, 'enter');
  await run(exportUsers, [root.id, other.id]);
  assert.equal(savedRows(house).length, 60);
  assert.match(saved[0]?.name ?? '', /^users \d{4}-\d\d-\d\d\.csv$/);
});

test('from the palette the tenant is asked for, of whichever kind it is', async (t) => {
  const house = await cylancePeople(t);
  const { person, run, cylanceDirectory } = house;
  person.will({ choose: 'Acme Endpoints' }, { choose: 'CSV' }, 'enter');
  await run(exportUsers);
  assert.deepEqual(person.seen[0]?.labels?.toSorted(), ['Acme', 'Acme Endpoints']);
  assert.equal(savedRows(house).length, (await cylanceDirectory.allUsers()).users.length);
  person.isDone();
});

test('whoever leaves a question, chooses no column or saves nothing has written nothing', async (t) => {
  const { person, run, root, saved, mentioned, files } = await cylancePeople(t);
  person.will('escape');
  await run(exportUsers, [root.id]);
  person.will({ choose: 'CSV' }, 'escape');
  await run(exportUsers, [root.id]);
  assert.deepEqual(mentioned, []);
  person.will({ choose: 'CSV' }, { chooseMany: [] });
  await run(exportUsers, [root.id]);
  assert.deepEqual(mentioned.splice(0), ['No column was chosen, so nothing was exported.']);
  files.savesNothing = true;
  person.will({ choose: 'CSV' }, 'enter');
  await run(exportUsers, [root.id]);
  assert.deepEqual([saved, mentioned], [[], []]);
});

test('a tenant without users is told instead of an empty file', async (t) => {
  const { connectCylance, show, person, run, saved, mentioned } = await commandHouse(t, { cylance: { users: 0 } });
  const [id = ''] = show(cylanceNode(await connectCylance()));
  person.will({ choose: 'CSV' }, 'enter');
  await run(exportUsers, [id]);
  assert.deepEqual([saved, mentioned], [[], ['There are no users to export.']]);
});

test('where zones may not be listed their ids are written', async (t) => {
  const house = await cylancePeople(t, { cylance: { extraApplications: [{ scopes: ['user:list', 'user:read'] }] } });
  const [application] = house.demo.cylance.extraApplications;
  assert.ok(application);
  const { applicationId, applicationSecret } = application;
  const blind = cylanceNode(await house.connectCylance({ id: asConnectionId('blind'), name: 'Blind', applicationId, applicationSecret }));
  house.show(blind);
  house.person.will({ choose: 'JSON' }, { chooseMany: ['Zones'] });
  await house.run(exportUsers, [blind.id]);
  const rows = JSON.parse(house.saved[0]?.text ?? '') as { readonly zones: readonly { readonly id: string; readonly name: string }[] }[];
  const zones = rows.flatMap((row) => row.zones);
  assert.ok(zones.length > 0);
  for (const { id, name } of zones) assert.equal(name, id);
});
