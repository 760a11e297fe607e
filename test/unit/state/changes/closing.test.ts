/** A window that closes, or is reloaded, while a run goes on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readUserPage } from '../../../../src/api/falcon/users.ts';
import { snapshotOf } from '../../../../src/core/changes/change.ts';
import { nothingKnown } from '../../../../src/core/guards/guard.ts';
import { ChangeRunner } from '../../../../src/state/changes/changeRunner.ts';
import { Journal } from '../../../../src/state/changes/journal.ts';
import { diskFiles } from '../../../../src/state/changes/journalFiles.ts';
import { outcomesOf } from '../../../../src/state/changes/journalRecord.ts';
import { changeHouse } from './changeHouse.ts';

test('a run is left half-way, and the next start sees what was done and what was not', async (t) => {
  const { client, clock, journal, folder, seen, set } = await changeHouse(t, { users: 80, cids: 1 });
  const { users } = await readUserPage(client, {}, { offset: 0, limit: 60 });
  const closing = new AbortController();
  const runner = new ChangeRunner({ journal, clock, client: async () => client, connection: () => seen.connection, closing: closing.signal });
  let ended = 0;
  const running = runner.run(set(users.map((user) => ({ kind: 'resetPassword', user: snapshotOf(user) }))), {
    facts: { ...nothingKnown, removalCap: 25 },
    onProgress: () => {
      ended += 1;
      if (ended === 20) closing.abort();
    },
  });
  await assert.rejects(running, { kind: 'cancelled' });
  // The next window is another process, and this one is gone.
  const next = new Journal({ files: diskFiles(folder), now: () => clock.now(), pid: process.pid + 1, isAlive: () => false });
  const [record] = await next.interrupted();
  assert.ok(record);
  const states = outcomesOf(record).map((outcome) => outcome?.state);
  const done = states.filter((state) => state === 'done').length;
  assert.ok(done >= 20 && done < 60, `${done} are done`);
  assert.ok(!states.includes('skipped') && !states.includes('failed'));
});

test('a listener that fails does not stop a run', async (t) => {
  const { client, set, run } = await changeHouse(t, { users: 20, cids: 1 });
  const { users } = await readUserPage(client, {}, { offset: 0, limit: 10 });
  const report = await run(set(users.map((user) => ({ kind: 'resetPassword', user: snapshotOf(user) }))), {
    onProgress: () => {
      throw new Error('somebody cannot draw this');
    },
  });
  assert.deepEqual([report.how, report.counts.done], ['finished', 10]);
});
