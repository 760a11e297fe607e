/** A Cylance user of whom everything is known, and one of whom nothing is. */
import type { CylanceUser } from '../../../../src/core/cylance/cylanceUser.ts';
import { asCylanceUserId, asZoneId } from '../../../../src/core/cylance/ids.ts';

export const now = Date.UTC(2026, 4, 5, 12);

/** One of the system's own roles. */
export const guid = (last: number): string => `00000000-0000-0000-0000-00000000000${last}`;

export const lab = asZoneId('c1e0a7d2-91b4-4c55-8d0f-2a7e5b6f9a31');
export const office = asZoneId('c1e0a7d2-91b4-4c55-8d0f-2a7e5b6f9a32');
/** In no list: it was deleted, or may not be seen. */
export const gone = asZoneId('c1e0a7d2-91b4-4c55-8d0f-2a7e5b6f9a33');

export const zoneName = (id: string): string => (id === lab ? 'Porto Lab' : id === office ? 'Graz Office' : id);

export const mira: CylanceUser = {
  id: asCylanceUserId('5b0c7b1e-2f64-4b6c-9a53-0d8a6f3e1c11'),
  tenant_id: 'b0f1e2d3-0000-4000-8000-000000000001',
  email: 'mira@acme.test',
  first_name: 'Mira',
  last_name: 'Okafor',
  has_logged_in: true,
  role_type: guid(4),
  role_name: 'ZONE_MANAGER',
  default_zone_role_type: guid(2),
  default_zone_role_name: 'USER',
  zones: [
    { id: lab, role_type: guid(1), role_name: 'ZONE_MANAGER' },
    { id: office, role_type: 'ab000000-0000-4000-8000-000000000000', role_name: 'Auditor' },
    { id: gone },
  ],
  date_created: '2020-02-29T00:00:00Z',
  date_modified: '2026-01-05T08:00:00Z',
  date_last_login: '2026-01-05T08:00:00.123Z',
  date_email_confirmed: '2020-03-01T00:00:00Z',
};

export const bare: CylanceUser = { id: asCylanceUserId('5b0c7b1e-2f64-4b6c-9a53-0d8a6f3e1c12'), zones: [] };
