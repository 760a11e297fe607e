/** Why a role cannot be granted to somebody in a CID: for those who offer roles, and for the rules that refuse them. */
import type { Cid, RoleId } from '../ids.ts';
import { isCustomRole } from '../role.ts';
import type { Role } from '../role.ts';
import { personLabel } from './change.ts';
import type { Person, RoleRef } from './change.ts';

/** How a CID is called within a sentence. */
export type Place = (cid: Cid) => string;

export interface RoleOffer {
  readonly to: Person;
  readonly cid: Cid;
  readonly name: string;
  /** The role as the CID shows it; undefined when it does not, or has not been asked. */
  readonly role: Role | undefined;
}

/** A custom role goes only to users whose home is the CID that owns it, and only there. */
export function customRoleProblem({ to, cid, name, role }: RoleOffer, place: Place): string | undefined {
  const owner = role && isCustomRole(role) ? role.cid : undefined;
  if (!owner) return undefined;
  if (owner !== cid) return `${name} is a custom role of ${place(owner)} and cannot be granted in ${place(cid)}.`;
  if (!to.cid || to.cid === owner) return undefined;
  return `${name} is a custom role of ${place(owner)}; ${personLabel(to)} is at home in another CID and cannot get it.`;
}

export const notListedProblem = ({ to, cid, name }: Omit<RoleOffer, 'role'>, place: Place): string =>
  `${name} cannot be granted to ${personLabel(to)} in ${place(cid)}: the server does not list it for this user.`;

/** @param grantable what the server says may be granted to the user in the CID; undefined: not asked */
export function grantProblem(offer: RoleOffer & { readonly id: RoleRef['id'] }, grantable: ReadonlySet<RoleId> | undefined, place: Place): string | undefined {
  const problem = customRoleProblem(offer, place);
  if (problem !== undefined) return problem;
  return grantable && !grantable.has(offer.id) ? notListedProblem(offer, place) : undefined;
}
