/** What a user's row says beside the name. */
import { daysSince, displayName, hasFactor, userState } from '../core/user.ts';
import type { User, UserState } from '../core/user.ts';
import type { Icon } from './rowItem.ts';
import { facts, figure, roleCountText } from './wording.ts';
import type { Wording } from './wording.ts';

export const stateIcons: Readonly<Record<UserState, Icon>> = {
  active: { id: 'account' },
  neverLoggedIn: { id: 'person-add' },
  dormant: { id: 'history', color: 'list.warningForeground' },
  inactive: { id: 'circle-slash', color: 'disabledForeground' },
};

export const stateOf = (user: User, wording: Wording): UserState => userState(user, wording.now(), wording.dormantAfterDays());

/** `42 days ago`. */
export function agoText(moment: string | undefined, wording: Wording): string | undefined {
  const days = daysSince(moment, wording.now());
  return days === undefined ? undefined : new Intl.RelativeTimeFormat(wording.locale, { numeric: 'auto' }).format(-days, 'day');
}

/** `dormant 120 days`; undefined for an active account. */
export function standingText(state: UserState, lastLogin: string | undefined, wording: Wording): string | undefined {
  const { l10n } = wording;
  switch (state) {
    case 'active':
      return undefined;
    case 'inactive':
      return l10n.t('inactive');
    case 'neverLoggedIn':
      return l10n.t('never logged in');
    case 'dormant':
      return l10n.t('dormant {0} days', figure(daysSince(lastLogin, wording.now()) ?? 0, wording));
  }
}

/** What is worth knowing about the account; undefined for an active one. */
export function stateText(user: User, wording: Wording): string | undefined {
  const state = stateOf(user, wording);
  return state === 'inactive' && user.status !== undefined ? user.status : standingText(state, user.last_login_at, wording);
}

/** `ada@acme.test · 3 roles · no 2FA · dormant 120 days` */
export const userText = (user: User, roleCount: number | undefined, wording: Wording): string =>
  facts(
    displayName(user) !== user.uid && user.uid,
    roleCount !== undefined && roleCountText(roleCount, wording),
    !hasFactor(user) && wording.l10n.t('no 2FA'),
    stateText(user, wording),
  );
