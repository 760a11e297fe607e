// Which properties each filterable call accepts, after CrowdStrike's published specification of those calls.
// The specification names the properties but neither their types nor the operators each accepts; types are read off the records.

import type { FqlOperator } from './fqlAst.ts';

export type FqlPropertyType = 'string' | 'boolean' | 'date' | 'strings';

export interface FqlProperty {
  /** `strings` is a field that holds several texts, of which any may match. */
  readonly type: FqlPropertyType;
  readonly description: string;
  /** Values known from public sources, for completion only: none of these lists is documented as complete. */
  readonly values?: readonly string[];
}

export type FqlSchema = Readonly<Record<string, FqlProperty>>;

const equality: readonly FqlOperator[] = ['', '!'];
const ordering: readonly FqlOperator[] = ['>', '>=', '<', '<='];
const matching: readonly FqlOperator[] = ['~', '!~', '*', '!*'];

/** The operators that make sense for a type. Which ones the server takes for which property is not documented. */
export const operatorsByType: Readonly<Record<FqlPropertyType, readonly FqlOperator[]>> = {
  string: [...equality, ...ordering, ...matching],
  strings: [...equality, ...matching],
  boolean: equality,
  date: [...equality, ...ordering],
};

/** Filter of the user query. */
export const userFilterSchema: FqlSchema = {
  assigned_cids: { type: 'strings', description: 'CIDs in which the user holds any role, directly or through a group' },
  cid: { type: 'string', description: 'Home CID of the user: 32 lower-case hexadecimal digits' },
  direct_assigned_cids: { type: 'strings', description: 'CIDs in which a role was granted to the user itself' },
  factors: { type: 'strings', description: 'Second factors the user has enrolled; absent when there are none', values: ['TOTP'] },
  first_name: { type: 'string', description: 'First name' },
  has_temporary_roles: {
    type: 'boolean',
    description: 'Whether the user holds a role that ends by itself',
    values: ['true', 'false'],
  },
  last_name: { type: 'string', description: 'Last name' },
  name: { type: 'string', description: 'Name of the user' },
  non_ancestor_assigned_cids: { type: 'strings', description: 'CIDs with a role that does not come from a parent CID' },
  status: { type: 'string', description: 'State of the account', values: ['active', 'inactive'] },
  temporarily_assigned_cids: { type: 'strings', description: 'CIDs in which the user holds a role that ends by itself' },
  uid: { type: 'string', description: 'User name: an e-mail address, stored in lower case' },
  uuid: { type: 'string', description: 'Id of the user: a UUID with dashes' },
};

/** Filter of the read of one user's grants. */
export const grantFilterSchema: FqlSchema = {
  expires_at: { type: 'date', description: 'End of a temporary grant; absent on a permanent one' },
  role_id: { type: 'string', description: 'Id of the role' },
  role_name: { type: 'string', description: 'Display name of the role' },
};

/** Filter of the query for Flight Control child CIDs. */
export const childFilterSchema: FqlSchema = {
  cid: { type: 'string', description: 'CID of the child: 32 lower-case hexadecimal digits' },
};

const sortOnlyNames: ReadonlyMap<FqlSchema, readonly string[]> = new Map([
  [userFilterSchema, ['cid_name', 'created_at', 'last_login_at']],
  [grantFilterSchema, ['cid', 'type', 'user_uuid']],
  [childFilterSchema, ['last_modified_timestamp']],
]);

/** Names that the call behind this schema accepts in `sort` but not in `filter`. */
export function isSortOnly(schema: FqlSchema, name: string): boolean {
  return sortOnlyNames.get(schema)?.includes(name) ?? false;
}
