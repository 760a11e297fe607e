import assert from 'node:assert/strict';
import { test } from 'node:test';
import papa from 'papaparse';
import { exportAccess } from '../../../src/commands/exportAccess.ts';
import { exportMatrix } from '../../../src/commands/exportMatrix.ts';
import { readAllGrants } from '../../../src/commands/readGrants.ts';
import { isInherited } from '../../../src/core/grant.ts';
import { falconAdministrator } from '../../../src/core/role.ts';
import { displayName } from '../../../src/core/user.ts';
import { connectionNode } from '../../../src/state/nodes.ts';
import { firstOf, idsOf, secondTenant } from './peopleHouse.ts';
import { cancelsAfter, grantsHouse } from './grantsHouse.ts';
import type { GrantsHouse } from './grantsHouse.ts';

type Row = Readonly<Record<string, string>>;

function savedRows({ saved }: Pick<GrantsHouse, 'saved'>): readonly Row[] {
  const { data, errors } = papa.parse<Row>((saved.at(-1)?.text ?? '').slice(1), { header: true, newline: '\r\n', skipEmptyLines: true });
  assert.deepEqual(errors, []);
  return data;
}

test('everything of a tenant is written, a row a grant, as the server tells it', async (t) => {
  const house = await grantsHouse(t);
  const { connection, directory, own, person, saved, mentioned, show, run } = house;
  person.will({ choose: 'CSV' });
  await run(exportAccess, show(connectionNode(connection)));
  person.isDone();
  const rows = savedRows(house);
  const users = await directory.allUsers({ sort: 'uid|asc' });
  const held = (await Promise.all(users.map((user) => directory.accessOf(user)))).flat();
  assert.equal(rows.length, held.length);
  assert.equal(rows.filter(({ how }) => how === 'via groups').length, held.filter(isInherited).length);
  assert.ok(rows.every(({ tenant, uuid, role_id: role }) => tenant === 'Acme' && uuid && role));
  assert.ok(rows.some(({ cid, cid_name: name }) => cid === own && name === 'Acme'));
  assert.match(saved[0]?.name ?? '', /^access Acme \d{4}-\d\d-\d\d\.csv$/);
  assert.deepEqual(mentioned, [`${rows.length} grants written to ${saved[0]?.name}.`]);
});

test('two exports of the same access are the same text', async (t) => {
  const { connection, directory, person, saved, show, run } = await grantsHouse(t);
  const given = show(connectionNode(connection));
  person.will({ choose: 'CSV' }, { choose: 'CSV' });
  await run(exportAccess, given);
  directory.index.forgetAll();
  await run(exportAccess, given);
  assert.ok((saved[0]?.text.length ?? 0) > 1_000);
  assert.equal(saved[0]?.text, saved[1]?.text);
});

test('a CID, users and a role export only what belongs to them', async (t) => {
  const house = await grantsHouse(t);
  const { own, cid, users, tree, directory, grantsOf, person, saved, show, run } = house;
  const chosen = users.slice(0, 2);
  const role = (await directory.roles(own)).find(({ id }) => id === falconAdministrator);
  assert.ok(role);
  person.will({ choose: 'CSV' }, { choose: 'CSV' }, { choose: 'CSV' });
  await run(exportAccess, [cid.id]);
  assert.ok(savedRows(house).length > 0 && savedRows(house).every((row) => row['cid'] === own));
  await run(exportAccess, idsOf(chosen));
  assert.equal(savedRows(house).length, (await Promise.all(chosen.map(({ user }) => grantsOf(user)))).flat().length);
  await run(exportAccess, show(tree.roleBelow(await tree.rolesBelow(cid), role)));
  person.isDone();
  assert.ok(savedRows(house).length > 0 && savedRows(house).every((row) => row['role_id'] === falconAdministrator && row['cid'] === own));
  assert.equal(saved.length, 3);
});

test('a CID that a panel names by ids is exported under its name', async (t) => {
  const house = await grantsHouse(t);
  const { connection, directory, person, saved, run } = house;
  const [child] = await directory.allChildren();
  person.will({ choose: 'CSV' });
  await run(exportAccess, [{ connection: connection.id, cid: child?.child_cid }]);
  assert.ok(savedRows(house).length > 0 && savedRows(house).every(({ cid }) => cid === child?.child_cid));
  assert.match(saved[0]?.name ?? '', new RegExp(`^access ${child?.name} `));
});

test('a filtered list exports those whom it lists', async (t) => {
  const house = await grantsHouse(t);
  const { list, users, directory, tree, person, show, run } = house;
  const [ada] = firstOf(users);
  directory.setView(list.cid, { members: 'home', filter: `uid:'${ada.user.uid}'`, sort: 'uid|asc' });
  person.will({ choose: 'CSV' });
  await run(exportAccess, show(await tree.usersBelow(list.parent)));
  assert.deepEqual(new Set(savedRows(house).map(({ uuid }) => uuid)), new Set([ada.user.uuid]));
});

test('two tenants are one file that tells them apart', async (t) => {
  const house = await grantsHouse(t, { cids: 1, users: 20 });
  const { connection, person, saved, show, run } = house;
  const other = await secondTenant(house);
  person.will({ choose: 'CSV' });
  await run(exportAccess, show(connectionNode(connection), connectionNode(other.connection)));
  const tenants = savedRows(house).map(({ tenant }) => tenant);
  assert.deepEqual([...new Set(tenants)], ['Acme', 'Beta']);
  assert.match(saved[0]?.name ?? '', /^access \d/);
});

test('what has not been read is never silent: in the heading of JSON and Markdown, in the message after CSV', async (t) => {
  const house = await grantsHouse(t, { users: 160 });
  const { connection, users, person, saved, mentioned, show, run } = house;
  const given = show(connectionNode(connection));
  await run(readAllGrants, idsOf(users.slice(0, 3)));
  const known = { choose: 'Use What Is Known' };
  for (const form of ['CSV', 'JSON', 'Markdown']) {
    person.will({ choose: form }, known);
    await run(exportAccess, given);
  }
  person.isDone();
  const [, json, markdown] = saved.map(({ text }) => text);
  const { coverage, complete } = JSON.parse(json ?? '') as { readonly coverage: string; readonly complete: boolean };
  assert.match(coverage, /^As of .* Incomplete: .*have not been read/);
  assert.equal(complete, false);
  assert.match(markdown?.split('\n')[2] ?? '', /Incomplete: .*have not been read/);
  assert.match(person.notices[0]?.message ?? '', /grants written to access Acme.*\.csv\. Incomplete: .*have not been read/);
  assert.equal(mentioned.filter((text) => text.includes('written')).length, 0);
});

test('from the palette it is asked whose access, and a left question writes nothing', async (t) => {
  const house = await grantsHouse(t);
  const { users, person, saved, files, run } = house;
  const [ada] = firstOf(users);
  person.will({ choose: 'One User' }, { type: ada.user.uid ?? '' }, { choose: 'JSON' }, 'escape', { choose: 'Everybody in Acme' }, 'escape');
  await run(exportAccess);
  assert.match(saved[0]?.name ?? '', new RegExp(`^access ${displayName(ada.user)} `));
  await run(exportAccess);
  await run(exportAccess);
  files.savesNothing = true;
  person.will({ choose: 'Everybody in One CID' }, { choose: 'Acme' }, { choose: 'CSV' });
  await run(exportAccess);
  person.isDone();
  assert.equal(saved.length, 1);
});

test('a cancelled reading writes nothing and says that what was read is kept', async (t) => {
  const house = await grantsHouse(t);
  const { connection, deps, person, saved, mentioned, show } = house;
  person.will({ choose: 'CSV' });
  await exportAccess.run({ ...deps, progress: await cancelsAfter(t, house, 5) }, show(connectionNode(connection)));
  assert.deepEqual([saved, mentioned], [[], ['Nothing was exported. What has been read of Acme is kept.']]);
});

test('a matrix has a row for each user and CID and a column for each role, with D, I and T', async (t) => {
  const house = await grantsHouse(t);
  const { connection, directory, saved, mentioned, show, run } = house;
  await run(exportMatrix, show(connectionNode(connection)));
  const rows = savedRows(house);
  const { items } = directory.index.accessTo(house.own);
  const held = items.filter(({ grant }) => grant.role_id === falconAdministrator);
  assert.ok(held.length > 0);
  for (const { user, grant } of held) {
    const cell = rows.find(({ uuid, cid }) => uuid === user.uuid && cid === house.own)?.['Falcon Administrator'] ?? '';
    assert.match(cell, isInherited(grant) ? /I/ : grant.expires_at ? /T \d{4}-/ : /D/);
  }
  assert.equal(new Set(rows.map(({ uuid, cid }) => `${uuid}${cid}`)).size, rows.length);
  assert.match(saved[0]?.name ?? '', /^access matrix Acme/);
  assert.match(mentioned[0] ?? '', new RegExp(`^${rows.length} rows with \\d+ roles written to`));
});

test('a matrix of one user has a row for each CID', async (t) => {
  const house = await grantsHouse(t);
  const { userWith, run } = house;
  const { node, grants } = await userWith((held) => new Set(held.map(({ cid }) => cid)).size > 1);
  await run(exportMatrix, [node.id]);
  const rows = savedRows(house);
  assert.deepEqual(new Set(rows.map(({ cid }) => cid)), new Set(grants.map(({ cid }) => cid)));
  assert.ok(rows.every(({ uuid }) => uuid === node.user.uuid));
});
