/** Merges what is asked for about roles into as few calls as there can be: one user, one CID, one end, many roles. */
import type { Cid } from '../ids.ts';
import { isNewUser, personKey, sameEnd } from './change.ts';
import type { GrantedRole, GrantRoles, Holding, Person, RevokeRoles, RoleRef } from './change.ts';

/** No limit is published; CrowdStrike's Terraform provider sends 100 at most. */
export const mostRolesPerCall = 100;

/** One role of one user in one CID: how it stood, and how it shall stand. `undefined`: not held. */
interface Intent {
  readonly person: Person;
  readonly cid: Cid;
  readonly role: RoleRef;
  readonly before: Holding | undefined;
  readonly after: Holding | undefined;
  readonly doubtfulSince: number | undefined;
}

const sameHolding = (left: Holding | undefined, right: Holding | undefined): boolean =>
  left === undefined || right === undefined ? left === right : sameEnd(left.expiresAt, right.expiresAt);

function intentsOf(change: GrantRoles | RevokeRoles): Intent[] {
  const { cid, doubtfulSince } = change;
  if (change.kind === 'revoke') {
    return change.roles.map(({ id, name, expiresAt }) => {
      return { person: change.user, cid, role: { id, name }, before: expiresAt ? { expiresAt } : {}, after: undefined, doubtfulSince };
    });
  }
  const after = change.expiresAt ? { expiresAt: change.expiresAt } : {};
  return change.roles.map(({ id, name, held }) => ({ person: change.to, cid, role: { id, name }, before: held, after, doubtfulSince }));
}

/** The last word on a role counts; what it comes back to in the end is no change. */
export function mergeRoles(changes: readonly (GrantRoles | RevokeRoles)[]): (GrantRoles | RevokeRoles)[] {
  const intents = new Map<string, Intent>();
  for (const intent of changes.flatMap(intentsOf)) {
    const key = `${personKey(intent.person)}|${intent.cid}|${intent.role.id}`;
    const earlier = intents.get(key);
    intents.set(key, earlier ? { ...intent, before: earlier.before, doubtfulSince: earlier.doubtfulSince ?? intent.doubtfulSince } : intent);
  }
  const meant = [...intents.values()].filter((intent) => intent.doubtfulSince !== undefined || !sameHolding(intent.before, intent.after));
  const calls = Map.groupBy(meant, ({ person, cid, after, doubtfulSince }) => {
    return [personKey(person), cid, after ? `grant ${endKey(after)}` : 'revoke', doubtfulSince ?? ''].join('|');
  });
  return [...calls.values()].flatMap((call) => chunks(call).map(changeOf)).filter((change) => change !== undefined);
}

function endKey({ expiresAt }: Holding): string {
  const time = expiresAt ? Date.parse(expiresAt) : Number.NaN;
  return Number.isNaN(time) ? (expiresAt ?? '') : String(time);
}

function chunks(intents: readonly Intent[]): Intent[][] {
  const sorted = intents.toSorted((left, right) => (left.role.id < right.role.id ? -1 : 1));
  const count = Math.ceil(sorted.length / mostRolesPerCall);
  return Array.from({ length: count }, (_, at) => sorted.slice(at * mostRolesPerCall, (at + 1) * mostRolesPerCall));
}

function changeOf(intents: readonly Intent[]): GrantRoles | RevokeRoles | undefined {
  const [first] = intents;
  if (!first) return undefined;
  const { person, cid, after, doubtfulSince } = first;
  const doubt = doubtfulSince === undefined ? {} : { doubtfulSince };
  if (after) {
    const roles = intents.map(({ role, before }): GrantedRole => (before ? { ...role, held: before } : role));
    return { kind: 'grant', to: person, cid, roles, ...after, ...doubt };
  }
  // Nobody who does not exist yet holds anything that could be taken away.
  if (isNewUser(person)) return undefined;
  return { kind: 'revoke', user: person, cid, roles: intents.map(({ role, before }) => ({ ...role, ...before })), ...doubt };
}
