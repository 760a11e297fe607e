import { readFile, writeFile } from 'node:fs/promises';

/** How many tests of a layer passed and failed. A test that was skipped, put off or never finished counts as failed. */
export interface LayerResult {
  passed: number;
  failed: number;
  /** How many of the failed ones were skipped or put off, which nothing else would tell. */
  skipped: number;
}

export async function writeResult(file: string, result: LayerResult): Promise<void> {
  await writeFile(file, JSON.stringify(result));
}

/** Undefined when the layer ended before it could say anything. */
export async function readResult(file: string): Promise<LayerResult | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text === '' ? undefined : (JSON.parse(text) as LayerResult);
}
