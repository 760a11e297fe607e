/** The matrix of the grants panel, in a real browser under the pages' content policy. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { pairKey } from '../../src/core/matrix/matrix.ts';
import { eventually } from '../e2e/support/eventually.ts';
import { ada, grace, group, large, logistics, retail, roleIds, roleNamed, small } from '../helpers/webview/grantsHost.ts';
import { Refused } from '../helpers/webview/scriptedHost.ts';
import { announced, cell, heard, listed, openMatrix, place, scrollMatrix, scrollThrough, selected, shows, signs } from './support/matrixActs.ts';
import type { MatrixParts } from './support/matrixActs.ts';
import { focused, press, status } from './support/pageActs.ts';
import { pageUnderTest } from './support/pageUnderTest.ts';
import { readOnlyAcme } from './support/tenants.ts';

const pages = pageUnderTest({ page: 'grants', styles: ['grants'], viewport: { width: 1280, height: 900 } });
const open = (...parts: MatrixParts) => openMatrix(pages, parts);
const [administrator, analyst, helpDesk, responder, readOnly, storeKeeper] = [0, 1, 2, 3, 4, 5] as const;
const columns = [administrator, analyst, helpDesk, responder, readOnly, storeKeeper];
const keys = async (page: Page, ...names: readonly string[]): Promise<void> => {
  for (const name of names) await page.keyboard.press(name);
};

describe('a cell', () => {
  test('shows by letters and signs how a role is held, and what may not be', async () => {
    const { page, errors, blocked } = await open(small);
    const rows = await Promise.all([0, 1, 2].map((row) => Promise.all(columns.map((at) => signs(page, row, at)))));
    assert.deepEqual(rows, [['D', 'I', '', '', '·', '·'], ['', 'D I', 'T', '', '·', '·'], ['', '', 'D', '', '', '·']]);
    assert.deepEqual([errors, blocked], [[], []]);
  });

  test('says where it comes from, to readers and on hovering', async () => {
    const { page } = await open(small);
    const inherited = `Falcon Analyst, Acme Global: inherited through ${group}`;
    assert.equal(await cell(page, 0, analyst).getAttribute('aria-label'), inherited);
    await cell(page, 0, analyst).hover();
    assert.equal(await cell(page, 0, analyst).getAttribute('title'), inherited);
    assert.equal(await cell(page, 1, helpDesk).getAttribute('aria-label'), 'Help Desk, Acme Retail: held directly until 2099-12-01 10:00 UTC');
    assert.equal(await cell(page, 1, analyst).getAttribute('aria-label'), `Falcon Analyst, Acme Retail: held directly; inherited through ${group}`);
    await cell(page, 0, storeKeeper).hover();
    const away = 'Store Keeper, Acme Global: may not be granted: It is a custom role of Acme Retail and can be granted only there.';
    assert.equal(await cell(page, 0, storeKeeper).getAttribute('title'), away);
  });

  test('tells the end of what comes through a group, and what has ended since it was read', async () => {
    const [first, ...others] = small.rows;
    assert.ok(first);
    const grants = [
      { role: roleIds.analyst, through: group, expiresAt: '2099-12-01T10:00:00Z' },
      { role: roleIds.helpDesk, expiresAt: '2001-01-01T10:00:00Z' },
    ];
    const { page } = await open({ ...small, rows: [{ ...first, grants }, ...others] });
    assert.deepEqual([await signs(page, 0, analyst), await signs(page, 0, helpDesk)], ['I T', 'T']);
    assert.equal(await cell(page, 0, analyst).getAttribute('aria-label'), `Falcon Analyst, Acme Global: inherited through ${group} until 2099-12-01 10:00 UTC`);
    assert.equal(await cell(page, 0, helpDesk).getAttribute('aria-label'), 'Help Desk, Acme Global: held directly, ended 2001-01-01 10:00 UTC');
  });

  test('is toggled by a click and by Space, and takes back what was marked', async () => {
    const { page } = await open(small);
    await cell(page, 0, helpDesk).click();
    await shows(page, 0, helpDesk, '+');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Space');
    await shows(page, 0, administrator, 'D −');
    assert.equal(await announced(page), 'Falcon Administrator, Acme Global: will be revoked');
    assert.deepEqual(await listed(page), ['Grant Help Desk to Ada Lovelace in Acme Global', 'Revoke Falcon Administrator from Ada Lovelace in Acme Global']);
    await page.keyboard.press('Space');
    await shows(page, 0, administrator, 'D');
    assert.equal(await announced(page), 'Falcon Administrator, Acme Global: mark taken back');
    await page.getByRole('heading', { name: 'Pending (1)' }).waitFor();
  });

  test('that cannot be changed says why, and sends nothing', async () => {
    const { page, host } = await open(small);
    const refusals = [
      [0, analyst, `It is inherited through ${group}. Take the user out of the group, or the role from it, in the Falcon console.`],
      [0, storeKeeper, 'It is a custom role of Acme Retail and can be granted only there.'],
      [1, storeKeeper, 'It is a custom role of Acme Retail and goes only to users whose home is that CID.'],
      [1, readOnly, 'The server does not list it among the roles that may be granted to this user here.'],
    ] as const;
    for (const [row, column, sentence] of refusals) {
      await cell(page, row, column).click();
      await status(page, sentence);
      assert.ok((await announced(page)).endsWith(sentence));
    }
    assert.deepEqual([await listed(page), host.host.bodies('check')], [[], []]);
  });

  test('shows everything about it below, with what can be done', async () => {
    const { page } = await open(small);
    await cell(page, 1, helpDesk).click();
    await page.keyboard.press('Space');
    const details = page.getByRole('region', { name: 'Cell' });
    assert.match(await details.innerText(), /Help Desk · Ada Lovelace · Acme Retail\s+held directly until 2099-12-01 10:00 UTC/);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    assert.deepEqual(await place(page), [1, helpDesk]);
    await press(page, 'Change End: Help Desk · Ada Lovelace · Acme Retail');
    await shows(page, 1, helpDesk, 'T ⟳');
    assert.deepEqual(await listed(page), ['Change the end of Help Desk for Ada Lovelace in Acme Retail']);
    assert.equal(await details.getByRole('combobox').inputValue(), 'day');
    await details.getByRole('combobox').selectOption('week');
    assert.equal(await page.locator('.pending-item select').inputValue(), 'week');
    await page.getByRole('button', { name: 'Take Back: Help Desk · Ada Lovelace · Acme Retail' }).focus();
    await page.keyboard.press('Enter');
    await shows(page, 1, helpDesk, 'T');
    await eventually('what can be done next has the focus', async () => (await focused(page)) === 'cell-revoke');
  });

  test('cannot be marked in a tenant that is protected', async () => {
    const { page } = await open(small, {}, { tenant: readOnlyAcme });
    await cell(page, 0, helpDesk).click();
    await status(page, 'Acme Global is protected from changes. Allow changes first.');
    assert.deepEqual(await listed(page), []);
  });
});

describe('the keyboard', () => {
  test('moves by cells, rows and pages, and to the heads', async () => {
    const { page } = await open(large(2_000, 60));
    await page.locator('#only-changes').focus();
    await keys(page, 'Tab', 'Tab', 'Tab');
    assert.deepEqual(await place(page), [0, 0]);
    await keys(page, 'ArrowRight', 'ArrowDown', 'ArrowDown');
    assert.deepEqual([await place(page), await heard(page)], [[2, 1], 'Role 1, Company 2: not held']);
    await keys(page, 'End');
    assert.deepEqual(await place(page), [2, 59]);
    await keys(page, 'Home', 'PageDown');
    const [row] = await place(page);
    assert.ok(row > 5 && row < 40);
    await keys(page, 'Control+End');
    assert.deepEqual(await place(page), [1_999, 59]);
    await keys(page, 'Control+Home');
    assert.deepEqual(await place(page), [0, 0]);
    await keys(page, 'PageUp', 'ArrowUp', 'ArrowRight');
    assert.deepEqual([await place(page), await heard(page)], [[-1, 1], 'Grant Role 1 on all shown rows']);
    const details = page.getByRole('region', { name: 'Cell' });
    assert.equal(await details.innerText(), 'Role 1 · What Role 1 may do. · Space grants it on all rows that are shown.');
  });

  test('keeps its place when it is scrolled away, with what it says', async () => {
    const { page } = await open(large(2_000, 60));
    await cell(page, 1, 1).click();
    const before = await heard(page);
    await scrollMatrix(page, 20_000);
    await cell(page, 750, 0).waitFor();
    assert.deepEqual([await place(page), await heard(page)], [[1, 1], before]);
    await keys(page, 'ArrowDown');
    assert.deepEqual([await place(page), await cell(page, 2, 1).isVisible()], [[2, 1], true]);
  });

  test('selects rectangles, and toggles them together', async () => {
    const { page } = await open(small);
    await cell(page, 0, responder).click();
    await keys(page, 'Space', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowLeft');
    assert.deepEqual([await selected(page), await announced(page)], [6, '6 cells are selected. Press Space to mark them.']);
    await keys(page, 'Space');
    // The cell that the person is on is held, so all that is held directly is revoked.
    await status(page, '2 cells are marked to be revoked.');
    assert.deepEqual([await signs(page, 1, helpDesk), await signs(page, 2, helpDesk), await signs(page, 2, responder)], ['T −', 'D −', '']);
    await keys(page, 'Escape');
    assert.deepEqual([await selected(page), await announced(page)], [0, 'Nothing is selected.']);
    await cell(page, 0, responder).click();
    await cell(page, 2, responder).click({ modifiers: ['Shift'] });
    assert.equal(await selected(page), 3);
    await status(page, '3 cells are selected. Press Space to mark them.');
    await keys(page, 'Shift+ArrowUp', 'Shift+ArrowUp');
    await status(page, '1 cell is selected.');
  });

  test('selects the column first and then everything, and says what was left out', async () => {
    const { page } = await open(small);
    await cell(page, 0, administrator).click();
    await keys(page, 'Space', 'ArrowDown', 'Control+a');
    assert.equal(await selected(page), 3);
    await keys(page, 'Control+a');
    assert.equal(await selected(page), 18);
    await keys(page, 'Space');
    await status(page, '8 cells are marked to be granted. Left out: 1 inherited through groups, 2 not listed by the server, 3 custom roles of another CID.');
    assert.equal((await listed(page)).length, 8);
  });

  test('does the same to a column from its head', async () => {
    const { page } = await open(small);
    await page.getByRole('button', { name: 'Grant Falcon Administrator on all shown rows' }).click();
    await status(page, '2 cells are marked to be granted.');
    await cell(page, 0, responder).click();
    await keys(page, 'Space', 'ArrowUp', 'Enter');
    await status(page, '3 cells are marked to be granted.');
    assert.deepEqual([await signs(page, 0, responder), await signs(page, 2, responder), await place(page)], ['+', '+', [-1, responder]]);
  });
});

describe('a long matrix', () => {
  const long = [
    ['2,000 CIDs', large(2_000, 60)],
    ['10,000 users', large(10_000, 60, { by: 'users' })],
  ] as const;
  for (const [name, matrix] of long) {
    test(`of ${name} and 60 roles is a bounded number of elements, wherever it is scrolled`, async () => {
      const { page, errors } = await open(matrix);
      const grid = page.getByRole('grid');
      const rows = matrix.rows.length;
      assert.deepEqual([await grid.getAttribute('aria-rowcount'), await grid.getAttribute('aria-colcount')], [String(rows + 1), '61']);
      for (const row of [0, Math.floor(rows / 2), rows - 1]) {
        await page.evaluate(`(() => { const grid = document.querySelector('.matrix'); grid.scrollTop = ${row / rows} * grid.scrollHeight; })()`);
        await cell(page, row, 0).waitFor();
        const count = await page.getByRole('gridcell').count();
        assert.ok(count > 200 && count < 2_500, `${count} cells are elements`);
      }
      await page.evaluate("document.querySelector('.matrix').scrollLeft = 10000");
      await cell(page, rows - 1, 59).waitFor();
      assert.ok((await page.getByRole('columnheader').count()) < 60);
      assert.ok(await page.locator('[role=rowheader]').last().isVisible());
      assert.deepEqual(errors, []);
    });
  }

  test('is narrowed by filters, which say what is left', async () => {
    const { page } = await open(large(2_000, 60));
    await page.getByRole('searchbox', { name: 'Filter CIDs' }).fill('company 1999');
    await page.getByRole('searchbox', { name: 'Filter roles' }).fill('5');
    await page.locator('#counts', { hasText: 'Shown: 1 of 2,000 rows, 15 of 60 roles' }).waitFor();
    assert.equal(await announced(page), 'Shown: 1 of 2,000 rows, 15 of 60 roles');
    await page.getByRole('searchbox', { name: 'Filter CIDs' }).fill('nobody');
    await page.getByText('Nothing is shown. Change the filters.').waitFor();
  });

  test('shows what groups give only where that is wanted, and only marked rows', async () => {
    const { page } = await open(small);
    await page.getByRole('checkbox', { name: 'inherited' }).click();
    await shows(page, 1, analyst, 'D');
    assert.equal(await signs(page, 0, analyst), '');
    await cell(page, 2, responder).click();
    await page.getByRole('checkbox', { name: 'only changes' }).click();
    await eventually('one row is left', async () => (await page.getByRole('rowheader').allInnerTexts()).join() === logistics.name);
    assert.equal(await signs(page, 0, 0), '+');
  });
});

describe('rows that have not been read', () => {
  test('are read when they are in sight, and not while scrolling goes on', async () => {
    const { page, host } = await open(large(2_000, 60, { read: 0 }));
    await shows(page, 0, 0, '·');
    const first = host.asked.length;
    assert.ok(first >= 10 && first < 60, `${first} rows were asked for`);
    assert.equal(await signs(page, 0, 1), '');
    await scrollThrough(page, [5_000, 10_000, 15_000, 20_000]);
    await shows(page, 745, 0, '·');
    await eventually('each row is asked for once', () => new Set(host.asked).size === host.asked.length);
    assert.ok(host.asked.length < 2 * first + 5, `${host.asked.length} rows were asked for`);
  });

  test('are given up when they are scrolled away', async () => {
    const { page, host } = await open(large(2_000, 60, { read: 0 }), { rows: () => new Promise(() => undefined) });
    await eventually('they are asked for', () => host.asked.length > 0);
    await scrollMatrix(page, 20_000);
    await eventually('they are given up', () => host.host.cancelled.includes('rows'));
  });

  test('are read before a cell is toggled, and then it is toggled, or says why not', async () => {
    const answer = Promise.withResolvers<void>();
    const { page, host } = await open(large(20, 10, { read: 0 }), {
      rows: async ({ pairs }) => {
        await answer.promise;
        return pairs.map((pair) => host.read(pair));
      },
    });
    assert.equal(await signs(page, 3, 1), '…');
    await cell(page, 3, 1).click();
    await status(page, 'Reading what is held here first…');
    await page.keyboard.press('Space');
    answer.resolve();
    await shows(page, 3, 1, '+');
    await cell(page, 3, 4).click();
    await status(page, 'Role 4, Company 3: The server does not list it');
    assert.equal((await listed(page)).length, 1);
  });

  test('that fail say so, and are tried again', async () => {
    let fails = true;
    const { page, host } = await open(large(1, 3, { read: 0 }), {
      rows: ({ pairs }) => {
        if (fails) throw new Refused({ kind: 'network', message: 'No answer.' });
        return pairs.map((pair) => host.read(pair));
      },
    });
    await shows(page, 0, 1, '!');
    assert.equal(await cell(page, 0, 1).getAttribute('aria-label'), 'Role 1, Company 0: could not be read: No answer.');
    fails = false;
    await press(page, 'Try Again: Role 0 · Ada Lovelace · Company 0');
    await shows(page, 0, 0, '·');
  });

  test('are left out of ranges that are longer than what can be read at once', async () => {
    const { page } = await open(large(1_000, 5, { read: 300 }));
    await page.getByRole('button', { name: 'Grant Role 1 on all shown rows' }).click();
    await page.locator('#status', { hasText: '700 not read yet: read all first' }).waitFor();
  });

  test('leave the place and the selection of the person alone, though cells move', async () => {
    const { page, host } = await open(small);
    await cell(page, 1, administrator).click();
    await keys(page, 'Space', 'Shift+ArrowRight');
    await host.show({ ...small, rows: small.rows.map((row) => ({ ...row, grantable: [] })) });
    await shows(page, 2, administrator, '·');
    assert.deepEqual([await place(page), await selected(page)], [[1, analyst], 2]);
    // Another role was found to be held, and another user was added before.
    const users = [grace, ada];
    const rows = [{ user: 0, cid: 1, grants: [], grantable: [] }, ...small.rows.map((row) => ({ ...row, user: 1 }))];
    const subject = { by: 'users', users: users.map(({ uuid }) => uuid) } as const;
    await host.show({ ...small, users, roles: [roleNamed('A Found Role'), ...small.roles], rows }, { subject });
    await page.getByRole('columnheader', { name: 'A Found Role' }).waitFor();
    await eventually('the focus has moved along', async () => (await place(page)).join() === [2, analyst + 1].join());
    assert.match((await heard(page)) ?? '', /^Falcon Analyst, Ada Lovelace, Acme Retail: held directly/);
  });

  test('are not shown while it is looked up which they are', async () => {
    const { page, host } = await open(small);
    await host.host.send({ age: 0, subject: { by: 'cid', cid: retail.cid } });
    await page.getByRole('progressbar', { name: 'Reading users, CIDs and roles' }).waitFor();
    assert.equal(await page.getByRole('grid').isVisible(), false);
    await host.show({ ...small, users: [grace], rows: [{ user: 0, cid: 1, grants: [], grantable: [] }] });
    await page.getByRole('rowheader', { name: 'Grace Hopper' }).waitFor();
  });

  test('of which there are none at all are not blamed on the filters', async () => {
    const { page, host } = await open(small);
    await host.show({ ...small, users: [], rows: [] }, { subject: { by: 'cid', cid: retail.cid } });
    await page.getByText('Nobody is at home here or holds anything here.').waitFor();
  });

  test('keep their marks, and drop those that have become so', async () => {
    const { page, host } = await open(small);
    await cell(page, 0, helpDesk).click();
    await cell(page, 0, responder).click();
    const [first, ...others] = small.rows;
    assert.ok(first);
    await host.show({ ...small, rows: [{ ...first, grants: [...(first.grants ?? []), { role: roleIds.helpDesk }] }, ...others] });
    await status(page, '1 mark was taken off: it has become so already.');
    assert.deepEqual(await listed(page), ['Grant Remote Responder to Ada Lovelace in Acme Global']);
    await shows(page, 0, helpDesk, 'D');
    assert.equal(host.host.bodies('matrix').length, 2);
    assert.ok(!host.asked.includes(pairKey({ user: ada.uuid, cid: retail.cid })));
  });
});
