import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { asUserUuid } from '../../../src/core/ids.ts';
import type { ActivityEntry } from '../../../src/state/activity.ts';
import { mostListed } from '../../../src/state/activity.ts';
import { canUndo, countsOf, hasRest, rowsByUrgency, rowsOf } from '../../../src/state/activityFacts.ts';
import { activityChildren, activityRoots, mostRows, recordIdOf, requestIdOf } from '../../../src/state/activityTree.ts';
import type { ActivityNode } from '../../../src/state/activityTree.ts';
import type { KeptRequest } from '../../../src/state/requests/sentRequest.ts';
import { acme, ada, bob, createEve, grant, person, role } from '../core/changes/samples.ts';
import { cutShort, done, emptyActivity, ended, failed, namedSet, skipped, unknown } from './activityRuns.ts';
import { aSent } from './requests/sentRequests.ts';

const noon = new Date(2026, 2, 29, 12).getTime();
const hour = 3_600_000;
const some = [grant(ada, acme, [role('a')]), grant(bob, acme, [role('a')])];

const outline = (roots: readonly ActivityNode[]): unknown[] =>
  roots.map((node) => [node.kind === 'day' ? node.age : node.kind, activityChildren(node).map(({ id }) => id)]);

const only = async (runs: ReturnType<typeof emptyActivity>): Promise<ActivityEntry> => {
  const [entry] = await runs.activity.list();
  assert.ok(entry);
  return entry;
};

const asked = (id: string, at: number): KeptRequest => ({ ...aSent({ at }), id });

describe('the tree of activity', () => {
  test('what was cut short comes first, then the days, newest first', async () => {
    const runs = emptyActivity(noon);
    const at = async (id: string, hoursAgo: number): Promise<void> => {
      runs.time.now = noon - hoursAgo * hour;
      await ended(runs, namedSet(id, some), [done, done]);
    };
    await at('week', 24 * 7);
    await at('eve', 24 + 11);
    await at('early', 11);
    await at('late', 1);
    await cutShort(runs.files, namedSet('torn', some), { rows: 1, begun: 1, at: noon - 2 * hour });
    const roots = activityRoots(await runs.activity.list(), noon);
    assert.deepEqual(outline(roots), [
      ['halfWay', ['record:torn']],
      ['today', ['record:late', 'record:early']],
      ['yesterday', ['record:eve']],
      ['older', ['record:week']],
    ]);
  });

  test('what was asked by hand stands among the runs of its day', async () => {
    const runs = emptyActivity(noon - 2 * hour);
    await ended(runs, namedSet('s', some), [done, done]);
    await cutShort(runs.files, namedSet('torn', some), { rows: 1, begun: 0, at: noon });
    const requests = [asked('a', noon - hour), asked('b', noon - 3 * hour), asked('c', noon - 30 * hour)];
    const roots = activityRoots(await runs.activity.list(), noon, requests);
    assert.deepEqual(outline(roots), [
      ['halfWay', ['record:torn']],
      ['today', ['request:a', 'record:s', 'request:b']],
      ['yesterday', ['request:c']],
    ]);
    assert.deepEqual(outline(activityRoots([], noon, requests.slice(0, 1))), [['today', ['request:a']]]);
  });

  test('records and requests share the list, but for what waits for a decision', async () => {
    const runs = emptyActivity(noon - hour);
    for (const id of ['s', 't']) await ended(runs, namedSet(id, some), [done, done]);
    await cutShort(runs.files, namedSet('torn', some), { rows: 1, begun: 0, at: noon - 2 * hour });
    const requests = Array.from({ length: mostListed - 2 }, (_, at) => asked(`r${at}`, noon - at));
    const entries = await runs.activity.list();
    const [halfWay, today, older] = activityRoots(entries, noon, requests);
    assert.deepEqual([halfWay?.kind, today && activityChildren(today).length, older?.kind], ['halfWay', mostListed - 1, 'older']);
    assert.deepEqual(activityRoots(entries, noon, requests.slice(1)).map(({ kind }) => kind), ['halfWay', 'day']);
  });

  test('a line tells that there are older records than the list has', () => {
    const entry = (id: number): ActivityEntry => {
      const set = namedSet(`s${id}`, some);
      return { record: { id: set.id, set, startedAt: noon - id, pid: 1, rows: [], end: undefined, marks: [], lastAt: noon, unread: [] }, state: 'ended' };
    };
    const entries = (count: number): ActivityEntry[] => Array.from({ length: count }, (_, id) => entry(id));
    assert.deepEqual(activityRoots(entries(mostListed), noon).map(({ kind }) => kind), ['day']);
    const roots = activityRoots(entries(mostListed + 1), noon);
    assert.deepEqual(roots.map(({ kind }) => kind), ['day', 'older']);
    assert.equal(roots.flatMap(activityChildren).length, mostListed);
  });

  test('below a record the rows that need a look come first', async () => {
    const runs = emptyActivity(noon);
    const people = ['A', 'B', 'C', 'D', 'E'].map((name) => grant(person(name), acme, [role('a')]));
    await ended(runs, namedSet('s', people), [done, skipped, unknown, failed], 'stopped');
    const [day] = activityRoots(await runs.activity.list(), noon);
    const [record] = day ? activityChildren(day) : [];
    assert.deepEqual(record && activityChildren(record).map(({ id }) => id), ['row:s:3', 'row:s:2', 'row:s:1', 'row:s:4', 'row:s:0']);
  });

  test('a long record shows its first rows and says how many more there are', async () => {
    const runs = emptyActivity(noon);
    const many = Array.from({ length: mostRows + 12 }, (_, at) => grant(person(`P${at}`), acme, [role('a')]));
    await ended(runs, namedSet('long', many), many.map(() => done));
    const [day] = activityRoots(await runs.activity.list(), noon);
    const [record] = day ? activityChildren(day) : [];
    const below = record ? activityChildren(record) : [];
    const last = below.at(-1);
    assert.equal(below.length, mostRows + 1);
    assert.ok(last?.kind === 'moreRows');
    assert.deepEqual([last.count, recordIdOf(last.id)], [12, 'long']);
  });

  test('an id names its record, whatever part of it the item is', () => {
    assert.deepEqual(
      ['record:a-1', 'row:a-1:3', 'more:a-1', 'day:2026-01-01', 'older', 7, undefined].map(recordIdOf),
      ['a-1', 'a-1', 'a-1', undefined, undefined, undefined, undefined],
    );
    assert.deepEqual(['request:0001-a', 'record:a-1', 'request:../a', 'request:', 7].map(requestIdOf), ['0001-a', undefined, undefined, undefined, undefined]);
    assert.equal(recordIdOf('request:0001-a'), undefined);
  });
});

describe('a record of activity', () => {
  test('while it runs, a row without an end is under way and counts as nothing', async () => {
    const runs = emptyActivity(noon);
    const record = await runs.journal.begin(namedSet('now', some));
    await record.rowBegan(0);
    const entry = await only(runs);
    assert.deepEqual(rowsOf(entry).map(({ standing }) => standing), ['running', 'waiting']);
    assert.deepEqual([countsOf(entry).unknown, hasRest(entry), canUndo(entry, noon)], [0, false, false]);
  });

  test('once it was cut short, that row may have been carried out', async () => {
    const runs = emptyActivity(noon);
    await cutShort(runs.files, namedSet('torn', some), { rows: 0, begun: 1, at: noon });
    const entry = await only(runs);
    assert.deepEqual(rowsByUrgency(entry).map(({ standing }) => standing), ['unknown', 'waiting']);
    assert.deepEqual([countsOf(entry).unknown, hasRest(entry), canUndo(entry, noon)], [1, true, false]);
  });

  test('has a rest until that was continued or everything was taken back; a dropped one can be taken up again', async () => {
    const rest = async (mark?: 'continued' | 'undone' | 'dropped'): Promise<boolean> => {
      const runs = emptyActivity(noon);
      await ended(runs, namedSet('s', some), [done, failed]);
      if (mark) await runs.activity.mark('s', mark);
      return hasRest(await only(runs));
    };
    assert.deepEqual([await rest(), await rest('dropped'), await rest('continued'), await rest('undone')], [true, true, false, false]);
  });

  test('can be undone while there is something to take back or to tell, and once only', async () => {
    const judge = async (outcome: typeof done, change = some[0] ?? createEve): Promise<boolean> => {
      const runs = emptyActivity(noon);
      await ended(runs, namedSet('s', [change]), [outcome]);
      return canUndo(await only(runs), noon);
    };
    assert.deepEqual([await judge(done), await judge(failed)], [true, false]);
    const runs = emptyActivity(noon);
    const deleted = { ...ada, uuid: asUserUuid('gone') };
    await ended(runs, namedSet('s', [{ kind: 'deleteUser', user: deleted, grants: undefined }]), [done]);
    assert.equal(canUndo(await only(runs), noon), true, 'nothing to take back, but something to say');
    await runs.activity.mark('s', 'undone', 'other');
    assert.equal(canUndo(await only(runs), noon), false);
  });
});
