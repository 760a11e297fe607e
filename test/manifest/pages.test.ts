/** The pages as the product ships them. */
import assert from 'node:assert/strict';
import { readdir, readFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { staticClosure } from '../helpers/staticClosure.ts';
import { root } from './manifest.ts';

const scriptBudget = 200 * 1024;

interface BuildScript {
  readonly buildAll: (options: { readonly outDir: string }) => Promise<void>;
}

const folder = join(root, 'src/webview');
const pages = (await readdir(folder, { recursive: true })).filter((path) => /^[\w-]+[\\/]main\.ts$/.test(path)).map((path) => path.slice(0, -'/main.ts'.length));

const built = await mkdtemp(join(tmpdir(), 'falcon-pages-'));
before(async () => {
  const { buildAll } = (await import(pathToFileURL(join(root, 'esbuild.mjs')).href)) as BuildScript;
  await buildAll({ outDir: built });
});
after(() => rm(built, { recursive: true, force: true }));

describe('a page', () => {
  test('is there at all', () => assert.ok(pages.length > 0));

  for (const page of pages) {
    test(`${page} stays within the budget of scripts`, async () => {
      const files = await staticClosure(built, `webview/${page}.js`);
      const sizes = await Promise.all(files.map(async (path) => (await stat(join(built, path))).size));
      const total = sizes.reduce((sum, size) => sum + size, 0);
      assert.ok(total < scriptBudget, `${total} bytes in ${files.join(', ')}`);
    });
  }
});

test('style sheets take their colours from the theme alone', async () => {
  const sheets = (await readdir(join(root, 'media'))).filter((name) => name.endsWith('.css'));
  assert.ok(sheets.includes('page.css'));
  for (const sheet of sheets) {
    const css = (await readFile(join(root, 'media', sheet), 'utf8')).replaceAll(/\/\*[^]*?\*\/|--vscode-[\w-]+/g, '');
    assert.doesNotMatch(css, /#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(/i, sheet);
    const named = [...css.matchAll(/(?:color|background|border[\w-]*|outline):\s*([^;]+);/g)].map(([, value = '']) => value);
    for (const value of named) assert.doesNotMatch(value, /\b(white|black|red|green|blue|gr[ae]y|yellow|orange)\b/, `${sheet}: ${value}`);
  }
});
