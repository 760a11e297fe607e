/** The pages' content policy, in a real browser: what it lets in, and what it keeps out. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { bundlePage, openPage } from '../helpers/webview/openPage.ts';
import { browserForTests } from './support/pageUnderTest.ts';

const browser = browserForTests({ width: 600, height: 500 });

const pageFile = (name: string): string => path.join(import.meta.dirname, 'pages', name);

test('a page and the chunks that it imports are let in', async () => {
  const files = await bundlePage(pageFile('chunks.ts'));
  assert.ok([...files.keys()].some((name) => name.startsWith('chunks/')), [...files.keys()].join());
  const { page, errors, blocked } = await openPage(browser.context, files, 'dark');
  await page.getByText('The chunk was loaded.').waitFor();
  assert.deepEqual([errors, blocked], [[], []]);
});

test('scripts without the nonce, pictures and addresses from elsewhere are kept out', async () => {
  const { page, blocked } = await openPage(browser.context, await bundlePage(pageFile('chunks.ts')), 'dark');
  await page.getByText('The chunk was loaded.').waitFor();
  await page.evaluate(`
    const script = document.createElement('script');
    script.textContent = 'document.title = "taken over"';
    const picture = document.createElement('img');
    picture.src = 'http://elsewhere.invalid/a.png';
    document.body.append(script, picture);
  `);
  const reached = await page.evaluate<string>("fetch('http://elsewhere.invalid/').then(() => 'reached', () => 'refused')");
  assert.deepEqual([reached, await page.title()], ['refused', 'Page']);
  assert.ok(blocked.length >= 3, blocked.join('\n'));
});
