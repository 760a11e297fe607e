/** A value that is read once and kept: those who ask meanwhile share the one read, and a failed read is not kept. */
import { SharedRead } from './sharedRead.ts';

export class Cached<T> {
  readonly #read: (signal: AbortSignal) => Promise<T>;
  readonly #onKept: () => void;
  #shared: SharedRead<T> | undefined;
  #known: { readonly value: T } | undefined;

  /** @param onKept called once for each value that is kept, when it can be asked for */
  constructor(read: (signal: AbortSignal) => Promise<T>, onKept: () => void = () => undefined) {
    this.#read = read;
    this.#onKept = onKept;
  }

  /** The value, if it has been read. */
  get known(): T | undefined {
    return this.#known?.value;
  }

  async get(signal?: AbortSignal): Promise<T> {
    if (this.#known) return this.#known.value;
    if (!this.#shared || this.#shared.isOver) this.#shared = new SharedRead(this.#read);
    const shared = this.#shared;
    const value = await shared.join(signal);
    // Forgotten meanwhile: those who asked before get their answer, but it is not kept.
    if (this.#shared === shared && !this.#known) {
      this.#known = { value };
      this.#onKept();
    }
    return value;
  }

  forget(): void {
    this.#shared = undefined;
    this.#known = undefined;
  }
}
