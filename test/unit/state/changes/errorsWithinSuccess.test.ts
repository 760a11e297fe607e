/** A success that carries errors: what was done is looked up, and where nothing can be looked up it stays open. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { found, json, meta } from '../../api/fakes/fakeTransport.ts';
import { ada, setOf } from '../../core/changes/samples.ts';
import { scriptedRun } from './scriptedRun.ts';

const butWithErrors = json(200, { meta: meta(), errors: [{ code: 400, message: 'not quite' }], resources: [{ uuid: ada.uuid }] });

for (const kind of ['resetPassword', 'resetFactors'] as const) {
  test(`${kind} ends as not known, and is sent once`, async () => {
    const run = scriptedRun((_, what) => (what === 'POST user-actions' ? butWithErrors : undefined));
    const { outcomes } = await run.run(setOf({ kind, user: ada }));
    assert.equal(outcomes[0]?.state, 'unknown');
    assert.equal(run.asked().filter((what) => what === 'POST user-actions').length, 1);
  });
}

test('a deletion that was carried out all the same is found out', async () => {
  const run = scriptedRun((_, what) => (what === 'DELETE users' ? butWithErrors : what === 'POST users/GET' ? found([]) : undefined));
  const { outcomes } = await run.run(setOf({ kind: 'deleteUser', user: ada, grants: [] }));
  assert.deepEqual(outcomes[0], { state: 'done', foundOut: true, traceId: 'trace-1' });
});
