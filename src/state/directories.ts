/** One directory for each connection; a directory is dropped when its connection becomes another one. */
import { TenantError } from '../core/errors.ts';
import type { Cid, ConnectionId, UserUuid } from '../core/ids.ts';
import type { Connection } from './connection.ts';
import type { ConnectionStore } from './connectionStore.ts';
import { Emitter } from './emitter.ts';
import type { Sessions } from './sessions.ts';
import type { TenantDirectory } from './tenantDirectory.ts';

/** The directory code, loaded when it is first needed. */
type LoadCode = () => Promise<{ readonly TenantDirectory: typeof TenantDirectory }>;

/** Changes were carried out: those who show these users or CIDs show them anew. */
export interface Written {
  readonly connection: ConnectionId;
  readonly users: readonly UserUuid[];
  /** Where roles were given or taken, or users came or went. */
  readonly cids: readonly Cid[];
  /** Those of them whose lists of users have changed. */
  readonly lists: readonly Cid[];
}

export class Directories {
  readonly #load: LoadCode;
  readonly #store: ConnectionStore;
  readonly #sessions: Pick<Sessions, 'client'>;
  readonly #open = new Map<ConnectionId, Promise<TenantDirectory>>();
  readonly #ready = new Map<ConnectionId, TenantDirectory>();

  readonly #written = new Emitter<Written>();

  readonly onDidWrite = this.#written.event;

  constructor(store: ConnectionStore, sessions: Pick<Sessions, 'client'>, load: LoadCode = () => import('./tenantDirectory.ts')) {
    this.#load = load;
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
      made.then(
        (ready) => {
          if (this.#open.get(id) === made) this.#ready.set(id, ready);
        },
        () => {
          // Whoever asked hears of the failure; whoever asks next gets another try.
          if (this.#open.get(id) === made) this.#open.delete(id);
        },
      );
    }
    return directory;
  }

  /** The directory, if the tenant has been looked at: what it knows can be shown without waiting. */
  known(id: ConnectionId): TenantDirectory | undefined {
    return this.#ready.get(id);
  }

  /** Tells, after a run, what it has changed; the directory has taken it in already. */
  tellWritten(written: Written): void {
    this.#written.fire(written);
  }

  async #make(id: ConnectionId): Promise<TenantDirectory> {
    const { TenantDirectory: Directory } = await this.#load();
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
