/** Rules about single cells that need to know nothing but the cell: those of the form for one user, and what files bring along. */
import { emailProblem, nameProblem } from '../userFields.ts';

/** Characters that nobody sees, and those that change the order of the ones that are seen. */
const unseen = /[\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const broken = /[\p{Cc}\p{Cs}]/u;

/** The text with everything unusual written as its number: `Ada\u{202E}`. */
export function withEscapes(text: string, unusual: RegExp): string {
  return Array.from(text, (sign) => (unusual.test(sign) ? `\\u{${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase()}}` : sign)).join('');
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

const unseenOrBroken = new RegExp(`${unseen.source}|${broken.source}`, 'u');

/** Why an address cannot be one, or undefined. */
export function addressProblem(email: string): string | undefined {
  if (!unseenOrBroken.test(email)) return emailProblem(email);
  return `The address holds characters that cannot be seen: ${short(withEscapes(email, unseenOrBroken))}`;
}

/** Letters that look like others make two addresses look the same. */
export function addressNote(email: string): string | undefined {
  const unusual = /[^\x20-\x7e]/;
  return unusual.test(email) ? `The address holds letters beyond a–z: ${short(withEscapes(email, unusual))}` : undefined;
}

export function personNameProblem(name: string): string | undefined {
  return broken.test(name) ? `The name holds control characters: ${short(withEscapes(name, broken))}` : nameProblem(name);
}

export const personNameNote = (name: string): string | undefined =>
  unseen.test(name) ? `The name holds characters that cannot be seen: ${short(withEscapes(name, unseen))}` : undefined;

/** A date and time as people and spreadsheets write it; without a zone it is meant in the zone of whoever reads it. */
const dateTime = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|[+-]\d\d:?\d\d)?$/i;

export interface ReadEnd {
  /** RFC 3339; what was written, where it is no date and time. */
  readonly end: string;
  readonly note: string | undefined;
}

export function readEnd(text: string): ReadEnd {
  const [, day, time, zone] = dateTime.exec(text) ?? [];
  if (!day || !time) return { end: text, note: undefined };
  const moment = Date.parse(`${day}T${time}${zone?.toUpperCase() ?? ''}`);
  if (Number.isNaN(moment)) return { end: text, note: undefined };
  return { end: new Date(moment).toISOString(), note: zone ? undefined : 'Without a time zone, this is the time of this computer.' };
}
