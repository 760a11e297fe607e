/** Which tenants are connected. Everything about a connection, its secret above all, is one SecretStorage entry. */
import { TenantError } from '../core/errors.ts';
import type { ConnectionId } from '../core/ids.ts';
import { withoutSecret } from './connection.ts';
import type { Connection, ConnectionEntry } from './connection.ts';
import { idOfKey, keyOf } from './connectionKey.ts';
import { Emitter } from './emitter.ts';
import type { Disposable } from './emitter.ts';

/** The part of the editor's SecretStorage that is used. */
export interface SecretPort {
  keys(): PromiseLike<string[]>;
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
  onDidChange(listener: (event: { readonly key: string }) => void): Disposable;
}

export interface ConnectionChange {
  readonly id: ConnectionId;
  /** Undefined when the connection was removed. */
  readonly connection: Connection | undefined;
  /** Whether sessions and everything read through them are of no use any more. */
  readonly identityChanged: boolean;
}

const byName = (left: Connection, right: Connection): number =>
  Number(left.demo) - Number(right.demo) || left.name.localeCompare(right.name) || (left.id < right.id ? -1 : 1);

const sameIdentity = (left: ConnectionEntry | undefined, right: ConnectionEntry | undefined): boolean =>
  left?.baseUrl === right?.baseUrl && left?.clientId === right?.clientId && left?.clientSecret === right?.clientSecret && left?.memberCid === right?.memberCid;

export class ConnectionStore {
  readonly #secrets: SecretPort;
  readonly #entries = new Map<ConnectionId, ConnectionEntry>();
  readonly #changed = new Emitter<ConnectionChange>();
  readonly #loaded = new Emitter<void>();
  readonly #subscription: Disposable;
  #loading: Promise<void> | undefined;
  #isLoaded = false;

  /** Fires for changes made here and in other windows. */
  readonly onDidChange = this.#changed.event;
  /** Fires once, when the stored connections have been read. */
  readonly onDidLoad = this.#loaded.event;

  constructor(secrets: SecretPort) {
    this.#secrets = secrets;
    this.#subscription = secrets.onDidChange(({ key }) => {
      const id = idOfKey(key);
      // Before the first load there is nothing to keep in step.
      if (id !== undefined && this.#loading) void this.#reread(id);
    });
  }

  /** Reads the stored connections, once. */
  load(): Promise<void> {
    this.#loading ??= this.#loadAll().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  get all(): readonly Connection[] {
    return [...this.#entries.values()].map(withoutSecret).sort(byName);
  }

  get(id: ConnectionId): Connection | undefined {
    const entry = this.#entries.get(id);
    return entry && withoutSecret(entry);
  }

  /** The entry with its secret, for opening a session. */
  entry(id: ConnectionId): ConnectionEntry {
    const entry = this.#entries.get(id);
    if (!entry) throw new TenantError({ kind: 'notFound', message: 'This tenant is not connected any more.', nextStep: 'Connect it again.' });
    return entry;
  }

  isNameTaken(name: string, except?: ConnectionId): boolean {
    return this.all.some((connection) => connection.id !== except && connection.name.toLowerCase() === name.trim().toLowerCase());
  }

  /** Adds a connection, or replaces it. It is known here only once it has been stored. */
  async put(entry: ConnectionEntry): Promise<void> {
    if (!entry.demo) {
      const { writeEntry } = await import('./connectionEntry.ts');
      await this.#secrets.store(keyOf(entry.id), writeEntry(entry));
    }
    this.#take(entry.id, entry);
  }

  /** Changes something about a connection, keeping the rest. */
  async change(id: ConnectionId, change: Partial<Omit<ConnectionEntry, 'id' | 'kind' | 'demo'>>): Promise<void> {
    await this.put({ ...this.entry(id), ...change });
  }

  async remove(id: ConnectionId): Promise<void> {
    if (!this.entry(id).demo) await this.#secrets.delete(keyOf(id));
    this.#take(id, undefined);
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #loadAll(): Promise<void> {
    const ids = (await this.#secrets.keys()).map(idOfKey).filter((id) => id !== undefined);
    await Promise.all(ids.map((id) => this.#reread(id)));
    this.#isLoaded = true;
    this.#loaded.fire();
  }

  async #reread(id: string): Promise<void> {
    const { readEntry } = await import('./connectionEntry.ts');
    const entry = readEntry(id, await this.#secrets.get(keyOf(id)));
    this.#take(id as ConnectionId, entry);
  }

  #take(id: ConnectionId, entry: ConnectionEntry | undefined): void {
    const before = this.#entries.get(id);
    if (entry) this.#entries.set(id, entry);
    else this.#entries.delete(id);
    if (JSON.stringify(before) === JSON.stringify(entry)) return;
    this.#changed.fire({ id, connection: entry && withoutSecret(entry), identityChanged: !sameIdentity(before, entry) });
  }
}
