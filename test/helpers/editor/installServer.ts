// Puts VS Code's server edition (web workbench and Node extension host) under .vscode-test/. It comes out of the npm package
// `code-server`, whose own front end is left behind; no install script runs, so neither a compiler nor system headers are needed.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { workFolder } from './paths.ts';
import { runNpm, runProgram } from './runProgram.ts';

const packageVersion = '4.139.1';
const packageSha512 = 'fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==';

/** Modules that need a compiler or a platform library, or only serve features that are not reached from here. */
const droppedModules = [
  '@devcontainers/cli',
  '@github/copilot-sdk',
  '@microsoft/mxc-sdk',
  '@vscode/copilot-api',
  '@vscode/fs-copyfile',
  '@vscode/native-watchdog',
  '@vscode/sandbox-runtime',
  '@vscode/spdlog',
  '@vscode/sqlite3',
  '@vscode/windows-process-tree',
  '@vscode/windows-registry',
  'kerberos',
  'ssh2',
];

/** Every other built-in extension would only cost start-up time. Git stays because the benchmark compares with it. */
const keptExtensions = ['configuration-editing', 'git', 'git-base', 'json', 'json-language-features', 'theme-defaults', 'theme-modern-icons', 'theme-seti'];

/** Those dropped modules that are loaded all the same get plain JavaScript in their place, from `standIns/`. */
const standIns = ['fs-copyfile', 'native-watchdog', 'spdlog'].map((name) => ({
  name: `@vscode/${name}`,
  source: readFileSync(path.join(import.meta.dirname, 'standIns', `${name}.cjs`), 'utf8'),
}));

/** Names the folder, so that another selection is never mistaken for the one already unpacked. */
const selection = createHash('sha256').update(JSON.stringify([droppedModules, keptExtensions, standIns])).digest('hex').slice(0, 8);

/**
 * Installs the server unless it is there already, and returns the folder that holds its `out/server-main.js`.
 * Safe to run in two processes at once: each unpacks for itself and the first to finish wins.
 */
export async function installServer(say: (line: string) => void): Promise<string> {
  const folder = path.join(workFolder, `code-server-${packageVersion}-${selection}`);
  if (existsSync(folder)) return folder;

  say(`Fetching VS Code's server edition (npm package code-server ${packageVersion}, about 220 MB unpacked) …`);
  const staging = `${folder}.partial-${process.pid}`;
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  try {
    const server = await unpack(staging);
    await installModules(server);
    await rename(server, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return folder;
}

async function unpack(staging: string): Promise<string> {
  await runNpm(['pack', `code-server@${packageVersion}`, '--pack-destination', staging], { cwd: staging });
  const archive = path.join(staging, `code-server-${packageVersion}.tgz`);
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  const found = hash.digest('base64');
  if (found !== packageSha512) throw new Error(`code-server ${packageVersion} is not the expected file: sha512 ${found}, expected ${packageSha512}`);

  const inside = 'package/lib/vscode';
  const tar = ['-xzf', path.basename(archive), '--strip-components=1'];
  await runProgram('tar', [...tar, `--exclude=${inside}/extensions`, inside], { cwd: staging });
  await runProgram('tar', [...tar, ...keptExtensions.map((name) => `${inside}/extensions/${name}`)], { cwd: staging });
  return path.join(staging, 'lib/vscode');
}

async function installModules(server: string): Promise<void> {
  const manifestFile = path.join(server, 'package.json');
  const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as { dependencies: Record<string, string> };
  for (const name of droppedModules) delete manifest.dependencies[name];
  await writeFile(manifestFile, JSON.stringify(manifest, undefined, 2));
  // The shrinkwrap file in the package pins the version and the hash of each remaining module.
  await runNpm(['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: server });

  for (const { name, source } of standIns) {
    const folder = path.join(server, 'node_modules', name);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'package.json'), JSON.stringify({ name, version: '0.0.0', main: 'index.js' }));
    await writeFile(path.join(folder, 'index.js'), source);
  }
}
