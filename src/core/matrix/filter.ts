/** Which rows and columns of the matrix are shown. */
import type { MatrixModel } from './matrixModel.ts';
import { pairKey } from './matrix.ts';
import type { Marks } from './marking.ts';

const termsOf = (filter: string): readonly string[] => filter.toLowerCase().split(/\s+/).filter(Boolean);

/** For each term, which of the things have it in them. */
const hits = <T>(things: readonly T[], text: (thing: T) => string, terms: readonly string[]): readonly (readonly boolean[])[] => {
  const texts = things.map((thing) => text(thing).toLowerCase());
  return terms.map((term) => texts.map((one) => one.includes(term)));
};

export interface RowFilter {
  /** Words that all have to be in the names, addresses or ids of the user and the CID together. */
  readonly rows: string;
  readonly onlyChanges: boolean;
}

/** @returns places of rows, in their order */
export function filterRows(model: MatrixModel, { rows, onlyChanges }: RowFilter, marks: Marks): number[] {
  const terms = termsOf(rows);
  // Users and CIDs are few, rows are all of their pairs: so the words are looked for in those.
  const inUsers = hits(model.users, ({ name, address, uuid }) => `${name}\n${address}\n${uuid}`, terms);
  const inCids = hits(model.cids, ({ name, cid }) => `${name}\n${cid}`, terms);
  const marked = onlyChanges ? new Set([...marks.values()].map(pairKey)) : undefined;
  return model.rows.flatMap(({ user, cid }, place) => {
    const matches = terms.every((_, at) => inUsers[at]?.[user] === true || inCids[at]?.[cid] === true);
    return matches && (marked === undefined || marked.has(pairKey(model.pair(place)))) ? place : [];
  });
}

export interface RoleFilter {
  readonly roles: string;
  readonly onlyChanges: boolean;
}

/** @returns places of roles, in their order */
export function filterRoles(model: MatrixModel, { roles, onlyChanges }: RoleFilter, marks: Marks): number[] {
  const terms = termsOf(roles);
  const inRoles = hits(model.roles, ({ name, id }) => `${name}\n${id}`, terms);
  const marked = onlyChanges ? new Set([...marks.values()].map(({ role }) => role)) : undefined;
  return model.roles.flatMap(({ id }, place) => (inRoles.every((found) => found[place]) && (marked === undefined || marked.has(id)) ? place : []));
}
