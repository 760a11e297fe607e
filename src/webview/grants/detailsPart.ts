/** The strip below the matrix about the cell that the person is on. */
import { render } from 'lit-html';
import { toggleOf } from '../../core/matrix/cellState.ts';
import { put } from '../../core/matrix/marking.ts';
import type { MatrixModel, Spot } from '../../core/matrix/matrixModel.ts';
import { cellKey } from '../../core/matrix/pending.ts';
import type { Pending } from '../../core/matrix/pending.ts';
import type { PageTexts } from '../kit/startData.ts';
import { detailsView } from './detailsView.ts';
import type { MarkStore } from './markStore.ts';

export interface DetailsPartParts {
  readonly texts: PageTexts;
  readonly marks: MarkStore;
  readonly onToggle: (spot: Spot) => void;
  readonly onReadAgain: (spot: Spot) => void;
  readonly onLeave: () => void;
  /** Something in it has changed that is not a mark. */
  readonly onChange: () => void;
}

export interface DetailedCell {
  readonly spot: Spot;
  readonly model: MatrixModel;
  readonly words: readonly string[];
  readonly pending: Pending | undefined;
}

export class DetailsPart {
  readonly element = document.createElement('div');
  readonly #parts: DetailsPartParts;

  constructor(parts: DetailsPartParts) {
    this.#parts = parts;
  }

  /** The first thing that can be done, or the strip itself. */
  focus(): void {
    const first = this.element.querySelector<HTMLElement>('select:enabled, vscode-button:not([disabled])');
    (first ?? this.element.querySelector<HTMLElement>('#details'))?.focus();
  }

  render(cell: DetailedCell | undefined, disabled: boolean): void {
    const { texts, marks, onLeave } = this.#parts;
    const now = Date.now();
    const key = cell && cellKey(cell.model.pair(cell.spot.row), cell.model.roleAt(cell.spot.role).id);
    const view = detailsView({
      ...{ texts, disabled, onLeave },
      cell: cell && { title: titleOf(cell), words: cell.words, pending: cell.pending, toggle: toggleOf(cell.model, cell.spot) },
      end: {
        now,
        problem: key && marks.problem(key, now),
        onEnd: (end) => key && marks.setEnd(key, end),
        onMoment: (typed) => {
          if (key) marks.setMoment(key, typed);
          this.#parts.onChange();
        },
      },
      onToggle: () => cell && this.#keepingFocus(() => this.#parts.onToggle(cell.spot)),
      onChangeEnd: () => cell && this.#keepingFocus(() => this.#changeEnd(cell)),
      onReadAgain: () => cell && this.#parts.onReadAgain(cell.spot),
    });
    render(view, this.element);
  }

  /** A grant of what is held is a new end; a day is as good as any to begin with. */
  #changeEnd({ model, spot }: DetailedCell): void {
    const { marks } = this.#parts;
    marks.take(put(marks.all, { kind: 'grant', ...model.pair(spot.row), role: model.roleAt(spot.role).id, end: { after: 'day' } }));
  }

  /** A button that was pressed gives way to others. */
  #keepingFocus(work: () => void): void {
    const hadFocus = this.element.contains(document.activeElement);
    work();
    if (hadFocus && !this.element.contains(document.activeElement)) this.focus();
  }
}

const titleOf = ({ model, spot }: DetailedCell): string => [model.roleAt(spot.role).name, model.userAt(spot.row).name, model.cidAt(spot.row).name].join(' · ');
