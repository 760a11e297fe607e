/** The process that runs a set is killed half-way: its journal tells what became of each change. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { restOf } from '../../src/core/changes/retry.ts';
import { outcomesOf } from '../../src/state/changes/journalRecord.ts';
import { changeHouse } from '../unit/state/changes/changeHouse.ts';
import { fastClock } from '../unit/state/changes/fastClock.ts';
import { carriedOut } from '../unit/state/changes/manyChanges.ts';

const program = join(import.meta.dirname, '../unit/state/changes/crashedRun.ts');

test('after a kill the journal tells what was done, what may have been, and what was never sent; the rest can be finished', async (t) => {
  const house = await changeHouse(t, { clock: fastClock(40), users: 300, cids: 3, latencyMs: 15, ratePerMinute: 60_000 });
  const { demo, journal, folder, client, set, run } = house;
  const parameters = [demo.url, demo.clientId, demo.clientSecret, folder, demo.parentCid];
  const child = spawn(process.execPath, [program, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    said += text;
    if (said.length >= 100) child.kill('SIGKILL');
  });
  await once(child, 'close');
  assert.ok(said.length >= 100 && !said.includes('finished'));

  const [record, ...others] = await journal.interrupted();
  assert.ok(record);
  assert.deepEqual(others, []);
  const { changes } = record.set;
  const outcomes = outcomesOf(record);
  const shown = await carriedOut(client, changes, outcomes);
  const counted = { done: 0, open: 0, never: 0 };
  for (const [row, outcome] of outcomes.entries()) {
    const about = `row ${row} (${changes[row]?.kind}): ${JSON.stringify(outcome)}`;
    if (outcome === undefined) {
      counted.never++;
      assert.equal(shown[row], false, about);
    } else if (outcome.state === 'unknown') {
      counted.open++;
    } else {
      counted.done++;
      assert.equal(outcome.state, 'done', about);
      assert.equal(shown[row], true, about);
    }
  }
  assert.ok(counted.done >= 100 && counted.never > 0, JSON.stringify(counted));
  // What was under way is at most what the runner has under way at a time.
  assert.ok(counted.open <= 16, JSON.stringify(counted));

  const rest = set(restOf(record.set, outcomes, record.startedAt), { set: record.id, as: 'retry' });
  assert.equal(rest.changes.length, counted.open + counted.never);
  const report = await run(rest);
  await journal.mark(record.id, 'continued', rest.id);
  assert.equal(report.counts.done, rest.changes.length, JSON.stringify(report.outcomes.filter(({ state }) => state !== 'done')));
  assert.ok((await carriedOut(client, changes, [])).every((done) => done === true));
  assert.deepEqual(await journal.interrupted(), []);
  const continued = await journal.read(record.id);
  assert.deepEqual(continued?.marks.map(({ as, by }) => [as, by]), [['continued', rest.id]]);
});
