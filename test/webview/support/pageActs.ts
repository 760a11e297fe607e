/** What a person does on any page, and sees of it. */
import path from 'node:path';
import type { Page } from 'playwright-core';

const shots = path.join(import.meta.dirname, '../../e2e/shots');

export const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();

/** Waits for a sentence beside the buttons. */
export const status = (page: Page, text: string): Promise<void> => page.locator('#status', { hasText: text }).waitFor();

/** The id of what has the focus; the name of its element where it has none. */
export const focused = (page: Page): Promise<string> => page.evaluate<string>('document.activeElement.id || document.activeElement.tagName');

/** What the Tab key reaches in so many steps, from where the focus is. */
export async function tabOrder(page: Page, steps: number): Promise<readonly string[]> {
  const order: string[] = [];
  for (let step = 0; step < steps; step++) {
    await page.keyboard.press('Tab');
    order.push(await focused(page));
  }
  return order;
}

/** A narrow window with everything at twice its size. */
export async function narrow(page: Page): Promise<void> {
  await page.setViewportSize({ width: 640, height: 900 });
  await page.evaluate("document.documentElement.style.zoom = '2'");
}

/** Whether nothing lies beside what the window shows. */
export const fitsWidth = (page: Page): Promise<boolean> => page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth');

/** Photographs what the window shows. */
export const shoot = (page: Page, name: string): Promise<Buffer> => page.screenshot({ path: path.join(shots, `${name}.png`) });

/** Photographs the page from top to bottom. */
export const shootWhole = (page: Page, name: string): Promise<Buffer> => page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
