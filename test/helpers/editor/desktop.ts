// Finds a VS Code desktop program: the one named by VSCODE_EXECUTABLE, an installed one, or one downloaded by @vscode/test-electron.
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { downloadDesktop } from './downloadDesktop.ts';
import { projectRoot } from './paths.ts';
import { findOnPath } from './systemPackages.ts';

export type Desktop =
  | { readonly found: true; readonly executable: string; readonly origin: string }
  /** `why` completes the sentence "No desktop VS Code: …". */
  | { readonly found: false; readonly why: string };

/** Throws only when VSCODE_EXECUTABLE names something that is no program. `say` is told what takes time and what is passed over. */
export async function findDesktop(say: (line: string) => void): Promise<Desktop> {
  const named = process.env['VSCODE_EXECUTABLE'];
  if (named !== undefined && named !== '') {
    const executable = resolveExecutable(named);
    if (executable === undefined) throw new Error(`VSCODE_EXECUTABLE names ${named}, which is no program. Correct it or unset it.`);
    return { found: true, executable, origin: 'named by VSCODE_EXECUTABLE' };
  }
  if (!hasDisplay()) return { found: false, why: 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)' };

  const onPath = findOnPath('code');
  for (const candidate of [...(onPath === undefined ? [] : [onPath]), ...usualPlaces()]) {
    const executable = resolveExecutable(candidate);
    if (executable === undefined) continue;
    if (isRecentEnough(executable)) return { found: true, executable, origin: 'installed' };
    say(`Passing over ${executable}: it is older than this extension needs.`);
  }

  const download = await downloadDesktop(say);
  return 'executable' in download
    ? { found: true, executable: download.executable, origin: 'downloaded' }
    : { found: false, why: `none is installed, and none can be downloaded (${download.failure})` };
}

/** The environment for a desktop program, without what a surrounding VS Code terminal put there: it would be taken for a helper process. */
export function desktopEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(ELECTRON_RUN_AS_NODE$|VSCODE_(?!EXECUTABLE$))/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return ['DISPLAY', 'WAYLAND_DISPLAY'].some((name) => (process.env[name] ?? '') !== '');
}

function usualPlaces(): string[] {
  const inFolders = (variables: readonly string[]): string[] =>
    variables.flatMap((variable) => {
      const folder = process.env[variable];
      return folder === undefined ? [] : [path.join(folder, 'Microsoft VS Code/Code.exe'), path.join(folder, 'Programs/Microsoft VS Code/Code.exe')];
    });
  if (process.platform === 'win32') return inFolders(['LOCALAPPDATA', 'PROGRAMFILES']);
  if (process.platform === 'darwin') return ['/Applications', `${homedir()}/Applications`].map((folder) => `${folder}/Visual Studio Code.app`);
  return ['/usr/share/code/code', '/opt/visual-studio-code/code', '/snap/code/current/usr/share/code/code'];
}

/**
 * The program itself for the program, its command-line script (`bin/code`) or its macOS bundle; undefined when there is none.
 * The scripts return before the editor ends, so tests cannot be run through them.
 */
export function resolveExecutable(given: string): string | undefined {
  if (!existsSync(given)) return undefined;
  const real = realpathSync(given);
  const bundle = /^(.*\.app)(\/|$)/.exec(real)?.[1];
  if (bundle !== undefined) return programInBundle(bundle);
  if (path.basename(path.dirname(real)) === 'bin' && /^code(-insiders)?(\.cmd)?$/i.test(path.basename(real))) {
    // Beside a desktop program's script lies the program; beside the script of a remote terminal there is none.
    const folder = path.resolve(real, '../..');
    return ['code', 'code-insiders', 'Code.exe', 'Code - Insiders.exe'].map((name) => path.join(folder, name)).find(isFile);
  }
  // A snap's command is a link to the snap program.
  return isFile(real) && path.basename(real) !== 'snap' ? real : undefined;
}

const isFile = (file: string): boolean => existsSync(file) && statSync(file).isFile();

/** The one real file in a bundle's program folder: its name differs between versions, and links to it may lie beside it. */
function programInBundle(bundle: string): string | undefined {
  const folder = path.join(bundle, 'Contents/MacOS');
  if (!existsSync(folder)) return undefined;
  const program = readdirSync(folder, { withFileTypes: true }).find((entry) => entry.isFile());
  return program && path.join(folder, program.name);
}

/** False only when the program's version can be read and is lower than the one this extension asks for. */
function isRecentEnough(executable: string): boolean {
  const wanted = versionIn(path.join(projectRoot, 'package.json'), (manifest) => manifest.engines?.vscode);
  const appFolder = process.platform === 'darwin' ? '../../Resources/app' : '../resources/app';
  const actual = versionIn(path.resolve(executable, appFolder, 'package.json'), (manifest) => manifest.version);
  if (!wanted || !actual) return true;
  return actual.major > wanted.major || (actual.major === wanted.major && actual.minor >= wanted.minor);
}

interface Manifest {
  version?: string;
  engines?: { vscode?: string };
}

function versionIn(file: string, pick: (manifest: Manifest) => string | undefined): { major: number; minor: number } | undefined {
  if (!existsSync(file)) return undefined;
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  const [, major, minor] = /(\d+)\.(\d+)/.exec(pick(manifest) ?? '') ?? [];
  return major === undefined ? undefined : { major: Number(major), minor: Number(minor) };
}
