import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TenantError } from '../../../src/core/errors.ts';
import type { ErrorDetails } from '../../../src/core/errors.ts';
import { registerCommands } from '../../../src/host/commands.ts';
import type { Command } from '../../../src/host/commands.ts';
import type { CommandId } from '../../../src/host/commandIds.ts';

const id: CommandId = 'falconAdmin.tree.refresh';

/** An editor that keeps what it is given, with one command registered. */
function withCommand(run: Command<string>['run']) {
  const registered = new Map<string, (...args: readonly unknown[]) => unknown>();
  const reports: { readonly error: TenantError; readonly again: (() => unknown) | undefined }[] = [];
  const lines: string[] = [];
  const write = (message: string) => void lines.push(message);
  const registration = registerCommands([{ id, run }], 'deps', {
    register: (command, call) => {
      registered.set(command, call);
      return { dispose: () => registered.delete(command) };
    },
    report: (error, again) => void reports.push({ error, again }),
    log: { debug: write, info: write, warn: write, error: write },
  });
  const call = async (...args: readonly unknown[]): Promise<unknown> => registered.get(id)?.(...args);
  return { registered, reports, lines, registration, call };
}

const failing = (details: Omit<ErrorDetails, 'message'>) => () => Promise.reject(new TenantError({ message: 'It failed.', ...details }));

test('a command gets its dependencies and what was clicked, and its result goes to the caller', async () => {
  const { call, lines } = withCommand((deps, given) => [deps, ...given]);
  assert.deepEqual(await call('node', undefined), ['deps', 'node']);
  assert.deepEqual(lines, ['Command started.', 'Command ended.']);
});

test('with several selected it gets all of them, from the palette none', async () => {
  const { call } = withCommand((_, given) => given);
  assert.deepEqual(await call('a', ['a', 'b']), ['a', 'b']);
  assert.deepEqual(await call('a', []), ['a']);
  assert.deepEqual(await call(), []);
});

test('a failure is logged and reported once, and never thrown at the editor', async () => {
  const { call, reports, lines } = withCommand(failing({ kind: 'forbidden' }));
  assert.equal(await call(), undefined);
  assert.deepEqual(reports.map(({ error }) => error.kind), ['forbidden']);
  assert.equal(reports[0]?.again, undefined);
  assert.deepEqual(lines, ['Command started.', `Command ${id} failed.`]);
});

test('a command that throws before its first await is caught as well, and unknown errors are wrapped', async () => {
  const { call, reports } = withCommand(() => {
    throw new RangeError('odd');
  });
  await call();
  assert.equal(reports[0]?.error.kind, 'protocol');
});

test('cancelling is silent', async () => {
  for (const thrown of [new TenantError({ kind: 'cancelled', message: 'Cancelled.' }), new DOMException('gone', 'AbortError')]) {
    const { call, reports, lines } = withCommand(() => Promise.reject(thrown));
    await call();
    assert.deepEqual(reports, []);
    assert.deepEqual(lines, ['Command started.', 'Command cancelled.']);
  }
});

for (const kind of ['network', 'timeout', 'server', 'rateLimited'] as const) {
  test(`after a failure of kind ${kind} the same can be tried again`, async () => {
    const seen: unknown[] = [];
    const { call, reports } = withCommand((_, given) => {
      seen.push(...given);
      return failing({ kind })();
    });
    await call('node');
    await reports[0]?.again?.();
    assert.deepEqual(seen, ['node', 'node']);
    assert.equal(reports.length, 2);
  });
}

test('a write that may have been carried out is not offered again', async () => {
  const { call, reports } = withCommand(failing({ kind: 'timeout', outcomeUnknown: true }));
  await call();
  assert.equal(reports[0]?.again, undefined);
});

test('disposing takes the commands back', () => {
  const { registered, registration } = withCommand(() => undefined);
  registration.dispose();
  assert.equal(registered.size, 0);
});
