/** Looks for secrets where none may ever be. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { browserStorage } from './browserStorage.ts';

/** Secrets by a name for messages, which must not repeat them. */
export type Secrets = Readonly<Record<string, string>>;

const nowhereIn = (place: string, text: string, secrets: Secrets): void => {
  for (const [name, secret] of Object.entries(secrets)) assert.ok(!text.includes(secret), `${place} holds the ${name}`);
};

/** Everything that the page shows and keeps in the browser. */
export async function assertPageHoldsNone(page: Page, secrets: Secrets): Promise<void> {
  nowhereIn('the page', await page.content(), secrets);
  nowhereIn('the browser’s storage', await browserStorage(page), secrets);
}

/** Every file below a folder of logs, of which the extension's own must tell of its calls. */
export function assertLogsHoldNone(folder: string, secrets: Secrets): void {
  const texts = new Map(globSync('**/*.log', { cwd: folder }).map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]));
  const own = [...texts].filter(([file]) => path.basename(file) === 'Falcon Tenant Admin.log').map(([, text]) => text);
  assert.match(own.join(''), /queryUserV1: 200/, 'the extension logs its calls');
  for (const [file, text] of texts) {
    nowhereIn(file, text, secrets);
    assert.doesNotMatch(text, /bearer [\w.-]{16}|\beyJ[\w-]{16}/i, `${file} holds a token`);
  }
}
