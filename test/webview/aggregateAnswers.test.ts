/** What a reader relies on in the results of aggregate queries: bars as long as their counts, tables in an order of one's own. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { AggregateBucket, AggregateQuery, AggregateResult } from '../../src/core/aggregates/query.ts';
import { isKeptAggregate } from '../../src/protocol/aggregate.ts';
import { eventually } from '../e2e/support/eventually.ts';
import { byStatus, statusResult } from '../helpers/webview/aggregateHost.ts';
import { axeObjections } from '../helpers/webview/axe.ts';
import { themeNames } from '../helpers/webview/themes.ts';
import { aggregateForm, tab } from './support/aggregateForm.ts';
import { shoot } from './support/pageActs.ts';

const { openAnswered } = aggregateForm();

const nested: AggregateQuery = { name: 'nested', type: 'terms', field: 'cid_name', sub_aggregates: [{ name: 's', type: 'terms', field: 'status', size: 1 }] };
const bucket = (label: string, count: number, ...parts: readonly AggregateBucket[]): AggregateBucket => ({
  ...{ label, count },
  sub_aggregates: [{ name: 's', buckets: parts }],
});
const nestedResult: AggregateResult = {
  name: 'nested',
  buckets: [bucket('Retail', 12, { label: 'active', count: 9 }), bucket('Empty', 7), bucket('Bank', 5, { label: 'active', count: 5 })],
};

describe('a stacked bar', () => {
  const shown = (page: Page): Promise<readonly (readonly string[])[]> =>
    page.evaluate(`
      [...document.querySelectorAll('.chart-svg rect[data-spot]')]
        .map((bar) => [bar.getAttribute('aria-label'), bar.classList.contains('paint-quiet') ? 'rest' : 'part'])`);

  test('is as long as its count, with what no part has as a piece of its own', async () => {
    const { page } = await openAnswered([nested], [nestedResult]);
    await page.locator('.chart-svg').waitFor();
    assert.deepEqual(await shown(page), [
      ['Retail, active: 9 Users', 'part'],
      ['Retail, (rest): 3 Users', 'rest'],
      ['Empty, (rest): 7 Users', 'rest'],
      ['Bank, active: 5 Users', 'part'],
    ]);
    const texts = await page.locator('.chart-svg text').allTextContents();
    assert.ok(['active', '(rest)', '12', '7', '5'].every((text) => texts.includes(text)), texts.join());
    await page.getByText('(rest): the users of a bar who are in none of its other parts.').waitFor();
    const summary = await page.locator(`#${await page.locator('.chart-svg').getAttribute('aria-describedby')}`).textContent();
    assert.match(summary ?? '', /\(rest\): Retail: 3, Empty: 7, Bank: none/);
    await page.locator('.chart-svg rect[data-spot]').nth(2).hover();
    await page.locator('.chart-tip:not([hidden])', { hasText: 'Empty, (rest): 7 Users' }).waitFor();
  });

  for (const theme of themeNames) {
    test(`shows its rest and nothing to object to in ${theme}`, async () => {
      const { page } = await openAnswered([nested], [nestedResult], { theme });
      await page.locator('.chart-svg').waitFor();
      assert.deepEqual(await axeObjections(page), []);
      await shoot(page, `aggregate-rest-${theme}`);
    });
  }
});

describe('a table of results', () => {
  const column = (page: Page, at: number): Promise<readonly string[]> =>
    page.evaluate(`[...document.querySelectorAll('.result-table .row-list-body [role=row]')].map((row) => row.children[${at}].textContent)`);
  const shows = (page: Page, at: number, ...cells: readonly string[]): Promise<void> =>
    eventually(cells.join(), async () => JSON.stringify((await column(page, at)).slice(0, cells.length)) === JSON.stringify(cells));
  const head = (page: Page, name: string) => page.getByRole('columnheader', { name });
  const buckets = Object.entries({ b: 9, a: 100, c: 9, d: 20 }).map(([label, count]) => ({ label, count }));
  const counts: AggregateResult = { name: 'by status', buckets };

  test('is sorted by a column, then the other way round, then as answered', async () => {
    const { page } = await openAnswered([byStatus], [counts]);
    await tab(page, 'Table');
    await shows(page, 0, 'b', 'a', 'c', 'd');
    assert.equal(await head(page, 'Users').getAttribute('aria-sort'), 'none');
    await head(page, 'Users').getByRole('button').click();
    await shows(page, 0, 'b', 'c', 'd', 'a');
    assert.equal(await head(page, 'Users').getAttribute('aria-sort'), 'ascending');
    await head(page, 'Users').getByRole('button').click();
    await shows(page, 1, '100', '20', '9', '9');
    assert.deepEqual(await column(page, 0), ['a', 'd', 'b', 'c']);
    await head(page, 'status').getByRole('button').click();
    await shows(page, 0, 'a', 'b', 'c', 'd');
    assert.deepEqual([await head(page, 'Users').getAttribute('aria-sort'), await head(page, 'status').getAttribute('aria-sort')], ['none', 'ascending']);
    await head(page, 'status').getByRole('button').click();
    await head(page, 'status').getByRole('button').click();
    await shows(page, 0, 'b', 'a', 'c', 'd');
  });

  test('is sorted by keys, and the focus stays at the heading', async () => {
    const { page } = await openAnswered([byStatus], [counts]);
    await tab(page, 'Table');
    await page.getByRole('table').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await shows(page, 1, '9', '9', '20', '100');
    await page.keyboard.press('Space');
    await shows(page, 1, '100', '20', '9', '9');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Users');
    assert.deepEqual(await page.evaluate("[...document.querySelectorAll('.row-list-body [role=row]')].map((row) => row.ariaRowIndex)"), ['2', '3', '4', '5']);
  });

  test('stays in its order when the queries are run again', async () => {
    const { page, host } = await openAnswered([byStatus], [counts]);
    await tab(page, 'Table');
    await head(page, 'Users').getByRole('button').click();
    await shows(page, 1, '9', '9', '20', '100');
    await host.answer([statusResult]);
    await shows(page, 1, '16', '198');
    assert.equal(await head(page, 'Users').getAttribute('aria-sort'), 'ascending');
  });

  test('of 10,000 rows is sorted at once, with few elements', async () => {
    const many = { name: 'by status', buckets: Array.from({ length: 10_000 }, (_, at) => ({ label: `value ${at}`, count: 20_000 - at })) };
    const { page } = await openAnswered([byStatus], [many]);
    await tab(page, 'Table');
    await shows(page, 0, 'value 0');
    await page.evaluate("(() => { const table = document.querySelector('.result-table'); table.scrollTop = table.scrollHeight; })()");
    await page.getByRole('table').getByText('value 9999', { exact: true }).waitFor();
    const took = await page.evaluate<number>(`(() => {
      const [, users] = document.querySelectorAll('[role=columnheader] button');
      const startedAt = performance.now();
      users.click();
      return performance.now() - startedAt;
    })()`);
    await shows(page, 0, 'value 9999', 'value 9998');
    assert.ok(took < 1_000, String(took));
    assert.ok((await page.getByRole('table').getByRole('row').count()) < 100);
  });

  for (const theme of themeNames) {
    test(`axe finds nothing to object to in its sorted columns in ${theme}`, async () => {
      const { page } = await openAnswered([byStatus], [counts], { theme });
      await tab(page, 'Table');
      await head(page, 'Users').getByRole('button').click();
      await shows(page, 0, 'b', 'c', 'd', 'a');
      assert.deepEqual(await axeObjections(page), []);
      await shoot(page, `aggregate-sorted-${theme}`);
    });
  }
});

describe('what is kept of the page', () => {
  test('is taken back however long the name of a query is', async () => {
    const name = 'n'.repeat(1_500);
    const { page, kept } = await openAnswered([{ ...byStatus, name }], [{ ...statusResult, name }]);
    await tab(page, 'Table');
    await eventually('it is kept', async () => JSON.stringify((await kept()) ?? {}).includes('table'));
    const state = await kept();
    assert.ok(isKeptAggregate(state));
    const again = await openAnswered([{ ...byStatus, name }], [{ ...statusResult, name }], { kept: state });
    await again.page.getByRole('table').waitFor();
  });
});
