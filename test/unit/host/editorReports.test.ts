import assert from 'node:assert/strict';
import { test } from 'node:test';
import './useFakeVscode.ts';
import { TenantError } from '../../../src/core/errors.ts';
import type { Log } from '../../../src/host/log.ts';

const { desk } = await import('./fakeVscode.ts');
const { commandEditor } = await import('../../../src/host/editorCommands.ts');
const { withProgress, withProgressWhenLong } = await import('../../../src/host/progress.ts');

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

test('names in titles and stages of progress make neither links nor icons', async () => {
  await withProgress({ notification: 'Reading [Acme](command:workbench.action.quit)' }, async (_, report) => report({ message: '$(error) Acme' }));
  assert.equal((desk.progress.at(-1)?.options as { readonly title?: string }).title, 'Reading [Acme] (command:workbench.action.quit)');
  assert.deepEqual(desk.progress.at(-1)?.reports, [{ message: '$ (error) Acme', increment: 0 }]);
});

test('work that is over soon shows no progress', async () => {
  const shown = desk.progress.length;
  assert.equal(await withProgressWhenLong('Checking', async () => 7), 7);
  await assert.rejects(withProgressWhenLong('Checking', () => Promise.reject(new Error('no'))), /no/);
  assert.equal(desk.progress.length, shown);
});

test('work that lasts shows progress from where it is, and can be cancelled', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { promise, resolve } = Promise.withResolvers<string>();
  let tell: (share: number) => void = () => assert.fail('it does not run yet');
  const working = withProgressWhenLong('Checking', (signal, report) => {
    signal.addEventListener('abort', () => resolve('given up'));
    tell = (share) => report({ share });
    tell(0.5);
    return promise;
  });
  t.mock.timers.tick(1_000);
  // The progress is opened by what waits for the timer, a few turns later.
  await new Promise((next) => setImmediate(next));
  tell(0.75);
  assert.deepEqual(desk.progress.at(-1)?.reports, [{ increment: 50 }, { increment: 25 }]);
  desk.progress.at(-1)?.cancel();
  assert.equal(await working, 'given up');
});
