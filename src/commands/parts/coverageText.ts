/** How fresh and how complete an answer about grants is, in words. */
import type { Coverage } from '../../state/grants/coverage.ts';
import { earlier } from '../../state/grants/coverage.ts';
import type { CommandDeps } from './deps.ts';

type Words = Pick<CommandDeps, 'l10n' | 'locale'>;

/** `14:02`, with the day where it is another one. */
function momentText(moment: number, locale: string): string {
  const date = new Date(moment);
  const isToday = date.toDateString() === new Date().toDateString();
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  return isToday ? date.toLocaleTimeString(locale, time) : date.toLocaleString(locale, { ...time, year: 'numeric', month: 'short', day: 'numeric' });
}

/** `As of 14:02, 9,214 of 9,214 pairs.` A pair is one user in one CID. */
export function freshnessText({ l10n, locale }: Words, { asOf, pairsRead, pairsKnown }: Coverage): string {
  const [read, known] = [pairsRead.toLocaleString(locale), pairsKnown.toLocaleString(locale)];
  if (asOf === undefined) return l10n.t('Nothing has been read yet.');
  return l10n.t('As of {0}, {1} of {2} pairs of a user and a CID.', momentText(asOf, locale), read, known);
}

/** What has not been seen; undefined when that is nothing. */
export function gapText({ l10n, locale }: Words, { isWhole, pairsRead, pairsKnown, cidsAsked, cidsKnown, everyPair }: Coverage): string | undefined {
  if (isWhole) return undefined;
  const unread = pairsKnown - pairsRead;
  // Where every pair counts, nobody is asked about CIDs.
  const unasked = everyPair ? 0 : (cidsKnown ?? 0) - cidsAsked;
  const gaps = [
    ...(unread > 0 ? [l10n.t('the grants of {0} pairs have not been read', unread.toLocaleString(locale))] : []),
    ...(unasked > 0 ? [l10n.t('in {0} CIDs it has not been asked who holds anything', unasked.toLocaleString(locale))] : []),
  ];
  if (gaps.length === 0) return l10n.t('Incomplete: there may be CIDs or users that have not been seen.');
  return l10n.t('Incomplete: {0}.', gaps.join(', '));
}

/** The first lines of an answer. */
export const coverageLines = (words: Words, coverage: Coverage): string[] => {
  const gap = gapText(words, coverage);
  return [freshnessText(words, coverage), ...(gap === undefined ? [] : [gap])];
};

/** Of an answer that is put together out of several. */
export function wholeCoverage(parts: readonly Coverage[]): Coverage {
  const sum = (of: 'pairsRead' | 'pairsKnown' | 'cidsAsked'): number => parts.reduce((total, part) => total + part[of], 0);
  return {
    ...{ pairsRead: sum('pairsRead'), pairsKnown: sum('pairsKnown'), cidsAsked: sum('cidsAsked') },
    cidsKnown: parts.reduce<number | undefined>((total, { cidsKnown }) => (total === undefined || cidsKnown === undefined ? undefined : total + cidsKnown), 0),
    asOf: parts.map(({ asOf }) => asOf).reduce(earlier, undefined),
    isWhole: parts.every(({ isWhole }) => isWhole),
    everyPair: parts.some(({ everyPair }) => everyPair),
  };
}
