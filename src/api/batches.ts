/** Splits work into the batches that the servers take. */

export function batches<T>(items: readonly T[], size: number): T[][] {
  const found: T[][] = [];
  for (let at = 0; at < items.length; at += size) found.push(items.slice(at, at + size));
  return found;
}

/**
 * Runs all tasks at once; when one fails, the others are aborted, so that nothing goes on behind a failed read.
 */
export async function allOrNone<T>(tasks: readonly ((signal: AbortSignal) => Promise<T>)[], signal?: AbortSignal): Promise<T[]> {
  const abort = new AbortController();
  const joined = signal ? AbortSignal.any([signal, abort.signal]) : abort.signal;
  try {
    return await Promise.all(tasks.map((task) => task(joined)));
  } catch (error) {
    abort.abort();
    throw error;
  }
}
