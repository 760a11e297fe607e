/** Proves an application's credentials by real calls that change nothing, and tells what they are good for. */
import { isCancelled, TenantError } from '../../core/errors.ts';
import type { CylanceCallOptions, CylanceClient } from './cylanceClient.ts';
import { cylanceOperations } from './operation.ts';
import type { CylanceOperation } from './operation.ts';
import { readCylanceUserPage } from './users.ts';

/** What the application may not read: operations whose scope the server refused. */
export type CylanceMissing = readonly CylanceOperation[];

/** @returns whether the server refuses the scope; any other failure is thrown */
async function isRefused(operation: CylanceOperation, call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return false;
  } catch (error) {
    if (error instanceof TenantError && error.reason === 'missingScope' && error.operation === operation.id) return true;
    throw error;
  }
}

/** Without zones users have the ids of theirs: a server where they cannot be read is no reason not to connect. */
async function mayNotListZones(client: CylanceClient, options: CylanceCallOptions): Promise<boolean> {
  const { listZones } = cylanceOperations;
  try {
    return await isRefused(listZones, client.get(listZones, '/zones/v2?page=1&page_size=1', options));
  } catch (error) {
    if (isCancelled(error) || !(error instanceof TenantError)) throw error;
    client.log.warn(`${listZones.id}: ${error.message}`);
    return false;
  }
}

/**
 * Reads the first page of users and, to know whether it may be done, one zone.
 * @throws TenantError when the credentials are not accepted
 */
export async function proveCylance(client: CylanceClient, options: CylanceCallOptions = {}): Promise<CylanceMissing> {
  const { listUsers, listZones } = cylanceOperations;
  // One after the other: the first call says most about wrong credentials, and says it once.
  const noUsers = await isRefused(listUsers, readCylanceUserPage(client, 1, options));
  const noZones = await mayNotListZones(client, options);
  return [...(noUsers ? [listUsers] : []), ...(noZones ? [listZones] : [])];
}
