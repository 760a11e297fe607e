/** The page of aggregate queries: its form, in a real browser under the pages' content policy, with a real text behind it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import type { AggregateQuery, AggregateType } from '../../src/core/aggregates/query.ts';
import type { AggregateRequests, AggregateState } from '../../src/protocol/aggregate.ts';
import { aggregateChecks, isKeptAggregate } from '../../src/protocol/aggregate.ts';
import { eventually } from '../e2e/support/eventually.ts';
import { AggregateHost, byStatus, fileText } from '../helpers/webview/aggregateHost.ts';
import { axeObjections } from '../helpers/webview/axe.ts';
import type { Answers } from '../helpers/webview/scriptedHost.ts';
import { themeNames } from '../helpers/webview/themes.ts';
import type { PageTheme } from '../helpers/webview/themes.ts';
import { fitsWidth, focused, narrow, press, shootWhole, status } from './support/pageActs.ts';
import { pageUnderTest } from './support/pageUnderTest.ts';

const subject = pageUnderTest({ page: 'aggregate', styles: ['aggregate'], viewport: { width: 1280, height: 900 } });

interface Setting {
  readonly answers?: Answers<AggregateRequests>;
  readonly over?: Partial<AggregateState>;
  readonly theme?: PageTheme;
  readonly kept?: unknown;
}

async function openText(text: string, { answers, over, theme, kept }: Setting = {}) {
  const host = new AggregateHost(text, answers, over);
  const opened = await subject.open(host.host, { theme, kept });
  await opened.page.locator('h1').waitFor();
  return { host, ...opened };
}

const open = (queries: readonly AggregateQuery[], setting: Setting = {}) => openText(fileText(...queries), setting);

/** A field of a query at the top of a bare list. */
const field = (page: Page, at: number, key: string): Locator => page.locator(`#q-${at}-${key}`);

/** Waits until the document says this of the first query. */
const becomes = (host: AggregateHost, query: object, at = 0): Promise<void> =>
  eventually('the document says it', () => JSON.stringify((host.json as readonly unknown[])[at]) === JSON.stringify(query));

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

describe('what is typed', () => {
  test('is not overwritten by a state that comes meanwhile', async () => {
    const { page, host } = await open([byStatus]);
    const filter = field(page, 0, 'filter');
    await filter.pressSequentially("status:'a");
    await host.tell();
    await filter.pressSequentially("ctive'");
    await host.tell({ hasCids: false });
    assert.equal(await filter.inputValue(), "status:'active'");
    await becomes(host, { ...byStatus, filter: "status:'active'" });
  });

  test('is written all the same when the file was changed meanwhile', async () => {
    const { page, host } = await open([byStatus]);
    host.writeUnseen(fileText({ ...byStatus, size: 99 }));
    await field(page, 0, 'filter').fill("status:'x'");
    await becomes(host, { ...byStatus, size: 99, filter: "status:'x'" });
    assert.equal(await field(page, 0, 'size').inputValue(), '99');
    assert.equal(host.host.bodies('edit').length, 2);
  });

  test('gives way to what is undone', async () => {
    const { page, host } = await open([byStatus]);
    const before = host.text;
    await field(page, 0, 'filter').fill("status:'x'");
    await becomes(host, { ...byStatus, filter: "status:'x'" });
    await host.write(before);
    await eventually('it is shown', async () => (await field(page, 0, 'filter').inputValue()) === '');
  });

  test('is told when the query is gone that it belongs to', async () => {
    const { page, host } = await open([byStatus, { name: 'second', type: 'terms', field: 'factors' }]);
    await field(page, 1, 'filter').pressSequentially("status:'lost'");
    await host.write(fileText(byStatus));
    await status(page, "status:'lost'");
    assert.deepEqual(host.json, [byStatus]);
  });

  test('goes along with a query that is moved', async () => {
    const second = { name: 'second', type: 'terms', field: 'factors' } as const;
    const { page, host } = await open([byStatus, second]);
    await field(page, 1, 'filter').pressSequentially("status:'y'");
    await press(page, 'Move second up');
    await eventually('both are done', () => JSON.stringify(host.json) === JSON.stringify([{ ...second, filter: "status:'y'" }, byStatus]));
    await eventually('it is shown', async () => (await field(page, 0, 'filter').inputValue()) === "status:'y'");
    assert.equal(await field(page, 1, 'filter').inputValue(), '');
  });

  test('is in the file before it is run', async () => {
    const { page, host } = await open([byStatus]);
    await field(page, 0, 'filter').pressSequentially("status:'z'");
    await page.keyboard.press('Control+Enter');
    await eventually('it is run', () => host.host.bodies('act').length === 1);
    assert.deepEqual([host.host.asked.map(({ name }) => name), host.host.bodies('act')], [['edit', 'act'], [{ action: 'run' }]]);
    assert.deepEqual(host.json, [{ ...byStatus, filter: "status:'z'" }]);
  });
});

describe('queries', () => {
  const a: AggregateQuery = { name: 'a', type: 'terms', field: 'status' };
  const [b, c] = [{ ...a, name: 'b' }, { ...a, name: 'c' }];
  const names = (host: AggregateHost): readonly (string | undefined)[] => (host.json as readonly AggregateQuery[]).map(({ name }) => name);
  const ordered = (host: AggregateHost, ...order: readonly string[]): Promise<void> => eventually(order.join(), () => names(host).join() === order.join());

  test('are moved by keyboard, and the focus stays with them', async () => {
    const { page, host } = await open([a, b, c]);
    await page.locator('#q-0-head').focus();
    await page.keyboard.press('Alt+ArrowDown');
    await ordered(host, 'b', 'a', 'c');
    await eventually('the focus follows', async () => (await focused(page)) === 'q-1-head');
    await page.keyboard.press('Alt+ArrowDown');
    await ordered(host, 'b', 'c', 'a');
    await eventually('the focus follows', async () => (await focused(page)) === 'q-2-head');
    await page.keyboard.press('Alt+ArrowDown');
    await page.keyboard.press('Alt+ArrowUp');
    await ordered(host, 'b', 'a', 'c');
  });

  test('are moved as often as the keys are pressed, however fast', async () => {
    const { page, host } = await open([a, b, c]);
    await page.locator('#q-0-head').focus();
    await page.evaluate(`(() => {
      for (let times = 0; times < 2; times += 1) {
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', altKey: true, bubbles: true, cancelable: true }));
      }
    })()`);
    await ordered(host, 'b', 'c', 'a');
    await eventually('the focus follows', async () => (await focused(page)) === 'q-2-head');
  });

  test('are moved, copied and removed by buttons that say which', async () => {
    const { page, host } = await open([a, b]);
    await press(page, 'Move b up');
    await ordered(host, 'b', 'a');
    // Buttons are looked for in a page that shows it.
    await page.locator('#q-0-head', { hasText: '“b”' }).waitFor();
    await press(page, 'Duplicate b');
    await eventually('there are three', () => names(host).length === 3);
    await page.locator('#q-2-head', { hasText: '“a”' }).waitFor();
    assert.equal(new Set(names(host)).size, 3);
    await press(page, 'Remove a');
    await eventually('there are two', () => names(host).length === 2 && !names(host).includes('a'));
    await eventually('the focus is on the next', async () => (await focused(page)) === 'q-1-head');
  });

  test('are added from templates, under names of their own', async () => {
    const { page, host } = await open([{ ...a, name: 'Users by status' }]);
    await page.locator('#new-query').focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('menuitem').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await eventually('there are two', () => names(host).length === 2);
    assert.equal(names(host)[0], 'Users by status');
    assert.notEqual(names(host)[1], 'Users by status');
  });

  test('nest three levels deep, and say how many are left', async () => {
    const { page, host } = await open([a]);
    for (const [path, left] of [['q-0', 3], ['q-0-sub_aggregates-0', 2], ['q-0-sub_aggregates-0-sub_aggregates-0', 1]] as const) {
      assert.equal(await page.locator(`#${path}-add-sub-why`).innerText(), `${left} of 3 levels left`);
      await page.locator(`#${path}-add-sub`).click();
      await page.locator(`#${path}-sub_aggregates-0-head`).waitFor();
    }
    const last = page.locator('#q-0-sub_aggregates-0-sub_aggregates-0-sub_aggregates-0-add-sub');
    assert.equal(await last.isDisabled(), true);
    assert.match(await page.locator(`#${await last.getAttribute('aria-describedby')}`).innerText(), /^3 levels/);
    await shootWhole(page, 'aggregate-nested');
    await page.locator('#q-0-sub_aggregates-0-sub_aggregates-0-sub_aggregates-0-remove').click();
    await page.locator('#q-0-sub_aggregates-0-remove').click();
    await becomes(host, a);
  });

  test('that give figures cannot be divided, and say why', async () => {
    const { page, host } = await open([{ ...a, sub_aggregates: [b] }, { name: 'c', type: 'max', field: 'created_at' }]);
    assert.match(await page.locator('#q-1-add-sub-why').innerText(), /no buckets to divide/);
    assert.equal(await page.locator('#q-1-add-sub').isDisabled(), true);
    await field(page, 0, 'type').selectOption('max');
    await page.locator('#q-0-type-error', { hasText: 'Remove the sub-aggregates first' }).waitFor();
    assert.equal(await field(page, 0, 'type').inputValue(), 'terms');
    assert.equal(host.host.bodies('edit').length, 0);
  });

  test('that are nested are copied under names of their own', async () => {
    const { page, host } = await open([{ ...a, sub_aggregates: [b] }]);
    await press(page, 'Duplicate b');
    await becomes(host, { ...a, sub_aggregates: [b, { ...b, name: 'b 2' }] });
    await page.locator('#q-0-sub_aggregates-1-up').click();
    await becomes(host, { ...a, sub_aggregates: [{ ...b, name: 'b 2' }, b] });
  });

  test('fold away', async () => {
    const { page } = await open([a, b]);
    await page.locator('#q-0-head').click();
    await field(page, 0, 'name').waitFor({ state: 'detached' });
    assert.equal(await page.locator('#q-0-head').getAttribute('aria-expanded'), 'false');
    assert.equal(await field(page, 1, 'name').count(), 1);
  });
});

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

describe('the head', () => {
  test('chooses tenant and CID', async () => {
    const { page, host } = await open([byStatus], { answers: { chooseTenant: () => undefined } });
    await page.getByLabel('Tenant').selectOption({ label: 'Umbrella · eu-1' });
    await page.locator('#cid').press('Enter');
    await page.getByRole('menuitem', { name: 'Choose a CID…' }).press('Enter');
    await eventually('both are asked for', () => host.host.asked.length === 2);
    assert.deepEqual([host.host.bodies('chooseTenant'), host.host.bodies('act')], [[{ id: 'other' }], [{ action: 'chooseCid' }]]);
    await host.write(`{ "cid": "${'b'.repeat(32)}", "queries": [] }`);
    await host.tell({ cidName: 'Acme Retail' });
    await press(page, 'CID: Acme Retail');
    await page.getByRole('menuitem', { name: 'All CIDs' }).click();
    await eventually('it is asked for', () => host.host.bodies('act').length === 2);
    assert.deepEqual(host.host.bodies('act')[1], { action: 'clearCid' });
  });

  test('offers to connect where there is no tenant', async () => {
    const { page, host } = await open([byStatus], { over: { tenants: [], tenant: undefined } });
    await press(page, 'Connect a Tenant…');
    await eventually('it is asked for', () => host.host.bodies('act').length === 1);
    assert.deepEqual(host.host.bodies('act'), [{ action: 'connect' }]);
    assert.equal(await page.getByRole('button', { name: 'Run (Ctrl+Enter)' }).isDisabled(), true);
  });

  test('runs, cancels, and says how it ended', async () => {
    const { page, host } = await open([byStatus]);
    await press(page, 'Run (Ctrl+Enter)');
    await host.tell({ run: { kind: 'running', startedAt: 1 } });
    await press(page, 'Cancel');
    await eventually('both are asked for', () => host.host.bodies('act').length === 2);
    assert.deepEqual(host.host.bodies('act').map(({ action }) => action), ['run', 'cancel']);
    await host.tell({ run: { kind: 'cancelled' } });
    await page.locator('#run-cancelled').waitFor();
    await host.tell({ run: { kind: 'failed', message: 'The server failed. Try again.', traceId: 't-9' } });
    await page.locator('#run-failure', { hasText: 'The server failed. Try again. (trace t-9)' }).waitFor();
    assert.equal(await page.getByRole('alert').innerText(), 'The server failed. Try again.');
  });

  test('runs where it is still to be asked which tenant is meant', async () => {
    const { page, host } = await open([byStatus], { over: { tenant: undefined, isReadOnly: true } });
    assert.equal(await page.getByLabel('Tenant').isEnabled(), true);
    await page.keyboard.press('Control+Enter');
    await press(page, 'Run (Ctrl+Enter)');
    await eventually('both are asked for', () => host.host.bodies('act').length === 2);
    assert.deepEqual(host.host.bodies('act'), [{ action: 'run' }, { action: 'run' }]);
  });

  test('is in sight with how a run ended, and takes little room', async () => {
    const { page, host } = await open([byStatus, { ...byStatus, name: 'b' }, { ...byStatus, name: 'c' }, { ...byStatus, name: 'd' }]);
    await field(page, 3, 'size').fill('7');
    await page.keyboard.press('Control+Enter');
    await host.tell({ run: { kind: 'failed', message: 'The server failed. Try again.', traceId: 't-9' } });
    await page.locator('#run-failure').waitFor();
    const { scrolled, top, height } = await page.evaluate<{ scrolled: number; top: number; height: number }>(`(() => ({
      scrolled: scrollY, top: document.getElementById('run-failure').getBoundingClientRect().top, height: document.querySelector('.page-head').offsetHeight,
    }))()`);
    assert.ok(scrolled > 100 && top >= 0 && top < 80, JSON.stringify({ scrolled, top }));
    assert.ok(height < 70, String(height));
  });

  test('hides nothing that takes the focus', async () => {
    const { page } = await open([byStatus, { ...byStatus, name: 'b' }, { ...byStatus, name: 'c' }, { ...byStatus, name: 'd' }]);
    await field(page, 3, 'filter').focus();
    for (let step = 0; step < 30; step += 1) {
      await page.keyboard.press('Shift+Tab');
      const isSeen = await page.evaluate<boolean>(`(() => {
        const { top } = document.activeElement.getBoundingClientRect();
        return document.activeElement.closest('.page-head') !== null || top >= document.querySelector('.page-head').getBoundingClientRect().bottom - 1;
      })()`);
      assert.equal(isSeen, true, await focused(page));
    }
  });

  test('hands the focus on between the buttons that start and stop a run', async () => {
    const { page, host } = await open([byStatus]);
    await page.locator('#run').focus();
    await page.keyboard.press('Enter');
    await host.tell({ run: { kind: 'running', startedAt: 1 } });
    await eventually('it can be stopped', async () => (await focused(page)) === 'cancel');
    await page.keyboard.press('Enter');
    await eventually('it is asked for', () => host.host.bodies('act').length === 2);
    await host.tell({ run: { kind: 'cancelled' } });
    await eventually('it can be started again', async () => (await focused(page)) === 'run');
  });

  test('copies by a menu that works by keyboard', async () => {
    const { page, host } = await open([byStatus], { answers: { copyAs: () => undefined } });
    await page.locator('#copy').focus();
    await page.keyboard.press('ArrowDown');
    await eventually('it is open', async () => (await focused(page)) === 'copy-curl');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await eventually('it is asked for', () => host.host.bodies('copyAs').length === 1);
    assert.deepEqual(host.host.bodies('copyAs'), [{ form: 'falconpy' }]);
    await page.locator('#copy').press('ArrowDown');
    await page.keyboard.press('Escape');
    await eventually('it is closed, and the focus is back', async () => (await focused(page)) === 'copy');
  });

  test('edits nothing of a file that is read-only', async () => {
    const { page } = await open([byStatus], { over: { isReadOnly: true } });
    await page.getByText('This file is read-only.').waitFor();
    const enabled = await page.locator('.query input:enabled, .query select:enabled, .query button.small:enabled').count();
    assert.equal(enabled, 0);
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
