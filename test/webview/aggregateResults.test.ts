/** The results on the page of aggregate queries: charts, tables, JSON, and what was sent. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import type { AggregateBucket, AggregateQuery, AggregateResult } from '../../src/core/aggregates/query.ts';
import { aggregateChecks, isKeptAggregate } from '../../src/protocol/aggregate.ts';
import { eventually } from '../e2e/support/eventually.ts';
import { byStatus, fileText, statusResult } from '../helpers/webview/aggregateHost.ts';
import { axeObjections } from '../helpers/webview/axe.ts';
import { themeNames } from '../helpers/webview/themes.ts';
import { aggregateForm, tab } from './support/aggregateForm.ts';
import { fitsWidth, focused, narrow, press, shoot, shootWhole, status } from './support/pageActs.ts';

const { openAnswered } = aggregateForm();

const spots = (page: Page): Locator => page.locator('.chart-svg [data-spot]');
const values = (page: Page): Promise<readonly number[]> =>
  page.evaluate<readonly number[]>("[...document.querySelectorAll('.chart-svg [data-spot]')].map((spot) => Number(spot.dataset.value))");
/** An attribute of each bar. */
const attributes = (page: Page, name: string): Promise<readonly string[]> =>
  page.evaluate<readonly string[]>(`[...document.querySelectorAll('.chart-svg [data-spot]')].map((spot) => spot.getAttribute('${name}'))`);
const tip = (page: Page): Locator => page.locator('.chart-tip:not([hidden])');

const day = 86_400_000;
const months = [Date.UTC(2026, 0), Date.UTC(2026, 1), Date.UTC(2026, 2), Date.UTC(2026, 3)];
const monthBucket = (at: number, count: number, sub?: AggregateResult): AggregateBucket => ({
  ...{ label: months[at] ?? 0, key_as_string: new Date(months[at] ?? 0).toISOString(), count },
  ...(sub && { sub_aggregates: [sub] }),
});
const perMonth: AggregateQuery = { name: 'per month', type: 'date_histogram', field: 'created_at', interval: 'month' };
const terms = (...buckets: readonly AggregateBucket[]): AggregateResult => ({ name: 'factor', buckets });
const nestedQuery: AggregateQuery = { ...perMonth, sub_aggregates: [{ name: 'factor', type: 'terms', field: 'status' }] };
const nestedResult: AggregateResult = {
  name: 'per month',
  buckets: [
    monthBucket(0, 12, terms({ label: 'active', count: 9 }, { label: 'inactive', count: 3 })),
    monthBucket(1, 7, terms({ label: 'active', count: 7 })),
    monthBucket(2, 20, terms({ label: 'active', count: 11 }, { label: 'inactive', count: 9 })),
  ],
};

describe('a chart', () => {
  test('of terms has a bar for each, as long as its number', async () => {
    const { page, errors, blocked } = await openAnswered([byStatus], [statusResult]);
    await spots(page).first().waitFor();
    assert.deepEqual(await values(page), [198, 16]);
    assert.deepEqual(await attributes(page, 'aria-label'), ['active: 198 Users', 'inactive: 16 Users']);
    const widths = (await attributes(page, 'width')).map(Number);
    assert.ok(Math.abs((widths[0] ?? 0) / (widths[1] ?? 1) - 198 / 16) < 0.05, widths.join());
    assert.match(await page.locator('.run-line').innerText(), /^214 users · 0\.21 s · trace 6f0e-1 · Acme Global/);
    assert.deepEqual([errors, blocked], [[], []]);
  });

  test('of dates has an axis of time', async () => {
    const { page } = await openAnswered([perMonth], [{ name: 'per month', buckets: [monthBucket(0, 5), monthBucket(1, 0), monthBucket(3, 8)] }]);
    await spots(page).first().waitFor();
    assert.deepEqual(await values(page), [5, 0, 8]);
    const lefts = (await attributes(page, 'x')).map(Number);
    // The third stands two months after the second.
    const [first = 0, second = 0, third = 0] = lefts;
    assert.ok(third - second > 1.7 * (second - first), lefts.join());
    await page.locator('.chart-svg text', { hasText: '2026-02' }).waitFor();
  });

  test('of one level in another is stacked or grouped, and the choice goes into the file', async () => {
    const chosen: unknown[] = [];
    const { page, host } = await openAnswered([nestedQuery], [nestedResult], { answers: { chooseChart: (body) => void chosen.push(body) } });
    await spots(page).first().waitFor();
    const sorted = (numbers: readonly number[]): readonly number[] => numbers.toSorted((one, other) => one - other);
    assert.deepEqual(sorted(await values(page)), [3, 7, 9, 9, 11]);
    assert.equal(await page.locator('.chart-svg text', { hasText: 'inactive' }).count(), 1);
    const left = (at: number): Promise<string | null> => spots(page).nth(at).getAttribute('x');
    assert.equal(await left(0), await left(1), 'they stand on each other');
    await shoot(page, 'aggregate-stacked');
    const kind = page.getByLabel('Kind of chart of per month');
    await kind.selectOption('grouped');
    await eventually('it is chosen', () => chosen.length === 1);
    assert.deepEqual(chosen, [{ query: 0, chart: 'grouped' }]);
    assert.ok(chosen.every((body) => aggregateChecks.chooseChart(body)));
    await host.write(JSON.stringify({ charts: { 'per month': 'grouped' }, queries: [nestedQuery] }));
    await eventually('they stand beside each other', async () => (await left(0)) !== (await left(1)));
    assert.deepEqual(sorted(await values(page)), [3, 7, 9, 9, 11]);
    await shoot(page, 'aggregate-grouped');
    await host.write(JSON.stringify({ charts: { 'per month': 'line' }, queries: [nestedQuery] }));
    await page.locator('.chart-svg path.curve').first().waitFor();
    assert.deepEqual(sorted(await values(page)), [3, 7, 9, 9, 11]);
    await shoot(page, 'aggregate-line');
  });

  test('of a metric is its figure', async () => {
    const query: AggregateQuery = { name: 'different', type: 'cardinality', field: 'status' };
    const { page } = await openAnswered([query], [{ name: 'different', buckets: [{ value: 3 }] }]);
    await spots(page).first().waitFor();
    assert.deepEqual([await values(page), await spots(page).first().textContent()], [[3], '3']);
    assert.doesNotMatch(await page.locator('.run-line').innerText(), /user/);
  });

  test('of percentiles is a strip', async () => {
    const query: AggregateQuery = { name: 'p', type: 'percentiles', field: 'created_at' };
    const points = [[1, 0], [5, 2], [25, 10], [50, 40], [75, 90], [95, 99], [99, 100]] as const;
    const buckets = points.map(([percent, days]) => ({ label: percent, value: Date.UTC(2026, 0) + days * day, count: 0 }));
    const { page } = await openAnswered([query], [{ name: 'p', buckets }]);
    await spots(page).first().waitFor();
    assert.deepEqual(await values(page), buckets.map(({ value }) => value));
    await shoot(page, 'aggregate-percentiles');
  });

  test('is gone through by arrow keys, and says each value', async () => {
    const { page } = await openAnswered([byStatus], [statusResult]);
    await spots(page).first().focus();
    await tip(page).filter({ hasText: 'active: 198 Users' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await tip(page).filter({ hasText: 'inactive: 16 Users' }).waitFor();
    assert.equal(await page.evaluate("document.activeElement.getAttribute('aria-label')"), 'inactive: 16 Users');
    assert.equal(await page.locator('.chart-svg [tabindex="0"]').count(), 1);
    await page.keyboard.press('Home');
    await tip(page).filter({ hasText: 'active: 198' }).waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await tip(page).count(), 0);
    await spots(page).nth(1).hover();
    await tip(page).filter({ hasText: 'inactive: 16 Users' }).waitFor();
  });

  test('has a text that says what it shows', async () => {
    const { page } = await openAnswered([byStatus], [statusResult]);
    const svg = page.locator('.chart-svg');
    await svg.waitFor();
    const summary = await page.locator(`#${await svg.getAttribute('aria-describedby')}`).textContent();
    assert.match(summary ?? '', /active/);
    assert.match(await svg.getAttribute('aria-label') ?? '', /by status/);
  });

  test('takes the colours of a theme that is changed', async () => {
    const { page } = await openAnswered([byStatus], [statusResult]);
    const colour = (): Promise<string> => page.evaluate<string>("getComputedStyle(document.querySelector('.chart-svg [data-spot]')).fill");
    await spots(page).first().waitFor();
    const before = await colour();
    await page.evaluate("document.documentElement.style.setProperty('--vscode-charts-blue', '#010203'); document.body.className = 'vscode-light'");
    await eventually('it is painted anew', async () => (await colour()) === 'rgb(1, 2, 3)');
    assert.notEqual(before, 'rgb(1, 2, 3)');
  });

  test('is as wide as its place', async () => {
    const { page } = await openAnswered([byStatus], [statusResult]);
    await spots(page).first().waitFor();
    const width = (): Promise<number> => page.evaluate<number>("Number(document.querySelector('.chart-svg').getAttribute('width'))");
    const before = await width();
    await page.setViewportSize({ width: 1000, height: 900 });
    await eventually('it is drawn anew', async () => (await width()) < before);
  });
});

describe('an answer', () => {
  test('that is empty says that an unknown field is no error', async () => {
    const { page } = await openAnswered([{ ...byStatus, field: 'colour' }], [{ name: 'by status', buckets: [] }]);
    await page.locator('.no-chart', { hasText: 'An unknown field gives an empty answer, not an error.' }).waitFor();
    assert.equal(await page.locator('.chart-svg').count(), 0);
    assert.equal(await page.locator('.result', { hasText: 'not an error' }).getByText('An unknown field gives').count(), 1, 'it is said once');
  });

  test('is a table too, with nested levels opened out', async () => {
    const { page } = await openAnswered([nestedQuery], [nestedResult]);
    await tab(page, 'Table');
    const table = page.getByRole('table', { name: 'Table of per month' });
    await table.waitFor();
    const rows = await page.evaluate<readonly (readonly string[])[]>(
      "[...document.querySelectorAll('.result-table [role=row]')].map((row) => [...row.children].map((cell) => cell.textContent))",
    );
    assert.equal(rows.length, 6);
    assert.ok(rows.slice(1).some((cells) => cells.includes('inactive') && cells.includes('9')), JSON.stringify(rows));
    assert.equal(await table.getAttribute('aria-rowcount'), '6');
  });

  test('is JSON as it came, with the request as it was sent', async () => {
    const { page } = await openAnswered([{ ...byStatus, filter: "status:'active'" }], [statusResult]);
    await tab(page, 'JSON');
    const lines = async (): Promise<string> => (await page.locator('.result-text .text-line').allTextContents()).join('\n');
    const shows = (json: unknown): Promise<void> => eventually('it is shown', async () => (await lines()) === JSON.stringify(json, undefined, 2));
    await shows(statusResult);
    await press(page, 'The Whole Answer');
    await shows({ resources: [statusResult] });
    await tab(page, 'Request');
    await page.getByText('POST /user-management/aggregates/users/v1').waitFor();
    await shows([{ ...byStatus, filter: "status:'active'" }]);
  });

  test('belongs to the query of its name, wherever that has moved', async () => {
    const second: AggregateQuery = { name: 'second', type: 'cardinality', field: 'status' };
    const { page, host } = await openAnswered([byStatus, second], [{ name: 'second', buckets: [{ value: 2 }] }, statusResult]);
    const first = page.locator('.query-row').first();
    await first.locator('[data-value="198"]').waitFor();
    await press(page, 'Move second up');
    await first.locator('[data-value="2"]').waitFor();
    await host.write(fileText(second, byStatus, { name: 'third', type: 'terms', field: 'cid' }));
    await page.locator('.query-row').nth(2).getByText('Run the queries to see what they answer.').waitFor();
  });

  test('is marked once the file has changed', async () => {
    const { page, host } = await openAnswered([byStatus], [statusResult]);
    assert.equal(await page.locator('.stale').count(), 0);
    await host.tell({ isStale: true });
    await page.locator('.stale').waitFor();
    await host.answer([{ name: 'by status', buckets: [{ label: 'active', count: 5 }] }]);
    await page.locator('[data-value="5"]').waitFor();
    assert.equal(await page.locator('.stale').count(), 0);
    assert.equal(host.host.bodies('results').length, 2);
  });

  test('is there again when the tab is shown again, as it was looked at', async () => {
    const { page, kept } = await openAnswered([byStatus], [statusResult]);
    await tab(page, 'Table');
    await eventually('it is kept', async () => JSON.stringify((await kept()) ?? {}).includes('table'));
    const state = await kept();
    assert.ok(isKeptAggregate(state));
    const again = await openAnswered([byStatus], [statusResult], { kept: state });
    await again.page.getByRole('table', { name: 'Table of by status' }).waitFor();
    assert.equal(again.host.host.bodies('results').length, 1);
  });

  test('has tabs that are gone through by keys', async () => {
    const { page } = await openAnswered([byStatus], [statusResult]);
    await page.locator('#result-0-tab-chart').focus();
    for (const [key, id] of [['ArrowRight', 'table'], ['End', 'request'], ['ArrowRight', 'chart'], ['ArrowLeft', 'request'], ['Home', 'chart']] as const) {
      await page.keyboard.press(key);
      await eventually(`it is ${id}`, async () => (await focused(page)) === `result-0-tab-${id}`);
      assert.equal(await page.locator(`#result-0-tab-${id}`).getAttribute('aria-selected'), 'true');
    }
    assert.equal(await page.locator('#result-0-panel').getAttribute('aria-labelledby'), 'result-0-tab-chart');
  });
});

describe('exports', () => {
  test('take the picture that the page draws, with its colours written out', async () => {
    const { page, host } = await openAnswered([byStatus], [{ ...statusResult, buckets: [...statusResult.buckets, { label: '<b>&"', count: 1 }] }], {
      answers: { export: ({ form }) => `by status.${form}` },
    });
    await press(page, 'Export');
    await page.locator('#export-0-svg').click();
    await status(page, 'Saved as by status.svg.');
    await page.locator('#export').press('ArrowDown');
    await page.locator('#export-0-png').press('Enter');
    await status(page, 'Saved as by status.png.');
    await press(page, 'Export');
    await page.locator('#export-0-csv').click();
    await status(page, 'Saved as by status.csv.');
    const [svg, png, csv] = host.host.bodies('export');
    assert.ok([svg, png, csv].every((body) => aggregateChecks.export(body)));
    assert.deepEqual([svg?.form, png?.form, csv], ['svg', 'png', { query: 0, form: 'csv' }]);
    const parsed = await page.evaluate<readonly unknown[]>(
      `(() => {
        const file = new DOMParser().parseFromString(${JSON.stringify(svg?.data)}, 'image/svg+xml');
        return [file.querySelector('parsererror')?.textContent ?? null, file.querySelector('title').textContent, file.querySelectorAll('text').length];
      })()`,
    );
    assert.deepEqual(parsed.slice(0, 2), [null, 'by status']);
    assert.doesNotMatch(svg?.data ?? '', /var\(|class=|<b>/);
    assert.match(svg?.data ?? '', /fill="rgb\(55, 148, 255\)"/);
    const bytes = Buffer.from(png?.data ?? '', 'base64');
    assert.deepEqual([bytes.subarray(1, 4).toString(), bytes.readUInt32BE(16)], ['PNG', 1920]);
  });

  test('are offered by query, pictures only where there is something to draw', async () => {
    const second: AggregateQuery = { name: 'second', type: 'terms', field: 'colour' };
    const latest: AggregateQuery = { name: 'latest', type: 'max', field: 'last_login_at' };
    const answers = [statusResult, { name: 'second', buckets: [] }, { name: 'latest', buckets: [{ label: '' }] }];
    const { page } = await openAnswered([byStatus, second, latest], answers);
    await press(page, 'Export');
    const group = (name: string): Promise<readonly string[]> => page.getByRole('group', { name }).getByRole('menuitem').allInnerTexts();
    const offered = [await group('by status'), await group('second'), await group('latest')];
    assert.deepEqual(offered, [['CSV', 'JSON', 'SVG', 'PNG'], ['CSV', 'JSON'], ['CSV', 'JSON']]);
  });
});

describe('10,000 buckets', () => {
  const many: AggregateResult = { name: 'by status', buckets: Array.from({ length: 10_000 }, (_, at) => ({ label: `value ${at}`, count: 20_000 - at })) };

  test('are some hundred bars, and a table of all that has few elements', async () => {
    const { page, errors } = await openAnswered([byStatus], [many]);
    await spots(page).first().waitFor();
    const bars = await spots(page).count();
    assert.ok(bars >= 100 && bars <= 400, String(bars));
    await page.getByText(/first 200 of 10,000/).first().waitFor();
    await tab(page, 'Table');
    const table = page.getByRole('table', { name: 'Table of by status' });
    await table.getByText('value 0', { exact: true }).waitFor();
    assert.equal(await table.getAttribute('aria-rowcount'), '10001');
    await page.evaluate("(() => { const table = document.querySelector('.result-table'); table.scrollTop = table.scrollHeight; })()");
    await table.getByText('value 9999', { exact: true }).waitFor();
    assert.ok((await table.getByRole('row').count()) < 100);
    await tab(page, 'JSON');
    await page.locator('.text-line').first().waitFor();
    assert.ok((await page.locator('.text-line').count()) < 100);
    assert.deepEqual(errors, []);
  });

  test('have what is said of a bar beside it, however far it is scrolled', async () => {
    const { page } = await openAnswered([byStatus], [many]);
    await spots(page).first().focus();
    await page.keyboard.press('End');
    await tip(page).filter({ hasText: 'value 199' }).waitFor();
    const distance = await page.evaluate<number>(`(() => {
      const [tip, bar] = [document.querySelector('.chart-tip'), document.activeElement].map((one) => one.getBoundingClientRect());
      return Math.max(bar.top - tip.bottom, tip.top - bar.bottom);
    })()`);
    assert.ok(distance < 40, String(distance));
  });

  test('do not slow down typing', async () => {
    const { page, host } = await openAnswered([byStatus], [many]);
    await spots(page).first().waitFor();
    await page.evaluate("(() => { globalThis.first = document.querySelector('.chart-svg'); })()");
    await page.locator('#q-0-filter').pressSequentially("status:'active'");
    await eventually('it is written', () => host.text.includes("status:'active'"));
    assert.equal(await page.evaluate("globalThis.first === document.querySelector('.chart-svg')"), true, 'the chart is not drawn anew');
  });
});

describe('in every theme', () => {
  const queries: readonly AggregateQuery[] = [byStatus, nestedQuery, { name: 'different', type: 'cardinality', field: 'status' }];
  const results: readonly AggregateResult[] = [statusResult, nestedResult, { name: 'different', buckets: [{ value: 3 }] }];

  for (const theme of themeNames) {
    test(`axe finds nothing to object to in ${theme}`, async () => {
      const { page, host } = await openAnswered(queries, results, { theme });
      await eventually('all are drawn', async () => (await page.locator('.chart-svg').count()) === 3);
      await host.tell({ isStale: true });
      await spots(page).nth(2).focus();
      await tip(page).waitFor();
      await shootWhole(page, `aggregate-results-${theme}`);
      assert.deepEqual(await axeObjections(page), []);
      for (const name of ['Table', 'JSON', 'Request']) {
        await tab(page, name);
        await page.locator('.row-list').first().waitFor();
        assert.deepEqual(await axeObjections(page), []);
      }
      await tab(page, 'Table');
      await shootWhole(page, `aggregate-table-${theme}`);
    });
  }

  test('a page of 900 pixels has the results beside the form, and fits', async () => {
    const { page } = await openAnswered(queries, results);
    await page.setViewportSize({ width: 900, height: 900 });
    await spots(page).first().waitFor();
    const [form, result] = await Promise.all([page.locator('#q-0').boundingBox(), page.locator('.result').first().boundingBox()]);
    assert.ok(form && result && result.x >= form.x + form.width && form.width > 300 && result.width > 300);
    await eventually('it fits', () => fitsWidth(page));
  });

  test('a narrow page at twice its size has the results below, and fits', async () => {
    const { page } = await openAnswered(queries, results);
    await spots(page).first().waitFor();
    await narrow(page);
    await eventually('it fits', () => fitsWidth(page));
    await shootWhole(page, 'aggregate-results-narrow');
  });
});
