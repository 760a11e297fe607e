/** The road of changes with a person beside it, over a real demo tenant. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { systemClock } from '../../../src/api/clock.ts';
import { readUsers } from '../../../src/api/falcon/users.ts';
import { tellOutcome } from '../../../src/commands/parts/road/tellOutcome.ts';
import { TenantRoad } from '../../../src/commands/parts/road/tenantRoad.ts';
import { asNewUserKey, namesOf, snapshotOf } from '../../../src/core/changes/change.ts';
import type { Change } from '../../../src/core/changes/change.ts';
import { buildChangeSet } from '../../../src/core/changes/buildChangeSet.ts';
import { countOutcomes } from '../../../src/core/changes/outcome.ts';
import type { RowOutcome } from '../../../src/core/changes/outcome.ts';
import { asConnectionId, asRoleId } from '../../../src/core/ids.ts';
import type { User } from '../../../src/core/user.ts';
import type { DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import type { Written } from '../../../src/state/directories.ts';
import { commandHouse } from './commandHouse.ts';

interface Settings {
  myEmail: string | undefined;
  removalCap: number;
}

async function roadHouse(t: TestContext, options: DemoTenantOptions = {}, canChange = true) {
  const house = await commandHouse(t, { cids: 3, users: 90, ...options });
  const connection = await house.connect({ canChange });
  const directory = await house.directories.of(connection.id);
  const { cid } = await directory.shape();
  assert.ok(cid);
  const list = directory.users(cid);
  await list.load();
  const users = list.items;
  const settings: Settings = { myEmail: undefined, removalCap: 25 };
  const [ran, written, titles]: [unknown[][], Written[], string[]] = [[], [], []];
  house.directories.onDidWrite((one) => written.push(one));
  let sets = 0;
  const { store, directories, sessions, activity, deps, person, texts } = house;
  const road = new TenantRoad({
    ...{ store, directories, activity, texts, clock: systemClock, prompts: person.prompts, l10n: deps.l10n, locale: 'en', mention: deps.mention },
    client: (id) => sessions.client(id),
    settings: () => settings,
    progress: (title, work) => {
      titles.push(title);
      return work(new AbortController().signal, () => undefined);
    },
    newId: () => `set-${++sets}`,
    closing: new AbortController().signal,
    onFailure: (error) => assert.fail(String(error)),
    runCommand: async (...call) => {
      ran.push(call);
      if (call[0] === 'falconAdmin.connection.allowChanges') await store.change(connection.id, { canChange: true });
    },
    refreshDocuments: () => undefined,
  });
  const propose = (changes: readonly Change[], more: { readonly notes?: readonly string[] } = {}) =>
    road.propose({ connectionId: connection.id, origin: 'test', changes, ...more });
  const current = async (user: User): Promise<User | undefined> => (await readUsers(await sessions.client(connection.id), [user.uuid]))[0];
  const writes = (): number => house.demo.requests.filter(({ operation }) => /^(create|update|delete|userAction|userRoles)/.test(operation ?? '')).length;
  return { ...house, road, propose, connection, directory, cid, users, settings, ran, written, titles, current, writes };
}

const userAt = (users: readonly User[], at: number): User => users[at] ?? assert.fail(`there is no user ${at}`);
const rename = (user: User): Change => ({ kind: 'renameUser', user: snapshotOf(user), before: namesOf(user), after: { first: 'Ada', last: 'Lovelace' } });
const remove = (user: User): Change => ({ kind: 'deleteUser', user: snapshotOf(user), grants: [] });
const reset = (user: User): Change => ({ kind: 'resetPassword', user: snapshotOf(user) });

test('after an operation that was composed by hand nothing that was read before is believed, unless it failed', async (t) => {
  const { propose, users, person, written, directory, connection } = await roadHouse(t);
  const call = (userUuid: string): Change => ({ kind: 'rawOperation', operation: 'deleteUserV1', parameters: { user_uuid: userUuid } });
  person.will({ choose: 'Send' }, { choose: 'Send' });
  await propose([call('nobody')]);
  assert.deepEqual([written, directory.users(users[0]?.cid).items.length > 0], [[], true]);
  await propose([call(userAt(users, 0).uuid)]);
  person.isDone();
  assert.deepEqual(written, [{ connection: connection.id, users: [], cids: [], lists: [], all: true }]);
  assert.equal(directory.users(users[0]?.cid).items.length, 0);
});

test('a small set is asked about with the tenant, each change and the notes; then it runs, is written down and told of', async (t) => {
  const { propose, users, person, current, written, mentioned, activity, connection } = await roadHouse(t);
  const user = userAt(users, 0);
  person.will({ choose: 'Rename' });
  const report = await propose([rename(user)], { notes: ['The user is not told.'] });
  assert.equal(report?.counts.done, 1);
  const [question] = person.seen;
  assert.match(question?.title ?? '', /^Acme: Rename .+\?$/);
  assert.match(question?.detail ?? '', /• Rename “.+” to “Ada Lovelace”[^]*The user is not told\./);
  assert.equal((await current(user))?.last_name, 'Lovelace');
  assert.deepEqual(written, [{ connection: connection.id, users: [user.uuid], cids: [], lists: [] }]);
  assert.match(mentioned.join(), /done/);
  const [entry] = await activity.list();
  assert.deepEqual([entry?.state, entry?.record.set.id, entry?.record.end?.how], ['ended', report.set.id, 'finished']);
});

test('what the question says in full is not said twice', async (t) => {
  const { propose, users, person } = await roadHouse(t);
  person.will('escape');
  await propose([reset(userAt(users, 0))], { notes: ['A mail goes out.'] });
  assert.equal(person.seen[0]?.detail, 'A mail goes out.');
});

test('a person who says no changes nothing', async (t) => {
  const { propose, users, person, writes, activity } = await roadHouse(t);
  person.will('escape');
  assert.equal(await propose([remove(userAt(users, 0))]), undefined);
  assert.deepEqual([writes(), await activity.list()], [0, []]);
});

test('more changes than a dialog can list are shown as a comparison, with the question beside it', async (t) => {
  const { propose, users, person, texts } = await roadHouse(t);
  person.will({ choose: 'Discard' });
  assert.equal(await propose(users.slice(0, 12).map(rename), { notes: ['Nobody is told.'] }), undefined);
  const [compared] = texts.compared;
  assert.match(compared?.title ?? '', /preview/);
  assert.ok(compared && compared.left.text !== compared.right.text);
  assert.equal((compared.right.text.match(/Ada Lovelace/g) ?? []).length, 12);
  assert.match(compared.right.text, /^! Nobody is told\.\n\n/);
  assert.deepEqual(person.seen.map(({ question }) => question), ['pick']);
});

test('the comparison can be asked for from the dialog too', async (t) => {
  const { propose, users, person, texts } = await roadHouse(t);
  person.will({ choose: 'Preview' }, { choose: 'Rename' });
  assert.equal((await propose([rename(userAt(users, 0))]))?.counts.done, 1);
  assert.equal(texts.compared.length, 1);
});

test('above the cap the name of the tenant has to be typed', async (t) => {
  const { propose, users, person, settings, writes } = await roadHouse(t);
  settings.removalCap = 1;
  person.will({ choose: 'Delete' }, { type: 'acme' }, 'escape');
  assert.equal(await propose(users.slice(0, 2).map(remove)), undefined);
  assert.deepEqual([writes(), person.problems], [0, ['This is not the name of the tenant.']]);
  person.will({ choose: 'Delete' }, { type: 'Acme' });
  assert.equal((await propose(users.slice(0, 2).map(remove)))?.counts.done, 2);
});

test('a read-only tenant offers to allow changes, and goes on when they were', async (t) => {
  const { propose, users, person, ran, connection } = await roadHouse(t, {}, false);
  person.will({ choose: 'Allow Changes' }, { choose: 'Reset Password' });
  assert.equal((await propose([reset(userAt(users, 0))]))?.counts.done, 1);
  assert.deepEqual(ran, [['falconAdmin.connection.allowChanges', connection.id]]);
});

test('what a guard refuses can be left out, and the rest goes on', async (t) => {
  const { propose, users, person, settings, current } = await roadHouse(t);
  const [mine, other] = [userAt(users, 0), userAt(users, 1)];
  settings.myEmail = mine.uid?.toUpperCase();
  person.will({ choose: 'Leave Out 1 Change' }, { choose: 'Delete' });
  const report = await propose([remove(mine), remove(other)]);
  assert.equal(report?.counts.total, 1);
  assert.match(person.seen[0]?.detail ?? '', /your own account/);
  assert.ok(await current(mine));
  assert.equal(await current(other), undefined);
});

test('a role that is held already is refused before anything is sent', async (t) => {
  const { propose, users, person, writes, directory, cid } = await roadHouse(t);
  for (const user of users) {
    const held = (await directory.grants(user.uuid, cid)).find((grant) => grant.grant_type === 'direct' && !grant.expires_at);
    if (!held) continue;
    person.will('escape');
    await propose([{ kind: 'grant', to: snapshotOf(user), cid, roles: [{ id: held.role_id, name: held.role_name ?? '' }] }]);
    assert.match(person.seen[0]?.detail ?? '', /already/);
    return assert.equal(writes(), 0);
  }
  assert.fail('nobody holds anything');
});

test('rows that fail are told with the reason and the trace id, and can be tried again', async (t) => {
  const { propose, users, person, ran } = await roadHouse(t);
  const ghost: User = { ...userAt(users, 0), uuid: '00000000-0000-4000-8000-000000000000' as User['uuid'], first_name: 'Ghost', last_name: '' };
  person.will({ choose: 'Reset Password' });
  person.takes = 'Retry Failed';
  const report = await propose([reset(ghost), reset(userAt(users, 1))]);
  assert.deepEqual([report?.counts.done, report?.counts.failed], [1, 1]);
  const [notice] = person.notices;
  assert.equal(notice?.severity, 'error');
  assert.match(notice.message, /1 done, 1 failed.*reset the password of Ghost.*Trace ID/);
  assert.deepEqual(ran, [['falconAdmin.activity.retryFailed', `record:${report?.set.id}`]]);
});

test('what may have been carried out is not told as what could not be done', async (t) => {
  const { users, person, deps } = await roadHouse(t);
  const set = buildChangeSet({
    ...{ id: 'set', connectionId: asConnectionId('one'), tenantName: 'Acme', origin: 'test', createdAt: 0 },
    changes: [reset(userAt(users, 0))],
  });
  const outcomes: readonly RowOutcome[] = [{ state: 'unknown', message: 'The answer was lost.', traceId: 'trace-7' }];
  const report = { set, startedAt: 0, how: 'finished', outcomes, counts: countOutcomes(outcomes), stoppedBy: undefined } as const;
  await tellOutcome({ ...deps, prompts: person.prompts, runCommand: async () => undefined }, report, () => undefined);
  const [notice] = person.notices;
  assert.equal(notice?.severity, 'warning');
  assert.match(notice.message, /^It is not known whether this was carried out: reset the password of .*\. The answer was lost\. Trace ID: trace-7\.$/);
});

test('a user is made with a password that is written down nowhere', async (t) => {
  const { road, person, connection, cid, journalFiles, demo } = await roadHouse(t);
  const password = 'Correct-Horse-42';
  const create: Change = { kind: 'createUser', key: asNewUserKey('n'), uid: 'new@example.test', cid, names: { first: 'N', last: 'W' }, passwordKey: 'p' };
  const grant: Change = {
    kind: 'grant',
    to: { key: create.key, uid: create.uid, cid },
    cid,
    roles: [{ id: asRoleId('help_desk'), name: 'Help Desk Analyst' }],
  };
  person.will({ choose: 'Create' });
  const report = await road.propose({ connectionId: connection.id, origin: 'test', changes: [create, grant], passwords: new Map([['p', password]]) });
  assert.equal(report?.counts.done, 2);
  for (const name of await journalFiles.list()) assert.doesNotMatch((await journalFiles.read(name)) ?? '', new RegExp(password));
  assert.ok(demo.requests.some(({ operation, status }) => operation === 'createUserV1' && status === 201));
});

test('an address that is taken is refused, with the user it belongs to known to nobody twice', async (t) => {
  const { road, users, connection, cid } = await roadHouse(t);
  const create: Change = { kind: 'createUser', key: asNewUserKey('n'), uid: userAt(users, 0).uid ?? '', cid, names: { first: '', last: '' } };
  const findings = await road.check({ connectionId: connection.id, origin: 'test', changes: [create] });
  assert.deepEqual(findings.map(({ rule, severity, rows }) => [rule, severity, rows]), [['duplicateEmail', 'refuse', [0]]]);
});

test('findings of a check name places in the list that was given, however it is ordered to run', async (t) => {
  const { road, users, connection, settings } = await roadHouse(t);
  const user = userAt(users, 0);
  settings.myEmail = user.uid;
  const changes = [remove(userAt(users, 1)), rename(userAt(users, 2)), reset(user)];
  const findings = await road.check({ connectionId: connection.id, origin: 'test', changes });
  assert.deepEqual(findings.filter(({ rule }) => rule === 'ownAccount').map(({ rows }) => rows), [[2]]);
});

test('nothing that is so already is asked about', async (t) => {
  const { propose, users, person, mentioned } = await roadHouse(t);
  const user = userAt(users, 0);
  assert.equal(await propose([{ kind: 'renameUser', user: snapshotOf(user), before: namesOf(user), after: namesOf(user) }]), undefined);
  assert.deepEqual([person.seen, mentioned], [[], ['Nothing to change: everything is so already.']]);
});
