/** What is to become of the cells of a matrix, as a person has marked them and before anything is sent. */
import type { RoleEnd } from '../changes/roleEnd.ts';
import type { RoleId } from '../ids.ts';
import { pairKey } from './matrix.ts';
import type { Pair } from './matrix.ts';

interface AnyPending extends Pair {
  readonly role: RoleId;
  /** Why it was not carried out when it was tried, with the trace id where there is one. */
  readonly failure?: string | undefined;
}

export interface PendingGrant extends AnyPending {
  readonly kind: 'grant';
  /** Undefined: held until it is taken back. A grant of what is held directly only changes its end. */
  readonly end?: RoleEnd | undefined;
}

export interface PendingRevoke extends AnyPending {
  readonly kind: 'revoke';
}

export type Pending = PendingGrant | PendingRevoke;

declare const brand: unique symbol;
export type CellKey = string & { readonly [brand]: 'CellKey' };
export const cellKey = (pair: Pair, role: RoleId): CellKey => `${pairKey(pair)}|${role}` as CellKey;

export const pendingKey = (pending: Pending): CellKey => cellKey(pending, pending.role);

/** More would neither be looked through before it is sent nor kept over a restart. */
export const mostPending = 5_000;
