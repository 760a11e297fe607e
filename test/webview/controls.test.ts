/** The form controls of all pages, in a real browser under the pages' content policy. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { axeObjections } from '../helpers/webview/axe.ts';
import { bundlePage, openPage } from '../helpers/webview/openPage.ts';
import type { PageFiles } from '../helpers/webview/openPage.ts';
import { themeNames } from '../helpers/webview/themes.ts';
import { shoot, tabOrder } from './support/pageActs.ts';
import { browserForTests } from './support/pageUnderTest.ts';

/** A control's value is a property, which only the page can read. */
const valueOf = (element: unknown): string => (element as { value: string }).value;

const browser = browserForTests({ width: 600, height: 500 });
let script: PageFiles;

before(async () => {
  script = await bundlePage(path.join(import.meta.dirname, 'pages/controls.ts'));
});

describe('the controls', () => {
  test('each is found by its role and label, with its value', async () => {
    const { page, errors, blocked } = await openPage(browser.context, script, 'dark');
    assert.equal(await page.getByRole('textbox', { name: 'First name' }).inputValue(), 'Ada');
    assert.equal(await page.getByRole('textbox', { name: 'Notes' }).inputValue(), '');
    assert.equal(await page.getByRole('checkbox', { name: 'Show inherited' }).getAttribute('aria-checked'), 'true');
    assert.equal(await page.locator('#cid').evaluate(valueOf), 'b');
    assert.equal(await page.getByRole('combobox', { name: 'CID' }).count(), 1);
    assert.equal(await page.getByRole('progressbar', { name: 'Loading' }).count(), 1);
    assert.deepEqual(errors, []);
    assert.deepEqual(blocked, []);
  });

  test('what is wrong with a field is tied to it, and a disabled button does nothing', async () => {
    const { page } = await openPage(browser.context, script, 'dark');
    const first = page.getByRole('textbox', { name: 'First name' });
    await first.fill('');
    await page.getByText('A name is missing.').waitFor();
    assert.equal(await first.getAttribute('aria-invalid'), 'true');
    assert.equal(await first.getAttribute('aria-describedby'), 'first-error');
    assert.equal(await page.getByRole('combobox', { name: 'CID' }).getAttribute('aria-describedby'), 'cid-hint');
    await page.locator('#never').dispatchEvent('click');
    await page.locator('#save').click();
    await page.getByLabel('Presses').filter({ hasText: /^1$/ }).waitFor();
  });

  test('the keyboard alone reaches and works all of them, in order', async () => {
    const { page } = await openPage(browser.context, script, 'dark');
    assert.deepEqual(await tabOrder(page, 6), ['first', 'notes', 'cid', 'inherited', 'save', 'discard']);
    await page.locator('#inherited').focus();
    await page.keyboard.press('Space');
    await page.getByRole('checkbox', { name: 'Show inherited', checked: false }).waitFor();
    await page.locator('#cid').focus();
    await page.keyboard.press('ArrowUp');
    assert.equal(await page.locator('#cid').evaluate(valueOf), 'a');
    await page.getByRole('button', { name: 'Review and save' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Presses').filter({ hasText: /^1$/ }).waitFor();
  });

  for (const theme of themeNames) {
    test(`axe finds nothing to object to in ${theme}`, async () => {
      const { page } = await openPage(browser.context, script, theme);
      await page.getByRole('button', { name: 'Review and save' }).waitFor();
      assert.deepEqual(await axeObjections(page), []);
      await shoot(page, `controls-${theme}`);
    });
  }
});
