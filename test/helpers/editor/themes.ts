import path from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from './paths.ts';
import type { Settings } from './settings.ts';

/** Lets the browser's colour scheme decide on the theme, which changes it in a running window without touching what is open in it. */
export const followBrowser: Settings = {
  'window.autoDetectColorScheme': true,
  'window.autoDetectHighContrast': true,
  'workbench.preferredDarkColorTheme': 'Default Dark Modern',
  'workbench.preferredLightColorTheme': 'Default Light Modern',
};

/** The themes in which every screen is photographed: what the browser asks for, and the class of the workbench once it is on. */
const themes = {
  dark: { media: { colorScheme: 'dark', forcedColors: 'none' }, className: 'vs-dark' },
  light: { media: { colorScheme: 'light', forcedColors: 'none' }, className: 'vs' },
  'high-contrast': { media: { colorScheme: 'dark', forcedColors: 'active' }, className: 'hc-black' },
} as const;

const middle = { x: 800, y: 600 };

export type ThemeName = keyof typeof themes;

export async function switchTheme(page: Page, name: ThemeName): Promise<void> {
  const { media, className } = themes[name];
  await page.emulateMedia(media);
  await page.locator(`.monaco-workbench.${className}`).waitFor();
}

/**
 * Photographs the window as it stands, with whatever menu, dialog or hover is open, in every theme, as
 * `test/e2e/shots/<screen>-<theme>.png`, and leaves the dark theme on. `bring` brings back what does not outlast a change of theme.
 */
export async function photograph(page: Page, screen: string, bring?: () => Promise<void>): Promise<void> {
  for (const theme of ['light', 'high-contrast', 'dark'] as const) {
    await switchTheme(page, theme);
    if (bring) await bring();
    // Off everything that would show a hover.
    else await page.mouse.move(middle.x, middle.y);
    await page.screenshot({ path: path.join(projectRoot, 'test/e2e/shots', `${screen}-${theme}.png`), animations: 'disabled' });
  }
}
