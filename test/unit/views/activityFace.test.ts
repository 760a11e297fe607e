import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RowOutcome } from '../../../src/core/changes/outcome.ts';
import type { EndOfRun, MarkKind } from '../../../src/state/changes/journalRecord.ts';
import { activityChildren, activityRoots } from '../../../src/state/activityTree.ts';
import type { ActivityNode } from '../../../src/state/activityTree.ts';
import { contextValues } from '../../../src/host/contextValues.ts';
import { activityFace } from '../../../src/views/activityFace.ts';
import type { SentRequest } from '../../../src/state/requests/sentRequest.ts';
import type { RowFace } from '../../../src/views/rowItem.ts';
import { activityTooltip } from '../../../src/views/activityTooltip.ts';
import { acme, grant, person, role, retail } from '../core/changes/samples.ts';
import { cutShort, done, emptyActivity, ended, failed, namedSet, skipped, unknown } from '../state/activityRuns.ts';
import { aSent } from '../state/requests/sentRequests.ts';
import { now, plainWording } from './plainWording.ts';

const people = (count: number) => Array.from({ length: count }, (_, at) => grant(person(`P${at}`), at % 2 ? retail : acme, [role('a')]));
const words = { wording: plainWording, cidName: () => (cid: string) => (cid === acme ? 'Acme Global' : undefined) };
const sentence = 'Grant Role a to some users.';

const firstRecord = (roots: readonly ActivityNode[]): ActivityNode => {
  const record = roots.flatMap(activityChildren)[0];
  assert.ok(record);
  return record;
};

interface Run {
  readonly outcomes: readonly RowOutcome[];
  readonly how?: EndOfRun;
  readonly marks?: readonly MarkKind[];
}

async function recordOf({ outcomes, how = 'finished', marks = [] }: Run): Promise<ActivityNode> {
  const runs = emptyActivity(now);
  await ended(runs, namedSet('s', people(outcomes.length), { sentence }), outcomes, how);
  for (const mark of marks) await runs.activity.mark('s', mark);
  return firstRecord(activityRoots(await runs.activity.list(), now));
}

const faceOf = async (run: Run): Promise<RowFace> => activityFace(await recordOf(run), words);

describe('a record in the tree', () => {
  test('says what was done, how it ended, where and when', async () => {
    const { label, description, spoken } = await faceOf({ outcomes: [done, done, failed] });
    assert.equal(label, 'Grant Role a to some users');
    assert.match(description ?? '', /^2 done, 1 failed · Acme Global · \d\d:\d\d/);
    assert.equal(spoken, 'ended with failures');
  });

  test('shows by its icon how it stands, and offers what fits', async () => {
    const seen = async (run: Run): Promise<readonly unknown[]> => {
      const { icon, contextValue } = await faceOf(run);
      assert.ok(contextValue && contextValues.includes(contextValue));
      return [icon.id, contextValue];
    };
    assert.deepEqual(await seen({ outcomes: [done] }), ['pass', 'record;ended;undoable']);
    assert.deepEqual(await seen({ outcomes: [failed] }), ['error', 'record;ended;failed']);
    assert.deepEqual(await seen({ outcomes: [done, unknown] }), ['error', 'record;ended;failed;undoable']);
    assert.deepEqual(await seen({ outcomes: [done, skipped], how: 'cancelled' }), ['circle-slash', 'record;ended;failed;undoable']);
    assert.deepEqual(await seen({ outcomes: [done, skipped], how: 'stopped' }), ['warning', 'record;ended;failed;undoable']);
    assert.deepEqual(await seen({ outcomes: [done, failed], marks: ['continued'] }), ['pass', 'record;ended;undoable']);
    assert.deepEqual(await seen({ outcomes: [done, failed], marks: ['dropped'] }), ['circle-slash', 'record;ended;failed;undoable']);
    assert.deepEqual(await seen({ outcomes: [done, failed], marks: ['continued', 'undone'] }), ['discard', 'record;ended']);
  });

  test('says what was decided about it later', async () => {
    const { description } = await faceOf({ outcomes: [done], marks: ['undone'] });
    assert.match(description ?? '', /^1 done · undone · Acme Global/);
    const record = await recordOf({ outcomes: [done, failed], marks: ['continued', 'undone'] });
    const tooltip = activityTooltip(record, words) ?? '';
    assert.match(tooltip, /^Grant Role a to some users\.\nTenant: Acme Global\nStarted: .+\nEnded: .+\nundone: 1 done, 1 failed\nContinued: .+\nUndone: .+2026/);
  });

  test('tells how far it has come while it runs', async () => {
    const runs = emptyActivity(now);
    const record = await runs.journal.begin(namedSet('s', people(1_200)));
    await record.rowBegan(0);
    await record.rowEnded(0, done);
    await record.rowBegan(1);
    const { icon, description, contextValue, spoken } = activityFace(firstRecord(activityRoots(await runs.activity.list(), now)), words);
    assert.match(description ?? '', /^1 of 1,200 · Acme/);
    assert.deepEqual([icon.id, contextValue, spoken], ['sync~spin', 'record;running', 'under way']);
  });

  test('that was cut short says how much is done and how much may be', async () => {
    const runs = emptyActivity(now);
    await cutShort(runs.files, namedSet('torn', people(1_000)), { rows: 12, begun: 3, at: now });
    const roots = activityRoots(await runs.activity.list(), now);
    const { icon, description, contextValue } = activityFace(firstRecord(roots), words);
    assert.match(description ?? '', /^12 of 1,000 done, 3 not known · Acme/);
    assert.deepEqual([icon.id, contextValue], ['warning', 'record;interrupted']);
    const group = roots[0] && activityFace(roots[0], words);
    assert.deepEqual([group?.label, group?.description, group?.opens], ['Left half-way', '1', 'expanded']);
  });
});

describe('rows of a record', () => {
  test('say what was asked and what came of it, with the trace of what went wrong', async () => {
    const [bad, good] = activityChildren(await recordOf({ outcomes: [done, failed] })).map((node) => activityFace(node, words));
    assert.deepEqual(
      [good?.label, good?.description, good?.contextValue, good?.spoken],
      ['Grant Role a to P0 Test (p0@acme.test) in Acme Global', '', 'row', 'done'],
    );
    assert.equal(bad?.label, `Grant Role a to P1 Test (p1@acme.test) in ${retail}`, 'a CID without a known name is shown itself');
    assert.equal(bad?.description, 'The server did not answer. · trace trace-2');
  });

  test('that are not shown can be had by opening the record', async () => {
    const more = activityChildren(await recordOf({ outcomes: people(1_012).map(() => done) })).at(-1);
    const face = more && activityFace(more, words);
    assert.equal(face?.label, 'and 812 more: open the record');
    assert.deepEqual(face?.command, { id: 'falconAdmin.activity.openRecord', given: ['more:s'] });
  });
});

describe('a request that was sent by hand', () => {
  const nodeOf = (over: Partial<SentRequest> = {}): ActivityNode => {
    return { kind: 'request', id: 'request:a-1', sent: { ...aSent({ at: now, ...over }), id: 'a-1' } };
  };

  test('says what was asked, how it ended, where and when, and opens by a click', () => {
    const { label, description, icon, contextValue, opens, command } = activityFace(nodeOf(), words);
    assert.match(description ?? '', /^200 · Acme Global · \d\d:\d\d/);
    assert.deepEqual([label, icon, contextValue, opens], ['queryUserV1', { id: 'search' }, 'request', undefined]);
    assert.deepEqual(command, { id: 'falconAdmin.activity.openRequest', given: ['request:a-1'] });
    assert.ok(contextValues.includes('request'));
  });

  test('shows that it failed, was cancelled or got no answer', () => {
    const seen = ['200', '404', 'no answer', 'cancelled'].map((ended) => activityFace(nodeOf({ ended }), words));
    assert.deepEqual(seen.map(({ icon, spoken }) => [icon.id, spoken]), [
      ['search', 'request'],
      ['error', 'failed request'],
      ['error', 'failed request'],
      ['circle-slash', 'request'],
    ]);
  });

  test('tells when it was sent, how long it took and its trace', () => {
    const tooltip = activityTooltip(nodeOf({ ms: 1_234 }), words) ?? '';
    assert.match(tooltip, /^queryUserV1\nTenant: Acme Global\nSent: Mar 9, 2026, .+\n200, 1,234 ms\nTrace ID: trace-1$/);
    assert.doesNotMatch(activityTooltip(nodeOf({ traceId: undefined }), words) ?? '', /Trace/);
  });
});

test('days are named as people name them, and only today is open', () => {
  const day = (age: 'today' | 'yesterday' | 'older') => activityFace({ kind: 'day', id: 'day', at: now, age, items: [] }, words);
  assert.deepEqual(
    (['today', 'yesterday', 'older'] as const).map(day).map(({ label, opens }) => [label, opens]),
    [
      ['Today', 'expanded'],
      ['Yesterday', 'collapsed'],
      ['Mon, Mar 9, 2026', 'collapsed'],
    ],
  );
});
