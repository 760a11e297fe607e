/** The operations of the Cylance User API that are used here, with the scopes that the guide names for them. */

export interface CylanceOperation {
  readonly id: string;
  readonly scope?: string | undefined;
  /** The privilege in the console that gives the scope. */
  readonly privilege?: string | undefined;
  /** An empty success says that there is no such thing (seen by a public client), not that the answer was cut short. */
  readonly emptyIsUnknown?: boolean | undefined;
}

export const cylanceOperations = {
  getToken: { id: 'getToken' },
  listUsers: { id: 'listUsers', scope: 'user:list', privilege: 'Users: Read' },
  getUser: { id: 'getUser', scope: 'user:read', privilege: 'Users: Read', emptyIsUnknown: true },
  listZones: { id: 'listZones', scope: 'zone:list', privilege: 'Zones: Read' },
} as const satisfies Readonly<Record<string, CylanceOperation>>;
