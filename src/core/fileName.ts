/** What no file system, or no reader of a file's name, would mind; marks that turn the order of letters round are among the latter. */
const unwanted = /[\\/:*?"<>|\p{Cc}\u202A-\u202E\u2066-\u2069]+/gu;
const longest = 100;

const twoDigits = (part: number): string => String(part).padStart(2, '0');

/** The day as the person at the keyboard has it. */
const dayOf = (moment: Date): string => `${moment.getFullYear()}-${twoDigits(moment.getMonth() + 1)}-${twoDigits(moment.getDate())}`;

/** A name to propose: `users Acme Retail 2026-11-25.csv`. Parts that are not known are left out. */
export function fileName(parts: readonly (string | undefined)[], moment: Date, ending: string): string {
  const words = parts.filter(Boolean).join(' ').replaceAll(unwanted, ' ').replaceAll(/\s+/g, ' ').trim();
  return `${Array.from(words).slice(0, longest).join('').trim()} ${dayOf(moment)}.${ending}`;
}
