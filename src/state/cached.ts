/** A value that is read once and kept: those who ask meanwhile share the one read, and a failed read is not kept. */

export class Cached<T> {
  readonly #read: (signal: AbortSignal | undefined) => Promise<T>;
  #value: Promise<T> | undefined;

  constructor(read: (signal: AbortSignal | undefined) => Promise<T>) {
    this.#read = read;
  }

  get(signal?: AbortSignal): Promise<T> {
    if (this.#value) return this.#value;
    const value = this.#read(signal);
    this.#value = value;
    value.catch(() => {
      if (this.#value === value) this.#value = undefined;
    });
    return value;
  }

  forget(): void {
    this.#value = undefined;
  }
}
