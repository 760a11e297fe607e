import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { runProgram } from './runProgram.ts';

const namesOnPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

const usualPlaces: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) => {
    const folder = process.env[variable];
    return folder === undefined ? [] : [path.join(folder, 'Google/Chrome/Application/chrome.exe'), path.join(folder, 'Microsoft/Edge/Application/msedge.exe')];
  }),
};

/** The first file of that name in the folders of PATH. */
export function findOnPath(name: string): string | undefined {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => endings.map((ending) => path.join(folder, name + ending))).find((file) => existsSync(file));
}

/** The program named by CHROMIUM, else one that is installed, else undefined. Throws when CHROMIUM names nothing. */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROMIUM names ${named}, which does not exist. Correct it or unset it.`);
    return named;
  }
  const onPath = namesOnPath.map((name) => findOnPath(name)).find((file) => file !== undefined);
  return onPath ?? [...(usualPlaces[process.platform] ?? []), chromium.executablePath()].find((file) => existsSync(file));
}

/** Finds Chromium, or installs it where that needs nobody's leave (root on Debian or Ubuntu); else says what to type. */
export async function ensureChromium(say: (line: string) => void): Promise<string> {
  const found = findChromium();
  if (found !== undefined) return found;
  const byApt = await usesApt();
  if (!byApt) throw new Error('No Chromium, Chrome or Edge was found. Install one, set CHROMIUM to its path, or run: npx playwright-core install chromium');
  const command = 'apt-get update && apt-get install -y chromium';
  if (process.getuid?.() !== 0) throw new Error(`No Chromium was found. Run: sudo sh -c '${command}'`);

  say(`No Chromium was found. Running: ${command}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runProgram('apt-get', ['update'], { env, live: true });
  await runProgram('apt-get', ['install', '-y', 'chromium'], { env, live: true });
  const installed = findChromium();
  // Some releases of Ubuntu have a package of that name which only points to a snap.
  const works = installed !== undefined && (await runProgram(installed, ['--version']).then(Boolean, () => false));
  if (!works) throw new Error('The package chromium brought no working program. Run: npx playwright-core install --with-deps chromium');
  return installed;
}

async function usesApt(): Promise<boolean> {
  if (process.platform !== 'linux' || findOnPath('apt-get') === undefined) return false;
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release);
}
