import assert from 'node:assert/strict';
import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../src/demo/main.ts', import.meta.url));

type Command = ChildProcessByStdio<Writable, Readable, Readable>;

function start(context: TestContext, ...args: string[]): Command {
  const command = spawn(process.execPath, [main, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  context.after(() => command.kill('SIGKILL'));
  return command;
}

interface Line extends Readonly<Record<string, unknown>> {
  readonly url: string;
  readonly readOnlyClientId: string;
  readonly readOnlyClientSecret: string;
  readonly cylance: Readonly<Record<string, string>>;
}

async function firstLine(command: Command): Promise<Line> {
  for await (const line of createInterface({ input: command.stdout })) return JSON.parse(line) as Line;
  throw new Error('The command ended without a line.');
}

async function exitCode(command: Command): Promise<unknown> {
  const [code] = (await once(command, 'exit')) as unknown[];
  return code;
}

describe('the demo tenant as a command', () => {
  test('prints one line, serves, and ends with its input', async (t) => {
    const command = start(t, '--users', '20', '--cids', '3');
    const line = await firstLine(command);
    assert.deepEqual(Object.keys(line), ['url', 'clientId', 'clientSecret', 'readOnlyClientId', 'readOnlyClientSecret', 'parentCid', 'cylance']);
    assert.deepEqual(Object.keys(line.cylance), ['url', 'tenantId', 'applicationId', 'applicationSecret']);
    assert.equal(line.cylance['url'], line.url);
    const form = new URLSearchParams({ client_id: line.readOnlyClientId, client_secret: line.readOnlyClientSecret });
    assert.equal((await fetch(`${line.url}/oauth2/token`, { method: 'POST', body: form })).status, 201);
    const ended = exitCode(command);
    command.stdin.end();
    assert.equal(await ended, 0);
  });

  test('ends when told to', async (t) => {
    const command = start(t, '--users', '1', '--cids', '1');
    await firstLine(command);
    const ended = exitCode(command);
    command.kill('SIGTERM');
    assert.equal(await ended, 0);
  });

  test('a wrong option gives one line on the error output and exit code 2', async (t) => {
    const command = start(t, '--usres', '20');
    const [code, errors, output] = await Promise.all([exitCode(command), readAll(command.stderr), readAll(command.stdout)]);
    assert.equal(code, 2);
    assert.match(errors, /^demo-tenant: [^\n]*--usres[^\n]*\n$/);
    assert.equal(output, '');
  });

  test('a taken port gives one line and exit code 1', async (t) => {
    const first = start(t, '--users', '1', '--cids', '1');
    const { port } = new URL((await firstLine(first)).url);
    const second = start(t, '--users', '1', '--cids', '1', '--port', port);
    const [code, errors] = await Promise.all([exitCode(second), readAll(second.stderr)]);
    assert.equal(code, 1);
    assert.match(errors, /^demo-tenant: [^\n]*EADDRINUSE[^\n]*\n$/);
  });
});
