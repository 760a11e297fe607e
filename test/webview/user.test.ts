/** The page of a user, in a real browser under the pages' content policy, with a scripted host. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { asConnectionId, asUserUuid } from '../../src/core/ids.ts';
import type { EditState, KeptEdit, UserRequests } from '../../src/protocol/user.ts';
import { wireVersion } from '../../src/protocol/wire.ts';
import { eventually } from '../e2e/support/eventually.ts';
import { axeObjections } from '../helpers/webview/axe.ts';
import { Refused, ScriptedHost } from '../helpers/webview/scriptedHost.ts';
import type { Answers } from '../helpers/webview/scriptedHost.ts';
import { themeNames } from '../helpers/webview/themes.ts';
import { fitsWidth, focused, narrow, press, shootWhole, status, tabOrder } from './support/pageActs.ts';
import { pageUnderTest } from './support/pageUnderTest.ts';
import type { Setting } from './support/pageUnderTest.ts';
import { acme, readOnlyAcme } from './support/tenants.ts';

const record: EditState['record'] = {
  names: { first: 'Ada', last: 'Lovelace' },
  basis: 'first-basis',
  email: 'ada@acme.test',
  home: 'Acme Global',
  uuid: '0d9c2e8a-1111-4222-8333-444455556666',
  facts: [
    { label: 'Status', value: 'active' },
    { label: 'Created', value: '3 Mar 2024, 09:12' },
    { label: 'Last login', value: '26 Jan 2026, 08:00 (42 days ago)' },
    { label: '2FA', value: 'TOTP' },
  ],
};

const ada: EditState = {
  ...{ view: 'edit', connection: asConnectionId('one'), user: asUserUuid('0d9c2e8a-1111-4222-8333-444455556666'), title: 'Ada Lovelace' },
  tenant: acme,
  ...{ record, failure: undefined, gone: undefined, isSaving: false, accessAge: 1 },
};

const access: UserRequests['access']['answer'] = {
  cids: [
    {
      cid: 'a',
      name: 'Acme Global',
      roles: [
        { name: 'Falcon Administrator', how: 'direct' },
        { name: 'Falcon Analyst', how: 'via SOC L2' },
      ],
    },
    { cid: 'b', name: 'Acme Retail', roles: [{ name: 'Help Desk', how: 'until 10 Mar 2026, 14:00' }] },
  ],
  hasTemporary: true,
};

const subject = pageUnderTest({ page: 'user', viewport: { width: 1000, height: 900 } });

const theirs = { first: 'Augusta', last: 'King' };

async function openEdit(over: Partial<EditState> = {}, answers: Answers<UserRequests> = {}, setting?: Setting) {
  const host = new ScriptedHost<UserRequests, EditState>({ ...ada, ...over }, { access: () => access, act: () => undefined, ...answers });
  return { host, ...(await subject.open(host, setting)) };
}

const first = (page: Page) => page.getByRole('textbox', { name: 'First name' });
/** Buttons take up what they are told a moment later. */
const becomes = (page: Page, name: string, state: 'enabled' | 'disabled') => page.getByRole('button', { name, disabled: state === 'disabled' }).waitFor();

describe('the page of a user', () => {
  test('shows who it is, what is known and what the user holds', async () => {
    const { page, errors, blocked, host } = await openEdit();
    await page.getByRole('heading', { level: 1, name: 'Ada Lovelace' }).waitFor();
    await page.getByText('Falcon Analyst').waitFor();
    const text = await page.locator('main').innerText();
    const parts = ['Acme Global · us-1', 'ada@acme.test (cannot be changed)', '42 days ago', 'TOTP', 'Help Desk (until 10 Mar 2026, 14:00)', '(via SOC L2)'];
    assert.deepEqual(parts.filter((part) => !text.includes(part)), []);
    assert.match(text, /Temporary roles\s+yes/);
    assert.deepEqual(host.bodies('access'), [undefined]);
    assert.deepEqual([errors, blocked], [[], []]);
  });

  test('saves what was typed, with the fingerprint of the names it began with', async () => {
    const { page, host } = await openEdit({}, { save: () => ({ kind: 'saved' }) });
    await first(page).waitFor();
    await becomes(page, 'Review and Save', 'disabled');
    await first(page).fill('Augusta');
    await press(page, 'Review and Save');
    await status(page, 'Saved.');
    assert.deepEqual(host.bodies('save'), [{ names: { first: 'Augusta', last: 'Lovelace' }, basis: 'first-basis' }]);
    assert.equal(await page.getByRole('status').innerText(), 'Saved.');
  });

  test('Enter in a field saves nothing', async () => {
    const { page, host } = await openEdit({}, { save: () => ({ kind: 'saved' }) });
    await first(page).fill('Augusta');
    await first(page).press('Enter');
    await press(page, 'Open as JSON');
    await eventually('the host was asked', () => host.bodies('act').length > 0);
    assert.deepEqual(host.bodies('save'), []);
  });

  test('says at the field what is wrong with a name, and does not save it', async () => {
    const { page } = await openEdit();
    await first(page).fill('x'.repeat(256));
    await page.getByText('255 characters at most').waitFor();
    assert.equal(await first(page).getAttribute('aria-describedby'), 'first-error');
    await becomes(page, 'Review and Save', 'disabled');
    await first(page).fill(' Ada');
    await page.getByText('Spaces at the ends are left out.').waitFor();
    await first(page).fill('');
    await page.getByRole('textbox', { name: 'Last name' }).fill('');
    await page.getByText('Give a first or a last name.').waitFor();
    await press(page, 'Discard');
    assert.equal(await first(page).inputValue(), 'Ada');
  });

  test('asks which names to keep when somebody else has renamed the user, and keeps mine', async () => {
    const save = ({ basis }: { basis: string }) => (basis === 'theirs' ? { kind: 'saved' as const } : { kind: 'conflict' as const, theirs, basis: 'theirs' });
    const { page, host } = await openEdit({}, { save });
    await first(page).fill('Countess');
    await press(page, 'Review and Save');
    const box = page.getByRole('group', { name: 'Somebody else has renamed this user meanwhile' });
    await box.getByText('Augusta King').waitFor();
    assert.equal(await focused(page), 'conflict');
    await press(page, 'Keep Mine');
    await status(page, 'Saved.');
    assert.deepEqual(host.bodies('save').map(({ basis }) => basis), ['first-basis', 'theirs']);
  });

  test('takes theirs when that is wanted; Escape leaves the question open', async () => {
    const { page, host, kept } = await openEdit({}, { save: () => ({ kind: 'conflict', theirs, basis: 'theirs' }) });
    await first(page).fill('Countess');
    await press(page, 'Review and Save');
    await page.locator('#conflict').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#conflict').waitFor({ state: 'detached' });
    assert.equal(await first(page).inputValue(), 'Countess');
    await eventually('typing goes on at the button that saves', async () => (await focused(page)) === 'save');
    await press(page, 'Review and Save');
    await press(page, 'Take Theirs');
    await host.send({ record: { ...record, names: theirs, basis: 'theirs' } });
    await eventually('theirs is shown', async () => (await first(page).inputValue()) === 'Augusta');
    assert.deepEqual(host.bodies('act'), [{ action: 'reread' }]);
    assert.equal(((await kept()) as KeptEdit).unsaved, undefined);
  });

  test('what the server refuses is said, and what was typed stays', async () => {
    const { page } = await openEdit({}, { save: () => ({ kind: 'failed', message: 'The server refuses updateUserV1 (no).' }) });
    await first(page).fill('Augusta');
    await press(page, 'Review and Save');
    await status(page, 'refuses updateUserV1');
    assert.equal(await page.getByRole('alert').innerText(), 'The server refuses updateUserV1 (no).');
    assert.equal(await first(page).inputValue(), 'Augusta');
  });

  test('keeps ids, and names only while they are not saved; brings them back', async () => {
    const opened = await openEdit();
    await first(opened.page).waitFor();
    const ids = { view: 'edit', connection: 'one', user: ada.user };
    assert.deepEqual(await opened.kept(), ids);
    await first(opened.page).fill('Augusta');
    const kept = await opened.kept();
    assert.deepEqual(kept, { ...ids, unsaved: { names: { first: 'Augusta', last: 'Lovelace' }, basis: 'first-basis' } });
    const { page } = await openEdit({}, {}, { kept });
    await eventually('what was typed is back', async () => (await first(page).inputValue()) === 'Augusta');
    await becomes(page, 'Review and Save', 'enabled');
  });

  test('a state that comes late, and what is no message, are ignored', async () => {
    const { page, host, post, errors } = await openEdit();
    await host.send({ title: 'Augusta King' });
    await post({ version: wireVersion, kind: 'state', revision: 1, body: { ...ada, title: 'Too late' } });
    await page.evaluate("postMessage({ version: 99, kind: 'state', revision: 99, body: {} }, '*')");
    await host.send({ failure: 'Everything before this was taken in.' });
    await page.getByText('Everything before this was taken in.').waitFor();
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Augusta King');
    assert.deepEqual(errors, []);
  });

  test('does not believe a kept state that no page has written', async () => {
    const { page, errors } = await openEdit({}, {}, { kept: { view: 'edit', connection: 'one', user: ada.user, unsaved: { names: 'Mallory' } } });
    await first(page).waitFor();
    assert.equal(await first(page).inputValue(), 'Ada');
    assert.deepEqual(errors, []);
  });

  test('a read-only tenant says so, offers the way out, and lets nothing be changed', async () => {
    const { page, host } = await openEdit({ tenant: readOnlyAcme });
    await page.getByText('Acme Global is protected from changes').waitFor();
    assert.equal(await first(page).isDisabled(), true);
    for (const name of ['Reset Password…', 'Reset 2FA…', 'Delete User…']) await becomes(page, name, 'disabled');
    await press(page, 'Allow Changes…');
    await host.send({ tenant: acme });
    await page.locator('#first:enabled').waitFor();
    assert.deepEqual(host.bodies('act'), [{ action: 'allowChanges' }]);
  });

  test('the account actions are asked of the host', async () => {
    const { page, host } = await openEdit();
    for (const name of ['Copy the UUID', 'Reset Password…', 'Reset 2FA…', 'Delete User…', 'Manage Grants', 'Open as JSON']) await press(page, name);
    await status(page, 'Copied the UUID.');
    await eventually('all were asked', () => host.bodies('act').length === 6);
    assert.deepEqual(host.bodies('act').map(({ action }) => action), ['copyUuid', 'resetPassword', 'resetFactors', 'delete', 'manageGrants', 'openJson']);
  });

  test('a user who was deleted can only be looked at', async () => {
    const { page, host } = await openEdit();
    await first(page).waitFor();
    await host.send({ gone: 'This user does not exist any more.' });
    await page.getByText('This user does not exist any more.').waitFor();
    assert.equal(await first(page).isDisabled(), true);
    await becomes(page, 'Open as JSON', 'disabled');
  });

  test('reading roles can be given up, tried again, and fails with its reason', async () => {
    const never = Promise.withResolvers<UserRequests['access']['answer']>();
    const { page, host } = await openEdit({}, { access: () => never.promise });
    await press(page, 'Cancel reading roles');
    await page.getByRole('button', { name: 'Read Roles' }).waitFor();
    assert.deepEqual(host.cancelled, ['access']);
    host.answers.access = () => Promise.reject(new Refused({ kind: 'network', message: 'No answer. Try again.' }));
    await press(page, 'Read Roles');
    await page.locator('.failure', { hasText: 'No answer. Try again.' }).waitFor();
    host.answers.access = () => access;
    await press(page, 'Try reading roles again');
    await page.getByText('Falcon Analyst').waitFor();
  });

  test('roles are read again when the user was changed', async () => {
    const { page, host } = await openEdit();
    await page.getByText('Falcon Analyst').waitFor();
    host.answers.access = () => ({ cids: [], hasTemporary: false });
    await host.send({ accessAge: 2 });
    await page.getByText('This user holds no roles.').waitFor();
  });

  test('thousands of CIDs are shown in part until all are wanted', async () => {
    const cids = Array.from({ length: 3_000 }, (_, index) => ({ cid: String(index), name: `Site ${index}`, roles: [{ name: 'Help Desk', how: 'direct' }] }));
    const { page } = await openEdit({}, { access: () => ({ cids, hasTemporary: false }) });
    await page.getByText('50 of 3,000 CIDs').waitFor();
    assert.equal(await page.locator('.access dt').count(), 50);
    await press(page, 'Show All 3,000 CIDs');
    await page.getByText('Site 2999', { exact: true }).waitFor();
    assert.equal(await page.locator('.access dt').count(), 3_000);
  });

  test('the keyboard reaches everything in the order of the page', async () => {
    const { page } = await openEdit();
    await page.getByText('Falcon Analyst').waitFor();
    await first(page).fill('Augusta');
    const order = ['last', 'copy-uuid', 'reset-password', 'reset-factors', 'delete', 'manage-grants', 'open-json', 'discard', 'save'];
    assert.deepEqual(await tabOrder(page, order.length), order);
  });

  test('a narrow page at twice the size has nothing beside it', async () => {
    const { page } = await openEdit();
    await narrow(page);
    await page.getByText('Falcon Analyst').waitFor();
    assert.equal(await fitsWidth(page), true);
    await shootWhole(page, 'user-narrow-dark');
  });

  for (const theme of themeNames) {
    test(`axe finds nothing to object to in ${theme}, with and without a conflict`, async () => {
      const { page } = await openEdit({}, { save: () => ({ kind: 'conflict', theirs, basis: 'theirs' }) }, { theme });
      await page.getByText('Falcon Analyst').waitFor();
      assert.deepEqual(await axeObjections(page), []);
      await shootWhole(page, `user-${theme}`);
      await first(page).fill('Countess');
      await press(page, 'Review and Save');
      await page.locator('#conflict').waitFor();
      assert.deepEqual(await axeObjections(page), []);
      await shootWhole(page, `user-conflict-${theme}`);
    });
  }
});
