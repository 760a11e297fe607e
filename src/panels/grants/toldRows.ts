/** What the page has been told of the rows, so that it is told anew only where they say something else. */
import { isDeepStrictEqual } from 'node:util';
import type { Pair } from '../../core/matrix/matrix.ts';
import type { MatrixAnswer } from '../../protocol/grants.ts';
import type { KnownRows, Survey } from './knownRows.ts';

export class ToldRows {
  #rows: KnownRows | undefined;
  #survey: Survey | undefined;
  /** Row by row, what the page knows. */
  #told: unknown[] = [];
  #age = 0;

  /** Undefined until it is known what the rows are. */
  get rows(): KnownRows | undefined {
    return this.#rows;
  }

  /** As they were looked at last. */
  get survey(): Survey | undefined {
    return this.#survey;
  }

  /** Grows when the page has to ask for the matrix anew; 0 while there is none. */
  get age(): number {
    return this.#rows ? this.#age : 0;
  }

  show(rows: KnownRows): void {
    this.#rows = rows;
    this.#survey = rows.survey();
    this.#age++;
  }

  /** There are none, until others are known. */
  clear(): void {
    this.#rows = undefined;
    this.#survey = undefined;
  }

  matrix(): MatrixAnswer {
    if (!this.#rows) return { users: [], cids: [], roles: [], rows: [], age: 0 };
    this.#told = [...this.#rows.survey().seen];
    return { ...this.#rows.matrix(), age: this.#age };
  }

  /** The page has read one row by itself. A role without a column is none that it can show. */
  tell(rows: KnownRows, pair: Pair, failure: string | undefined): void {
    const [place, grants] = [rows.placeOf(pair), rows.grants(pair)];
    if (rows === this.#rows && place !== undefined && (!grants || rows.hasColumns(grants))) this.#told[place] = failure ?? grants;
  }

  /** @returns whether the rows are something else than when they were looked at last */
  look(): boolean {
    if (!this.#rows) return false;
    const { seen, ...counts } = this.#rows.survey();
    const isOther = seen.length !== this.#told.length || seen.some((one, place) => one !== this.#told[place]);
    const { seen: _, ...before } = this.#survey ?? {};
    if (!isOther && isDeepStrictEqual(counts, before)) return false;
    if (isOther) {
      this.#age++;
      this.#told = [...seen];
    }
    this.#survey = { ...counts, seen };
    return true;
  }
}
