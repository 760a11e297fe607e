// The program that runs VS Code's server edition: reads its options as one line of JSON from stdin, listens on 127.0.0.1, prints
// its port as one line of JSON, and ends when stdin closes, so that it never outlives the process that started it.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import { pathToFileURL } from 'node:url';
import type { ServerOptions } from './serverProcess.ts';

/** The part of VS Code's server module that is called here. */
interface VsCodeServer {
  handleRequest(request: IncomingMessage, response: ServerResponse): void;
  handleUpgrade(request: IncomingMessage, socket: Duplex): void;
  handleServerError(error: Error): void;
}
interface VsCodeServerModule {
  createServer(address: null, options: Record<string, unknown>): Promise<VsCodeServer>;
}

async function loadServer({ serverFolder, userDataFolder, extensionsFolder, token, driver, logLevel }: ServerOptions): Promise<VsCodeServer> {
  // Without this variable server-main.js would open a listener of its own.
  process.env['CODE_SERVER_PARENT_PID'] = String(process.pid);
  const main = (await import(pathToFileURL(path.join(serverFolder, 'out/server-main.js')).href)) as {
    loadCodeWithNls(): Promise<VsCodeServerModule>;
  };
  const module = await main.loadCodeWithNls();
  return module.createServer(null, {
    _: [],
    host: '127.0.0.1',
    'accept-server-license-terms': true,
    compatibility: '1.64',
    'connection-token': token,
    'disable-telemetry': true,
    'disable-update-check': true,
    'disable-workspace-trust': true,
    'enable-smoke-test-driver': driver,
    'extensions-dir': extensionsFolder,
    ...(logLevel === undefined ? {} : { log: [logLevel] }),
    'server-data-dir': userDataFolder,
    'user-data-dir': userDataFolder,
  });
}

/** The page encrypts its secrets with a key of which this half stays on disk: kept, so that they can be read after a reload. */
async function readKeyHalf(userDataFolder: string): Promise<Buffer> {
  const file = path.join(userDataFolder, 'secret-key-half');
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const key = randomBytes(32);
  await writeFile(file, key, { mode: 0o600 });
  return key;
}

function carriesToken(request: IncomingMessage, token: string): boolean {
  const expected = Buffer.from(token);
  return (request.headers.cookie ?? '').split(';').some((cookie) => {
    const [name, value] = cookie.trim().split('=');
    const given = Buffer.from(value ?? '');
    return name === 'vscode-tkn' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

const isKeyRequest = (request: IncomingMessage): boolean => request.method === 'POST' && /\/mint-key(\?|$)/.test(request.url ?? '');

const input = createInterface({ input: process.stdin });
const [firstLine] = (await once(input, 'line')) as [string];
input.on('close', () => {
  // An extension host that has not been told its parent yet would wait for it for hours: end the whole group.
  if (process.platform !== 'win32') process.kill(-process.pid, 'SIGTERM');
  process.exit(0);
});
const options = JSON.parse(firstLine) as ServerOptions;

await mkdir(options.userDataFolder, { recursive: true });
await mkdir(options.extensionsFolder, { recursive: true });
const keyHalf = await readKeyHalf(options.userDataFolder);
const editor = await loadServer(options);

const server = createServer((request, response) => {
  if (!isKeyRequest(request)) {
    editor.handleRequest(request, response);
    return;
  }
  if (!carriesToken(request, options.token)) {
    response.writeHead(403).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' }).end(keyHalf);
});
server.on('upgrade', (request, socket) => {
  editor.handleUpgrade(request, socket);
});
server.listen(options.port, '127.0.0.1');
await once(server, 'listening');
server.on('error', (error) => {
  editor.handleServerError(error);
});
process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
