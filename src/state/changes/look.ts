/** Looks at the server until it shows whether something was carried out. */
import type { Clock } from '../../api/clock.ts';

/** What one look shows: as wanted, as before, or neither. */
export type Sight = 'wanted' | 'before' | 'other';

export interface Watch {
  readonly clock: Clock;
  /** Epoch milliseconds: only from then on does the absence of what was wanted mean anything. */
  readonly until: number;
  /** How many looks in a row must show what was wanted. */
  readonly agreeing: number;
  /** Aborted: one look more, and no further waiting. */
  readonly signal: AbortSignal | undefined;
}

export interface Seen {
  /** Undefined when it cannot be told. */
  readonly sight: Sight | undefined;
  /** The server answered at least once. */
  readonly answered: boolean;
}

const firstPauseMs = 1_000;
const longestPauseMs = 8_000;

/** @param look failing is as good as not having looked */
export async function watch(look: () => Promise<Sight>, { clock, until, agreeing, signal }: Watch): Promise<Seen> {
  let answered = false;
  let agreed = 0;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    const startedAt = clock.now();
    const sight = await look().catch(() => undefined);
    answered ||= sight !== undefined;
    agreed = sight === 'wanted' ? agreed + 1 : 0;
    if (agreed >= agreeing) return { sight: 'wanted', answered };
    // Only a look that began late enough tells that something is not there.
    if (startedAt >= until && agreed === 0) return { sight, answered };
    if (signal?.aborted) return { sight: undefined, answered };
    const leftMs = until - clock.now();
    await clock.wait(leftMs > 0 ? Math.min(pauseMs, leftMs) : firstPauseMs, signal).catch(() => undefined);
  }
}
