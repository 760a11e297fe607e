/** Rows of the tree of tenants, by where they stand and by what they offer. */
import type { Locator, Page } from 'playwright-core';
import { openRowMenu, treeRow } from '../../helpers/editor/tree.ts';
import { clickMenuItem, pickMenuItem } from '../../helpers/editor/workbench.ts';
import { tenants } from './connecting.ts';

export const row = (page: Page, name: string | RegExp): Locator => treeRow(tenants(page), name);

/** Where a container has several views, the buttons of a view show while the pointer is over its title. */
export async function showTitleActions(page: Page): Promise<void> {
  await page.locator('.pane-header').filter({ hasText: 'Tenants' }).hover();
}

/** Closes every row, so that names such as “Users” are met once. */
export async function collapseAll(page: Page): Promise<void> {
  await showTitleActions(page);
  await page.locator('.pane-header').filter({ hasText: 'Tenants' }).getByRole('button', { name: 'Collapse All' }).click();
  await tenants(page).locator('[role="treeitem"][aria-level="2"]').first().waitFor({ state: 'detached' });
}

/** As much of the browser's type as is used here. */
interface RowElement {
  readonly dataset: Readonly<Record<string, string>>;
  querySelector(selector: string): { readonly textContent: string | null } | null;
}

/** The labels of the rows that are in sight, from top to bottom. */
export async function labelsInSight(page: Page): Promise<string[]> {
  const rows = await tenants(page)
    .locator('.monaco-list-row')
    .evaluateAll((found: unknown) =>
      (found as RowElement[]).map((one) => [Number(one.dataset['index']), one.querySelector('.label-name')?.textContent ?? ''] as const),
    );
  return rows.sort(([left], [right]) => left - right).map(([, label]) => label);
}

const limitMs = 30_000;

/** Opens a row's context menu; a list that comes up in that very moment takes the focus and closes it, and it is opened again. */
async function openMenuWith(target: Locator, entry: string): Promise<void> {
  const item = target.page().getByRole('menuitem', { name: entry, exact: true });
  const end = Date.now() + limitMs;
  for (;;) {
    await openRowMenu(target);
    const shown = await item.hover({ timeout: 2_000 }).then(
      () => true,
      () => false,
    );
    if (shown) return;
    if (Date.now() > end) throw new Error(`The menu of the row does not offer "${entry}".`);
    await target.page().keyboard.press('Escape');
  }
}

/** Picks an entry of a row's context menu. */
export async function pickRowMenuItem(target: Locator, name: string): Promise<void> {
  const end = Date.now() + limitMs;
  for (;;) {
    await openMenuWith(target, name);
    if (await clickMenuItem(target.page(), name)) return;
    if (Date.now() > end) throw new Error(`The menu of the row goes before "${name}" can be clicked.`);
  }
}

/** Picks an entry of the submenu “Copy” of a row's context menu. */
export async function copyOf(target: Locator, name: string): Promise<void> {
  const page = target.page();
  await openMenuWith(target, 'Copy');
  await page.getByRole('menuitem', { name, exact: true }).waitFor();
  await pickMenuItem(page, name);
}

/** The row that has the keyboard's focus, when it is this one. */
export const focused = (page: Page, name: string | RegExp): Locator => row(page, name).and(page.locator('.focused'));

/** Reaches a row by keyboard, counted from the last one: rows that are only just coming move the end. */
export async function focusFromEnd(page: Page, name: string | RegExp, up = 0): Promise<void> {
  const end = Date.now() + limitMs;
  for (;;) {
    await page.keyboard.press('End');
    for (let pressed = 0; pressed < up; pressed += 1) await page.keyboard.press('ArrowUp');
    const there = await focused(page, name)
      .waitFor({ timeout: 2_000 })
      .then(
        () => true,
        () => false,
      );
    if (there) return;
    if (Date.now() > end) throw new Error(`The end of the tree does not show ${String(name)}.`);
  }
}
