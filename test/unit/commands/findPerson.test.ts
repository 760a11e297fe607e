import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signAuthToken } from '../../../src/api/cylance/authToken.ts';
import { findPerson } from '../../../src/commands/findPerson.ts';
import { lookUpPerson } from '../../../src/commands/parts/lookUpPerson.ts';
import { consoleRoleOf } from '../../../src/core/cylance/cylanceUser.ts';
import { TenantError } from '../../../src/core/errors.ts';
import { asConnectionId, asRoleId } from '../../../src/core/ids.ts';
import type { CylanceAccess } from '../../../src/demo/cylance/cylanceTenant.ts';
import { connectionNode, holderNode } from '../../../src/state/nodes.ts';
import type { CylanceUserNode, NodeOf } from '../../../src/state/nodes.ts';
import { commandHouse } from './commandHouse.ts';
import { cylanceHouse, memberOf, showCylance, showFalcon } from './cylanceHouse.ts';
import type { CylanceHouse } from './cylanceHouse.ts';

interface Known {
  readonly email: string;
  readonly cylance: CylanceUserNode;
  readonly falcon: NodeOf<'user'>;
  readonly falcons: readonly NodeOf<'user'>[];
}

/** Connects both tenants, and finds a person who is in each. */
async function knownInBoth(house: CylanceHouse): Promise<Known> {
  const falcons = await showFalcon(house);
  for (const falcon of falcons) {
    const cylance = house.users.find(({ user }) => user.email === falcon.user.uid);
    if (cylance?.user.email) return { email: cylance.user.email, cylance, falcon, falcons };
  }
  assert.fail('nobody is in both tenants');
}

/** The lines of the tenants: the first two columns, and what comes first of the rest. */
const rowsOf = (text: string): string[] =>
  text
    .split('\n')
    .slice(5)
    .join('\n')
    .split('\n\n')[0]
    ?.trim()
    .split('\n')
    .map((line) => line.split(/ {2,}/).slice(0, 3).join('|')) ?? [];

/** As somebody does at the console. */
async function deleteUser({ url, ...credentials }: CylanceAccess, id: string): Promise<void> {
  const body = JSON.stringify({ auth_token: await signAuthToken(credentials, Date.now()) });
  const answer = await fetch(`${url}/auth/v2/token`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  const { access_token: token } = (await answer.json()) as { readonly access_token: string };
  const { status } = await fetch(`${url}/users/v2/${id}`, { method: 'DELETE', headers: { Authorization: `Bearer ${token}` } });
  assert.equal(status, 200);
}

const shownText = ({ texts }: Pick<CylanceHouse, 'texts'>): string => texts.shown.at(-1)?.text ?? '';

test('from a Falcon user who was clicked, everything that is known in tenants of both kinds is shown', async (t) => {
  const house = await cylanceHouse(t);
  const { directory, texts, person, directories, run } = house;
  const { email, falcon, cylance } = await knownInBoth(house);
  await run(findPerson, [falcon.id]);
  assert.deepEqual([texts.shown.map(({ name }) => name), person.seen], [[`${email}.txt`], []]);
  const text = shownText(house);
  assert.ok(text.startsWith(`${email}\n\nFound in 2 of 2 tenants.\n\nTenant `), text);
  const [first = '', second = ''] = rowsOf(text);
  assert.match(first, /^Acme\|Falcon\|(?:active|dormant|never logged in|inactive)$/);
  assert.match(second, /^Acme Endpoints\|Cylance\|(?:active|dormant|never logged in)$/);
  const grants = await (await directories.of(falcon.connection.id)).accessOf(falcon.user);
  const sections = text.slice(text.indexOf('\nAcme (Falcon)\n-------------\n'));
  for (const { role_name: role } of grants) assert.match(sections, new RegExp(`^ {2}Acme: ${role}`, 'm'));
  assert.match(sections, new RegExp(`^ {2}Console: ${consoleRoleOf(cylance.user).name}$`, 'm'));
  for (const { id } of cylance.user.zones) assert.ok(sections.includes(`  ${directory.zoneName(id)}: `), id);
});

test('a Cylance user who was clicked, a holder of a role and the address that a panel names are looked up alike', async (t) => {
  const house = await cylanceHouse(t);
  const { texts, person, show, tree, run } = house;
  const { email, falcon, cylance } = await knownInBoth(house);
  await run(findPerson, [falcon.id]);
  const expected = shownText(house);
  const roles = await tree.rolesBelow(connectionNode(falcon.connection));
  const role = asRoleId('some_role');
  const holder = holderNode(tree.roleBelow(roles, { id: role, display_name: 'Some Role', description: '' }), falcon.user, { role_id: role });
  for (const given of [cylance.id, { email }, { email: ` ${email.toUpperCase()} ` }, ...show(holder)]) await run(findPerson, [given]);
  assert.equal(texts.shown.length, 5);
  for (const { text } of texts.shown) assert.equal(text, expected);
  assert.deepEqual(person.seen, []);
});

test('an address that is typed is judged by its form first', async (t) => {
  const house = await cylanceHouse(t);
  const { person, texts, run } = house;
  const { email } = await knownInBoth(house);
  person.will({ type: ' ' }, { type: 'ada' }, { type: 'ada@acme.test, ben@acme.test' }, { type: `  ${email.toUpperCase()} ` });
  await run(findPerson);
  person.isDone();
  assert.deepEqual(person.problems, [
    'Type the e-mail address of the user.',
    'An e-mail address has one @.',
    'An e-mail address has no spaces.',
  ]);
  assert.deepEqual(person.seen.map(({ question, title, value }) => [question, title, value]), [['input', 'Find Person Everywhere', '']]);
  assert.deepEqual(texts.shown.map(({ name }) => name), [`${email}.txt`]);
  assert.ok(shownText(house).includes('Found in 2 of 2 tenants.'));
});

test('where a tenant does not know the person, the report says so; one whom nobody knows is found nowhere', async (t) => {
  const house = await cylanceHouse(t);
  const { users, person, run } = house;
  const { falcons } = await knownInBoth(house);
  const alone = users.find(({ user }) => user.email && !falcons.some((falcon) => falcon.user.uid === user.email));
  assert.ok(alone);
  await run(findPerson, [alone.id]);
  assert.match(shownText(house), /\n\nFound in 1 of 2 tenants\.\n\n/);
  assert.equal(rowsOf(shownText(house))[0], 'Acme|Falcon|not found');
  assert.ok(!shownText(house).includes('Acme (Falcon)'));
  person.will({ type: 'nobody@nowhere.test' });
  await run(findPerson);
  assert.match(shownText(house), /^nobody@nowhere\.test\n\nFound in 0 of 2 tenants\.\n\n/);
  assert.deepEqual(rowsOf(shownText(house)), ['Acme|Falcon|not found', 'Acme Endpoints|Cylance|not found']);
});

test('a tenant that cannot be read is a finding with its reason, and the others are reported all the same', async (t) => {
  const house = await cylanceHouse(t, { cylance: { extraApplications: [{ scopes: ['zone:list'] }] } });
  const { demo, connect, connectCylance, run } = house;
  const { email } = await knownInBoth(house);
  const [application] = demo.cylance.extraApplications;
  await connectCylance({ id: asConnectionId('limited'), name: 'Limited', ...application });
  await connect({ id: asConnectionId('wrong'), name: 'Wrong', clientSecret: 'w'.repeat(40) });
  await run(findPerson, [{ email }]);
  const text = shownText(house);
  assert.ok(text.includes('\nFound in 2 of 4 tenants; 2 could not be read.\n'));
  const rows = rowsOf(text);
  assert.deepEqual(rows.map((row) => row.split('|')[0]), ['Acme', 'Acme Endpoints', 'Limited', 'Wrong']);
  assert.deepEqual(rows.slice(2), ['Limited|Cylance|could not be read', 'Wrong|Falcon|could not be read']);
  assert.match(text, /\nLimited \(Cylance\)\n-+\nCould not be read: .*user:/);
  assert.match(text, /\nWrong \(Falcon\)\n-+\nCould not be read: ./);
  assert.ok(!text.includes('w'.repeat(40)));
});

test('what nobody foresaw in one tenant is a finding too', async (t) => {
  const house = await cylanceHouse(t);
  const { directory, run } = house;
  const { email } = await knownInBoth(house);
  t.mock.method(directory, 'findByEmail', async () => Promise.reject(new TypeError('x is not a function')));
  await run(findPerson, [{ email }]);
  assert.match(shownText(house), /Could not be read: Something unexpected happened\. The log has the details\.\n$/);
});

test('where zones may not be listed they are told by their ids; where that fails for now, by the names that are known', async (t) => {
  const house = await cylanceHouse(t, { cylance: { extraApplications: [{ scopes: ['user:list', 'user:read'] }] } });
  const { demo, directory, run } = house;
  await directory.zones();
  const { user, email } = memberOf(house);
  const [application] = demo.cylance.extraApplications;
  assert.ok(application);
  await showCylance(house, { id: asConnectionId('limited'), name: 'Limited', ...application });
  t.mock.method(directory, 'zones', async () => Promise.reject(new TenantError({ kind: 'server', message: 'The server failed.' })));
  await run(findPerson, [{ email }]);
  assert.ok(shownText(house).includes('Found in 2 of 2 tenants.'));
  for (const { id } of user.zones) {
    for (const called of [id, directory.zoneName(id)]) assert.equal(shownText(house).split(`\n  ${called}: `).length, 2, called);
  }
});

test('roles and zones are counted in the line of the tenant', async (t) => {
  const house = await cylanceHouse(t);
  const { users, tenant, directories, deps, connect } = house;
  const signal = new AbortController().signal;
  for (const { user } of users.filter((one) => one.user.email)) {
    const { found } = await lookUpPerson(deps, { kind: 'cylance', tenant }, user.email ?? '', signal);
    const zones = user.zones.length === 0 ? '' : `, ${user.zones.length} ${user.zones.length === 1 ? 'zone' : 'zones'}`;
    assert.ok(found && 'roles' in found);
    assert.equal(found.roles, `${consoleRoleOf(user).name || 'no role'}${zones}`);
  }
  const connection = await connect();
  const directory = await directories.of(connection.id);
  const counts = new Set<string>();
  for (const user of await directory.allUsers({ sort: 'uid|asc' })) {
    const grants = await directory.accessOf(user);
    const roles = new Set(grants.map(({ role_id: role }) => role)).size;
    const { found } = await lookUpPerson(deps, { kind: 'falcon', connection }, user.uid ?? '', signal);
    assert.ok(found && 'roles' in found);
    assert.equal(found.roles, roles === 0 ? 'no roles' : `${roles} ${roles === 1 ? 'role' : 'roles'} in 1 CID`);
    counts.add(found.roles);
  }
  assert.ok(counts.size > 1, [...counts].join());
});

test('what is told is read anew, not what the lists have', async (t) => {
  const house = await cylanceHouse(t);
  const { demo, directories, run } = house;
  const { email, falcon } = await knownInBoth(house);
  const directory = await directories.of(falcon.connection.id);
  await directory.accessOf(falcon.user);
  const before = demo.requests.length;
  await run(findPerson, [falcon.id]);
  const asked = demo.requests.slice(before).map(({ path }) => path);
  assert.ok(asked.some((path) => path.startsWith(`/users/v2/${encodeURIComponent(email)}`)), asked.join());
  assert.ok(asked.some((path) => path.includes('/user-roles/')), asked.join());
});

test('a person who was deleted since the users were listed is not found', async (t) => {
  const house = await cylanceHouse(t);
  const { directory, demo, run } = house;
  await directory.zones();
  const { user, email } = memberOf(house);
  await directory.allUsers();
  await deleteUser(demo.cylance, user.id);
  await run(findPerson, [{ email }]);
  assert.ok(shownText(house).includes('\nFound in 0 of 1 tenant.\n'), shownText(house));
});

test('an application that may only list users finds the person in the list, as long as the person is there', async (t) => {
  const house = await commandHouse(t, { cylance: { users: 40, extraApplications: [{ scopes: ['user:list', 'zone:list'] }] } });
  const [application] = house.demo.cylance.extraApplications;
  assert.ok(application);
  const shown = await showCylance(house, { ...application });
  await shown.directory.zones();
  const { user, email } = memberOf(shown);
  await house.run(findPerson, [{ email }]);
  assert.ok(shownText(house).includes('\nFound in 1 of 1 tenant.\n'), shownText(house));
  await house.run(findPerson, [{ email }]);
  assert.ok(shownText(house).includes('\nFound in 1 of 1 tenant.\n'), 'the list is known by now');
  await deleteUser(house.demo.cylance, user.id);
  await house.run(findPerson, [{ email }]);
  assert.ok(shownText(house).includes('\nFound in 0 of 1 tenant.\n'), shownText(house));
});

test('a user without an address is asked about as where nobody was clicked', async (t) => {
  const house = await cylanceHouse(t);
  const { users, tree, show, person, texts, run } = house;
  const [ada] = users;
  assert.ok(ada);
  t.mock.method(tree, 'current', (node: CylanceUserNode) => node);
  const without = [undefined, '', ' '].map((email, at) => ({ ...ada, id: `${ada.id}/${at}`, user: { ...ada.user, email } }));
  for (const given of [...show(...without), { email: undefined }, { email: 7 }, { email: '' }, 'unknown', 7]) {
    person.will('escape');
    await run(findPerson, [given]);
  }
  person.isDone();
  assert.deepEqual([texts.shown, person.seen.length], [[], 8]);
});

test('leaving the question looks nothing up', async (t) => {
  const { person, texts, demo, run } = await cylanceHouse(t);
  const before = demo.requests.length;
  person.will('escape');
  await run(findPerson);
  person.isDone();
  assert.deepEqual([texts.shown, demo.requests.length], [[], before]);
});

test('a search that is cancelled shows nothing, not even as a finding', async (t) => {
  const house = await cylanceHouse(t);
  const { deps, texts } = house;
  const { email } = await knownInBoth(house);
  const cancelled: typeof deps.progress = (_title, work) => work(AbortSignal.abort(), () => undefined);
  await assert.rejects(async () => findPerson.run({ ...deps, progress: cancelled }, [{ email }]));
  assert.deepEqual(texts.shown, []);
});

test('how many tenants have answered is told', async (t) => {
  const house = await cylanceHouse(t);
  const { deps } = house;
  const { email } = await knownInBoth(house);
  const told: unknown[] = [];
  const titles: string[] = [];
  const progress: typeof deps.progress = (title, work) => {
    titles.push(title);
    return work(new AbortController().signal, (stage) => void told.push(stage));
  };
  await findPerson.run({ ...deps, progress }, [{ email }]);
  assert.deepEqual(titles, [`Looking for ${email}`]);
  assert.deepEqual(told, [{ message: '1 of 2 tenants', share: 0.5 }, { message: '2 of 2 tenants', share: 1 }]);
});

test('without a tenant it is said what to do, and nothing is asked', async (t) => {
  const { run, person, texts } = await commandHouse(t, { cids: 1, users: 5 });
  await assert.rejects(async () => run(findPerson), { name: 'TenantError', kind: 'notFound', message: 'No tenant is connected.' });
  await assert.rejects(async () => run(findPerson, [{ email: 'ada@acme.test' }]), { kind: 'notFound' });
  assert.deepEqual([person.seen, texts.shown], [[], []]);
});
