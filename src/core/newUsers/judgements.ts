/** The verdicts of all rows, kept up to date row by row: what one row says about another, too. */
import type { NewUserFacts } from './facts.ts';
import { judgeRow, uidOf } from './judgeRow.ts';
import type { Circumstances, Verdict } from './judgeRow.ts';
import type { CellProblem, NewUserRow } from './rows.ts';

export interface JudgedRow {
  readonly row: NewUserRow;
  readonly circumstances?: Circumstances;
}

const noProblems: readonly CellProblem[] = [];

export class Judgements {
  readonly #rows: JudgedRow[];
  /** What each row is by itself. */
  readonly #own: Verdict[] = [];
  readonly #verdicts: Verdict[] = [];
  /** The rows with an address, by place in the list. */
  readonly #places = new Map<string, Set<number>>();
  #facts: NewUserFacts;

  constructor(rows: readonly JudgedRow[], facts: NewUserFacts) {
    this.#rows = [...rows];
    this.#facts = facts;
    for (const [place, { row }] of rows.entries()) this.#settle(uidOf(row), place);
    for (const place of rows.keys()) this.#judge(place);
  }

  get all(): readonly Verdict[] {
    return this.#verdicts;
  }

  at(place: number): Verdict | undefined {
    return this.#verdicts[place];
  }

  /** @returns the places of the rows whose verdict is another one now, that of other rows with the same address among them */
  change(place: number, changed: JudgedRow): readonly number[] {
    const before = this.#rows[place];
    if (!before) return [];
    this.#rows[place] = changed;
    const [from, to] = [uidOf(before.row), uidOf(changed.row)];
    if (from !== to) {
      this.#places.get(from)?.delete(place);
      this.#settle(to, place);
    }
    this.#judge(place);
    const others = from === to ? [] : [...(this.#places.get(from) ?? []), ...(this.#places.get(to) ?? [])];
    return [place, ...others.filter((other) => other !== place && this.#compose(other))];
  }

  /**
   * Takes in what has been learned.
   * @param places of the rows it may concern; all when left out
   * @returns those whose verdict is another one now
   */
  learn(facts: NewUserFacts, places: Iterable<number> = this.#rows.keys()): readonly number[] {
    this.#facts = facts;
    return [...places].filter((place) => this.#judge(place));
  }

  /** The rows with an address, in lower case. */
  placesOf(uid: string): Iterable<number> {
    return this.#places.get(uid) ?? [];
  }

  #settle(uid: string, place: number): void {
    if (uid === '') return;
    const places = this.#places.get(uid);
    if (places) places.add(place);
    else this.#places.set(uid, new Set([place]));
  }

  /** @returns whether the verdict is another one now */
  #judge(place: number): boolean {
    const judged = this.#rows[place];
    if (!judged) return false;
    this.#own[place] = judgeRow(judged.row, this.#facts, judged.circumstances);
    return this.#compose(place);
  }

  #compose(place: number): boolean {
    const own = this.#own[place];
    if (!own) return false;
    const before = this.#verdicts[place];
    const twin = this.#twinProblem(own.user.uid, place);
    const verdict = twin.length === 0 ? own : { ...own, problems: [...own.problems, ...twin] };
    this.#verdicts[place] = verdict;
    return !before || !sameVerdict(before, verdict);
  }

  #twinProblem(uid: string, place: number): readonly CellProblem[] {
    const places = this.#places.get(uid);
    if (!places || places.size < 2) return noProblems;
    for (const other of places) {
      const line = this.#rows[other]?.row.line;
      if (other !== place && line !== undefined) return [{ field: 'email', sentence: `The address stands in line ${line} too. Keep one of the rows.` }];
    }
    return noProblems;
  }
}

const sameProblems = (left: readonly CellProblem[], right: readonly CellProblem[]): boolean =>
  left.length === right.length && left.every(({ field, sentence }, at) => field === right[at]?.field && sentence === right[at]?.sentence);

/** What a person would see of them; the user that is asked for follows from the cells. */
const sameVerdict = (left: Verdict, right: Verdict): boolean =>
  left.pending === right.pending && sameProblems(left.problems, right.problems) && sameProblems(left.notes, right.notes);

/** The verdicts of rows, in their order. */
export const judgeRows = (rows: readonly NewUserRow[], facts: NewUserFacts): readonly Verdict[] => new Judgements(rows.map((row) => ({ row })), facts).all;
