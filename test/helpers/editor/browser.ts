import { chromium } from 'playwright-core';
import type { BrowserContext } from 'playwright-core';
import { ensureChromium } from './systemPackages.ts';

export interface OpenBrowser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

export interface BrowserLooks {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
}

/** Starts a headless Chromium with a fresh profile; Chromium is looked for, and installed if need be, by `ensureChromium`. */
export async function openBrowser({ viewport = { width: 1280, height: 800 }, colorScheme = 'light' }: BrowserLooks = {}): Promise<OpenBrowser> {
  const browser = await chromium.launch({
    executablePath: await ensureChromium(console.error),
    headless: true,
    args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    // On Linux the sandbox refuses to run as root, as in containers, and under some distributions' default rules.
    chromiumSandbox: process.platform !== 'linux',
    // Playwright asks for no first window. Chromium then puts off low-priority work, and the service worker of a second webview
    // comes up only after many seconds.
    ignoreDefaultArgs: ['--no-startup-window'],
  });
  const context = await browser.newContext({ viewport, colorScheme });
  // Reading the clipboard is how tests see what "Copy" commands copied.
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  return { context, close: () => browser.close() };
}
