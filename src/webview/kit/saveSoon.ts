/** Saves what a page keeps: soon after a change, and at once when the page may be gone before that. */

const pauseMs = 300;

export class SaveSoon {
  readonly #save: () => void;
  #timer: number | undefined;

  constructor(save: () => void) {
    this.#save = save;
    // What was done last must not wait for a pause that never comes.
    for (const event of ['visibilitychange', 'pagehide']) window.addEventListener(event, () => this.#now());
  }

  /** Something has changed. */
  note(): void {
    this.#timer ??= window.setTimeout(() => this.#now(), pauseMs);
  }

  #now(): void {
    window.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#save();
  }
}
