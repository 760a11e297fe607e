import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startDemoTenant } from '../../src/demo/demoTenant.ts';
import { DemoCaller, paths } from '../api/demoCaller.ts';
import { photograph } from '../helpers/editor/themes.ts';
import { expandRow, openContainer, pressRowAction, viewTree, treeRow } from '../helpers/editor/tree.ts';
import { notification, pickRow, pressDialogButton, reloadWorkbench, runCommand, webviewFrame } from '../helpers/editor/workbench.ts';
import { browserStorage } from './support/browserStorage.ts';
import { assertAccessible } from './support/accessible.ts';
import { connectTenant, tenantRow } from './support/connecting.ts';
import { eventually } from './support/eventually.ts';
import { answerTitled, dialog, quickInputTitled } from './support/quickInputs.ts';
import { assertLogsHoldNone, assertPageHoldsNone } from './support/secrets.ts';
import { pickRowMenuItem, row } from './support/rows.ts';
import { story } from './support/story.ts';

const password = 'Correct-Horse-Battery-42';

story(
  'people',
  async ({ page, folder, logsFolder }, step, atEnd) => {
    const demo = await startDemoTenant({ cids: 4, users: 60 });
    atEnd(() => demo.close());
    const caller = new DemoCaller(demo);
    const count = (operation: string): number => demo.requests.filter((request) => request.operation === operation && request.status < 300).length;
    const findUser = async (uid: string): Promise<string | undefined> => {
      const found: readonly string[] = (await caller.get(paths.queryUsers, { filter: `uid:'${uid}'` })).resources;
      return found[0];
    };
    const recordOf = async (uuid: string): Promise<Record<string, string>> => {
      const found: readonly Record<string, string>[] = (await caller.post(paths.readUsers, { ids: [uuid] })).resources;
      return found[0] ?? {};
    };
    const activity = (name: string | RegExp) => treeRow(viewTree(page, 'Activity'), name);
    /** The user whose row stands at a place among the users. */
    const userRow = (name: RegExp) => row(page, name);

    /** Selects these rows; a plain click would unfold them as well, and what comes below moves the others. */
    const select = async (...names: readonly RegExp[]): Promise<void> => {
      for (const name of names) {
        const selected = userRow(name).and(page.locator('.selected'));
        if ((await selected.count()) === 0) await userRow(name).click({ modifiers: ['ControlOrMeta'] });
        await selected.waitFor();
      }
    };

    await step('a new user is begun in a tenant that is read-only, and the panel says how changes are allowed', async () => {
      await openContainer(page, 'Falcon');
      await connectTenant(page, { name: 'Acme', ...demo });
      await expandRow(row(page, /^Acme, parent/));
      await expandRow(row(page, /^Users/));
      await pressRowAction(row(page, /^Users/), 'New User…');
      const frame = await webviewFrame(page, '#email');
      await frame.getByRole('button', { name: 'Allow Changes…' }).click();
      await dialog(page, 'Allow changes to Acme?').waitFor();
      await pressDialogButton(page, 'Allow Changes');
      await frame.getByRole('button', { name: 'Allow Changes…' }).waitFor({ state: 'detached' });
      await photograph(page, 'new-user-empty');
    });

    await step('what the server would refuse is said at its field, and a check creates nobody', async () => {
      const frame = await webviewFrame(page, '#email');
      const [somebody = '']: readonly string[] = (await caller.get(paths.queryUsers, { limit: 1 })).resources;
      const { uid: taken = '' } = await recordOf(somebody);
      await frame.locator('#email').fill('no address');
      await frame.getByText('An e-mail address has no spaces.').first().waitFor();
      await frame.locator('#email').fill(taken);
      await frame.getByText(/already/).first().waitFor();
      await photograph(page, 'new-user-taken');
      await frame.locator('#email').fill('Ada@Example.test');
      await frame.locator('#first').fill('Ada');
      await frame.locator('#last').fill('Lovelace');
      await frame.getByRole('button', { name: 'Check Without Creating' }).click();
      await frame.getByText(/would accept/).first().waitFor();
      await photograph(page, 'new-user-checked');
      assert.equal(await findUser('ada@example.test'), undefined);
      await assertAccessible(frame, 'new user');
    });

    await step('a user is made with a password that is kept nowhere', async () => {
      const frame = await webviewFrame(page, '#email');
      await frame.getByText(/Set a password/).click();
      await frame.locator('#password').fill(password);
      await photograph(page, 'new-user-password');
      await frame.getByRole('button', { name: 'Create User' }).click();
      await dialog(page, 'Acme: Create ada@example.test?').waitFor();
      await photograph(page, 'new-user-question');
      await pressDialogButton(page, 'Create');
      await row(page, /^Ada Lovelace, ada@example\.test/).waitFor();
      await frame.getByRole('button', { name: 'Create Another' }).waitFor();
      await photograph(page, 'new-user-created');
      await assertPageHoldsNone(page, { password });
      assert.ok(await findUser('ada@example.test'));
    });

    await step('the panel of a user renames, after it has looked whether somebody else did', async () => {
      await pickRowMenuItem(userRow(/^Ada Lovelace/), 'Edit User');
      const frame = await webviewFrame(page, '#delete');
      await frame.getByText('ada@example.test').first().waitFor();
      await photograph(page, 'user');
      await assertAccessible(frame, 'user');
      await frame.locator('#last').fill('King');
      const uuid = (await findUser('ada@example.test')) ?? '';
      await caller.call('PATCH', paths.users, { query: { user_uuid: uuid }, body: { first_name: 'Augusta', last_name: 'Lovelace' } });
      await frame.getByRole('button', { name: 'Review and Save' }).click();
      await frame.getByText(/Augusta/).first().waitFor();
      await photograph(page, 'user-conflict');
      await assertAccessible(frame, 'conflict');
      await frame.getByRole('button', { name: 'Keep Mine' }).click();
      await dialog(page, /Acme: Rename/).waitFor();
      await pressDialogButton(page, 'Rename');
      await row(page, /^Ada King, ada@example\.test/).waitFor();
      assert.equal((await recordOf(uuid))['last_name'], 'King');
    });

    await step('unsaved text survives hiding and a reload of the window', async () => {
      let frame = await webviewFrame(page, '#delete');
      await frame.locator('#last').fill('Byron');
      await runCommand(page, 'File: New Untitled Text File');
      await page.getByRole('tab', { name: /Untitled-1/ }).waitFor();
      await page.getByRole('tab', { name: /Ada King/ }).click();
      frame = await webviewFrame(page, '#delete');
      assert.equal(await frame.locator('#last').inputValue(), 'Byron');
      await eventually('the editor has stored the text', async () => (await browserStorage(page)).includes('Byron'));
      await reloadWorkbench(page);
      await page.getByRole('tab', { name: /Ada King/ }).click();
      frame = await webviewFrame(page, '#delete');
      await eventually('the text is there again', async () => (await frame.locator('#last').inputValue()) === 'Byron');
      await frame.getByRole('button', { name: 'Discard' }).click();
    });

    await step('passwords and second factors are reset after a question that says what happens', async () => {
      await openContainer(page, 'Falcon');
      await expandRow(tenantRow(page, 'Acme'));
      await expandRow(row(page, /^Acme, parent/));
      await expandRow(row(page, /^Users/));
      for (const [entry, button] of [['Reset Password…', 'Reset Password'], ['Reset 2FA…', 'Reset 2FA']] as const) {
        const before = count('userActionV1');
        await pickRowMenuItem(userRow(/^Ada King/), entry);
        await dialog(page, /Acme: Reset the/).waitFor();
        await photograph(page, entry === 'Reset 2FA…' ? 'reset-2fa' : 'reset-password');
        await pressDialogButton(page, button);
        await eventually('it is reset', () => count('userActionV1') === before + 1);
      }
      await photograph(page, 'reset-done');
    });

    await step('three users are deleted at once, of whom one is gone already, and the failure is told', async () => {
      await select(/^Ada King/, /^Andrew Carter/, /^Andrew Cooper/);
      await pickRowMenuItem(userRow(/^Ada King/), 'Delete User…');
      await dialog(page, 'Acme: Delete 3 users?').waitFor();
      await photograph(page, 'delete-question');
      const [cooper = '']: readonly string[] = (await caller.get(paths.queryUsers, { filter: "first_name:'Andrew'+last_name:'Cooper'" })).resources;
      await caller.call('DELETE', paths.users, { query: { user_uuid: cooper } });
      await pressDialogButton(page, 'Delete');
      await notification(page, /2 done, 1 failed/).waitFor();
      await photograph(page, 'delete-failed');
      await runCommand(page, 'Notifications: Clear All Notifications');
      await userRow(/^Ada King/).waitFor({ state: 'detached' });
    });

    await step('the activity lists what was done, opens it and takes a rename back', async () => {
      await runCommand(page, 'Falcon: Focus on Activity View');
      await activity(/^Delete 3 users, 2 done, 1 failed/).waitFor();
      await expandRow(activity(/^Delete 3 users/));
      await photograph(page, 'activity');
      // The view is low: what stands below comes into sight when the rows are folded.
      await activity(/^Delete 3 users/).locator('.monaco-tl-twistie').click();
      await pressRowAction(activity(/^Rename/), 'Open Activity Record');
      await page.locator('.editor-instance .monaco-editor').getByText(/rename/i).first().waitFor();
      await photograph(page, 'activity-record');
    });

    await step('a rename is taken back from the activity', async () => {
      const bettina = await caller.post(paths.users, { uid: 'bea@example.test', first_name: 'Bea', last_name: 'Old', cid: demo.parentCid });
      assert.ok(bettina.status < 300, bettina.text);
      await pickRowMenuItem(row(page, /^Users/), 'Refresh');
      await pickRowMenuItem(userRow(/^Bea Old/), 'Rename User…');
      await answerTitled(page, '(1/2)', 'Bea');
      await answerTitled(page, '(2/2)', 'New');
      await dialog(page, /Acme: Rename/).waitFor();
      await pressDialogButton(page, 'Rename');
      await userRow(/^Bea New/).waitFor();
      await pressRowAction(activity(/^Rename Bea/), 'Undo Changes…');
      await dialog(page, /Acme: Rename/).waitFor();
      await pressDialogButton(page, 'Rename');
      await userRow(/^Bea Old/).waitFor();
      const record = await recordOf((await findUser('bea@example.test')) ?? '');
      assert.equal(record['last_name'], 'Old');
    });

    await step('users come from a file, with a verdict for each row, and wrong ones are mended in place', async () => {
      const file = path.join(folder, 'people.csv');
      const rows = ['cara@example.test,Cara,Vane,Help Desk Analyst', 'not an address,Dan,Wrong,', '"émile@example.test","=Émile","أمل",'];
      await writeFile(file, ['uid,first_name,last_name,roles', ...rows, ''].join('\n'));
      await pickRowMenuItem(row(page, /^Users/), 'New Users from File…');
      const empty = await webviewFrame(page, '.drop-zone');
      await photograph(page, 'import-empty');
      await empty.getByRole('button', { name: 'Choose File…' }).click();
      await pickRow(page, 'people.csv');
      const frame = await webviewFrame(page, '[role="grid"]');
      await frame.getByText('not an address').first().waitFor();
      await photograph(page, 'import');
      await assertAccessible(frame, 'new users');
      const wrong = frame.getByRole('gridcell', { name: /not an address/ });
      await wrong.dblclick();
      await photograph(page, 'import-mending');
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type('dan@example.test');
      await page.keyboard.press('Enter');
      await frame.getByRole('button', { name: /Create 3 users/i }).click();
      await dialog(page, /Acme: Create 3 users/).waitFor();
      await photograph(page, 'import-question');
      await pressDialogButton(page, 'Create');
      await frame.getByText(/3 done/).first().waitFor();
      await photograph(page, 'import-done');
      for (const uid of ['cara@example.test', 'dan@example.test', 'émile@example.test']) assert.ok(await findUser(uid), uid);
    });

    await step('two users are compared side by side', async () => {
      await select(/^Bea Old/, /^Cara Vane/);
      await pickRowMenuItem(userRow(/^Cara Vane/), 'Compare Users');
      await page.getByRole('tab', { name: /Bea Old ↔ Cara Vane/ }).waitFor();
      await page.locator('.diff-editor, .monaco-diff-editor').getByText('Help Desk Analyst').first().waitFor();
      await photograph(page, 'compare');
    });

    await step('users are exported with the columns that are chosen', async () => {
      await pickRowMenuItem(row(page, /^Users/), 'Export Users…');
      await quickInputTitled(page, 'Export');
      await pickRow(page, 'CSV');
      await photograph(page, 'export-columns');
      await page.keyboard.press('Enter');
      await page.locator('.quick-input-widget:visible').getByRole('button', { name: 'OK' }).click();
      const text = async (): Promise<string> => {
        const [name] = (await readdir(folder)).filter((one) => one.startsWith('users '));
        return name === undefined ? '' : readFile(path.join(folder, name), 'utf8');
      };
      await eventually('the file is written', async () => (await text()).includes('cara@example.test'));
      assert.match(await text(), /'=Émile/, 'a formula is no formula any more');
    });

    await step('no secret is in a page, a log or the record of activity', async () => {
      const secrets = { password, secret: demo.clientSecret };
      await assertPageHoldsNone(page, secrets);
      assertLogsHoldNone(logsFolder, secrets);
    });
  },
  { logLevel: 'trace' },
);
