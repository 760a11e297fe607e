/** The page of aggregate queries with a real text behind it, and what its tests look for in both. */
import type { Locator, Page } from 'playwright-core';
import type { AggregateQuery, AggregateResult } from '../../../src/core/aggregates/query.ts';
import type { AggregateRequests, AggregateState } from '../../../src/protocol/aggregate.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { AggregateHost, fileText } from '../../helpers/webview/aggregateHost.ts';
import type { OpenedPage } from '../../helpers/webview/openPage.ts';
import type { Answers } from '../../helpers/webview/scriptedHost.ts';
import type { PageTheme } from '../../helpers/webview/themes.ts';
import { pageUnderTest } from './pageUnderTest.ts';

export interface FormSetting {
  readonly answers?: Answers<AggregateRequests>;
  readonly over?: Partial<AggregateState>;
  readonly theme?: PageTheme;
  readonly kept?: unknown;
}

export interface OpenedForm extends OpenedPage {
  readonly host: AggregateHost;
}

export interface FormUnderTest {
  readonly openText: (text: string, setting?: FormSetting) => Promise<OpenedForm>;
  readonly open: (queries: readonly AggregateQuery[], setting?: FormSetting) => Promise<OpenedForm>;
  /** Opens a file whose queries have been answered. */
  readonly openAnswered: (queries: readonly AggregateQuery[], results: readonly AggregateResult[], setting?: FormSetting) => Promise<OpenedForm>;
}

/** Call while the file is read. */
export function aggregateForm(): FormUnderTest {
  const subject = pageUnderTest({ page: 'aggregate', styles: ['aggregate'], viewport: { width: 1280, height: 900 } });
  const openText: FormUnderTest['openText'] = async (text, { answers, over, theme, kept } = {}) => {
    const host = new AggregateHost(text, answers, over);
    const opened = await subject.open(host.host, { theme, kept });
    await opened.page.locator('h1').waitFor();
    return { host, ...opened };
  };
  const open: FormUnderTest['open'] = (queries, setting) => openText(fileText(...queries), setting);
  const openAnswered: FormUnderTest['openAnswered'] = async (queries, results, setting) => {
    const opened = await open(queries, setting);
    await opened.host.answer(results);
    await opened.page.locator('.run-line').first().waitFor();
    return opened;
  };
  return { openText, open, openAnswered };
}

/** Chooses a tab of the first results. */
export const tab = (page: Page, name: string): Promise<void> => page.getByRole('tab', { name, exact: true }).first().click();

/** A field of a query at the top of a bare list. */
export const field = (page: Page, at: number, key: string): Locator => page.locator(`#q-${at}-${key}`);

/** Waits until the document says this of the query at a place. */
export const becomes = (host: AggregateHost, query: object, at = 0): Promise<void> =>
  eventually('the document says it', () => JSON.stringify((host.json as readonly unknown[])[at]) === JSON.stringify(query));
