/** Requests that were sent by hand, by this window and others, with word of what happens to them here. */
import { Emitter } from '../emitter.ts';
import type { RequestHistory } from './requestHistory.ts';
import type { KeptRequest, SentRequest } from './sentRequest.ts';

const mostRecent = 10;

export interface KeptRequestsParts {
  /** Brings the code of the history when somebody first asks. */
  readonly load: () => Promise<RequestHistory>;
  /** Told where the history fails and nothing else may fail with it. */
  readonly onFailure: (error: unknown) => void;
}

export class KeptRequests {
  readonly #parts: KeptRequestsParts;
  #opened: Promise<RequestHistory> | undefined;
  readonly #changed = new Emitter<void>();

  readonly onDidChange = this.#changed.event;

  constructor(parts: KeptRequestsParts) {
    this.#parts = parts;
  }

  /** Never throws: what was sent has been sent, whether that can be written down or not. */
  async add(sent: SentRequest): Promise<void> {
    try {
      await (await this.#history()).add(sent);
      this.#changed.fire();
    } catch (error) {
      this.#parts.onFailure(error);
    }
  }

  /** The last ones, newest first, changes among them. Never throws: a list to choose from does without them. */
  async recent(): Promise<readonly KeptRequest[]> {
    try {
      return (await (await this.#history()).list()).slice(0, mostRecent);
    } catch (error) {
      this.#parts.onFailure(error);
      return [];
    }
  }

  /** Those that changed nothing, newest first: of changes there are records. */
  async reads(): Promise<KeptRequest[]> {
    return (await this.#history()).reads();
  }

  async count(): Promise<number> {
    return (await (await this.#history()).list()).length;
  }

  async remove(ids: readonly string[]): Promise<void> {
    const history = await this.#history();
    for (const id of ids) await history.remove(id);
    this.#changed.fire();
  }

  async removeAll(): Promise<void> {
    await (await this.#history()).removeAll();
    this.#changed.fire();
  }

  /** JSON lines, oldest first. @param ids those of some; all, unless said otherwise */
  async export(ids?: readonly string[]): Promise<string> {
    return (await this.#history()).export(ids);
  }

  #history(): Promise<RequestHistory> {
    this.#opened ??= this.#parts.load().catch((error: unknown) => {
      // Whoever asks next gets another try.
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }
}
