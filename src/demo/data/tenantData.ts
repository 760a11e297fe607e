import type { TenantData } from '../store/model.ts';
import { assignRoles } from './assignments.ts';
import { makeCustomers } from './customers.ts';
import { makeGroups } from './groups.ts';
import { makeUsers } from './people.ts';
import { Random } from './random.ts';
import { defaultRoles, makeCustomRoles } from './roles.ts';

export interface DataOptions {
  readonly users: number;
  /** All CIDs, the parent included. */
  readonly cids: number;
  readonly seed: number;
  /** Epoch milliseconds; all dates are told relative to it. */
  readonly now: number;
}

/** Makes a tenant. The same options give the same tenant. */
export function makeTenantData({ users: userCount, cids, seed, now }: DataOptions): TenantData {
  // One generator a part, so that more users do not make other CIDs.
  const customers = makeCustomers(cids, new Random(seed), now);
  const roles = [...defaultRoles(), ...makeCustomRoles(customers, new Random(seed + 1))];
  const groups = makeGroups(customers, roles, new Random(seed + 2));
  const users = makeUsers(userCount, customers, groups, new Random(seed + 3), now);
  assignRoles(users, customers, roles, new Random(seed + 4), now);
  return { customers, roles, users };
}
