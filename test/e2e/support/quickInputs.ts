/** What quick inputs and dialogs show. */
import type { Locator, Page } from 'playwright-core';
import { answerInput } from '../../helpers/editor/workbench.ts';

const widget = (page: Page): Locator => page.locator('.quick-input-widget:visible');

/** Waits for the quick input of this title: the one before may still be there. */
export async function quickInputTitled(page: Page, title: string): Promise<void> {
  await widget(page).locator('.quick-input-title', { hasText: title }).waitFor();
}

/** Waits for the quick input that asks this: several in a row may have the same title, and what is typed too soon goes to the one before. */
export async function quickInputAsking(page: Page, placeholder: string): Promise<void> {
  await widget(page).getByPlaceholder(placeholder, { exact: true }).waitFor();
}

/** Types into the input box of this title and presses Enter. */
export async function answerTitled(page: Page, title: string, text: string): Promise<void> {
  await quickInputTitled(page, title);
  await answerInput(page, text);
}

/** The line under an input box that says what is wrong, or what is asked for. */
export const inputMessage = (page: Page, text: string | RegExp): Locator => widget(page).locator('.quick-input-message').filter({ hasText: text });

/** Leaves an open quick input. */
export async function leaveQuickInput(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await widget(page).waitFor({ state: 'hidden' });
}

/** The open modal dialog that says this. */
export const dialog = (page: Page, text: string | RegExp): Locator => page.locator('.monaco-dialog-box').filter({ hasText: text });
