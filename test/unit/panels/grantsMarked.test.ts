/** What the host of a grants panel makes of marked cells: findings, the comparison, the run, and reads of everything. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { RowOutcome } from '../../../src/core/changes/outcome.ts';
import { asCid, asUserUuid } from '../../../src/core/ids.ts';
import { directWay } from '../../../src/core/matrix/cellState.ts';
import { noMarks } from '../../../src/core/matrix/marking.ts';
import { cellKey, pendingKey } from '../../../src/core/matrix/pending.ts';
import type { Pending } from '../../../src/core/matrix/pending.ts';
import { falconAdministrator } from '../../../src/core/role.ts';
import { displayName } from '../../../src/core/user.ts';
import type { DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import { ScriptedRoad } from '../commands/scriptedRoad.ts';
import { freeSpot, grantsPanelHouse, mark } from './grantsPanelHouse.ts';

async function markedHouse(t: TestContext, options: DemoTenantOptions = {}) {
  const road = new ScriptedRoad();
  const house = await grantsPanelHouse(t, options, () => ({ road, myEmail: () => 'me@acme.test' }));
  const user = await house.userWho(({ cid }) => cid === house.cids[1]);
  const page = house.ofUsers(user);
  const model = await page.whole();
  const [cid = asCid(''), home = asCid('')] = house.cids;
  const free = (where = cid): Pending => {
    const { row, role } = freeSpot(model, user.uuid, where);
    return { kind: 'grant', ...model.pair(row), role: model.roleAt(role).id };
  };
  return { ...house, road, user, page, model, home, cid, free };
}

test('a custom role outside its home is explained before anything is asked or sent', async (t) => {
  const { page, user, home, cid, model, demo, sent } = await markedHouse(t, { cids: 3, users: 120 });
  const custom = model.roles.find(({ owner }) => owner === home) ?? assert.fail('there is no custom role');
  const before = demo.requests.length;
  const pending: Pending[] = [{ kind: 'grant', user: user.uuid, cid, role: custom.id }];
  const [finding, ...others] = await page.ask('check', { pending });
  assert.deepEqual([finding?.severity, finding?.cells, others], ['refuse', pending.map(pendingKey), []]);
  const { name } = model.cids.find((one) => one.cid === home) ?? assert.fail('there is no home');
  assert.equal(finding?.sentence, `${custom.name} is a custom role of ${name} and cannot be granted in Acme.`);
  assert.deepEqual([demo.requests.length, sent()], [before, 0]);
});

test('what is known decides about each cell by itself, and one sentence is one finding', async (t) => {
  const { page, home, free, demo, directory } = await markedHouse(t);
  await directory.index.fill({ cids: [home] });
  const before = demo.requests.length;
  const free1 = free();
  const late: Pending[] = [
    { ...free1, kind: 'grant', end: { at: '2001-01-01T00:00:00Z' } },
    { ...free(home), kind: 'grant', end: { at: '2001-01-01T00:00:00Z' } },
  ];
  const [finding, ...others] = await page.ask('check', { pending: late });
  assert.deepEqual([finding?.severity, new Set(finding?.cells), others], ['refuse', new Set(late.map(pendingKey)), []]);
  assert.deepEqual(await page.ask('check', { pending: [free1] }), []);
  assert.equal(demo.requests.length, before, 'no request hangs on what is marked');
  const admins = directory.knownAdministrators(home) ?? new Set();
  const all = [...admins].map((uuid): Pending => ({ kind: 'revoke', user: uuid, cid: home, role: falconAdministrator }));
  const found = await page.ask('check', { pending: all });
  assert.ok(found.some(({ severity, sentence }) => severity === 'warn' && /without any Falcon Administrator/.test(sentence)));
});

test('a read-only tenant says so at the head of the page, not at every mark', async (t) => {
  const { page, free, store, connection } = await markedHouse(t);
  await store.change(connection.id, { canChange: false });
  assert.deepEqual(await page.ask('check', { pending: [free()] }), []);
  assert.equal(page.state.tenant?.canChange, false);
});

test('the comparison shows access before and after, and sends nothing', async (t) => {
  const { page, free, texts, user, model, sent, road } = await markedHouse(t);
  const pending = free();
  await page.ask('preview', { pending: [pending] });
  const [compared] = texts.compared;
  const name = model.role(pending.role)?.name ?? '';
  assert.ok(compared?.left.text.startsWith(displayName(user)));
  assert.ok(!compared?.left.text.includes(`  Acme: ${name}\n`) && compared?.right.text.includes(`  Acme: ${name}\n`));
  assert.match(compared?.title ?? '', /^Acme: Grant .+ \(preview\)$/);
  assert.deepEqual([sent(), road.proposed], [0, []]);
  await assert.rejects(page.ask('preview', { pending: [{ kind: 'revoke', user: pending.user, cid: pending.cid, role: pending.role }] }), /everything is so already/);
});

test('all marks are proposed once, and each cell learns how its call ended', async (t) => {
  const { page, free, road, home, cid, user } = await markedHouse(t);
  const pending = [free(), free(home)];
  const ends: RowOutcome[] = [{ state: 'failed', kind: 'forbidden', message: 'It is not allowed.', traceId: 't-1' }, { state: 'done' }];
  road.outcome = ends;
  const answer = await page.ask('apply', { pending });
  assert.deepEqual([road.proposed.length, road.proposed[0]?.origin], [1, 'grantsPanel']);
  assert.deepEqual(answer, {
    kind: 'ended',
    outcomes: [
      { cell: cellKey({ user: user.uuid, cid }, pending[0]?.role ?? falconAdministrator), state: 'failed', message: 'It is not allowed. (trace t-1)' },
      { cell: cellKey({ user: user.uuid, cid: home }, pending[1]?.role ?? falconAdministrator), state: 'done' },
    ],
  });
  assert.equal(page.state.work, undefined);
  // The page that asked may be hidden by now, and the next one is told.
  assert.deepEqual([page.state.hasUntold, await page.ask('untold', undefined)], [true, answer.kind === 'ended' && answer.outcomes]);
  await page.ask('told', undefined);
  assert.deepEqual([page.state.hasUntold, await page.ask('untold', undefined)], [false, undefined]);
});

test('a person who says no, and marks that are so already, run nothing', async (t) => {
  const { page, free, road } = await markedHouse(t);
  road.outcome = 'refused';
  assert.deepEqual(await page.ask('apply', { pending: [free()] }), { kind: 'notRun' });
  const { user, cid, role } = free();
  const already: Pending = { kind: 'revoke', user, cid, role };
  assert.deepEqual(await page.ask('apply', { pending: [already] }), { kind: 'ended', outcomes: [{ cell: pendingKey(already), state: 'done' }] });
  assert.equal(road.proposed.length, 1);
});

test('a cell whose end is not known is looked up when it is applied again', async (t) => {
  const { page, free, road } = await markedHouse(t);
  const pending = [free()];
  road.outcome = [{ state: 'unknown', message: 'The answer was lost.' }];
  await page.ask('apply', { pending });
  road.outcome = [{ state: 'done' }];
  await page.ask('apply', { pending });
  await page.ask('apply', { pending });
  const doubts = road.proposed.map(({ changes }) => typeof changes[0]?.doubtfulSince);
  assert.deepEqual(doubts, ['undefined', 'number', 'undefined']);
});

test('one run at a time; closing the panel does not stop it', async (t) => {
  const { page, free, road } = await markedHouse(t);
  const [propose, hold] = [road.propose.bind(road), Promise.withResolvers<undefined>()];
  road.propose = async (proposal) => {
    await hold.promise;
    return propose(proposal);
  };
  const running = page.ask('apply', { pending: [free()] });
  await page.when(({ work }) => work?.kind === 'apply');
  await assert.rejects(page.ask('apply', { pending: [free()] }), /being applied/);
  page.frame.dispose();
  hold.resolve(undefined);
  assert.equal((await running).kind, 'ended');
});

test('what is not known of marked cells is read before the run, so that it can be undone', async (t) => {
  const { page, road, directory, userWho, cid, held } = await markedHouse(t, { users: 600 });
  const other = await userWho(async ({ uuid }) => (await held(uuid, cid)).some(({ expires_at: end, user_group_id: group }) => end && !group));
  const grant = (await held(other.uuid, cid)).find(({ expires_at: end }) => end) ?? assert.fail('there is no temporary role');
  assert.equal(directory.index.known(other.uuid, cid), undefined);
  await page.ask('apply', { pending: [{ kind: 'revoke', user: other.uuid, cid, role: grant.role_id }] });
  const [change] = road.proposed[0]?.changes ?? [];
  assert.ok(change?.kind === 'revoke');
  assert.deepEqual([change.user.uid, change.roles.map(({ expiresAt }) => expiresAt)], [other.uid, [grant.expires_at]]);
});

test('what was granted is shown as granted at once, though the server goes on showing the state before', async (t) => {
  const { ofUsers, userAt, person, cids, held } = await grantsPanelHouse(t, { lagMs: 90_000 });
  const [user, cid] = [userAt(0), cids[2] ?? asCid('')];
  const page = ofUsers(user);
  const model = await page.whole();
  const spot = freeSpot(model, user.uuid, cid);
  const { id } = model.roleAt(spot.role);
  const { age } = page.state;
  person.will({ choose: 'Grant' });
  const answer = await page.ask('apply', { pending: [...mark(noMarks, model, spot).values()] });
  assert.deepEqual(answer, { kind: 'ended', outcomes: [{ cell: cellKey({ user: user.uuid, cid }, id), state: 'done' }] });
  await page.when((state) => state.age > age);
  assert.ok(directWay((await page.whole()).held(spot.row, id)));
  assert.ok(!(await held(user.uuid, cid)).some((grant) => grant.role_id === id), 'the server lags');
  const [row] = await page.ask('rows', { pairs: [{ user: user.uuid, cid }] });
  assert.ok(row?.grants?.some(({ role }) => role === id));
});

test('the rest is read when the person says so; much of it is asked about first, and can be stopped', async (t) => {
  const { ofUsers, directory, person, sent } = await grantsPanelHouse(t, { cids: 120, users: 300, latencyMs: 5 });
  const users = await directory.allUsers({});
  const held = await Promise.all(users.slice(0, 120).map(async (user) => ({ user, cids: await directory.assignedCids(user.uuid) })));
  const busy = held.toSorted((left, right) => right.cids.length - left.cids.length).slice(0, 50);
  const pairs = busy.reduce((sum, { cids }) => sum + cids.length, 0);
  assert.ok(pairs > 1_000, `${pairs} pairs`);
  const page = ofUsers(...busy.map(({ user }) => user));
  const { coverage } = await page.when(({ age }) => age > 0);
  assert.equal(coverage?.isWhole, false);
  assert.equal(sent('CombinedUserRolesV2'), 0, 'so many are not read unasked');
  person.will({ confirm: false });
  await page.ask('act', { action: 'readAll' });
  assert.equal(sent('CombinedUserRolesV2'), 0);
  const model = await page.model();
  const unread = [...model.rows.entries()].flatMap(([place, { grants }]) => (grants === undefined ? [model.pair(place)] : [])).slice(0, 20);
  const { age } = page.state;
  assert.deepEqual((await page.ask('rows', { pairs: unread })).filter(({ grants, failure }) => !grants || failure !== undefined), []);
  await page.when((state) => /^as of .+, 20 of/.test(state.coverage?.text ?? ''));
  assert.equal(page.state.age, age, 'the page knows those rows already');
  person.will({ confirm: true });
  await page.ask('act', { action: 'readAll' });
  assert.match(person.seen.at(-1)?.detail ?? '', /requests, (about \d+ minutes|less than a minute) in the background/);
  const { work } = await page.when((state) => (state.work?.done ?? 0) > 0);
  assert.ok(work?.kind === 'read' && work.total >= pairs - unread.length);
  await page.ask('act', { action: 'stop' });
  assert.equal(page.state.work, undefined);
  await page.when((state) => state.age > age);
  assert.equal(page.state.failure, undefined);
});

test('who was granted a role in a CID a moment ago has a row there, though the server does not list them yet', async (t) => {
  const { ofUsers, ofCid, person, cids, userWho, held } = await grantsPanelHouse(t, { lagMs: 90_000 });
  const cid = cids[1] ?? asCid('');
  const stranger = await userWho(async (user) => user.cid !== cid && (await held(user.uuid, cid)).length === 0);
  const [there, page] = [ofCid(cid), ofUsers(stranger)];
  assert.equal((await there.whole()).placeOf({ user: stranger.uuid, cid }), undefined);
  const model = await page.whole();
  const { age } = there.state;
  person.will({ choose: 'Grant' });
  await page.ask('apply', { pending: [...mark(noMarks, model, freeSpot(model, stranger.uuid, cid)).values()] });
  await there.when((state) => state.age > age);
  const after = await there.whole();
  assert.equal(after.row(after.placeOf({ user: stranger.uuid, cid }) ?? -1).grants?.length, 1);
});

test('a mark of a user who is gone fails by itself, and keeps the others from nothing', async (t) => {
  const { ofUsers, userAt, person, cids } = await grantsPanelHouse(t);
  const [user, cid] = [userAt(0), cids[2] ?? asCid('')];
  const page = ofUsers(user);
  const model = await page.whole();
  const [pending = assert.fail('nothing was marked')] = mark(noMarks, model, freeSpot(model, user.uuid, cid)).values();
  person.will({ choose: 'Grant' });
  const answer = await page.ask('apply', { pending: [pending, { ...pending, user: asUserUuid('0d9c2e8a-1111-4222-8333-444455556666') }] });
  assert.ok(answer.kind === 'ended');
  assert.deepEqual(answer.outcomes.map(({ state }) => state), ['done', 'failed']);
});
