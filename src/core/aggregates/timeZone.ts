/** Offsets of a time zone, given as `UTC`, `+02:00` or an IANA name. */

/** Milliseconds that the zone is ahead of UTC at a moment. */
export type OffsetAt = (moment: number) => number;

const hourMs = 3_600_000;

/** @returns undefined for a zone that does not exist */
export function readTimeZone(zone: string | undefined): OffsetAt | undefined {
  if (zone === undefined || zone === '' || zone === 'Z' || zone === 'UTC') return () => 0;
  const fixed = readOffset(zone);
  if (fixed !== undefined) return () => fixed;
  const format = formatFor(zone);
  if (format === undefined) return undefined;
  // Asking the calendar is slow beside everything else here, and offsets change on the hour or its half.
  const known = new Map<number, number>();
  return (moment) => {
    const half = Math.floor(moment / (hourMs / 2));
    const offset = known.get(half) ?? offsetAt(format, half * (hourMs / 2));
    known.set(half, offset);
    return offset;
  };
}

function readOffset(text: string): number | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(text) ?? [];
  // No place is further than 14 hours from UTC; the engine's own calendar stops at 18.
  if (hours === undefined || minutes === undefined || Number(hours) > 18 || Number(minutes) > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * hourMs + Number(minutes) * 60_000);
}

function formatFor(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    const { timeZone: known } = format.resolvedOptions();
    // Servers tell large and small letters apart, other than the calendar here.
    return known !== timeZone && known.toLowerCase() === timeZone.toLowerCase() ? undefined : format;
  } catch {
    return undefined;
  }
}

function offsetAt(format: Intl.DateTimeFormat, moment: number): number {
  const name = format.formatToParts(moment).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return readOffset(name.replace('GMT', '')) ?? 0;
}
