/** Says what marking several cells has done, and why it left some out. */
import type { Refusal } from '../../core/matrix/cellState.ts';
import type { Marking } from '../../core/matrix/marking.ts';
import { mostPending } from '../../core/matrix/pending.ts';
import type { MatrixFinding } from '../../protocol/grants.ts';
import type { PageTexts } from '../kit/startData.ts';
import { figure } from './words.ts';

function didText({ did, count }: Marking, texts: PageTexts): string {
  const cells = figure(count, texts);
  switch (did) {
    case 'grant':
      return count === 1 ? texts.t('1 cell is marked to be granted.') : texts.t('{0} cells are marked to be granted.', cells);
    case 'revoke':
      return count === 1 ? texts.t('1 cell is marked to be revoked.') : texts.t('{0} cells are marked to be revoked.', cells);
    case 'unmark':
      return count === 1 ? texts.t('1 mark was taken back.') : texts.t('{0} marks were taken back.', cells);
    case undefined:
      return texts.t('Nothing can be marked here.');
  }
}

function reasonText(kind: Refusal['kind'], texts: PageTexts): string {
  switch (kind) {
    case 'inherited':
      return texts.t('inherited through groups');
    case 'ownedElsewhere':
    case 'atHomeElsewhere':
      return texts.t('custom roles of another CID');
    case 'notGrantable':
      return texts.t('not listed by the server');
    case 'unread':
      return texts.t('not read yet: read all first');
    case 'failed':
      return texts.t('could not be read');
  }
}

/** What the rules refuse, said aside: what they say is listed below. */
export const refusedText = (refusals: readonly MatrixFinding[], texts: PageTexts): string =>
  refusals.length === 1 ? (refusals[0]?.sentence ?? '') : texts.t('The rules refuse {0} of what is marked.', figure(refusals.length, texts));

/** How a run ended. */
export function endedText(done: number, others: number, texts: PageTexts): string {
  if (others > 0) return texts.t('{0} done, {1} not done: those are still marked, with the reason.', figure(done, texts), figure(others, texts));
  return done === 1 ? texts.t('The change is done.') : texts.t('All {0} changes are done.', figure(done, texts));
}

/** Marks that were taken off since there is nothing left to do for them. */
export const settledText = (count: number, texts: PageTexts): string =>
  count === 1
    ? texts.t('1 mark was taken off: it has become so already.')
    : texts.t('{0} marks were taken off: it has become so already.', figure(count, texts));

/** What can be done with several cells at once is seen nowhere else. */
export function selectedText(cells: number, texts: PageTexts): string {
  if (cells === 0) return texts.t('Nothing is selected.');
  return cells === 1 ? texts.t('1 cell is selected.') : texts.t('{0} cells are selected. Press Space to mark them.', figure(cells, texts));
}

/** More marks than are kept. */
export const beyondText = (beyond: number, texts: PageTexts): string =>
  texts.t('At most {0} cells can be marked: {1} were left out. Apply these first.', figure(mostPending, texts), figure(beyond, texts));

/** `12 cells are marked to be granted. Left out: 3 inherited through groups, 1 not read yet.` */
export function markingText(marking: Marking, texts: PageTexts): string {
  const { refused, beyond } = marking;
  const reasons = Map.groupBy(refused, ({ kind }) => reasonText(kind, texts));
  const left = [...reasons].map(([reason, ones]) => `${figure(ones.length, texts)} ${reason}`);
  return [
    didText(marking, texts),
    ...(left.length > 0 ? [texts.t('Left out: {0}.', left.join(', '))] : []),
    ...(beyond > 0 ? [beyondText(beyond, texts)] : []),
  ].join(' ');
}
