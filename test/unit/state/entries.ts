import { asConnectionId } from '../../../src/core/ids.ts';
import type { ConnectionEntry } from '../../../src/state/connection.ts';
import type { CylanceEntry } from '../../../src/state/cylance/cylanceConnection.ts';

/** A connection that is complete, with what a test is about put over it. */
export const anEntry = (over: Partial<ConnectionEntry> = {}): ConnectionEntry => ({
  id: asConnectionId('one'),
  kind: 'falcon',
  name: 'Acme',
  baseUrl: 'https://api.crowdstrike.com',
  clientId: 'a'.repeat(32),
  clientSecret: 'very secret',
  memberCid: undefined,
  cid: undefined,
  missingScopes: [],
  canChange: false,
  demo: false,
  ...over,
});

/** A Cylance connection that is complete, with what a test is about put over it. */
export const aCylanceEntry = (over: Partial<CylanceEntry> = {}): CylanceEntry => ({
  id: asConnectionId('cylance'),
  kind: 'cylance',
  name: 'Acme Endpoints',
  baseUrl: 'https://protectapi.cylance.com',
  tenantId: 'b0f1e2d3-0000-4000-8000-000000000001',
  applicationId: 'b0f1e2d3-0000-4000-8000-000000000002',
  applicationSecret: 'very secret as well',
  demo: false,
  ...over,
});
