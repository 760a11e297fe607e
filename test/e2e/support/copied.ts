import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { readClipboard } from '../../helpers/editor/workbench.ts';
import { eventually } from './eventually.ts';

const sorted = (text: string): string[] => text.split('\n').sort();

/** Waits until the clipboard holds this: lines in any order, or what matches. */
export async function copied(page: Page, expected: string | RegExp): Promise<string> {
  let text = '';
  const fits = (): boolean => (typeof expected === 'string' ? String(sorted(text)) === String(sorted(expected)) : expected.test(text));
  await eventually('the value is copied', async () => {
    text = await readClipboard(page);
    return fits();
  }).catch(() => assert.fail(`the clipboard holds ${text}`));
  return text;
}
