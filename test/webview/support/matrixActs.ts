/** What a person does in the matrix of the grants panel, and sees of it. */
import type { Locator, Page } from 'playwright-core';
import { GrantsHost } from '../../helpers/webview/grantsHost.ts';
import type { OpenedPage } from '../../helpers/webview/openPage.ts';
import type { PageUnderTest, Setting } from './pageUnderTest.ts';

export interface OpenedMatrix extends OpenedPage {
  readonly host: GrantsHost;
}

/** What the panel shows, in place of which answers, and of which state. */
export type MatrixParts = ConstructorParameters<typeof GrantsHost>;

/** Opens the page, and waits for its first cell. */
export async function openMatrix(pages: PageUnderTest, parts: MatrixParts, setting: Setting = {}): Promise<OpenedMatrix> {
  const host = new GrantsHost(...parts);
  const opened = await pages.open(host.host, setting);
  await opened.page.getByRole('gridcell').first().waitFor();
  return { host, ...opened };
}

/** @param row and `column` among those that are shown */
export const cell = (page: Page, row: number, column: number): Locator =>
  page.locator(`[role=row][aria-rowindex="${row + 2}"] [role=gridcell][aria-colindex="${column + 2}"]`);

/** They are drawn, not written: what is read out is said in words. */
export const signs = async (page: Page, row: number, column: number): Promise<string> => (await cell(page, row, column).getAttribute('data-signs')) ?? '';

/** Waits until a cell shows these signs. */
export const shows = (page: Page, row: number, column: number, text: string): Promise<void> =>
  cell(page, row, column).and(page.locator(`[data-signs="${text}"]`)).waitFor();

/** Where the keyboard is, by row and column among those that are shown; row -1 is the heads. */
export const place = (page: Page): Promise<readonly [number, number]> =>
  page.evaluate<readonly [number, number]>(`(() => {
    const cell = document.activeElement.closest('[role=gridcell], [role=columnheader]');
    const row = cell?.closest('[role=row]');
    return [Number(row?.getAttribute('aria-rowindex')) - 2, Number(cell?.getAttribute('aria-colindex')) - 2];
  })()`);

/** What is read out about the cell that has the focus. */
export const heard = (page: Page): Promise<string | null> => page.evaluate<string | null>("document.activeElement.getAttribute('aria-label')");

/** What the page has said aside. */
export const announced = (page: Page): Promise<string> => page.getByRole('status').innerText();

export const selected = (page: Page): Promise<number> => page.locator('[role=gridcell][aria-selected=true]').count();

export const scrollMatrix = (page: Page, top: number): Promise<void> => page.evaluate<void>(`document.querySelector('.matrix').scrollTop = ${top}`);

/** Passes these places without a rest, however slow the machine is: all of it happens before the page does anything else. */
export const scrollThrough = (page: Page, tops: readonly number[]): Promise<void> =>
  page.evaluate<void>(`{
    const matrix = document.querySelector('.matrix');
    for (const top of ${JSON.stringify(tops)}) {
      matrix.scrollTop = top;
      matrix.dispatchEvent(new Event('scroll'));
    }
  }`);

/** The sentences of what is marked, as they are listed. */
export const listed = (page: Page): Promise<readonly string[]> => page.locator('.pending-item .sentence').allInnerTexts();
