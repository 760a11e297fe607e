import assert from 'node:assert/strict';
import { startDemoTenant } from '../../src/demo/demoTenant.ts';
import { photograph } from '../helpers/editor/themes.ts';
import { expandRow, openContainer, treeRow } from '../helpers/editor/tree.ts';
import { notification, pickRow, pressDialogButton, quickInput, reloadWorkbench, runCommand } from '../helpers/editor/workbench.ts';
import { closedPort } from '../helpers/servers/scriptedServer.ts';
import { beginConnecting, connectUpToSecret, tenantRow, tenants } from './support/connecting.ts';
import { eventually } from './support/eventually.ts';
import { answerTitled, dialog, inputMessage, quickInputTitled } from './support/quickInputs.ts';
import { pickRowMenuItem } from './support/rows.ts';
import { assertLogsHoldNone, assertPageHoldsNone } from './support/secrets.ts';
import { story } from './support/story.ts';

story('connecting', async ({ page, openWindow, logsFolder }, step, atEnd) => {
  const demo = await startDemoTenant({ cids: 3, users: 20 });
  atEnd(() => demo.close());
  const { url, clientId, clientSecret } = demo;
  const wrongSecret = 'wrong-secret-of-this-test';
  const secrets = { secret: clientSecret, 'read-only secret': demo.readOnlyClientSecret, 'wrong secret': wrongSecret };
  const revoked = (): number => demo.requests.filter(({ operation, status }) => operation === 'oauth2RevokeToken' && status === 200).length;

  await step('an editor without connections says what to do', async () => {
    await openContainer(page, 'Falcon');
    await page.getByRole('button', { name: 'Connect Tenant' }).first().waitFor();
    await photograph(page, 'welcome');
  });

  await step('a wrong secret is named, and what was typed is kept', async () => {
    await connectUpToSecret(page, { name: 'Acme', url, clientId });
    await quickInput(page).fill(wrongSecret);
    await page.keyboard.press('Enter');
    await inputMessage(page, 'The client secret does not fit the client ID').waitFor();
    await photograph(page, 'connect-secret');
    assert.equal(await quickInput(page).inputValue(), wrongSecret);
    assert.equal(await quickInput(page).getAttribute('type'), 'password');
    for (const [title, typed] of [['4/6', clientId], ['3/6', url]] as const) {
      await page.getByRole('button', { name: 'Back' }).click();
      await quickInputTitled(page, `Connect Tenant (${title})`);
      assert.equal(await quickInput(page).inputValue(), typed);
    }
    await page.getByRole('button', { name: 'Back' }).click();
    await quickInputTitled(page, 'Connect Tenant (2/6)');
    await photograph(page, 'connect-cloud');
    await page.getByRole('button', { name: 'Back' }).click();
    await quickInputTitled(page, 'Connect Tenant (1/6)');
    assert.equal(await quickInput(page).inputValue(), 'Acme');
    await photograph(page, 'connect-name');
  });

  await step('the right secret connects', async () => {
    await page.keyboard.press('Enter');
    await quickInputTitled(page, 'Connect Tenant (2/6)');
    await page.keyboard.press('Enter');
    await quickInputTitled(page, 'Connect Tenant (3/6)');
    await page.keyboard.press('Enter');
    await quickInputTitled(page, 'Connect Tenant (4/6)');
    await page.keyboard.press('Enter');
    await answerTitled(page, 'Connect Tenant (5/6)', clientSecret);
    await answerTitled(page, 'Connect Tenant (6/6)', '');
    await treeRow(tenants(page), /^Alder & Finch Bank/).waitFor();
    await tenantRow(page, 'Acme').locator('.codicon-lock').waitFor();
  });

  await step('a name that is taken, an unencrypted address and a dead one are refused', async () => {
    await beginConnecting(page, 'CrowdStrike Falcon');
    await quickInputTitled(page, 'Connect Tenant (1/5)');
    await quickInput(page).fill('acme');
    await inputMessage(page, 'Another connection has this name.').waitFor();
    await answerTitled(page, 'Connect Tenant (1/5)', 'Read Only');
    await quickInputTitled(page, 'Connect Tenant (2/5)');
    await pickRow(page, 'Other URL…');
    await answerTitled(page, 'Connect Tenant (3/6)', 'http://falcon.example');
    await inputMessage(page, 'Only https:// URLs are accepted').waitFor();
    const dead = `127.0.0.1:${await closedPort()}`;
    await answerTitled(page, 'Connect Tenant (3/6)', `http://${dead}`);
    await answerTitled(page, 'Connect Tenant (4/6)', demo.readOnlyClientId);
    await answerTitled(page, 'Connect Tenant (5/6)', demo.readOnlyClientSecret);
    await quickInputTitled(page, 'Connect Tenant (3/6)');
    await inputMessage(page, `Nothing answers at ${dead}`).waitFor();
    await photograph(page, 'connect-dead');
  });

  await step('a client that cannot write is connected, and the missing scope named', async () => {
    await answerTitled(page, 'Connect Tenant (3/6)', url);
    await quickInputTitled(page, 'Connect Tenant (4/6)');
    assert.equal(await quickInput(page).inputValue(), demo.readOnlyClientId);
    await page.keyboard.press('Enter');
    await quickInputTitled(page, 'Connect Tenant (5/6)');
    assert.equal(await quickInput(page).inputValue(), demo.readOnlyClientSecret);
    await page.keyboard.press('Enter');
    await answerTitled(page, 'Connect Tenant (6/6)', '');
    await notification(page, 'Missing for Read Only: User Management: Write (nothing can be changed).').waitFor();
    await tenantRow(page, 'Read Only').waitFor();
    await photograph(page, 'connected');
  });

  await step('changes are allowed after a question that names the tenant, and forbidden again', async () => {
    await pickRowMenuItem(tenantRow(page, 'Acme'), 'Allow Changes…');
    await dialog(page, 'Allow changes to Acme?').waitFor();
    await photograph(page, 'allow-changes');
    await pressDialogButton(page, 'Cancel');
    await tenantRow(page, 'Acme').locator('.codicon-lock').waitFor();
    await pickRowMenuItem(tenantRow(page, 'Acme'), 'Allow Changes…');
    await pressDialogButton(page, 'Allow Changes');
    await treeRow(tenants(page), /^Acme, .*changes allowed/).locator('.codicon-unlock').waitFor();
    await photograph(page, 'changes-allowed');
    await runCommand(page, 'Falcon: Make Read-Only');
    await treeRow(tenants(page), /^Acme, .*read-only/).locator('.codicon-lock').waitFor();
  });

  await step('a secret is replaced only by one that works', async () => {
    await pickRowMenuItem(tenantRow(page, 'Acme'), 'Replace Secret…');
    await quickInputTitled(page, 'Replace Secret of Acme (1/2)');
    assert.equal(await quickInput(page).inputValue(), clientId);
    await page.keyboard.press('Enter');
    await answerTitled(page, 'Replace Secret of Acme (2/2)', wrongSecret);
    await inputMessage(page, 'The client secret does not fit the client ID').waitFor();
    await quickInput(page).fill(clientSecret);
    await page.keyboard.press('Enter');
    await notification(page, 'Acme uses the new secret.').waitFor();
    await expandRow(treeRow(tenants(page), /^Alder & Finch Bank/));
    await expandRow(treeRow(tenants(page), /^Users/));
  });

  await step('secrets survive a reload of the window', async () => {
    await reloadWorkbench(page);
    await openContainer(page, 'Falcon');
    const before = demo.requests.length;
    await expandRow(tenantRow(page, 'Acme'));
    await expandRow(treeRow(tenants(page), /^Alder & Finch Bank/));
    await expandRow(treeRow(tenants(page), /^Users/));
    await treeRow(tenants(page), /@/).waitFor();
    assert.ok(demo.requests.slice(before).some(({ operation }) => operation === 'queryUserV1'));
  });

  await step('a tenant is renamed, but not to a name that is taken', async () => {
    await pickRowMenuItem(tenantRow(page, 'Read Only'), 'Rename Connection…');
    await quickInputTitled(page, 'Rename Connection');
    await quickInput(page).fill('Acme');
    await inputMessage(page, 'Another connection has this name.').waitFor();
    await answerTitled(page, 'Rename Connection', 'Auditors');
    await tenantRow(page, 'Auditors').waitFor();
  });

  // A window of the server edition reads the secrets when it opens and hears of no other window's changes afterwards.
  await step('another window has the same connections', async () => {
    const other = await openWindow();
    await openContainer(other, 'Falcon');
    await expandRow(tenantRow(other, 'Auditors'));
    await treeRow(tenants(other), /^Alder & Finch Bank/).waitFor();
    await tenantRow(other, 'Acme').waitFor();
    await other.close();
  });

  await step('one of several tenants is disconnected from the palette', async () => {
    await runCommand(page, 'Falcon: Disconnect Tenant…');
    await quickInputTitled(page, 'Disconnect Tenant');
    await pickRow(page, 'Auditors');
    await dialog(page, 'Disconnect Auditors?').waitFor();
    await pressDialogButton(page, 'Disconnect');
    await tenantRow(page, 'Auditors').waitFor({ state: 'detached' });
    await tenantRow(page, 'Acme').waitFor();
  });

  await step('disconnecting the last one ends its session and welcomes again', async () => {
    const before = revoked();
    await pickRowMenuItem(tenantRow(page, 'Acme'), 'Disconnect Tenant…');
    await dialog(page, 'Disconnect Acme?').waitFor();
    await photograph(page, 'disconnect');
    await pressDialogButton(page, 'Disconnect');
    await page.getByRole('button', { name: 'Connect Tenant' }).first().waitFor();
    await eventually('the token is revoked', () => revoked() > before);
  });

  await step('no secret is in the page or in a log', async () => {
    await assertPageHoldsNone(page, secrets);
    assertLogsHoldNone(logsFolder, secrets);
  });
}, { logLevel: 'trace' });
