/** The dates of the Cylance User API. */

const form = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:?\d{2})?$/i;

const minuteMs = 60_000;

function offsetMs(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * minuteMs;
}

/**
 * Reads a date as RFC 3339 in UTC, with `Z`, so that nobody takes it for local time: the server writes UTC without a
 * zone (`2019-11-22T14:52:13`), its documents show a fraction and `Z` too, and public clients have seen fractions of
 * seven digits. What is finer than a millisecond is left out.
 * @returns undefined for null, for the zero date `0001-01-01`, which stands for none, and for what is no date
 */
export function cylanceTime(value: unknown): string | undefined {
  const parts = typeof value === 'string' ? form.exec(value.trim()) : null;
  if (!parts) return undefined;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', fraction = '', zone = 'Z'] = parts;
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const time = Date.parse(`${written}.${fraction.slice(0, 3).padEnd(3, '0')}Z`);
  // February 30 is taken for March 2 by some engines, and refused by others.
  if (year === '0001' || Number.isNaN(time) || !new Date(time).toISOString().startsWith(written)) return undefined;
  return new Date(time - offsetMs(zone)).toISOString().replace('.000Z', 'Z');
}
