/** Keeps copies of what was read about grants only for as long as the person wants them. */
import type { ConnectionId } from '../../core/ids.ts';
import type { GrantsFolder } from './grantsFiles.ts';

export class WantedStorage implements GrantsFolder {
  readonly #folder: () => Promise<GrantsFolder>;
  readonly #isWanted: () => boolean;

  /**
   * @param folder loaded when it is first needed
   * @param isWanted asked each time, since it is a setting
   */
  constructor(folder: () => Promise<GrantsFolder>, isWanted: () => boolean) {
    this.#folder = folder;
    this.#isWanted = isWanted;
  }

  isWanted(): boolean {
    return this.#isWanted();
  }

  async read(id: ConnectionId): Promise<unknown> {
    return this.#isWanted() ? (await this.#folder()).read(id) : undefined;
  }

  async write(id: ConnectionId, value: unknown): Promise<void> {
    if (!this.#isWanted()) return;
    await (await this.#folder()).write(id, value);
    // Whoever did not want any more while it was written wants it gone.
    if (!this.#isWanted()) await this.remove(id);
  }

  async remove(id: ConnectionId): Promise<void> {
    await (await this.#folder()).remove(id);
  }

  async count(): Promise<number> {
    return (await this.#folder()).count();
  }

  async clear(): Promise<void> {
    await (await this.#folder()).clear();
  }
}
