/** The rate-limit headers of the Falcon gateway. */

const figure = (text: string | undefined): number | undefined => {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
};

export interface RateHeaders {
  readonly limit: number | undefined;
  readonly remaining: number | undefined;
}

export const rateHeaders = (headers: Readonly<Record<string, string>>): RateHeaders => ({
  limit: figure(headers['x-ratelimit-limit']),
  remaining: figure(headers['x-ratelimit-remaining']),
});

const epochMsFrom = 1e11;
const epochSecondsFrom = 1e8;
const longestWaitMs = 10 * 60_000;
const windowMs = 60_000;
/** A moment named in whole seconds may have passed while the answer travelled. */
const roundingMs = 5_000;

/**
 * When a refused request may be sent again, in epoch milliseconds of this machine. The specification says epoch
 * milliseconds, clients have seen epoch seconds (psfalcon, gofalcon); both are read, and so is a plain number of
 * seconds. Moments are taken relative to the answer's `Date`, so that a wrong clock here does no harm. A wait that makes
 * no sense counts as one minute, the length of the server's window.
 */
export function retryAt(headers: Readonly<Record<string, string>>, now: number): number {
  const value = figure(headers['x-ratelimit-retryafter'] ?? headers['retry-after']);
  if (value === undefined) return now + windowMs;
  const serverNow = Date.parse(headers['date'] ?? '') || now;
  const wait = value >= epochMsFrom ? value - serverNow : value >= epochSecondsFrom ? value * 1000 - serverNow : value * 1000;
  return wait > longestWaitMs || wait < -roundingMs ? now + windowMs : now + Math.max(0, wait);
}
