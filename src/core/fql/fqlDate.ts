// Dates as FQL writes them: ISO 8601 in UTC, whole or cut off anywhere from the right, or relative to now.

/** Milliseconds since the epoch, `end` exclusive. A partial date names the whole period: '2025-03' is all of March. */
export interface FqlPeriod {
  readonly start: number;
  readonly end: number;
}

const absoluteDate =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?$/;

// Only days and hours are seen in public clients; seconds, minutes and weeks are taken as well because the letters leave no doubt.
// Months and years are left out: 'm' and 'M' would differ by case alone.
const relativeDate = /^now(?:([+-])(\d{1,6})([smhdw]))?$/;

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** One line for messages: the forms {@link parseFqlDate} understands. */
export const fqlDateForms = "Dates read '2025-03-31', '2025-03-31T08:00:00Z' or 'now-7d' (units s, m, h, d, w)";

/** The period a text names, or undefined when it is no date. `now` is in milliseconds since the epoch. */
export function parseFqlDate(text: string, now: number): FqlPeriod | undefined {
  const relative = relativeDate.exec(text);
  if (relative === null) return parseAbsolute(text);
  const distance = Number(relative[2] ?? 0) * (unitMs[relative[3] ?? 's'] ?? 0);
  const start = relative[1] === '-' ? now - distance : now + distance;
  return { start, end: start + 1 };
}

/**
 * The moment a record's field holds, in milliseconds since the epoch; undefined when the text is not at least a whole day.
 * Servers write microseconds; what is finer than a millisecond is dropped here and in {@link parseFqlDate} alike.
 */
export function recordTime(text: string): number | undefined {
  return text.length >= 10 && text[4] === '-' && text[7] === '-' ? parseAbsolute(text)?.start : undefined;
}

function parseAbsolute(text: string): FqlPeriod | undefined {
  const parts = absoluteDate.exec(text);
  if (parts === null) return undefined;
  const [, yearText, monthText, dayText, hourText, minuteText, secondText, fraction, zone] = parts;
  const year = Number(yearText);
  const month = Number(monthText ?? 1);
  const day = Number(dayText ?? 1);
  const hour = Number(hourText ?? 0);
  const minute = Number(minuteText ?? 0);
  const second = Number(secondText ?? 0);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59) return undefined;
  const offsetMs = zoneOffsetMs(zone);
  if (offsetMs === undefined) return undefined;

  const millisecond = Number((fraction ?? '').padEnd(3, '0').slice(0, 3));
  const start = dayMs(year, month, day) + hour * 3_600_000 + minute * 60_000 + second * 1000 + millisecond - offsetMs;
  if (monthText === undefined) return { start, end: dayMs(year + 1, 1, 1) };
  if (dayText === undefined) return { start, end: dayMs(year, month + 1, 1) };
  if (hourText === undefined) return { start, end: start + 86_400_000 };
  if (minuteText === undefined) return { start, end: start + 3_600_000 };
  if (secondText === undefined) return { start, end: start + 60_000 };
  return { start, end: start + 10 ** (3 - Math.min(fraction?.length ?? 0, 3)) };
}

// Date.UTC would read the years 0 to 99 as 1900 to 1999.
function dayMs(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

function daysIn(year: number, month: number): number {
  return new Date(dayMs(year, month + 1, 0)).getUTCDate();
}

function zoneOffsetMs(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
