/** What it takes to put facts into words for this person: language, place in time, and what counts as dormant. */
import type { L10n } from '../host/l10n.ts';

export interface Wording {
  readonly l10n: L10n;
  /** BCP 47, for figures and dates. */
  readonly locale: string;
  /** Epoch milliseconds. */
  now(): number;
  dormantAfterDays(): number;
}

export const figure = (value: number, { locale }: Wording): string => value.toLocaleString(locale);

/** Facts side by side, as descriptions show them. */
export const facts = (...parts: readonly (string | undefined | false)[]): string => parts.filter(Boolean).join(' · ');

/** `9 Mar 2026, 14:05`; what is no date is given as it is. */
export function momentText(moment: string | number, { locale }: Wording): string {
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? String(moment) : date.toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });
}

/** `as of 14:02` for a moment of today, with its date otherwise. */
export function freshnessText(at: number, wording: Wording): string {
  const { l10n, locale } = wording;
  const isToday = new Date(at).toDateString() === new Date(wording.now()).toDateString();
  return l10n.t('as of {0}', isToday ? new Date(at).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' }) : momentText(at, wording));
}

const weekMs = 7 * 86_400_000;

/** A moment near to now by its weekday, `Tue 14:00`; others with their date. */
export function nearMomentText(moment: string, wording: Wording): string {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return moment;
  if (Math.abs(date.getTime() - wording.now()) > weekMs) return momentText(moment, wording);
  return date.toLocaleString(wording.locale, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
}

/** `3 roles`. */
export const roleCountText = (count: number, wording: Wording): string =>
  count === 1 ? wording.l10n.t('1 role') : wording.l10n.t('{0} roles', figure(count, wording));

/** `214 users`. */
export const userCountText = (count: number, wording: Wording): string =>
  count === 1 ? wording.l10n.t('1 user') : wording.l10n.t('{0} users', figure(count, wording));

/** `3 holders`. */
export const holderCountText = (count: number, wording: Wording): string =>
  count === 1 ? wording.l10n.t('1 holder') : wording.l10n.t('{0} holders', figure(count, wording));
