import path from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from './paths.ts';
import { quickInput, quickPickRow, runCommand } from './workbench.ts';

/** The themes in which every screen is photographed: label in the picker, and class of the workbench once it is on. */
const themes = {
  dark: { label: 'Dark Modern', className: 'vs-dark' },
  light: { label: 'Light Modern', className: 'vs' },
  'high-contrast': { label: 'Dark High Contrast', className: 'hc-black' },
} as const;

export type ThemeName = keyof typeof themes;

/** Switches the colour theme through the palette: a changed settings file does not take in a running window. */
export async function switchTheme(page: Page, name: ThemeName): Promise<void> {
  const { label, className } = themes[name];
  const active = page.locator(`.monaco-workbench.${className}`);
  if ((await active.count()) > 0) return;
  await runCommand(page, 'Preferences: Color Theme');
  await quickInput(page).fill(label);
  await quickPickRow(page, label).click();
  await active.waitFor();
}

/** Photographs the window in every theme, as `test/e2e/shots/<screen>-<theme>.png`, and leaves the dark one on. */
export async function photograph(page: Page, screen: string): Promise<void> {
  for (const theme of ['light', 'high-contrast', 'dark'] as const) {
    await switchTheme(page, theme);
    await page.screenshot({ path: path.join(projectRoot, 'test/e2e/shots', `${screen}-${theme}.png`), animations: 'disabled' });
  }
}
