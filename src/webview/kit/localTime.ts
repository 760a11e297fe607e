/** Moments as `datetime-local` inputs write them: in the time of this machine, to the minute. */

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** @param moment epoch milliseconds */
export function localInput(moment: number): string {
  const date = new Date(moment);
  const day = `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
  return `${day}T${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}

/** @returns RFC 3339 in UTC; undefined while the input is incomplete */
export function momentOf(typed: string): string | undefined {
  const moment = typed === '' ? Number.NaN : new Date(typed).getTime();
  return Number.isNaN(moment) ? undefined : new Date(moment).toISOString();
}
