import type { TestEvent } from 'node:test/reporters';
import type { LayerResult } from './results.ts';

/** A reporter of `node --test` that writes nothing but the totals, as JSON. */
export default async function* countReporter(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const result: LayerResult = { passed: 0, failed: 0, skipped: 0 };
  for await (const event of source) {
    // The summary of the whole run is the one that names no file.
    if (event.type !== 'test:summary' || event.data.file !== undefined) continue;
    const { tests, passed, skipped, todo } = event.data.counts;
    result.passed = passed;
    result.failed = tests - passed;
    result.skipped = skipped + todo;
  }
  yield JSON.stringify(result);
}
