/** How urgent a request is. One that waits already can become more urgent: somebody has begun to wait for it. */

export type Priority = 'foreground' | 'background';

export class Urgency {
  readonly #listeners = new Set<() => void>();
  #priority: Priority;

  constructor(priority: Priority) {
    this.#priority = priority;
  }

  get priority(): Priority {
    return this.#priority;
  }

  raise(): void {
    if (this.#priority === 'foreground') return;
    this.#priority = 'foreground';
    for (const listener of [...this.#listeners]) listener();
  }

  /** @returns a function that ends the telling */
  onDidRaise(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
