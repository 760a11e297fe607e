/** Which of a colleague's roles somebody lacks, and which of these can be given. */
import type { RoleRef, UserSnapshot } from './changes/change.ts';
import { grantProblem } from './changes/grantProblem.ts';
import type { Place } from './changes/grantProblem.ts';
import { endProblem, endText } from './changes/temporary.ts';
import { inheritancePath, isInherited } from './grant.ts';
import type { Grant } from './grant.ts';
import type { Cid, RoleId } from './ids.ts';
import type { Role } from './role.ts';
import { shownText } from './shownText.ts';
import { byTexts } from './textOrder.ts';

export interface CopyFacts {
  /** Epoch milliseconds. */
  readonly now: number;
  /** A role as the CID shows it. */
  readonly role: (id: RoleId, cid: Cid) => Role | undefined;
  /** What the server says may be granted to the user in a CID; undefined: not asked. */
  readonly grantable: (cid: Cid) => ReadonlySet<RoleId> | undefined;
  readonly place: Place;
}

export interface RoleToCopy {
  readonly cid: Cid;
  readonly role: RoleRef;
  /** RFC 3339: the end that the colleague's own role has. */
  readonly expiresAt?: string | undefined;
  /** The groups that give it to the colleague; undefined when the colleague holds the role itself. */
  readonly through: string | undefined;
}

export interface CopyRefusal {
  readonly cid: Cid;
  readonly role: RoleRef;
  /** A sentence that names the role, the person and the place. */
  readonly reason: string;
}

export interface CopyPlan {
  /** By CID and role, as text is sorted. */
  readonly offered: readonly RoleToCopy[];
  readonly refused: readonly CopyRefusal[];
}

type PlacedGrant = Grant & { readonly cid: Cid };
const keyOf = ({ cid, role_id: id }: PlacedGrant): string => `${cid}|${id}`;
const isPlaced = (grant: Grant): grant is PlacedGrant => grant.cid !== undefined;

/** The way a role is held that says most: what somebody holds directly and for good comes before what ends or comes through a group. */
const weightOf = (grant: Grant): number => (isInherited(grant) ? 2 : 0) + (grant.expires_at ? 1 : 0);

function roleToCopy(grant: PlacedGrant): RoleToCopy {
  const { cid, role_id: id, role_name: name, expires_at: expiresAt } = grant;
  const through = isInherited(grant) ? shownText(inheritancePath(grant)) || 'a group' : undefined;
  return { cid, role: { id, name: shownText(name ?? '') || id }, through, ...(expiresAt && { expiresAt }) };
}

function problemOf(to: UserSnapshot, { cid, role: { id, name }, expiresAt }: RoleToCopy, { now, role, grantable, place }: CopyFacts): string | undefined {
  const problem = grantProblem({ to, cid, name, id, role: role(id, cid) }, grantable(cid), place);
  if (problem !== undefined || expiresAt === undefined) return problem;
  const late = endProblem(expiresAt, now);
  return late && `${name} in ${place(cid)} is held until ${endText(expiresAt)} only. ${late}`;
}

/**
 * @param held what the person holds, groups included: what comes through a group is not lacking
 * @param colleague what the colleague holds
 */
export function copyPlan(to: UserSnapshot, held: readonly Grant[], colleague: readonly Grant[], facts: CopyFacts): CopyPlan {
  const has = new Set(held.filter(isPlaced).map(keyOf));
  const lacking = new Map<string, PlacedGrant>();
  for (const grant of colleague.filter(isPlaced)) {
    const key = keyOf(grant);
    const other = lacking.get(key);
    if (!has.has(key) && (!other || weightOf(grant) < weightOf(other))) lacking.set(key, grant);
  }
  const judged = [...lacking.values()].map(roleToCopy).map((copy) => ({ copy, reason: problemOf(to, copy, facts) }));
  judged.sort(byTexts(({ copy: { cid, role } }) => [facts.place(cid), cid, role.name, role.id]));
  return {
    offered: judged.flatMap(({ copy, reason }) => (reason === undefined ? [copy] : [])),
    refused: judged.flatMap(({ copy: { cid, role }, reason }) => (reason === undefined ? [] : [{ cid, role, reason }])),
  };
}
