/** A clock that runs so many times faster than the wall's, for client, runner and demo tenant alike. */
import { systemClock } from '../../../../src/api/clock.ts';
import type { Clock } from '../../../../src/api/clock.ts';

export function fastClock(times: number): Clock {
  const startedAt = Date.now();
  const startedTicks = performance.now();
  return {
    now: () => Math.floor(startedAt + (performance.now() - startedTicks) * times),
    wait: (ms, signal) => systemClock.wait(ms / times, signal),
  };
}
