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
import type { MatrixGrid } from './matrixGrid.ts';

export interface DetailsPartParts {
  readonly texts: PageTexts;
  readonly marks: MarkStore;
  /** Resolves when it is done, or cannot be. */
  readonly onToggle: (spot: Spot) => Promise<void>;
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

  /** @param shown a cell, or what is to be said where the person is on none */
  render(shown: DetailedCell | string, disabled: boolean): void {
    const cell = typeof shown === 'string' ? undefined : shown;
    const { texts, marks, onLeave } = this.#parts;
    const now = Date.now();
    const key = cell && cellKey(cell.model.pair(cell.spot.row), cell.model.roleAt(cell.spot.role).id);
    const view = detailsView({
      ...{ texts, disabled, onLeave },
      rest: typeof shown === 'string' ? shown : '',
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
      onToggle: () => cell && void this.#keepingFocus(() => this.#parts.onToggle(cell.spot)),
      onChangeEnd: () => cell && void this.#keepingFocus(() => this.#changeEnd(cell)),
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
  async #keepingFocus(work: () => void | Promise<void>): Promise<void> {
    const hadFocus = this.element.contains(document.activeElement);
    await work();
    // Unless the person has gone somewhere else meanwhile.
    if (hadFocus && document.activeElement === document.body) this.focus();
  }
}

/** What is to be said where the person is on no cell: on the head of a column, or nowhere since nothing is shown. */
export function restText(model: MatrixModel, { shown, activeHead }: Pick<MatrixGrid, 'shown' | 'activeHead'>, texts: PageTexts): string {
  if (model.rows.length === 0) return texts.t('Nobody is at home here or holds anything here.');
  if (shown.rows.length === 0 || activeHead === undefined) return texts.t('Nothing is shown. Change the filters.');
  const { name, description } = model.roleAt(activeHead);
  return [name, description, texts.t('Space grants it on all rows that are shown.')].filter(Boolean).join(' · ');
}

const titleOf = ({ model, spot }: DetailedCell): string => [model.roleAt(spot.role).name, model.userAt(spot.row).name, model.cidAt(spot.row).name].join(' · ');
