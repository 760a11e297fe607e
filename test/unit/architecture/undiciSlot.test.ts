import { build } from 'esbuild';
import type { BuildOptions } from 'esbuild';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const { nodeOptions } = (await import(pathToFileURL(join(root, 'esbuild.mjs')).href)) as { readonly nodeOptions: () => BuildOptions };

/**
 * Asks a server of its own, by a dispatcher of its own. The server is a bare socket:
 * an ES import of node:http looks at all of its exports and so wakes up Node's fetch, which fills the slot itself.
 */
const client = `
import { createServer } from 'node:net';
import { Agent } from 'undici';

const answer = 'HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\nfine';

export async function use() {
  const server = createServer((socket) => socket.on('data', () => socket.write(answer)).on('error', () => {})).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const origin = 'http://127.0.0.1:' + server.address().port;
  const { body } = await new Agent({ connections: 1 }).request({ origin, path: '/', method: 'GET' });
  return body.text();
}
`;

/** Runs in a process where nobody has used fetch yet, and in one where the editor has put its dispatcher already. */
const probe = `
const slots = [1, 2].map((version) => Symbol.for('undici.globalDispatcher.' + version));
const sentinel = process.argv[3] === 'taken' ? { dispatch() {} } : undefined;
if (sentinel) for (const slot of slots) globalThis[slot] = sentinel;
const { use } = await import(process.argv[2]);
const answer = await use();
console.log(JSON.stringify({ answer, untouched: slots.every((slot) => globalThis[slot] === sentinel) }));
process.exit();
`;

async function bundleAndProbe(context: TestContext, options: BuildOptions, slot: 'empty' | 'taken'): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'undici-slot-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const bundle = join(folder, 'bundle.mjs');
  await writeFile(join(folder, 'probe.mjs'), probe);
  await build({
    ...options,
    splitting: false,
    outfile: bundle,
    logLevel: 'silent',
    stdin: { contents: client, resolveDir: root, loader: 'js' },
  });
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'probe.mjs'), pathToFileURL(bundle).href, slot]);
  return JSON.parse(stdout);
}

for (const slot of ['empty', 'taken'] as const) {
  test(`a bundle of ours works and leaves the process-wide dispatcher alone when its slot is ${slot}`, async (context) => {
    assert.deepEqual(await bundleAndProbe(context, nodeOptions(), slot), { answer: 'fine', untouched: true });
  });
}

test('the same bundle without our plugin takes the empty slot', async (context) => {
  assert.deepEqual(await bundleAndProbe(context, { ...nodeOptions(), plugins: [] }, 'empty'), { answer: 'fine', untouched: false });
});
