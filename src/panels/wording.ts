/** What it takes to put facts into words for this person, as far as panels do it. */
import { cloudOfUrl } from '../core/clouds.ts';
import { daysSince } from '../core/user.ts';
import type { L10n } from '../host/l10n.ts';
import type { Connection } from '../state/connection.ts';

export interface PanelWording {
  readonly l10n: L10n;
  /** BCP 47, for figures and dates. */
  readonly locale: string;
  /** Epoch milliseconds. */
  now(): number;
  dormantAfterDays(): number;
}

/** `9 Mar 2026, 14:05`; what is no date is given as it is. */
export function momentText(moment: string, { locale }: PanelWording): string {
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? moment : date.toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });
}

/** `9 Mar 2026, 14:05 (42 days ago)` */
export function momentAgoText(moment: string, wording: PanelWording): string {
  const days = daysSince(moment, wording.now());
  if (days === undefined) return moment;
  return `${momentText(moment, wording)} (${new Intl.RelativeTimeFormat(wording.locale, { numeric: 'auto' }).format(-days, 'day')})`;
}

/** `us-1`, or the host where it is none of CrowdStrike's clouds. */
export function cloudText({ baseUrl, demo }: Pick<Connection, 'baseUrl' | 'demo'>, { l10n }: Pick<PanelWording, 'l10n'>): string {
  return demo ? l10n.t('demo') : (cloudOfUrl(baseUrl)?.id ?? new URL(baseUrl).host);
}
