/** The panel of new users from a file, over a demo tenant. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Change } from '../../../src/core/changes/change.ts';
import { asCid } from '../../../src/core/ids.ts';
import { TenantError } from '../../../src/core/errors.ts';
import type { NewUsersState } from '../../../src/protocol/newUsers.ts';
import { newUsersHouse } from './newUsersHouse.ts';
import type { NewUsersHouse, PlayedPage } from './newUsersHouse.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const csv = (...lines: readonly string[]) => ({ name: 'people.csv', bytes: bytesOf(['email,first_name,last_name,cid,roles,expires_at', ...lines].join('\n')) });
const isRead = ({ facts }: NewUsersState): boolean => facts.kind === 'read';

async function opened(t: TestContext, ...lines: readonly string[]): Promise<{ readonly house: NewUsersHouse; readonly page: PlayedPage }> {
  const house = await newUsersHouse(t);
  house.panels.open(house.connection.id, undefined, csv(...lines));
  const [page] = house.pages();
  assert.ok(page);
  await page.when(isRead);
  return { house, page };
}

const emailOf = (change: Change): string | undefined => (change.kind === 'createUser' ? change.uid : undefined);

const outline = (changes: readonly Change[]): readonly string[] =>
  changes.map((change) => (change.kind === 'createUser' ? `create ${change.uid}` : change.kind === 'grant' ? `grant to ${change.to.uid ?? ''}` : change.kind));

describe('without a file', () => {
  test('the panel asks for one, and is used when one is opened', async (t) => {
    const { panels, pages, connection } = await newUsersHouse(t);
    panels.open(connection.id, undefined, undefined);
    const names = (): readonly unknown[] => pages().map(({ state }) => state.file?.name);
    assert.deepEqual(names(), [undefined]);
    panels.open(connection.id, undefined, csv('new@acme.test'));
    assert.deepEqual([names(), pages()[0]?.frame.reveals], [['people.csv'], 1]);
    panels.open(connection.id, undefined, csv('other@acme.test'));
    assert.equal(pages().length, 2);
  });

  test('a file is chosen, dropped or refused with the reason', async (t) => {
    const { panels, pages, connection, files } = await newUsersHouse(t);
    panels.open(connection.id, undefined, undefined);
    const [page] = pages();
    assert.ok(page);
    await page.ask('chooseFile', undefined);
    assert.equal(page.state.file, undefined);
    files.chosen = { name: 'broken.csv', bytes: bytesOf('name\nAda\n') };
    await page.ask('chooseFile', undefined);
    assert.match(page.state.problem ?? '', /^broken\.csv cannot be read\. Line 1 names no column/);
    await page.ask('open', csv('new@acme.test'));
    assert.deepEqual([page.state.problem, page.state.counts?.total, page.frame.title], [undefined, 1, 'New Users: people.csv']);
    await assert.rejects(page.ask('open', { name: 'x', bytes: new Uint8Array(21 * 1024 * 1024) }), /passes its check/);
  });

  test('a template is saved', async (t) => {
    const { panels, pages, connection, files } = await newUsersHouse(t);
    panels.open(connection.id, undefined, undefined);
    assert.equal(await pages()[0]?.ask('saveTemplate', undefined), 'new users template.csv');
    assert.match(files.saved[0]?.text ?? '', /^\uFEFFemail,first_name,last_name,cid,roles,expires_at\r\nada@example\.com,Ada,Lovelace,/);
  });
});

describe('another file', () => {
  test('takes the place of a table that nobody has worked in, and stands beside one that somebody has', async (t) => {
    const { house, page } = await opened(t, 'a@acme.test,A');
    house.files.chosen = csv('b@acme.test,B');
    await page.ask('chooseFile', undefined);
    assert.deepEqual([house.pages().length, (await page.rows())[0]?.email], [1, 'b@acme.test']);
    await page.edit(0, 'last', 'X');
    await page.ask('chooseFile', undefined);
    assert.deepEqual([house.pages().length, (await page.rows())[0]?.email], [2, 'b@acme.test']);
  });
});

describe('rows', () => {
  test('are judged by what the tenant has', async (t) => {
    const house = await newUsersHouse(t);
    const directory = await house.directories.of(house.connection.id);
    const users = directory.users(undefined);
    await users.load();
    const taken = users.items[0]?.uid ?? '';
    const lines = ['a@acme.test,A,,Brightwater Hospital', 'b@acme.test,B,,brightwater hospitals,Dashboard Admim', 'c@acme.test,C,,,dashboard admin'];
    house.panels.open(house.connection.id, undefined, csv(`${taken.toUpperCase()},A`, ...lines));
    const [page] = house.pages();
    assert.ok(page);
    const { facts, counts } = page.state;
    assert.deepEqual([facts.kind, counts?.mend, counts?.unchecked], ['reading', 0, 4]);
    await page.when(isRead);
    const rows = await page.rows();
    assert.deepEqual(rows.map(({ status }) => status), ['mend', 'mend', 'mend', 'ready']);
    assert.match(rows[0]?.said[0] ?? '', /^problem email: There is a user with this address already, in \S/);
    assert.match(rows[1]?.said[0] ?? '', /^problem cid: .*Is it “Brightwater Hospitals”\?$/);
    assert.match(rows[2]?.said[0] ?? '', /^problem roles: .*Is it “Dashboard Admin”\?$/);
  });

  test('are mended: the answer holds what changed, and a new address is looked up', async (t) => {
    const { page } = await opened(t, 'a@acme.test,A', 'b@acme.test,B', 'c@acme.test,C');
    assert.deepEqual((await page.edit(0, 'email', 'B@acme.test')).map(({ place, status }) => [place, status]), [[0, 'mend'], [1, 'mend']]);
    const since = (await page.ask('rows', { table: page.table, since: 0 })).version;
    const changed = await page.edit(0, 'email', 'fresh@acme.test');
    assert.deepEqual(changed.map(({ place, status }) => [place, status]), [[0, 'unchecked'], [1, 'ready']]);
    await page.when(({ counts, facts }) => counts?.ready === 3 && facts.kind === 'read');
    assert.deepEqual((await page.rows(since)).map(({ place }) => place), [0, 1]);
  });

  test('of a table that is gone are not written', async (t) => {
    const { page } = await opened(t, 'a@acme.test,A');
    const before = page.table;
    await page.ask('open', csv('z@acme.test,Z'));
    await assert.rejects(page.ask('edit', { table: before, place: 0, field: 'first', text: 'x' }), /Another file/);
    assert.equal((await page.rows())[0]?.email, 'z@acme.test');
  });

  test('cannot be read by a page that asks for more than there may be', async (t) => {
    const { page } = await opened(t, 'a@acme.test,A');
    for (const body of [{ table: 1, place: 60_000, field: 'first', text: '' }, { table: 1, place: 0, field: 'uuid', text: '' }, { table: 1 }]) {
      assert.equal(page.frame.spec.checks.edit(body), false);
    }
  });

  test('are not checked when looking up is stopped, and are when it goes on', async (t) => {
    const house = await newUsersHouse(t);
    house.panels.open(house.connection.id, undefined, csv('a@acme.test,A'));
    const [page] = house.pages();
    assert.ok(page);
    await page.ask('act', { action: 'stop' });
    assert.deepEqual([page.state.facts.kind, page.state.counts?.unchecked], ['stopped', 1]);
    await page.edit(0, 'first', 'B');
    assert.equal(page.state.facts.kind, 'stopped');
    await page.ask('act', { action: 'reread' });
    assert.equal((await page.when(isRead)).counts?.ready, 1);
  });

  test('say why they could not be checked', async (t) => {
    const house = await newUsersHouse(t, {
      directories: {
        onDidWrite: () => ({ dispose: () => undefined }),
        of: () => Promise.reject(new TenantError({ kind: 'network', message: 'No answer.', nextStep: 'Try again.' })),
      },
    });
    house.panels.open(house.connection.id, undefined, csv('a@acme.test,A'));
    const state = await house.pages()[0]?.when(({ facts }) => facts.kind === 'failed');
    assert.deepEqual(state?.facts, { kind: 'failed', message: 'No answer. Try again.' });
  });

  test('are saved, those that are left', async (t) => {
    const { house, page } = await opened(t, 'a@acme.test,=A', 'b@acme.test,B');
    house.road.ends = (change) => (emailOf(change) === 'a@acme.test' ? { state: 'failed', kind: 'server', message: 'No.' } : undefined);
    await page.ask('create', { table: page.table });
    assert.equal(await page.ask('save', undefined), 'people remaining.csv');
    assert.deepEqual(house.files.saved.map(({ text }) => text.split('\r\n').slice(1, -1)), [[`a@acme.test,"'=A",,,,`]]);
  });
});

describe('asking the server', () => {
  test('shows refusals at their rows and makes nobody', async (t) => {
    const { house, page } = await opened(t, 'a@acme.test,A', 'b@acme.test,B');
    const client = await house.sessions.client(house.connection.id);
    await client.call('createUserV1', { body: { uid: 'b@acme.test', first_name: 'Somebody', last_name: 'Else' } });
    assert.deepEqual(await page.ask('check', { table: page.table }), { accepted: 1, refused: 1 });
    assert.match((await page.rows())[1]?.said[0] ?? '', /^failure row: .*already exists/);
    const directory = await house.directories.of(house.connection.id);
    assert.equal((await directory.usersWithEmails(['a@acme.test'])).get('a@acme.test'), undefined);
    assert.deepEqual([page.state.work, house.road.proposed], [undefined, []]);
  });

  test('a refused row is to be mended, until it is written anew', async (t) => {
    const refusal = new TenantError({ kind: 'invalid', message: 'The domain is not allowed.', traceId: 't-9' });
    const house = await newUsersHouse(t);
    const directory = await house.directories.of(house.connection.id);
    const asked: string[] = [];
    directory.checkNewUser = async ({ uid }) => {
      asked.push(uid);
      if (uid.startsWith('b')) throw refusal;
    };
    house.panels.open(house.connection.id, undefined, csv('a@acme.test,A', 'b@acme.test,B', 'bad address,C'));
    const [page] = house.pages();
    assert.ok(page);
    await page.when(isRead);
    assert.deepEqual(await page.ask('check', { table: page.table }), { accepted: 1, refused: 1 });
    assert.deepEqual(asked, ['a@acme.test', 'b@acme.test']);
    const rows = await page.rows();
    assert.deepEqual(rows.map(({ status }) => status), ['ready', 'mend', 'mend']);
    assert.deepEqual(rows[1]?.said, ['failure row: The domain is not allowed. (trace t-9)']);
    assert.deepEqual((await page.edit(1, 'last', 'X')).map(({ status }) => status), ['ready']);
  });

  test('what it says about a row that was written anew meanwhile is dropped', async (t) => {
    const { house, page } = await opened(t, 'a@acme.test,A');
    const directory = await house.directories.of(house.connection.id);
    const asked = Promise.withResolvers<void>();
    directory.checkNewUser = () => asked.promise;
    const check = page.ask('check', { table: page.table });
    await page.when(({ work }) => work?.kind === 'check');
    await page.edit(0, 'last', 'X');
    asked.reject(new TenantError({ kind: 'invalid', message: 'No last name.' }));
    assert.deepEqual(await check, { accepted: 0, refused: 1 });
    assert.deepEqual((await page.rows()).map(({ status, said }) => [status, said]), [['ready', []]]);
  });

  test('ends with the first failure that is no refusal, and when it is stopped', async (t) => {
    const house = await newUsersHouse(t);
    const directory = await house.directories.of(house.connection.id);
    directory.checkNewUser = () => Promise.reject(new TenantError({ kind: 'forbidden', message: 'Not allowed.' }));
    house.panels.open(house.connection.id, undefined, csv('a@acme.test,A', 'b@acme.test,B'));
    const [page] = house.pages();
    assert.ok(page);
    await page.when(isRead);
    await assert.rejects(page.ask('check', { table: page.table }), /Not allowed/);
    directory.checkNewUser = (_fields, signal) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new TenantError({ kind: 'cancelled', message: 'Cancelled.' }))));
    const check = page.ask('check', { table: page.table });
    await page.when(({ work }) => work?.kind === 'check');
    await page.ask('act', { action: 'stop' });
    await assert.rejects(check, /Cancelled/);
    assert.deepEqual([page.state.work, page.state.counts?.ready], [undefined, 2]);
  });
});

describe('making the users', () => {
  test('is one proposal of all ticked rows that are ready', async (t) => {
    const { house, page } = await opened(t, 'a@acme.test,A,,,dashboard_admin', 'b@acme.test,B', 'no address,C', 'd@acme.test,D');
    await page.ask('tick', { table: page.table, places: [3], ticked: false });
    await page.ask('create', { table: page.table });
    const [proposal, ...more] = house.road.proposed;
    assert.deepEqual([proposal?.origin, proposal?.connectionId, more], ['newUsers', house.connection.id, []]);
    assert.deepEqual(outline(proposal?.changes ?? []), ['create a@acme.test', 'create b@acme.test', 'grant to a@acme.test']);
    const rows = await page.rows();
    assert.deepEqual(rows.map(({ status }) => status), ['done', 'done', 'mend', 'ready']);
    assert.deepEqual(rows[0]?.locked, ['email', 'first', 'last', 'cid', 'roles', 'until']);
  });

  test('shows every row while it runs', async (t) => {
    const { house, page } = await opened(t, 'a@acme.test,A', 'b@acme.test,B');
    const seen: (readonly (number | undefined)[])[] = [];
    house.road.onRow = () => {
      const { work, counts } = page.state;
      seen.push([work?.done, work?.total, counts?.running, counts?.done]);
    };
    await page.ask('create', { table: page.table });
    assert.deepEqual(seen, [[0, 2, 2, 0], [1, 2, 1, 1]]);
    assert.equal(page.state.work, undefined);
  });

  test('tries again what failed, and only grants to a user that was made', async (t) => {
    const { house, page } = await opened(t, 'a@acme.test,A,,,dashboard_admin', 'b@acme.test,B');
    house.road.ends = (change) =>
      change.kind === 'grant' || emailOf(change) === 'b@acme.test' ? { state: 'failed', kind: 'server', message: 'No.', traceId: 't-1' } : undefined;
    await page.ask('create', { table: page.table });
    const rows = await page.rows();
    assert.deepEqual(rows.map(({ status, said }) => [status, said[0]]), [
      ['failed', 'failure row: The user was made; the roles were not granted: No. (trace t-1)'],
      ['failed', 'failure row: No. (trace t-1)'],
    ]);
    house.road.ends = () => undefined;
    await page.when(isRead);
    await page.ask('create', { table: page.table });
    const again = house.road.proposed[1]?.changes ?? [];
    assert.deepEqual(outline(again), ['create b@acme.test', 'grant to a@acme.test']);
    assert.ok(again[1]?.kind === 'grant' && 'uuid' in again[1].to);
    assert.deepEqual((await page.rows()).map(({ status }) => status), ['done', 'done']);
    await assert.rejects(page.ask('create', { table: page.table }), /No row is ready/);
  });

  test('changes nothing when the person says no', async (t) => {
    const { house, page } = await opened(t, 'a@acme.test,A');
    house.road.says = 'no';
    await page.ask('create', { table: page.table });
    assert.deepEqual([page.state.counts?.ready, page.state.work], [1, undefined]);
  });

  test('begins no further row once it is stopped', async (t) => {
    const { house, page } = await opened(t, 'a@acme.test,A', 'b@acme.test,B');
    house.road.onRow = () => {
      if (page.state.counts?.done === 1) void page.ask('act', { action: 'stop' });
    };
    await page.ask('create', { table: page.table });
    await page.when(isRead);
    assert.deepEqual((await page.rows()).map(({ status }) => status), ['done', 'ready']);
  });

  test('is not begun twice, and rows cannot be written meanwhile', async (t) => {
    const { house, page } = await opened(t, 'a@acme.test,A', 'b@acme.test,B');
    const tries: Promise<unknown>[] = [];
    house.road.onRow = () => tries.push(assert.rejects(page.ask('create', { table: page.table }), /being worked on/), page.edit(1, 'first', 'X'));
    await page.ask('create', { table: page.table });
    await Promise.all(tries);
    const names = house.road.proposed[0]?.changes.map((change) => (change.kind === 'createUser' ? change.names.first : ''));
    assert.deepEqual(names, ['A', 'B']);
    assert.equal((await page.ask('rows', { table: page.table, since: 0 })).rows[1]?.[4][1], 'B');
  });
});

describe('a tenant that changes', () => {
  test('is looked at again for rows that failed and may have been retried elsewhere', async (t) => {
    const { house, page } = await opened(t, 'a@acme.test,A');
    house.road.ends = () => ({ state: 'failed', kind: 'server', message: 'No.' });
    await page.ask('create', { table: page.table });
    await page.when(({ counts, facts }) => counts?.failed === 1 && facts.kind === 'read');
    const client = await house.sessions.client(house.connection.id);
    await client.call('createUserV1', { body: { uid: 'a@acme.test', first_name: 'A', last_name: '' } });
    house.directories.tellWritten({ connection: house.connection.id, users: [], cids: [], lists: [] });
    await page.when(({ counts }) => counts?.mend === 1);
    assert.match((await page.rows())[0]?.said[1] ?? '', /^problem email: There is a user with this address already/);
  });

  test('is said to be gone, and the rows stay', async (t) => {
    const { house, page } = await opened(t, 'a@acme.test,A');
    await house.store.remove(house.connection.id);
    const { gone, tenant, counts } = page.state;
    assert.match(gone ?? '', /not connected any more/);
    assert.deepEqual([tenant, counts?.total], [undefined, 1]);
    assert.equal(await page.ask('save', undefined), 'people remaining.csv');
    await assert.rejects(page.ask('create', { table: page.table }), /not connected/);
  });

  test('is unlocked through the command for it', async (t) => {
    const { house, page } = await opened(t, 'a@acme.test,A');
    await page.ask('act', { action: 'allowChanges' });
    assert.deepEqual(house.commands, [['falconAdmin.connection.allowChanges', house.connection.id]]);
  });
});

describe('after a restart', () => {
  const cells = (email: string): readonly string[] => [email, 'A', '', '', 'dashboard_admin', ''];

  test('the table comes back as it was, with what was made', async (t) => {
    const { panels, pages, connection, road } = await newUsersHouse(t);
    const rows = [
      { line: 2, ticked: true, cells: cells('a@acme.test'), made: 'uuid-a', done: true },
      { line: 3, ticked: true, cells: cells('b@acme.test'), made: 'uuid-b' },
      { line: 4, ticked: false, cells: cells('c@acme.test') },
    ];
    const kept = { view: 'newUsers', connection: connection.id, file: { name: 'people.csv', rows } };
    await panels.restore({ dispose: () => assert.fail('closed') } as never, kept);
    const [page] = pages();
    assert.ok(page);
    await page.when(isRead);
    assert.deepEqual((await page.rows()).map(({ line, status }) => [line, status]), [[2, 'done'], [3, 'failed'], [4, 'ready']]);
    await page.ask('create', { table: page.table });
    assert.deepEqual(outline(road.proposed[0]?.changes ?? []), ['grant to b@acme.test']);
  });

  test('a table that was too large is asked for again', async (t) => {
    const { panels, pages, connection } = await newUsersHouse(t);
    await panels.restore({} as never, { view: 'newUsers', connection: connection.id, file: { name: 'people.csv' } });
    assert.match(pages()[0]?.state.problem ?? '', /^people\.csv was too large to be kept/);
  });

  test('a panel with a state that no page kept is closed', async (t) => {
    const { panels, pages, connection } = await newUsersHouse(t);
    const bad = [undefined, {}, { view: 'newUsers', connection: connection.id, cid: asCid('x') }, { view: 'newUsers', connection: '../x' }];
    let closed = 0;
    for (const kept of bad) await panels.restore({ dispose: () => closed++ } as never, kept);
    assert.deepEqual([closed, pages().length], [4, 0]);
  });
});
