/** A search that follows typing: waits for a pause, and lets only the answer to the latest text through. */
import type { Disposable } from './disposables.ts';

export interface SearchListener<T> {
  onBusy(busy: boolean): void;
  onFound(found: T): void;
  onFailed(error: unknown): void;
}

/** Long enough that a word is typed on, short enough that a pause feels answered. */
export const typingPauseMs = 250;

export class LatestSearch<T> implements Disposable {
  readonly #search: (text: string, signal: AbortSignal) => Promise<T>;
  readonly #listener: SearchListener<T>;
  #timer: NodeJS.Timeout | undefined;
  #running: AbortController | undefined;
  #disposed = false;

  constructor(search: (text: string, signal: AbortSignal) => Promise<T>, listener: SearchListener<T>) {
    this.#search = search;
    this.#listener = listener;
  }

  /** Gives up the search before this one and starts after a pause in typing, or at once. */
  ask(text: string, pauseMs = typingPauseMs): void {
    if (this.#disposed) return;
    this.#giveUp();
    this.#listener.onBusy(true);
    if (pauseMs === 0) void this.#run(text);
    else this.#timer = setTimeout(() => void this.#run(text), pauseMs);
  }

  dispose(): void {
    this.#disposed = true;
    this.#giveUp();
  }

  #giveUp(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.#running = undefined;
  }

  async #run(text: string): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    try {
      const found = await this.#search(text, running.signal);
      if (this.#running === running) this.#listener.onFound(found);
    } catch (error) {
      if (this.#running === running) this.#listener.onFailed(error);
    } finally {
      if (this.#running === running) {
        this.#running = undefined;
        this.#listener.onBusy(false);
      }
    }
  }
}
