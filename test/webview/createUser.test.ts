/** The page for making a user, in a real browser under the pages' content policy, with a scripted host. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { asCid, asConnectionId, asRoleId } from '../../src/core/ids.ts';
import type { CreateState, CreateUserRequests, KeptCreate } from '../../src/protocol/createUser.ts';
import { eventually } from '../e2e/support/eventually.ts';
import { axeObjections } from '../helpers/webview/axe.ts';
import { Refused, ScriptedHost } from '../helpers/webview/scriptedHost.ts';
import type { Answers } from '../helpers/webview/scriptedHost.ts';
import { themeNames } from '../helpers/webview/themes.ts';
import { fitsWidth, focused, narrow, press, shootWhole, status, tabOrder } from './support/pageActs.ts';
import { pageUnderTest } from './support/pageUnderTest.ts';
import type { Setting } from './support/pageUnderTest.ts';
import { acme, readOnlyAcme } from './support/tenants.ts';

const retail = { id: asCid('b'.repeat(32)), name: 'Acme Retail' };
const helpDesk = { id: asRoleId('help_desk'), name: 'Help Desk', end: undefined };
const analyst = { id: asRoleId('falcon_analyst'), name: 'Falcon Analyst', end: { after: 'eightHours' } } as const;
const password = 'Correct horse 9!';

const empty: CreateState = {
  ...{ view: 'create', connection: asConnectionId('one'), gone: undefined, failure: undefined, isReading: false },
  tenant: acme,
  ...{ cid: retail, hasChoice: true, roles: [helpDesk, analyst], isCreating: false, made: undefined },
};

const subject = pageUnderTest({ page: 'createUser', viewport: { width: 1000, height: 900 } });

async function openCreate(over: Partial<CreateState> = {}, answers: Answers<CreateUserRequests> = {}, setting?: Setting) {
  const host = new ScriptedHost<CreateUserRequests, CreateState>({ ...empty, ...over }, { lookUp: () => undefined, act: () => undefined, ...answers });
  return { host, ...(await subject.open(host, setting)) };
}

const email = (page: Page) => page.getByRole('textbox', { name: 'E-mail' });
const first = (page: Page) => page.getByRole('textbox', { name: 'First name' });
const secret = (page: Page) => page.getByLabel('Password', { exact: true });
const openPassword = (page: Page) => page.getByText('Set a password (not recommended)').click();

async function fill(page: Page): Promise<void> {
  await email(page).fill('ada@acme.test');
  await first(page).fill('Ada');
}

describe('the page for making a user', () => {
  test('creates what was typed, without a password, and begins another one', async () => {
    const { page, host, errors, blocked } = await openCreate({}, { create: () => ({ kind: 'made' }) });
    await fill(page);
    await press(page, 'Create User');
    await status(page, 'Created.');
    assert.deepEqual(host.bodies('create'), [{ email: 'ada@acme.test', names: { first: 'Ada', last: '' } }]);
    await host.send({ made: { name: 'Ada', email: 'ada@acme.test', warning: undefined } });
    await page.getByRole('group', { name: 'Ada was created' }).waitFor();
    assert.equal(await focused(page), 'made');
    await press(page, 'Open Ada');
    await press(page, 'Create Another');
    await host.send({ made: undefined });
    await email(page).waitFor();
    assert.equal(await email(page).inputValue(), '');
    assert.equal(await focused(page), 'email');
    assert.deepEqual(host.bodies('act'), [{ action: 'openMade' }, { action: 'startAnother' }]);
    await page.getByText('Acme Retail').waitFor();
    await page.getByRole('group', { name: 'Help Desk' }).waitFor();
    assert.deepEqual([errors, blocked], [[], []]);
  });

  test('an address is judged as it is typed', async () => {
    const { page } = await openCreate();
    for (const [typed, problem] of [
      ['ada', 'An e-mail address has one @.'],
      ['ada@', 'A domain such as example.com is missing after the @.'],
      ['ada@b@c.test', 'An e-mail address has one @.'],
      ['ada @acme.test', 'An e-mail address has no spaces.'],
    ] as const) {
      await email(page).fill(typed);
      await page.locator('#email-error', { hasText: problem }).waitFor();
    }
    await email(page).fill('Ada@Acme.test');
    await page.locator('#email-hint', { hasText: 'Saved as ada@acme.test.' }).waitFor();
    assert.equal(await page.locator('#email-error').count(), 0);
    await page.locator('#email-hint', { hasText: 'Nobody in this tenant has this address yet.' }).waitFor();
  });

  test('says who has an address already, and asks only for the last one typed', async () => {
    const { page, host } = await openCreate({}, { lookUp: () => ({ name: 'Ada Lovelace', home: 'Acme Logistics' }) });
    await email(page).fill('ad@acme.test');
    await email(page).fill('ada@acme.test');
    await page.locator('#email-error', { hasText: 'Ada Lovelace in Acme Logistics has this address already.' }).waitFor();
    assert.deepEqual(host.bodies('lookUp'), [{ email: 'ada@acme.test' }]);
    await page.getByRole('alert').getByText('has this address already').waitFor();
    await first(page).fill('Ada');
    await press(page, 'Create User');
    await status(page, 'Something is to be corrected first.');
    assert.equal(await focused(page), 'email');
  });

  test('nothing is sent while something is missing; the first of it has the focus', async () => {
    const { page, host } = await openCreate({ cid: undefined, roles: [] }, { create: () => ({ kind: 'made' }), chooseCid: () => ({ dropped: [] }) });
    await press(page, 'Create User');
    await page.locator('#email-error').waitFor();
    await page.getByText('Give a first or a last name.').waitFor();
    await page.getByText('Choose the CID that the user belongs to.').waitFor();
    assert.equal(await focused(page), 'email');
    await fill(page);
    await press(page, 'Create User');
    await eventually('the CID has the focus', async () => (await focused(page)) === 'choose-cid');
    assert.deepEqual(host.bodies('create'), []);
    await page.getByRole('button', { name: 'Add Role…', disabled: true }).waitFor();
    await press(page, 'Choose CID…');
    await host.send({ cid: retail });
    await page.getByRole('button', { name: 'Change CID…' }).waitFor();
  });

  test('the rules of a password are ticked off as it is typed', async () => {
    const { page, host } = await openCreate({}, { create: () => ({ kind: 'made' }) });
    await fill(page);
    assert.equal(await secret(page).isVisible(), false);
    await openPassword(page);
    await secret(page).fill('short');
    await page.locator('li.met', { hasText: 'A lower-case letter' }).waitFor();
    assert.equal(await page.locator('.rules .met').count(), 1);
    await press(page, 'Create User');
    await page.locator('#password-error').waitFor();
    assert.equal(await focused(page), 'password');
    assert.equal(await secret(page).getAttribute('aria-describedby'), 'password-error password-rules');
    await secret(page).fill(password);
    await eventually('all rules are met', async () => (await page.locator('.rules .met').count()) === 5);
    await press(page, 'Create User');
    await status(page, 'Created.');
    assert.equal(host.bodies('create')[0]?.password, password);
  });

  test('a password is never kept, shown or left behind', async () => {
    const { page, host, kept } = await openCreate({}, { create: () => ({ kind: 'made' }), check: () => undefined });
    await fill(page);
    await openPassword(page);
    await secret(page).fill(password);
    await press(page, 'Check Without Creating');
    await status(page, 'The server would accept this user.');
    const state = (await kept()) as KeptCreate;
    assert.equal(state.hadPassword, true);
    assert.ok(!JSON.stringify(state).includes(password));
    assert.ok(!(await page.content()).includes(password));
    await press(page, 'Create User');
    await host.send({ made: { name: 'Ada', email: 'ada@acme.test', warning: undefined } });
    await page.locator('#made').waitFor();
    assert.equal(((await kept()) as KeptCreate).hadPassword, false);
    await host.send({ made: undefined });
    await email(page).waitFor();
    assert.equal(await secret(page).inputValue(), '');
  });

  test('what was typed is back after a restart, and the lost password is pointed out', async () => {
    const opened = await openCreate();
    await fill(opened.page);
    await openPassword(opened.page);
    await secret(opened.page).fill(password);
    const kept = await opened.kept();
    const { page, kept: keptThen } = await openCreate({}, {}, { kept });
    await page.getByText('The password you had typed was not kept.').waitFor();
    assert.equal(await email(page).inputValue(), 'ada@acme.test');
    assert.equal(await first(page).inputValue(), 'Ada');
    assert.equal(await secret(page).inputValue(), '');
    await secret(page).fill(password);
    await page.getByText('The password you had typed was not kept.').waitFor({ state: 'detached' });
    assert.equal(await secret(page).isVisible(), true);
    const { roles, cid } = (await keptThen()) as KeptCreate;
    assert.deepEqual({ roles, cid }, { roles: [{ id: 'help_desk' }, { id: 'falcon_analyst', end: { after: 'eightHours' } }], cid: retail.id });
  });

  test('what was chosen in an earlier window is not forgotten while the tenant cannot be read', async () => {
    const before = await openCreate();
    await fill(before.page);
    const kept = (await before.kept()) as KeptCreate;
    const unread = { cid: undefined, roles: [], isReading: true };
    const { page, host, kept: keptThen } = await openCreate(unread, {}, { kept });
    await page.getByRole('progressbar', { name: 'Reading the tenant' }).waitFor();
    assert.deepEqual(await keptThen(), kept);
    await host.send({ isReading: false, failure: 'No answer.' });
    await page.getByText('No answer.').waitFor();
    await press(page, 'Try Again');
    assert.deepEqual(await keptThen(), kept);
  });

  test('a refusal is shown at its field when it has one, else above the buttons; nothing typed is lost', async () => {
    const taken = { kind: 'refused', message: "invalid uid='ada@acme.test' specified: user already exists", field: 'email' } as const;
    const { page, host } = await openCreate({}, { create: () => taken, check: () => Promise.reject(new Refused({ kind: 'server', message: 'It is down.' })) });
    await fill(page);
    await openPassword(page);
    await secret(page).fill(password);
    await press(page, 'Create User');
    await page.locator('#email-error', { hasText: 'user already exists' }).waitFor();
    await eventually('the field has the focus', async () => (await focused(page)) === 'email');
    assert.equal(await secret(page).inputValue(), password);
    await email(page).fill('ada2@acme.test');
    await page.locator('#email-error').waitFor({ state: 'detached' });
    await press(page, 'Check Without Creating');
    await status(page, 'It is down.');
    host.answers.check = () => Promise.reject(new Refused({ kind: 'invalid', message: 'The password is on a list.', field: 'password' }));
    await press(page, 'Check Without Creating');
    await page.locator('#password-error', { hasText: 'on a list' }).waitFor();
    assert.equal(await first(page).inputValue(), 'Ada');
  });

  test('roles are added, end, and are removed', async () => {
    const { page, host } = await openCreate({}, { addRoles: () => 1, removeRole: () => undefined, setEnd: () => undefined });
    await press(page, 'Add Role…');
    await status(page, '1 role added.');
    const desk = page.getByRole('group', { name: 'Help Desk' });
    await desk.getByRole('combobox', { name: 'Ends' }).selectOption('after 1 day');
    await desk.getByRole('combobox', { name: 'Ends' }).selectOption('at a moment…');
    await eventually('both were told', () => host.bodies('setEnd').length === 2);
    const [day, at] = host.bodies('setEnd').map(({ end }) => end);
    assert.deepEqual(day, { after: 'day' });
    assert.ok(at && 'at' in at);
    await host.send({ roles: [{ ...helpDesk, end: at }] });
    const moment = desk.getByLabel('Moment at which Help Desk ends');
    await moment.fill('2020-01-01T10:00');
    await eventually('the moment was told', () => host.bodies('setEnd').length === 3);
    await host.send({ roles: [{ ...helpDesk, end: { at: '2020-01-01T10:00:00.000Z' } }] });
    await desk.getByText('one hour from now at the earliest').waitFor();
    await moment.fill('');
    await desk.getByText('Give a date and a time.').waitFor();
    await press(page, 'Remove Help Desk');
    await status(page, 'Help Desk removed.');
    assert.deepEqual(host.bodies('removeRole'), [{ role: 'help_desk' }]);
  });

  test('roles that another CID does not have are named', async () => {
    const { page } = await openCreate({}, { chooseCid: () => ({ dropped: ['SOC Lead', 'Help Desk'] }) });
    await press(page, 'Change CID…');
    await status(page, 'Left out, since this CID does not have them: SOC Lead, Help Desk');
  });

  test('a tenant without children has no CID to choose; a read-only one lets nothing be typed', async () => {
    const { page } = await openCreate({ hasChoice: false, tenant: readOnlyAcme });
    await email(page).waitFor();
    assert.equal(await page.getByRole('button', { name: /CID…/ }).count(), 0);
    assert.equal(await email(page).isDisabled(), true);
    await page.getByRole('button', { name: 'Create User', disabled: true }).waitFor();
  });

  test('a warning about roles that could not be granted is shown with the user who was made', async () => {
    const { page } = await openCreate({ made: { name: 'Ada', email: 'ada@acme.test', warning: 'Not all roles could be granted.' } });
    await page.locator('#made').getByText('Not all roles could be granted.').waitFor();
  });

  test('the keyboard reaches everything in the order of the page', async () => {
    const { page } = await openCreate({ roles: [helpDesk] });
    await email(page).waitFor();
    const order = await tabOrder(page, 10);
    assert.deepEqual(order, ['choose-cid', 'email', 'first', 'last', 'SUMMARY', 'end-help_desk', 'remove-help_desk', 'add-role', 'check', 'create']);
  });

  test('Enter in a field creates nothing', async () => {
    const { page, host } = await openCreate({}, { create: () => ({ kind: 'made' }), check: () => undefined });
    await fill(page);
    await first(page).press('Enter');
    await press(page, 'Check Without Creating');
    await status(page, 'The server would accept this user.');
    assert.deepEqual(host.bodies('create'), []);
  });

  for (const theme of themeNames) {
    test(`axe finds nothing to object to in ${theme}, with everything open and wrong, and when it is done`, async () => {
      const inPast = { ...helpDesk, end: { at: '2020-01-01T10:00:00.000Z' } };
      const { page, host } = await openCreate({ roles: [inPast, analyst] }, {}, { theme });
      await openPassword(page);
      await email(page).fill('ada@');
      await secret(page).fill('Short');
      await page.locator('#email-error').waitFor();
      assert.deepEqual(await axeObjections(page), []);
      await shootWhole(page, `create-user-${theme}`);
      await host.send({ made: { name: 'Ada Lovelace', email: 'ada@acme.test', warning: 'Not all roles could be granted.' } });
      await page.locator('#made').waitFor();
      assert.deepEqual(await axeObjections(page), []);
      await shootWhole(page, `create-user-done-${theme}`);
    });
  }

  test('a narrow page at twice the size has nothing beside it', async () => {
    const { page } = await openCreate();
    await narrow(page);
    await email(page).waitFor();
    assert.equal(await fitsWidth(page), true);
    await shootWhole(page, 'create-user-narrow-dark');
  });
});
