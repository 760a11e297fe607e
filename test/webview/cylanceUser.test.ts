/** The page of a Cylance user, in a real browser under the pages' content policy, with a scripted host. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { asCylanceUserId } from '../../src/core/cylance/ids.ts';
import { asConnectionId } from '../../src/core/ids.ts';
import type { CylanceRecord, CylanceUserRequests, CylanceUserState } from '../../src/protocol/cylanceUser.ts';
import { eventually } from '../e2e/support/eventually.ts';
import { axeObjections } from '../helpers/webview/axe.ts';
import { Refused, ScriptedHost } from '../helpers/webview/scriptedHost.ts';
import type { Answers } from '../helpers/webview/scriptedHost.ts';
import { themeNames } from '../helpers/webview/themes.ts';
import { fitsWidth, narrow, press, shootWhole, status, tabOrder } from './support/pageActs.ts';
import { pageUnderTest } from './support/pageUnderTest.ts';
import type { Setting } from './support/pageUnderTest.ts';

const id = '0d9c2e8a-1111-4222-8333-444455556666';

const record: CylanceRecord = {
  id,
  identity: [
    { label: 'First name', value: 'Ada' },
    { label: 'Last name', value: 'Lovelace' },
    { label: 'E-mail', value: 'ada@acme.test' },
  ],
  account: [
    { label: 'State', value: 'active' },
    { label: 'Last login', value: '26 Jan 2026, 08:00 (42 days ago)' },
  ],
  roles: [
    { label: 'Console role', value: 'Zone Manager' },
    { label: 'In zones created later', value: 'None' },
  ],
  zones: [
    { id: 'z9', name: 'Site 9', role: 'Zone Manager' },
    { id: 'z10', name: 'Site 10', role: 'User' },
  ],
  zonesNote: undefined,
};

const ada: CylanceUserState = {
  ...{ connection: asConnectionId('one'), user: asCylanceUserId(id), title: 'Ada Lovelace' },
  tenant: { name: 'Aurora', place: 'Cylance · Europe Central' },
  ...{ record, failure: undefined, gone: undefined, isReading: false },
};

const subject = pageUnderTest({ page: 'cylanceUser', viewport: { width: 1000, height: 900 } });

async function openUser(over: Partial<CylanceUserState> = {}, answers: Answers<CylanceUserRequests> = {}, setting?: Setting) {
  const host = new ScriptedHost<CylanceUserRequests, CylanceUserState>({ ...ada, ...over }, { act: () => undefined, ...answers });
  return { host, ...(await subject.open(host, setting)) };
}

describe('the page of a Cylance user', () => {
  test('tells who it is, where, and what the user may do, and has nothing to type into', async () => {
    const { page, errors, blocked, kept } = await openUser();
    await page.getByRole('heading', { level: 1, name: 'Ada Lovelace' }).waitFor();
    const text = await page.locator('main').innerText();
    for (const part of ['Aurora · Cylance · Europe Central', 'Read-only.', 'ada@acme.test', id, '42 days ago', 'Zone Manager', 'Site 10']) {
      assert.ok(text.includes(part), part);
    }
    assert.equal(await page.locator('input, textarea, select, vscode-text-field').count(), 0);
    assert.deepEqual(await kept(), { connection: 'one', user: id });
    assert.deepEqual([errors, blocked], [[], []]);
  });

  test('each button asks the host for what it says', async () => {
    const { page, host } = await openUser();
    for (const name of ['Copy the UUID', 'Find Person Everywhere', 'Open as JSON', 'Refresh']) await press(page, name);
    await eventually('all were asked', () => host.bodies('act').length === 4);
    assert.deepEqual(host.bodies('act').map(({ action }) => action), ['copyUuid', 'findEverywhere', 'openJson', 'reread']);
  });

  test('what was done is said beside the buttons, and aloud', async () => {
    const { page } = await openUser();
    await press(page, 'Copy the UUID');
    await status(page, 'Copied the UUID.');
    await press(page, 'Refresh');
    await status(page, 'Read again.');
    assert.equal(await page.getByRole('status').innerText(), 'Read again.');
  });

  test('what fails is said with its reason', async () => {
    const act = () => Promise.reject(new Refused({ kind: 'network', message: 'No answer. Try again.' }));
    const { page } = await openUser({}, { act });
    await press(page, 'Open as JSON');
    await status(page, 'No answer. Try again.');
    assert.equal(await page.getByRole('alert').innerText(), 'No answer. Try again.');
  });

  test('while the record is read for the first time that is shown', async () => {
    const { page, host } = await openUser({ record: undefined, isReading: true });
    await page.getByLabel('Reading the user').waitFor();
    await host.send({ record, isReading: false });
    await page.getByText('ada@acme.test').waitFor();
    assert.equal(await page.getByLabel('Reading the user').count(), 0);
  });

  test('a failure to read is told above what is known, and can be tried again', async () => {
    const { page, host } = await openUser({ failure: 'No answer from Aurora.' });
    await page.getByText('No answer from Aurora.').waitFor();
    await page.getByText('ada@acme.test').waitFor();
    await press(page, 'Try Again');
    await eventually('it is read again', () => host.bodies('act').length === 1);
    assert.deepEqual(host.bodies('act'), [{ action: 'reread' }]);
  });

  test('a user who is gone can only be looked at', async () => {
    const { page, host } = await openUser();
    await page.getByText('ada@acme.test').waitFor();
    await host.send({ gone: 'This user does not exist any more.' });
    await page.getByText('This user does not exist any more.').waitFor();
    for (const name of ['Find Person Everywhere', 'Open as JSON', 'Refresh']) await page.getByRole('button', { name, disabled: true }).waitFor();
    assert.equal(await page.getByText('Read-only.').count(), 0);
  });

  test('users without zones, and zones without names, say so', async () => {
    const { page, host } = await openUser({ record: { ...record, zones: [] } });
    await page.getByText('This user has no role in a single zone.').waitFor();
    const zonesNote = 'The application may not list zones, so they are shown by their ids.';
    await host.send({ record: { ...record, zones: [{ id: 'z9', name: 'z9', role: 'User' }], zonesNote } });
    await page.getByText(zonesNote).waitFor();
    await page.getByText('z9', { exact: true }).waitFor();
  });

  test('hundreds of zones are shown in part until all are wanted', async () => {
    const zones = Array.from({ length: 400 }, (_, index) => ({ id: `z${index}`, name: `Site ${index}`, role: 'User' }));
    const { page } = await openUser({ record: { ...record, zones } });
    await page.getByText('50 of 400 zones').waitFor();
    assert.equal(await page.locator('.access dt').count(), 50);
    await press(page, 'Show All 400 zones');
    await page.getByText('Site 399', { exact: true }).waitFor();
    assert.equal(await page.locator('.access dt').count(), 400);
  });

  test('what a server says stays text', async () => {
    const hostile = '<img src=x onerror="document.title=1"><b>x</b>';
    const { page, errors, blocked } = await openUser({
      title: hostile,
      record: { ...record, identity: [{ label: 'First name', value: hostile }], zones: [{ id: 'z', name: hostile, role: hostile }] },
    });
    await page.getByRole('heading', { level: 1, name: hostile }).waitFor();
    assert.equal(await page.locator('main img, main b').count(), 0);
    assert.deepEqual([errors, blocked], [[], []]);
  });

  test('the keyboard reaches everything in the order of the page', async () => {
    const { page } = await openUser();
    await page.getByText('ada@acme.test').waitFor();
    const order = ['copy-uuid', 'find-everywhere', 'open-json', 'refresh'];
    assert.deepEqual(await tabOrder(page, order.length), order);
  });

  test('a narrow page at twice the size has nothing beside it', async () => {
    const { page } = await openUser();
    await narrow(page);
    await page.getByText('ada@acme.test').waitFor();
    assert.equal(await fitsWidth(page), true);
    await shootWhole(page, 'cylance-user-narrow-dark');
  });

  for (const theme of themeNames) {
    test(`axe finds nothing to object to in ${theme}, whether the record is known, could not be read or is gone`, async () => {
      const { page, host } = await openUser({}, {}, { theme });
      await page.getByText('ada@acme.test').waitFor();
      assert.deepEqual(await axeObjections(page), []);
      await host.send({ failure: 'No answer from Aurora.', record: { ...record, zonesNote: 'The names of zones could not be read.' } });
      await page.getByText('No answer from Aurora.').waitFor();
      assert.deepEqual(await axeObjections(page), []);
      await shootWhole(page, `cylance-user-failed-${theme}`);
      await host.send({ gone: 'This user does not exist any more.' });
      await page.getByText('This user does not exist any more.').waitFor();
      assert.deepEqual(await axeObjections(page), []);
    });
  }
});
