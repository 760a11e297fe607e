// The module that VS Code loads as its test suite: runs every test file beside it with Mocha inside the extension host. There is no
// terminal in there, so each result goes as one line of JSON into the file that EXTENSION_TEST_LOG names.
import { appendFileSync, globSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import type { HostTestEvent } from '../helpers/layers/hostTestEvents.ts';

function report(event: HostTestEvent): void {
  const file = process.env['EXTENSION_TEST_LOG'];
  if (file === undefined) throw new Error('EXTENSION_TEST_LOG is not set');
  appendFileSync(file, `${JSON.stringify(event)}\n`);
}

const textOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** Called by VS Code; rejects when a test failed, which becomes the program's exit status. */
export async function run(): Promise<void> {
  // Failures then point into the TypeScript sources.
  process.setSourceMapsEnabled(true);
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 60_000,
    forbidOnly: true,
    forbidPending: true,
    reporter: class extends Mocha.reporters.Base {
      constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
        super(runner, options);
        runner.on('pass', (test) => {
          report({ kind: 'pass', title: test.fullTitle(), durationMs: test.duration ?? 0 });
        });
        runner.on('fail', (test, error) => {
          report({ kind: 'fail', title: test.fullTitle(), error: textOf(error) });
        });
      }
    },
  });
  try {
    for (const file of globSync('**/*.test.js', { cwd: import.meta.dirname })) mocha.addFile(path.join(import.meta.dirname, file));
    await mocha.loadFilesAsync();
  } catch (error) {
    report({ kind: 'fail', title: 'loading the test files', error: textOf(error) });
    throw error;
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  report({ kind: 'end' });
  if (failures > 0) throw new Error(`${failures} failed`);
}
