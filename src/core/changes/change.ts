/**
 * A change as a value: what is to be done to one tenant, not yet done. No change ever holds a password: `passwordKey`
 * names one that is handed over when the change is run and is kept nowhere.
 */
import type { Grant } from '../grant.ts';
import type { Cid, ConnectionId, RoleId, UserUuid } from '../ids.ts';
import { shownText } from '../shownText.ts';
import { displayName } from '../user.ts';
import type { User } from '../user.ts';

declare const brand: unique symbol;
/** Names a user that does not exist yet, so that grants of the same set can refer to it. */
export type NewUserKey = string & { readonly [brand]: 'NewUserKey' };
export const asNewUserKey = (text: string): NewUserKey => text as NewUserKey;

/** What has to be known of a user to name it and to put its names back after its record has changed or is gone. */
export type UserSnapshot = Pick<User, 'uuid' | 'uid' | 'cid' | 'first_name' | 'last_name'>;

/** The user that a `createUser` of the same set will make. */
export interface NewUserRef {
  readonly key: NewUserKey;
  readonly uid: string;
  readonly cid: Cid | undefined;
}

export type Person = UserSnapshot | NewUserRef;

export interface RoleRef {
  readonly id: RoleId;
  readonly name: string;
}

/** RFC 3339; without it the role is held until it is taken back. */
export interface Holding {
  readonly expiresAt?: string | undefined;
}

export interface GrantedRole extends RoleRef {
  /** Set when the user holds the role directly already, so that the grant only changes its end. */
  readonly held?: Holding | undefined;
}

/** With the end that the grant had, so that it can be given back as it was. */
export interface RevokedRole extends RoleRef, Holding {}

export interface Names {
  readonly first: string;
  readonly last: string;
}

interface AnyChange {
  /**
   * Epoch milliseconds at which an earlier run tried this without learning the outcome: the server is asked whether it
   * was carried out before it is sent again.
   */
  readonly doubtfulSince?: number | undefined;
}

export interface CreateUser extends AnyChange {
  readonly kind: 'createUser';
  readonly key: NewUserKey;
  /** The e-mail address. */
  readonly uid: string;
  /** The home CID; undefined: the CID of the session. */
  readonly cid: Cid | undefined;
  readonly names: Names;
  readonly passwordKey?: string | undefined;
}

export interface RenameUser extends AnyChange {
  readonly kind: 'renameUser';
  readonly user: UserSnapshot;
  readonly before: Names;
  readonly after: Names;
}

export interface DeleteUser extends AnyChange {
  readonly kind: 'deleteUser';
  readonly user: UserSnapshot;
  /** What the user held, as far as it was known; undefined when nothing was known. */
  readonly grants: readonly Grant[] | undefined;
  /** False: there are CIDs in which it has not been read what the user held. */
  readonly grantsAreWhole?: false | undefined;
}

export interface ResetUser extends AnyChange {
  readonly kind: 'resetPassword' | 'resetFactors';
  readonly user: UserSnapshot;
}

export interface GrantRoles extends AnyChange {
  readonly kind: 'grant';
  readonly to: Person;
  readonly cid: Cid;
  readonly roles: readonly GrantedRole[];
  readonly expiresAt?: string | undefined;
}

export interface RevokeRoles extends AnyChange {
  readonly kind: 'revoke';
  readonly user: UserSnapshot;
  readonly cid: Cid;
  readonly roles: readonly RevokedRole[];
}

/** Any write of the operation table, as a person composed it. */
export interface RawOperation extends AnyChange {
  readonly kind: 'rawOperation';
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly passwordKey?: string | undefined;
}

export type Change = CreateUser | RenameUser | DeleteUser | ResetUser | GrantRoles | RevokeRoles | RawOperation;
export type ChangeKind = Change['kind'];

/** How a set came out of an earlier one. */
export interface Follows {
  readonly set: string;
  readonly as: 'undo' | 'retry';
}

export interface ChangeSet {
  readonly id: string;
  readonly connectionId: ConnectionId;
  readonly tenantName: string;
  /** Where in the extension it was asked for, for the activity list: `userPanel`, `grantRole`. */
  readonly origin: string;
  readonly follows?: Follows | undefined;
  /** What it does, in one sentence. */
  readonly sentence: string;
  /** Merged, and in the order in which they are safe to run. Each is one call to the server. */
  readonly changes: readonly Change[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

export const isNewUser = (person: Person): person is NewUserRef => 'key' in person;

/** The person whom a change is about; undefined for a raw operation. */
export function personOf(change: Change): Person | undefined {
  switch (change.kind) {
    case 'createUser':
      return { key: change.key, uid: change.uid, cid: change.cid };
    case 'grant':
      return change.to;
    case 'rawOperation':
      return undefined;
    default:
      return change.user;
  }
}

declare const personBrand: unique symbol;
/** Tells persons apart, those who do not exist yet among them. */
export type PersonKey = string & { readonly [personBrand]: true };

export const personKey = (person: Person): PersonKey => (isNewUser(person) ? `new:${person.key}` : person.uuid) as PersonKey;
export const uuidKey = (uuid: UserUuid): PersonKey => uuid as string as PersonKey;

/** `Ada Lovelace (ada@acme.test)`: names alone do not tell people apart. Fit to stand within a sentence. */
export function personLabel(person: Person): string {
  const address = shownText(person.uid ?? '');
  if (isNewUser(person)) return address;
  const [first, last] = [shownText(person.first_name ?? ''), shownText(person.last_name ?? '')];
  const name = displayName({ uuid: person.uuid, uid: address, first_name: first, last_name: last });
  return address && address !== name ? `${name} (${address})` : name;
}

export const snapshotOf = ({ uuid, uid, cid, first_name, last_name }: User): UserSnapshot => ({ uuid, uid, cid, first_name, last_name });

export const namesOf = ({ first_name, last_name }: UserSnapshot): Names => ({ first: first_name ?? '', last: last_name ?? '' });
export const sameNames = (left: Names, right: Names): boolean => left.first === right.first && left.last === right.last;

/** Whether two ends are the same moment; servers write the same moment with more or fewer digits. */
export function sameEnd(left: string | undefined, right: string | undefined): boolean {
  if (!left || !right) return !left && !right;
  const [one, other] = [Date.parse(left), Date.parse(right)];
  return Number.isNaN(one) || Number.isNaN(other) ? left === right : Math.abs(one - other) < endToleranceMs;
}

/** The server may keep ends in whole seconds or minutes; no rule of it is finer. */
const endToleranceMs = 60_000;
