/** What is said about users of Cylance tenants, in rows and in hovers. */
import { cylanceUserState } from '../core/cylance/cylanceUser.ts';
import type { CylanceUser } from '../core/cylance/cylanceUser.ts';
import type { UserState } from '../core/user.ts';
import { agoText, standingText } from './userText.ts';
import { momentText } from './wording.ts';
import type { Wording } from './wording.ts';

export const cylanceStateOf = (user: CylanceUser, wording: Wording): UserState => cylanceUserState(user, wording.now(), wording.dormantAfterDays());

/** `never logged in`; undefined for an active user. */
export const cylanceStanding = (user: CylanceUser, wording: Wording): string | undefined =>
  standingText(cylanceStateOf(user, wording), user.date_last_login, wording);

/** `42 days ago (9 Mar 2026, 14:05)`. The server may know that somebody has logged in, and not when. */
export function cylanceLoginText({ date_last_login: at, has_logged_in: hasLoggedIn }: CylanceUser, wording: Wording): string {
  const { l10n } = wording;
  if (at === undefined) return hasLoggedIn ? l10n.t('yes, at a time that is not told') : l10n.t('never');
  const ago = agoText(at, wording);
  return ago === undefined ? at : `${ago} (${momentText(at, wording)})`;
}
