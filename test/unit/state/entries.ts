import { asConnectionId } from '../../../src/core/ids.ts';
import type { ConnectionEntry } from '../../../src/state/connection.ts';

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
