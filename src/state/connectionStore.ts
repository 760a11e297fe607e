/** Which Falcon tenants are connected. */
import { withoutSecret } from './connection.ts';
import type { Connection, ConnectionEntry } from './connection.ts';
import { keysOf } from './connectionKey.ts';
import { EntryStore } from './entryStore.ts';
import type { SecretPort } from './entryStore.ts';

export class ConnectionStore extends EntryStore<Connection, ConnectionEntry> {
  constructor(secrets: SecretPort) {
    super(secrets, {
      ...keysOf('connection'),
      form: () => import('./connectionEntry.ts'),
      withoutSecret,
      isSameIdentity: (left, right) =>
        left.baseUrl === right.baseUrl &&
        left.clientId === right.clientId &&
        left.clientSecret === right.clientSecret &&
        left.memberCid === right.memberCid,
    });
  }
}
