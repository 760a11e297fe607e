/** What a user's row says beside the name. */
import { daysSince, displayName, hasFactor, userState } from '../core/user.ts';
import type { User, UserState } from '../core/user.ts';
import { facts, figure, roleCountText } from './wording.ts';
import type { Wording } from './wording.ts';

export const stateOf = (user: User, wording: Wording): UserState => userState(user, wording.now(), wording.dormantAfterDays());

/** `42 days ago`. */
export function agoText(moment: string | undefined, wording: Wording): string | undefined {
  const days = daysSince(moment, wording.now());
  return days === undefined ? undefined : new Intl.RelativeTimeFormat(wording.locale, { numeric: 'auto' }).format(-days, 'day');
}

/** What is worth knowing about the account; undefined for an active one. */
export function stateText(user: User, wording: Wording): string | undefined {
  const { l10n } = wording;
  switch (stateOf(user, wording)) {
    case 'active':
      return undefined;
    case 'inactive':
      return user.status === undefined ? l10n.t('inactive') : user.status;
    case 'neverLoggedIn':
      return l10n.t('never logged in');
    case 'dormant':
      return l10n.t('dormant {0} days', figure(daysSince(user.last_login_at, wording.now()) ?? 0, wording));
  }
}

/** `ada@acme.test · 3 roles · no 2FA · dormant 120 days` */
export const userText = (user: User, roleCount: number | undefined, wording: Wording): string =>
  facts(
    displayName(user) !== user.uid && user.uid,
    roleCount !== undefined && roleCountText(roleCount, wording),
    !hasFactor(user) && wording.l10n.t('no 2FA'),
    stateText(user, wording),
  );
