import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { test } from 'node:test';
import { openBrowser } from '../helpers/editor/browser.ts';
import { projectRoot } from '../helpers/editor/paths.ts';
import { expandRow } from '../helpers/editor/tree.ts';
import { eventually } from './support/eventually.ts';
import { row } from './support/rows.ts';

/** As a person would start it on a server: neither a display nor a program named. */
function npmStart(): ChildProcessByStdio<null, Readable, null> {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, VSCODE_EXECUTABLE: _executable, ...env } = process.env;
  const npm = env['npm_execpath'];
  const [program, args] = npm !== undefined && path.basename(npm) === 'npm-cli.js' ? [process.execPath, [npm, 'start']] : ['npm', ['start']];
  return spawn(program, args, { cwd: projectRoot, env, stdio: ['ignore', 'pipe', 'inherit'] });
}

test('“npm start” on a machine without a display serves an editor with the demo tenant open', async (t) => {
  const started = npmStart();
  const exited = once(started, 'exit');
  t.after(() => started.kill());
  const said: string[] = [];
  let address: string | undefined;
  for await (const line of createInterface({ input: started.stdout })) {
    said.push(line);
    address = /^Open (http:\/\/127\.0\.0\.1:\d+\/\S+)$/.exec(line)?.[1];
    if (address !== undefined) break;
  }
  assert.ok(address, said.join('\n'));
  assert.ok(said.some((line) => line.includes('there is no display')), said.join('\n'));

  await t.test('the demo tenant is connected and its tree is open', async () => {
    const browser = await openBrowser({ colorScheme: 'dark' });
    try {
      const page = await browser.context.newPage();
      await page.goto(address);
      await row(page, /^Fjellvik Öl/).waitFor({ timeout: 60_000 });
      await expandRow(row(page, /^Alder & Finch Bank/));
      await expandRow(row(page, /^Users/));
      await row(page, /, user$/).waitFor();
    } finally {
      await browser.close();
    }
  });

  await t.test('nobody gets in with another token', async () => {
    const wrong = new URL(address);
    wrong.searchParams.set('tkn', 'x'.repeat(32));
    assert.equal((await fetch(wrong)).status, 403);
    wrong.searchParams.delete('tkn');
    assert.equal((await fetch(wrong)).status, 403);
  });

  await t.test('it ends with the process that started it', async () => {
    started.kill('SIGTERM');
    await exited;
    await eventually('the server is gone', () =>
      fetch(address).then(
        () => false,
        () => true,
      ),
    );
  });
});
