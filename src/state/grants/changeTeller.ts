/** Tells of changes that come by the thousand a few times a second. */
import { Emitter } from '../emitter.ts';

const everyMs = 250;

export class ChangeTeller {
  readonly #emitter = new Emitter<void>();
  #timer: NodeJS.Timeout | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;

  readonly event = this.#emitter.event;

  note(): void {
    if (this.#timer) return;
    const since = performance.now() - this.#toldAt;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#toldAt = performance.now();
      this.#emitter.fire();
    }, Math.max(0, everyMs - since));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
