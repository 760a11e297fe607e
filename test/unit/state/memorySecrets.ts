/** A SecretStorage that two stores, standing for two windows, can share. */
import { Emitter } from '../../../src/state/emitter.ts';
import type { SecretPort } from '../../../src/state/entryStore.ts';

export class MemorySecrets implements SecretPort {
  readonly values = new Map<string, string>();
  readonly #changed = new Emitter<{ readonly key: string }>();
  readonly onDidChange = this.#changed.event;
  /** Keys whose values cannot be read. */
  readonly unreadable = new Set<string>();
  /** Waited for before what was found under a key is answered. */
  slow: ((key: string) => Promise<void>) | undefined;
  /** Thrown by the next reading of keys. */
  failure: Error | undefined;

  async keys(): Promise<string[]> {
    const { failure } = this;
    this.failure = undefined;
    if (failure) throw failure;
    return [...this.values.keys()];
  }

  async get(key: string): Promise<string | undefined> {
    if (this.unreadable.has(key)) throw new Error(`${key} is locked`);
    const value = this.values.get(key);
    await this.slow?.(key);
    return value;
  }

  async store(key: string, value: string): Promise<void> {
    this.values.set(key, value);
    this.#changed.fire({ key });
  }

  async delete(key: string): Promise<void> {
    this.values.delete(key);
    this.#changed.fire({ key });
  }
}
