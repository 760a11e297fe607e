import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { activityClear } from '../../../src/commands/activityDelete.ts';
import { Activity } from '../../../src/state/activity.ts';
import { Journal } from '../../../src/state/changes/journal.ts';
import { acme, ada, bob, grant, person, role } from '../core/changes/samples.ts';
import { done, failed } from '../state/activityRuns.ts';
import { activityHouse } from './activityHouse.ts';

const toAda = grant(ada, acme, [role('a')]);
const toBob = grant(bob, acme, [role('a')]);

describe('a record opens as a text', () => {
  test('that says what was done, how each row ended and what an undo would do', async (t) => {
    const { call, ran, activity, texts } = await activityHouse(t);
    await ran('s', [toAda, toBob], [done, failed]);
    await activity.mark('s', 'continued', 'later');
    await call('openRecord', 'record:s');
    const [{ name, text } = { name: '', text: '' }] = texts.shown;
    assert.match(name, /^activity \d{4}-\d\d-\d\d \d\d\.\d\d\.txt$/);
    assert.match(text, /^Grant Role a to 2 users in .+\.\n\nTenant +Acme Global\nStarted +\S.+\nEnded +\S.+, every row was tried\nRows +1 done, 1 failed\n/);
    assert.match(text, /\nContinued +.+, later\n/);
    assert.match(text, /\ndone +grant Role a to Ada Test \(ada@acme\.test\) in \w+ {3}trace trace-1\n/);
    assert.match(text, /\nfailed +grant Role a to Bob Test \(bob@acme\.test\) in \w+ {3}The server did not answer\. {3}trace trace-2\n/);
    assert.match(text, /\nAn undo would\n {2}revoke Role a from Ada Test \(ada@acme\.test\) in \w+\n$/);
  });

  test('from one of its rows, or from the line that says there are more', async (t) => {
    const { call, ran, texts } = await activityHouse(t);
    await ran('s', [toAda, toBob], [done, failed]);
    await call('openRecord', 'row:s:1', 'row:s:0');
    await call('openRecord', 'more:s');
    assert.equal(texts.shown.length, 2);
  });

  test('chosen from a list when it comes from the palette', async (t) => {
    const { call, ran, person: somebody, texts } = await activityHouse(t);
    await ran('first', [toAda], [done]);
    await ran('second', [toBob], [done]);
    somebody.will({ choose: 'Grant Role a to Bob' }, 'escape');
    await call('openRecord');
    await call('openRecord');
    assert.equal(texts.shown.length, 1);
    assert.match(texts.shown[0]?.text ?? '', /Bob/);
    somebody.isDone();
  });

  test('that says what was cut short and is not known', async (t) => {
    const { call, torn, texts } = await activityHouse(t);
    await torn('s', [toAda, toBob, grant(person('Cy'), acme, [role('a')])], 1, 1);
    await call('openRecord', 'record:s');
    const { text = '' } = texts.shown[0] ?? {};
    assert.match(text, /\nEnded +was cut short by a crash or a reload\nRows +1 done, 1 not known, 1 not ended\n/);
    assert.match(text, /\nnot known +grant .+ {3}The editor ended while this was being sent/);
    assert.doesNotMatch(text, /undo/);
  });
});

test('what is not on the disk any more is said to be gone', async (t) => {
  const { call } = await activityHouse(t);
  await assert.rejects(call('openRecord', 'record:gone'), { message: 'This activity is not on the disk any more.' });
  await assert.rejects(call('openRecord'), { message: 'Nothing has been changed through this editor yet.' });
  await assert.rejects(call('undo'), { message: 'No activity can be undone.' });
  await assert.rejects(call('drop'), { message: 'Nothing was left half-way.' });
});

describe('exporting', () => {
  test('writes the lines of the chosen records, or of all', async (t) => {
    const { call, ran, saved, mentioned } = await activityHouse(t);
    for (const id of ['one', 'two', 'three']) await ran(id, [toAda], [done]);
    await call('export', 'record:one', 'row:one:0', 'record:three');
    await call('export');
    const ids = saved.map(({ text }) => [...text.matchAll(/"type":"begin".*?"id":"(\w+)"/g)].map(([, id]) => id));
    assert.deepEqual(ids, [
      ['one', 'three'],
      ['one', 'two', 'three'],
    ]);
    assert.match(saved[0]?.name ?? '', /^falcon activity .+\.jsonl$/);
    assert.match(mentioned[0] ?? '', /^Saved as falcon activity/);
  });

  test('says so when there is nothing, and nothing when no place was chosen', async (t) => {
    const { call, ran, files, mentioned } = await activityHouse(t);
    await assert.rejects(call('export'), { message: 'There is no activity to export.' });
    await ran('one', [toAda], [done]);
    files.savesNothing = true;
    await call('export');
    assert.deepEqual(mentioned, []);
  });
});

describe('deleting', () => {
  test('asks with the number, says that the tenant stays as it is, and deletes what was chosen', async (t) => {
    const { call, ran, torn, person: somebody, journal } = await activityHouse(t);
    await ran('one', [toAda], [done]);
    await torn('two', [toAda, toBob], 1, 0);
    await ran('three', [toAda], [done]);
    somebody.will({ confirm: false }, { confirm: true });
    await call('delete', 'record:one', 'record:two');
    assert.equal((await journal.list()).length, 3);
    await call('delete', 'record:one', 'record:two');
    assert.deepEqual((await journal.list()).map(({ id }) => id), ['three']);
    assert.equal(somebody.seen[0]?.title, 'Delete 2 activity records?');
    assert.match(somebody.seen[0]?.detail ?? '', /^Nothing changes in the tenant.*\n\n1 of them was left half-way/);
  });

  test('of everything leaves a run that goes on alone', async (t) => {
    const { call, ran, person: somebody, journal, setOf } = await activityHouse(t);
    await assert.rejects(call('clear'), { message: 'There is no activity to delete.' });
    await ran('one', [toAda], [done]);
    const record = await journal.begin(setOf('now', [toAda]));
    somebody.will({ confirm: true }, { confirm: true });
    await call('clear');
    assert.deepEqual((await journal.list()).map(({ id }) => id), ['now']);
    await assert.rejects(call('delete', 'record:now'), /still under way/);
    await record.end('finished');
    await call('clear');
    assert.deepEqual(await journal.list(), []);
  });
});

test('deleting everything spares a run that another window begins during the question', async (t) => {
  const { deps, ran, person: somebody, journalFiles, setOf } = await activityHouse(t);
  await ran('one', [toAda], [done]);
  const otherWindow = new Journal({ files: journalFiles, now: Date.now, pid: 4_242 });
  const here = new Journal({ files: journalFiles, now: Date.now, isAlive: (pid) => pid === 4_242 });
  const prompts: typeof deps.prompts = {
    ...deps.prompts,
    confirm: async (question) => {
      await otherWindow.begin(setOf('theirs', [toBob]));
      return deps.prompts.confirm(question);
    },
  };
  somebody.will({ confirm: true });
  await activityClear.run({ ...deps, prompts, activity: new Activity(async () => here) }, []);
  assert.deepEqual((await here.list()).map((record) => [record.id, here.stateOf(record)]), [['theirs', 'running']]);
  assert.equal(somebody.seen[0]?.title, 'Delete everything: 1 activity record?');
});

test('refreshing tells those who show the activity', async (t) => {
  const { call, activity } = await activityHouse(t);
  let told = 0;
  activity.onDidChange(() => told++);
  await call('refresh');
  assert.equal(told, 1);
});
