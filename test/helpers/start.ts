// `npm start`: builds and opens a VS Code with this extension in it and the demo tenant connected. A desktop program is used where
// there is one and a display; elsewhere the server edition is run on this machine and the address to open is printed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { desktopEnvironment, findDesktop } from './editor/desktop.ts';
import { installExtensions } from './editor/installedEditor.ts';
import { installServer } from './editor/installServer.ts';
import { packageExtension } from './editor/packageExtension.ts';
import { projectRoot, vsixFile, workFolder } from './editor/paths.ts';
import { runNpm } from './editor/runProgram.ts';
import { startServer } from './editor/serverProcess.ts';
import { writeSettings } from './editor/settings.ts';
import { workbenchUrl } from './editor/workbench.ts';

const home = path.join(workFolder, 'start');
const companion = path.join(import.meta.dirname, 'startCompanion');
const say = (line: string): void => {
  console.log(line);
};

/** Opens the desktop program on this folder's extension and waits for it to end. True unless it could not run. */
async function openDesktop(executable: string, workspace: string): Promise<boolean> {
  await runNpm(['run', '--silent', 'build'], { cwd: projectRoot, live: true });
  const userDataFolder = path.join(home, 'desktop-data');
  await writeSettings(userDataFolder, {}, { keep: true });
  const program = spawn(
    executable,
    [
      workspace,
      '--new-window',
      ...[projectRoot, companion].map((folder) => `--extensionDevelopmentPath=${folder}`),
      `--user-data-dir=${userDataFolder}`,
      `--extensions-dir=${path.join(home, 'desktop-extensions')}`,
      '--disable-workspace-trust',
      '--disable-updates',
      '--skip-welcome',
      '--skip-release-notes',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
    { env: desktopEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const errors: string[] = [];
  program.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      asked = true;
      program.kill();
    });
  }
  const failure = await once(program, 'exit').then(
    ([code]) => (code === 0 || asked ? undefined : `it ended with ${String(code)}\n${errors.join('').trimEnd()}`),
    (error: unknown) => String(error),
  );
  if (failure !== undefined) say(`${executable} did not work: ${failure}\nUsing the server edition.`);
  return failure === undefined;
}

/** Serves an editor with the packaged extension installed until this process is told to stop. */
async function serve(workspace: string, port: number): Promise<void> {
  const serverFolder = await installServer(say);
  const folders = { userDataFolder: path.join(home, 'server-data'), extensionsFolder: path.join(home, 'server-extensions') };
  say('Packing the extension …');
  const companionVsix = path.join(home, 'companion.vsix');
  await writeSettings(folders.userDataFolder, {}, { keep: true });
  await Promise.all([runNpm(['run', '--silent', 'package'], { cwd: projectRoot }), packageExtension(companion, companionVsix)]);
  await installExtensions(serverFolder, folders, [vsixFile, companionVsix]);
  const server = await startServer({ serverFolder, ...folders, port });
  say(`Open ${workbenchUrl(server, workspace)}`);
  say('Only this machine can reach it, and only with that address. Ctrl+C ends it.');
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      asked = true;
      void server.close();
    });
  }
  await server.ended;
  if (!asked) throw new Error(`VS Code's server edition ended by itself\n${server.log.join('\n')}`);
}

const { values } = parseArgs({
  options: {
    /** Use the server edition even where a desktop program could be had. */
    server: { type: 'boolean', default: false },
    /** The server edition's port, for those who forward one; 0 is any free port. */
    port: { type: 'string', default: '0' },
  },
});

const workspace = path.join(home, 'workspace');
await mkdir(workspace, { recursive: true });
await writeFile(path.join(workspace, 'readme.txt'), 'An empty workspace for trying Falcon Tenant Admin.\n');

const desktop = values.server ? undefined : await findDesktop(say);
if (desktop?.found) say(`Opening VS Code (${desktop.origin}): ${desktop.executable}`);
if (desktop?.found === false) say(`No desktop VS Code: ${desktop.why}. Using the server edition.`);
if (!desktop?.found || !(await openDesktop(desktop.executable, workspace))) await serve(workspace, Number(values.port));
