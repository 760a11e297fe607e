import assert from 'node:assert/strict';
import { test } from 'node:test';
import './useFakeVscode.ts';
import { TenantError } from '../../../src/core/errors.ts';
import type { Log } from '../../../src/host/log.ts';

const { desk } = await import('./fakeVscode.ts');
const { commandEditor } = await import('../../../src/host/editorCommands.ts');
const { withProgress } = await import('../../../src/host/progress.ts');

const error = new TenantError({ kind: 'network', message: 'No answer.', nextStep: 'Look at the proxy.' });

test('a failure shows its next step, the log, and Retry where that makes sense', async () => {
  const done: string[] = [];
  const editor = commandEditor({} as Log, () => done.push('log'));
  for (const answer of ['Retry', 'Show Log', undefined]) {
    desk.answer = answer;
    await editor.report(error, () => done.push('again'));
  }
  assert.deepEqual(done, ['again', 'log']);
  assert.deepEqual(desk.dialogs.at(-1), { kind: 'error', message: 'No answer. Look at the proxy.', rest: ['Retry', 'Show Log'] });
  await editor.report(error, undefined);
  assert.deepEqual(desk.dialogs.at(-1)?.rest, ['Show Log']);
});

test('progress of a view belongs to the view', async () => {
  assert.equal(await withProgress({ view: 'falconAdmin.tenants' }, async () => 7), 7);
  assert.deepEqual(desk.progress.at(-1)?.options, { location: { viewId: 'falconAdmin.tenants' } });
});

test('progress in a notification can be cancelled and says stage and share', async () => {
  const aborted = await withProgress({ notification: 'Connecting' }, async (signal, report) => {
    report({ message: 'Proving the credentials', share: 0.5 });
    report({ share: 0.25 });
    report({ share: 1 });
    desk.progress.at(-1)?.cancel();
    return signal.aborted;
  });
  assert.equal(aborted, true);
  assert.deepEqual(desk.progress.at(-1)?.options, { location: 15, title: 'Connecting', cancellable: true });
  assert.deepEqual(desk.progress.at(-1)?.reports, [{ message: 'Proving the credentials', increment: 50 }, { increment: 0 }, { increment: 50 }]);
});
