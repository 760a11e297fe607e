/** What is wrong in a file of aggregate queries, as its form shows it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { eventually } from '../e2e/support/eventually.ts';
import { byStatus, fileText } from '../helpers/webview/aggregateHost.ts';
import { aggregateForm, becomes, field } from './support/aggregateForm.ts';
import { focused, press } from './support/pageActs.ts';

const { open, openText } = aggregateForm();

describe('mistakes', () => {
  test('stand at their fields, and the list of them leads there', async () => {
    const { page } = await open([{ name: 'q', type: 'date_histogram', field: 'created_at' }, byStatus]);
    await page.getByText(/^\d+ mistake/).click();
    await page.locator('.problems li.error button').first().click();
    await eventually('the focus is in the query', async () => /^q-0/.test(await focused(page)));
    assert.ok((await page.locator('#q-0 .field-error').count()) > 0);
    assert.equal(await page.locator('#q-1 .field-error').count(), 0);
  });

  test('in a query that is folded unfold it', async () => {
    const { page } = await open([{ ...byStatus, filter: 'status' }]);
    await page.locator('#q-0-head').click();
    await field(page, 0, 'filter').waitFor({ state: 'detached' });
    await page.getByText(/^\d+ mistake/).click();
    await page.locator('.problems li.error button').first().click();
    await eventually('the focus is in the field', async () => (await focused(page)) === 'q-0-filter');
  });

  test('of a value leave the text as it is, and are described', async () => {
    const text = '[{ "name": "q", "type": "terms", "field": "status", "sort": "_count.desc" }]';
    const { page, host } = await openText(text);
    const sort = field(page, 0, 'sort');
    assert.equal(await sort.inputValue(), '_count.desc');
    assert.equal(await sort.getAttribute('aria-invalid'), 'true');
    assert.equal(await sort.getAttribute('aria-describedby'), 'q-0-sort-error');
    assert.equal(host.text, text);
  });

  test('of the type show what is written all the same, to be taken out', async () => {
    const { page, host } = await open([{ name: 'q', type: 'max', field: 'created_at', interval: 'month' }]);
    await press(page, 'Remove interval');
    await becomes(host, { name: 'q', type: 'max', field: 'created_at' });
  });

  test('leave unknown keys as they are, and lead to the text', async () => {
    const { page, host } = await openText('[{ "name": "q", "type": "terms", "field": "status", "colour": "red" }]');
    await page.getByText('Kept as they are: colour').waitFor();
    await press(page, 'Show in Text');
    await eventually('it is asked for', () => host.host.bodies('act').length === 1);
    assert.deepEqual(host.host.bodies('act'), [{ action: 'openText' }]);
  });

  test('are told in the direction of the page, whatever the file holds', async () => {
    const { page } = await open([{ name: 'q', type: 'terms', field: '\u202Egnp', filter: "status:'\u202Egnp'+" }]);
    await page.locator('#q-0-field-hint', { hasText: 'No field "gnp"' }).waitFor();
    await page.locator('#q-0-filter-error').waitFor();
    await page.getByText(/^\d+ mistake/).click();
    assert.doesNotMatch(await page.locator('main').innerText(), /\u202E/);
  });

  test('that leave no queries to show are told with their place', async () => {
    const { page, host } = await openText('[{ "name": ');
    await page.getByText(/^At character \d+:/).first().waitFor();
    await press(page, 'Show as Text');
    await eventually('it is asked for', () => host.host.bodies('act').length === 1);
    assert.equal(await page.locator('.query').count(), 0);
    await host.write(fileText(byStatus));
    await field(page, 0, 'name').waitFor();
  });
});

describe('a value of a wrong type', () => {
  const said = (page: Page, id: string): Promise<string> => page.locator(`#${id}-error`).innerText();

  test('is named at its field, stays in the text, and is replaced by what is typed', async () => {
    const text = '[{ "name": "q", "type": "terms", "field": "status", "size": "ten", "filter": 5, "missing": ["x"], "min_doc_count": {} }]';
    const { page, host } = await openText(text);
    assert.match(await said(page, 'q-0-size'), /whole number .*, not "ten"\./);
    assert.match(await said(page, 'q-0-filter'), /not 5\./);
    assert.match(await said(page, 'q-0-missing'), /not a list\./);
    assert.match(await said(page, 'q-0-min_doc_count'), /not an object\./);
    assert.equal(await field(page, 0, 'size').getAttribute('aria-invalid'), 'true');
    assert.equal(host.text, text);
    await field(page, 0, 'size').fill('12');
    await eventually('it is replaced', () => host.text === text.replace('"ten"', '12'));
    await page.locator('#q-0-size-error').waitFor({ state: 'detached' });
  });

  test('is shown also where its field is not for the type, to be taken out', async () => {
    const { page, host } = await openText('[{ "name": "q", "type": "max", "field": "created_at", "size": "ten" }]');
    assert.match(await said(page, 'q-0-size'), /not "ten"/);
    await press(page, 'Remove size');
    await becomes(host, { name: 'q', type: 'max', field: 'created_at' });
  });

  test('in a list without fields of its own is told at the list', async () => {
    const filters = '{ "filters": { "a": "status:\'x\'", "b": 5 }, "other_bucket": "yes" }';
    const percentiles = '{ "name": "p", "type": "percentiles", "field": "created_at", "percents": [5, "x"] }';
    const { page, host } = await openText(`[${percentiles}, { "name": "f", "filters_spec": ${filters} }]`);
    assert.match(await said(page, 'q-0-percents'), /A percent is a number from 0 to 100, not "x"\./);
    assert.match(await said(page, 'q-1-filters_spec'), /A filter is a text in double quotes, not 5\..*true or false, not "yes"\./);
    const { text } = host;
    await page.getByLabel('Name of a').fill('c');
    await page.keyboard.press('Tab');
    await page.locator('.field-error', { hasText: 'First mend the filter that is no text.' }).waitFor();
    assert.equal(host.text, text);
  });
});

describe('a regular expression', () => {
  test('that is none is told at its field', async () => {
    const { page, host } = await open([{ name: 'q', type: 'terms', field: 'status' }]);
    await page.locator('#q-0-more').click();
    await field(page, 0, 'include').fill('a(b');
    await page.locator('#q-0-include-error', { hasText: 'At character 2: This ( is never closed.' }).waitFor();
    await field(page, 0, 'include').fill('a(b)');
    await page.locator('#q-0-include-error').waitFor({ state: 'detached' });
    await becomes(host, { name: 'q', type: 'terms', field: 'status', include: 'a(b)' });
  });
});

describe('what cannot be written into the file', () => {
  const runIsOff = (page: Page): Promise<boolean> => page.getByRole('button', { name: 'Run (Ctrl+Enter)' }).isDisabled();

  test('keeps the queries from being run, and leads to its field', async () => {
    const { page, host } = await open([{ ...byStatus, name: 'first' }, byStatus]);
    await field(page, 1, 'size').fill('ten');
    await page.locator('#unwritten', { hasText: 'A field of “by status” holds no number, so nothing is sent.' }).waitFor();
    assert.deepEqual([await runIsOff(page), await page.locator('#copy').isDisabled()], [true, true]);
    await page.locator('#q-1-head').click();
    await page.keyboard.press('Control+Enter');
    await eventually('the field has the focus', async () => (await focused(page)) === 'q-1-size');
    assert.deepEqual(host.host.bodies('hold'), [{ where: '“by status”' }]);
    await page.locator('#q-0-head').focus();
    await page.locator('#go-unwritten').click();
    await eventually('the field has the focus', async () => (await focused(page)) === 'q-1-size');
    assert.deepEqual([host.host.bodies('act'), host.host.bodies('edit')], [[], []]);
    await field(page, 1, 'size').fill('12');
    await page.locator('#unwritten').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Enter');
    await eventually('it is run', () => host.host.bodies('act').length === 1);
    await becomes(host, { ...byStatus, size: 12 }, 1);
    assert.deepEqual(host.host.bodies('hold'), [{ where: '“by status”' }, {}]);
  });

  for (const [how, go] of [
    ['another type has no such field', async (page: Page) => void (await field(page, 0, 'type').selectOption('cardinality'))],
    ['the query is removed', (page: Page) => press(page, 'Remove by status')],
  ] as const) {
    test(`is forgotten when ${how}`, async () => {
      const { page, host } = await open([byStatus, { ...byStatus, name: 'b' }]);
      await field(page, 0, 'size').fill('ten');
      await page.locator('#unwritten').waitFor();
      await go(page);
      await page.locator('#unwritten').waitFor({ state: 'detached' });
      await eventually('the host knows', () => host.host.bodies('hold').length === 2);
      assert.equal(await runIsOff(page), false);
    });
  }

  test('of a page that is no more keeps nothing from being run', async () => {
    const { host } = await open([byStatus], { over: { isHeld: true } });
    await eventually('the host is told', () => host.host.bodies('hold').length === 1);
    assert.deepEqual(host.host.bodies('hold'), [{}]);
  });
});
