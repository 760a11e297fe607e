/** Looks for what keeps people out of a page. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Frame } from 'playwright-core';
import { switchTheme } from '../../helpers/editor/themes.ts';

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

const settleMs = 5_000;

/** The toolkit paints its controls in the colours of a new theme some frames after the page: what is found in between goes away. */
async function settledViolations(frame: Frame): Promise<AxeResults['violations']> {
  const end = Date.now() + settleMs;
  for (;;) {
    const { violations } = await frame.evaluate<AxeResults>('axe.run()');
    if (violations.length === 0 || Date.now() > end) return violations;
  }
}

/** Runs axe over the page of a panel in every theme; evaluated by the browser's debugger, so the page's policy stays as it is. */
export async function assertAccessible(frame: Frame, what: string): Promise<void> {
  await frame.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  for (const theme of ['light', 'high-contrast', 'dark'] as const) {
    await switchTheme(frame.page(), theme);
    const violations = await settledViolations(frame);
    assert.deepEqual(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) })), [], `${what}, ${theme}`);
  }
}
