/**
 * The grants matrix as a value: a row is one user in one CID, a column is one role. Plain data, so that the host can send
 * it to a page as it is. Most cells are empty, so a row lists only what is held.
 */
import type { Cid, RoleId, UserUuid } from '../ids.ts';

/** What the rows are: some users over all CIDs of the tenant, or one CID over the users that have to do with it. */
export type Subject = { readonly by: 'users'; readonly users: readonly UserUuid[] } | { readonly by: 'cid'; readonly cid: Cid };

export interface MatrixUser {
  readonly uuid: UserUuid;
  /** Fit to be shown within a line. */
  readonly name: string;
  /** The e-mail address; empty when the server gave none. */
  readonly address: string;
  readonly home: Cid | undefined;
}

export interface MatrixCid {
  readonly cid: Cid;
  readonly name: string;
}

export interface MatrixRole {
  readonly id: RoleId;
  readonly name: string;
  readonly description: string;
  /** Only of a custom role: the CID that owns it. */
  readonly owner: Cid | undefined;
}

/** One way in which a role is held. The same role may be held directly and through several groups. */
export interface MatrixGrant {
  readonly role: RoleId;
  /** The groups that give it; undefined when the user holds the role itself. */
  readonly through?: string | undefined;
  /** RFC 3339, only on temporary grants. */
  readonly expiresAt?: string | undefined;
}

export interface MatrixRow {
  /** A place in `users`. */
  readonly user: number;
  /** A place in `cids`. */
  readonly cid: number;
  /** Undefined: not read yet. */
  readonly grants: readonly MatrixGrant[] | undefined;
  /** What the server says may still be granted here; undefined: not asked yet. */
  readonly grantable: readonly RoleId[] | undefined;
  /** Why the row could not be read, for as long as that is so. */
  readonly failure?: string | undefined;
}

export interface Matrix {
  readonly users: readonly MatrixUser[];
  readonly cids: readonly MatrixCid[];
  readonly roles: readonly MatrixRole[];
  readonly rows: readonly MatrixRow[];
}

/** One user in one CID. */
export interface Pair {
  readonly user: UserUuid;
  readonly cid: Cid;
}

declare const brand: unique symbol;
/** Tells rows apart, whatever else they hold. */
export type PairKey = string & { readonly [brand]: 'PairKey' };
export const pairKey = ({ user, cid }: Pair): PairKey => `${user}|${cid}` as PairKey;
