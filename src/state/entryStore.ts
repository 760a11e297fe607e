/** What is connected, of one kind. Everything about a connection, its secret above all, is one SecretStorage entry. */
import { isDeepStrictEqual } from 'node:util';
import { TenantError } from '../core/errors.ts';
import { asConnectionId } from '../core/ids.ts';
import type { ConnectionId } from '../core/ids.ts';
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

/** What every kind of connection has. */
export interface AnyConnection {
  readonly id: ConnectionId;
  /** Chosen by the user, unique among the connections. */
  readonly name: string;
  /** The built-in demo tenant of this window: never stored. */
  readonly demo: boolean;
}

/** What one kind of connection has of its own. */
export interface EntryKind<C extends AnyConnection, E extends C> {
  readonly keyOf: (id: string) => string;
  /** @returns undefined for the key of something else */
  readonly idOfKey: (key: string) => string | undefined;
  /** Loads the code that writes entries, and reads them back with suspicion: a broken entry is no connection. */
  readonly form: () => Promise<{
    readonly writeEntry: (entry: E) => string;
    readonly readEntry: (id: string, written: string | undefined) => E | undefined;
  }>;
  readonly withoutSecret: (entry: E) => C;
  /** Whether both are the same tenant seen with the same eyes. */
  readonly isSameIdentity: (left: E, right: E) => boolean;
}

export interface ConnectionChange<C extends AnyConnection> {
  readonly id: ConnectionId;
  /** Undefined when the connection was removed. */
  readonly connection: C | undefined;
  /** Whether sessions and everything read through them are of no use any more. */
  readonly identityChanged: boolean;
}

/** “Site 9” before “Site 10”. */
const inReadingOrder = new Intl.Collator(undefined, { numeric: true });

/** The order of connections everywhere: demo tenants stand last. */
export const byName = (left: AnyConnection, right: AnyConnection): number =>
  Number(left.demo) - Number(right.demo) || inReadingOrder.compare(left.name, right.name) || (left.id < right.id ? -1 : 1);

/** Field by field, since entries from different windows have their fields in different orders. */
function isSame<E extends object>(left: E | undefined, right: E | undefined): boolean {
  if (!left || !right) return left === right;
  const names = Object.keys({ ...left, ...right }) as (keyof E)[];
  return names.every((name) => isDeepStrictEqual(left[name], right[name]));
}

export class EntryStore<C extends AnyConnection, E extends C> {
  readonly #secrets: SecretPort;
  readonly #kind: EntryKind<C, E>;
  readonly #entries = new Map<ConnectionId, E>();
  /** Counts what is learned of each connection, so that an answer which was overtaken is dropped. */
  readonly #versions = new Map<ConnectionId, number>();
  /** Stored, but not to be read so far. */
  readonly #unreadable = new Map<ConnectionId, unknown>();
  readonly #changed = new Emitter<ConnectionChange<C>>();
  readonly #loaded = new Emitter<void>();
  readonly #subscription: Disposable;
  #loading: Promise<void> | undefined;
  #isLoaded = false;

  /** Fires for changes made here and in other windows. */
  readonly onDidChange = this.#changed.event;
  /** Fires once, when the stored connections have been read. */
  readonly onDidLoad = this.#loaded.event;

  constructor(secrets: SecretPort, kind: EntryKind<C, E>) {
    this.#secrets = secrets;
    this.#kind = kind;
    this.#subscription = secrets.onDidChange(({ key }) => {
      const id = kind.idOfKey(key);
      // Before the first load there is nothing to keep in step.
      if (id !== undefined && this.#loading) void this.#follow(asConnectionId(id));
    });
  }

  /** Reads the stored connections, once; those that could not be read are tried again. */
  load(): Promise<void> {
    if (this.#isLoaded && this.#unreadable.size > 0) return this.#rereadAll([...this.#unreadable.keys()]);
    this.#loading ??= this.#loadAll().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Why stored connections are missing among `all`. */
  get failures(): readonly unknown[] {
    return [...this.#unreadable.values()];
  }

  get all(): readonly C[] {
    return [...this.#entries.values()].map(this.#kind.withoutSecret).sort(byName);
  }

  get(id: ConnectionId): C | undefined {
    const entry = this.#entries.get(id);
    return entry && this.#kind.withoutSecret(entry);
  }

  /** The entry with its secret, for opening a session. */
  entry(id: ConnectionId): E {
    const entry = this.#entries.get(id);
    if (!entry) throw new TenantError({ kind: 'notFound', message: 'This tenant is not connected any more.', nextStep: 'Connect it again.' });
    return entry;
  }

  isNameTaken(name: string, except?: ConnectionId): boolean {
    return this.all.some((connection) => connection.id !== except && connection.name.toLowerCase() === name.trim().toLowerCase());
  }

  /** Adds a connection, or replaces it. It is known here only once it has been stored. */
  async put(entry: E): Promise<void> {
    if (entry.demo) return this.#take(entry.id, entry);
    const { writeEntry } = await this.#kind.form();
    await this.#write(entry.id, entry, () => this.#secrets.store(this.#kind.keyOf(entry.id), writeEntry(entry)));
  }

  /** Changes something about a connection, keeping the rest. */
  async change(id: ConnectionId, change: Partial<Omit<E, 'id' | 'kind' | 'demo'>>): Promise<void> {
    await this.put({ ...this.entry(id), ...change });
  }

  async remove(id: ConnectionId): Promise<void> {
    if (this.entry(id).demo) return this.#take(id, undefined);
    await this.#write(id, undefined, () => this.#secrets.delete(this.#kind.keyOf(id)));
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #write(id: ConnectionId, entry: E | undefined, write: () => PromiseLike<void>): Promise<void> {
    const version = this.#versions.get(id);
    await write();
    const wasRead = this.#versions.get(id) !== version;
    this.#take(id, entry);
    // What was read meanwhile is dropped now; should another window have written last, a further look shows it.
    if (wasRead) void this.#follow(id);
  }

  async #loadAll(): Promise<void> {
    const ids = (await this.#secrets.keys()).map(this.#kind.idOfKey).filter((id) => id !== undefined);
    await this.#rereadAll(ids.map(asConnectionId));
    this.#isLoaded = true;
    this.#loaded.fire();
  }

  /** One that cannot be read does not hide the others; when none can, it is the storage that fails. */
  async #rereadAll(ids: readonly ConnectionId[]): Promise<void> {
    const reads = await Promise.allSettled(ids.map((id) => this.#reread(id)));
    const failed = reads.filter((read) => read.status === 'rejected');
    if (!this.#isLoaded && failed[0] && failed.length === ids.length) throw failed[0].reason;
  }

  /** Another window has changed something. When that cannot be read, what was known stays and `failures` says so. */
  async #follow(id: ConnectionId): Promise<void> {
    await this.#reread(id).catch(() => undefined);
  }

  async #reread(id: ConnectionId): Promise<void> {
    const version = this.#nextVersion(id);
    const isLatest = (): boolean => this.#versions.get(id) === version;
    try {
      const { readEntry } = await this.#kind.form();
      const entry = readEntry(id, await this.#secrets.get(this.#kind.keyOf(id)));
      if (isLatest()) this.#take(id, entry);
    } catch (error) {
      if (isLatest()) this.#unreadable.set(id, error);
      throw error;
    }
  }

  #nextVersion(id: ConnectionId): number {
    const version = (this.#versions.get(id) ?? 0) + 1;
    this.#versions.set(id, version);
    return version;
  }

  #take(id: ConnectionId, entry: E | undefined): void {
    this.#nextVersion(id);
    this.#unreadable.delete(id);
    const before = this.#entries.get(id);
    if (entry) this.#entries.set(id, entry);
    else this.#entries.delete(id);
    if (isSame(before, entry)) return;
    const isSameTenant = before !== undefined && entry !== undefined && this.#kind.isSameIdentity(before, entry);
    this.#changed.fire({ id, connection: entry && this.#kind.withoutSecret(entry), identityChanged: !isSameTenant });
  }
}
