import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { startDemoTenant } from '../../src/demo/demoTenant.ts';
import { DemoCaller, paths } from '../api/demoCaller.ts';
import { CylanceCaller } from '../api/cylanceCaller.ts';
import type { CylanceUserBody } from '../api/cylanceCaller.ts';
import { photograph } from '../helpers/editor/themes.ts';
import { expandRow, openContainer, openRowMenu, pressRowAction } from '../helpers/editor/tree.ts';
import { pickRow, quickInput, quickPickRow, reloadWorkbench, runCommand, webviewFrame } from '../helpers/editor/workbench.ts';
import { assertAccessible } from './support/accessible.ts';
import { browserStorage } from './support/browserStorage.ts';
import { beginConnecting, connectTenant } from './support/connecting.ts';
import { copied } from './support/copied.ts';
import { eventually } from './support/eventually.ts';
import { answerTitled, inputMessage, quickInputAsking, quickInputTitled } from './support/quickInputs.ts';
import { collapseAll, copyOf, focusFromEnd, labelsInSight, pickRowMenuItem, row } from './support/rows.ts';
import { assertLogsHoldNone, assertPageHoldsNone } from './support/secrets.ts';
import { story } from './support/story.ts';

const users = 450;

/** The GUID of one of the system's own console roles. */
const consoleRole = (last: number): string => `00000000-0000-0000-0000-00000000000${String(last)}`;

const nameOf = ({ first_name: first, last_name: last, email }: CylanceUserBody): string => [first, last].filter(Boolean).join(' ') || email;

story(
  'cylance',
  async ({ page, folder, logsFolder }, step, atEnd) => {
    const demo = await startDemoTenant({ cids: 3, users: 40, cylance: { users } });
    atEnd(() => demo.close());
    const caller = new CylanceCaller(demo, Date.now);
    const people = await caller.allUsers(await caller.token());
    /** Newest created first, as the server lists them. */
    const [newest] = people;
    assert.ok(newest);
    const menuOf = async (target: ReturnType<typeof row>): Promise<string[]> => {
      await openRowMenu(target);
      const entries = page.locator('.context-view .monaco-menu [role="menuitem"]');
      await entries.first().waitFor();
      const labels = await entries.allInnerTexts();
      await page.keyboard.press('Escape');
      await entries.first().waitFor({ state: 'detached' });
      return labels.map((label) => label.trim());
    };
    const cylance = row(page, /^Aurora, Cylance/);

    await step('a tenant is connected step by step, and a wrong secret is told where it was typed', async () => {
      const { url, tenantId, applicationId, applicationSecret } = demo.cylance;
      await openContainer(page, 'Falcon');
      await beginConnecting(page, 'Cylance (CylancePROTECT, Aurora)');
      await answerTitled(page, 'Connect Cylance Tenant (1/5)', 'Aurora');
      await quickInputTitled(page, 'Connect Cylance Tenant (2/5)');
      await quickPickRow(page, 'Other URL…').waitFor();
      await photograph(page, 'cylance-regions');
      await pickRow(page, 'Other URL…');
      await answerTitled(page, 'Connect Cylance Tenant (3/6)', url);
      await answerTitled(page, 'Connect Cylance Tenant (4/6)', 'not an id');
      await inputMessage(page, '32 hexadecimal digits').waitFor();
      await answerTitled(page, 'Connect Cylance Tenant (4/6)', tenantId);
      await answerTitled(page, 'Connect Cylance Tenant (5/6)', applicationId);
      await answerTitled(page, 'Connect Cylance Tenant (6/6)', '00000000-0000-4000-8000-000000000000');
      await inputMessage(page, /refuse|secret/).waitFor();
      await photograph(page, 'cylance-wrong-secret');
      await answerTitled(page, 'Connect Cylance Tenant (6/6)', applicationSecret);
      await cylance.waitFor();
      await row(page, /^Zones/).waitFor();
      await connectTenant(page, { name: 'Acme', ...demo });
    });

    await step('users come page by page, newest created first', async () => {
      await expandRow(cylance);
      await expandRow(row(page, /^Users/));
      await row(page, new RegExp(`^${nameOf(newest)}`)).waitFor();
      await row(page, /^Users,? 450/).waitFor();
      await photograph(page, 'cylance-users');
      const labels = await labelsInSight(page);
      const first = labels.indexOf(nameOf(newest));
      assert.deepEqual(labels.slice(first, first + 8), people.slice(0, 8).map(nameOf));
      await focusFromEnd(page, 'Load 200 more (of 450)', 2);
      await page.keyboard.press('Enter');
      await focusFromEnd(page, 'Load 50 more (of 450)', 2);
      await page.keyboard.press('Enter');
      await row(page, /^Load /).waitFor({ state: 'detached' });
    });

    await step('rows offer nothing that the tenant cannot do', async () => {
      await runCommand(page, 'Falcon: Focus on Tenants View');
      await page.keyboard.press('Home');
      assert.deepEqual(await menuOf(cylance), [
        ...['Find User…', 'Export Users…', 'Refresh', 'Copy'],
        ...['Rename Connection…', 'Replace Secret…', 'Disconnect Tenant…'],
      ]);
      assert.deepEqual(await menuOf(row(page, /^Users,? 450/)), ['Find User…', 'Filter Users…', 'Sort Users…', 'Export Users…', 'Refresh']);
      assert.deepEqual(await menuOf(row(page, new RegExp(`^${nameOf(newest)}`))), [
        ...['View User', 'Open as JSON', 'Export Users…', 'Refresh', 'Compare Users', 'Find Person Everywhere…', 'Copy'],
      ]);
    });

    await step('the list is narrowed down and sorted over all pages', async () => {
      await pickRowMenuItem(row(page, /^Users/), 'Filter Users…');
      await quickPickRow(page, 'Never Logged In').waitFor();
      await photograph(page, 'cylance-filter');
      await pickRow(page, 'Write a Filter…');
      await quickInputAsking(page, 'ada "site 9" role:administrator');
      await quickInput(page).fill('role:administrator');
      await page.keyboard.press('Enter');
      const administrators = people.filter(({ role_type: type }) => type === consoleRole(2));
      await row(page, `Users, ${String(administrators.length)} · role:administrator, filtered`).waitFor();
      await pickRowMenuItem(row(page, /^Users/), 'Sort Users…');
      await pickRow(page, 'E-mail: A to Z');
      const [first] = administrators.map(({ email }) => email).sort((left, right) => (left < right ? -1 : 1));
      await eventually('the first by address stands first', async () => {
        const found = await row(page, /, user$/).getAttribute('aria-label');
        return found?.includes(first ?? '?') ?? false;
      });
      await photograph(page, 'cylance-filtered');
      await pickRowMenuItem(row(page, /^Users/), 'Clear User Filter');
      await row(page, /^Users,? 450/).waitFor();
    });

    await step('zones show their users, roles those who hold them', async () => {
      await collapseAll(page);
      await expandRow(cylance);
      await expandRow(row(page, /^Zones/));
      const zoneRow = row(page, /, zone$/);
      await expandRow(zoneRow);
      await row(page, /, user$/).waitFor();
      await photograph(page, 'cylance-zones');
      await collapseAll(page);
      await expandRow(cylance);
      await expandRow(row(page, /^Roles/));
      await row(page, /, custom role$/).waitFor();
      const holders = people.filter(({ role_type: type }) => type === consoleRole(3)).length;
      await expandRow(row(page, `Read-Only, ${String(holders)}, role`));
      await row(page, /, user$/).waitFor();
      await photograph(page, 'cylance-roles');
    });
    const zoned = people.find(({ zones, first_name: first, role_type: type }) => zones.length > 1 && Boolean(first) && type === consoleRole(4));
    assert.ok(zoned);
    const zonedRow = row(page, new RegExp(`^${nameOf(zoned)}, ${zoned.email.replaceAll('.', '\\.')}`));

    await step('a user is found among all pages, and the hover tells what is known', async () => {
      await collapseAll(page);
      await runCommand(page, 'Falcon: Find User…');
      await quickInputTitled(page, 'Find User');
      await pickRow(page, 'Aurora');
      await quickInputTitled(page, 'Find User in Aurora');
      await quickInput(page).fill(zoned.email);
      await quickPickRow(page, nameOf(zoned)).waitFor();
      await photograph(page, 'cylance-find');
      await pickRow(page, nameOf(zoned));
      await zonedRow.and(page.locator('.selected')).waitFor();
      await row(page, /, role in a zone$/).waitFor();
      const hover = page.locator('.workbench-hover:visible');
      await photograph(page, 'cylance-hover', async () => {
        await page.getByRole('tab', { name: 'Falcon' }).first().hover();
        await zonedRow.locator('.label-name').hover();
        for (const text of [zoned.email, zoned.id, 'Zone Manager', 'Copy UUID']) await hover.getByText(text).first().waitFor();
      });
      await hover.getByText('Copy UUID').click();
      await copied(page, zoned.id);
      await copyOf(zonedRow, 'Copy E-mail');
      await copied(page, zoned.email);
    });

    await step('the panel tells the facts and offers no change', async () => {
      await pickRowMenuItem(zonedRow, 'View User');
      const frame = await webviewFrame(page, '#find-everywhere');
      await frame.getByText(zoned.email).first().waitFor();
      await frame.getByText('Read-only.').waitFor();
      assert.equal(await frame.locator('input, textarea, select').count(), 0);
      await photograph(page, 'cylance-user');
      await assertAccessible(frame, 'Cylance user');
      await frame.getByRole('button', { name: 'Copy the UUID' }).click();
      await frame.locator('#status', { hasText: 'Copied the UUID.' }).waitFor();
      // As the page has kept it; the name of the panel's kind alone is in what the editor knows of the extension.
      const kept = new RegExp(`user[\\\\"]+:[\\\\"]+${zoned.id}`);
      await eventually('the editor has stored which panel is open', async () => kept.test(await browserStorage(page)));
      await reloadWorkbench(page);
      await page.getByRole('tab', { name: nameOf(zoned) }).click();
      const restored = await webviewFrame(page, '#find-everywhere');
      await restored.getByText(zoned.email).first().waitFor();
    });

    await step('a record opens as JSON with the fields of the server', async () => {
      await openContainer(page, 'Falcon');
      await runCommand(page, 'Falcon: Find User…');
      await pickRow(page, 'Aurora');
      await quickInputTitled(page, 'Find User in Aurora');
      await quickInput(page).fill(zoned.email);
      await pickRow(page, nameOf(zoned));
      await pressRowAction(zonedRow, 'Open as JSON');
      const editor = page.locator('.editor-instance .monaco-editor');
      await editor.getByText(`"${zoned.id}"`).first().waitFor();
      await editor.getByText('"default_zone_role_type"').waitFor();
    });

    await step('one person is looked up in all tenants of both kinds', async () => {
      const falcon = new DemoCaller(demo);
      const { resources: ids } = await falcon.get(paths.queryUsers, { limit: 500 });
      const known: readonly { readonly uid: string }[] = (await falcon.post(paths.readUsers, { ids })).resources;
      const addresses = new Set(known.map(({ uid }) => uid.toLowerCase()));
      const both = people.find(({ email, first_name: first }) => Boolean(first) && addresses.has(email.toLowerCase()));
      assert.ok(both, 'somebody is in both tenants');
      await runCommand(page, 'Falcon: Find Person Everywhere…');
      await quickInputTitled(page, 'Find Person Everywhere');
      await quickInput(page).fill(both.email);
      await page.keyboard.press('Enter');
      await page.getByRole('tab', { name: new RegExp(both.email.replaceAll('.', '\\.')) }).waitFor();
      const text = page.locator('.editor-instance .monaco-editor .view-lines');
      await text.getByText('Found in 2 of 2 tenants.').waitFor();
      await photograph(page, 'find-person');
      await runCommand(page, 'Falcon: Compare Users');
      await quickInputTitled(page, 'Compare Users');
      await pickRow(page, 'Aurora');
      await quickInputAsking(page, 'Name, e-mail address, ID, role or zone');
      await quickInput(page).fill(both.email);
      await pickRow(page, nameOf(both));
      await quickInputTitled(page, `Compare ${nameOf(both)} with`);
      await pickRow(page, 'Acme');
      await quickPickRow(page, nameOf(both)).waitFor();
      await pickRow(page, nameOf(both));
      await page.locator('.monaco-diff-editor').getByText('Tenant: Aurora').waitFor();
      await page.locator('.monaco-diff-editor').getByText('Tenant: Acme').waitFor();
      await photograph(page, 'cylance-compare');
    });

    await step('all users are exported, not the loaded pages alone', async () => {
      await collapseAll(page);
      await pickRowMenuItem(cylance, 'Export Users…');
      await quickInputTitled(page, 'Export Users of Aurora');
      await pickRow(page, 'CSV');
      await photograph(page, 'cylance-export');
      await page.keyboard.press('Enter');
      await page.locator('.quick-input-widget:visible').getByRole('button', { name: 'OK' }).click();
      const text = async (): Promise<string> => {
        const [name] = (await readdir(folder)).filter((one) => one.startsWith('users '));
        return name === undefined ? '' : readFile(path.join(folder, name), 'utf8');
      };
      await eventually('the file is written', async () => (await text()).split('\n').length > users);
      for (const { email } of people) assert.ok((await text()).includes(email), email);
    });

    await step('no secret is in a page or a log', async () => {
      const secrets = { secret: demo.cylance.applicationSecret };
      await assertPageHoldsNone(page, secrets);
      assertLogsHoldNone(logsFolder, secrets);
    });
  },
  { logLevel: 'trace' },
);
