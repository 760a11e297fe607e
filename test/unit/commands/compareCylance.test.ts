import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareUsers } from '../../../src/commands/compareUsers.ts';
import { consoleRoleOf, cylanceDisplayName } from '../../../src/core/cylance/cylanceUser.ts';
import { TenantError } from '../../../src/core/errors.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import { displayName } from '../../../src/core/user.ts';
import type { CylanceUserNode, NodeOf } from '../../../src/state/nodes.ts';
import { cylanceHouse, memberOf, showCylance, showFalcon } from './cylanceHouse.ts';
import type { CylanceHouse } from './cylanceHouse.ts';
import { firstOf, idsOf } from './peopleHouse.ts';

interface Twins {
  readonly cylance: CylanceUserNode;
  readonly falcon: NodeOf<'user'>;
  readonly others: readonly NodeOf<'user'>[];
}

/** A user of both tenants, who has the same names in each. */
async function twins(house: CylanceHouse): Promise<Twins> {
  const falcons = await showFalcon(house);
  for (const cylance of house.users) {
    const falcon = falcons.find(({ user }) => user.uid === cylance.user.email);
    if (falcon && displayName(falcon.user) === cylanceDisplayName(cylance.user)) {
      return { cylance, falcon, others: falcons.filter((one) => one !== falcon) };
    }
  }
  assert.fail('nobody is in both tenants');
}

test('two users of Cylance tenants are compared as the server has them now, with the names of their zones', async (t) => {
  const house = await cylanceHouse(t);
  const { directory, users, demo, texts, person, run } = house;
  await directory.zones();
  const ada = memberOf(house);
  const [ben] = users.filter(({ id, user }) => id !== ada.id && cylanceDisplayName(user) !== cylanceDisplayName(ada.user));
  assert.ok(ben);
  const before = demo.requests.length;
  await run(compareUsers, idsOf([ada, ben]));
  const [{ left, right, title } = { left: { name: '', text: '' }, right: { name: '', text: '' }, title: '' }] = texts.compared;
  assert.equal(title, `${cylanceDisplayName(ada.user)} ↔ ${cylanceDisplayName(ben.user)}`);
  assert.deepEqual([left.name, right.name], [`${cylanceDisplayName(ada.user)}.txt`, `${cylanceDisplayName(ben.user)}.txt`]);
  for (const [text, { user }] of [[left.text, ada], [right.text, ben]] as const) {
    const lines = text.split('\n');
    for (const line of [`E-mail: ${user.email}`, 'Tenant: Acme Endpoints', `  Console: ${consoleRoleOf(user).name}`]) assert.ok(lines.includes(line), line);
    for (const { id } of user.zones) assert.ok(lines.some((line) => line.startsWith(`  ${directory.zoneName(id)}: `)), id);
  }
  const asked = demo.requests.slice(before).map(({ path }) => path);
  assert.deepEqual(new Set(asked), new Set([`/users/v2/${ada.user.id}`, `/users/v2/${ben.user.id}`]));
  assert.deepEqual([person.seen, texts.shown], [[], []]);
});

test('a Cylance user is compared with the same person in a Falcon tenant: the search begins with the address', async (t) => {
  const house = await cylanceHouse(t);
  const { texts, person, run } = house;
  const { cylance, falcon } = await twins(house);
  // The first of the two names that begin so is the Falcon tenant's.
  person.will({ choose: 'Acme' }, 'enter');
  await run(compareUsers, [cylance.id]);
  person.isDone();
  assert.deepEqual(person.seen.map(({ question, title }) => [question, title]), [
    ['pick', `Compare ${cylanceDisplayName(cylance.user)} with`],
    ['search', `Compare ${cylanceDisplayName(cylance.user)} with`],
  ]);
  assert.deepEqual(person.seen[1]?.labels, [displayName(falcon.user)]);
  const [compared] = texts.compared;
  assert.equal(compared?.title, `${cylanceDisplayName(cylance.user)} (Acme Endpoints) ↔ ${displayName(falcon.user)} (Acme)`);
  assert.match(compared?.left.text ?? '', /^Tenant: Acme Endpoints$/m);
  assert.match(compared?.left.text ?? '', /^ {2}Console: ./m);
  assert.match(compared?.right.text ?? '', /^Tenant: Acme$/m);
  assert.match(compared?.right.text ?? '', /^2FA: /m);
  const heads = [compared?.left.text, compared?.right.text].map((text) => text?.split('\n').slice(0, 3));
  assert.deepEqual(heads[0], heads[1], 'names and address are the same lines');
});

test('of a Falcon and a Cylance user who were selected, the Falcon user stands on the left, whoever was selected first', async (t) => {
  const house = await cylanceHouse(t);
  const { texts, person, run } = house;
  const { cylance, falcon } = await twins(house);
  await run(compareUsers, idsOf([cylance, falcon]));
  await run(compareUsers, idsOf([falcon, cylance]));
  const title = `${displayName(falcon.user)} (Acme) ↔ ${cylanceDisplayName(cylance.user)} (Acme Endpoints)`;
  assert.deepEqual(texts.compared.map((compared) => compared.title), [title, title]);
  assert.deepEqual(person.seen, []);
});

test('a Falcon user who was clicked is compared with a Cylance user who is looked for', async (t) => {
  const house = await cylanceHouse(t);
  const { users, texts, person, run } = house;
  const { falcon } = await twins(house);
  const other = users.find(({ user }) => user.email !== falcon.user.uid && cylanceDisplayName(user) !== displayName(falcon.user));
  assert.ok(other?.user.email);
  person.will({ choose: 'Acme Endpoints' }, { type: other.user.email });
  await run(compareUsers, [falcon.id]);
  person.isDone();
  assert.deepEqual(texts.compared.map(({ title }) => title), [`${displayName(falcon.user)} ↔ ${cylanceDisplayName(other.user)}`]);
});

test('from the palette both are looked for, and leaving any question ends silently', async (t) => {
  const house = await cylanceHouse(t);
  const { users, texts, person, run } = house;
  const { falcon, cylance } = await twins(house);
  const [ada] = users.filter(({ user }) => user.email && user.id !== cylance.user.id);
  const [left, right] = [{ type: ada?.user.email ?? '' }, { type: falcon.user.uid ?? '' }];
  const endpoints = { choose: 'Acme Endpoints' };
  person.will('escape', endpoints, 'escape', endpoints, left, 'escape', endpoints, left, { choose: 'Acme' }, 'escape');
  for (let time = 0; time < 4; time++) await run(compareUsers);
  assert.deepEqual([texts.compared, person.notices], [[], []]);
  person.will(endpoints, left, { choose: 'Acme' }, right);
  await run(compareUsers);
  person.isDone();
  assert.equal(texts.compared.length, 1);
  assert.equal(person.seen.at(-4)?.title, 'Compare Users');
});

test('three of whom one is a Cylance user are refused with a message, and more than four are too many of any kind', async (t) => {
  const house = await cylanceHouse(t);
  const { users, texts, person, run } = house;
  const { cylance, falcon, others } = await twins(house);
  const [next] = firstOf(others);
  await run(compareUsers, idsOf([cylance, falcon, next]));
  await run(compareUsers, idsOf(users.slice(0, 4)));
  await run(compareUsers, idsOf([falcon, ...users.slice(0, 4)]));
  assert.deepEqual(person.notices.map(({ severity, message }) => [severity, message]), [
    ['information', 'A Cylance user can be compared with one other user. Select two.'],
    ['information', 'A Cylance user can be compared with one other user. Select two.'],
    ['information', 'Two to four users can be compared. Select fewer.'],
  ]);
  assert.deepEqual([texts.compared, texts.shown, person.seen], [[], [], []]);
});

test('the same Cylance user chosen twice is told; selected twice it is one, and the other is asked for', async (t) => {
  const house = await cylanceHouse(t);
  const { texts, person, run } = house;
  const ada = house.users.find(({ user }) => user.email);
  assert.ok(ada);
  // The only tenant there is, and the search begins with the user's own address.
  person.will('enter');
  await run(compareUsers, [ada.id, ada.id]);
  person.isDone();
  assert.deepEqual(person.notices.map(({ message }) => message), [`${cylanceDisplayName(ada.user)} was chosen twice. Choose two different users.`]);
  assert.deepEqual(texts.compared, []);
});

test('users of the same name are told apart by address, those of the same address by tenant', async (t) => {
  const house = await cylanceHouse(t);
  const { users, texts, tree, show, run } = house;
  const other = await showCylance(house, { id: asConnectionId('two'), name: 'Beta' });
  const [ada] = users.filter(({ user }) => user.email);
  const twin = other.users.find(({ user }) => user.id === ada?.user.id);
  const [ben] = other.users.filter(({ user }) => user.email && user.id !== ada?.user.id);
  assert.ok(ada && twin && ben);
  await run(compareUsers, idsOf([ada, twin]));
  const namesake = { ...ben, user: { ...ben.user, first_name: ada.user.first_name, last_name: ada.user.last_name } };
  // The tree would answer with the node that it knows, under the other name.
  t.mock.method(tree, 'current', (node: CylanceUserNode) => node);
  await run(compareUsers, [ada.id, ...show(namesake)]);
  assert.deepEqual(texts.compared.map(({ title }) => title), [
    `${cylanceDisplayName(ada.user)} (Acme Endpoints) ↔ ${cylanceDisplayName(ada.user)} (Beta)`,
    `${ada.user.email} ↔ ${ben.user.email}`,
  ]);
});

test('users of the same name without addresses are told apart by their ids', async (t) => {
  const house = await cylanceHouse(t);
  const { users, texts, tree, show, run, tenant } = house;
  const [ada, ben] = firstOf(users);
  const same = { first_name: 'Same', last_name: 'Name' };
  // Nothing and an empty text both tell no address.
  const nameless = ([[ada, undefined], [ben, '']] as const).map(([node, email]) => ({ ...node, user: { ...node.user, ...same, email } }));
  const other = { ...ada, user: { ...ada.user, ...same, email: '' } };
  t.mock.method(tree, 'current', (node: CylanceUserNode) => node);
  await run(compareUsers, show(...nameless));
  await run(compareUsers, show(other, ...nameless.slice(1)));
  const title = [ada, ben].map(({ user }) => `${tenant.id}/${user.id}`).join(' ↔ ');
  assert.deepEqual(texts.compared.map((compared) => compared.title), [title, title]);
});

test('where zones may not be listed, or cannot be, they are told by their ids', async (t) => {
  const house = await cylanceHouse(t, { cylance: { extraApplications: [{ scopes: ['user:list', 'user:read'] }] } });
  const { directory, users, texts, run, demo } = house;
  const [application] = demo.cylance.extraApplications;
  assert.ok(application);
  const limited = await showCylance(house, { id: asConnectionId('limited'), name: 'Limited', ...application });
  t.mock.method(directory, 'zones', async () => Promise.reject(new TenantError({ kind: 'server', message: 'The server failed.' })));
  directory.forgetZones();
  const [ada, ben] = [limited.users, users].map((some) => some.find(({ user }) => user.zones.length > 0));
  assert.ok(ada && ben);
  await run(compareUsers, idsOf([ada, ben]));
  const [{ left, right } = { left: { text: '' }, right: { text: '' } }] = texts.compared;
  for (const [text, { user }] of [[left.text, ada], [right.text, ben]] as const) {
    for (const { id } of user.zones) assert.match(text, new RegExp(`^ {2}${id}: `, 'm'));
  }
});

test('a user who is gone, or a comparison that is cancelled, opens nothing', async (t) => {
  const { users, tree, show, deps, texts, run } = await cylanceHouse(t);
  const [ada, ben] = firstOf(users);
  const cancelled: typeof deps.progress = (_title, work) => work(AbortSignal.abort(), () => undefined);
  await assert.rejects(async () => compareUsers.run({ ...deps, progress: cancelled }, idsOf([ada, ben])), { name: 'AbortError' });
  const gone = { ...ben, user: { ...ben.user, id: '00000000-1111-4000-8000-000000000000' as typeof ben.user.id } };
  t.mock.method(tree, 'current', (node: CylanceUserNode) => node);
  await assert.rejects(async () => run(compareUsers, [ada.id, ...show(gone)]), { kind: 'notFound', reason: 'unknownUser' });
  assert.deepEqual(texts.compared, []);
});
