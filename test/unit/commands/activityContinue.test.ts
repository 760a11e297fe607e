import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { continueRecords } from '../../../src/commands/parts/continueRecords.ts';
import { tellInterrupted } from '../../../src/commands/parts/interrupted.ts';
import type { Change } from '../../../src/core/changes/change.ts';
import { acme, ada, bob, createEve, eve, grant, person, role } from '../core/changes/samples.ts';
import { done, failed, skipped } from '../state/activityRuns.ts';
import { activityHouse } from './activityHouse.ts';

const toAda = grant(ada, acme, [role('a')]);
const toBob = grant(bob, acme, [role('a')]);
const withPassword: Change = { ...createEve, passwordKey: 'p1' };
const rawReset: Change = { kind: 'rawOperation', operation: 'userActionV1', parameters: {}, passwordKey: 'p2' };
const many = (count: number): Change[] => Array.from({ length: count }, (_, at) => grant(person(`P${at}`), acme, [role('a')]));

describe('retrying', () => {
  test('proposes the rows that were not done, and remembers by which run', async (t) => {
    const { call, ran, proposed, connection, marks } = await activityHouse(t);
    await ran('s', [toAda, toBob], [done, failed]);
    await call('retryFailed', 'record:s');
    assert.deepEqual(proposed, [{ connectionId: connection.id, origin: 'retry', changes: [toBob], follows: { set: 's', as: 'retry' }, notes: [] }]);
    assert.deepEqual(await marks('s'), [['continued', 'run-1']]);
    await assert.rejects(call('retryFailed', 'record:s'), /There is nothing to retry/);
  });

  test('a row is in doubt since it was begun, not since its run was', async (t) => {
    const { call, journal, setOf, activity, proposed } = await activityHouse(t);
    const record = await journal.begin(setOf('s', [toAda]));
    await record.rowBegan(0);
    await record.rowEnded(0, { state: 'unknown', message: 'Lost.' });
    await record.end('finished');
    await call('retryFailed', 'record:s');
    const { startedAt, rows: [row] } = (await activity.read('s'))?.record ?? assert.fail();
    assert.ok(row?.begunAt !== undefined && row.begunAt > startedAt);
    assert.deepEqual(proposed.flatMap(({ changes }) => changes), [{ ...toAda, doubtfulSince: row.begunAt }]);
  });

  test('that fails again hands the rest on to its own record; one that began nothing leaves it where it is', async (t) => {
    const { call, ran, road, marks } = await activityHouse(t);
    await ran('s', [toAda], [failed]);
    road.outcome = [skipped];
    await call('retryFailed', 'record:s');
    assert.deepEqual(await marks('s'), []);
    road.outcome = [failed];
    await call('retryFailed', 'record:s');
    assert.deepEqual(await marks('s'), [['continued', 'run-2']]);
  });

  test('is not offered a second time while it runs, nor when another window begins it during a question', async (t) => {
    const { call, deps, ran, proposed, journal, setOf, activity, person: somebody, mentioned } = await activityHouse(t);
    const begin = async (id: string, of: string): Promise<void> => {
      const record = await journal.begin({ ...setOf(id, [toBob]), follows: { set: of, as: 'retry' } });
      await record.rowBegan(0);
    };
    await ran('s', [toAda, toBob], [done, failed]);
    await begin('running', 's');
    await assert.rejects(call('retryFailed', 'record:s'), /There is nothing to retry/);
    await ran('asked', [withPassword], [failed]);
    await ran('waiting', [toBob], [failed]);
    const entries = (await activity.list()).filter(({ record }) => record.id === 'waiting');
    const prompts: typeof deps.prompts = {
      ...deps.prompts,
      decide: async (question) => {
        await begin('elsewhere', 'asked');
        return deps.prompts.decide(question);
      },
    };
    somebody.will({ choose: 'Create Without' });
    const asked = await activity.read('asked');
    assert.ok(asked);
    await assert.rejects(continueRecords({ ...deps, prompts }, [asked]), /somebody has decided about it since/);
    await begin('other', 'waiting');
    await continueRecords(deps, entries);
    assert.match(mentioned[0] ?? '', /somebody has decided about it since\.$/);
    assert.deepEqual(proposed, []);
  });

  test('of users with a password asks whether they may be made without', async (t) => {
    const { call, ran, proposed, person: somebody } = await activityHouse(t);
    await ran('s', [withPassword, grant(eve, acme, [role('a')])], [failed, skipped]);
    somebody.will('escape', { choose: 'Create Without' });
    await call('retryFailed', 'record:s');
    assert.equal(proposed.length, 0);
    assert.equal(somebody.seen[0]?.title, 'The password for 1 new user is not kept.');
    await call('retryFailed', 'record:s');
    assert.deepEqual(proposed[0]?.changes, [createEve, grant(eve, acme, [role('a')])]);
    assert.deepEqual(proposed[0].notes, ['New users are created without the password that was chosen for them.']);
  });

  test('leaves out composed operations whose password is not kept', async (t) => {
    const { call, ran, proposed, person: somebody, marks } = await activityHouse(t);
    await ran('both', [toAda, rawReset], [failed, failed]);
    await call('retryFailed', 'record:both');
    assert.deepEqual(proposed[0]?.changes, [toAda]);
    assert.match(proposed[0].notes?.[0] ?? '', /^userActionV1 is left out: its password is not kept\./);
    await ran('only', [rawReset], [failed]);
    await call('retryFailed', 'record:only');
    assert.equal(proposed.length, 1);
    assert.match(somebody.notices[0]?.message ?? '', /^userActionV1 is left out/);
    assert.deepEqual(await marks('only'), []);
  });
});

describe('what was left half-way', () => {
  test('is finished: what may have been carried out is looked up first', async (t) => {
    const { call, torn, proposed, marks } = await activityHouse(t);
    await torn('s', many(4), 1, 2);
    await call('finish', 'record:s');
    const doubtful = proposed[0]?.changes.map(({ doubtfulSince }) => doubtfulSince !== undefined);
    assert.deepEqual(doubtful, [true, true, false]);
    assert.deepEqual(await marks('s'), [['continued', 'run-1']]);
    await assert.rejects(call('finish', 'record:s'), /not left half-way/);
  });

  test('is not finished when it was dropped while another one was being finished', async (t) => {
    const { deps, torn, road, activity, proposed, mentioned } = await activityHouse(t);
    for (const id of ['one', 'two']) await torn(id, many(2), 1, 0);
    const propose: typeof road.propose = async (proposal) => {
      await activity.mark('one', 'dropped');
      return road.propose(proposal);
    };
    await continueRecords({ ...deps, road: { propose, check: () => road.check() } }, await activity.list());
    assert.deepEqual(proposed.map(({ follows }) => follows?.set), ['two']);
    assert.match(mentioned[0] ?? '', /somebody has decided about it since\.$/);
  });

  test('is over without a run when only the last line was lost', async (t) => {
    const { call, torn, proposed, activity, mentioned } = await activityHouse(t);
    await torn('s', many(2), 2, 0);
    await call('finish', 'record:s');
    assert.deepEqual(proposed, []);
    assert.match(mentioned[0] ?? '', /^Grant Role a to 2 users in \w+: every row is done\.$/);
    assert.deepEqual(await activity.interrupted(), []);
  });

  test('is dropped after a question that says how it stands', async (t) => {
    const { call, torn, person: somebody, marks, activity } = await activityHouse(t);
    await torn('s', many(1_000), 412, 16);
    somebody.will({ confirm: false }, { confirm: true });
    await call('drop', 'record:s');
    assert.deepEqual(await marks('s'), []);
    await call('drop', 'record:s');
    assert.deepEqual(await marks('s'), [['dropped', undefined]]);
    const [question] = somebody.seen;
    assert.match(question?.title ?? '', /^Acme Global: drop the rest of “Grant Role a to 1000 users in \w+”\?$/);
    assert.match(question?.detail ?? '', /^412 of 1,000 changes are done, 16 may be, 572 were never begun\.\nNothing changes in the tenant/);
    assert.deepEqual(await activity.interrupted(), []);
  });
});

describe('after the start', () => {
  test('nothing is said when nothing was cut short', async (t) => {
    const { deps, ran, person: somebody } = await activityHouse(t);
    await ran('s', [toAda], [failed]);
    await tellInterrupted(deps);
    assert.deepEqual(somebody.notices, []);
  });

  test('one message tells of all runs that were cut short, and how they stand', async (t) => {
    const { deps, torn, person: somebody } = await activityHouse(t);
    await torn('one', many(1_000), 412, 16);
    await tellInterrupted(deps);
    await torn('two', many(10), 1, 0);
    await tellInterrupted(deps);
    assert.deepEqual(
      somebody.notices.map(({ severity, message }) => [severity, message]),
      [
        ['warning', 'A change to Acme Global was left half-way: 412 of 1,000 changes are done, 16 may be.'],
        ['warning', '2 changes to Acme Global were left half-way: 413 of 1,010 changes are done, 16 may be.'],
      ],
    );
    assert.deepEqual(somebody.notices[0]?.actions, ['Open Record', 'Finish…', 'Drop…']);
  });

  test('they can be looked at, finished or dropped from there', async (t) => {
    const { deps, torn, person: somebody, texts, proposed, marks } = await activityHouse(t);
    await torn('one', many(3), 1, 0);
    await torn('two', many(3), 1, 0);
    somebody.takes = 'Open Record';
    await tellInterrupted(deps);
    assert.equal(texts.shown.length, 2);
    somebody.takes = 'Drop…';
    somebody.will({ confirm: false });
    await tellInterrupted(deps);
    assert.equal(somebody.seen.at(-1)?.title, 'Drop the rest of 2 runs?');
    somebody.takes = 'Finish…';
    await tellInterrupted(deps);
    assert.deepEqual(proposed.map(({ follows }) => follows?.set), ['two', 'one']);
    assert.deepEqual([await marks('one'), await marks('two')], [[['continued', 'run-2']], [['continued', 'run-1']]]);
  });
});
