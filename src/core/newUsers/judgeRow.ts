/** Judges one row by itself and by what is known of the tenant. */
import type { Names, RoleRef } from '../changes/change.ts';
import { endProblem } from '../changes/temporary.ts';
import type { Cid } from '../ids.ts';
import type { NewUserFacts } from './facts.ts';
import { addressNote, addressProblem, personNameNote, personNameProblem, readEnd } from './judgeTexts.ts';
import { roleNames } from './roleBook.ts';
import type { RoleBook } from './roleBook.ts';
import type { CellProblem, NewUserField, NewUserRow } from './rows.ts';

/** What a row asks for, as the server wants it. */
export interface NewUser {
  /** Lower case. */
  readonly uid: string;
  readonly names: Names;
  /** Undefined: the CID of the session, or not known yet. */
  readonly cid: Cid | undefined;
  readonly roles: readonly RoleRef[];
  /** RFC 3339. */
  readonly expiresAt: string | undefined;
}

export interface Verdict {
  readonly user: NewUser;
  /** Without any, and with everything looked up, the user can be made. */
  readonly problems: readonly CellProblem[];
  /** What a person should see, and may let pass. */
  readonly notes: readonly CellProblem[];
  /** Something has not been looked up yet. */
  readonly pending: boolean;
}

/** What an earlier run left behind. */
export interface Circumstances {
  /** The user was made by this row, or may have been: that the address is in use is no surprise. */
  readonly ownsAddress?: boolean;
  /** The roles may have been granted already: their end was checked then. */
  readonly endWasChecked?: boolean;
}

export const uidOf = (row: NewUserRow): string => row.cells.email.trim().toLowerCase();

class Judgement {
  readonly problems: CellProblem[];
  readonly notes: CellProblem[] = [];
  pending = false;

  constructor(faults: readonly CellProblem[]) {
    this.problems = [...faults];
  }

  problem(field: NewUserField, sentence: string | undefined): void {
    if (sentence !== undefined) this.problems.push({ field, sentence });
  }

  note(field: NewUserField, sentence: string | undefined): void {
    if (sentence !== undefined) this.notes.push({ field, sentence });
  }
}

function judgeEmail(uid: string, { taken }: NewUserFacts, { ownsAddress }: Circumstances, judgement: Judgement): void {
  const problem = addressProblem(uid);
  judgement.problem('email', problem);
  if (problem !== undefined) return;
  judgement.note('email', addressNote(uid));
  const place = taken.get(uid);
  if (place === undefined && !ownsAddress) judgement.pending = true;
  if (typeof place !== 'string' || ownsAddress) return;
  judgement.problem('email', `There is a user with this address already${place === '' ? '' : `, in ${place}`}.`);
}

function judgeCid(text: string, { cids, home }: NewUserFacts, judgement: Judgement): Cid | undefined {
  if (!cids) {
    judgement.pending = true;
    return undefined;
  }
  if (text === '') return home ?? cids.own;
  const found = cids.find(text);
  if ('problem' in found) {
    judgement.problem('cid', found.problem);
    return undefined;
  }
  judgement.note('cid', found.note);
  return found.cid;
}

function rolesIn(book: RoleBook, names: readonly string[], judgement: Judgement): RoleRef[] {
  const roles = new Map<string, RoleRef>();
  for (const name of names) {
    const found = book.find(name);
    if ('problem' in found) judgement.problem('roles', found.problem);
    else if (roles.has(found.role.id)) judgement.note('roles', `${found.role.name} is named twice.`);
    else roles.set(found.role.id, found.role);
  }
  return [...roles.values()];
}

function judgeRoles(cell: string, cid: Cid | undefined, facts: NewUserFacts, judgement: Judgement): readonly RoleRef[] {
  const names = roleNames(cell);
  if (names.length === 0 || !facts.cids) return [];
  if (!cid) {
    const isUnnamed = !judgement.problems.some(({ field }) => field === 'cid');
    if (isUnnamed) judgement.problem('cid', 'Roles are granted in a CID, and the CID of this connection is not known. Write it here.');
    return [];
  }
  const book = facts.roles(cid);
  if (!book) judgement.pending = true;
  else if ('unreadable' in book) judgement.problem('roles', `The roles of this CID cannot be read: ${book.unreadable}`);
  else return rolesIn(book, names, judgement);
  return [];
}

function judgeEnd(text: string, hasRoles: boolean, { now }: NewUserFacts, { endWasChecked }: Circumstances, judgement: Judgement): string | undefined {
  if (text === '') return undefined;
  const { end, note } = readEnd(text);
  if (!hasRoles) judgement.problem('until', 'An end belongs to roles, and this row names none.');
  else if (!endWasChecked) judgement.problem('until', endProblem(end, now));
  judgement.note('until', note);
  return end;
}

export function judgeRow(row: NewUserRow, facts: NewUserFacts, circumstances: Circumstances = {}): Verdict {
  const { cells, faults } = row;
  const judgement = new Judgement(faults);
  const uid = uidOf(row);
  const names = { first: cells.first.trim(), last: cells.last.trim() };
  judgeEmail(uid, facts, circumstances, judgement);
  judgement.problem('first', personNameProblem(names.first));
  judgement.note('first', personNameNote(names.first));
  judgement.problem('last', personNameProblem(names.last));
  judgement.note('last', personNameNote(names.last));
  if (names.first === '' && names.last === '') judgement.note('first', 'The user will have no name.');
  const cid = judgeCid(cells.cid.trim(), facts, judgement);
  const roles = judgeRoles(cells.roles, cid, facts, judgement);
  const expiresAt = judgeEnd(cells.until.trim(), roleNames(cells.roles).length > 0, facts, circumstances, judgement);
  const { problems, notes, pending } = judgement;
  return { user: { uid, names, cid, roles, expiresAt }, problems, notes, pending };
}
