import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { MarkdownString } from 'vscode';
import { TenantError } from '../../../src/core/errors.ts';
import type { Grant } from '../../../src/core/grant.ts';
import { asCid, asConnectionId, asRoleId, asUserUuid } from '../../../src/core/ids.ts';
import type { ConnectionId } from '../../../src/core/ids.ts';
import type { User } from '../../../src/core/user.ts';
import { ConnectionStore } from '../../../src/state/connectionStore.ts';
import type { Directories, Written } from '../../../src/state/directories.ts';
import { Emitter } from '../../../src/state/emitter.ts';
import type { TenantDirectory } from '../../../src/state/tenantDirectory.ts';
import { TemporaryReads } from '../../../src/state/temporaryReads.ts';
import type { TemporaryView } from '../../../src/views/temporaryView.ts';
import { FakeClock } from '../api/fakes/fakeClock.ts';
import { anEntry } from '../state/entries.ts';
import { MemorySecrets } from '../state/memorySecrets.ts';
import { registeredView, treeViews, useFakeTree } from './fakeTree.ts';
import { plainWording } from './plainWording.ts';

useFakeTree();
const { TemporaryView: View } = await import('../../../src/views/temporaryView.ts');

const one = asConnectionId('one');
const retail = asCid('c'.repeat(32));
const [minute, hour] = [60_000, 3_600_000];
/** A Monday at noon, where the tests run. */
const noon = new Date(2026, 2, 9, 12).getTime();

interface Held {
  readonly user: User;
  readonly grant: Grant;
}

const ada: User = { uuid: asUserUuid('ada'), uid: 'ada@acme.test', first_name: 'Ada', last_name: 'Lovelace' };
const bob: User = { uuid: asUserUuid('bob'), uid: 'bob@acme.test' };
const responder: Grant = { role_id: asRoleId('responder'), role_name: 'Remote Responder', cid: retail, grant_type: 'direct' };
const holding = (user: User, endsAt: number, over: Partial<Grant> = {}): Held => ({
  user,
  grant: { ...responder, expires_at: new Date(endsAt).toISOString(), ...over },
});

/** A tenant of which the index knows what a test says; reading it takes nothing and brings `found`. */
class PlayedTenant {
  held: readonly Held[] = [];
  /** What a read finds. */
  found: readonly Held[] = [];
  failure: TenantError | undefined;
  failed: readonly unknown[] = [];
  questions = 0;
  readonly fills: { readonly scope: unknown; readonly olderThan: number | undefined }[] = [];
  readonly changed = new Emitter<void>();

  get directory(): TenantDirectory {
    const index = {
      onDidChange: this.changed.event,
      temporary: () => ({ items: this.held, coverage: { asOf: undefined } }),
      fill: async (scope: unknown, { olderThan }: { readonly olderThan?: number }) => {
        this.fills.push({ scope, olderThan });
        this.learn(this.found);
        return { failed: this.failed, cidsFailed: [] };
      },
    };
    const directory = {
      index,
      allUsers: async () => {
        this.questions++;
        if (this.failure) throw this.failure;
        return this.found.map(({ user }) => user);
      },
      shape: async () => ({ cid: asCid('a'.repeat(32)), hasChildren: false, childrenHidden: false }),
      allChildren: async () => [],
      children: { items: [{ child_cid: retail, name: 'Acme Retail' }] },
    };
    return directory as unknown as TenantDirectory;
  }

  learn(held: readonly Held[]): void {
    this.held = held;
    this.changed.fire();
  }
}

async function viewed(t: TestContext, names: Readonly<Record<string, string>> = { one: 'Acme Global' }) {
  const clock = new FakeClock();
  clock.set(noon);
  const secrets = new MemorySecrets();
  const store = new ConnectionStore(secrets);
  await store.load();
  const tenants = new Map<ConnectionId, PlayedTenant>();
  for (const [id, name] of Object.entries(names)) {
    await store.put(anEntry({ id: asConnectionId(id), name, cid: asCid('a'.repeat(32)) }));
    tenants.set(asConnectionId(id), new PlayedTenant());
  }
  const written = new Emitter<Written>();
  const opened = new Map<ConnectionId, TenantDirectory>();
  const directories = {
    known: (id: ConnectionId) => opened.get(id),
    of: async (id: ConnectionId) => {
      const directory = opened.get(id) ?? tenants.get(id)?.directory;
      if (!directory) throw new TenantError({ kind: 'notFound', message: 'Not connected.' });
      opened.set(id, directory);
      return directory;
    },
    onDidWrite: written.event,
  } as unknown as Directories;
  const client = () => Promise.reject(new Error('not asked'));
  const reads = new TemporaryReads({ directories, client, now: () => clock.now() });
  const failures: TenantError[] = [];
  const view = new View(registeredView('falconAdmin.temporary'), {
    ...{ store, directories, reads, clock },
    wording: { ...plainWording, now: () => clock.now() },
    onFailure: (error) => failures.push(error),
  });
  t.after(() => view.dispose());
  const [tree] = treeViews.slice(-1);
  const acme = tenants.get(one);
  assert.ok(tree && acme);
  const fired: (string | undefined)[] = [];
  view.onDidChangeTreeData((element) => fired.push(element?.id));
  return { view, clock, store, secrets, tenants, acme, tree, written, opened, failures, fired };
}

type Viewed = Awaited<ReturnType<typeof viewed>>;

const textOf = (text: unknown): string => (typeof text === 'string' ? text : '');

/** Every row with those below it behind an indent. */
async function rowsOf(view: TemporaryView): Promise<string[]> {
  const lines = async (element: Parameters<TemporaryView['getChildren']>[0], indent: string): Promise<string[]> => {
    const elements = await view.getChildren(element);
    const found = elements.map(async (each) => {
      const { label, description } = view.getTreeItem(each);
      return [`${indent}${[textOf(label), textOf(description)].filter(Boolean).join(' | ')}`, ...(await lines(each, `${indent}  `))];
    });
    return (await Promise.all(found)).flat();
  };
  return lines(undefined, '');
}

/** Looks, and lets what was asked for come in. */
async function looked({ view, clock }: Viewed): Promise<string[]> {
  await view.getChildren();
  await clock.advance(1_000);
  clock.set(clock.now() - 1_000);
  return rowsOf(view);
}

test('nothing is asked before somebody looks', async (t) => {
  const { acme, clock, store } = await viewed(t);
  await store.change(one, { name: 'Renamed' });
  acme.changed.fire();
  await clock.advance(hour);
  assert.deepEqual([acme.questions, clock.waiting], [0, 0]);
});

test('a tenant that is looked at elsewhere is asked, and no other, and the badge tells of it while the view is closed', async (t) => {
  const house = await viewed(t, { one: 'Acme Global', two: 'Beta' });
  house.acme.found = [holding(ada, noon + 2 * hour)];
  await house.view.look(one);
  assert.deepEqual([house.acme.questions, house.tenants.get(asConnectionId('two'))?.questions], [1, 0]);
  assert.deepEqual(house.tree.badge?.value, 1);
  await house.view.look(asConnectionId('gone'));
  assert.equal(house.acme.questions, 1);
});

test('what ends next stands by time, over all tenants, with how fresh each of them is', async (t) => {
  const house = await viewed(t, { one: 'Acme Global', two: 'Beta' });
  const beta = house.tenants.get(asConnectionId('two'));
  assert.ok(beta);
  house.acme.found = [holding(ada, noon + 2 * hour), holding(bob, noon + 30 * minute, { cid: asCid('a'.repeat(32)) })];
  beta.found = [holding(bob, noon + 50 * hour, { user_group_name: 'SOC L2', cid_group_name: 'Retail CIDs' })];
  assert.deepEqual(await looked(house), [
    'Ends in the next hour | 1',
    '  bob@acme.test | Remote Responder · Acme Global · in 30 min',
    'Today | 1',
    '  Ada Lovelace | Remote Responder · Acme Retail · in 2 h',
    'Within 7 days | 1',
    '  bob@acme.test | Remote Responder · Acme Retail · in 2 days',
    'Acme Global | as of 12:00 PM',
    'Beta | as of 12:00 PM',
  ]);
});

test('a row names its user, CID and role by id, says what may be done with it, and tells the rest in a hover', async (t) => {
  const house = await viewed(t);
  const { view } = house;
  const group = { user_group_id: 'g', user_group_name: 'SOC <L2>' };
  house.acme.found = [holding(ada, noon + 2 * hour), holding(bob, noon + 3 * hour, group)];
  await looked(house);
  const [today] = await view.getChildren();
  const [first, second] = await view.getChildren(today);
  assert.ok(first && second);
  const { id, ...target } = first;
  assert.deepEqual(target, { kind: 'grant', connection: 'one', user: 'ada', cid: retail, role: 'responder' });
  const items = [view.getTreeItem(first), view.getTreeItem(second)];
  assert.deepEqual(items.map((item) => [item.contextValue, item.id]), [
    ['temporary;direct', id],
    ['temporary;inherited', second.id],
  ]);
  assert.equal(items[0]?.accessibilityInformation?.label, 'Ada Lovelace, Remote Responder · Acme Retail · in 2 h, temporary role');
  const hover = (at: number): string => {
    const item = items[at];
    const element = [first, second][at];
    assert.ok(item && element);
    return (view.resolveTreeItem(item, element).tooltip as MarkdownString).value.replaceAll('\\', '');
  };
  const facts = ['**Ada Lovelace**', 'ada@acme.test', 'Remote Responder', 'Acme Retail', 'Acme Global', '(in 2 h)', 'direct'];
  for (const fact of facts) assert.ok(hover(0).includes(fact), fact);
  assert.ok(hover(1).includes('via SOC &lt;L2>'));
  assert.equal(view.getParent(first), today);
});

test('time moves the rows on, and each keeps its element', async (t) => {
  const house = await viewed(t);
  const { view, clock, fired, tree } = house;
  house.acme.found = [holding(ada, noon + 2 * hour), holding(bob, noon + 26.4 * hour)];
  await looked(house);
  // In sight the tenant would be read again as well.
  tree.show(false);
  const [today] = await view.getChildren();
  const [row] = await view.getChildren(today);
  fired.length = 0;
  // From half past twelve on it is nearer to one hour than to two.
  await clock.advance(30 * minute + 1);
  assert.deepEqual(fired, [row?.id]);
  assert.match((await rowsOf(view))[1] ?? '', /in 1 h$/);
  await clock.advance(30 * minute);
  assert.deepEqual((await rowsOf(view)).slice(0, 2), ['Ends in the next hour | 1', '  Ada Lovelace | Remote Responder · Acme Retail · in 60 min']);
  const [near] = await view.getChildren();
  assert.equal((await view.getChildren(near))[0], row);
  await clock.advance(hour);
  assert.deepEqual((await rowsOf(view)).slice(0, 2), ['Tomorrow | 1', '  bob@acme.test | Remote Responder · Acme Retail · in 24 h']);
  await clock.advance(24.4 * hour);
  assert.deepEqual([await rowsOf(view), clock.waiting], [[], 0]);
});

test('what people and roles are called stays in its row and its direction', async (t) => {
  const house = await viewed(t);
  const odd: User = { uuid: asUserUuid('odd'), first_name: '\u202eAda', last_name: 'Love\nlace' };
  house.acme.found = [holding(odd, noon + 2 * hour, { role_name: 'Help\u2066 Desk\r\nRoot' })];
  assert.equal((await looked(house))[1], '  Ada Love lace | Help Desk Root · Acme Retail · in 2 h');
});

test('the badge counts what ends before midnight', async (t) => {
  const house = await viewed(t);
  const { tree, clock } = house;
  house.acme.found = [holding(ada, noon + 2 * hour), holding(bob, noon + 3 * hour), holding(bob, noon + 20 * hour, { role_id: asRoleId('other') })];
  await looked(house);
  const badge = (): unknown => tree.badge;
  assert.deepEqual(badge(), { value: 2, tooltip: '2 temporary roles end today' });
  tree.show(false);
  await clock.advance(2 * hour);
  assert.deepEqual(badge(), { value: 1, tooltip: '1 temporary role ends today' });
  await clock.advance(hour);
  assert.equal(badge(), undefined);
  await clock.advance(9 * hour);
  assert.deepEqual(badge(), { value: 1, tooltip: '1 temporary role ends today' });
});

test('where nothing is temporary the list is empty, its head says how fresh that is, and out of sight nothing is waited for', async (t) => {
  const house = await viewed(t);
  assert.deepEqual(await looked(house), []);
  assert.deepEqual([house.tree.description, house.tree.badge], ['as of 12:00 PM', undefined]);
  house.tree.show(false);
  await house.clock.advance(2 * hour);
  assert.deepEqual([house.acme.questions, house.clock.waiting], [1, 0]);
});

test('an empty list in sight is read again by itself: somebody may have been given a temporary role elsewhere', async (t) => {
  const house = await viewed(t);
  assert.deepEqual(await looked(house), []);
  house.acme.found = [holding(ada, noon + 2 * hour)];
  await house.clock.advance(15 * minute);
  await house.clock.advance(1_000);
  assert.deepEqual([house.acme.questions, (await rowsOf(house.view))[0]], [2, 'Today | 1']);
});

test('while a tenant is read a row says so, beside what is known', async (t) => {
  const { view, acme, clock, opened } = await viewed(t);
  acme.held = acme.found = [holding(ada, noon + 2 * hour)];
  opened.set(one, acme.directory);
  const known = '  Ada Lovelace | Remote Responder · Acme Retail · in 2 h';
  assert.deepEqual(await rowsOf(view), ['Today | 1', known, 'Acme Global | looking for temporary roles']);
  await clock.advance(0);
  assert.equal((await rowsOf(view)).at(-1), 'Acme Global | as of 12:00 PM');
});

test('a tenant that cannot be read is a row that says why and tries again', async (t) => {
  const house = await viewed(t, { one: 'Acme Global', two: 'Beta' });
  house.acme.failure = new TenantError({ kind: 'network', message: 'No answer.', nextStep: 'Look at the network.' });
  house.tenants.get(asConnectionId('two'))!.found = [holding(bob, noon + 2 * hour)];
  assert.deepEqual((await looked(house)).slice(2), ['No answer. | Acme Global', 'Beta | as of 12:00 PM']);
  const failed = (await house.view.getChildren()).find(({ id }) => id === 'status:one');
  assert.ok(failed);
  const item = house.view.getTreeItem(failed);
  assert.equal(item.command?.command, 'falconAdmin.temporary.refresh');
  assert.match(item.accessibilityInformation?.label ?? '', /Look at the network\. Press Enter to try again\.$/);
  assert.deepEqual(house.failures.map(({ message }) => message), ['No answer.']);
  house.acme.failure = undefined;
  await house.view.refresh();
  assert.deepEqual((await rowsOf(house.view)).slice(2), ['Acme Global | as of 12:00 PM', 'Beta | as of 12:00 PM']);
});

test('a server that does not tell who holds temporary roles is said to, with the way to read all grants', async (t) => {
  const house = await viewed(t);
  house.acme.failure = new TenantError({ kind: 'invalid', message: 'Invalid filter.' });
  const [row] = await looked(house);
  assert.equal(row, 'The server does not tell who holds temporary roles: Read All Grants… | Acme Global');
  const [status] = await house.view.getChildren();
  assert.ok(status);
  const { command } = house.view.getTreeItem(status);
  assert.deepEqual([command?.command, command?.arguments], ['falconAdmin.grants.read', ['one']]);
});

test('what could not be read of a tenant is counted', async (t) => {
  const house = await viewed(t);
  house.acme.found = [holding(ada, noon + 2 * hour)];
  house.acme.failed = [{}, {}];
  assert.equal((await looked(house)).at(-1), 'Acme Global | as of 12:00 PM · 2 parts could not be read');
});

test('connections that cannot be read are a row as well', async (t) => {
  const house = await viewed(t);
  house.secrets.failure = new Error('the keyring is locked');
  const store = new ConnectionStore(house.secrets);
  const notAsked = () => Promise.reject(new Error('not asked'));
  const directories = { known: () => undefined, of: notAsked, onDidWrite: new Emitter<Written>().event } as unknown as Directories;
  const reads = new TemporaryReads({ directories, client: notAsked, now: () => noon });
  const failures: TenantError[] = [];
  const view = new View(registeredView('falconAdmin.temporary'), {
    ...{ store, directories, reads, clock: house.clock },
    wording: { ...plainWording, now: () => noon },
    onFailure: (error) => failures.push(error),
  });
  t.after(() => view.dispose());
  assert.deepEqual([await rowsOf(view), failures.length], [['Something unexpected happened.'], 1]);
});

test('what becomes known of grants is shown, a burst of it once', async (t) => {
  const house = await viewed(t);
  const { acme, clock, fired, view } = house;
  await looked(house);
  await clock.advance(1_000);
  fired.length = 0;
  for (let step = 1; step <= 20; step++) {
    acme.learn(Array.from({ length: step }, (_, at) => holding(ada, noon + 2 * hour, { role_id: asRoleId(`role${at}`) })));
    await clock.advance(10);
  }
  await clock.advance(1_000);
  assert.equal(fired.length, 2);
  assert.equal((await rowsOf(view))[0], 'Today | 20');
});

test('tenants are read again by themselves after a quarter of an hour, and only in sight', async (t) => {
  const house = await viewed(t);
  const { acme, clock, tree } = house;
  acme.found = [holding(ada, noon + 3 * hour)];
  await looked(house);
  const visit = async (): Promise<number> => {
    tree.show(false);
    tree.show(true);
    await clock.advance(0);
    return acme.questions;
  };
  assert.equal(await visit(), 1);
  await clock.advance(15 * minute);
  assert.equal(await visit(), 2);
  tree.show(false);
  await clock.advance(2 * hour);
  assert.equal(acme.questions, 2);
  tree.show(true);
  await clock.advance(0);
  assert.equal(acme.questions, 3);
});

test('a refresh reads what was read before it anew', async (t) => {
  const house = await viewed(t);
  house.acme.found = [holding(ada, noon + 3 * hour)];
  await looked(house);
  await house.clock.advance(minute);
  await house.view.refresh();
  assert.deepEqual(house.acme.fills.map(({ olderThan }) => olderThan), [noon - 15 * minute, noon + minute]);
});

test('a role that was taken away goes, and what was written is read', async (t) => {
  const house = await viewed(t);
  const { acme, written, view, clock } = house;
  acme.found = [holding(ada, noon + 2 * hour), holding(bob, noon + 3 * hour)];
  await looked(house);
  acme.held = acme.found = [holding(bob, noon + 3 * hour)];
  written.fire({ connection: one, users: [ada.uuid], cids: [retail], lists: [] });
  assert.equal((await rowsOf(view))[0], 'Today | 1');
  await clock.advance(0);
  assert.deepEqual(acme.fills.at(-1), { scope: { users: [ada.uuid], cids: [retail] }, olderThan: undefined });
});

test('where it is not known what was written, the tenant is read anew: at once in sight, else when somebody looks', async (t) => {
  const house = await viewed(t, { one: 'Acme Global', two: 'Beta' });
  const { acme, tenants, written, clock, tree } = house;
  const beta = tenants.get(asConnectionId('two'));
  await looked(house);
  written.fire({ connection: one, users: [], cids: [], lists: [], all: true });
  await clock.advance(0);
  assert.deepEqual([acme.questions, beta?.questions], [2, 1]);
  tree.show(false);
  written.fire({ connection: one, users: [], cids: [], lists: [], all: true });
  await clock.advance(0);
  assert.equal(acme.questions, 2);
  tree.show(true);
  await clock.advance(0);
  assert.equal(acme.questions, 3);
});

test('a tenant that comes is read, one that goes takes its rows with it', async (t) => {
  const house = await viewed(t);
  const { store, tenants, view, clock } = house;
  await looked(house);
  const two = asConnectionId('two');
  const beta = new PlayedTenant();
  beta.found = [holding(bob, noon + 2 * hour)];
  tenants.set(two, beta);
  await store.put(anEntry({ id: two, name: 'Beta' }));
  await clock.advance(0);
  assert.equal((await rowsOf(view))[0], 'Today | 1');
  await store.remove(two);
  assert.deepEqual(await rowsOf(view), []);
});
