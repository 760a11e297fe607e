// Drives VS Code's workbench in a browser page the way a person would. Everything waits for what it needs to see.
import type { BrowserContext, Frame, Locator, Page } from 'playwright-core';
import type { RunningServer } from './serverProcess.ts';

const startLimitMs = 60_000;
const actionLimitMs = 30_000;

/** A file's path as addresses name it: slashes, and one in front also where there is a drive letter. */
export function addressPath(file: string): string {
  const path = file.replaceAll('\\', '/');
  return path.startsWith('/') ? path : `/${path}`;
}

/**
 * The address that opens a folder of the server's disk in a page that need not carry the token yet. The host name stays out of
 * everything but the front of the address, so that a forwarded port works as well.
 */
export function workbenchUrl({ port, token }: Pick<RunningServer, 'port' | 'token'>, folder: string, payload: readonly [string, string][] = []): string {
  const query = new URLSearchParams({ tkn: token, folder: addressPath(folder) });
  if (payload.length > 0) query.set('payload', JSON.stringify(payload));
  return `http://127.0.0.1:${port}/?${query.toString().replaceAll('%2F', '/')}`;
}

/** Opens a page on the workbench and waits until it stands. */
export async function openWorkbench(context: BrowserContext, server: RunningServer, folder: string): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(actionLimitMs);
  await page.goto(workbenchUrl(server, folder));
  await workbenchReady(page);
  return page;
}

/** Reloads the window; secrets and connections are expected to survive this. */
export async function reloadWorkbench(page: Page): Promise<void> {
  await page.reload();
  await workbenchReady(page);
}

async function workbenchReady(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .part.editor').waitFor({ timeout: startLimitMs });
}

/** The input line of a quick pick, an input box or the command palette. */
export const quickInput = (page: Page): Locator => page.locator('.quick-input-widget:visible input.input');

/** A row of the open quick pick, found by its exact label. */
export const quickPickRow = (page: Page, label: string): Locator =>
  page
    .locator('.quick-input-list .monaco-list-row')
    .filter({ has: page.getByText(label, { exact: true }) })
    .first();

/**
 * Runs a command by the title that the palette shows, category included. Keys do nothing before the workbench is up, and the palette
 * lists the commands known when it opened: it is opened again until the command is there.
 */
export async function runCommand(page: Page, title: string): Promise<void> {
  const row = quickPickRow(page, title);
  const end = Date.now() + actionLimitMs;
  for (;;) {
    try {
      await page.keyboard.press('F1');
      await quickInput(page).fill(`>${title}`, { timeout: 2_000 });
      await row.waitFor({ timeout: 2_000 });
      // An editor that comes up in this moment takes the focus, and the palette closes.
      await row.click({ timeout: 2_000 });
      return;
    } catch (error) {
      if (Date.now() > end) throw new Error(`The command palette does not offer "${title}".`, { cause: error });
      await page.keyboard.press('Escape');
    }
  }
}

/** Answers an open input box. */
export async function answerInput(page: Page, text: string): Promise<void> {
  await quickInput(page).fill(text);
  await page.keyboard.press('Enter');
}

/** Picks a row of an open quick pick by its exact label. */
export async function pickRow(page: Page, label: string): Promise<void> {
  await quickPickRow(page, label).click();
}

/** Presses a button of an open modal dialog. */
export async function pressDialogButton(page: Page, name: string): Promise<void> {
  await page.locator('.monaco-dialog-box').getByRole('button', { name, exact: true }).click();
}

/** A notification that shows the text. */
export const notification = (page: Page, text: string | RegExp): Locator => page.locator('.notification-toast').filter({ hasText: text });

/** What "Copy" commands have put on the clipboard. */
export const readClipboard = (page: Page): Promise<string> => page.evaluate<string>('navigator.clipboard.readText()');

/**
 * Clicks an entry of an open context menu. A click in the menu's first moments is ignored: it is clicked again until the menu has gone.
 * @returns false when the menu went before the entry was clicked: a tree that shows its rows anew takes the focus
 */
export async function clickMenuItem(page: Page, name: string): Promise<boolean> {
  const item = page.getByRole('menuitem', { name, exact: true });
  const end = Date.now() + actionLimitMs;
  let isClicked = false;
  for (;;) {
    if ((await item.count()) === 0) return isClicked;
    await item.click({ timeout: 2_000 }).then(
      () => (isClicked = true),
      () => undefined,
    );
    await item.waitFor({ state: 'detached', timeout: 1_000 }).catch(() => undefined);
    if (Date.now() > end) throw new Error(`The menu stays open after a click on "${name}".`);
  }
}

/** Picks an entry of a context menu that is open, or just opening. */
export async function pickMenuItem(page: Page, name: string): Promise<void> {
  await page.getByRole('menuitem', { name, exact: true }).hover();
  if (!(await clickMenuItem(page, name))) throw new Error(`The menu went before "${name}" was clicked.`);
}

/** The documents inside webviews that match a selector, as they are now. */
export async function webviewFrames(page: Page, selector: string): Promise<readonly Frame[]> {
  const found: Frame[] = [];
  for (const frame of page.frames()) {
    // A frame may go while it is asked.
    const count = await frame
      .locator(selector)
      .count()
      .catch(() => 0);
    if (count > 0) found.push(frame);
  }
  return found;
}

/** The document inside a webview, found by a selector that only this webview matches. */
export async function webviewFrame(page: Page, selector: string): Promise<Frame> {
  const end = Date.now() + actionLimitMs;
  while (Date.now() < end) {
    const [frame] = await webviewFrames(page, selector);
    if (frame) return frame;
    await page.evaluate('new Promise(requestAnimationFrame)');
  }
  throw new Error(`No webview shows ${selector}.`);
}
