/** Whole queries in the form: moved, copied, nested, added and removed, by keyboard, buttons and dragging. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AggregateQuery } from '../../src/core/aggregates/query.ts';
import { eventually } from '../e2e/support/eventually.ts';
import type { AggregateHost } from '../helpers/webview/aggregateHost.ts';
import { aggregateForm, becomes, field } from './support/aggregateForm.ts';
import { focused, press, shootWhole } from './support/pageActs.ts';

const { open } = aggregateForm();

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

  test('are dragged to where a line shows', async () => {
    const { page, host, blocked } = await open([a, b, c]);
    const handle = (at: number) => page.locator(`#q-${at} > .query-head .drag-handle`);
    const row = (at: number) => page.locator('.query-row').nth(at);
    await handle(2).hover();
    await page.mouse.down();
    // The first move takes it up.
    for (const x of [40, 60]) await row(0).hover({ position: { x, y: 20 } });
    await row(0).and(page.locator('.drop-before')).waitFor();
    await shootWhole(page, 'aggregate-dragged');
    await page.mouse.up();
    await ordered(host, 'c', 'a', 'b');
    await eventually('the focus follows', async () => (await focused(page)) === 'q-0-head');
    assert.equal(await page.locator('.drop-before, .drop-after, .is-dragged').count(), 0);
    await page.locator('#q-0-head', { hasText: '“c”' }).waitFor();
    const { height = 0 } = (await row(1).boundingBox()) ?? {};
    await handle(0).dragTo(row(1), { targetPosition: { x: 40, y: height - 10 } });
    await ordered(host, 'a', 'c', 'b');
    assert.deepEqual([host.host.bodies('edit').length, blocked], [2, []]);
  });

  test('that are nested are dragged within what they divide, and nowhere else', async () => {
    const { page, host } = await open([{ ...a, sub_aggregates: [b, c] }, { ...b, sub_aggregates: [{ ...c, name: 'other' }] }]);
    await page.locator('#q-0-sub_aggregates-1 > .query-head .drag-handle').dragTo(page.locator('#q-1-sub_aggregates-0'), { targetPosition: { x: 20, y: 5 } });
    await page.locator('#q-0-sub_aggregates-1 > .query-head .drag-handle').dragTo(page.locator('#q-0-sub_aggregates-0'), { targetPosition: { x: 20, y: 5 } });
    await becomes(host, { ...a, sub_aggregates: [c, b] });
    assert.equal(host.host.bodies('edit').length, 1);
  });

  test('have no handle where there is nothing to move', async () => {
    const alone = await open([a]);
    assert.equal(await alone.page.locator('.drag-handle').count(), 0);
    const readOnly = await open([a, b], { over: { isReadOnly: true } });
    assert.equal(await readOnly.page.locator('.drag-handle').count(), 0);
  });
});
