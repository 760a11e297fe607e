import type { Locator, Page } from 'playwright-core';

const actionLimitMs = 30_000;

/**
 * Brings a view container to the front by its name in the activity bar. A window that has just come back may open the container by
 * itself in the very moment of the click, which then closes it: it is clicked again until it shows.
 */
export async function openContainer(page: Page, name: string): Promise<void> {
  const title = page.locator('.part.sidebar .composite.title').getByRole('heading', { name: new RegExp(`^${name}`) });
  const end = Date.now() + actionLimitMs;
  while (!(await title.isVisible())) {
    if (Date.now() > end) throw new Error(`The container "${name}" does not open.`);
    await page.getByRole('tab', { name }).first().click();
    await title.waitFor({ timeout: 2_000 }).catch(() => undefined);
  }
}

/** The tree of a view, by the view's name. */
export const viewTree = (page: Page, view: string): Locator => page.getByRole('tree', { name: view });

/** A row of a tree by what it says (label and description) or by the start of it. */
export const treeRow = (tree: Locator, name: string | RegExp): Locator => tree.getByRole('treeitem', { name }).first();

/**
 * Opens a row and waits until it is open; a row that is open stays so. The editor shows the rows below one anew when that one learns
 * how many they are, and one that is opened in that very moment closes: it is opened again.
 */
export async function expandRow(row: Locator): Promise<void> {
  const opened = row.and(row.page().locator('[aria-expanded="true"]'));
  const end = Date.now() + actionLimitMs;
  await row.waitFor();
  while (!(await opened.isVisible())) {
    if (Date.now() > end) throw new Error(`The row ${String(row)} does not open.`);
    await row.locator('.monaco-tl-twistie').click();
    await opened.waitFor({ timeout: 5_000 }).catch(() => undefined);
  }
}

/** Opens a row's context menu. */
export async function openRowMenu(row: Locator): Promise<void> {
  await row.click({ button: 'right' });
}

/** Presses one of the icons that a row shows while the pointer is over it. */
export async function pressRowAction(row: Locator, name: string): Promise<void> {
  await row.hover();
  await row.getByRole('button', { name }).click();
}
