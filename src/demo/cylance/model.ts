/** What the Cylance tenant of the demo is made of. Times are epoch milliseconds in whole seconds; undefined where there is none. */

export interface NamedRole {
  readonly id: string;
  /** Undefined on a custom role that the server tells no name of. */
  readonly name: string | undefined;
}

export interface ZoneMembership {
  readonly zoneId: string;
  readonly role: NamedRole;
}

export interface CylanceZone {
  readonly id: string;
  readonly name: string;
  readonly criticality: string;
  readonly ruleId: string | undefined;
  readonly policyId: string;
  readonly updateType: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export interface CylanceUser {
  readonly id: string;
  /** Lower case. */
  readonly email: string;
  /** Null where whoever created the user left it out. */
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly role: NamedRole;
  readonly defaultZoneRole: NamedRole;
  readonly zones: readonly ZoneMembership[];
  /** Neither this nor the two dates below follow from one another: recorded users contradict it. */
  readonly hasLoggedIn: boolean;
  readonly lastLoginAt: number | undefined;
  readonly emailConfirmedAt: number | undefined;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export interface CylanceData {
  readonly tenantId: string;
  readonly zones: readonly CylanceZone[];
  /** Newest first. */
  readonly users: readonly CylanceUser[];
}
