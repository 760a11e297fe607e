import { Random } from '../data/random.ts';
import type { TenantData } from '../store/model.ts';
import { makeCylanceUsers } from './cylancePeople.ts';
import { makeCustomConsoleRoles } from './cylanceRoles.ts';
import { makeZones, zoneCount } from './cylanceZones.ts';
import type { CylanceData } from './model.ts';

export interface CylanceDataOptions {
  readonly users: number;
  readonly seed: number;
  /** Epoch milliseconds; all dates are told relative to it. */
  readonly now: number;
  /** The Falcon tenant, whose people are partly the same. */
  readonly falcon: Pick<TenantData, 'users' | 'customers'>;
}

/** Makes a tenant. The same options give the same tenant, for the same Falcon tenant. */
export function makeCylanceData({ users: count, seed, now, falcon }: CylanceDataOptions): CylanceData {
  const tenantId = new Random(seed + 10).uuid();
  const zones = makeZones(zoneCount(count), new Random(seed + 11), now);
  const customRoles = makeCustomConsoleRoles(new Random(seed + 12));
  const people = { count, falconUsers: falcon.users, customers: falcon.customers, zones, customRoles, now };
  return { tenantId, zones, users: makeCylanceUsers(people, new Random(seed + 13)) };
}
