import assert from 'node:assert/strict';
import { startDemoTenant } from '../../src/demo/demoTenant.ts';
import { DemoCaller, paths } from '../api/demoCaller.ts';
import { photograph } from '../helpers/editor/themes.ts';
import { expandRow, openContainer } from '../helpers/editor/tree.ts';
import { pickRow, quickInput, quickPickRow, runCommand } from '../helpers/editor/workbench.ts';
import { connectTenant } from './support/connecting.ts';
import { copied } from './support/copied.ts';
import { quickInputAsking, quickInputTitled } from './support/quickInputs.ts';
import { collapseAll, focusFromEnd, pickRowMenuItem, row } from './support/rows.ts';
import { story } from './support/story.ts';

story('large-tenants', async ({ page }, step, atEnd) => {
  const flat = await startDemoTenant({ cids: 1, users: 1_200 });
  atEnd(() => flat.close());
  const wide = await startDemoTenant({ cids: 700, users: 1_400 });
  atEnd(() => wide.close());

  await step('a tenant without Flight Control shows users and roles at once, page by page', async () => {
    await openContainer(page, 'Falcon');
    await connectTenant(page, { name: 'Flat', ...flat });
    await expandRow(row(page, /^Users/));
    await row(page, /^Agnès Ångström/).waitFor();
    await focusFromEnd(page, 'Load 500 more (of 1,200)', 1);
    await photograph(page, 'load-more');
    await page.keyboard.press('Enter');
    await row(page, 'Load 500 more (of 1,200)').waitFor({ state: 'detached' });
    await focusFromEnd(page, 'Load 200 more (of 1,200)', 1);
    await page.keyboard.press('Enter');
    await row(page, 'Load 200 more (of 1,200)').waitFor({ state: 'detached' });
  });

  await step('refreshing a list shows what was changed elsewhere', async () => {
    const caller = new DemoCaller(flat);
    const answer = await caller.post(`${paths.users}?${new URLSearchParams({ validate_only: 'false' }).toString()}`, {
      uid: 'aaron.aardvark@example.test',
      first_name: 'Aaron',
      last_name: 'Aardvark',
      cid: flat.parentCid,
    });
    assert.ok(answer.status < 300, answer.text);
    await page.keyboard.press('Home');
    assert.equal(await row(page, /^Aaron Aardvark/).count(), 0);
    await pickRowMenuItem(row(page, /^Users/), 'Refresh');
    await row(page, /^Aaron Aardvark/).waitFor();
    await row(page, /^Users,? 1,201/).waitFor();
  });

  await step('child CIDs come page by page, and one not loaded is found', async () => {
    await collapseAll(page);
    await connectTenant(page, { name: 'Wide', ...wide });
    await row(page, /^Alder & Finch Bank/).waitFor();
    await focusFromEnd(page, 'Load 199 more (of 699)');
    const caller = new DemoCaller(wide);
    const latest = await caller.get('/mssp/queries/children/v1', { sort: 'last_modified_timestamp|desc', limit: 1 });
    const cids: readonly string[] = latest.resources;
    const [cid] = cids;
    assert.ok(cid);
    const children: readonly { readonly name: string }[] = (await caller.post(paths.readChildren, { ids: [cid] })).resources;
    const [child] = children;
    assert.ok(child);
    await runCommand(page, 'Falcon: Find CID…');
    await quickInputTitled(page, 'Find CID');
    await pickRow(page, 'Wide');
    await quickInputTitled(page, 'Find CID in Wide');
    await quickInput(page).fill('no such name');
    await page.getByText('No CID of this tenant matches').waitFor();
    await quickInput(page).fill(cid.toUpperCase());
    await pickRow(page, child.name);
    await row(page, new RegExp(`^${child.name}, child`)).and(page.locator('.selected')).waitFor();
    await focusFromEnd(page, 'Load 199 more (of 699)');
    await page.keyboard.press('Enter');
    await row(page, /^Load /).waitFor({ state: 'detached' });
  });

  await step('commands of the palette ask which tenant and which CID they are about', async () => {
    await runCommand(page, 'Falcon: Sort Users…');
    await quickInputTitled(page, 'Sort Users');
    await photograph(page, 'which-tenant');
    await pickRow(page, 'Flat');
    await pickRow(page, 'Last Login: newest first');
    await row(page, /^Users,? 1,201/).and(page.locator('.selected')).waitFor();
    await runCommand(page, 'Falcon: Copy E-mail');
    await pickRow(page, 'Flat');
    await quickInputAsking(page, 'E-mail address, name or UUID');
    await quickInput(page).fill('aaron aardvark');
    await quickPickRow(page, 'Aaron Aardvark').waitFor();
    // The hover of the tree's row below may lie over the list.
    await page.keyboard.press('Enter');
    await page.getByText('Copied.').waitFor();
    await copied(page, 'aaron.aardvark@example.test');
  });
});
