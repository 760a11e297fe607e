/** The list of what is marked. Of thousands of marks only the first are listed; those that failed come first. */
import { render } from 'lit-html';
import { directWay } from '../../core/matrix/cellState.ts';
import type { MatrixModel } from '../../core/matrix/matrixModel.ts';
import type { CellKey, Pending } from '../../core/matrix/pending.ts';
import type { PageTexts } from '../kit/startData.ts';
import type { MarkStore } from './markStore.ts';
import type { Names } from './names.ts';
import { pendingView } from './pendingView.ts';
import type { PendingParts } from './pendingView.ts';
import { pendingText } from './words.ts';

export interface PendingPartParts {
  readonly texts: PageTexts;
  readonly marks: MarkStore;
  readonly names: Names;
  readonly model: () => MatrixModel | undefined;
  /** Something in it has changed that is not a mark. */
  readonly onChange: () => void;
}

export type PendingLooks = Pick<PendingParts, 'findings' | 'status' | 'isBusy' | 'canApply' | 'onShow' | 'onDiscard' | 'onPreview' | 'onApply'>;

const portion = 100;

export class PendingPart {
  readonly element = document.createElement('div');
  readonly #parts: PendingPartParts;
  #listed = portion;

  constructor(parts: PendingPartParts) {
    this.#parts = parts;
    this.element.className = 'pending-part';
  }

  /** @param now epoch milliseconds */
  render(looks: PendingLooks, now: number): void {
    const { texts, marks, names, onChange } = this.#parts;
    if (marks.all.size <= portion) this.#listed = portion;
    const items = this.#ordered.slice(0, this.#listed).map(([key, pending]) => {
      return { key, pending, sentence: pendingText(pending, this.#isHeld(pending), names, texts), problem: marks.problem(key, now) };
    });
    const { everyEnd, grants } = marks;
    const [first] = everyEnd !== 'mixed' && everyEnd !== undefined && 'at' in everyEnd ? marks.all.keys() : [];
    const view = pendingView({
      ...{ ...looks, texts, items, total: marks.all.size, everyEnd, grants: grants.length, now },
      everyProblem: first === undefined ? undefined : this.#firstProblem(now),
      onEnd: (key, end) => marks.setEnd(key, end),
      onMoment: (key, typed) => {
        marks.setMoment(key, typed);
        onChange();
      },
      onEveryEnd: (end) => marks.setEveryEnd(end),
      onEveryMoment: (typed) => {
        marks.setEveryMoment(typed);
        onChange();
      },
      onRemove: (key) => this.#remove(key),
      onMore: () => {
        this.#listed += portion;
        onChange();
      },
    });
    render(view, this.element);
  }

  /** Lists so many that a mark is among them. */
  reach(key: CellKey): void {
    const at = this.#ordered.findIndex(([one]) => one === key);
    this.#listed = Math.max(this.#listed, at + 1);
  }

  get #ordered(): readonly (readonly [CellKey, Pending])[] {
    const all = [...this.#parts.marks.all];
    const failed = all.filter(([, { failure }]) => failure !== undefined);
    return failed.length === 0 ? all : [...failed, ...all.filter(([, { failure }]) => failure === undefined)];
  }

  #firstProblem(now: number): string | undefined {
    const wrong = this.#parts.marks.firstWrong(now);
    return wrong && this.#parts.marks.problem(wrong, now);
  }

  #isHeld(pending: Pending): boolean {
    const model = this.#parts.model();
    const place = model?.placeOf(pending);
    return model !== undefined && place !== undefined && directWay(model.held(place, pending.role)) !== undefined;
  }

  /** The focus goes on to the next in the list, and where there is none to its heading. */
  #remove(key: CellKey): void {
    const keys = this.#ordered.map(([one]) => one);
    const next = keys[keys.indexOf(key) + 1] ?? keys[keys.indexOf(key) - 1];
    this.#parts.marks.remove(key);
    document.getElementById(next === undefined ? 'pending-heading' : `remove-${next}`)?.focus();
  }
}
