/** What is marked in the page, and the ends that are still being typed. */
import type { RoleEnd } from '../../core/changes/roleEnd.ts';
import { endProblem } from '../../core/changes/temporary.ts';
import { marksOf, noMarks, remove, setEnd, setEveryEnd } from '../../core/matrix/marking.ts';
import type { Marks } from '../../core/matrix/marking.ts';
import type { CellKey, Pending, PendingGrant } from '../../core/matrix/pending.ts';
import { momentOf } from '../kit/localTime.ts';
import type { PageTexts } from '../kit/startData.ts';

const sameAs = (end: RoleEnd | undefined, other: RoleEnd | undefined): boolean => {
  if (end === undefined || other === undefined) return end === other;
  return 'at' in end ? 'at' in other && end.at === other.at : 'after' in other && end.after === other.after;
};

export class MarkStore {
  readonly #texts: PageTexts;
  readonly #onChange: () => void;
  #marks = noMarks;
  /** Grants whose moment is not a whole date and time. */
  #incomplete: ReadonlySet<CellKey> = new Set();

  /** @param onChange called after every change but those to moments that are not whole yet */
  constructor(texts: PageTexts, onChange: () => void) {
    this.#texts = texts;
    this.#onChange = onChange;
  }

  get all(): Marks {
    return this.#marks;
  }

  get list(): readonly Pending[] {
    return [...this.#marks.values()];
  }

  get grants(): readonly PendingGrant[] {
    return this.list.filter((one) => one.kind === 'grant');
  }

  take(marks: Marks): void {
    if (marks === this.#marks) return;
    this.#marks = marks;
    this.#incomplete = new Set([...this.#incomplete].filter((key) => marks.has(key)));
    this.#onChange();
  }

  restore(pending: readonly Pending[]): void {
    this.take(marksOf(pending));
  }

  remove(key: CellKey): void {
    this.take(remove(this.#marks, key));
  }

  setEnd(key: CellKey, end: RoleEnd | undefined): void {
    this.#incomplete = new Set([...this.#incomplete].filter((one) => one !== key));
    this.take(setEnd(this.#marks, key, end));
  }

  setEveryEnd(end: RoleEnd | undefined): void {
    this.#incomplete = new Set();
    this.take(setEveryEnd(this.#marks, end));
  }

  /** @param typed as the input for a moment writes it; empty while it is incomplete */
  setMoment(key: CellKey, typed: string): void {
    const at = momentOf(typed);
    if (at === undefined) this.#incomplete = new Set([...this.#incomplete, key]);
    else this.setEnd(key, { at });
  }

  setEveryMoment(typed: string): void {
    const at = momentOf(typed);
    if (at === undefined) this.#incomplete = new Set([...this.#marks].flatMap(([key, { kind }]) => (kind === 'grant' ? key : [])));
    else this.setEveryEnd({ at });
  }

  /** The end that all grants have. */
  get everyEnd(): RoleEnd | undefined | 'mixed' {
    const [first, ...others] = this.grants;
    return others.every(({ end }) => sameAs(end, first?.end)) ? first?.end : 'mixed';
  }

  /** What is wrong with the end of a grant. */
  problem(key: CellKey, now: number): string | undefined {
    const pending = this.#marks.get(key);
    const end = pending?.kind === 'grant' ? pending.end : undefined;
    if (end === undefined || !('at' in end)) return undefined;
    return this.#incomplete.has(key) ? this.#texts.t('Give a date and a time.') : endProblem(end.at, now);
  }

  /** The first grant whose end is wrong. */
  firstWrong(now: number): CellKey | undefined {
    return [...this.#marks.keys()].find((key) => this.problem(key, now) !== undefined);
  }
}
