/** Activation time of the packaged extension, beside the built-in Git extension's in the same window, as the editor itself measured it. */
import type { Page } from 'playwright-core';
import { startInstalledEditor } from '../helpers/editor/installedEditor.ts';
import { openContainer } from '../helpers/editor/tree.ts';
import { runCommand } from '../helpers/editor/workbench.ts';

export interface Activation {
  readonly falconMs: number;
  readonly gitMs: number;
}

/** The list of running extensions says `Activation: 12ms`, or `Startup Activation: …`, in each row. */
async function activationMs(page: Page, name: string): Promise<number> {
  const row = page.locator('.runtime-extensions-editor .monaco-list-row').filter({ hasText: name }).first();
  const time = row.getByText(/Activation: \d+\s?ms/);
  await time.waitFor();
  const [, ms] = /Activation: (\d+)/.exec((await time.textContent()) ?? '') ?? [];
  return Number(ms);
}

/** One fresh window: both extensions are active once the view has been shown. */
export async function measureActivation(): Promise<Activation> {
  const editor = await startInstalledEditor({ settings: { 'git.enabled': true } });
  try {
    await openContainer(editor.page, 'Falcon');
    await editor.page.getByRole('button', { name: 'Connect Tenant…' }).first().waitFor();
    await runCommand(editor.page, 'Developer: Show Running Extensions');
    return { falconMs: await activationMs(editor.page, 'Falcon Tenant Admin'), gitMs: await activationMs(editor.page, 'Git') };
  } finally {
    await editor.close();
  }
}
