/** One directory for each connection; a directory is dropped when its connection becomes another one. */
import { TenantError } from '../core/errors.ts';
import type { ConnectionId } from '../core/ids.ts';
import type { Connection } from './connection.ts';
import type { ConnectionStore } from './connectionStore.ts';
import type { Sessions } from './sessions.ts';
import type { TenantDirectory } from './tenantDirectory.ts';

export class Directories {
  readonly #store: ConnectionStore;
  readonly #sessions: Sessions;
  readonly #open = new Map<ConnectionId, Promise<TenantDirectory>>();

  constructor(store: ConnectionStore, sessions: Sessions) {
    this.#store = store;
    this.#sessions = sessions;
    store.onDidChange(({ id, identityChanged }) => {
      if (identityChanged) this.#open.delete(id);
    });
  }

  /** The directory code reads through the client, so it is loaded with the first tenant that is looked at. */
  of(id: ConnectionId): Promise<TenantDirectory> {
    let directory = this.#open.get(id);
    if (!directory) {
      directory = import('./tenantDirectory.ts').then(
        ({ TenantDirectory: Directory }) =>
          new Directory(
            () => this.#sessions.client(id),
            () => this.#connection(id),
          ),
      );
      this.#open.set(id, directory);
    }
    return directory;
  }

  /** Forgets everything that was read of a tenant. */
  forget(id: ConnectionId): void {
    this.#open.delete(id);
  }

  #connection(id: ConnectionId): Connection {
    const connection = this.#store.get(id);
    if (!connection) throw new TenantError({ kind: 'notFound', message: 'This tenant is not connected any more.', nextStep: 'Connect it again.' });
    return connection;
  }
}
