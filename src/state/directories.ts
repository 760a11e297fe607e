/** One directory for each connection; a directory is dropped when its connection becomes another one. */
import { TenantError } from '../core/errors.ts';
import type { Cid, ConnectionId, UserUuid } from '../core/ids.ts';
import type { Connection } from './connection.ts';
import type { ConnectionStore } from './connectionStore.ts';
import { Emitter } from './emitter.ts';
import type { GrantsStorage } from './grants/grantsStorage.ts';
import type { BackgroundRate } from './grants/pace.ts';
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
  /** What was changed is not known: everything that was read of the tenant has been forgotten. */
  readonly all?: true | undefined;
}

/** The budget tells how long reading takes; without it the limit that CrowdStrike documents is assumed. */
export type DirectorySessions = Pick<Sessions, 'client'> & Partial<Pick<Sessions, 'budget'>>;

export interface DirectoriesOptions {
  readonly load?: LoadCode | undefined;
  /** Where copies of the grants are kept; none are, unless this is given. */
  readonly storage?: GrantsStorage | undefined;
}

export class Directories {
  readonly #load: LoadCode;
  readonly #store: ConnectionStore;
  readonly #sessions: DirectorySessions;
  readonly #storage: GrantsStorage | undefined;
  readonly #open = new Map<ConnectionId, Promise<TenantDirectory>>();
  readonly #ready = new Map<ConnectionId, TenantDirectory>();

  /** Last copies that are being written or removed. */
  readonly #endings = new Set<Promise<void>>();
  readonly #written = new Emitter<Written>();

  readonly #opened = new Emitter<ConnectionId>();

  readonly onDidWrite = this.#written.event;
  /** Fires when a tenant is looked at for the first time, or for the first time since it became another one. */
  readonly onDidOpen = this.#opened.event;

  constructor(store: ConnectionStore, sessions: DirectorySessions, { load = () => import('./tenantDirectory.ts'), storage }: DirectoriesOptions = {}) {
    this.#load = load;
    this.#store = store;
    this.#sessions = sessions;
    this.#storage = storage;
    store.onDidChange(({ id, connection, identityChanged }) => {
      if (!identityChanged) return;
      const index = this.#ready.get(id)?.index;
      this.#open.delete(id);
      this.#ready.delete(id);
      if (connection) this.#end(index?.dispose());
      else this.#end(index ? index.drop() : storage?.remove(id));
    });
  }

  /** Writes the stored copies of what has been read, and ends. */
  async dispose(): Promise<void> {
    await Promise.all(this.#endings);
    const directories = await Promise.allSettled(this.#open.values());
    await Promise.allSettled(directories.map(async (made) => (made.status === 'fulfilled' ? made.value.index.dispose() : undefined)));
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
          if (this.#open.get(id) !== made) return;
          this.#ready.set(id, ready);
          this.#opened.fire(id);
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

  /** A copy that cannot be written is read from the tenant; one that cannot be removed is of no connection that there is. */
  #end(ending: Promise<void> | undefined): void {
    if (!ending) return;
    const ended = ending.then(
      () => undefined,
      () => undefined,
    );
    this.#endings.add(ended);
    void ended.then(() => this.#endings.delete(ended));
  }

  async #make(id: ConnectionId): Promise<TenantDirectory> {
    const { TenantDirectory: Directory } = await this.#load();
    // The demo tenant is another one in the next window.
    const storage = this.#store.get(id)?.demo ? undefined : this.#storage;
    const directory = new Directory(
      () => this.#sessions.client(id),
      () => this.#connection(id),
      { rate: () => this.#rate(id), kept: storage && { id, storage } },
    );
    await directory.index.load();
    return directory;
  }

  #rate(id: ConnectionId): BackgroundRate | undefined {
    const connection = this.#store.get(id);
    const budget = connection && this.#sessions.budget?.(connection)?.snapshot();
    return budget && { perMinute: budget.backgroundPerMinute, blockedMs: Math.max(0, (budget.blockedUntil ?? 0) - Date.now()) };
  }

  #connection(id: ConnectionId): Connection {
    const connection = this.#store.get(id);
    if (!connection) throw new TenantError({ kind: 'notFound', message: 'This tenant is not connected any more.', nextStep: 'Connect it again.' });
    return connection;
  }
}
