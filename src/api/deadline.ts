/** Joins abort signals and a time limit into one signal, and lets go of all of them when the work is done. */

export interface Deadline {
  readonly signal: AbortSignal;
  /** Whether the time ran out before anybody aborted. */
  readonly expired: () => boolean;
  /** Waits for the work, but no longer than the signal lets it; for work that is slow to notice an abort. */
  readonly race: <T>(work: Promise<T>) => Promise<T>;
  readonly release: () => void;
}

/** @param ms the time limit; the caller releases the deadline in a `finally` */
export function startDeadline(ms: number, ...sources: readonly (AbortSignal | undefined)[]): Deadline {
  const joined = new AbortController();
  let expired = false;
  const abort = (): void => joined.abort();
  const timer = setTimeout(() => {
    expired = !joined.signal.aborted;
    abort();
  }, ms);
  for (const source of sources) {
    source?.addEventListener('abort', abort, { once: true });
    if (source?.aborted) abort();
  }
  return {
    signal: joined.signal,
    expired: () => expired,
    race: (work) =>
      new Promise((resolve, reject) => {
        const stop = (): void => reject(joined.signal.reason as Error);
        joined.signal.addEventListener('abort', stop, { once: true });
        work.then(resolve, reject);
        if (joined.signal.aborted) stop();
      }),
    release: () => {
      clearTimeout(timer);
      for (const source of sources) source?.removeEventListener('abort', abort);
    },
  };
}
