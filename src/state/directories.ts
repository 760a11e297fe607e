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
  readonly #ready = new Map<ConnectionId, TenantDirectory>();

  constructor(store: ConnectionStore, sessions: Sessions) {
    this.#store = store;
    this.#sessions = sessions;
    store.onDidChange(({ id, identityChanged }) => {
      if (!identityChanged) return;
      this.#open.delete(id);
      this.#ready.delete(id);
    });
  }

  /** The directory code reads through the client, so it is loaded with the first tenant that is looked at. */
  of(id: ConnectionId): Promise<TenantDirectory> {
    let directory = this.#open.get(id);
    if (!directory) {
      const made = this.#make(id);
      directory = made;
      this.#open.set(id, made);
      void made.then((ready) => {
        if (this.#open.get(id) === made) this.#ready.set(id, ready);
      });
    }
    return directory;
  }

  /** The directory, if the tenant has been looked at: what it knows can be shown without waiting. */
  known(id: ConnectionId): TenantDirectory | undefined {
    return this.#ready.get(id);
  }

  async #make(id: ConnectionId): Promise<TenantDirectory> {
    const { TenantDirectory: Directory } = await import('./tenantDirectory.ts');
    return new Directory(
      () => this.#sessions.client(id),
      () => this.#connection(id),
    );
  }

  #connection(id: ConnectionId): Connection {
    const connection = this.#store.get(id);
    if (!connection) throw new TenantError({ kind: 'notFound', message: 'This tenant is not connected any more.', nextStep: 'Connect it again.' });
    return connection;
  }
}
