import type { CoverageLine } from '../../protocol/grants.ts';
import type { PanelWording } from '../wording.ts';
import type { Board } from './board.ts';
import type { Survey } from './knownRows.ts';

/** `14:02`, with the day where it is another one. */
function momentText(moment: number, wording: PanelWording): string {
  const { locale } = wording;
  const date = new Date(moment);
  const isToday = date.toDateString() === new Date(wording.now()).toDateString();
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  return isToday ? date.toLocaleTimeString(locale, time) : date.toLocaleString(locale, { ...time, year: 'numeric', month: 'short', day: 'numeric' });
}

/** How much of the rows has been read, and when. Rows that are known to be empty need no read, and are told of as such. */
export function coverageLine({ pairs, read, failed, empty, asOf }: Survey, { subject, isEverywhere }: Board, wording: PanelWording): CoverageLine {
  const { l10n, locale } = wording;
  const figure = (count: number): string => count.toLocaleString(locale);
  const parts = [
    ...(asOf === undefined ? [] : [l10n.t('as of {0}', momentText(asOf, wording))]),
    l10n.t('{0} of {1} pairs', figure(read), figure(pairs)),
    ...(failed > 0 ? [l10n.t('{0} failed', figure(failed))] : []),
    ...(empty > 0 ? [l10n.t('known to be empty: {0}', figure(empty))] : []),
    ...(subject.by === 'users' && !isEverywhere ? [l10n.t('there may be CIDs that cannot be seen')] : []),
  ];
  return { text: parts.join(', '), isWhole: read === pairs };
}
