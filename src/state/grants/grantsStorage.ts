/** Keeps a copy of the index, so that the next window need not read it all again. */
import type { ConnectionId } from '../../core/ids.ts';

/** Where copies are kept. What is read back is not trusted. */
export interface GrantsStorage {
  read(id: ConnectionId): Promise<unknown>;
  write(id: ConnectionId, value: unknown): Promise<void>;
  remove(id: ConnectionId): Promise<void>;
  /** False while no copies are to be kept: making one takes a while. Left out, they always are. */
  isWanted?(): boolean;
}

/** Several fills one after the other are written once. */
const settleMs = 2_000;

export class GrantsKeeper {
  readonly #storage: GrantsStorage;
  readonly #id: ConnectionId;
  readonly #value: () => unknown;
  #timer: NodeJS.Timeout | undefined;
  #isDirty = false;
  #hasEnded = false;
  #writing: Promise<void> = Promise.resolve();

  /** @param value makes the copy, at the moment it is written */
  constructor(storage: GrantsStorage, id: ConnectionId, value: () => unknown) {
    this.#storage = storage;
    this.#id = id;
    this.#value = value;
  }

  /** @returns undefined when there is none, or it cannot be read: then everything is read from the tenant */
  async read(): Promise<unknown> {
    return this.#storage.read(this.#id).catch(() => undefined);
  }

  /** Something has changed that a copy should have, sooner or later. */
  note(): void {
    if (!this.#hasEnded) this.#isDirty = true;
  }

  /** What is known is what the copy has. */
  noteSame(): void {
    this.#isDirty = false;
  }

  /** Writes a copy soon. */
  schedule(): void {
    if (this.#hasEnded) return;
    this.#timer ??= setTimeout(() => void this.flush().catch(() => undefined), settleMs).unref();
  }

  /**
   * Writes a copy now, if anything has changed.
   * @throws what the storage throws; the change stays to be written
   */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#write());
    return this.#writing;
  }

  /** Writes a last copy; what becomes known later is not kept. */
  async end(): Promise<void> {
    this.#hasEnded = true;
    await this.flush();
  }

  /** Removes the copy; none is written any more. */
  async remove(): Promise<void> {
    this.#isDirty = false;
    await this.end();
    await this.#storage.remove(this.#id);
  }

  async #write(): Promise<void> {
    if (!this.#isDirty || this.#storage.isWanted?.() === false) return;
    this.#isDirty = false;
    try {
      await this.#storage.write(this.#id, this.#value());
    } catch (error) {
      this.#isDirty = true;
      throw error;
    }
  }
}
