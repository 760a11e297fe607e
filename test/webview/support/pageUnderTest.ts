/** A page of the product, in a browser that is open while the tests of one file run. */
import path from 'node:path';
import { after, before } from 'node:test';
import type { BrowserContext } from 'playwright-core';
import type { Exchanges } from '../../../src/protocol/wire.ts';
import { openBrowser } from '../../helpers/editor/browser.ts';
import type { BrowserLooks, OpenBrowser } from '../../helpers/editor/browser.ts';
import { bundlePage } from '../../helpers/webview/openPage.ts';
import type { OpenedPage, PageFiles } from '../../helpers/webview/openPage.ts';
import type { ScriptedHost } from '../../helpers/webview/scriptedHost.ts';
import type { PageTheme } from '../../helpers/webview/themes.ts';

const pages = path.join(import.meta.dirname, '../../../src/webview');

type Viewport = NonNullable<BrowserLooks['viewport']>;

/** Call while the file is read; the context is there once its tests run. */
export function browserForTests(viewport: Viewport): { readonly context: BrowserContext } {
  let browser: OpenBrowser;
  before(async () => {
    browser = await openBrowser({ viewport });
  });
  after(() => browser.close());
  return {
    get context() {
      return browser.context;
    },
  };
}

export interface Setting {
  /** What an earlier page kept. */
  readonly kept?: unknown;
  readonly theme?: PageTheme;
}

export interface PageUnderTest {
  open<R extends Exchanges<R>, S>(host: ScriptedHost<R, S>, setting?: Setting): Promise<OpenedPage>;
}

export interface PageUnderTestParts {
  /** Its folder in `src/webview`. */
  readonly page: string;
  /** Style sheets of `media` beside `page.css`, without their ending. */
  readonly styles?: readonly string[];
  readonly viewport: Viewport;
}

/** Call while the file is read. */
export function pageUnderTest({ page, styles = [], viewport }: PageUnderTestParts): PageUnderTest {
  const browser = browserForTests(viewport);
  let files: PageFiles;
  before(async () => {
    files = await bundlePage(path.join(pages, page, 'main.ts'));
  });
  return { open: (host, { kept, theme = 'dark' } = {}) => host.open(browser.context, files, theme, { kept, styles }) };
}
