/** Says what marking several cells has done, and why it left some out. */
import type { Refusal } from '../../core/matrix/cellState.ts';
import type { Marking } from '../../core/matrix/marking.ts';
import { mostPending } from '../../core/matrix/pending.ts';
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
