/** Has rows read that are in sight, once scrolling rests, and rows that somebody waits for at once. */
import { pairKey } from '../../core/matrix/matrix.ts';
import type { Pair, PairKey } from '../../core/matrix/matrix.ts';
import type { MatrixModel } from '../../core/matrix/matrixModel.ts';
import { mostRowsAsked } from '../../protocol/grants.ts';
import type { ReadRow } from '../../protocol/grants.ts';
import { failureText, isCancelledRequest } from '../kit/connection.ts';

export interface RowReaderParts {
  readonly ask: (pairs: readonly Pair[], signal: AbortSignal) => Promise<readonly ReadRow[]>;
  readonly model: () => MatrixModel | undefined;
  readonly rowsInSight: () => readonly number[];
  /** Rows have been read, or could not be. */
  readonly onRead: () => void;
}

interface Portion {
  readonly keys: ReadonlySet<PairKey>;
  readonly controller: AbortController;
  /** Somebody waits for it: it is not given up when it is scrolled away. */
  isAwaited: boolean;
  done: Promise<void>;
}

const restMs = 150;

const areShared = (some: ReadonlySet<PairKey>, others: ReadonlySet<PairKey>): boolean => [...some].some((key) => others.has(key));

export class RowReader {
  readonly #parts: RowReaderParts;
  readonly #portions = new Set<Portion>();
  /** Rows of which the server has told all that it tells. */
  readonly #asked = new Set<PairKey>();
  #timer: number | undefined;

  constructor(parts: RowReaderParts) {
    this.#parts = parts;
  }

  /** What is in sight has changed; more changes may follow. */
  note(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#readInSight(), restMs);
  }

  /** Another matrix: what it does not know is asked for again. */
  reset(): void {
    this.#asked.clear();
    this.note();
  }

  /** Whether a row is worth asking for. */
  isOpen(place: number): boolean {
    const model = this.#parts.model();
    if (!model) return false;
    const { grants, grantable, failure } = model.row(place);
    if (failure !== undefined) return false;
    return grants === undefined || (grantable === undefined && !this.#asked.has(pairKey(model.pair(place))));
  }

  /** Reads rows now, those too that could not be read before. Resolves when they have been read or could not be. */
  async read(places: readonly number[]): Promise<void> {
    const model = this.#parts.model();
    if (!model) return;
    const wanted = new Set(places.map((place) => pairKey(model.pair(place))));
    this.#start(places.filter((place) => !this.#isFlying(pairKey(model.pair(place)))), true);
    const portions = [...this.#portions].filter(({ keys }) => areShared(keys, wanted));
    for (const portion of portions) portion.isAwaited = true;
    await Promise.all(portions.map(({ done }) => done));
  }

  #isFlying(key: PairKey): boolean {
    return [...this.#portions].some(({ keys }) => keys.has(key));
  }

  #readInSight(): void {
    const model = this.#parts.model();
    if (!model) return;
    const inSight = this.#parts.rowsInSight();
    const keys = new Set(inSight.map((place) => pairKey(model.pair(place))));
    for (const portion of this.#portions) if (!portion.isAwaited && !areShared(portion.keys, keys)) portion.controller.abort();
    this.#start(inSight.filter((place) => this.isOpen(place) && !this.#isFlying(pairKey(model.pair(place)))), false);
  }

  #start(places: readonly number[], isAwaited: boolean): void {
    const model = this.#parts.model();
    if (!model) return;
    for (let at = 0; at < places.length; at += mostRowsAsked) {
      const pairs = places.slice(at, at + mostRowsAsked).map((place) => model.pair(place));
      const portion: Portion = { keys: new Set(pairs.map(pairKey)), controller: new AbortController(), isAwaited, done: Promise.resolve() };
      this.#portions.add(portion);
      portion.done = this.#read(pairs, portion);
    }
  }

  async #read(pairs: readonly Pair[], portion: Portion): Promise<void> {
    try {
      this.#take(await this.#parts.ask(pairs, portion.controller.signal));
    } catch (thrown) {
      // Given up: it is asked for again when it is in sight again.
      if (isCancelledRequest(thrown)) return;
      this.#take(pairs.map((pair) => ({ ...pair, grants: undefined, grantable: undefined, failure: failureText(thrown) })));
    } finally {
      this.#portions.delete(portion);
    }
  }

  #take(rows: readonly ReadRow[]): void {
    for (const row of rows) if (row.failure === undefined) this.#asked.add(pairKey(row));
    this.#parts.model()?.take(rows);
    this.#parts.onRead();
  }
}
