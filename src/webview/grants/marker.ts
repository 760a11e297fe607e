/** Marks cells as the person asks: has rows read first where that is needed, and says what came of it. */
import { toggleOf } from '../../core/matrix/cellState.ts';
import { grantAll, markAt, toggleAll } from '../../core/matrix/marking.ts';
import type { Marking, Marks } from '../../core/matrix/marking.ts';
import type { MatrixModel, Spot } from '../../core/matrix/matrixModel.ts';
import { cellKey } from '../../core/matrix/pending.ts';
import type { CellKey } from '../../core/matrix/pending.ts';
import { mostRowsAsked } from '../../protocol/grants.ts';
import type { PageTexts } from '../kit/startData.ts';
import { beyondText, markingText } from './markingWords.ts';
import type { MarkStore } from './markStore.ts';
import type { Names } from './names.ts';
import type { RowReader } from './rowReader.ts';
import { refusalText } from './words.ts';

export interface MarkerParts {
  readonly texts: PageTexts;
  readonly marks: MarkStore;
  readonly reader: RowReader;
  readonly names: Names;
  readonly model: () => MatrixModel | undefined;
  /** Why nothing can be marked, where that is so. */
  readonly hindrance: () => string | undefined;
  /** What is to be said about a cell, with its name. */
  readonly label: (spot: Spot, words: readonly string[]) => string;
  readonly onSay: (text: string) => void;
}

type Step = (marks: Marks, model: MatrixModel, spots: readonly Spot[]) => Marking;

export class Marker {
  readonly #parts: MarkerParts;
  /** Cells that wait for their rows to be read; pressing again must not undo what has not been done yet. */
  readonly #waiting = new Set<CellKey>();

  constructor(parts: MarkerParts) {
    this.#parts = parts;
  }

  async toggle(spots: readonly Spot[]): Promise<void> {
    await this.#mark(spots, toggleAll);
  }

  async grantAll(spots: readonly Spot[]): Promise<void> {
    await this.#mark(spots, grantAll);
  }

  async #mark(spots: readonly Spot[], step: Step): Promise<void> {
    const { marks, onSay } = this.#parts;
    const read = await this.#read(spots);
    const model = this.#parts.model();
    const hindrance = this.#parts.hindrance();
    if (!model || !read) return;
    if (hindrance !== undefined) return onSay(hindrance);
    const marking = step(marks.all, model, read);
    marks.take(marking.marks);
    onSay(this.#said(marking, read));
  }

  /** One cell says what it has become, or why not; several say how many. */
  #said(marking: Marking, [spot, ...others]: readonly Spot[]): string {
    const { texts, names, label, marks } = this.#parts;
    const model = this.#parts.model();
    if (!spot || others.length > 0 || !model) return markingText(marking, texts);
    if (marking.beyond > 0) return beyondText(marking.beyond, texts);
    const [refusal] = marking.refused;
    if (refusal) return label(spot, [refusalText(refusal, names, texts)]);
    const pending = markAt(marks.all, model, spot);
    if (pending === undefined) return label(spot, [texts.t('mark taken back')]);
    return label(spot, [pending.kind === 'grant' ? texts.t('will be granted') : texts.t('will be revoked')]);
  }

  /**
   * Reads what has to be known first, unless that is more than one portion: then what is not known is left out.
   * @returns where the cells stand now; undefined when they are waited for already
   */
  async #read(spots: readonly Spot[]): Promise<readonly Spot[] | undefined> {
    const { reader, texts, onSay, hindrance } = this.#parts;
    const model = this.#parts.model();
    if (!model || hindrance() !== undefined) return spots;
    const unread = [...new Set(spots.filter((spot) => this.#isOpen(model, spot)).map(({ row }) => row))];
    if (unread.length === 0 || unread.length > mostRowsAsked) return spots;
    const cells = spots.map(({ row, role }) => ({ pair: model.pair(row), role: model.roleAt(role).id }));
    const keys = cells.map(({ pair, role }) => cellKey(pair, role));
    if (keys.some((key) => this.#waiting.has(key))) return undefined;
    for (const key of keys) this.#waiting.add(key);
    onSay(texts.t('Reading what is held here first…'));
    await reader.read(unread);
    for (const key of keys) this.#waiting.delete(key);
    const now = this.#parts.model() ?? model;
    const roles = new Map(now.roles.map(({ id }, place) => [id, place]));
    return cells.flatMap(({ pair, role }) => {
      const [row, place] = [now.placeOf(pair), roles.get(role)];
      return row === undefined || place === undefined ? [] : { row, role: place };
    });
  }

  /** Whether something has to be read before it can be told what toggling means. */
  #isOpen(model: MatrixModel, spot: Spot): boolean {
    const { marks, reader } = this.#parts;
    if (markAt(marks.all, model, spot)) return false;
    const toggle = toggleOf(model, spot);
    if (toggle.kind === 'grant') return reader.isOpen(spot.row);
    return toggle.kind === 'refused' && (toggle.refusal.kind === 'unread' || toggle.refusal.kind === 'failed');
  }
}
