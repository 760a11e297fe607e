/** The page of a Cylance user, in a real browser under the pages' content policy, with a scripted host. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { asCylanceUserId } from '../../src/core/cylance/ids.ts';
import { asConnectionId } from '../../src/core/ids.ts';
import { isKeptCylanceUser } from '../../src/protocol/cylanceUser.ts';
import type { CylanceRecord, CylanceUserRequests, CylanceUserState, ZoneRow } from '../../src/protocol/cylanceUser.ts';
import { eventually } from '../e2e/support/eventually.ts';
import { axeObjections } from '../helpers/webview/axe.ts';
import { Refused, ScriptedHost } from '../helpers/webview/scriptedHost.ts';
import type { Answers } from '../helpers/webview/scriptedHost.ts';
import { themeNames } from '../helpers/webview/themes.ts';
import { fitsWidth, focused, narrow, press, shootWhole, status, tabOrder } from './support/pageActs.ts';
import { pageUnderTest } from './support/pageUnderTest.ts';
import type { Setting } from './support/pageUnderTest.ts';

const id = asCylanceUserId('0d9c2e8a-1111-4222-8333-444455556666');

const zone = (at: number, name: string, role = 'User'): ZoneRow => ({ id: `zone-${at}`, name, role });

const record: CylanceRecord = {
  id,
  identity: [
    { label: 'First name', value: 'Ada' },
    { label: 'Last name', value: 'Lovelace' },
    { label: 'E-mail', value: 'ada@acme.test' },
  ],
  account: [
    { label: 'State', value: 'active' },
    { label: 'Last login', value: '1 Mar 2026, 08:00 (8 days ago)' },
    { label: 'Created', value: '3 Mar 2024, 09:12' },
    { label: 'Changed', value: '7 Jun 2025, 10:30' },
  ],
  roles: [
    { label: 'Console role', value: 'Zone Manager' },
    { label: 'In zones created later', value: 'None' },
  ],
  zones: [zone(1, 'Berlin', 'Zone Manager'), zone(2, 'Tokyo')],
  zonesNote: undefined,
};

const ada: CylanceUserState = {
  ...{ connection: asConnectionId('one'), user: id, title: 'Ada Lovelace', tenant: { name: 'Acme Endpoints', place: 'Cylance · Europe Central' } },
  ...{ record, failure: undefined, gone: undefined, isReading: false },
};

const subject = pageUnderTest({ page: 'cylanceUser', viewport: { width: 1000, height: 900 } });

async function openUser(over: Partial<CylanceUserState> = {}, answers: Answers<CylanceUserRequests> = {}, setting?: Setting) {
  const host = new ScriptedHost<CylanceUserRequests, CylanceUserState>({ ...ada, ...over }, { act: () => undefined, ...answers });
  return { host, ...(await subject.open(host, setting)) };
}

/** Buttons take up what they are told a moment later. */
const becomes = (page: Page, name: string, state: 'enabled' | 'disabled') => page.getByRole('button', { name, disabled: state === 'disabled' }).waitFor();

const actions = ({ host }: { readonly host: ScriptedHost<CylanceUserRequests, CylanceUserState> }) => host.bodies('act').map(({ action }) => action);

const manyZones = Array.from({ length: 1_200 }, (_, at) => zone(at, `Site ${at}`));

describe('the page of a Cylance user', () => {
  test('shows who it is, how the account stands, the roles and the zones', async () => {
    const { page, errors, blocked } = await openUser();
    await page.getByRole('heading', { level: 1, name: 'Ada Lovelace' }).waitFor();
    const text = await page.locator('main').innerText();
    const parts = ['Acme Endpoints · Cylance · Europe Central', 'ada@acme.test', '8 days ago', '3 Mar 2024, 09:12', 'Zone Manager', id];
    assert.deepEqual(parts.filter((part) => !text.includes(part)), []);
    assert.match(text, /Read-only\. Users of Cylance are changed in its own console\./);
    assert.match(text, /Berlin\s+Zone Manager\s+Tokyo\s+User/);
    assert.deepEqual(await page.getByRole('heading', { level: 2 }).allInnerTexts(), ['Identity', 'Account', 'Roles', 'Zones']);
    assert.deepEqual([errors, blocked], [[], []]);
  });

  test('changes nothing: it has no field, and no button beside those that look', async () => {
    const { page } = await openUser();
    await page.getByRole('heading', { level: 1 }).waitFor();
    const buttons = await page.locator('vscode-button, button').all();
    const names = await Promise.all(buttons.map((one) => one.getAttribute('aria-label')));
    assert.deepEqual(new Set(names), new Set(['Copy the UUID', 'Find Person Everywhere', 'Open as JSON', 'Refresh']));
    assert.equal(await page.locator('input, textarea, select, [contenteditable]').count(), 0);
  });

  test('says that it reads until there is a record', async () => {
    const { page, host } = await openUser({ record: undefined, isReading: true, title: 'User' });
    await page.getByRole('progressbar', { name: 'Reading the user' }).waitFor();
    assert.equal(await page.getByRole('button').count(), 0);
    await host.send({ record, isReading: false, title: 'Ada Lovelace' });
    await page.getByText('ada@acme.test').waitFor();
    assert.equal(await page.getByRole('progressbar').count(), 0);
  });

  test('each button asks for its action, and what is copied is said', async () => {
    const opened = await openUser();
    const { page } = opened;
    for (const name of ['Find Person Everywhere', 'Open as JSON', 'Copy the UUID']) await press(page, name);
    await status(page, 'Copied the UUID.');
    assert.equal(await page.getByRole('status').innerText(), 'Copied the UUID.');
    await press(page, 'Refresh');
    await status(page, 'Read again.');
    assert.equal(await page.getByRole('status').innerText(), 'Read again.');
    assert.deepEqual(actions(opened), ['findEverywhere', 'openJson', 'copyUuid', 'reread']);
  });

  test('what the host refuses is said', async () => {
    const { page } = await openUser({}, { act: () => Promise.reject(new Refused({ kind: 'network', message: 'No answer. Try again.' })) });
    await press(page, 'Open as JSON');
    await page.locator('#status.failure', { hasText: 'No answer. Try again.' }).waitFor();
    assert.equal(await page.getByRole('alert').innerText(), 'No answer. Try again.');
  });

  test('what was given up is no failure', async () => {
    const { page, host } = await openUser({}, { act: () => Promise.reject(new Refused({ kind: 'cancelled', message: 'Cancelled.' })) });
    await press(page, 'Open as JSON');
    await eventually('the host was asked', () => host.bodies('act').length === 1);
    host.answers.act = () => undefined;
    await press(page, 'Copy the UUID');
    await status(page, 'Copied the UUID.');
    assert.equal(await page.getByRole('alert').innerText(), '');
  });

  test('a record that cannot be read says why, and is read when asked again', async () => {
    const opened = await openUser({ record: undefined, failure: 'No answer. Try again.' });
    const { page, host } = opened;
    await page.getByRole('note').filter({ hasText: 'No answer. Try again.' }).waitFor();
    assert.equal(await page.getByRole('progressbar').count(), 0);
    host.answers.act = () => host.send({ record, failure: undefined }).then(() => undefined);
    await press(page, 'Try Again');
    await status(page, 'Read again.');
    assert.deepEqual(actions(opened), ['reread']);
    assert.equal(await page.getByText('No answer. Try again.').count(), 0);
  });

  test('a reading again that fails is announced with its reason, and nothing of an earlier one stays', async () => {
    const { page, host } = await openUser();
    await press(page, 'Refresh');
    await status(page, 'Read again.');
    host.answers.act = () => host.send({ failure: 'No answer. Try again.' }).then(() => undefined);
    await press(page, 'Refresh');
    await page.getByRole('alert').getByText('No answer. Try again.').waitFor();
    await page.getByRole('note').getByText('No answer. Try again.').waitFor();
    assert.equal(await page.locator('#status').count(), 0);
    await page.getByText('ada@acme.test').waitFor();
  });

  test('a reading again that finds nobody is announced, and not said to have gone well', async () => {
    const { page, host } = await openUser();
    host.answers.act = () => host.send({ gone: 'This user does not exist any more.' }).then(() => undefined);
    await press(page, 'Refresh');
    await page.getByRole('alert').getByText('This user does not exist any more.').waitFor();
    assert.equal(await page.locator('#status').count(), 0);
  });

  test('a user who is gone can only be looked at', async () => {
    const opened = await openUser();
    const { page, host } = opened;
    await press(page, 'Copy the UUID');
    await status(page, 'Copied the UUID.');
    await host.send({ gone: 'This user does not exist any more.', failure: 'No answer.' });
    await page.getByRole('note').filter({ hasText: 'This user does not exist any more.' }).waitFor();
    for (const name of ['Find Person Everywhere', 'Open as JSON', 'Refresh']) await becomes(page, name, 'disabled');
    for (const button of ['find-everywhere', 'open-json', 'refresh']) await page.locator(`#${button}`).dispatchEvent('click');
    assert.equal(await page.getByRole('note').count(), 1, 'of a user who is gone nothing else is worth saying');
    assert.equal(await page.locator('#status').count(), 0);
    await press(page, 'Copy the UUID');
    await status(page, 'Copied the UUID.');
    assert.deepEqual(actions(opened), ['copyUuid', 'copyUuid']);
  });

  test('a tenant that is not connected has no name in the head', async () => {
    const { page } = await openUser({ tenant: undefined, record: undefined, gone: 'This tenant is not connected any more.' });
    await page.getByText('This tenant is not connected any more.').waitFor();
    assert.deepEqual([await page.locator('.place').count(), await page.getByRole('button').count()], [0, 0]);
  });

  test('nothing can be refreshed while it is read, and what is known stays in sight', async () => {
    const { page, host } = await openUser({ isReading: true });
    await becomes(page, 'Refresh', 'disabled');
    await page.getByText('ada@acme.test').waitFor();
    await host.send({ isReading: false });
    await becomes(page, 'Refresh', 'enabled');
  });

  test('no zones, and zones without names, are said to be so', async () => {
    const { page, host } = await openUser({ record: { ...record, zones: [] } });
    await page.getByText('This user has no role in a single zone.').waitFor();
    await host.send({ record: { ...record, zonesNote: 'The application may not list zones.' } });
    await page.getByText('The application may not list zones.').waitFor();
    await page.getByText('Berlin').waitFor();
  });

  test('many zones are shown in part until all are wanted, and stay shown', async () => {
    const { page, host } = await openUser({ record: { ...record, zones: manyZones } });
    await page.getByText('50 of 1,200 zones').waitFor();
    const shown = page.locator('.access dt');
    assert.equal(await shown.count(), 50);
    await press(page, 'Show All 1,200 zones');
    await page.getByText('Site 1199', { exact: true }).waitFor();
    assert.equal(await shown.count(), 1_200);
    await host.send({ record: { ...record, zones: manyZones.slice(0, 1_100) } });
    await page.getByText('1,100 zones', { exact: true }).waitFor();
    assert.equal(await shown.count(), 1_100);
  });

  test('fifty zones need no button', async () => {
    const { page } = await openUser({ record: { ...record, zones: manyZones.slice(0, 50) } });
    await page.getByText('Site 49', { exact: true }).waitFor();
    assert.deepEqual([await page.locator('.access dt').count(), await page.locator('#show-all').count()], [50, 0]);
  });

  test('keeps the ids alone', async () => {
    const { page, kept } = await openUser();
    await page.getByRole('heading', { level: 1 }).waitFor();
    const what = await kept();
    assert.deepEqual(what, { connection: 'one', user: id });
    assert.ok(isKeptCylanceUser(what));
  });

  test('texts of a server are shown as they are, whatever they look like', async () => {
    const hostile = '<img src=x onerror="document.title=\'taken over\'"><b>bold</b>${1+1}{0}&amp;';
    const fact = { label: 'E-mail', value: hostile };
    const zones = [{ id: '"><script>', name: hostile, role: hostile }];
    const { page, errors, blocked } = await openUser({
      ...{ title: hostile, failure: hostile, tenant: { name: hostile, place: hostile } },
      record: { ...record, identity: [fact], account: [fact], roles: [fact], zones, zonesNote: hostile },
    });
    await page.getByRole('heading', { level: 1, name: hostile }).waitFor();
    // Head: title, name and place; a failure; three facts; a zone with its role, and the note.
    assert.equal((await page.locator('main').innerText()).split(hostile).length - 1, 10);
    assert.equal(await page.locator('main img, main b, main script').count(), 0);
    assert.equal(await page.title(), 'Page');
    assert.deepEqual([errors, blocked], [[], []]);
  });

  test('the keyboard reaches everything in the order of the page', async () => {
    const opened = await openUser({ failure: 'No answer. Try again.', record: { ...record, zones: manyZones } });
    const { page } = opened;
    await page.getByText('50 of 1,200 zones').waitFor();
    const order = ['reread', 'copy-uuid', 'show-all', 'find-everywhere', 'open-json', 'refresh'];
    assert.deepEqual(await tabOrder(page, order.length), order);
    await page.keyboard.press('Enter');
    await eventually('the host was asked', () => opened.host.bodies('act').length === 1);
    assert.deepEqual(actions(opened), ['reread']);
  });

  test('whoever refreshes from the keyboard is still there when it is over', async () => {
    const { page, host } = await openUser();
    host.answers.act = async () => {
      await host.send({ isReading: true });
      await becomes(page, 'Refresh', 'disabled');
      await host.send({ isReading: false });
      return undefined;
    };
    await page.locator('#refresh').focus();
    await page.keyboard.press('Enter');
    await status(page, 'Read again.');
    await eventually('the button has the focus', async () => (await focused(page)) === 'refresh');
  });

  test('whoever tries again from the keyboard goes on where the page does', async () => {
    const { page, host } = await openUser({ failure: 'No answer. Try again.' });
    host.answers.act = () => host.send({ failure: undefined }).then(() => undefined);
    await page.locator('#reread').focus();
    await page.keyboard.press('Enter');
    await status(page, 'Read again.');
    await eventually('the button that reads has the focus', async () => (await focused(page)) === 'refresh');
  });

  test('whoever asks for all zones from the keyboard goes on behind them', async () => {
    const { page } = await openUser({ record: { ...record, zones: manyZones } });
    await page.locator('#show-all').focus();
    await page.keyboard.press('Enter');
    await page.locator('#show-all').waitFor({ state: 'detached' });
    assert.deepEqual(await tabOrder(page, 1), ['find-everywhere']);
  });

  test('a narrow page at twice the size has nothing beside it, however long the names are', async () => {
    const long = 'Zone'.repeat(40);
    const zones = [zone(1, long), zone(2, 'Berlin', long)];
    const { page } = await openUser({ title: long, record: { ...record, zones } });
    await narrow(page);
    await page.getByText('Berlin').waitFor();
    assert.equal(await fitsWidth(page), true);
    await shootWhole(page, 'cylance-user-narrow-dark');
  });

  for (const theme of themeNames) {
    test(`axe finds nothing to object to in ${theme}, with and without a failure`, async () => {
      const { page, host } = await openUser({}, {}, { theme });
      await page.getByText('Berlin').waitFor();
      assert.deepEqual(await axeObjections(page), []);
      await shootWhole(page, `cylance-user-${theme}`);
      await host.send({ failure: 'No answer. Try again.', record: { ...record, zones: manyZones, zonesNote: 'The application may not list zones.' } });
      await page.getByText('50 of 1,200 zones').waitFor();
      await press(page, 'Copy the UUID');
      await status(page, 'Copied the UUID.');
      assert.deepEqual(await axeObjections(page), []);
      await host.send({ gone: 'This user does not exist any more.' });
      await page.getByText('This user does not exist any more.').waitFor();
      assert.deepEqual(await axeObjections(page), []);
    });
  }
});
