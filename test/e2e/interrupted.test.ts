import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startDemoTenant } from '../../src/demo/demoTenant.ts';
import { DemoCaller, paths } from '../api/demoCaller.ts';
import { photograph } from '../helpers/editor/themes.ts';
import { expandRow, openContainer, treeRow, viewTree } from '../helpers/editor/tree.ts';
import { notification, pickMenuItem, pickRow, pressDialogButton, reloadWorkbench, runCommand } from '../helpers/editor/workbench.ts';
import { connectTenant, tenantRow } from './support/connecting.ts';
import { eventually } from './support/eventually.ts';
import { answerTitled, quickInputTitled } from './support/quickInputs.ts';
import { pickRowMenuItem, row } from './support/rows.ts';
import { story } from './support/story.ts';

const many = 60;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

interface Line {
  readonly type: string;
  readonly pid?: number;
  readonly row?: number;
}

story('interrupted', async ({ page, logsFolder }, step, atEnd) => {
  const demo = await startDemoTenant({ cids: 1, users: 80, latencyMs: 400 });
  atEnd(() => demo.close());
  const caller = new DemoCaller(demo);
  const left = async (): Promise<number> => Number((await caller.get(paths.queryUsers, { limit: 1 })).body.meta.pagination?.total);
  const journal = (): Line[] =>
    globSync('User/globalStorage/*/activity/*.jsonl', { cwd: path.dirname(logsFolder) }).flatMap((file) =>
      readFileSync(path.join(path.dirname(logsFolder), file), 'utf8')
        .split('\n')
        .flatMap((line) => (line.endsWith('}') ? [JSON.parse(line) as Line] : [])),
    );
  const rowsThat = (type: string): Set<number | undefined> => new Set(journal().filter((line) => line.type === type).map(({ row: at }) => at));
  let done = 0;

  await step('many users are being deleted', async () => {
    await openContainer(page, 'Falcon');
    await connectTenant(page, { name: 'Acme', ...demo });
    await pickRowMenuItem(tenantRow(page, 'Acme'), 'Allow Changes…');
    await pressDialogButton(page, 'Allow Changes');
    await expandRow(row(page, /^Users/));
    await row(page, /, user$/).first().click();
    for (let at = 1; at < many; at += 1) await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+F10');
    await pickMenuItem(page, 'Delete User…');
    await quickInputTitled(page, `Acme: Delete ${many} users`);
    await photograph(page, 'delete-preview');
    await pickRow(page, 'Delete');
    await answerTitled(page, 'Type “Acme” to go on', 'Acme');
    await eventually('some of them are deleted', async () => (await left()) <= 80 - 10);
  });

  await step('the extension host dies in the middle', async () => {
    const { pid } = journal().find(({ type }) => type === 'begin') ?? {};
    assert.ok(pid);
    process.kill(pid, 'SIGKILL');
    await eventually('the process is gone', () => !isAlive(pid));
    done = rowsThat('rowEnded').size;
    assert.ok(done > 0 && done < many);
  });

  await step('the next start says exactly what was left half-way', async () => {
    await reloadWorkbench(page);
    await openContainer(page, 'Falcon');
    const maybe = rowsThat('rowBegan').size - done;
    await notification(page, new RegExp(`${done} of ${many} .*${maybe > 0 ? maybe : ''}`)).waitFor();
    await runCommand(page, 'Falcon: Focus on Activity View');
    await treeRow(viewTree(page, 'Activity'), /^Left half-way/i).waitFor();
    await photograph(page, 'interrupted');
  });

  await step('it is finished from there: everybody is gone, and each was deleted once', async () => {
    await notification(page, /half-way/).getByRole('button', { name: 'Finish…' }).click();
    await quickInputTitled(page, 'Acme: Delete');
    await pickRow(page, 'Delete');
    await answerTitled(page, 'Type “Acme” to go on', 'Acme');
    await eventually('all of them are deleted', async () => (await left()) === 80 - many);
    await expandRow(tenantRow(page, 'Acme'));
    await expandRow(row(page, /^Users/));
    await row(page, /^Users,? 20/).waitFor();
    await treeRow(viewTree(page, 'Activity'), /^Left Half-Way/i).waitFor({ state: 'detached' });
  });
});
