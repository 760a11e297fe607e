import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Change } from '../../../../src/core/changes/change.ts';
import { outcomesOf } from '../../../../src/state/changes/journalRecord.ts';
import { failure } from '../../api/fakes/failure.ts';
import { refused } from '../../api/fakes/fakeTransport.ts';
import { acme, ada, administrator, bob, createEve, eve, grant, heldGrant, person, retail, revoke, role, setOf } from '../../core/changes/samples.ts';
import { bodyOf, gatewayFault, lost, scriptedRun } from './scriptedRun.ts';

const rename: Change = { kind: 'renameUser', user: ada, before: { first: 'Ada', last: 'Test' }, after: { first: 'Bea', last: 'Test' } };
const password = 'Correct-Horse-9-Battery';

describe('before anything is sent', () => {
  test('a tenant that is read-only stays as it is, and nothing is written down', async () => {
    const run = scriptedRun();
    run.seen.connection = run.seen.connection && { ...run.seen.connection, canChange: false };
    const result = await run.start(setOf(rename));
    assert.equal(result.kind === 'refused' && result.findings[0]?.rule, 'readOnlyTenant');
    assert.deepEqual([run.asked(), run.files.all], [[], '']);
  });

  test('a tenant that is not connected is not found', async () => {
    const run = scriptedRun();
    run.seen.connection = undefined;
    assert.equal((await failure(run.start(setOf(rename)))).kind, 'notFound');
  });

  test('without a journal nothing is changed', async () => {
    const run = scriptedRun();
    run.files.breaksAfter = 3;
    assert.match((await failure(run.start(setOf(rename)))).message, /nothing was changed/);
    assert.deepEqual(run.asked(), []);
  });

  test('a raw operation that carries a password is refused', async () => {
    const run = scriptedRun();
    const raw: Change = { kind: 'rawOperation', operation: 'createUserV1', parameters: { body: { uid: 'x@acme.test', password } } };
    assert.match((await failure(run.start(setOf(raw)))).message, /beside a change, never in it/);
    assert.equal(run.files.all, '');
  });
});

describe('a run', () => {
  test('sends each kind of change as the server wants it, in the safe order', async () => {
    const run = scriptedRun();
    const report = await run.run(
      setOf(
        { kind: 'deleteUser', user: person('Zoe'), grants: [] },
        { kind: 'resetPassword', user: bob },
        revoke(bob, retail, [role('b')]),
        grant(eve, acme, [role('a')], new Date(run.clock.now() + 7_200_000).toISOString()),
        rename,
        createEve,
        { kind: 'rawOperation', operation: 'deleteUserV1', parameters: { user_uuid: 'raw' } },
      ),
    );
    assert.deepEqual(report.counts, { total: 7, done: 7, failed: 0, skipped: 0, unknown: 0 });
    assert.deepEqual(run.asked(), [
      'POST users', 'PATCH users', 'POST user-role-actions', 'POST user-role-actions', 'POST user-actions', 'DELETE users', 'DELETE users',
    ]);
    const [created, renamed, granted, revoked, reset] = run.calls().map(bodyOf);
    assert.deepEqual(created, { uid: 'eve@acme.test', cid: acme, first_name: 'Eve', last_name: 'Test' });
    assert.deepEqual(renamed, { first_name: 'Bea', last_name: 'Test' });
    const expires_at = '2026-01-01T02:00:00Z';
    assert.deepEqual(granted, { action: 'grant', cid: acme, uuid: 'uuid-of-eve@acme.test', role_ids: ['a'], expires_at });
    assert.deepEqual(revoked, { action: 'revoke', cid: retail, uuid: 'bob', role_ids: ['b'] });
    assert.deepEqual(reset, { ids: ['bob'], action: { action_name: 'reset_password' } });
  });

  test('tells of each row, and the journal says the same', async () => {
    const run = scriptedRun((_, what) => (what === 'PATCH users' ? refused(400, 'name too long') : undefined));
    const seen: number[] = [];
    const set = setOf(createEve, rename, grant(bob, acme, [role('a')]));
    const report = await run.run(set, { onProgress: ({ counts }) => seen.push(counts.done + counts.failed) });
    assert.deepEqual(seen, [1, 2, 3]);
    const failed = report.outcomes[1];
    assert.ok(failed?.state === 'failed' && failed.kind === 'invalid' && failed.traceId === 'trace-1');
    assert.match(failed.message, /name too long/);
    const record = await run.journal.read(set.id);
    assert.deepEqual(record && outcomesOf(record), report.outcomes);
    assert.equal(record?.end?.how, 'finished');
  });

  test('a password reaches the server and nothing else', async () => {
    const run = scriptedRun((_, what) => (what === 'POST users' ? refused(400, `password ${password} is too old`) : undefined));
    const report = await run.run(setOf({ ...createEve, passwordKey: 'p1' }), { passwords: new Map([['p1', password]]) });
    assert.equal(bodyOf(run.calls()[0] ?? assert.fail())['password'], password);
    assert.equal(report.outcomes[0]?.state, 'failed');
    for (const kept of [run.files.all, JSON.stringify(report), run.lines.join('\n')]) assert.ok(!kept.includes(password));
  });

  test('a password that was not handed over again keeps its user from being made without one', async () => {
    const run = scriptedRun();
    const report = await run.run(setOf({ ...createEve, passwordKey: 'p1' }, grant(eve, acme, [role('a')])));
    assert.deepEqual(report.outcomes.map(({ state }) => state), ['skipped', 'skipped']);
    assert.deepEqual(run.asked(), []);
  });

  test('one user in one CID is changed by one call at a time, others side by side', async () => {
    const under = new Map<string, number>();
    const most = new Map<string, number>();
    const run = scriptedRun(async (request, what): Promise<never> => {
      if (what !== 'POST user-role-actions') throw new Error(what);
      const { uuid, cid } = bodyOf(request);
      for (const key of [`${String(uuid)}|${String(cid)}`, 'all']) {
        under.set(key, (under.get(key) ?? 0) + 1);
        most.set(key, Math.max(most.get(key) ?? 0, under.get(key) ?? 0));
      }
      await run.clock.wait(100);
      for (const key of [`${String(uuid)}|${String(cid)}`, 'all']) under.set(key, (under.get(key) ?? 0) - 1);
      return { status: 200, headers: {}, text: '{"meta":{"query_time":0,"trace_id":"t"}}' } as never;
    });
    const many = Array.from({ length: 250 }, (_, n) => role(String(n)));
    const report = await run.run(setOf(grant(ada, acme, many), grant(ada, retail, many), grant(bob, acme, many)));
    assert.equal(report.counts.done, 9);
    assert.ok((most.get('all') ?? 0) > 1);
    most.delete('all');
    assert.deepEqual([...most.values()], [1, 1, 1]);
  });
});

describe('what hangs together', () => {
  const refuse = (action: string) => scriptedRun((request, what) => {
    if (what === 'POST users' && action === 'create') return refused(400, 'taken');
    return what === 'POST user-role-actions' && bodyOf(request)['action'] === action ? refused(400, "invalid roleID='x' specified") : undefined;
  });

  test('a user who was not made is given nothing', async () => {
    const run = refuse('create');
    const { outcomes } = await run.run(setOf(createEve, grant(eve, acme, [role('a')]), grant(bob, acme, [role('a')])));
    assert.deepEqual(outcomes.map(({ state }) => state), ['failed', 'skipped', 'done']);
  });

  test('nothing is taken from somebody who did not get what replaces it', async () => {
    const run = refuse('grant');
    const { outcomes } = await run.run(setOf(grant(ada, acme, [role('a')]), revoke(ada, acme, [role('b')]), revoke(bob, acme, [role('b')])));
    assert.deepEqual(outcomes.map(({ state }) => state), ['failed', 'skipped', 'done']);
  });

  test('an administrator whose successor did not become one stays', async () => {
    const run = refuse('grant');
    const { outcomes } = await run.run(setOf(grant(bob, acme, [administrator]), revoke(ada, acme, [administrator]), revoke(ada, retail, [administrator])));
    assert.deepEqual(outcomes.map(({ state }) => state), ['failed', 'skipped', 'done']);
  });
});

describe('a deletion of an administrator', () => {
  const held = (user: typeof ada, cid: typeof acme): Change => ({ kind: 'deleteUser', user, grants: [heldGrant(user, cid, administrator)] });
  const run = (refuses: boolean) =>
    scriptedRun((request, what) => (refuses && what === 'POST user-role-actions' && bodyOf(request)['cid'] === acme ? refused(400, 'no') : undefined));

  test('is not sent where the successor did not become one', async () => {
    const { outcomes } = await run(true).run(setOf(grant(bob, acme, [administrator]), held(ada, acme), held(person('Zoe'), retail)));
    assert.deepEqual(outcomes.map(({ state }) => state), ['failed', 'skipped', 'done']);
    assert.match(outcomes[1]?.state === 'skipped' ? outcomes[1].message : '', /did not become Falcon Administrator/);
  });

  test('is sent where the successor became one, and where another role was refused', async () => {
    const { outcomes } = await run(false).run(setOf(grant(bob, acme, [administrator]), held(ada, acme)));
    assert.deepEqual(outcomes.map(({ state }) => state), ['done', 'done']);
    const other = await run(true).run(setOf(grant(bob, acme, [role('a')]), held(ada, acme)));
    assert.deepEqual(other.outcomes.map(({ state }) => state), ['failed', 'done']);
  });
});

describe('a run that ends early', () => {
  const people = Array.from({ length: 60 }, (_, n) => person(`P${n}`));
  const resets = setOf(...people.map((user): Change => ({ kind: 'resetFactors', user })));

  test('cancelled: no further row begins, those under way end', async () => {
    const abort = new AbortController();
    const run = scriptedRun();
    const report = await run.run(resets, { signal: abort.signal, onProgress: ({ counts }) => counts.done === 5 && abort.abort() });
    assert.equal(report.how, 'cancelled');
    assert.equal(report.counts.done, run.asked().length);
    assert.ok(report.counts.done < 30 && report.counts.skipped === 60 - report.counts.done);
    assert.equal((await run.journal.read(resets.id))?.end?.how, 'cancelled');
  });

  for (const [what, change] of [
    ['locked', (run: ReturnType<typeof scriptedRun>) => (run.seen.connection = run.seen.connection && { ...run.seen.connection, canChange: false })],
    ['disconnected', (run: ReturnType<typeof scriptedRun>) => (run.seen.connection = undefined)],
    ['connected anew', (run: ReturnType<typeof scriptedRun>) => (run.seen.client = scriptedRun().client)],
  ] as const) {
    test(`a tenant that is ${what} meanwhile is not changed any further`, async () => {
      const run = scriptedRun();
      const report = await run.run(resets, { onProgress: ({ counts }) => counts.done === 5 && change(run) });
      assert.equal(report.how, 'stopped');
      assert.ok(report.stoppedBy);
      assert.ok(report.counts.done < 30);
      assert.equal(report.counts.done, run.asked().length);
    });
  }

  test('credentials that are refused are not tried sixty times', async () => {
    const run = scriptedRun((_, what) => (what === 'POST user-actions' ? refused(401, 'access denied, invalid bearer token') : undefined));
    const report = await run.run(resets);
    assert.equal(report.how, 'stopped');
    assert.ok(report.counts.failed <= 16 && report.counts.failed > 0);
    assert.equal(report.counts.failed + report.counts.skipped, 60);
  });

  test('a journal that cannot be written any more ends the run', async () => {
    const run = scriptedRun();
    const report = await run.run(resets, { onProgress: ({ counts }) => counts.done === 5 && (run.files.breaksAfter = 4) });
    assert.equal(report.how, 'stopped');
    assert.ok(report.counts.done < 30);
  });
});

test('a 429 is waited for and sent again, even where a write must not be repeated', async () => {
  let refusals = 2;
  const run = scriptedRun((_, what) => (what === 'POST user-actions' && refusals-- > 0 ? refused(429, 'API rate limit exceeded.') : undefined));
  const report = await run.run(setOf({ kind: 'resetFactors', user: ada }));
  assert.equal(report.counts.done, 1);
  assert.equal(run.asked().length, 3);
});

test('a reset whose answer is lost stays unknown and is not sent again', async () => {
  for (const answer of [lost, gatewayFault]) {
    const run = scriptedRun((request, what) => (what === 'POST user-actions' ? answer(request) : undefined));
    const report = await run.run(setOf({ kind: 'resetPassword', user: ada }));
    assert.equal(report.outcomes[0]?.state, 'unknown');
    assert.deepEqual(run.asked(), ['POST user-actions']);
  }
});
