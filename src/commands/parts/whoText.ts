import { shownText } from '../../core/shownText.ts';
import { displayName } from '../../core/user.ts';
import type { User } from '../../core/user.ts';
import type { CommandDeps } from './deps.ts';

/** The name of a user within a sentence or a heading. */
export const userName = (user: User): string => shownText(displayName(user));

/** `1 read failed`, `12 reads failed` */
export const failedText = ({ l10n, locale }: Pick<CommandDeps, 'l10n' | 'locale'>, failed: number): string =>
  failed === 1 ? l10n.t('1 read failed') : l10n.t('{0} reads failed', failed.toLocaleString(locale));

/** `Ada Lovelace`, `12 users` */
export function whoText({ l10n, locale }: Pick<CommandDeps, 'l10n' | 'locale'>, users: readonly User[]): string {
  const [first] = users;
  return first && users.length === 1 ? userName(first) : l10n.t('{0} users', users.length.toLocaleString(locale));
}
