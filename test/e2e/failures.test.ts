import assert from 'node:assert/strict';
import { DemoCaller } from '../api/demoCaller.ts';
import { photograph } from '../helpers/editor/themes.ts';
import { expandRow, openContainer, pressRowAction } from '../helpers/editor/tree.ts';
import { pressDialogButton } from '../helpers/editor/workbench.ts';
import { startServer } from '../helpers/servers/scriptedServer.ts';
import { connectTenant, connectUpToSecret, tenantRow } from './support/connecting.ts';
import { answerTitled, dialog, inputMessage, leaveQuickInput, quickInputTitled } from './support/quickInputs.ts';
import { RestartableDemo } from './support/restartableDemo.ts';
import { collapseAll, pickRowMenuItem, row, showTitleActions } from './support/rows.ts';
import { story } from './support/story.ts';

story('failures', async ({ page }, step, atEnd) => {
  const demo = await RestartableDemo.start({ cids: 3, users: 30, extraClients: [{ scopes: ['mssp:read', 'sensor-installers:read'] }] });
  atEnd(() => demo.stop());
  const { url } = demo.first;
  const host = new URL(url).host;

  await step('a server that is gone is a row that says so, and works again once it is back', async () => {
    await openContainer(page, 'Falcon');
    await connectTenant(page, { name: 'Acme', ...demo.first });
    await expandRow(row(page, /^Alder & Finch Bank/));
    await demo.stop();
    await expandRow(row(page, /^Users/));
    await row(page, new RegExp(`^Nothing answers at ${host}`)).waitFor();
    await photograph(page, 'failed');
    await demo.restart();
    await pressRowAction(row(page, /^Nothing answers/), 'Retry');
    await row(page, /, user$/).waitFor();
    await row(page, /^Nothing answers/).waitFor({ state: 'detached' });
  });

  await step('a slow answer shows progress and can be given up', async () => {
    await demo.restart({ latencyMs: 600_000 });
    await pickRowMenuItem(row(page, /^Users/), 'Refresh');
    const cancel = page.getByRole('button', { name: 'Cancel Loading' });
    await showTitleActions(page);
    await cancel.waitFor();
    await page.locator('.part.sidebar .monaco-progress-container.active').first().waitFor();
    await photograph(page, 'loading', () => showTitleActions(page));
    await cancel.click();
    await row(page, /^Cancelled/).waitFor();
    await cancel.waitFor({ state: 'hidden' });
    await photograph(page, 'cancelled');
    await demo.restart();
    await row(page, /^Cancelled/).click();
    await row(page, /, user$/).waitFor();
  });

  await step('a web page instead of data is recognised', async () => {
    await demo.restart({ faults: { html: 1 } });
    await expandRow(row(page, /^Roles/));
    await row(page, new RegExp(`^${host} answers with a web page instead of data`)).waitFor();
    await demo.restart();
    await pressRowAction(row(page, new RegExp(`^${host} answers`)), 'Retry');
    await row(page, /^Billing Dashboard Admin/).waitFor();
  });

  await step('something else than the API is recognised while connecting', async () => {
    const stranger = await startServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
    });
    atEnd(() => stranger.close());
    await connectUpToSecret(page, { name: 'Stranger', url: stranger.url, clientId: 'a'.repeat(32) });
    await answerTitled(page, 'Connect Tenant (5/6)', 'any');
    await quickInputTitled(page, 'Connect Tenant (3/6)');
    await inputMessage(page, `${stranger.host} answers with a web page instead of data`).waitFor();
    await leaveQuickInput(page);
  });

  await step('a client that may not read users is kept only when that is meant, and the row names the scope', async () => {
    const [blind] = (await demo.restart()).extraClients;
    assert.ok(blind);
    await connectUpToSecret(page, { name: 'Blind', url, clientId: blind.clientId });
    await answerTitled(page, 'Connect Tenant (5/6)', blind.clientSecret);
    await answerTitled(page, 'Connect Tenant (6/6)', '');
    await dialog(page, 'Keep the connection to Blind although its API client cannot read users?').waitFor();
    await photograph(page, 'cannot-read');
    await pressDialogButton(page, 'Keep');
    await collapseAll(page);
    await expandRow(tenantRow(page, 'Blind'));
    await expandRow(row(page, /^Blind, parent/));
    await expandRow(row(page, /^Users/));
    await row(page, /^User Management: Read is missing/).waitFor();
    await photograph(page, 'missing-scope');
  });

  await step('a connection to one child CID shows that child alone', async () => {
    await collapseAll(page);
    await connectUpToSecret(page, { name: 'Child', url, clientId: demo.first.clientId });
    await answerTitled(page, 'Connect Tenant (5/6)', demo.first.clientSecret);
    await answerTitled(page, 'Connect Tenant (6/6)', 'f'.repeat(32));
    await inputMessage(page, 'The child CID does not belong to this tenant').waitFor();
    await photograph(page, 'connect-child');
    const cids: readonly string[] = (await new DemoCaller(demo.first).get('/mssp/queries/children/v1')).resources;
    const [child] = cids;
    assert.ok(child);
    await answerTitled(page, 'Connect Tenant (6/6)', child);
    await expandRow(row(page, /^Users/));
    await expandRow(row(page, /, user$/));
    await row(page, /, role$/).waitFor();
    assert.equal(await row(page, /^Other CIDs/).count(), 0);
    await photograph(page, 'child');
  });

  await step('a used-up rate limit is told with the time it ends', async () => {
    await demo.restart({ faults: { 429: 1 } });
    await expandRow(row(page, /^Roles/));
    await row(page, /^Rate limited until \d+:\d\d/).waitFor({ timeout: 60_000 });
    await photograph(page, 'rate-limit');
  });
});
