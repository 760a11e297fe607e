/** A thousand changes through a bad network: what the journal says is what the server holds. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countOutcomes } from '../../src/core/changes/outcome.ts';
import type { RowOutcome } from '../../src/core/changes/outcome.ts';
import { restOf } from '../../src/core/changes/retry.ts';
import { outcomesOf } from '../../src/state/changes/journalRecord.ts';
import type { Change } from '../../src/core/changes/change.ts';
import { changeHouse } from '../unit/state/changes/changeHouse.ts';
import type { ChangeHouse } from '../unit/state/changes/changeHouse.ts';
import { fastClock } from '../unit/state/changes/fastClock.ts';
import { carriedOut, makeChanges } from '../unit/state/changes/manyChanges.ts';

const lagMs = 40_000;

/** Once reads have caught up, each row that has an outcome must be what the server shows. */
async function assertTrue({ client, clock }: ChangeHouse, changes: readonly Change[], outcomes: readonly (RowOutcome | undefined)[]): Promise<void> {
  await clock.wait(lagMs + 1_000);
  const shown = await carriedOut(client, changes, outcomes);
  for (const [row, outcome] of outcomes.entries()) {
    if (shown[row] === undefined || outcome?.state === 'unknown') continue;
    assert.equal(shown[row], outcome?.state === 'done', `row ${row}: ${JSON.stringify(changes[row])} ended as ${JSON.stringify(outcome)}`);
  }
}

test('1,000 changes under 429s, resets, 500s and lag end as the journal says: none lost, none doubled', async (t) => {
  const faults = { 429: 0.02, reset: 0.05, 500: 0.04, truncate: 0.01 };
  const house = await changeHouse(t, { clock: fastClock(50), users: 900, cids: 4, lagMs, ratePerMinute: 60_000, faults });
  const { client, demo, journal, set, run } = house;
  const changes = await makeChanges(client, demo.parentCid, { created: 200, granted: 250, revoked: 150, renamed: 100, reset: 50, deleted: 50 });
  const wanted = set(changes);
  assert.equal(wanted.changes.length, 1_000);

  let progress = 0;
  const report = await run(wanted, { onProgress: () => void progress++ });
  assert.equal(report.how, 'finished');
  assert.equal(progress, 1_000);
  const record = await journal.read(wanted.id);
  assert.ok(record);
  assert.equal(journal.stateOf(record), 'ended');
  assert.deepEqual(outcomesOf(record), report.outcomes);
  assert.deepEqual(record.unread, []);
  await assertTrue(house, wanted.changes, report.outcomes);
  // A reset shows nowhere, so that it is sent once can only be counted.
  const resets = demo.requests.filter(({ operation, status }) => operation === 'userActionV1' && status !== 429);
  assert.equal(resets.length, 50);
  t.diagnostic(JSON.stringify(report.counts));
  assert.ok(report.counts.done > 900);

  let [last, rest] = [report, restOf(wanted, report.outcomes, report.startedAt)];
  for (let round = 0; rest.length > 0 && round < 8; round++) {
    const retry = set(rest, { set: last.set.id, as: 'retry' });
    last = await run(retry);
    await assertTrue(house, retry.changes, last.outcomes);
    rest = restOf(retry, last.outcomes, last.startedAt);
  }
  assert.deepEqual(rest, [], 'trying again carries out what was left');
  const shown = await carriedOut(client, wanted.changes, []);
  assert.ok(shown.every((done) => done !== false));
  assert.equal(countOutcomes(last.outcomes).done, last.set.changes.length);
});
