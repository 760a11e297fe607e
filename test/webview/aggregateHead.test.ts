/** The head of the page of aggregate queries: tenant and CID, running, copying. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually } from '../e2e/support/eventually.ts';
import { byStatus } from '../helpers/webview/aggregateHost.ts';
import { aggregateForm, field } from './support/aggregateForm.ts';
import { focused, press } from './support/pageActs.ts';

const { open } = aggregateForm();

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
