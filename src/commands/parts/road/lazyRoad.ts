/** The road of changes, whose code is loaded when the first change is asked for. */
import type { ChangeRoad } from '../../../state/changes/changeRoad.ts';

export class LazyRoad implements ChangeRoad {
  readonly #load: () => Promise<ChangeRoad>;
  #road: Promise<ChangeRoad> | undefined;

  constructor(load: () => Promise<ChangeRoad>) {
    this.#load = load;
  }

  readonly propose: ChangeRoad['propose'] = async (...asked) => (await this.#loaded()).propose(...asked);
  readonly check: ChangeRoad['check'] = async (...asked) => (await this.#loaded()).check(...asked);

  #loaded(): Promise<ChangeRoad> {
    this.#road ??= this.#load().catch((error: unknown) => {
      // Whoever asks next gets another try.
      this.#road = undefined;
      throw error;
    });
    return this.#road;
  }
}
