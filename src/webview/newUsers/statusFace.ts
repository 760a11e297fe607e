/** How far a row has come, as a sign and a word. */
import type { RowStatus } from '../../core/newUsers/rowState.ts';
import type { PageTexts } from '../kit/startData.ts';

/** Lines in a square of 16, drawn in the colour of the text. */
const signs: Readonly<Record<RowStatus, string>> = {
  unchecked: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0 -11',
  ready: 'M3 8.5l3.5 3.5l6.5 -8',
  mend: 'M4 4l8 8M12 4l-8 8',
  running: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0 -11M8 5v3.2l2.2 1.6',
  failed: 'M8 2.5l6 11h-12zM8 7v3M8 11.6v.6',
  done: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0 -11M5.5 8.2l2 2l3.2 -4',
};

const svg = 'http://www.w3.org/2000/svg';

export function statusSign(status: RowStatus): SVGElement {
  const sign = document.createElementNS(svg, 'svg');
  sign.setAttribute('viewBox', '0 0 16 16');
  sign.setAttribute('aria-hidden', 'true');
  sign.classList.add('sign', `is-${status}`);
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('d', signs[status]);
  sign.append(path);
  return sign;
}

export function statusWord(status: RowStatus, texts: PageTexts): string {
  switch (status) {
    case 'unchecked':
      return texts.t('Not checked yet');
    case 'ready':
      return texts.t('Ready');
    case 'mend':
      return texts.t('To mend');
    case 'running':
      return texts.t('Waiting');
    case 'failed':
      return texts.t('Failed');
    case 'done':
      return texts.t('Done');
  }
}
