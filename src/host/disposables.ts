export interface Disposable {
  dispose(): unknown;
}

/** What one owner must let go of. Disposing twice is safe, and whatever is added afterwards is disposed at once. */
export class DisposableStore implements Disposable {
  readonly #held = new Set<Disposable>();
  #disposed = false;

  get isDisposed(): boolean {
    return this.#disposed;
  }

  /** @returns what was added, so that it can be made and kept in one line. */
  add<T extends Disposable>(disposable: T): T {
    if (this.#disposed) disposable.dispose();
    else this.#held.add(disposable);
    return disposable;
  }

  /** Runs `undo` when the owner ends. */
  addCallback(undo: () => unknown): void {
    this.add({ dispose: undo });
  }

  /** Lets go of the youngest first. One that throws does not keep the others; the first failure is thrown at the end. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    const failures: unknown[] = [];
    for (const disposable of [...this.#held].reverse()) {
      try {
        disposable.dispose();
      } catch (error) {
        failures.push(error);
      }
    }
    this.#held.clear();
    if (failures.length > 0) throw failures[0];
  }
}
