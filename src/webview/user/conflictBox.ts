/** Shown when somebody else has renamed the user while names were typed. */
import { html } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import type { Names } from '../../core/changes/change.ts';
import { button } from '../kit/controls.ts';
import type { PageTexts } from '../kit/startData.ts';

export interface ConflictParts {
  readonly theirs: Names;
  readonly mine: Names;
  readonly texts: PageTexts;
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
  /** Goes back to typing; the question comes again with the next saving. */
  readonly onLeave: () => void;
}

const whole = ({ first, last }: Names): string => `${first} ${last}`.trim();

export function conflictBox({ theirs, mine, texts, onKeepMine, onTakeTheirs, onLeave }: ConflictParts): TemplateResult {
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onLeave();
  };
  return html`<div id="conflict" class="notice warning" role="group" aria-labelledby="conflict-heading" tabindex="-1" @keydown=${onKey}>
    <h2 id="conflict-heading">${texts.t('Somebody else has renamed this user meanwhile')}</h2>
    <dl class="facts">
      <dt>${texts.t('Theirs')}</dt>
      <dd>${whole(theirs)}</dd>
      <dt>${texts.t('Yours')}</dt>
      <dd>${whole(mine)}</dd>
    </dl>
    <div class="row">
      ${button({ id: 'keep-mine', label: texts.t('Keep Mine'), onPress: onKeepMine })}
      ${button({ id: 'take-theirs', label: texts.t('Take Theirs'), onPress: onTakeTheirs })}
    </div>
  </div>`;
}
