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
 * @param keyOf tells under which key a person stands, for those whom the same set made
 * @returns the access after the change; what is not there is not changed
 */
export function applyChange(access: Access, change: Change, keyOf: (person: Person) => PersonKey = personKey): Access {
  const person = personOf(change);
  if (!person) return access;
  const key = keyOf(person);
  const after = new Map(access);
  if (change.kind === 'createUser') return after.set(key, { uid: change.uid, names: change.names, roles: new Map() });
  const before = access.get(key);
  if (!before) return access;
  switch (change.kind) {
    case 'renameUser':
      return after.set(key, { ...before, names: change.after });
    case 'deleteUser':
      after.delete(key);
      return after;
    case 'grant': {
      const { cid, expiresAt } = change;
      const given = change.roles.map(({ id, name }): [string, HeldRole] => {
        return [roleKey(cid, { id }), { cid, role: { id, name }, through: undefined, ...(expiresAt && { expiresAt }) }];
      });
      return after.set(key, { ...before, roles: new Map([...before.roles, ...given]) });
    }
    case 'revoke': {
      const roles = new Map(before.roles);
      for (const role of change.roles) roles.delete(roleKey(change.cid, role));
      return after.set(key, { ...before, roles });
    }
    default:
      return access;
  }
}
