/** Writes whose answers are lost, and how it is found out what became of them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { HttpRequest } from '../../../../src/api/transport.ts';
import type { Change } from '../../../../src/core/changes/change.ts';
import type { RowOutcome } from '../../../../src/core/changes/outcome.ts';
import { found, refused } from '../../api/fakes/fakeTransport.ts';
import { acme, ada, createEve, grant, revoke, role, setOf } from '../../core/changes/samples.ts';
import { bodyOf, gatewayFault, lost, scriptedRun } from './scriptedRun.ts';
import type { Answers, ScriptedRun } from './scriptedRun.ts';

interface Ended {
  readonly outcome: RowOutcome | undefined;
  readonly run: ScriptedRun;
  /** How often the write was sent. */
  readonly sent: number;
  readonly tookMs: number;
}

const isWrite = (what: string): boolean => /^(POST users|PATCH users|DELETE users|POST user-role-actions|POST user-actions)$/.test(what);

async function ended(change: Change, answers: (run: ScriptedRun) => Answers): Promise<Ended> {
  const run: ScriptedRun = scriptedRun((request, what) => answers(run)(request, what));
  const before = run.clock.now();
  const { outcomes } = await run.run(setOf(change));
  return { outcome: outcomes[0], run, sent: run.asked().filter(isWrite).length, tookMs: run.clock.now() - before };
}

describe('a creation', () => {
  const record = (run: ScriptedRun, over: object = {}): object => ({
    uuid: 'made', uid: 'eve@acme.test', cid: acme, first_name: 'Eve', last_name: 'Test', created_at: new Date(run.clock.now()).toISOString(), ...over,
  });
  /** The creation fails so; the look-up shows these users, the n-th look with index n. */
  const server = (create: (request: HttpRequest, sending: number) => ReturnType<Answers>, users: (run: ScriptedRun, look: number) => readonly object[]) => {
    let [sendings, looks] = [0, 0];
    return (run: ScriptedRun): Answers => (request, what) => {
      if (what === 'POST users') return create(request, sendings++);
      if (what === 'GET users') return found(users(run, looks++).map(() => 'made'));
      return what === 'POST users/GET' ? found(users(run, looks - 1)) : undefined;
    };
  };

  test('that is found by its address is done, with the uuid', async () => {
    const { outcome, sent } = await ended(createEve, server(lost, (run) => [record(run)]));
    assert.ok(outcome?.state === 'done' && outcome.foundOut && outcome.created?.uuid === 'made');
    assert.equal(sent, 1);
  });

  test('that appears only after a while is waited for', async () => {
    const { outcome, sent } = await ended(createEve, server(gatewayFault, (run, look) => (look < 2 ? [] : [record(run)])));
    assert.deepEqual([outcome?.state, sent], ['done', 1]);
  });

  test('that is not found is sent once more', async () => {
    const { outcome, sent } = await ended(createEve, server((request, sending) => (sending === 0 ? lost(request) : undefined), () => []));
    assert.deepEqual([outcome?.state, sent], ['done', 2]);
  });

  test('that is not found again has failed, and says that nothing was changed', async () => {
    const { outcome, sent } = await ended(createEve, server(gatewayFault, () => []));
    assert.equal(sent, 2);
    assert.ok(outcome?.state === 'failed' && outcome.kind === 'server');
    assert.match(outcome.message, /nothing was changed/);
  });

  test('whose second sending is refused because the first one worked is done', async () => {
    const refuseSecond = (request: HttpRequest, sending: number) => (sending === 0 ? lost(request) : refused(400, 'user already exists'));
    const { outcome } = await ended(createEve, server(refuseSecond, (run) => (run.asked().filter(isWrite).length < 2 ? [] : [record(run)])));
    assert.equal(outcome?.state, 'done');
  });

  test('is not mistaken for a user who was there before', async () => {
    const { outcome, sent } = await ended(createEve, server(gatewayFault, (run) => [record(run, { created_at: '2020-01-01T00:00:00Z' })]));
    assert.ok(outcome?.state === 'failed' && outcome.kind === 'conflict');
    assert.match(outcome.message, /since 2020/);
    assert.equal(sent, 1);
  });

  test('is not claimed where somebody else may have made the user', async () => {
    for (const over of [{ last_name: 'Other' }, { cid: 'c'.repeat(32) }, { created_at: undefined }]) {
      const { outcome } = await ended(createEve, server(lost, (run) => [record(run, over)]));
      assert.equal(outcome?.state, 'unknown');
    }
  });

  test('that the server accepts without telling whom it made is looked up', async () => {
    const { outcome } = await ended(createEve, server(() => ({ ...found(null), status: 201 }), (run) => [record(run)]));
    assert.ok(outcome?.state === 'done' && outcome.created?.uuid === 'made');
  });
});

describe('roles', () => {
  const given = { role_id: 'a', role_name: 'Role a', cid: acme, uuid: 'ada', grant_type: 'direct' };
  /** Answers are lost; reads of grants show what `held` says, so many milliseconds after the first sending. */
  const server = (held: (afterMs: number, read: number) => readonly object[]) => {
    let reads = 0;
    let sentAt: number | undefined;
    return (run: ScriptedRun): Answers => (request, what) => {
      if (what === 'POST user-role-actions') {
        sentAt ??= run.clock.now();
        return lost(request);
      }
      return what === 'GET user-roles' ? found(held(run.clock.now() - (sentAt ?? 0), reads++)) : undefined;
    };
  };
  const given2 = grant(ada, acme, [role('a')]);
  const taken = revoke(ada, acme, [role('a')]);

  test('a grant that reads come to show is done, once they agree twice', async () => {
    const { outcome, sent, tookMs } = await ended(given2, server((afterMs, read) => (read === 0 || afterMs > 40_000 ? [given] : [])));
    assert.ok(outcome?.state === 'done' && outcome.foundOut);
    assert.equal(sent, 1);
    assert.ok(tookMs > 40_000 && tookMs < 90_000);
  });

  test('a grant that no read shows for a minute and a half was not carried out; it is sent once more', async () => {
    const { outcome, sent, tookMs } = await ended(given2, server(() => []));
    assert.deepEqual([outcome?.state, sent], ['failed', 2]);
    assert.ok(tookMs >= 180_000 && tookMs < 200_000);
  });

  test('a revoke is judged the other way round', async () => {
    assert.equal((await ended(taken, server((afterMs) => (afterMs > 30_000 ? [] : [given])))).outcome?.state, 'done');
    assert.equal((await ended(taken, server(() => [given]))).outcome?.state, 'failed');
  });

  test('what a group gives is no proof of a grant, and none against a revoke', async () => {
    const inherited = { ...given, grant_type: 'inherited', user_group_id: 'g1' };
    assert.equal((await ended(given2, server(() => [inherited]))).outcome?.state, 'failed');
    assert.equal((await ended(taken, server(() => [inherited]))).outcome?.state, 'done');
  });

  test('a grant of two roles of which one shows stays unknown', async () => {
    const { outcome } = await ended(grant(ada, acme, [role('a'), role('b')]), server(() => [given]));
    assert.equal(outcome?.state, 'unknown');
  });

  test('a moved end is done only when the new end shows', async () => {
    const expires = new Date(Date.UTC(2026, 0, 2)).toISOString();
    const moved = grant(ada, acme, [{ ...role('a'), held: {} }], expires);
    assert.equal((await ended(moved, server(() => [given]))).outcome?.state, 'failed');
    assert.equal((await ended(moved, server(() => [{ ...given, expires_at: '2026-01-02T00:00:00.000123Z' }]))).outcome?.state, 'done');
  });

  test('when no read is answered the run ends, and the row stays unknown', async () => {
    const run = scriptedRun((request, what) => (what.startsWith('POST user-role') || what === 'GET user-roles' ? lost(request) : undefined));
    const report = await run.run(setOf(given2, { kind: 'resetFactors', user: ada }));
    assert.deepEqual(report.outcomes.map(({ state }) => state), ['unknown', 'skipped']);
    assert.match(report.stoppedBy ?? '', /does not answer/);
  });

  test('cancelled while it waits, it looks once more and stays unknown', async () => {
    const abort = new AbortController();
    const run: ScriptedRun = scriptedRun((request, what) => {
      if (what === 'POST user-role-actions') return lost(request);
      if (what === 'GET user-roles') abort.abort();
      return undefined;
    });
    const before = run.clock.now();
    const report = await run.run(setOf(given2), { signal: abort.signal });
    assert.equal(report.outcomes[0]?.state, 'unknown');
    assert.ok(run.clock.now() - before < 30_000);
  });
});

describe('a rename and a deletion', () => {
  const rename: Change = { kind: 'renameUser', user: ada, before: { first: 'Ada', last: 'Test' }, after: { first: 'Bea', last: 'Test' } };
  const deletion: Change = { kind: 'deleteUser', user: ada, grants: [] };
  const server = (write: string, users: readonly object[]) => (): Answers => (_, what) =>
    what === write ? gatewayFault() : what === 'POST users/GET' ? found(users) : undefined;

  for (const [what, change, users, state] of [
    ['names that are the new ones: done', rename, [{ ...ada, first_name: 'Bea' }], 'done'],
    ['names that are the old ones: failed', rename, [ada], 'failed'],
    ['names that are neither: unknown', rename, [{ ...ada, first_name: 'Cleo' }], 'unknown'],
    ['a user who is gone: deleted', deletion, [], 'done'],
    ['a user who is still there: not deleted', deletion, [ada], 'failed'],
  ] as const) {
    test(what, async () => {
      const { outcome } = await ended(change, server(change === rename ? 'PATCH users' : 'DELETE users', users));
      assert.equal(outcome?.state, state);
    });
  }
});

describe('what an earlier run left in doubt', () => {
  test('is not sent again where it was carried out', async () => {
    const run = scriptedRun((_, what) => (what === 'GET user-roles' ? found([{ role_id: 'a', cid: acme, uuid: 'ada', grant_type: 'direct' }]) : undefined));
    const { outcomes } = await run.run(setOf({ ...grant(ada, acme, [role('a')]), doubtfulSince: run.clock.now() - 500_000 }));
    assert.ok(outcomes[0]?.state === 'done' && outcomes[0].foundOut);
    assert.ok(!run.asked().includes('POST user-role-actions'));
  });

  test('is sent at once where so much time has passed that it would show', async () => {
    const run = scriptedRun();
    const before = run.clock.now();
    const { outcomes } = await run.run(setOf({ ...grant(ada, acme, [role('a')]), doubtfulSince: before - 500_000 }));
    assert.equal(outcomes[0]?.state, 'done');
    assert.deepEqual(run.asked(), ['GET user-roles', 'POST user-role-actions']);
    assert.equal(run.clock.now(), before);
    assert.equal(bodyOf(run.calls()[1] ?? assert.fail())['uuid'], 'ada');
  });

  const minute = 60_000;
  for (const [what, afterMs, state] of [
    ['a user who was made while that run was sending is the one that it made', 5 * minute, 'done'],
    ['a user who was made long after that run may be somebody else\'s', 16 * minute, 'unknown'],
  ] as const) {
    test(what, async () => {
      const since = Date.UTC(2025, 11, 31);
      const made = { uuid: 'made', uid: 'eve@acme.test', cid: acme, first_name: 'Eve', last_name: 'Test', created_at: new Date(since + afterMs).toISOString() };
      const run = scriptedRun((_, asked) => (asked === 'GET users' ? found(['made']) : asked === 'POST users/GET' ? found([made]) : undefined));
      const { outcomes } = await run.run(setOf({ ...createEve, doubtfulSince: since }));
      assert.equal(outcomes[0]?.state, state);
      if (outcomes[0]?.state === 'unknown') assert.match(outcomes[0].message, /later than this was sent.*Look at it before going on/);
      assert.ok(!run.asked().includes('POST users'));
    });
  }

  test('a user whom the run itself has made long after the earlier one is its own', async () => {
    const run: ScriptedRun = scriptedRun((request, asked) => {
      const sent = run.asked().includes('POST users');
      const made = { uuid: 'made', uid: 'eve@acme.test', cid: acme, first_name: 'Eve', last_name: 'Test', created_at: new Date(run.clock.now()).toISOString() };
      if (asked === 'POST users') return lost(request);
      return asked === 'GET users' ? found(sent ? ['made'] : []) : asked === 'POST users/GET' ? found(sent ? [made] : []) : undefined;
    });
    const { outcomes } = await run.run(setOf({ ...createEve, doubtfulSince: run.clock.now() - 24 * 60 * minute }));
    assert.equal(outcomes[0]?.state, 'done');
  });

  test('a reset is sent when the person asks for it again', async () => {
    const run = scriptedRun();
    const { outcomes } = await run.run(setOf({ kind: 'resetPassword', user: ada, doubtfulSince: 1 }));
    assert.equal(outcomes[0]?.state, 'done');
    assert.deepEqual(run.asked(), ['POST user-actions']);
  });
});
