/** Which column of a file means what. */
import { columnNames, newUserFields } from './rows.ts';
import type { NewUserField, UnreadFile } from './rows.ts';

/** Lower case, without spaces, underscores, hyphens and dots. */
const meanings: Readonly<Record<NewUserField, readonly string[]>> = {
  email: ['uid', 'email', 'mail', 'emailaddress', 'mailaddress', 'username', 'user'],
  first: ['firstname', 'givenname', 'first'],
  last: ['lastname', 'surname', 'familyname', 'last'],
  cid: ['cid', 'customerid', 'cidname', 'customer', 'customername'],
  roles: ['roles', 'role', 'roleids', 'roleid', 'rolenames', 'rolename'],
  until: ['expiresat', 'until', 'expires'],
};

const passwords = new Set(['password', 'passwd', 'pwd', 'initialpassword', 'temporarypassword']);

const expected = `The first line has to name the columns: ${newUserFields.map((field) => columnNames[field]).join(', ')}; only email is required.`;
const noPasswords =
  'The file has a column of passwords. Passwords do not belong in files: remove the column, and every user gets a mail to set a password.';

const plain = (name: string): string => name.toLowerCase().replace(/[\s_.-]/g, '');

/** The field that a column's name means; undefined when it means none. */
export const fieldNamed = (name: string): NewUserField | undefined => newUserFields.find((field) => meanings[field].includes(plain(name)));

/** Why nobody is to read a file that has such a column. */
export const passwordProblem = (name: string): string | undefined => (passwords.has(plain(name)) ? noPasswords : undefined);

export interface Columns {
  /** Those that mean something, by their place in the line. */
  readonly meant: readonly (readonly [place: number, field: NewUserField])[];
  /** How many there are, with those that mean nothing. */
  readonly count: number;
  readonly ignored: readonly string[];
}

const mostListed = 20;

const shown = (name: string): string => (name.length > 40 ? `${name.slice(0, 40)}…` : name);

/** Names of columns for people: each once, and not endlessly many. */
export function listedNames(names: Iterable<string>): readonly string[] {
  const listed = [...new Set([...names].map((name) => shown(name.trim())).filter((name) => name !== ''))];
  return listed.length > mostListed ? [...listed.slice(0, mostListed), '…'] : listed;
}

/** @param line of the header */
export function readHeader(names: readonly string[], line: number): Columns | UnreadFile {
  const fields = names.map(fieldNamed);
  const at = `Line ${line}`;
  const secret = names.map(passwordProblem).find((problem) => problem !== undefined);
  if (secret !== undefined) return { problem: secret };
  if (!fields.includes('email')) return { problem: `${at} names no column of e-mail addresses. ${expected}` };
  const twice = newUserFields.find((field) => fields.indexOf(field) !== fields.lastIndexOf(field));
  if (twice) {
    const both = names.filter((_name, place) => fields[place] === twice).map((name) => `“${shown(name.trim())}”`);
    return { problem: `${at} has more than one column for ${columnNames[twice]}: ${both.slice(0, 4).join(', ')}. Keep one of them.` };
  }
  return {
    meant: fields.flatMap((field, place) => (field ? [[place, field] as const] : [])),
    count: names.length,
    ignored: listedNames(names.filter((_name, place) => fields[place] === undefined)),
  };
}
