/** Who has which access, as a value, and what a change makes of it. Nothing is sent anywhere. */
import { inheritancePath, isInherited } from '../grant.ts';
import type { Grant } from '../grant.ts';
import type { Cid } from '../ids.ts';
import { namesOf, personKey, personOf } from './change.ts';
import type { Change, Holding, Names, Person, PersonKey, RoleRef } from './change.ts';

export interface HeldRole extends Holding {
  readonly cid: Cid;
  readonly role: RoleRef;
  /** Through which groups; undefined when the user holds the role itself. */
  readonly through: string | undefined;
}

export interface PersonAccess {
  readonly uid: string;
  readonly names: Names;
  /** By CID, role and way. */
  readonly roles: ReadonlyMap<string, HeldRole>;
}

export type Access = ReadonlyMap<PersonKey, PersonAccess>;

const roleKey = (cid: Cid, role: Pick<RoleRef, 'id'>, through = ''): string => `${cid}|${role.id}|${through}`;

/** The access of a person before any change: what is known of their grants. */
export function accessOf(person: Person, grants: readonly Grant[] = []): PersonAccess {
  const roles = grants.flatMap((grant): [string, HeldRole][] => {
    const { cid, role_id: id, role_name: name, expires_at: expiresAt } = grant;
    if (!cid) return [];
    const through = isInherited(grant) ? inheritancePath(grant) || 'a group' : undefined;
    return [[roleKey(cid, { id }, through), { cid, role: { id, name: name ?? id }, through, ...(expiresAt && { expiresAt }) }]];
  });
  return { uid: person.uid ?? '', names: 'uuid' in person ? namesOf(person) : { first: '', last: '' }, roles: new Map(roles) };
}

/**
 * @param before undefined: the person does not exist
 * @param changes all of them about this person, in the order in which they are run
 * @returns the person's access after them; what is not there is not changed
 */
export function accessAfter(before: PersonAccess | undefined, changes: readonly Change[]): PersonAccess | undefined {
  let person = before && { ...before, roles: new Map(before.roles) };
  for (const change of changes) {
    switch (change.kind) {
      case 'createUser':
        person = { uid: change.uid, names: change.names, roles: new Map() };
        break;
      case 'renameUser':
        person &&= { ...person, names: change.after };
        break;
      case 'deleteUser':
        person = undefined;
        break;
      case 'grant': {
        const { cid, expiresAt } = change;
        for (const { id, name } of change.roles) {
          person?.roles.set(roleKey(cid, { id }), { cid, role: { id, name }, through: undefined, ...(expiresAt && { expiresAt }) });
        }
        break;
      }
      case 'revoke':
        for (const role of change.roles) person?.roles.delete(roleKey(change.cid, role));
        break;
      case 'resetPassword':
      case 'resetFactors':
      case 'rawOperation':
    }
  }
  return person;
}

/**
 * One change among everybody: for many changes `accessAfter` is cheaper.
 * @param keyOf tells under which key a person stands, for those whom the same set made
 */
export function applyChange(access: Access, change: Change, keyOf: (person: Person) => PersonKey = personKey): Access {
  const person = personOf(change);
  if (!person) return access;
  const key = keyOf(person);
  const after = new Map(access);
  const changed = accessAfter(access.get(key), [change]);
  if (changed) after.set(key, changed);
  else after.delete(key);
  return after;
}
