import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** What the server program is told. */
export interface ServerOptions {
  /** Folder with `out/server-main.js`, as `installServer` returns it. */
  serverFolder: string;
  userDataFolder: string;
  extensionsFolder: string;
  /** 0 takes any free port. */
  port: number;
  /** Required from every page and every request. */
  token: string;
  /** Lets a page load an extension from its source folder and run its test suite; also hides notifications and answers dialogs. */
  driver: boolean;
  /** How much the editor and its extensions log; `info` unless said otherwise. */
  logLevel?: 'trace' | undefined;
}

export interface RunningServer {
  readonly port: number;
  readonly token: string;
  /** Everything the server printed. */
  readonly log: readonly string[];
  /** Settles when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

type StartOptions = Pick<ServerOptions, 'serverFolder' | 'userDataFolder' | 'extensionsFolder'> &
  Partial<Pick<ServerOptions, 'port' | 'driver' | 'logLevel'>> & {
    /** Variables that extension hosts shall see besides those of this process. */
    env?: NodeJS.ProcessEnv;
  };

/** Starts the server edition on 127.0.0.1 behind a fresh random token; resolves once it accepts connections. */
export async function startServer({ env, port = 0, driver = false, logLevel, ...folders }: StartOptions): Promise<RunningServer> {
  const token = randomBytes(24).toString('base64url');
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'serverMain.ts')], {
    // An empty gallery: nothing is looked up in the marketplace.
    env: { ...process.env, EXTENSIONS_GALLERY: '{}', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    // Leader of a group, which it ends together with itself.
    detached: process.platform !== 'win32',
  });
  const ended = once(child, 'close').then(() => undefined);
  const options: ServerOptions = { ...folders, port, token, driver, logLevel };
  // Over stdin, because arguments and variables of a process can be read by others; the open pipe also keeps it running.
  child.stdin.write(`${JSON.stringify(options)}\n`);
  // The pipe breaks when the server dies first, which `ended` reports.
  child.stdin.on('error', () => undefined);

  const log: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
  const listening = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      log.push(line);
      const ready = /^\{"port":(\d+)\}$/.exec(line);
      if (ready) resolve(Number(ready[1]));
    });
    child.once('error', reject);
    void ended.then(() => {
      reject(new Error(`VS Code's server edition ended before it was ready\n${log.join('\n')}`));
    });
  });

  return {
    port: listening,
    token,
    log,
    ended,
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
