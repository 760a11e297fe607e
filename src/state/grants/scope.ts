/** Where grants are held, and which part of a tenant is to be read. */
import type { Cid, UserUuid } from '../../core/ids.ts';

/** A CID, or '' for that of the session where the server does not tell which it is. */
export type Place = Cid | '';

/** What of a tenant is to be read; `{}` is all of it. */
export interface Scope {
  readonly cids?: readonly Cid[];
  readonly users?: readonly UserUuid[];
  /** FQL on users. */
  readonly filter?: string;
}

export interface TenantPlaces {
  readonly places: readonly Place[];
  /** There are no others. */
  readonly isWhole: boolean;
}

/** A scope after it has been looked up; without `users` it is about everybody. */
export interface Within {
  readonly places: readonly Place[];
  /** All places of the tenant, where it is about certain users: what is asked of a user is asked for all places. */
  readonly everywhere: readonly Place[];
  readonly users: ReadonlySet<UserUuid> | undefined;
  /** The tenant has one place only. */
  readonly isOnly: boolean;
  /** What is older counts as not read; epoch milliseconds. */
  readonly olderThan: number;
}
