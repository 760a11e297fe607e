import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { installServer } from './installServer.ts';
import { projectRoot, vsixFile } from './paths.ts';
import { runProgram } from './runProgram.ts';
import { startServer } from './serverProcess.ts';
import type { RunningServer } from './serverProcess.ts';
import { writeSettings } from './settings.ts';
import type { Settings } from './settings.ts';
import { followBrowser } from './themes.ts';
import { openWorkbench } from './workbench.ts';

interface Folders {
  userDataFolder: string;
  extensionsFolder: string;
}

/** Installs packaged extensions as a person would who has the files. */
export async function installExtensions(serverFolder: string, { userDataFolder, extensionsFolder }: Folders, vsixFiles: readonly string[]): Promise<void> {
  await runProgram(process.execPath, [
    path.join(serverFolder, 'out/server-main.js'),
    '--accept-server-license-terms',
    ...['--user-data-dir', userDataFolder, '--server-data-dir', userDataFolder, '--extensions-dir', extensionsFolder],
    '--force',
    ...vsixFiles.flatMap((file) => ['--install-extension', file]),
  ]);
}

export interface InstalledEditor {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly server: RunningServer;
  /** The open workspace folder. */
  readonly folder: string;
  /** What the editor and its extensions log, the server's own output aside. */
  readonly logsFolder: string;
  /** Opens one more window on the same editor, for what two windows must agree on. */
  readonly openWindow: () => Promise<Page>;
  /** Keeps a picture of the window and the editor's logs in test/e2e/shots/failed/, for a test that went wrong. */
  keepEvidence(name: string): Promise<void>;
  close(): Promise<void>;
}

export interface InstalledEditorOptions {
  /** On top of the quiet ones. */
  settings?: Settings;
  vsix?: string;
  /** For tests that look at what is logged. */
  logLevel?: 'trace' | undefined;
}

/** A fresh editor in a browser with nothing but the packaged extension in it. */
export async function startInstalledEditor({ settings = {}, vsix = vsixFile, logLevel }: InstalledEditorOptions = {}): Promise<InstalledEditor> {
  const serverFolder = await installServer(console.error);
  const root = await mkdtemp(path.join(tmpdir(), 'falcon-e2e-'));
  const folders = { userDataFolder: path.join(root, 'data'), extensionsFolder: path.join(root, 'extensions') };
  const folder = path.join(root, 'workspace');
  const closers: (() => Promise<void>)[] = [() => rm(root, { recursive: true, force: true, maxRetries: 5 })];
  const close = async (): Promise<void> => {
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) await closer();
  };
  try {
    await mkdir(folder);
    await writeSettings(folders.userDataFolder, { ...followBrowser, ...settings });
    await installExtensions(serverFolder, folders, [vsix]);
    const server = await startServer({ serverFolder, ...folders, logLevel });
    closers.push(() => server.close());
    const browser = await openBrowser({ colorScheme: 'dark' });
    closers.push(() => browser.close());
    const page = await openWorkbench(browser.context, server, folder);
    const logsFolder = path.join(folders.userDataFolder, 'logs');
    const keepEvidence = async (name: string): Promise<void> => {
      const kept = path.join(projectRoot, 'test/e2e/shots/failed', name);
      await rm(kept, { recursive: true, force: true });
      await cp(logsFolder, kept, { recursive: true });
      await writeFile(path.join(kept, 'server.log'), `${server.log.join('\n')}\n`);
      await page.screenshot({ path: path.join(kept, 'window.png') });
    };
    const openWindow = (): Promise<Page> => openWorkbench(browser.context, server, folder);
    return { page, context: browser.context, server, folder, logsFolder, openWindow, keepEvidence, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Lets a test use a fresh editor; when the test fails, what the editor showed and logged is kept under `name`. */
export async function withInstalledEditor(name: string, options: InstalledEditorOptions, use: (editor: InstalledEditor) => Promise<void>): Promise<void> {
  const editor = await startInstalledEditor(options);
  try {
    await use(editor);
  } catch (error) {
    // The test's own failure is the one to report, whatever becomes of the evidence.
    await editor.keepEvidence(name).catch((problem: unknown) => {
      console.error(`No evidence was kept: ${String(problem)}`);
    });
    throw error;
  } finally {
    await editor.close();
  }
}
