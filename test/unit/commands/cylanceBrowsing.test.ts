import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cylanceSortChoices } from '../../../src/commands/sortUsers.ts';
import { consoleRoleOf, cylanceUserState } from '../../../src/core/cylance/cylanceUser.ts';
import { asCylanceUserId } from '../../../src/core/cylance/ids.ts';
import { TenantError } from '../../../src/core/errors.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import type { CylanceDirectory } from '../../../src/state/cylance/cylanceDirectory.ts';
import { cylanceNode, zonesNode } from '../../../src/state/cylance/cylanceNodes.ts';
import { connectionNode, failedNode, isNode } from '../../../src/state/nodes.ts';
import type { CylanceNode, CylanceUsersNode } from '../../../src/state/nodes.ts';
import { first, ofKind } from '../state/nodesFound.ts';
import { plainL10n } from '../views/plainWording.ts';
import { commandHouse } from './commandHouse.ts';
import type { CommandHouse } from './commandHouse.ts';

const filter = 'falconAdmin.users.filter';
const clear = 'falconAdmin.users.clearFilter';
const sort = 'falconAdmin.users.sort';
const find = 'falconAdmin.user.find';
const refresh = 'falconAdmin.tree.refresh';

interface Shown {
  readonly root: CylanceNode;
  readonly list: CylanceUsersNode;
  readonly directory: CylanceDirectory;
}

async function shown({ connectCylance, cylance, show }: CommandHouse): Promise<Shown> {
  const tenant = await connectCylance();
  const [root, list] = [cylanceNode(tenant), await cylance.tree.usersBelow(tenant)];
  show(root, list);
  return { root, list, directory: await cylance.directories.of(tenant.id) };
}

test('presets and words filter, what is written starts with the present filter, and clearing shows everybody', async (t) => {
  const house = await commandHouse(t, { cylance: { users: 450 } });
  const { person, run, tree, revealed, refreshed } = house;
  const { list, directory } = await shown(house);
  const found = async () => ofKind(await tree.children(list), 'cylanceUser').map(({ user }) => user);
  const everybody = (await directory.allUsers()).users;
  person.will({ choose: 'Never Logged In' });
  await run(filter, [list.id]);
  const never = everybody.filter((user) => cylanceUserState(user, Date.now(), 90) === 'neverLoggedIn');
  assert.ok(never.length > 0);
  assert.deepEqual(new Set(await found()), new Set(never));
  person.will({ choose: 'User' });
  await run(filter, [list.id]);
  assert.ok((await found()).length > 0 && (await found()).every((user) => consoleRoleOf(user).name === 'User'), 'those who are users of a zone alone are none');
  const [ada] = everybody;
  assert.ok(ada?.email);
  person.will({ choose: 'Write' }, { type: ` ${ada.email.toUpperCase()} ` });
  await run(filter, [list.id]);
  assert.equal(person.seen.at(-1)?.value, '"role:user"');
  assert.deepEqual([directory.view.filter, await found()], [ada.email.toUpperCase(), [ada]]);
  person.will({ choose: 'Write' }, 'escape', { choose: 'Write' }, { type: ' "" ' });
  await run(filter, [list.id]);
  assert.equal(directory.view.filter, ada.email.toUpperCase());
  await run(filter, [list.id]);
  assert.equal(directory.view.filter, undefined, 'no words are no filter');
  person.will({ choose: 'Dormant' });
  await run(filter, [list.id]);
  await run(clear, [list.id]);
  assert.deepEqual([directory.view.filter, (await found()).length], [undefined, 200]);
  assert.deepEqual([new Set(revealed.map(({ id }) => id)), new Set(refreshed.map((node) => node?.id))], [new Set([list.id]), new Set([list.id])]);
  person.isDone();
});

test('the roles that are offered are those that are held, once the users are known', async (t) => {
  const house = await commandHouse(t);
  const { person, run } = house;
  const { list, directory } = await shown(house);
  person.will('escape', 'escape');
  await run(filter, [list.id]);
  const { users } = await directory.allUsers();
  await run(filter, [list.id]);
  const [before = [], after = []] = person.seen.map(({ labels }) => labels);
  assert.deepEqual(before.slice(4, -1), ['Administrator', 'Read-Only', 'Zone Manager', 'User']);
  assert.deepEqual(new Set(after.slice(4, -1)), new Set(users.map((user) => consoleRoleOf(user).name).filter(Boolean)));
});

test('every order that is offered is one of the list, whose first page it changes', async (t) => {
  const house = await commandHouse(t, { cylance: { users: 450 } });
  const { person, run, tree, demo } = house;
  const { list } = await shown(house);
  const starts = new Map<string, string>();
  const choices = cylanceSortChoices('created|desc', plainL10n);
  assert.deepEqual([choices.length, choices.find(({ picked }) => picked)?.label], [10, 'Created: newest first']);
  for (const { label, value } of choices) {
    person.will({ choose: label });
    await run(sort, [list.id]);
    const rows = await tree.children(list);
    assert.deepEqual(rows.map(({ kind }) => kind), [...Array.from({ length: 200 }, () => 'cylanceUser'), 'loadMore'], value);
    starts.set(value, rows[0]?.id ?? '');
  }
  assert.ok(new Set(starts.values()).size >= 6);
  assert.equal(demo.requests.filter(({ path }) => path.startsWith('/users/v2')).length, 3, 'three pages, read once');
});

test('a filter whose reading is given up changes nothing', async (t) => {
  const house = await commandHouse(t, { cylance: { users: 450 } });
  const { person, deps, run } = house;
  const { list, directory } = await shown(house);
  const given = AbortSignal.abort();
  const titles: string[] = [];
  const progress: typeof deps.progress = (title, work) => {
    titles.push(title);
    return work(given, () => undefined);
  };
  Object.assign(deps, { progress });
  person.will({ choose: 'Dormant' });
  await assert.rejects(async () => run(filter, [list.id]), { name: 'AbortError' });
  assert.deepEqual([directory.view.filter, titles], [undefined, ['Reading the users of Acme Endpoints']]);
});

test('how far the reading has come is told', async (t) => {
  const house = await commandHouse(t, { cylance: { users: 450 } });
  const { person, deps, run } = house;
  const { list } = await shown(house);
  const told: unknown[] = [];
  const progress: typeof deps.progress = (_title, work) => work(new AbortController().signal, (stage) => told.push(stage));
  Object.assign(deps, { progress });
  person.will({ choose: 'Name: A to Z' });
  await run(sort, [list.id]);
  assert.deepEqual(told.at(-1), { message: '450 of 450', share: 1 });
});

test('from the palette the only tenant is not asked about, of several of any kind one is chosen', async (t) => {
  const house = await commandHouse(t, { cids: 1, users: 20 });
  const { person, run, connect, connectCylance, cylance, revealed } = house;
  await connectCylance();
  person.will({ choose: 'Active' });
  await run(filter);
  await run(clear);
  await connect();
  person.will({ choose: 'Acme Endpoints' }, { choose: 'E-mail' });
  await run(sort);
  assert.equal(cylance.directories.known(asConnectionId('cylance'))?.view.sort, 'email|asc');
  person.will({ choose: 'Acme' }, { choose: 'Active' });
  await run(filter);
  person.isDone();
  assert.deepEqual(revealed.map(({ kind }) => kind), ['cylanceUsers', 'cylanceUsers', 'cylanceUsers', 'users']);
});

test('lists of both kinds are each asked about in their own way, and cleared together', async (t) => {
  const house = await commandHouse(t, { cids: 1, users: 20 });
  const { person, run, connect, tree, show } = house;
  const { list, directory } = await shown(house);
  const falcon = await tree.usersBelow(connectionNode(await connect()));
  const given = [...show(falcon), list.id];
  person.will({ choose: 'Active' }, { choose: 'Dormant' });
  await run(filter, given);
  const falconNow = () => {
    const now = tree.current(falcon);
    return isNode(now, 'users') ? now.view.filter : undefined;
  };
  assert.deepEqual([falconNow(), directory.view.filter], ["status:'active'", 'state:dormant']);
  await run(clear, given);
  assert.deepEqual([falconNow(), directory.view.filter], [undefined, undefined]);
  person.isDone();
});

test('a user is found by words among all pages and shown in the tree, though a filter leaves the user out', async (t) => {
  const house = await commandHouse(t, { cylance: { users: 450 } });
  const { person, run, tree, revealed, demo } = house;
  const { list, directory, root } = await shown(house);
  const last = (await directory.allUsers()).users.at(-1);
  assert.ok(last?.email);
  directory.forgetUsers();
  person.will({ type: `${last.email.slice(1)} role:${consoleRoleOf(last).name.split(' ')[0]}` });
  await run(find);
  const [node] = revealed;
  assert.ok(node && isNode(node, 'cylanceUser'));
  assert.deepEqual([node.user.id, node.parent?.id], [last.id, list.id]);
  assert.ok((await tree.children(list)).some(({ id }) => id === node.id));
  const asked = demo.requests.length;
  person.will({ choose: 'Write' }, { type: 'nobody at all' }, { type: last.email });
  await run(filter, [list.id]);
  await run(find, [root.id]);
  person.isDone();
  assert.deepEqual(ofKind(await tree.children(list), 'cylanceUser').map(({ user }) => user.id), [last.id]);
  assert.equal(demo.requests.slice(asked).filter(({ path }) => path.startsWith('/users/')).length, 0);
  assert.match(person.seen.at(-1)?.title ?? '', /^Find User in Acme Endpoints$/);
});

test('leaving the question for a user ends the reading that it began', async (t) => {
  const { deps, run, connectCylance, cylance, revealed } = await commandHouse(t, { cylance: { users: 450 }, latencyMs: 50 });
  const { id } = await connectCylance();
  let searching: Promise<unknown> | undefined;
  const search = (async ({ search: look }: { search: (text: string, signal: AbortSignal) => Promise<unknown> }) => {
    const typed = new AbortController();
    void look('a', typed.signal).catch(() => undefined);
    typed.abort();
    searching = look('ad', new AbortController().signal);
    return undefined;
  }) as unknown as typeof deps.prompts.search;
  Object.assign(deps, { prompts: { ...deps.prompts, search } });
  await run(find);
  await assert.rejects(async () => searching, { name: 'AbortError' });
  assert.deepEqual([cylance.directories.known(id)?.allKnown, revealed], [undefined, []]);
});

test('with tenants of both kinds a user is looked for in the one that is chosen; Falcon tenants alone raise no question', async (t) => {
  const { person, run, connect, connectCylance, revealed } = await commandHouse(t);
  await connect();
  person.will({ type: 'harris' });
  await run(find);
  await connectCylance();
  person.will({ choose: 'Acme' }, { type: 'harris' }, { choose: 'Acme Endpoints' }, { type: '' });
  await run(find);
  await run(find);
  person.isDone();
  assert.deepEqual(revealed.map(({ kind }) => kind), ['user', 'user', 'cylanceUser']);
});

test('a refresh reads what was clicked again and shows it wherever it stands; with nothing clicked, tenants of both kinds', async (t) => {
  const house = await commandHouse(t, { cids: 1, users: 20 });
  const { run, tree, cylance, show, refreshed, demo, connect } = house;
  const { root, list, directory } = await shown(house);
  const user = first(await tree.children(list), 'cylanceUser');
  await directory.allUsers();
  const operations = async (work: () => Promise<unknown>): Promise<string[]> => {
    const before = demo.requests.length;
    await work();
    return demo.requests.slice(before).map(({ path }) => path.split('?')[0] ?? '');
  };
  assert.deepEqual(await operations(() => run(refresh, show(user))), [`/users/v2/${user.user.id}`]);
  assert.deepEqual(await operations(() => run(refresh, show(zonesNode(root, undefined)))), []);
  assert.deepEqual(refreshed.map((node) => node?.id), [user.id, root.id]);
  assert.deepEqual(await operations(() => tree.children(list)), ['/users/v2']);
  await directory.allUsers();
  await directory.zones();
  const connection = await connect();
  await tree.children(connectionNode(connection));
  await run(refresh);
  assert.deepEqual([directory.allKnown, directory.knownZones, refreshed.at(-1)], [undefined, undefined, undefined]);
  assert.ok(cylance.store.all.length === 1);
});

test('the records of a refreshed tenant are read again; a user who is gone leaves the lists', async (t) => {
  const house = await commandHouse(t);
  const { deps, run, tree, show, refreshed } = house;
  const { root, list, directory } = await shown(house);
  const documents: (string | undefined)[] = [];
  Object.assign(deps, { documents: { ...deps.documents, refresh: (id: string | undefined) => documents.push(id) } });
  await run(refresh, [root.id]);
  assert.deepEqual(documents, ['cylance']);
  const user = first(await tree.children(list), 'cylanceUser');
  const gone = { ...user, id: `${list.id}/gone`, user: { ...user.user, id: asCylanceUserId('00000000-1111-4000-8000-000000000000') } };
  await assert.rejects(async () => run(refresh, show(gone)), { kind: 'notFound' });
  assert.deepEqual([directory.knownUsers, refreshed.at(-1)?.id], [undefined, root.id]);
});

test('the next page is shown, and what failed is read again by its parent', async (t) => {
  const house = await commandHouse(t, { cylance: { users: 450 } });
  const { run, tree, show, refreshed } = house;
  const { root, list } = await shown(house);
  await run('falconAdmin.tree.loadMore', show(first(await tree.children(list), 'loadMore')));
  assert.equal(ofKind(await tree.children(list), 'cylanceUser').length, 400);
  const failed = failedNode(zonesNode(root, undefined), new TenantError({ kind: 'server', message: 'No.' }));
  await run('falconAdmin.tree.retry', show(failed));
  assert.deepEqual(refreshed.map((node) => node?.id), [list.id, failed.parent?.id]);
});
