/** Which users of a Cylance tenant are listed: those in whom some words occur. */
import { byConsoleRole, consoleRole } from '../../core/cylance/roles.ts';
import { consoleRoleOf } from '../../core/cylance/cylanceUser.ts';
import type { CylanceUser } from '../../core/cylance/cylanceUser.ts';
import type { L10n } from '../../host/l10n.ts';
import type { PickItem } from '../../host/prompts.ts';
import { filterWords } from '../../state/cylance/arrangeUsers.ts';
import type { CylanceUsersNode } from '../../state/nodes.ts';
import { showCylanceUsers } from './cylanceUserLists.ts';
import type { CommandDeps } from './deps.ts';

interface Choice {
  /** Undefined shows everybody. */
  readonly filter: string | undefined;
}

/** The names of the console roles that are held, or of those that every tenant has where the users are not all read. */
function roleNames(users: readonly CylanceUser[] | undefined): string[] {
  const roles = users?.map(consoleRoleOf) ?? [1, 2, 3, 4].map((last) => consoleRole(`00000000-0000-0000-0000-00000000000${last}`, undefined));
  return [...new Set([...roles].sort(byConsoleRole).map(({ name }) => name))].filter(Boolean);
}

/** Words that all have to occur; a name with quotation marks in it cannot stand between two of them. */
const roleFilter = (name: string): string =>
  `role:${name.toLowerCase()}`
    .split('"')
    .filter((part) => part.trim() !== '')
    .map((part) => `"${part}"`)
    .join(' ');

/** @param users all of them, where they have been read */
export function cylanceFilterChoices(present: string | undefined, users: readonly CylanceUser[] | undefined, l10n: L10n): PickItem<Choice | 'write'>[] {
  const preset = (label: string, icon: string, filter: string | undefined): PickItem<Choice> => ({
    label,
    icon,
    ...(filter === undefined ? {} : { description: filter }),
    picked: present === filter,
    value: { filter },
  });
  const group = (name: string, [first, ...others]: readonly PickItem<Choice>[]): PickItem<Choice>[] => (first ? [{ ...first, group: name }, ...others] : []);
  return [
    preset(l10n.t('All Users'), 'organization', undefined),
    ...group(l10n.t('Filters'), [
      preset(l10n.t('Active'), 'account', 'state:active'),
      preset(l10n.t('Dormant'), 'history', 'state:dormant'),
      preset(l10n.t('Never Logged In'), 'person-add', '"state:never logged in"'),
    ]),
    ...group(l10n.t('Console Roles'), roleNames(users).map((name) => preset(name, 'shield', roleFilter(name)))),
    {
      label: l10n.t('Write a Filter…'),
      icon: 'edit',
      group: l10n.t('Words'),
      ...(present === undefined ? {} : { description: present }),
      value: 'write',
    },
  ];
}

/** Asks how lists are to be filtered, and shows them so. */
export async function filterCylanceUsers(deps: CommandDeps, lists: readonly CylanceUsersNode[]): Promise<void> {
  const { prompts, l10n, cylance } = deps;
  const [first] = lists;
  if (!first) return;
  const { allKnown, view } = await cylance.directories.of(first.tenant.id);
  const title = l10n.t('Filter Users of {0}', first.tenant.name);
  const choice = await prompts.pick({ title, placeholder: l10n.t('Which users?'), items: cylanceFilterChoices(view.filter, allKnown?.users, l10n) });
  if (choice === undefined) return;
  const written = choice === 'write' ? await writeWords(deps, title, view.filter) : choice;
  if (written) await showCylanceUsers(deps, lists, (present) => ({ ...present, ...written }));
}

async function writeWords({ prompts, l10n }: CommandDeps, title: string, present: string | undefined): Promise<Choice | undefined> {
  const text = await prompts.input({
    title,
    placeholder: 'ada "site 9" role:administrator',
    prompt: l10n.t('Words that all have to occur in name, e-mail, ID, role, state or zones; quotation marks keep words together'),
    value: present ?? '',
  });
  return text === undefined ? undefined : { filter: filterWords(text).length > 0 ? text.trim() : undefined };
}
