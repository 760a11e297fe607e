/** Dates as the ranges of aggregates write them: ISO 8601 or `now`, moved and rounded (`now-7d/d`, `2025-01-01||+1M`). */
import { parseFqlDate } from '../fql/fqlDate.ts';

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, H: 3_600_000, d: 86_400_000, w: 604_800_000 };
const step = /([+-]\d{0,6}|\/)([yMwdhHms])/y;

/** @returns epoch milliseconds, or undefined when the text is no date. Bare digits of 11 or more are epoch milliseconds. */
export function readMoment(text: string, now: number): number | undefined {
  if (/^\d{11,14}$/.test(text)) return Number(text);
  const [anchor = '', math = '', more] = text.startsWith('now') ? ['now', text.slice(3)] : text.split('||');
  if (more !== undefined) return undefined;
  const start = anchor === 'now' ? now : parseFqlDate(anchor, now)?.start;
  const moment = start === undefined ? undefined : applyMath(start, math);
  return moment === undefined || Number.isNaN(new Date(moment).getTime()) ? undefined : moment;
}

function applyMath(start: number, math: string): number | undefined {
  let moment = start;
  step.lastIndex = 0;
  for (let at = 0; at < math.length; at = step.lastIndex) {
    step.lastIndex = at;
    const found = step.exec(math);
    if (found === null) return undefined;
    const [, amount = '', unit = ''] = found;
    moment = amount === '/' ? roundDown(moment, unit) : move(moment, amount.length > 1 ? Number(amount) : Number(`${amount}1`), unit);
  }
  return moment;
}

function move(moment: number, amount: number, unit: string): number {
  const fixed = unitMs[unit];
  if (fixed !== undefined) return moment + amount * fixed;
  const date = new Date(moment);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + (unit === 'M' ? amount : 12 * amount));
  // A month after 31 January is the last of February.
  return date.getUTCDate() === day ? date.getTime() : date.setUTCDate(0);
}

function roundDown(moment: number, unit: string): number {
  const date = new Date(moment);
  switch (unit) {
    case 'y':
      return Date.UTC(date.getUTCFullYear(), 0);
    case 'M':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
    case 'w':
      return mondayOf(moment);
    default: {
      const size = unitMs[unit] ?? 1;
      return Math.floor(moment / size) * size;
    }
  }
}

/** Midnight of the Monday before or at a moment, in the zone in which the moment is counted. */
export function mondayOf(moment: number): number {
  const dayMs = 86_400_000;
  // The epoch began on a Thursday.
  const days = Math.floor(moment / dayMs);
  return (days - ((((days + 3) % 7) + 7) % 7)) * dayMs;
}
