/** A user's record as the page shows it. */
import { createHash } from 'node:crypto';
import { namesOf } from '../../core/changes/change.ts';
import type { Names } from '../../core/changes/change.ts';
import { daysSince, hasFactor } from '../../core/user.ts';
import type { User } from '../../core/user.ts';
import type { Fact, UserRecord } from '../../protocol/user.ts';
import { momentAgoText, momentText } from '../wording.ts';
import type { PanelWording } from '../wording.ts';

/** Tells two pairs of names apart without holding either: the page keeps it where no names are to be kept. */
export const basisOf = ({ first, last }: Names): string => createHash('sha256').update(JSON.stringify([first, last])).digest('base64url').slice(0, 16);

function lastLoginText(user: User, wording: PanelWording): string {
  const { l10n } = wording;
  if (user.last_login_at === undefined) return l10n.t('never');
  const text = momentAgoText(user.last_login_at, wording);
  const days = daysSince(user.last_login_at, wording.now()) ?? 0;
  return days >= wording.dormantAfterDays() ? l10n.t('{0}: dormant', text) : text;
}

function factsOf(user: User, wording: PanelWording): Fact[] {
  const { l10n } = wording;
  const { status, created_at: created, factors = [] } = user;
  return [
    { label: l10n.t('Status'), value: status ?? l10n.t('not told by the server') },
    { label: l10n.t('Created'), value: created === undefined ? l10n.t('not told by the server') : momentText(created, wording) },
    { label: l10n.t('Last login'), value: lastLoginText(user, wording) },
    { label: l10n.t('2FA'), value: hasFactor(user) ? factors.join(', ') : l10n.t('none') },
  ];
}

export function userRecord(user: User, home: string, wording: PanelWording): UserRecord {
  const names = namesOf(user);
  return { names, basis: basisOf(names), email: user.uid ?? '', home, uuid: user.uuid, facts: factsOf(user, wording) };
}
