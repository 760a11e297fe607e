/**
 * Opens a page in a real browser as the editor would: the html of the host with its strict content policy, a theme's
 * variables, and a stand-in for the editor's handle, behind which a test plays the host.
 */
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { pageHtml } from '../../../src/host/pageHtml.ts';
import type { HostMessage } from '../../../src/protocol/wire.ts';
import { pageThemes } from './themes.ts';
import type { PageTheme } from './themes.ts';

const origin = 'http://page.invalid';
const nonce = 'only-this-script';
const media = path.join(import.meta.dirname, '../../../media');

/** What is loaded for a page: its script first, then the chunks that it asks for. */
export type PageFiles = ReadonlyMap<string, string>;

const entryName = 'page.js';

/** The script of a page with its chunks, bundled as the product is. */
export async function bundlePage(entry: string): Promise<PageFiles> {
  const { outputFiles } = await build({
    entryPoints: { page: entry },
    ...{ bundle: true, splitting: true, write: false, format: 'esm', platform: 'browser', target: 'chrome138', logLevel: 'silent' },
    outdir: '/out',
    chunkNames: 'chunks/[name]-[hash]',
  });
  const files = new Map(outputFiles.map((file) => [path.relative('/out', file.path).replaceAll('\\', '/'), file.text]));
  if (!files.has(entryName)) throw new Error(`Nothing was bundled from ${entry}.`);
  return files;
}

const themeSheet = (theme: PageTheme): string =>
  `html { ${Object.entries(pageThemes[theme].colours).map(([name, value]) => `--vscode-${name}: ${value};`).join(' ')} }`;

/** What the editor puts into every page: a handle whose messages go to `hear`, and a state that `kept` begins with. */
function editorHandle({ kept }: { readonly kept: unknown }): void {
  interface Page {
    hear(message: unknown): Promise<void>;
    kept: unknown;
    acquireVsCodeApi?: () => unknown;
  }
  const page = globalThis as unknown as Page;
  page.kept = kept;
  let acquired = false;
  page.acquireVsCodeApi = () => {
    if (acquired) throw new Error('An instance of the VS Code API has already been acquired');
    acquired = true;
    return {
      postMessage: (message: unknown) => void page.hear(message),
      getState: () => page.kept,
      // As the editor stores it.
      setState: (state: unknown) => (page.kept = JSON.parse(JSON.stringify(state)) as unknown),
    };
  };
}

export interface PageOptions {
  /** What an earlier page kept. */
  readonly kept?: unknown;
  /** Style sheets of `media` beside `page.css`, without their ending. */
  readonly styles?: readonly string[];
  /** Plays the host: called with each message of the page. */
  readonly onMessage?: (message: unknown) => void;
}

export interface OpenedPage {
  readonly page: Page;
  /** Errors that the page threw. */
  readonly errors: readonly Error[];
  /** What the page's policy kept from loading. */
  readonly blocked: readonly string[];
  /** Sends a message to the page, as the host does. */
  readonly post: (message: HostMessage) => Promise<void>;
  /** What the page has kept. */
  readonly kept: () => Promise<unknown>;
}

export async function openPage(context: BrowserContext, files: PageFiles, theme: PageTheme, options: PageOptions = {}): Promise<OpenedPage> {
  const page = await context.newPage();
  const errors: Error[] = [];
  const blocked: string[] = [];
  page.on('pageerror', (error) => errors.push(error));
  page.on('console', (line) => {
    // The toolkit tries a style of its own first, which is refused without harm.
    if (/Content Security Policy/.test(line.text()) && !/inline style/.test(line.text())) blocked.push(line.text());
  });
  await page.exposeFunction('hear', (message: unknown) => options.onMessage?.(message));
  await page.addInitScript(editorHandle, { kept: options.kept });
  const html = pageHtml({
    ...{ title: 'Page', lang: 'en', nonce, cspSource: origin, start: { locale: 'en', texts: {} } },
    styles: ['theme', 'page', ...(options.styles ?? [])].map((name) => `${origin}/media/${name}.css`),
    script: `${origin}/${entryName}`,
  }).replace('<body>', `<body class="${pageThemes[theme].bodyClass}">`);
  await page.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const script = files.get(pathname.slice(1));
    if (script !== undefined) return route.fulfill({ contentType: 'text/javascript', body: script });
    const sheet = /^\/media\/([\w-]+)\.css$/.exec(pathname)?.[1];
    if (sheet === 'theme') return route.fulfill({ contentType: 'text/css', body: themeSheet(theme) });
    if (sheet !== undefined) return route.fulfill({ contentType: 'text/css', body: await readFile(path.join(media, `${sheet}.css`), 'utf8') });
    return route.fulfill({ contentType: 'text/html', body: html });
  });
  await page.goto(`${origin}/`);
  return {
    page,
    errors,
    blocked,
    post: (message) => page.evaluate<void>(`postMessage(${JSON.stringify(message)}, '*')`),
    kept: () => page.evaluate<unknown>('kept'),
  };
}
