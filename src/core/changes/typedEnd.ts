/** Reads the end of a role as a person types it. */
import { endProblem } from './temporary.ts';

const localForm = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)$/;
const zonedForm = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/i;

const twoDigits = (part: number): string => String(part).padStart(2, '0');

/** As it is typed, in the time of this machine and to the minute: `2026-11-27 14:00`. */
export function localMoment(moment: number): string {
  const date = new Date(moment);
  const day = `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
  return `${day} ${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}

const spaced = (text: string): string => text.toUpperCase().replace('T', ' ');

/** A day and a time as a calendar has them, whatever the zone. */
function utcMinute(text: string): string | undefined {
  const time = Date.parse(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(time) ? undefined : spaced(new Date(time).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length));
}

/**
 * @param typed a day and a time of this machine, or RFC 3339 with its own zone
 * @returns RFC 3339 in UTC; undefined for what is no moment
 */
export function typedMoment(typed: string): string | undefined {
  const text = typed.trim();
  const zoned = zonedForm.exec(text)?.[1];
  if (zoned === undefined && !localForm.test(text)) return undefined;
  const time = Date.parse(text.toUpperCase().replace(' ', 'T'));
  if (Number.isNaN(time)) return undefined;
  // A day that there is not, such as February 30, would be taken for one of the next month.
  const written = spaced(zoned ?? text);
  const meant = zoned === undefined ? localMoment(time) : utcMinute(written);
  return meant === written ? new Date(time).toISOString() : undefined;
}

/** What is wrong with what was typed, or undefined. */
export function typedEndProblem(typed: string, now: number): string | undefined {
  const moment = typedMoment(typed);
  return moment === undefined ? 'Write a day and a time, such as 2026-11-27 14:00.' : endProblem(moment, now);
}
