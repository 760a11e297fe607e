/** The server takes ends of temporary grants between an hour and a week ahead (psfalcon quotes CrowdStrike's release notes). */

export const shortestTemporaryMs = 3_600_000;
export const longestTemporaryMs = 7 * 24 * 3_600_000;

/** `2026-11-26 06:06 UTC`: the same for everybody who reads it, wherever they are. */
export function endText(moment: string): string {
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? moment : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Why an end cannot be set, or undefined when it can. */
export function endProblem(expiresAt: string, now: number): string | undefined {
  const end = /^\d{4}-\d\d-\d\dT/.test(expiresAt) ? Date.parse(expiresAt) : Number.NaN;
  if (Number.isNaN(end)) return `“${expiresAt}” is not a date and time.`;
  if (end < now + shortestTemporaryMs) return 'A temporary role ends one hour from now at the earliest.';
  if (end > now + longestTemporaryMs) return 'A temporary role ends seven days from now at the latest.';
  return undefined;
}
