/** Which Cylance tenants are connected. */
import { keysOf } from '../connectionKey.ts';
import { EntryStore } from '../entryStore.ts';
import type { SecretPort } from '../entryStore.ts';
import { withoutCylanceSecret } from './cylanceConnection.ts';
import type { CylanceConnection, CylanceEntry } from './cylanceConnection.ts';

export class CylanceStore extends EntryStore<CylanceConnection, CylanceEntry> {
  constructor(secrets: SecretPort) {
    super(secrets, {
      ...keysOf('cylance'),
      form: () => import('./cylanceEntryForm.ts'),
      withoutSecret: withoutCylanceSecret,
      isSameIdentity: (left, right) =>
        left.baseUrl === right.baseUrl &&
        left.tenantId === right.tenantId &&
        left.applicationId === right.applicationId &&
        left.applicationSecret === right.applicationSecret,
    });
  }
}
