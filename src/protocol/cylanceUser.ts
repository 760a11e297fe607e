/** What the panel of a Cylance user and its host say to each other. Nothing can be changed there. */
import type { ConnectionId } from '../core/ids.ts';
import type { CylanceUserId } from '../core/cylance/ids.ts';
import { matching, oneOf, shape } from './checks.ts';
import type { Check } from './checks.ts';
import { isConnectionId } from './user.ts';
import type { Fact } from './user.ts';
import type { Checks } from './wire.ts';

export const isCylanceUserId: Check<CylanceUserId> = matching<CylanceUserId>(/^[\w-]{1,64}$/);

export interface ZoneRow {
  readonly id: string;
  readonly name: string;
  /** What the user may do in the zone. */
  readonly role: string;
}

export interface CylanceRecord {
  readonly id: string;
  readonly identity: readonly Fact[];
  readonly account: readonly Fact[];
  /** The console role, and the one in zones created later. */
  readonly roles: readonly Fact[];
  /** By name. */
  readonly zones: readonly ZoneRow[];
  /** Why zones have no names, where that is so. */
  readonly zonesNote: string | undefined;
}

export interface CylanceUserState {
  readonly connection: ConnectionId;
  readonly user: CylanceUserId;
  readonly title: string;
  readonly tenant: { readonly name: string; readonly place: string } | undefined;
  /** Undefined until it has been read once. */
  readonly record: CylanceRecord | undefined;
  /** Why the record could not be read, for as long as that is so. */
  readonly failure: string | undefined;
  /** Set when there is nothing to look at any more: the user was deleted, or the tenant is not connected. */
  readonly gone: string | undefined;
  readonly isReading: boolean;
}

export const cylanceUserActions = ['reread', 'openJson', 'copyUuid', 'findEverywhere'] as const;
export type CylanceUserAction = (typeof cylanceUserActions)[number];

export interface CylanceUserRequests {
  /** Answered when it is over, whichever way. */
  readonly act: { readonly body: { readonly action: CylanceUserAction }; readonly answer: undefined };
}

export const cylanceUserChecks: Checks<CylanceUserRequests> = {
  act: shape<CylanceUserRequests['act']['body']>({ action: oneOf(...cylanceUserActions) }),
};

/** What the page keeps: ids alone. */
export interface KeptCylanceUser {
  readonly connection: ConnectionId;
  readonly user: CylanceUserId;
}

export const isKeptCylanceUser: Check<KeptCylanceUser> = shape<KeptCylanceUser>({ connection: isConnectionId, user: isCylanceUserId });
