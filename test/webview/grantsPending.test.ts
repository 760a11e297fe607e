/** What is marked in the grants panel: its ends, what the rules say, and what becomes of it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { mostPending } from '../../src/core/matrix/pending.ts';
import type { Pending } from '../../src/core/matrix/pending.ts';
import { pendingKey } from '../../src/core/matrix/pending.ts';
import { isKeptGrants } from '../../src/protocol/grants.ts';
import type { ApplyAnswer, CellOutcome } from '../../src/protocol/grants.ts';
import { eventually } from '../e2e/support/eventually.ts';
import { ada, grace, grantsState, home, large, retail, roleIds, small } from '../helpers/webview/grantsHost.ts';
import { axeObjections } from '../helpers/webview/axe.ts';
import { Refused } from '../helpers/webview/scriptedHost.ts';
import { pageThemes } from '../helpers/webview/themes.ts';
import type { PageTheme } from '../helpers/webview/themes.ts';
import { announced, cell, listed, openMatrix, place, shows, signs } from './support/matrixActs.ts';
import type { MatrixParts } from './support/matrixActs.ts';
import { fitsWidth, focused, narrow, press, shoot, status } from './support/pageActs.ts';
import { pageUnderTest } from './support/pageUnderTest.ts';
import type { Setting } from './support/pageUnderTest.ts';
import { readOnlyAcme } from './support/tenants.ts';

const pages = pageUnderTest({ page: 'grants', styles: ['grants'], viewport: { width: 1280, height: 900 } });
const open = (...parts: MatrixParts) => openMatrix(pages, parts);
const openAs = (setting: Setting, ...parts: MatrixParts) => openMatrix(pages, parts, setting);
const [administrator, analyst, helpDesk, responder] = [0, 1, 2, 3] as const;

const revoked: Pending = { kind: 'revoke', user: ada.uuid, cid: home.cid, role: roleIds.administrator };

const item = (page: Page, at: number) => page.locator('.pending-item').nth(at);

/** Marks two grants and a revoke. */
async function markThree(page: Page): Promise<void> {
  for (const [row, column] of [[0, helpDesk], [2, responder], [2, helpDesk]] as const) await cell(page, row, column).click();
  await page.getByRole('heading', { name: 'Pending (3)' }).waitFor();
}

/** What a moment so far ahead is in the field for it, in the time of the browser. */
const typedMoment = (page: Page, hours: number): Promise<string> =>
  page.evaluate<string>(`(() => {
    const date = new Date(Date.now() + ${hours} * 3_600_000);
    return new Date(date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  })()`);

const apply = (state: CellOutcome['state'], message?: string) => ({ pending }: { pending: readonly Pending[] }): ApplyAnswer => {
  return { kind: 'ended', outcomes: pending.map((one, at) => ({ cell: pendingKey(one), ...(at === 0 ? { state, message } : { state: 'done' }) })) };
};

describe('the end of a grant', () => {
  test('is chosen from a few, for one or for all', async () => {
    const { page, host } = await open(small, { preview: () => undefined });
    await markThree(page);
    await item(page, 0).getByRole('combobox').selectOption('eightHours');
    assert.equal(await page.locator('#every-end').inputValue(), 'mixed');
    assert.equal(await item(page, 2).getByRole('combobox').count(), 0);
    await press(page, 'Preview');
    await status(page, 'The preview is open.');
    await page.locator('#every-end').selectOption('week');
    await eventually('both have it', async () => (await item(page, 1).getByRole('combobox').inputValue()) === 'week');
    await press(page, 'Preview');
    await eventually('both were asked for', () => host.host.bodies('preview').length === 2);
    const ends = host.host.bodies('preview').map(({ pending }) => pending.map((one) => (one.kind === 'grant' ? one.end : one.kind)));
    assert.deepEqual(ends, [[{ after: 'eightHours' }, undefined, 'revoke'], [{ after: 'week' }, { after: 'week' }, 'revoke']]);
  });

  test('as a moment lies between an hour and a week ahead, and nothing is sent before it does', async () => {
    const { page, host } = await open(small, { apply: () => ({ kind: 'notRun' }) });
    await cell(page, 0, helpDesk).click();
    await item(page, 0).getByRole('combobox').selectOption('at');
    const moment = item(page, 0).locator('input[type=datetime-local]');
    await moment.fill(await typedMoment(page, 0.5));
    await item(page, 0).getByText('A temporary role ends one hour from now at the earliest.').waitFor();
    assert.equal(await moment.getAttribute('aria-invalid'), 'true');
    await press(page, 'Review and Apply');
    await status(page, 'Something is to be corrected first.');
    assert.match(await focused(page), /-moment$/);
    await moment.fill(await typedMoment(page, 24 * 8));
    await item(page, 0).getByText('A temporary role ends seven days from now at the latest.').waitFor();
    await moment.fill('');
    await item(page, 0).getByText('Give a date and a time.').waitFor();
    await moment.fill(await typedMoment(page, 24));
    await press(page, 'Review and Apply');
    await status(page, 'Nothing was changed. What you marked is still here.');
    const [sent] = host.host.bodies('apply');
    assert.ok(sent?.pending[0]?.kind === 'grant' && sent.pending[0].end && 'at' in sent.pending[0].end);
    assert.equal(host.host.bodies('apply').length, 1);
  });
});

describe('the list of marks', () => {
  test('removes one by one with the keyboard, and discards all', async () => {
    const { page } = await open(small);
    await markThree(page);
    await page.getByRole('button', { name: 'Remove: Grant Help Desk to Ada Lovelace in Acme Global' }).focus();
    await page.keyboard.press('Enter');
    assert.equal((await listed(page)).length, 2);
    await eventually('the next has the focus', async () => (await focused(page)).includes(roleIds.responder));
    await press(page, 'Discard');
    await status(page, 'Discarded all marks.');
    assert.deepEqual([await listed(page), await focused(page), await signs(page, 2, helpDesk)], [[], 'pending-heading', 'D']);
  });

  test('of thousands lists a part, and says when there are too many', async () => {
    const { page } = await open(large(2_000, 60));
    await cell(page, 0, 1).click();
    await page.keyboard.press('Space');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Space');
    await status(page, 'At most 5,000 cells can be marked');
    await page.getByRole('heading', { name: `Pending (${mostPending.toLocaleString('en')})` }).waitFor();
    assert.equal((await listed(page)).length, 100);
    await press(page, 'List More');
    await eventually('more are listed', async () => (await listed(page)).length === 200);
  });
});

describe('what the rules say', () => {
  test('is asked for when marking rests, shown below and at the cells, and disables nothing', async () => {
    const { page, host } = await open(small, {
      check: ({ pending }) => [
        { severity: 'refuse', sentence: 'Ada cannot have Help Desk.', cells: pending.slice(0, 1).map(pendingKey) },
        { severity: 'warn', sentence: 'Acme Logistics is left with nobody.', cells: [] },
      ],
    });
    await markThree(page);
    await page.getByText('Acme Logistics is left with nobody.').waitFor();
    assert.equal(await page.locator('.pending-scroll .finding').count(), 0, 'a long list does not push them out of sight');
    await shows(page, 0, helpDesk, '+ !');
    assert.match((await cell(page, 0, helpDesk).getAttribute('aria-label')) ?? '', /will be granted; Ada cannot have Help Desk\.$/);
    assert.deepEqual(host.host.bodies('check').map(({ pending }) => pending.length).at(-1), 3);
    assert.equal(await announced(page), 'Ada cannot have Help Desk.');
    assert.equal(await page.getByRole('button', { name: 'Review and Apply' }).isEnabled(), true);
    await page.getByRole('button', { name: 'Show the cell: Ada cannot have Help Desk.' }).click();
    assert.deepEqual(await place(page), [0, helpDesk]);
    await press(page, 'Discard');
    await page.getByText('Ada cannot have Help Desk.').waitFor({ state: 'detached' });
  });

  test('is given up when other cells are marked meanwhile', async () => {
    const { page, host } = await open(small, { check: () => new Promise(() => undefined) });
    await cell(page, 0, helpDesk).click();
    await eventually('it is asked for', () => host.host.bodies('check').length === 1);
    await cell(page, 0, responder).click();
    await eventually('it is asked for anew', () => host.host.bodies('check').length === 2);
    assert.deepEqual(host.host.cancelled, ['check']);
  });
});

describe('applying', () => {
  test('takes away what is done, and keeps what is not with the reason', async () => {
    const { page } = await open(small, { apply: apply('failed', 'The server failed. (trace t-1)') });
    await markThree(page);
    await press(page, 'Review and Apply');
    await status(page, '2 done, 1 not done: those are still marked, with the reason.');
    assert.equal(await page.getByRole('alert').innerText(), '2 done, 1 not done: those are still marked, with the reason.');
    await eventually('the focus is not lost with the button', async () => (await focused(page)) === 'pending-heading');
    assert.deepEqual(await listed(page), ['Grant Help Desk to Ada Lovelace in Acme Global']);
    assert.match(await item(page, 0).innerText(), /The server failed\. \(trace t-1\)/);
    await shows(page, 0, helpDesk, '+ !');
    await item(page, 0).getByRole('combobox').selectOption('day');
    await shows(page, 0, helpDesk, '+');
  });

  test('says when all is done, and that nothing can be marked before', async () => {
    const ended = Promise.withResolvers<void>();
    const { page, host } = await open(small, {
      apply: async (body) => {
        await ended.promise;
        return apply('done')(body);
      },
    });
    await markThree(page);
    await press(page, 'Review and Apply');
    await status(page, 'Waiting for your answer…');
    await cell(page, 1, administrator).click();
    await status(page, 'Wait until the changes are applied.');
    ended.resolve();
    await status(page, 'All 3 changes are done.');
    assert.equal(host.host.bodies('told').length, 1);
    assert.deepEqual(await listed(page), []);
  });

  test('goes on when the page is loaded anew: until it has ended nothing is marked or sent', async () => {
    const { page, host } = await open(small, {}, { work: { kind: 'apply', done: 1, total: 3 } });
    assert.equal(await page.getByRole('progressbar', { name: 'Applying…' }).getAttribute('value'), '1');
    await cell(page, 0, helpDesk).click();
    await status(page, 'Wait until the changes are applied.');
    await host.host.send({ work: undefined });
    await cell(page, 0, helpDesk).click();
    await shows(page, 0, helpDesk, '+');
  });

  test('that ends while the page is away is taken in by the next page, with the reasons, and once', async () => {
    const cells = { user: ada.uuid, cid: home.cid };
    const pending: Pending[] = [
      { kind: 'grant', ...cells, role: roleIds.helpDesk, end: { after: 'day' } },
      { kind: 'grant', ...cells, role: roleIds.responder, end: { after: 'day' } },
    ];
    const outcomes = pending.map((one, at): CellOutcome => {
      return { cell: pendingKey(one), ...(at === 0 ? { state: 'done' } : { state: 'failed', message: 'No answer.' }) };
    });
    const kept = { view: 'grants', connection: grantsState.connection, subject: grantsState.subject, pending };
    const opened = await openAs({ kept }, small, { untold: () => outcomes }, { hasUntold: true });
    const { page, host } = opened;
    await status(page, '1 done, 1 not done: those are still marked, with the reason.');
    assert.deepEqual(await listed(page), ['Grant Remote Responder to Ada Lovelace in Acme Global']);
    assert.match(await item(page, 0).innerText(), /No answer\./);
    await eventually('the host may forget it', () => host.host.bodies('told').length === 1);
    assert.match(JSON.stringify(await opened.kept()), /No answer\./);
    await host.host.send({ hasUntold: false });
    assert.equal(host.host.bodies('untold').length, 1);
  });

  test('takes nothing off while a run of an earlier page goes on', async () => {
    const pending: Pending[] = [{ kind: 'grant', user: ada.uuid, cid: home.cid, role: roleIds.administrator }];
    const kept = { view: 'grants', connection: grantsState.connection, subject: grantsState.subject, pending };
    const { page, host } = await openAs({ kept }, small, {}, { work: { kind: 'apply', done: 1, total: 2 } });
    await shows(page, 0, administrator, 'D ⟳');
    assert.equal((await listed(page)).length, 1);
    await host.host.send({ work: undefined });
    await host.show(small);
    await status(page, '1 mark was taken off: it has become so already.');
  });

  test('is not possible in a protected tenant, nor with nothing marked; a failure is said', async () => {
    const kept = { view: 'grants', connection: grantsState.connection, subject: grantsState.subject, pending: [revoked] };
    const refuse = (): never => {
      throw new Refused({ kind: 'network', message: 'No answer.' });
    };
    const { page, host } = await openAs({ kept }, small, { apply: refuse }, { tenant: readOnlyAcme });
    const button = page.getByRole('button', { name: 'Review and Apply' });
    assert.equal(await button.isDisabled(), true);
    await host.host.send({ tenant: grantsState.tenant });
    await page.getByRole('button', { name: 'Review and Apply', disabled: false }).click();
    await status(page, 'No answer.');
    assert.equal((await listed(page)).length, 1);
  });
});

describe('what the page keeps', () => {
  test('is what is marked and how it is filtered, and it comes back', async () => {
    const first = await open(small);
    await markThree(first.page);
    await item(first.page, 0).getByRole('combobox').selectOption('day');
    await first.page.getByRole('searchbox', { name: 'Filter CIDs' }).fill('acme');
    await eventually('it is kept', async () => JSON.stringify((await first.kept()) ?? {}).includes('"rows":"acme"'));
    const kept = await first.kept();
    assert.ok(isKeptGrants(kept));
    const marked = kept.pending?.map((one) => [one.kind, one.kind === 'grant' ? one.end : undefined]);
    assert.deepEqual(marked, [['grant', { after: 'day' }], ['grant', undefined], ['revoke', undefined]]);
    const { page } = await openAs({ kept }, small);
    await shows(page, 0, helpDesk, '+');
    assert.equal(await page.getByRole('searchbox', { name: 'Filter CIDs' }).inputValue(), 'acme');
    assert.equal((await listed(page)).length, 3);
  });

  test('of another tenant is left alone', async () => {
    const { page } = await openAs({ kept: { view: 'grants', connection: 'another', subject: grantsState.subject, pending: [revoked] } }, small);
    assert.deepEqual(await listed(page), []);
  });

  test('outlives a change of the rows, with the names it was marked under', async () => {
    const { page, host } = await open(small);
    await markThree(page);
    const others = { ...small, users: [grace], cids: [retail], rows: [{ user: 0, cid: 0, grants: [], grantable: [] }] };
    await host.show(others, { subject: { by: 'cid', cid: retail.cid }, title: 'Grants · Acme Retail' });
    await page.getByRole('rowheader', { name: /Grace Hopper/ }).waitFor();
    assert.equal((await listed(page))[0], 'Grant Help Desk to Ada Lovelace in Acme Global');
    assert.equal(await page.getByRole('searchbox', { name: 'Filter users' }).count(), 1);
  });
});

describe('what stands around the matrix', () => {
  test('asks the host for other rows, comparisons and files', async () => {
    const both = { subject: { by: 'users' as const, users: [ada.uuid, grace.uuid] } };
    const { page, host } = await open({ ...small, users: [ada, grace] }, { act: () => undefined, removeUser: () => undefined }, both);
    for (const name of ['Add User…', 'Compare…', 'Export…']) await press(page, name);
    await page.getByRole('radio', { name: 'one CID over users' }).click();
    await eventually('all is asked for', () => host.host.bodies('act').length === 4);
    assert.deepEqual(host.host.bodies('act').map(({ action }) => action), ['addUser', 'compare', 'export', 'byCid']);
    // The person may have chosen nothing: the rows are as they were.
    await eventually('it goes back', () => page.getByRole('radio', { name: 'users over CIDs' }).isChecked());
    await page.getByText('2 users').click();
    await press(page, 'Take Grace Hopper out of the rows');
    await eventually('she is taken out', () => host.host.bodies('removeUser')[0]?.user === grace.uuid);
  });

  test('shows how much has been read, how far reading is, and stops it', async () => {
    const { page, host } = await open(small, { act: () => undefined }, { coverage: { text: '1 of 3 pairs', isWhole: false } });
    await press(page, 'Read All');
    await host.host.send({ work: { kind: 'read', done: 1, total: 3 } });
    assert.equal(await page.getByRole('progressbar', { name: 'Reading…' }).getAttribute('value'), '1');
    await press(page, 'Stop');
    await eventually('it is stopped', () => host.host.bodies('act').length === 2);
    await host.host.send({ work: undefined, failure: 'The CIDs could not be listed.' });
    await page.getByText('The CIDs could not be listed.').waitFor();
    await host.host.send({ gone: 'This tenant is not connected any more.' });
    await page.locator('#gone').waitFor();
    assert.equal(await page.getByRole('grid').isVisible(), false);
  });
});

describe('in every theme', () => {
  for (const theme of Object.keys(pageThemes) as PageTheme[]) {
    test(`axe finds nothing to object to in ${theme}, with marks, findings and details`, async () => {
      const { page } = await openAs({ theme }, small, {
        check: ({ pending }) => [{ severity: 'refuse', sentence: 'Ada cannot have Help Desk.', cells: pending.slice(0, 1).map(pendingKey) }],
      });
      await markThree(page);
      await item(page, 0).getByRole('combobox').selectOption('at');
      await cell(page, 1, analyst).click();
      await page.keyboard.press('Shift+ArrowDown');
      await page.getByRole('button', { name: 'Show the cell: Ada cannot have Help Desk.' }).waitFor();
      assert.deepEqual(await axeObjections(page), []);
      await shoot(page, `grants-${theme}`);
      const many = await openAs({ theme }, large(2_000, 60));
      assert.deepEqual(await axeObjections(many.page), []);
      await shoot(many.page, `grants-large-${theme}`);
    });
  }

  test('a narrow window at twice the size scrolls, and nothing lies beside it', async () => {
    const { page } = await open(large(200, 60));
    await narrow(page);
    await cell(page, 0, 0).click();
    await eventually('it fits', () => fitsWidth(page));
    assert.ok(await cell(page, 0, 0).isVisible());
    await shoot(page, 'grants-narrow');
  });
});
