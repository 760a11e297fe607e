/** What the demo tenant is made of, in the form that makes questions cheap to answer. Times are epoch milliseconds. */

export interface Customer {
  /** Position in the tenant's list; 0 is the Flight Control parent. */
  readonly index: number;
  /** Bare, 32 lower-case hexadecimal characters. */
  readonly cid: string;
  /** Two characters, as behind the dash of a CCID. */
  readonly checksum: string;
  readonly gcid: string;
  readonly name: string;
  /** Where the e-mail addresses of its users end. */
  readonly domain: string;
  readonly status: string;
  readonly lastModifiedAt: number;
}

export interface RoleEntry {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  /** Only on custom roles. */
  readonly owner?: Customer;
}

/** One role given to a user itself. */
export interface DirectGrant {
  readonly role: RoleEntry;
  readonly customer: Customer;
  /** 0 when it does not end by itself. Microseconds are kept as a fraction. */
  readonly expiresAt: number;
  /** From when on reads show it. */
  readonly visibleFrom: number;
  /** From when on reads no longer show it, after a revoke; `Infinity` while it is held. */
  visibleUntil: number;
}

export interface CidGroup {
  readonly id: string;
  readonly name: string;
  readonly customers: ReadonlySet<Customer>;
}

/** A Flight Control user group, and what its members hold in which CID groups. */
export interface UserGroup {
  readonly id: string;
  readonly name: string;
  readonly links: readonly { readonly cidGroup: CidGroup; readonly roles: readonly RoleEntry[] }[];
}

/** The user groups that a user belongs to; shared by all users who belong to exactly these. */
export interface Membership {
  readonly groups: readonly UserGroup[];
  /** Every CID in which the groups give any role. */
  readonly customers: ReadonlySet<Customer>;
  /** The same as CID strings. */
  readonly cids: readonly string[];
}

export interface UserEntry {
  /** Never reused, so that it can index typed arrays. */
  readonly index: number;
  readonly uuid: string;
  /** Lower case. */
  readonly uid: string;
  readonly home: Customer;
  firstName: string;
  lastName: string;
  status: string;
  /** Second factors; empty when there is none. */
  factors: readonly string[];
  readonly createdAt: number;
  updatedAt: number;
  /** 0 when the user never logged in. */
  readonly lastLoginAt: number;
  readonly membership: Membership | undefined;
  grants: DirectGrant[];
  deleted: boolean;
  /** The record as JSON, once it was asked for. */
  encoded: Buffer | undefined;
}

export interface TenantData {
  readonly customers: readonly Customer[];
  readonly roles: readonly RoleEntry[];
  readonly users: UserEntry[];
}
