import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { startDemoTenant } from '../../src/demo/demoTenant.ts';
import { requestOperations } from '../../src/state/requests/requestOperations.ts';
import { DemoCaller, paths } from '../api/demoCaller.ts';
import { photograph } from '../helpers/editor/themes.ts';
import { openContainer } from '../helpers/editor/tree.ts';
import { pickRow, pressDialogButton, quickInput, quickPickRow, runCommand, webviewFrame, webviewFrames } from '../helpers/editor/workbench.ts';
import { assertAccessible } from './support/accessible.ts';
import { connectTenant, tenantRow } from './support/connecting.ts';
import { eventually } from './support/eventually.ts';
import { dialog, quickInputAsking } from './support/quickInputs.ts';
import { pickRowMenuItem } from './support/rows.ts';
import { story } from './support/story.ts';

const fileName = 'users-by-status.falcon-aggregate.json';

story('questions', async ({ page, folder }, step, atEnd) => {
  const demo = await startDemoTenant({ cids: 6, users: 300 });
  atEnd(() => demo.close());
  const caller = new DemoCaller(demo);
  const onDisk = (): Promise<string> => readFile(path.join(folder, fileName), 'utf8');
  const builder = () => webviewFrame(page, '#run');

  await step('a template opens in the builder, is run, and its chart has the numbers of the answer', async () => {
    await openContainer(page, 'Falcon');
    await connectTenant(page, { name: 'Acme', ...demo });
    await runCommand(page, 'Falcon: New Aggregate Query…');
    await quickInputAsking(page, 'What would you like to count?');
    await photograph(page, 'query-templates');
    await pickRow(page, 'Users by status');
    const frame = await builder();
    await photograph(page, 'query-builder');
    await frame.locator('#run').click();
    await frame.getByText('300 users').waitFor();
    const active = (await caller.get(paths.queryUsers, { filter: "status:'active'", limit: 1 })).body.meta.pagination?.total;
    await frame.locator('svg').getByText(String(active), { exact: true }).waitFor();
    await photograph(page, 'query-chart');
    await assertAccessible(frame, 'builder');
  });

  await step('what is built is the text of the file, which undo takes back and saving writes', async () => {
    const frame = await builder();
    const field = frame.getByRole('combobox', { name: 'Field' }).first();
    await field.fill('cid');
    await field.press('Tab');
    await frame.locator('#new-query').click();
    await photograph(page, 'query-add');
    await frame.getByRole('menuitem', { name: 'Last logins by month' }).click();
    await frame.getByText('Query 2').first().waitFor();
    await frame.locator('#run').click();
    await frame.locator('.query svg, svg').nth(1).waitFor();
    await photograph(page, 'query-two');
    await assertAccessible(frame, 'builder with two queries');
    await frame.locator('h1').click();
    await page.keyboard.press('ControlOrMeta+z');
    await frame.getByText('Query 2').first().waitFor({ state: 'detached' });
    await page.keyboard.press('ControlOrMeta+y');
    await frame.getByText('Query 2').first().waitFor();
    await runCommand(page, 'File: Save');
    await eventually('the file is written', async () => (await onDisk().catch(() => '')).includes('last_login_at'));
    assert.match(await onDisk(), /"field": "cid"/);
    // A file that is saved for the first time gets an editor of its own.
    await eventually('the first builder makes room', () => frame.isDetached());
  });

  await step('what is typed into a field is taken back and done again by keys, in the field and in the file', async () => {
    const frame = await builder();
    const filter = frame.getByRole('textbox', { name: 'Filter (FQL)' }).first();
    const shows = (text: string): Promise<void> => eventually(`the field shows ${text}`, async () => (await filter.inputValue()) === text);
    const isSaved = (what: string, holds: boolean): Promise<void> =>
      eventually(`the file ${holds ? 'holds' : 'does not hold'} ${what}`, async () => {
        await page.keyboard.press('ControlOrMeta+s');
        return (await onDisk()).includes(what) === holds;
      });
    await filter.click();
    await filter.pressSequentially("status:'active'");
    await isSaved("status:'active'", true);
    await page.keyboard.press('ControlOrMeta+z');
    await shows('');
    await isSaved("status:'active'", false);
    await page.keyboard.press('ControlOrMeta+y');
    await shows("status:'active'");
    await isSaved("status:'active'", true);
    // Not in the file yet by then.
    await filter.press('End');
    await filter.pressSequentially("+cid:'x'");
    await page.keyboard.press('ControlOrMeta+z');
    await shows("status:'active'");
    await isSaved("cid:'x'", false);
    await page.keyboard.press('ControlOrMeta+z');
    await shows('');
    await isSaved('filter', false);
  });

  await step('two builders of one file show the same, and keep what is being typed in the other', async () => {
    await runCommand(page, 'View: Split Editor');
    const builders = () => webviewFrames(page, '#run');
    await eventually('there are two', async () => (await builders()).length === 2);
    const [one, other] = await builders();
    assert.ok(one && other);
    const field = (frame: Frame, name: string) => frame.getByRole('textbox', { name }).first();
    await field(one, 'Size').fill('7');
    await eventually('the other shows it', async () => (await field(other, 'Size').inputValue()) === '7');
    await field(other, 'Filter (FQL)').pressSequentially("status:'act");
    await field(one, 'Size').fill('8');
    await field(other, 'Filter (FQL)').press('End');
    await field(other, 'Filter (FQL)').pressSequentially("ive'");
    for (const frame of [one, other]) {
      await eventually('both show both', async () => {
        const shown = [await field(frame, 'Size').inputValue(), await field(frame, 'Filter (FQL)').inputValue()];
        return shown.join(' ') === "8 status:'active'";
      });
    }
    await photograph(page, 'query-split');
    await page.keyboard.press('ControlOrMeta+s');
    await eventually('the file is written', async () => /"size": 8/.test(await onDisk()) && (await onDisk()).includes("status:'active'"));
    await page.locator('.tab.dirty').first().waitFor({ state: 'detached' });
    await runCommand(page, 'View: Close Editor');
    await eventually('there is one', async () => (await builders()).length === 1);
  });

  await step('queries are dragged to another place, with a line where they will stand', async () => {
    const frame = await builder();
    const handle = frame.locator('.query-row .drag-handle');
    await handle.nth(1).hover();
    await page.mouse.down();
    const row = frame.locator('.query-row').first();
    await eventually('the line shows', async () => {
      for (const x of [40, 60]) await row.hover({ position: { x, y: 20 } });
      return (await row.and(frame.locator('.drop-before')).count()) > 0;
    });
    await page.mouse.up();
    await frame.locator('.query-row').first().getByText('“Last logins”').waitFor();
    await page.keyboard.press('ControlOrMeta+z');
    await frame.locator('.query-row').nth(1).getByText('“Last logins”').waitFor();
  });

  await step('mistakes in the text are problems of the editor, and the builder shows them at their fields', async () => {
    const query = { name: 'a', type: 'date_histogram', field: 'created_at', colour: 'red' };
    const text = JSON.stringify({ tenant: 'Acme', queries: [query] }, undefined, 2);
    let written = 0;
    await eventually('the builder shows what another program has written', async () => {
      // Written soon after the editor's own saving, a change may be taken for that: it is written until it is seen.
      await writeFile(path.join(folder, fileName), text + '\n'.repeat(++written));
      return (await (await builder()).locator('.query').getByText(/needs "interval"/).count()) > 0;
    });
    await photograph(page, 'query-mistakes');
    await runCommand(page, 'Falcon: Open Query as Text');
    await page.locator('.view-line').filter({ hasText: 'date_histogram' }).first().waitFor();
    await runCommand(page, 'Problems: Focus on Problems View');
    await page.locator('.markers-panel').getByText(/interval/).first().waitFor();
    await photograph(page, 'query-problems');
    await runCommand(page, 'View: Toggle Panel Visibility');
  });

  await step('an operation of the API is chosen, documented, sent, and its answer stands beside it', async () => {
    await runCommand(page, 'View: Close All Editors');
    await runCommand(page, 'Falcon: Run API Operation…');
    await photograph(page, 'operations');
    await quickInput(page).fill('queryUserV1');
    await quickPickRow(page, 'queryUserV1').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Send to Acme').waitFor();
    await photograph(page, 'request');
    await page.getByText('Send to Acme').click();
    await page.locator('.view-line').filter({ hasText: '"status":' }).first().waitFor();
    await photograph(page, 'request-answered');
  });

  await step('every operation is sent once from a document and arrives as documented, changes after a question', async () => {
    await pickRowMenuItem(tenantRow(page, 'Acme'), 'Allow Changes…');
    await pressDialogButton(page, 'Allow Changes');
    const arrived = new Set<string>();
    const send = async (id: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<void> => {
      const operation = requestOperations.find((one) => one.id === id);
      assert.ok(operation, id);
      await page.getByRole('tab', { name: /^\/\/ (queryUserV1|requests)/ }).click();
      await page.locator('.monaco-editor').first().locator('.view-line').first().click();
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.insertText(`// requests\n${JSON.stringify({ tenant: 'Acme', operation: id, ...parameters }, undefined, 1)}\n`);
      await runCommand(page, 'Falcon: Send API Request');
      if (operation.write) {
        await dialog(page, new RegExp(`Acme: .*${id}`)).waitFor();
        await pressDialogButton(page, 'Send');
      }
      const logged = () => demo.requests.find(({ operation: one, status }) => one === id && operation.success.includes(status));
      await eventually(`${id} arrives`, async () => logged() !== undefined);
      assert.deepEqual([logged()?.method, logged()?.path], [operation.method, operation.path]);
      await page.getByRole('tab', { name: new RegExp(`^${id}.answer`) }).waitFor();
      arrived.add(id);
    };
    const uuidOf = async (uid: string): Promise<string> => String((await caller.get(paths.queryUsers, { filter: `uid:'${uid}'` })).resources[0] ?? '');
    const role = 'help_desk';
    await send('CreateUser', { body: { uid: 'old@demo.test' } });
    await photograph(page, 'request-change');
    await send('createUserV1', { body: { uid: 'new@demo.test', first_name: 'New' } });
    const [old, fresh] = [await uuidOf('old@demo.test'), await uuidOf('new@demo.test')];
    await send('RetrieveUserUUID', { query: { uid: ['old@demo.test'] } });
    await send('queryUserV1', { query: { limit: 3 } });
    await send('retrieveUsersGETV1', { body: { ids: [old, fresh] } });
    await send('RetrieveUser', { query: { ids: [old] } });
    await send('updateUserV1', { query: { user_uuid: fresh }, body: { first_name: 'Newer', last_name: 'Name' } });
    await send('UpdateUser', { query: { user_uuid: old }, body: { lastName: 'Older' } });
    await send('aggregateUsersV1', { body: [{ name: 'by status', type: 'terms', field: 'status' }] });
    await send('userActionV1', { body: { ids: [fresh], action: { action_name: 'reset_2fa' } } });
    await send('queriesRolesV1');
    await send('entitiesRolesGETV2', { body: { ids: [role] } });
    await send('entitiesRolesV1', { query: { ids: [role] } });
    await send('userRolesActionV1', { body: { action: 'grant', cid: demo.parentCid, uuid: fresh, role_ids: [role] } });
    await send('CombinedUserRolesV2', { query: { user_uuid: fresh } });
    await send('combinedUserRolesV1', { query: { user_uuid: fresh } });
    await send('GetAvailableRoleIds');
    await send('GetRoles', { query: { ids: [role] } });
    await send('GrantUserRoleIds', { query: { user_uuid: old }, body: { roleIds: [role] } });
    await send('GetUserRoleIds', { query: { user_uuid: old } });
    await send('RevokeUserRoleIds', { query: { user_uuid: old, ids: [role] } });
    await send('RetrieveEmailsByCID');
    await send('RetrieveUserUUIDsByCID');
    await send('DeleteUser', { query: { user_uuid: old } });
    await send('deleteUserV1', { query: { user_uuid: fresh } });
    const children = (await caller.get(paths.queryChildren, { limit: 2 })).resources;
    await send('queryChildren', { query: { limit: 2 } });
    await send('getChildren', { query: { ids: children } });
    await send('getChildrenV2', { body: { ids: children } });
    await send('GetSensorInstallersCCIDByQuery');
    assert.deepEqual(requestOperations.filter(({ id }) => !arrived.has(id)).map(({ id }) => id), []);
  });
});
