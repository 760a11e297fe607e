/** Times as the API writes them: RFC 3339 in UTC with microseconds. Given in epoch milliseconds, from the year 1000 to 9999. */

/** For times that the demo made up: the last three digits follow from the others. */
export const timeText = (time: number): string => withMicros(time, (time * 7919) % 1000);

/** For a time that a client wrote, so that it reads what it wrote. A fraction of the milliseconds holds microseconds. */
export function exactTimeText(time: number): string {
  const whole = Math.floor(time);
  return withMicros(whole, Math.min(999, Math.round((time - whole) * 1000)));
}

const digits = (count: number): readonly string[] => Array.from({ length: 10 ** count }, (_, number) => String(number).padStart(count, '0'));
const two = digits(2);
const three = digits(3);

const dayMs = 86_400_000;

/** `toISOString` took a quarter of the time in which records are written, three times in each. */
function withMicros(time: number, micros: number): string {
  const day = Math.floor(time / dayMs);
  const rest = time - day * dayMs;
  const clock = `${two[Math.floor(rest / 3_600_000)] ?? ''}:${two[Math.floor(rest / 60_000) % 60] ?? ''}:${two[Math.floor(rest / 1000) % 60] ?? ''}`;
  return `${dateText(day)}T${clock}.${three[rest % 1000] ?? ''}${three[micros] ?? ''}Z`;
}

/**
 * The date of a day since the epoch. Years are counted from March 1 of year 0: then February 29 is the last day of a
 * year, months have a regular pattern, and 400 years always 146,097 days.
 */
function dateText(day: number): string {
  const sinceMarch0 = day + 719_468;
  const era = Math.floor(sinceMarch0 / 146_097);
  const inEra = sinceMarch0 - era * 146_097;
  const yearInEra = Math.floor((inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365);
  const inYear = inEra - (365 * yearInEra + Math.floor(yearInEra / 4) - Math.floor(yearInEra / 100));
  const fromMarch = Math.floor((5 * inYear + 2) / 153);
  const dayOfMonth = inYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = era * 400 + yearInEra + (month <= 2 ? 1 : 0);
  return `${String(year)}-${two[month] ?? ''}-${two[dayOfMonth] ?? ''}`;
}
