// Runs test/host inside a real extension host: in the desktop program where there is one, else in the server edition's.
// usage: node hostLayer.ts <file for the result>
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import type { BuildOptions } from 'esbuild';
import { closeSync, globSync, openSync, readSync, watch } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { pathToFileURL } from 'node:url';
import { desktopEnvironment, findDesktop } from '../editor/desktop.ts';
import { projectRoot, workFolder } from '../editor/paths.ts';
import { writeSettings } from '../editor/settings.ts';
import type { HostTestEvent } from './hostTestEvents.ts';
import { writeResult } from './results.ts';
import type { LayerResult } from './results.ts';

/** Bundles the suite, since an extension host loads JavaScript only. Inside the project, so that the editor counts it to the extension. */
async function bundleSuite(): Promise<string> {
  const outdir = path.join(workFolder, 'host');
  await rm(outdir, { recursive: true, force: true });
  const tests = globSync('test/host/**/*.test.ts', { cwd: projectRoot });
  if (tests.length === 0) throw new Error('There is no test file under test/host.');
  // Bundled as the product is, for instance without undici's process-wide agent.
  const { nodeOptions } = (await import(pathToFileURL(path.join(projectRoot, 'esbuild.mjs')).href)) as { nodeOptions: () => BuildOptions };
  await build({
    ...nodeOptions(),
    absWorkingDir: projectRoot,
    entryPoints: ['test/host/index.ts', ...tests],
    outbase: 'test/host',
    outdir,
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return path.join(outdir, 'index.js');
}

/** Calls back with each complete line that is added to a file. The returned function reads the rest and stops. */
function followLines(file: string, onLine: (line: string) => void): () => void {
  const descriptor = openSync(file, 'r');
  const decoder = new StringDecoder('utf8');
  const buffer = Buffer.alloc(65_536);
  let rest = '';
  const read = (): void => {
    for (let size = readSync(descriptor, buffer); size > 0; size = readSync(descriptor, buffer)) {
      const lines = (rest + decoder.write(buffer.subarray(0, size))).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(onLine);
    }
  };
  const watcher = watch(file, read);
  return () => {
    watcher.close();
    read();
    closeSync(descriptor);
  };
}

const resultFile = process.argv[2];
if (resultFile === undefined) throw new Error('The file for the result is missing.');

const desktop = await findDesktop(console.log);
const program = desktop.found ? desktop.executable : process.execPath;
const standIn = desktop.found ? [] : [path.join(import.meta.dirname, '../editor/codeHeadless.ts')];
if (desktop.found) {
  console.log(`Running in VS Code desktop (${desktop.origin}): ${program}`);
} else {
  console.log(`No desktop VS Code: ${desktop.why}.`);
  console.log("Running in the extension host of VS Code's server edition, with a headless browser as its window.");
}

// Short, because a socket is made in the profile and such a name may not be long.
const root = await mkdtemp(path.join(tmpdir(), 'falcon-host-'));
const log = path.join(root, 'results');
const workspace = path.join(root, 'workspace');
const userDataFolder = path.join(root, 'data');
await mkdir(workspace);
await writeFile(log, '');
await writeSettings(userDataFolder);

// A skipped test fails in there and says so.
const result: LayerResult = { passed: 0, failed: 0, skipped: 0 };
let ended = false;
const stopFollowing = followLines(log, (line) => {
  const event = JSON.parse(line) as HostTestEvent;
  if (event.kind === 'end') {
    ended = true;
  } else if (event.kind === 'pass') {
    result.passed += 1;
    console.log(`✔ ${event.title} (${event.durationMs} ms)`);
  } else {
    result.failed += 1;
    console.log(`✖ ${event.title}\n${event.error}`);
  }
});

const ownEnvironment = desktopEnvironment();
const dropped = Object.keys(process.env).filter((name) => !(name in ownEnvironment));
try {
  await runTests({
    vscodeExecutablePath: program,
    extensionDevelopmentPath: projectRoot,
    extensionTestsPath: await bundleSuite(),
    extensionTestsEnv: { ...Object.fromEntries(dropped.map((name) => [name, undefined])), EXTENSION_TEST_LOG: log },
    launchArgs: [
      ...standIn,
      workspace,
      `--user-data-dir=${userDataFolder}`,
      `--extensions-dir=${path.join(root, 'extensions')}`,
      // The desktop program may otherwise stop and ask for the key to the person's own keyring.
      '--use-inmemory-secretstorage',
    ],
  });
} catch (error) {
  // A failed test has been reported already, and is why the program's status is not 0.
  if (result.failed === 0) {
    result.failed = 1;
    console.log(`✖ ${error instanceof Error ? error.message : String(error)}`);
  }
} finally {
  stopFollowing();
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
}
if (!ended && result.failed === 0) {
  result.failed = 1;
  console.log('✖ The suite ended before all of its tests had run.');
}
await writeResult(resultFile, result);
process.exitCode = result.failed === 0 ? 0 : 1;
