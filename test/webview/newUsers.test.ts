/** The page of new users from a file, in a real browser under the pages' content policy, with a real table behind it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { isKeptNewUsers } from '../../src/protocol/newUsers.ts';
import type { NewUsersRequests } from '../../src/protocol/newUsers.ts';
import { eventually } from '../e2e/support/eventually.ts';
import { axeObjections } from '../helpers/webview/axe.ts';
import { emptyState, goodRows, mixedRows, NewUsersHost } from '../helpers/webview/newUsersHost.ts';
import { Refused, ScriptedHost } from '../helpers/webview/scriptedHost.ts';
import type { Answers } from '../helpers/webview/scriptedHost.ts';
import { themeNames } from '../helpers/webview/themes.ts';
import type { PageTheme } from '../helpers/webview/themes.ts';
import { press, shoot, status } from './support/pageActs.ts';
import { pageUnderTest } from './support/pageUnderTest.ts';
import { readOnlyAcme } from './support/tenants.ts';

const subject = pageUnderTest({ page: 'newUsers', styles: ['newUsers'], viewport: { width: 1280, height: 800 } });

async function openEmpty(answers: Answers<NewUsersRequests> = {}, theme?: PageTheme, over: Partial<typeof emptyState> = {}) {
  const host = new ScriptedHost<NewUsersRequests, typeof emptyState>({ ...emptyState, ...over }, answers);
  return { host, ...(await subject.open(host, { theme })) };
}

async function openTable(cells: ConstructorParameters<typeof NewUsersHost>[0], answers: Answers<NewUsersRequests> = {}, theme?: PageTheme) {
  const host = new NewUsersHost(cells, answers, {}, ['taken@acme.test']);
  const opened = await subject.open(host.host, { theme });
  await opened.page.locator('.grid-body [role=row]').first().waitFor();
  return { host, ...opened };
}

const cellOf = (page: Page, place: number, column: string): Locator => page.locator(`.grid-body [data-place="${place}"] [data-column="${column}"]`);
const rowCount = (page: Page): Promise<number> => page.locator('.grid-body [role=row]').count();
const said = (page: Page): Promise<string> => page.getByRole('status').innerText();

interface Focus {
  readonly place: string | undefined;
  readonly column: string | undefined;
  readonly described: string;
}

/** Where the keyboard is, and what is read out about it. */
const focus = (page: Page): Promise<Focus> =>
  page.evaluate<Focus>(`(() => {
    const element = document.activeElement;
    const cell = element.closest('[role=gridcell]');
    const described = document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent ?? '';
    return { place: cell?.parentElement.dataset.place, column: cell?.dataset.column, described };
  })()`);

const scrollTo = (page: Page, share: number): Promise<unknown> =>
  page.evaluate(`(() => { const grid = document.querySelector('.grid'); grid.scrollTop = ${share} * grid.scrollHeight; })()`);

describe('without a file', () => {
  test('a file is chosen, or a template saved', async () => {
    const { page, host, errors, blocked } = await openEmpty({ chooseFile: () => undefined, saveTemplate: () => 'new users template.csv' });
    await press(page, 'Choose File…');
    await press(page, 'Save a Template…');
    await status(page, 'Saved as new users template.csv.');
    assert.deepEqual(host.asked.map(({ name }) => name), ['chooseFile', 'saveTemplate']);
    assert.match(await page.locator('main').innerText(), /Hold Shift/);
    assert.deepEqual([errors, blocked], [[], []]);
  });

  /** Drops a file of so many bytes on the page. */
  const drop = (page: Page, size: number): Promise<unknown> =>
    page.evaluate(`(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(${size}).fill(97)], 'people.csv'));
      for (const type of ['dragover', 'drop']) document.body.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    })()`);

  test('a dropped file goes to the host with its bytes', async () => {
    const { page, host } = await openEmpty({ open: () => undefined });
    await page.getByRole('button', { name: 'Choose File…' }).waitFor();
    await drop(page, 3);
    await eventually('the file arrives', () => host.bodies('open').length === 1);
    const [file] = host.bodies('open');
    assert.deepEqual([file?.name, [...(file?.bytes ?? [])]], ['people.csv', [97, 97, 97]]);
  });

  test('a file that is too large is refused before it is sent', async () => {
    const { page, host } = await openEmpty({ open: () => undefined });
    await page.getByRole('button', { name: 'Choose File…' }).waitFor();
    await drop(page, 20 * 1024 * 1024 + 1);
    await status(page, 'larger than 20 MB');
    assert.deepEqual(host.asked, []);
  });

  test('why a file could not be read is said', async () => {
    const { page } = await openEmpty({}, undefined, { problem: 'people.csv cannot be read. It is empty.' });
    await page.locator('#problem', { hasText: 'It is empty.' }).waitFor();
    assert.equal(await page.getByRole('alert').innerText(), 'people.csv cannot be read. It is empty.');
  });
});

describe('5,000 rows', () => {
  test('are a few elements, wherever they are scrolled to', async () => {
    const { page, errors, blocked } = await openTable(goodRows(5000));
    const grid = page.getByRole('grid', { name: 'New users' });
    assert.deepEqual([await grid.getAttribute('aria-rowcount'), await grid.getAttribute('aria-colcount')], ['5001', '9']);
    assert.equal(await page.locator('#counts').innerText(), '5,000 rows: 5,000 ready');
    for (const place of [0, 2500, 4999]) {
      await scrollTo(page, place / 5000);
      await cellOf(page, place, 'email').waitFor();
      const count = await rowCount(page);
      assert.ok(count > 10 && count <= 45, `${count} rows are elements`);
      assert.equal(await page.locator(`[data-place="${place}"]`).getAttribute('aria-rowindex'), String(place + 2));
    }
    assert.equal(await page.getByRole('columnheader', { name: 'E-mail' }).isVisible(), true);
    assert.deepEqual([errors, blocked], [[], []]);
  });

  test('keep the focus when it is scrolled away, and are crossed by keys', async () => {
    const { page } = await openTable(goodRows(5000));
    await cellOf(page, 0, 'email').click();
    await page.keyboard.press('Control+End');
    assert.deepEqual(await focus(page), { place: '4999', column: 'until', described: '' });
    await scrollTo(page, 0);
    await cellOf(page, 0, 'email').waitFor();
    assert.equal((await focus(page)).place, '4999');
    await page.keyboard.press('Control+Home');
    assert.deepEqual(await focus(page), { place: '0', column: 'tick', described: '' });
    await page.keyboard.press('PageDown');
    const { place } = await focus(page);
    assert.ok(Number(place) > 5 && Number(place) < 40);
  });

  test('are sent once: an edit brings only what it touched', async () => {
    const { page, host } = await openTable(goodRows(5000));
    await cellOf(page, 0, 'email').dblclick();
    await page.keyboard.type('user1@acme.test');
    await page.keyboard.press('Enter');
    await cellOf(page, 1, 'verdict').filter({ hasText: 'To mend' }).waitFor();
    await eventually('the page caught up', () => host.host.bodies('rows').length === 2);
    assert.deepEqual(host.host.bodies('rows'), [{ table: 1, since: 0 }, { table: 1, since: 1 }]);
    assert.equal(host.table.since(1).length, 2);
  });
});

describe('a cell', () => {
  test('says what is wrong with it, to the eye and to readers', async () => {
    const { page } = await openTable(mixedRows);
    const cell = cellOf(page, 2, 'cid');
    assert.equal(await cell.getAttribute('aria-invalid'), 'true');
    await cell.click();
    const sentence = 'No CID of this tenant is called “Acme Retial”. Is it “Acme Retail”?';
    assert.deepEqual(await focus(page), { place: '2', column: 'cid', described: sentence });
    assert.equal(await page.locator('.said').innerText(), sentence);
    assert.match(await cellOf(page, 2, 'verdict').innerText(), /^To mend · No CID/);
  });

  test('is mended by the keyboard alone', async () => {
    const { page, host } = await openTable(mixedRows);
    await page.locator('#search').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    assert.equal((await focus(page)).place, '0');
    await page.keyboard.press('ArrowDown');
    assert.deepEqual([(await focus(page)).place, (await focus(page)).column], ['1', 'email']);
    await page.keyboard.press('F2');
    const input = page.getByRole('textbox', { name: 'E-mail, line 3' });
    assert.equal(await input.inputValue(), 'grace.hopper@acme');
    assert.match((await focus(page)).described, /A domain such as/);
    await page.keyboard.press('End');
    await page.keyboard.type('.test');
    await page.keyboard.press('Enter');
    await cellOf(page, 1, 'verdict').filter({ hasText: 'Ready' }).waitFor();
    assert.equal(host.text(1, 'email'), 'grace.hopper@acme.test');
    assert.deepEqual(await focus(page), { place: '1', column: 'email', described: '' });
    await eventually('it is announced', async () => (await said(page)) === 'Line 3: Ready');
  });

  test('is left as it was by Escape, and written by Tab and by a click elsewhere', async () => {
    const { page, host } = await openTable(mixedRows);
    await cellOf(page, 0, 'first').dblclick();
    await page.keyboard.type('Nobody');
    await page.keyboard.press('Escape');
    assert.equal(await cellOf(page, 0, 'first').innerText(), 'Ada');
    assert.deepEqual(host.host.bodies('edit'), []);
    await page.keyboard.press('Enter');
    await page.keyboard.type('Augusta');
    await page.keyboard.press('Tab');
    assert.deepEqual([(await focus(page)).place, (await focus(page)).column], ['0', 'last']);
    await page.keyboard.press('Enter');
    await page.keyboard.type('King');
    await page.locator('h1').click();
    await cellOf(page, 0, 'last').filter({ hasText: 'King' }).waitFor();
    assert.deepEqual([host.text(0, 'first'), host.text(0, 'last')], ['Augusta', 'King']);
  });

  test('shows what was not taken as it is, with the reason', async () => {
    const refuse = (): never => {
      throw new Refused({ kind: 'network', message: 'No answer.' });
    };
    const { page } = await openTable(mixedRows, { edit: refuse });
    await cellOf(page, 0, 'first').dblclick();
    await page.keyboard.type('Augusta');
    await page.keyboard.press('Enter');
    await status(page, 'No answer.');
    assert.equal(await cellOf(page, 0, 'first').innerText(), 'Ada');
  });

  test('of a user who exists cannot be written', async () => {
    const { page, host } = await openTable(mixedRows);
    const [change] = host.table.changes(host.table.makeable.slice(0, 1));
    assert.ok(change?.kind === 'createUser');
    host.table.end(change, { state: 'done', created: { uuid: 'u' as never, uid: change.uid, cid: change.cid, first_name: '', last_name: '' } }, 0);
    await host.tell();
    await cellOf(page, 0, 'email').and(page.locator('[aria-readonly=true]')).waitFor();
    await cellOf(page, 0, 'email').click();
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('.cell-editor').count(), 0);
    assert.equal(await said(page), 'This cell cannot be changed any more.');
  });

  test('shows signs that turn a name around by their number', async () => {
    const { page } = await openTable(mixedRows);
    assert.equal(await cellOf(page, 5, 'first').innerText(), 'Eve\\u{202E}evil');
  });

  test('shows text as text', async () => {
    const { page, errors } = await openTable([{ email: '<img src=x onerror=alert(1)>', first: '<b>Ada</b>' }]);
    assert.equal(await cellOf(page, 0, 'first').innerText(), '<b>Ada</b>');
    assert.deepEqual([await page.locator('.grid img, .grid b').count(), errors], [0, []]);
  });
});

describe('filter and search', () => {
  test('narrow the table, and say how many rows are left', async () => {
    const { page } = await openTable(mixedRows);
    await press(page, 'To Mend (6)');
    await eventually('six rows are left', async () => (await rowCount(page)) === 6);
    assert.equal(await said(page), '6 rows are shown.');
    assert.equal(await page.getByRole('grid').getAttribute('aria-rowcount'), '7');
    await page.getByRole('searchbox', { name: 'Search in rows' }).fill('twin');
    await eventually('two rows are left', async () => (await rowCount(page)) === 2);
    await press(page, 'Ready (3)');
    await eventually('none is left', async () => (await rowCount(page)) === 0);
    await page.getByRole('searchbox').fill('');
    await eventually('three rows are left', async () => (await rowCount(page)) === 3);
  });

  test('a row that was mended stays until it is left', async () => {
    const { page } = await openTable(mixedRows);
    await press(page, 'To Mend (6)');
    await cellOf(page, 1, 'email').dblclick();
    await page.keyboard.type('grace@acme.test');
    await page.keyboard.press('Enter');
    await cellOf(page, 1, 'verdict').filter({ hasText: 'Ready' }).waitFor();
    assert.deepEqual([await rowCount(page), (await focus(page)).place], [6, '1']);
    await press(page, 'To Mend (5)');
    await eventually('it is gone', async () => (await rowCount(page)) === 5);
  });
});

describe('all rows', () => {
  test('are ticked and unticked, one by one and together', async () => {
    const { page, host } = await openTable(mixedRows);
    await cellOf(page, 0, 'line').click();
    await page.keyboard.press('Home');
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Create 2 Users…' }).waitFor();
    const all = page.getByRole('checkbox', { name: 'Create all shown' });
    await all.check();
    await page.getByRole('button', { name: 'Create 3 Users…' }).waitFor();
    await all.uncheck();
    await page.locator('vscode-button#create', { hasText: 'Create Users…' }).waitFor();
    assert.deepEqual(host.host.bodies('tick').map(({ places, ticked }) => [places.length, ticked]), [[1, false], [9, true], [9, false]]);
    assert.equal(await page.getByRole('button', { name: 'Create Users…' }).isDisabled(), true);
  });

  test('are created through the host, which shows how far it is', async () => {
    const made = Promise.withResolvers<undefined>();
    const { page, host } = await openTable(mixedRows, { create: () => made.promise, act: () => undefined });
    await press(page, 'Create 3 Users…');
    await eventually('it is asked for', () => host.host.bodies('create').length === 1);
    const changes = host.table.changes(host.table.makeable);
    host.table.begin(host.table.makeable);
    for (const change of changes.slice(1, 3)) {
      const isOwed = change.kind === 'createUser' && change.uid === 'long@acme.test';
      host.table.end(change, isOwed ? { state: 'done' } : { state: 'failed', kind: 'server', message: 'The server failed.', traceId: 't-1' }, 0);
    }
    await host.tell({ work: { kind: 'create', done: 2, total: 5 } });
    await cellOf(page, 0, 'verdict').filter({ hasText: 'Waiting' }).waitFor();
    await cellOf(page, 5, 'verdict').filter({ hasText: 'Failed · The server failed. (trace t-1)' }).waitFor();
    await cellOf(page, 8, 'verdict').filter({ hasText: 'Done' }).waitFor();
    await shoot(page, 'new-users-creating');
    assert.equal(await page.getByRole('progressbar', { name: 'Creating…' }).getAttribute('value'), '2');
    await press(page, 'Stop');
    await eventually('it is stopped', () => host.host.bodies('act').length === 1);
    made.resolve(undefined);
    await host.tell({ work: undefined });
    await page.getByRole('progressbar').waitFor({ state: 'detached' });
  });

  test('are checked by the server, with the sum of it', async () => {
    const { page } = await openTable(mixedRows, { check: () => ({ accepted: 2, refused: 1 }) });
    await press(page, 'Check All Without Creating');
    await status(page, 'The server would take 2 users and refuses 1. Nobody was created.');
  });

  test('cannot be created in a tenant that is read-only', async () => {
    const { page, host } = await openTable(mixedRows, { act: () => undefined });
    await host.tell({ tenant: readOnlyAcme });
    await press(page, 'Allow Changes…');
    await eventually('it is asked for', () => host.host.bodies('act').length === 1);
    assert.deepEqual(host.host.bodies('act'), [{ action: 'allowChanges' }]);
    assert.equal(await page.getByRole('button', { name: 'Create 3 Users…' }).isDisabled(), true);
  });

  test('say when looking up was stopped or failed, and how to go on', async () => {
    const { page, host } = await openTable(mixedRows, { act: () => undefined });
    await host.tell({ facts: { kind: 'reading', read: 500, total: 5000 } });
    assert.equal(await page.getByRole('progressbar', { name: /^Looking up/ }).getAttribute('value'), '500');
    await press(page, 'Stop');
    await host.tell({ facts: { kind: 'failed', message: 'No answer. Try again.' } });
    await page.getByText('No answer. Try again.').waitFor();
    await press(page, 'Try Again');
    await eventually('both are asked for', () => host.host.bodies('act').length === 2);
    assert.deepEqual(host.host.bodies('act').map(({ action }) => action), ['stop', 'reread']);
  });
});

describe('what the page keeps', () => {
  test('is the table as it was mended', async () => {
    const { page, kept } = await openTable(mixedRows.slice(0, 2));
    await cellOf(page, 0, 'first').dblclick();
    await page.keyboard.type('Augusta');
    await page.keyboard.press('Enter');
    await eventually('it is kept', async () => JSON.stringify((await kept()) ?? {}).includes('Augusta'));
    const state = await kept();
    assert.ok(isKeptNewUsers(state));
    assert.deepEqual(state.file?.rows?.map(({ line, ticked, cells }) => [line, ticked, cells[1]]), [[2, true, 'Augusta'], [3, true, 'Grace']]);
  });

  test('is only the name of a table that is too large', async () => {
    const { kept } = await openTable(goodRows(20_000));
    await eventually('it is kept', async () => JSON.stringify((await kept()) ?? {}).includes('new users.csv'));
    const state = await kept();
    assert.ok(isKeptNewUsers(state));
    // Not compared as a whole: the difference of a whole table would be the size of it.
    assert.deepEqual([state.file?.name, Object.keys(state.file ?? {})], ['new users.csv', ['name']]);
  });
});

describe('in every theme', () => {
  for (const theme of themeNames) {
    test(`axe finds nothing to object to in ${theme}`, async () => {
      const empty = await openEmpty({}, theme);
      await empty.page.getByRole('button', { name: 'Choose File…' }).waitFor();
      assert.deepEqual(await axeObjections(empty.page), []);
      await shoot(empty.page, `new-users-empty-${theme}`);
      const { page } = await openTable([...mixedRows, ...goodRows(200)], {}, theme);
      await cellOf(page, 2, 'cid').click();
      await page.locator('.said').waitFor();
      assert.deepEqual(await axeObjections(page), []);
      await shoot(page, `new-users-table-${theme}`);
      await page.keyboard.press('Enter');
      await page.locator('.cell-editor').waitFor();
      assert.deepEqual(await axeObjections(page), []);
      await shoot(page, `new-users-editing-${theme}`);
    });
  }

  test('a narrow page scrolls the table, not the page', async () => {
    const { page } = await openTable(mixedRows);
    await page.setViewportSize({ width: 420, height: 700 });
    assert.equal(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'), 0);
    await shoot(page, 'new-users-narrow');
  });
});
