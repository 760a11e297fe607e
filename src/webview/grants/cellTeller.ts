/** What the cells and rows of the matrix say, with what is marked in them and what the rules say about that. */
import { cellState } from '../../core/matrix/cellState.ts';
import { markAt } from '../../core/matrix/marking.ts';
import type { MatrixModel, Spot } from '../../core/matrix/matrixModel.ts';
import { pendingKey } from '../../core/matrix/pending.ts';
import type { PageTexts } from '../kit/startData.ts';
import { signsOf } from './cellFace.ts';
import type { CellFace } from './cellFace.ts';
import type { Checker } from './checker.ts';
import type { MarkStore } from './markStore.ts';
import type { RowName } from './matrixRow.ts';
import type { Names } from './names.ts';
import { cellLabel, cellWords } from './words.ts';
import type { CellMark, RowKind } from './words.ts';

export interface CellTellerParts {
  readonly texts: PageTexts;
  readonly names: Names;
  readonly marks: MarkStore;
  readonly checker: Checker;
  /** Called only while there is one. */
  readonly model: () => MatrixModel;
  readonly kind: () => RowKind;
  readonly showsInherited: () => boolean;
}

const blank: CellFace = { signs: '', classes: '', label: '' };

export class CellTeller {
  readonly #parts: CellTellerParts;

  constructor(parts: CellTellerParts) {
    this.#parts = parts;
  }

  mark(spot: Spot): CellMark {
    const { marks, checker, model } = this.#parts;
    const pending = markAt(marks.all, model(), spot);
    return { pending, findings: pending ? checker.at(pendingKey(pending)) : [] };
  }

  /** Made for every cell in sight, so what is common to many is said shortly. */
  face(spot: Spot): CellFace {
    const { texts, model, showsInherited } = this.#parts;
    const mark = this.mark(spot);
    const state = cellState(model(), spot, mark.pending);
    const signs = signsOf(state, mark, showsInherited());
    const [first] = signs;
    if (!first) return blank;
    const isPlain = signs.length === 1 && (state.reading === 'unread' || (state.refusal !== undefined && !mark.pending));
    const label = isPlain ? (state.reading === 'unread' ? texts.t('not read yet') : texts.t('may not be granted')) : this.label(spot);
    return { signs: signs.map(({ sign }) => sign).join(signs.length > 2 ? '' : ' '), classes: signs.map(({ classes }) => classes).join(' '), label };
  }

  /** Everything that a cell says, each thing by itself. */
  words(spot: Spot): string[] {
    const { texts, names, model } = this.#parts;
    const mark = this.mark(spot);
    return cellWords(model(), spot, cellState(model(), spot, mark.pending), mark, names, texts);
  }

  label(spot: Spot): string {
    return this.labelWith(spot, this.words(spot));
  }

  /** Other words about a cell, with its name before them. */
  labelWith(spot: Spot, words: readonly string[]): string {
    return cellLabel(this.#parts.model(), spot, this.#parts.kind(), words);
  }

  rowName(row: number): RowName {
    const model = this.#parts.model();
    const [user, cid] = [model.userAt(row), model.cidAt(row)];
    const person = user.address === '' ? user.name : `${user.name} <${user.address}>`;
    const parts = { cids: [cid.name], users: [user.name, user.address], pairs: [user.name, cid.name] }[this.#parts.kind()];
    return { parts: parts.filter(Boolean), title: `${person}\n${cid.name} ${cid.cid}` };
  }
}
