// Stands in for the desktop program when there is none: takes its command line as @vscode/test-electron writes it, runs the suite in
// the extension host of the server edition with a headless browser as its window, and exits with the suite's status.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser } from './browser.ts';
import { installServer } from './installServer.ts';
import { startServer } from './serverProcess.ts';
import { addressPath, workbenchUrl } from './workbench.ts';

const { values, positionals } = parseArgs({
  // The desktop program knows many options that mean nothing here.
  strict: false,
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: { type: 'string', multiple: true, default: [] },
    extensionTestsPath: { type: 'string' },
    'extensions-dir': { type: 'string' },
    'user-data-dir': { type: 'string' },
  },
});

function needed(name: 'extensionTestsPath' | 'extensions-dir' | 'user-data-dir'): string {
  const value = values[name];
  if (typeof value !== 'string') throw new Error(`--${name} is missing`);
  return path.resolve(value);
}

const testsPath = needed('extensionTestsPath');
const userDataFolder = needed('user-data-dir');
const folder = path.resolve(positionals[0] ?? path.join(userDataFolder, 'workspace'));
await mkdir(folder, { recursive: true });

const server = await startServer({
  serverFolder: await installServer(console.error),
  userDataFolder,
  extensionsFolder: needed('extensions-dir'),
  driver: true,
});
try {
  const browser = await openBrowser();
  try {
    const page = await browser.context.newPage();
    const finished = Promise.withResolvers<number>();
    await page.exposeFunction('codeAutomationExit', (status: number) => {
      finished.resolve(status);
    });
    page.on('crash', () => {
      finished.reject(new Error('the browser page crashed'));
    });
    void server.ended.then(() => {
      finished.reject(new Error(`the server ended\n${server.log.join('\n')}`));
    });
    const onServer = (file: string): string => `vscode-remote://127.0.0.1:${server.port}${encodeURI(addressPath(file))}`;
    await page.goto(
      workbenchUrl(server, folder, [
        ...(values.extensionDevelopmentPath as string[]).map((file): [string, string] => ['extensionDevelopmentPath', onServer(path.resolve(file))]),
        ['extensionTestsPath', onServer(testsPath)],
      ]),
    );
    process.exitCode = await finished.promise;
  } finally {
    await browser.close();
  }
} finally {
  await server.close();
}
