import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import papa from 'papaparse';
import type { Frame, Page } from 'playwright-core';
import { startDemoTenant } from '../../src/demo/demoTenant.ts';
import { DemoCaller, paths } from '../api/demoCaller.ts';
import { photograph } from '../helpers/editor/themes.ts';
import { expandRow, openContainer, treeRow, viewTree } from '../helpers/editor/tree.ts';
import { pickRow, pressDialogButton, reloadWorkbench, runCommand, webviewFrame } from '../helpers/editor/workbench.ts';
import { assertAccessible } from './support/accessible.ts';
import { browserStorage } from './support/browserStorage.ts';
import { connectTenant, tenantRow } from './support/connecting.ts';
import { eventually } from './support/eventually.ts';
import { dialog, quickInputAsking, quickInputTitled } from './support/quickInputs.ts';
import { pickRowMenuItem, row } from './support/rows.ts';
import { story } from './support/story.ts';

/** The page of grants: its cells by the names of their row and their role. */
const gridFrame = (page: Page): Promise<Frame> => webviewFrame(page, '[role=grid]');

async function cellOf(frame: Frame, rowName: string, roleName: string) {
  const head = frame.locator('[role=columnheader]').filter({ hasText: new RegExp(`^${roleName}`) });
  const column = (await head.first().getAttribute('aria-colindex')) ?? '';
  return frame.locator('[role=row]').filter({ has: frame.locator('[role=rowheader]', { hasText: rowName }) }).locator(`[aria-colindex="${column}"]`);
}

/** Ticks a row of an open list of several, and waits until it is counted. */
async function tick(page: Page, label: string): Promise<void> {
  const widget = page.locator('.quick-input-widget:visible');
  await widget.locator('input[type=text]').fill(label);
  await widget.locator('.monaco-list-row').filter({ hasText: label }).first().click();
  await widget.getByText('1 Selected').waitFor();
}

const acceptTicked = (page: Page): Promise<void> => page.locator('.quick-input-widget:visible').getByRole('button', { name: 'OK' }).click();

story('grants', async ({ page, folder }, step, atEnd) => {
  const demo = await startDemoTenant({ cids: 30, users: 120 });
  atEnd(() => demo.close());
  const caller = new DemoCaller(demo);
  const sent = (operation: string): number => demo.requests.filter((request) => request.operation === operation && request.status < 300).length;

  /** Role ids that a user holds directly in a CID, as the server tells it. */
  const held = async (user: string, cid: string): Promise<readonly string[]> => {
    const grants: readonly { readonly role_id: string }[] = (await caller.get(paths.grants, { user_uuid: user, cid, direct_only: 'true' })).resources;
    return grants.map(({ role_id: id }) => id);
  };
  const findUser = async (name: string): Promise<string> => {
    const [first = '', last = ''] = name.split(' ');
    const found: readonly string[] = (await caller.get(paths.queryUsers, { filter: `first_name:'${first}'+last_name:'${last}'` })).resources;
    return found[0] ?? '';
  };
  let anna = '';
  const children: readonly string[] = (await caller.get(paths.queryChildren, { limit: 100 })).resources;
  const named: readonly { readonly child_cid: string; readonly name: string }[] = (await caller.post(paths.readChildren, { ids: children })).resources;
  const alder = named.find(({ name }) => name === 'Alder & Finch Bank')?.child_cid ?? '';

  await step('the grants of one user are laid out over all CIDs', async () => {
    await openContainer(page, 'Falcon');
    await connectTenant(page, { name: 'Acme', ...demo });
    await pickRowMenuItem(tenantRow(page, 'Acme'), 'Allow Changes…');
    await pressDialogButton(page, 'Allow Changes');
    await expandRow(row(page, /^Acme, parent/));
    await expandRow(row(page, /^Users/));
    anna = await findUser('Anna Ellis');
    await pickRowMenuItem(row(page, /^Anna Ellis/), 'Manage Grants');
    const frame = await gridFrame(page);
    await frame.locator('#coverage').waitFor();
    await photograph(page, 'grants');
    await assertAccessible(frame, 'grants');
  });

  await step('cells are marked by mouse and keyboard, with an end, and nothing is sent', async () => {
    const frame = await gridFrame(page);
    const cell = await cellOf(frame, 'Alder & Finch Bank', 'Desktop Support Analyst');
    await cell.click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await frame.getByText('Pending (2)').waitFor();
    await frame.locator('#every-end').selectOption({ label: 'after 8 hours' });
    await (await cellOf(frame, 'Acme', 'Falcon Administrator')).click();
    await frame.getByText('Pending (3)').waitFor();
    await frame.locator('.finding').first().waitFor();
    await photograph(page, 'grants-pending');
    await assertAccessible(frame, 'grants that are marked');
    assert.equal(sent('userRolesActionV1'), 0);
  });

  await step('the comparison shows access before and after, and nothing is sent yet', async () => {
    const frame = await gridFrame(page);
    await frame.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('tab', { name: /preview/ }).waitFor();
    await page.getByText('Desktop Support Analyst until').first().waitFor();
    await photograph(page, 'grants-preview');
    assert.equal(sent('userRolesActionV1'), 0);
    await page.getByRole('tab', { name: /Grants: Anna Ellis/ }).click();
  });

  await step('what is marked survives hiding and a reload of the window', async () => {
    let frame = await gridFrame(page);
    await frame.getByText('Pending (3)').waitFor();
    await eventually('the editor has stored the marks', async () => (await browserStorage(page)).includes('desktop_support'));
    await reloadWorkbench(page);
    frame = await gridFrame(page);
    await frame.getByText('Pending (3)').waitFor();
  });

  await step('the marks are applied after one question, and the matrix shows what is held', async () => {
    const frame = await gridFrame(page);
    await frame.getByRole('button', { name: /^Remove: Revoke Falcon Administrator/ }).click();
    await frame.getByText('Pending (2)').waitFor();
    await frame.getByRole('button', { name: 'Review and Apply' }).click();
    await dialog(page, /Acme: /).waitFor();
    await photograph(page, 'grants-question');
    await pressDialogButton(page, 'Grant');
    await frame.getByText('Pending (0)').waitFor();
    await photograph(page, 'grants-applied');
    const roles = await held(anna, alder);
    assert.ok(roles.includes('desktop_support'));
  });

  await step('one CID is laid out over its users', async () => {
    const frame = await gridFrame(page);
    await frame.locator('#by-cid').click();
    await photograph(page, 'grants-choose-cid');
    await pickRow(page, 'Alder & Finch Bank');
    await frame.locator('[role=rowheader]', { hasText: 'Anna Ellis' }).waitFor();
    await photograph(page, 'grants-of-cid');
    await assertAccessible(frame, 'grants of a CID');
  });

  await step('a temporary role is granted from the tree, shows in Temporary Access, and gets another end', async () => {
    await openContainer(page, 'Falcon');
    await expandRow(tenantRow(page, 'Acme'));
    await expandRow(row(page, /^Acme, parent/));
    await expandRow(row(page, /^Users/));
    await pickRowMenuItem(row(page, /^Andrew Cooper/), 'Grant Role…');
    await quickInputAsking(page, 'In which CIDs?');
    await photograph(page, 'grant-cids');
    await page.keyboard.press('Enter');
    await quickInputAsking(page, 'Which roles?');
    await tick(page, 'Binary Search User');
    await photograph(page, 'grant-roles');
    await acceptTicked(page);
    await quickInputAsking(page, 'Until when?');
    await photograph(page, 'grant-end');
    await pickRow(page, 'In 8 Hours');
    await dialog(page, /Acme: Grant Binary Search User/).waitFor();
    await pressDialogButton(page, 'Grant');
    const temporary = (name: string | RegExp) => treeRow(viewTree(page, 'Temporary Access'), name);
    // Rows out of sight are not there: the view gets the room of the other one.
    await page.getByRole('button', { name: 'Tenants Section' }).click();
    await page.getByRole('button', { name: 'Temporary Access Section' }).click();
    await temporary(/Andrew Cooper.*Binary Search User/).waitFor();
    await photograph(page, 'temporary');
    await pickRowMenuItem(temporary(/Andrew Cooper.*Binary Search User/), 'Extend Temporary Role…');
    await quickInputAsking(page, 'Until when?');
    await pickRow(page, 'In About 7 Days');
    await dialog(page, /Acme: /).waitFor();
    await pressDialogButton(page, 'Grant');
    await temporary(/Andrew Cooper.*Binary Search User.*in [67] days/).waitFor();
    await photograph(page, 'temporary-extended');
  });

  await step('a user who is dragged onto a role gets it after a question', async () => {
    await page.getByRole('button', { name: 'Temporary Access Section' }).click();
    await page.getByRole('button', { name: 'Tenants Section' }).click();
    await pickRowMenuItem(row(page, /^Users/), 'Filter Users…');
    await pickRow(page, 'With Temporary Roles');
    await row(page, /^Users, \d · /).waitFor();
    await expandRow(row(page, /^Roles/));
    await row(page, /^Anna Ellis/).dragTo(row(page, /^Billing Dashboard Admin/));
    await quickInputAsking(page, 'Until when?');
    await pickRow(page, 'Never');
    await dialog(page, /Acme: Grant Billing Dashboard Admin to Anna Ellis/).waitFor();
    await photograph(page, 'grant-dropped');
    await pressDialogButton(page, 'Grant');
    await eventually('the role is held', async () => (await held(anna, demo.parentCid)).includes('billing_dashboard_admin'));
  });

  await step('the holders of a role are counted, and the tree says as of when', async () => {
    await pickRowMenuItem(row(page, /^Billing Dashboard Admin/), 'Count Holders…');
    await row(page, /^Anna Ellis, .*direct/).waitFor();
    await row(page, /^as of /i).waitFor();
    await photograph(page, 'holders');
  });

  await step('roles of a colleague are copied, those through groups only when they are chosen', async () => {
    await pickRowMenuItem(row(page, /^Users/), 'Clear User Filter');
    await row(page, /^Andrew Carter/).waitFor();
    await pickRowMenuItem(row(page, /^Andrew Cooper/), 'Copy Roles from…');
    await quickInputTitled(page, 'Copy Roles to Andrew Cooper from');
    await page.keyboard.type('anna.ellis');
    await pickRow(page, 'Anna Ellis');
    await quickInputAsking(page, 'Where?');
    await pickRow(page, 'In Every CID of Acme');
    await quickInputTitled(page, 'Copy Roles from Anna Ellis to Andrew Cooper');
    await photograph(page, 'copy-roles');
    await acceptTicked(page);
    await dialog(page, /Acme: /).waitFor();
    await pressDialogButton(page, 'Grant');
    const andrew = await findUser('Andrew Cooper');
    await eventually('the roles are held', async () => (await held(andrew, alder)).includes('desktop_support'));
  });

  await step('three users are compared in one document', async () => {
    // The row whose menu was used last is still chosen; a plain click would unfold what it chooses.
    await row(page, /^Users/).click({ modifiers: ['ControlOrMeta'] });
    await row(page, /^Users/).and(page.locator(':not(.selected)')).waitFor();
    for (const name of [/^Andrew Carter/, /^Andrew Cooper/, /^Andrew Harris/]) await row(page, name).click({ modifiers: ['ControlOrMeta'] });
    await pickRowMenuItem(row(page, /^Andrew Cooper/), 'Compare Users');
    await page.getByRole('tab', { name: /Andrew C.*Andrew H/ }).waitFor();
    await photograph(page, 'compare-three');
  });

  await step('a question about everybody reads what is missing and says how complete the answer is', async () => {
    await runCommand(page, 'Falcon: Ask Who Has Access…');
    await quickInputAsking(page, 'What do you want to know?');
    await photograph(page, 'ask');
    await pickRow(page, 'Falcon Administrators');
    await dialog(page, 'Read the grants of Acme?').waitFor();
    await photograph(page, 'read-grants');
    await pressDialogButton(page, 'Read');
    await page.getByRole('tab', { name: /Falcon Administrators/ }).waitFor();
    await page.locator('.view-line').filter({ hasText: /^As.of.*pairs/ }).waitFor();
    await photograph(page, 'ask-answer');
  });

  await step('access is exported, a row for each grant, the same each time', async () => {
    await pickRowMenuItem(tenantRow(page, 'Acme'), 'Export Access…');
    await quickInputAsking(page, 'In which form?');
    await pickRow(page, 'CSV');
    await page.locator('.quick-input-widget:visible').getByRole('button', { name: 'OK' }).click();
    const text = async (): Promise<string> => {
      const [name] = (await readdir(folder)).filter((one) => one.startsWith('access '));
      return name === undefined ? '' : readFile(path.join(folder, name), 'utf8');
    };
    await eventually('the file is written', async () => (await text()).includes('Desktop Support Analyst'));
    const { data } = papa.parse<Readonly<Record<string, string>>>((await text()).replace('\uFEFF', ''), { header: true, skipEmptyLines: true });
    const places = data.map(({ cid, uuid, role_id: role }) => `${cid} ${uuid} ${role}`);
    assert.ok(places.length > 400);
    assert.ok(places.every((place, at) => at === 0 || (places[at - 1] ?? '') <= place), 'by ids, so that a new name moves no line');
  });
});
