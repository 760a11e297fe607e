/** When a request that was refused for the rate limit may be sent again. */

/** What public clients say that the vendor asks for; the limit itself is not published. */
const usualWaitMs = 60_000;
const longestWaitMs = 10 * 60_000;

/** @returns epoch milliseconds of this machine; `Retry-After` in seconds or as a date counts where it makes sense */
export function retryAfter(headers: Readonly<Record<string, string>>, now: number): number {
  const text = headers['retry-after']?.trim() ?? '';
  // A date is taken relative to the answer's own, so that a wrong clock here does no harm.
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - (Date.parse(headers['date'] ?? '') || now);
  return now + (wait >= 0 && wait <= longestWaitMs ? wait : usualWaitMs);
}
