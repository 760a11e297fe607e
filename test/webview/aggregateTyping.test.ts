/** What is typed into the form of aggregate queries: when it is written, and what comes in between. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually } from '../e2e/support/eventually.ts';
import { byStatus, fileText } from '../helpers/webview/aggregateHost.ts';
import type { AggregateHost } from '../helpers/webview/aggregateHost.ts';
import { aggregateForm, becomes, field } from './support/aggregateForm.ts';
import { focused, press, status } from './support/pageActs.ts';

const { open } = aggregateForm();

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

  test('is taken back and done again while the field has the focus', async () => {
    const { page, host } = await open([byStatus]);
    const before = host.text;
    const filter = field(page, 0, 'filter');
    await filter.pressSequentially("status:'x'");
    await becomes(host, { ...byStatus, filter: "status:'x'" });
    const after = host.text;
    const shows = (text: string): Promise<void> => eventually(`it shows ${text}`, async () => (await filter.inputValue()) === text);
    for (let times = 0; times < 2; times += 1) {
      await host.write(before);
      await shows('');
      await host.write(after);
      await shows("status:'x'");
    }
    assert.equal(await focused(page), 'q-0-filter');
    await filter.press('End');
    await filter.pressSequentially('+x');
    await becomes(host, { ...byStatus, filter: "status:'x'+x" });
  });
});

describe('two builders of one document', () => {
  const openBoth = async () => {
    const [one, other] = [await open([byStatus]), await open([byStatus])];
    await one.host.share(other.host);
    return { one, other };
  };

  test('show what is typed into either', async () => {
    const { one, other } = await openBoth();
    await field(one.page, 0, 'size').fill('25');
    await eventually('the other shows it', async () => (await field(other.page, 0, 'size').inputValue()) === '25');
    await field(other.page, 0, 'size').fill('7');
    await eventually('the first shows it', async () => (await field(one.page, 0, 'size').inputValue()) === '7');
    await one.host.write(fileText(byStatus));
    for (const { page } of [one, other]) await eventually('what is undone is shown', async () => (await field(page, 0, 'size').inputValue()) === '10');
  });

  test('keep what is being typed in one while the other edits', async () => {
    const { one, other } = await openBoth();
    await field(one.page, 0, 'filter').pressSequentially("status:'a");
    await field(other.page, 0, 'size').fill('25');
    await press(other.page, 'Duplicate by status');
    await field(one.page, 0, 'filter').pressSequentially("ctive'");
    const whole = { ...byStatus, size: 25, filter: "status:'active'" };
    await becomes(one.host, whole);
    assert.equal(one.host.text, other.host.text);
    for (const { page } of [one, other]) {
      const shown = async () => [await field(page, 0, 'filter').inputValue(), await field(page, 0, 'size').inputValue()].join();
      await eventually('both show both', async () => (await shown()) === [whole.filter, '25'].join());
      await page.locator('#q-1-head').waitFor();
    }
  });
});

describe('keys of the editor', () => {
  const asked = (host: AggregateHost): readonly unknown[] => host.host.asked.map(({ name, body }) => (name === 'act' ? (body as object) : name));

  for (const [keys, action] of [['Control+z', 'undo'], ['Control+Shift+Z', 'redo'], ['Control+y', 'redo'], ['Control+s', 'save']] as const) {
    test(`for ${action} (${keys}) are followed once the file has what is typed`, async () => {
      const { page, host } = await open([byStatus]);
      await field(page, 0, 'filter').pressSequentially("status:'x'");
      await page.keyboard.press(keys);
      await eventually('it is asked for', () => host.host.bodies('act').length === 1);
      assert.deepEqual(asked(host), ['edit', { action }]);
      assert.deepEqual(host.json, [{ ...byStatus, filter: "status:'x'" }]);
      assert.equal(await field(page, 0, 'filter').inputValue(), "status:'x'");
    });
  }

  test('are left to the editor while nothing is on its way', async () => {
    const { page, host } = await open([byStatus]);
    await page.evaluate(`window.addEventListener('keydown', ({ key, defaultPrevented }) => { document.title += key + defaultPrevented; })`);
    await field(page, 0, 'filter').focus();
    const { length } = await page.title();
    for (const key of ['z', 'y', 's']) await page.keyboard.press(`Control+${key}`);
    assert.equal((await page.title()).slice(length).replaceAll('Controlfalse', ''), 'zfalseyfalsesfalse');
    assert.deepEqual(asked(host), []);
  });

  test('take back what is no number in its own field, and nothing of the file', async () => {
    const { page, host } = await open([byStatus]);
    const size = field(page, 0, 'size');
    await size.fill('ten');
    await page.locator('#unwritten').waitFor();
    await page.keyboard.press('Control+z');
    await eventually('the field shows the file', async () => (await size.inputValue()) === '10');
    await page.locator('#unwritten').waitFor({ state: 'detached' });
    assert.deepEqual(asked(host), ['hold', 'hold']);
  });
});
