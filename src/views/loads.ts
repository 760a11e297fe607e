/** The reads that the tree has under way: they can be stopped together, and it is told whether there are any. */

/** Reads shorter than this are not worth a stop button that comes and goes. */
const shortMs = 250;

export class Loads {
  readonly #onChange: (loading: boolean) => void;
  readonly #running = new Set<AbortController>();
  #timer: NodeJS.Timeout | undefined;
  #told = false;

  constructor(onChange: (loading: boolean) => void) {
    this.#onChange = onChange;
  }

  async run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.#running.add(controller);
    this.#timer ??= setTimeout(() => this.#tell(true), shortMs);
    try {
      return await work(controller.signal);
    } finally {
      this.#running.delete(controller);
      if (this.#running.size === 0) this.#tell(false);
    }
  }

  cancel(): void {
    for (const controller of this.#running) controller.abort();
  }

  #tell(loading: boolean): void {
    if (!loading) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    }
    if (this.#told === loading) return;
    this.#told = loading;
    this.#onChange(loading);
  }
}
