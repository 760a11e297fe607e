/**
 * One read that several wait for. Each waits with a signal of its own: whoever gives up leaves the others their answer,
 * and the read itself is given up when nobody waits any more.
 */
export class SharedRead<T> {
  readonly #controller = new AbortController();
  readonly #answer: Promise<T>;
  #waiting = 0;
  #settled = false;

  constructor(read: (signal: AbortSignal) => Promise<T>) {
    this.#answer = read(this.#controller.signal).finally(() => {
      this.#settled = true;
    });
    // Those who wait hear of a failure; with nobody waiting there is nobody to tell.
    this.#answer.catch(() => undefined);
  }

  /** Answered, failed or given up: nobody who asks now can join. */
  get isOver(): boolean {
    return this.#settled || this.#controller.signal.aborted;
  }

  async join(signal: AbortSignal | undefined): Promise<T> {
    this.#waiting++;
    try {
      return await (signal ? orAborted(this.#answer, signal) : this.#answer);
    } finally {
      this.#waiting--;
      if (this.#waiting === 0 && !this.#settled) this.#controller.abort();
    }
  }
}

function orAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = (): void => reject(new DOMException('The wait was given up.', 'AbortError'));
    if (signal.aborted) return give();
    signal.addEventListener('abort', give, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}
