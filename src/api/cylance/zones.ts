/** Reading the zones of a Cylance tenant. */
import { byZoneName } from '../../core/cylance/zone.ts';
import type { Zone } from '../../core/cylance/zone.ts';
import { TenantError } from '../../core/errors.ts';
import type { CylanceReadAllOptions } from './allPages.ts';
import { readAllPages } from './allPages.ts';
import type { CylanceClient } from './cylanceClient.ts';
import { cylanceOperations } from './operation.ts';
import type { CylanceList } from './page.ts';
import { zoneRecord } from './records.ts';

/** The guide speaks of the first 100 records and names no maximum. */
const zonePageSize = 100;

const zoneList: CylanceList<Zone> = { operation: cylanceOperations.listZones, path: '/zones/v2', record: zoneRecord };

/** An application that may list users need not be allowed to list zones: then users are shown with the ids of their zones. */
export type ZonesRead = { readonly zones: readonly Zone[]; readonly missing: number } | { readonly forbidden: TenantError };

/** Reads every zone, by name. */
export async function readCylanceZones(client: CylanceClient, options: CylanceReadAllOptions = {}): Promise<ZonesRead> {
  try {
    const { items, missing } = await readAllPages(client, zoneList, zonePageSize, options);
    return { zones: [...items].sort(byZoneName), missing };
  } catch (error) {
    if (error instanceof TenantError && error.kind === 'forbidden' && error.reason === 'missingScope' && error.operation === zoneList.operation.id) {
      return { forbidden: error };
    }
    throw error;
  }
}
