/** The page of aggregate queries: its form, in a real browser under the pages' content policy, with a real text behind it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import type { AggregateQuery, AggregateType } from '../../src/core/aggregates/query.ts';
import { aggregateChecks, isKeptAggregate } from '../../src/protocol/aggregate.ts';
import { eventually } from '../e2e/support/eventually.ts';
import { byStatus, fileText } from '../helpers/webview/aggregateHost.ts';
import { axeObjections } from '../helpers/webview/axe.ts';
import { themeNames } from '../helpers/webview/themes.ts';
import { aggregateForm, becomes, field } from './support/aggregateForm.ts';
import { fitsWidth, focused, narrow, press, shootWhole } from './support/pageActs.ts';

const { open, openText } = aggregateForm();

const labels = async (page: Page): Promise<readonly string[]> => (await page.locator('.query .fields label').allInnerTexts()).map((text) => text.trim());

describe('a query', () => {
  const needs: Readonly<Record<AggregateType, readonly [object, readonly string[]]>> = {
    terms: [{ size: 10, sort: '_count|desc' }, ['Size', 'Sort']],
    date_histogram: [{ sort: '_count|desc', interval: 'month' }, ['By', 'Sort']],
    date_range: [{ date_ranges: [{ from: 'now-30d', to: 'now' }] }, ['From 1', 'To 1']],
    range: [{ ranges: [{ From: 0, To: 10 }] }, ['From 1', 'To 1']],
    ...{ cardinality: [{}, []], max: [{}, []], min: [{}, []], avg: [{}, []], sum: [{}, []] },
    percentiles: [{}, ['Percents']],
  };

  for (const [type, [written, shown]] of Object.entries(needs)) {
    test(`of the type ${type} shows what it needs, and is given what it cannot do without`, async () => {
      const { page, host, errors, blocked } = await open([byStatus]);
      if (type !== 'terms') await field(page, 0, 'type').selectOption(type);
      await becomes(host, { name: 'by status', type, field: 'status', ...written });
      await eventually('it is shown', async () => JSON.stringify(await labels(page)) === JSON.stringify(['Name', 'Type', 'Field', ...shown, 'Filter (FQL)']));
      assert.deepEqual([errors, blocked], [[], []]);
    });
  }

  test('is edited field by field, and nothing else of the text changes', async () => {
    const text = '[\n\t{ "type":"terms",  "field": "status", "mine": [1,  2], "size": 5 }\n]\n';
    const { page, host } = await openText(text);
    await field(page, 0, 'size').fill('25');
    await eventually('it is written', () => host.text === text.replace('"size": 5', '"size": 25'));
    await field(page, 0, 'size').fill('');
    await eventually('it is taken out', () => !host.text.includes('size'));
    assert.ok(host.text.includes('"mine": [1,  2]'));
    assert.ok(host.host.bodies('edit').every((body) => aggregateChecks.edit(body)));
  });

  test('is sent once for a word that is typed', async () => {
    const { page, host } = await open([byStatus]);
    await field(page, 0, 'filter').pressSequentially("status:'active'");
    await becomes(host, { ...byStatus, filter: "status:'active'" });
    assert.equal(host.host.bodies('edit').length, 1);
  });

  test('that is renamed takes the choice of its chart along', async () => {
    const { page, host } = await openText('{ "charts": { "a": "table" }, "queries": [{ "name": "a", "type": "terms", "field": "status" }] }');
    await page.locator('#q-queries-0-name').fill('b');
    await eventually('both are written', () => JSON.stringify(host.json).includes('{"b":"table"}') && JSON.stringify(host.json).includes('"name":"b"'));
  });

  test('says where its filter is no FQL, with every key', async () => {
    const { page } = await open([byStatus]);
    await field(page, 0, 'filter').fill("status:'active'+");
    const error = page.locator('#q-0-filter-error');
    await error.filter({ hasText: /At character \d+:/ }).waitFor();
    assert.deepEqual(
      [await field(page, 0, 'filter').getAttribute('aria-describedby'), await field(page, 0, 'filter').getAttribute('aria-invalid')],
      ['q-0-filter-error', 'true'],
    );
    await field(page, 0, 'filter').fill("stat:'active'");
    await page.locator('#q-0-filter-hint mark', { hasText: 'stat' }).waitFor();
    assert.equal(await error.count(), 0);
  });

  test('keeps a number that is none out of the file, and says so', async () => {
    const { page, host } = await open([byStatus]);
    await field(page, 0, 'size').fill('ten');
    await page.locator('#q-0-size-error', { hasText: 'no number' }).waitFor();
    await field(page, 0, 'filter').fill("status:'x'");
    await becomes(host, { ...byStatus, filter: "status:'x'" });
    assert.equal(await field(page, 0, 'size').inputValue(), 'ten');
  });

  test('takes its field from the list of those that are known, or any other', async () => {
    const { page, host } = await open([byStatus]);
    const input = page.getByRole('combobox', { name: 'Field' });
    await input.fill('login');
    await page.locator('.combo-list li').first().waitFor();
    assert.equal(await page.locator('.combo-list li').count(), 1);
    await page.keyboard.press('ArrowDown');
    assert.equal(await input.getAttribute('aria-activedescendant'), 'q-0-field-option-0');
    await page.keyboard.press('Enter');
    await becomes(host, { ...byStatus, field: 'last_login_at' });
    assert.equal(await page.getByRole('listbox').count(), 0);
    await input.fill('something_new');
    await becomes(host, { ...byStatus, field: 'something_new' });
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option', { name: /^created_at/ }).click();
    await becomes(host, { ...byStatus, field: 'created_at' });
  });

  test('shows of the fields that are known the one that the arrow keys have come to', async () => {
    const { page } = await open([byStatus]);
    const input = page.getByRole('combobox', { name: 'Field' });
    await input.press('ArrowDown');
    await page.locator('.combo-list li').first().waitFor();
    await page.keyboard.press('ArrowUp');
    const last = page.locator('.combo-list li').last();
    await eventually('it is the last', async () => (await input.getAttribute('aria-activedescendant')) === (await last.getAttribute('id')));
    const [list, option] = await Promise.all([page.locator('.combo-list').boundingBox(), last.boundingBox()]);
    assert.ok(list && option && option.y >= list.y && option.y + option.height <= list.y + list.height + 1);
  });

  test('has more that is unfolded, and stays so', async () => {
    const { page, host, kept } = await open([{ name: 'q', type: 'terms', field: 'status' }]);
    assert.equal(await field(page, 0, 'min_doc_count').count(), 0);
    await page.getByText('More', { exact: true }).click();
    await field(page, 0, 'min_doc_count').fill('2');
    await field(page, 0, 'include').fill('a.*');
    await becomes(host, { name: 'q', type: 'terms', field: 'status', min_doc_count: 2, include: 'a.*' });
    await eventually('it is kept', async () => JSON.stringify((await kept()) ?? {}).includes('more'));
    const state = await kept();
    assert.ok(isKeptAggregate(state));
    const again = await open([{ name: 'q', type: 'terms', field: 'status' }], { kept: state });
    await field(again.page, 0, 'max_doc_count').waitFor();
  });

  test('has ranges as rows', async () => {
    const { page, host } = await open([{ name: 'q', type: 'date_range', field: 'created_at', date_ranges: [{ to: 'now-1y' }] }]);
    await press(page, 'Add Range');
    await eventually('the focus is there', async () => (await focused(page)) === 'q-0-date_ranges-1-from');
    await page.keyboard.type('now-1y');
    await becomes(host, { name: 'q', type: 'date_range', field: 'created_at', date_ranges: [{ to: 'now-1y' }, { from: 'now-1y' }] });
    await press(page, 'Remove range 1');
    await becomes(host, { name: 'q', type: 'date_range', field: 'created_at', date_ranges: [{ from: 'now-1y' }] });
    await eventually('it is shown', async () => (await field(page, 0, 'date_ranges-0-from').inputValue()) === 'now-1y');
  });

  test('takes percents, bounds and filters with names', async () => {
    const { page, host } = await open([
      { name: 'p', type: 'percentiles', field: 'created_at' },
      { name: 'h', type: 'date_histogram', field: 'created_at', interval: 'week' },
    ]);
    await field(page, 0, 'percents').fill('5, 50 95');
    await becomes(host, { name: 'p', type: 'percentiles', field: 'created_at', percents: [5, 50, 95] });
    await page.locator('#q-1-more').click();
    await field(page, 1, 'extended_bounds-min').fill('2026-01-01');
    await becomes(host, { name: 'h', type: 'date_histogram', field: 'created_at', interval: 'week', extended_bounds: { min: '2026-01-01' } }, 1);
    await field(page, 1, 'extended_bounds-min').fill('');
    await becomes(host, { name: 'h', type: 'date_histogram', field: 'created_at', interval: 'week' }, 1);
    await press(page, 'Add Filter');
    await becomes(
      host,
      { name: 'h', type: 'date_histogram', field: 'created_at', interval: 'week', filters_spec: { filters: { 'filter 1': "status:'active'" } } },
      1,
    );
    await page.getByLabel('Name of filter 1').fill('active');
    await page.keyboard.press('Tab');
    await eventually('it is renamed', () => host.text.includes(`"active": "status:'active'"`));
    await press(page, 'Remove filter active');
    await becomes(host, { name: 'h', type: 'date_histogram', field: 'created_at', interval: 'week' }, 1);
  });
});

describe('filters with names', () => {
  const filtered = { name: 'q', type: 'terms', field: 'status', filters_spec: { filters: { on: "status:'active'", off: "status:'inactive'" } } } as const;
  const nameOf = (page: Page, name: string): Locator => page.getByLabel(`Name of ${name}`);

  test('stay while their FQL is empty, and so does what is typed next', async () => {
    const { page, host } = await open([filtered]);
    const fql = page.getByLabel('FQL of on');
    await fql.fill('');
    await becomes(host, { ...filtered, filters_spec: { filters: { ...filtered.filters_spec.filters, on: '' } } });
    await fql.pressSequentially("cid:'a'");
    await becomes(host, { ...filtered, filters_spec: { filters: { ...filtered.filters_spec.filters, on: "cid:'a'" } } });
    await host.write(fileText(filtered));
    await eventually('what is undone is shown', async () => (await fql.inputValue()) === "status:'active'");
  });

  test('are renamed before the file is saved or run, though the field was not left', async () => {
    const { page, host } = await open([filtered]);
    await nameOf(page, 'on').fill('here');
    await page.keyboard.press('Control+Enter');
    await eventually('it is run', () => host.host.bodies('act').length === 1);
    assert.deepEqual(host.host.asked.map(({ name }) => name), ['edit', 'act']);
    await becomes(host, { ...filtered, filters_spec: { filters: { here: "status:'active'", off: "status:'inactive'" } } });
  });

  test('are refused a name that another has, at the field of the name', async () => {
    const { page, host } = await open([filtered]);
    await nameOf(page, 'on').fill('off');
    await page.keyboard.press('Tab');
    const input = nameOf(page, 'on');
    await eventually('it is marked', async () => (await input.getAttribute('aria-invalid')) === 'true');
    assert.equal(await page.locator(`[id='${await input.getAttribute('aria-describedby')}']`).innerText(), 'Each filter needs a name of its own.');
    assert.equal(host.host.bodies('edit').length, 0);
  });
});

describe('in every theme', () => {
  const queries: readonly AggregateQuery[] = [
    { ...byStatus, filter: "status:'active'+", sub_aggregates: [{ name: 'logins', type: 'date_histogram', field: 'last_login_at', interval: 'month' }] },
    { name: 'ages', type: 'date_range', field: 'created_at', date_ranges: [{ from: 'now-1y', to: 'now' }, { to: 'now-1y' }] },
  ];

  for (const theme of themeNames) {
    test(`axe finds nothing to object to in ${theme}`, async () => {
      const { page } = await open(queries, { theme });
      await page.locator('#q-0-more').click();
      await field(page, 0, 'include').waitFor();
      await page.locator('#q-0-sub_aggregates-0-field').fill('st');
      await page.locator('.combo-list li').first().waitFor();
      await shootWhole(page, `aggregate-form-${theme}`);
      assert.deepEqual(await axeObjections(page), []);
      await page.keyboard.press('Escape');
      await press(page, 'Copy as');
      await page.getByRole('menuitem', { name: 'curl' }).waitFor();
      assert.deepEqual(await axeObjections(page), []);
      await shootWhole(page, `aggregate-menu-${theme}`);
    });
  }

  test('a narrow page at twice its size fits', async () => {
    const { page } = await open(queries);
    await narrow(page);
    await shootWhole(page, 'aggregate-narrow');
    assert.equal(await fitsWidth(page), true);
  });
});
