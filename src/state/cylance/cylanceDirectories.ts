/** One directory for each connected Cylance tenant; it is dropped when its connection becomes another one. */
import type { ConnectionId } from '../../core/ids.ts';
import type { CylanceDirectory, CylanceDirectoryOptions } from './cylanceDirectory.ts';
import type { CylanceSessions } from './cylanceSessions.ts';
import type { CylanceStore } from './cylanceStore.ts';

export class CylanceDirectories {
  readonly #sessions: Pick<CylanceSessions, 'client'>;
  readonly #options: CylanceDirectoryOptions;
  readonly #open = new Map<ConnectionId, Promise<CylanceDirectory>>();
  readonly #ready = new Map<ConnectionId, CylanceDirectory>();

  constructor(store: CylanceStore, sessions: Pick<CylanceSessions, 'client'>, options: CylanceDirectoryOptions = {}) {
    this.#sessions = sessions;
    this.#options = options;
    store.onDidChange(({ id, identityChanged }) => {
      if (!identityChanged) return;
      this.#open.delete(id);
      this.#ready.delete(id);
    });
  }

  /** The directory of a tenant; its code is loaded with the first one. */
  of(id: ConnectionId): Promise<CylanceDirectory> {
    const open = this.#open.get(id);
    if (open) return open;
    const made = this.#make(id);
    this.#open.set(id, made);
    made.then(
      (directory) => {
        if (this.#open.get(id) === made) this.#ready.set(id, directory);
      },
      () => {
        // Whoever asked hears of the failure; whoever asks next gets another try.
        if (this.#open.get(id) === made) this.#open.delete(id);
      },
    );
    return made;
  }

  /** The directory, if the tenant has been looked at: what it knows can be shown without waiting. */
  known(id: ConnectionId): CylanceDirectory | undefined {
    return this.#ready.get(id);
  }

  async #make(id: ConnectionId): Promise<CylanceDirectory> {
    const { CylanceDirectory: Directory } = await import('./cylanceDirectory.ts');
    return new Directory(() => this.#sessions.client(id), this.#options);
  }
}
