import { cylanceDisplayName, consoleRoleOf } from '../../core/cylance/cylanceUser.ts';
import type { CylanceUser } from '../../core/cylance/cylanceUser.ts';
import type { CylanceConnection } from '../../state/cylance/cylanceConnection.ts';
import type { CommandDeps } from './deps.ts';

const mostShown = 200;

/**
 * Asks for a user of a Cylance tenant, who is looked for by words among all of them.
 * @param begun what is searched for to begin with
 */
export async function askCylanceUser(
  { cylance, prompts, l10n, locale }: Pick<CommandDeps, 'cylance' | 'prompts' | 'l10n' | 'locale'>,
  tenant: CylanceConnection,
  title: string,
  begun = '',
): Promise<CylanceUser | undefined> {
  const directory = await cylance.directories.of(tenant.id);
  // Typing on must not begin the reading anew: it is given up with the question alone.
  const asking = new AbortController();
  try {
    return await prompts.search<CylanceUser>({
      title,
      placeholder: l10n.t('Name, e-mail address, ID, role or zone'),
      nothingFound: l10n.t('No user matches'),
      value: begun,
      search: async (text) => {
        const found = await directory.findUsers(text, { signal: asking.signal });
        const shown = found.slice(0, mostShown);
        const group =
          found.length > shown.length ? l10n.t('{0} of {1}: type more to narrow it down', shown.length, found.length.toLocaleString(locale)) : undefined;
        return shown.map((user, index) => ({
          label: cylanceDisplayName(user),
          ...(user.email === undefined || user.email === cylanceDisplayName(user) ? {} : { description: user.email }),
          detail: consoleRoleOf(user).name,
          ...(index === 0 && group !== undefined ? { group } : {}),
          icon: 'account',
          value: user,
        }));
      },
    });
  } finally {
    asking.abort();
  }
}
