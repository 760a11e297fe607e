/** A Cylance tenant in memory, whose users and zones a test can change between reads. */
import { CylanceDirectory } from '../../../../src/state/cylance/cylanceDirectory.ts';
import type { CylanceDirectoryOptions } from '../../../../src/state/cylance/cylanceDirectory.ts';
import { cylanceRig, guidNumber, pagesOf } from '../../api/fakes/cylanceRig.ts';
import { json, pathOf } from '../../api/fakes/fakeTransport.ts';

export interface FakeUser {
  readonly id: string;
  readonly [field: string]: unknown;
}

export const zoneId = (n: number): string => guidNumber(900_000 + n);
export const consoleGuid = (last: number): string => `00000000-0000-0000-0000-00000000000${String(last)}`;

/** Users in the server's order: the newest comes first. Every third manages the first zone. */
export const fakeUsers = (count: number): FakeUser[] =>
  Array.from({ length: count }, (_, index) => {
    const n = count - index;
    return {
      id: guidNumber(n),
      email: `user${String(n).padStart(4, '0')}@acme.test`,
      first_name: 'User',
      last_name: String(n),
      has_logged_in: true,
      role_type: n % 3 === 0 ? consoleGuid(4) : consoleGuid(2),
      zones: n % 3 === 0 ? [{ id: zoneId(1), role_type: consoleGuid(1) }] : [],
      date_created: new Date(Date.UTC(2024, 0, 1) + n * 60_000).toISOString().slice(0, 19),
    };
  });

export const fakeZones = [
  { id: zoneId(1), name: 'Site 9' },
  { id: zoneId(2), name: 'Site 10' },
];

export function scriptedTenant(count: number, options: CylanceDirectoryOptions = {}) {
  const tenant = {
    users: fakeUsers(count) as readonly FakeUser[],
    zones: fakeZones as readonly FakeUser[],
    /** Paths that are refused, with the status. */
    refused: new Map<RegExp, number>(),
  };
  const rig = cylanceRig({
    script: (request, index) => {
      const path = pathOf(request);
      const refusal = [...tenant.refused].find(([pattern]) => pattern.test(path));
      if (refusal) return json(refusal[1], { message: 'no' });
      if (path === '/zones/v2') return pagesOf(tenant.zones)(request, index);
      if (path === '/users/v2') return pagesOf(tenant.users)(request, index);
      const asked = decodeURIComponent(path.slice('/users/v2/'.length)).toLowerCase();
      const found = tenant.users.find(({ id, email }) => id === asked || String(email).toLowerCase() === asked);
      return found ? json(200, found) : json(404, { message: 'not found' });
    },
  });
  const directory = new CylanceDirectory(async () => rig.client, options);
  const run = <T>(work: Promise<T>): Promise<T> => rig.clock.finish(work);
  /** The paths of all requests so far, in their order. */
  const paths = (): string[] => rig.calls().map(pathOf);
  return { tenant, rig, directory, run, paths };
}
