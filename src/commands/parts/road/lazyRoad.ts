/** The road of changes, whose code is loaded when the first change is asked for. */
import { Lazy } from '../../../host/lazy.ts';
import type { ChangeRoad } from '../../../state/changes/changeRoad.ts';

export class LazyRoad implements ChangeRoad {
  readonly #road: Lazy<ChangeRoad>;

  constructor(load: () => Promise<ChangeRoad>) {
    this.#road = new Lazy(load);
  }

  readonly propose: ChangeRoad['propose'] = async (...asked) => (await this.#road.get()).propose(...asked);
  readonly check: ChangeRoad['check'] = async (...asked) => (await this.#road.get()).check(...asked);
}
