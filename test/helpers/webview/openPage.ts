/** Opens a page's script in a real browser as the editor would: under the strict content policy, with a theme's variables. */
import { build } from 'esbuild';
import type { BrowserContext, Page } from 'playwright-core';
import { pageThemes } from './themes.ts';
import type { PageTheme } from './themes.ts';

const origin = 'http://page.invalid';
const nonce = 'only-this-script';
const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${origin}; font-src ${origin}`;

/** The script of a page, bundled for the browser. */
export async function bundlePage(entry: string): Promise<string> {
  const output = { write: false, format: 'iife', platform: 'browser', target: 'chrome138' } as const;
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, logLevel: 'silent', ...output });
  const [script] = outputFiles;
  if (!script) throw new Error(`Nothing was bundled from ${entry}.`);
  return script.text;
}

function styleSheet(theme: PageTheme): string {
  const variables = Object.entries(pageThemes[theme].colours).map(([name, value]) => `--vscode-${name}: ${value};`);
  const body = ['background: var(--vscode-editor-background)', 'color: var(--vscode-foreground)', 'font-family: var(--vscode-font-family)'];
  return `html { ${variables.join(' ')} } body { ${body.join('; ')} }`;
}

export interface OpenedPage {
  readonly page: Page;
  /** Errors that the page threw. */
  readonly errors: readonly Error[];
}

export async function openPage(context: BrowserContext, script: string, theme: PageTheme): Promise<OpenedPage> {
  const page = await context.newPage();
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  const html = `<!DOCTYPE html>
<html lang="en">
<head>
  <title>Page</title>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <link rel="stylesheet" href="${origin}/page.css">
</head>
<body class="${pageThemes[theme].bodyClass}">
  <main></main>
  <script nonce="${nonce}" src="${origin}/page.js"></script>
</body>
</html>`;
  await page.route(`${origin}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/page.js') return route.fulfill({ contentType: 'text/javascript', body: script });
    if (pathname === '/page.css') return route.fulfill({ contentType: 'text/css', body: styleSheet(theme) });
    return route.fulfill({ contentType: 'text/html', body: html });
  });
  await page.goto(`${origin}/`);
  return { page, errors };
}
