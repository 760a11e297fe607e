/** What the server takes for the fields of a user, as far as it can be told before asking it. */
import type { Names } from './changes/change.ts';

const longestName = 255;
const longestEmail = 254;

/** What is wrong with one name, or undefined. Either name may be empty, so emptiness is judged by `namesProblem`. */
export function nameProblem(name: string): string | undefined {
  if (name.length > longestName) return `A name has ${longestName} characters at most; this one has ${name.length}.`;
  return /[\p{Cc}\u2028\u2029]/u.test(name) ? 'A name has no line breaks or other control characters.' : undefined;
}

/** Said about a name that is accepted, but probably not meant. */
export const nameNote = (name: string): string | undefined => (name === name.trim() ? undefined : 'Spaces at the ends are left out.');

export const namesProblem = ({ first, last }: Names): string | undefined =>
  `${first}${last}`.trim() === '' ? 'Give a first or a last name.' : undefined;

/** What was left as it was stays so, with the spaces it may have at its ends. */
export function tidyNames(typed: Names, before: Names): Names {
  const tidy = (field: keyof Names): string => (typed[field] === before[field] ? before[field] : typed[field].trim());
  return { first: tidy('first'), last: tidy('last') };
}

/** What is wrong with an e-mail address as far as its form goes, or undefined. */
export function emailProblem(typed: string): string | undefined {
  const email = typed.trim();
  if (email === '') return 'Type the e-mail address of the user.';
  if (email.length > longestEmail) return `An e-mail address has ${longestEmail} characters at most.`;
  if (/[\s\p{C}]/u.test(email)) return 'An e-mail address has no spaces.';
  const [mailbox = '', domain, ...more] = email.split('@');
  if (domain === undefined || more.length > 0) return 'An e-mail address has one @.';
  if (mailbox === '') return 'Something is missing before the @.';
  if (/[(),:;<>[\]\\"]/.test(email)) return 'An e-mail address has no brackets, quotation marks or commas.';
  const isDomain = /^(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+\p{L}[\p{L}\p{M}\p{N}-]*$/u.test(domain);
  return isDomain ? undefined : 'A domain such as example.com is missing after the @.';
}

export interface PasswordRule {
  readonly sentence: string;
  readonly isMet: (password: string) => boolean;
}

/** The rules that CrowdStrike's own tools check before they send a password; a tenant may have stricter ones. */
export const passwordRules: readonly PasswordRule[] = [
  { sentence: 'At least 12 characters', isMet: (password) => password.length >= 12 },
  { sentence: 'An upper-case letter', isMet: (password) => /\p{Lu}/u.test(password) },
  { sentence: 'A lower-case letter', isMet: (password) => /\p{Ll}/u.test(password) },
  { sentence: 'A digit', isMet: (password) => /\d/.test(password) },
  { sentence: 'A special character', isMet: (password) => /[^\p{L}\d]/u.test(password) },
];
