import { parseFql } from '../core/fql/parseFql.ts';
import { userFilterSchema } from '../core/fql/fqlSchema.ts';
import type { L10n } from '../host/l10n.ts';
import type { PickItem } from '../host/prompts.ts';
import type { NodeOf } from '../state/nodes.ts';
import type { UserView } from '../state/userView.ts';
import { anyUserLists } from './parts/anyUserLists.ts';
import { filterCylanceUsers } from './parts/cylanceFilter.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { showUsers } from './parts/userLists.ts';

type Choice = Pick<UserView, 'members' | 'filter'> | 'write';

/** What is wrong with a filter and where, or undefined. */
export function filterProblem(text: string, l10n: L10n): string | undefined {
  const [problem] = parseFql(text, userFilterSchema).problems;
  if (!problem) return undefined;
  const sentence = problem.hint === undefined ? problem.message : `${problem.message} ${problem.hint}`;
  return l10n.t('Column {0}: {1}', problem.start + 1, sentence);
}

/** @param hasCids whether people from other CIDs may hold roles here */
export function filterChoices(view: UserView, hasCids: boolean, l10n: L10n): PickItem<Choice>[] {
  const preset = (label: string, icon: string, filter: string | undefined, members: UserView['members'] = 'home'): PickItem<Choice> => ({
    label,
    icon,
    ...(filter === undefined ? {} : { description: filter }),
    picked: view.filter === filter && view.members === members,
    value: { filter, members },
  });
  return [
    preset(l10n.t('All Users'), 'organization', undefined),
    ...(hasCids ? [preset(l10n.t('Everyone With a Role Here'), 'globe', undefined, 'assigned')] : []),
    { ...preset(l10n.t('Active'), 'account', "status:'active'"), group: l10n.t('Filters') },
    preset(l10n.t('Not Active'), 'circle-slash', "status:!'active'"),
    preset(l10n.t('Without a Second Factor'), 'unlock', 'factors:null'),
    preset(l10n.t('With Temporary Roles'), 'watch', 'has_temporary_roles:true'),
    {
      label: l10n.t('Write a Filter…'),
      icon: 'edit',
      group: l10n.t('Falcon Query Language'),
      ...(view.filter === undefined ? {} : { description: view.filter }),
      value: 'write',
    },
  ];
}

async function writeFilter({ prompts, l10n, remembered }: CommandDeps, list: NodeOf<'users'>): Promise<string | undefined> {
  const filter = await prompts.input({
    title: l10n.t('Filter Users of {0}', list.cidName),
    placeholder: "status:'active'+last_name:*'*Love*'",
    prompt: l10n.t('Falcon Query Language: {0}', Object.keys(userFilterSchema).join(', ')),
    value: list.view.filter ?? remembered.filter ?? '',
    validate: (text) => filterProblem(text, l10n),
  });
  if (filter !== undefined) remembered.filter = filter.trim();
  return filter?.trim();
}

async function filterFalconUsers(deps: CommandDeps, lists: readonly NodeOf<'users'>[]): Promise<void> {
  const { prompts, l10n, directories, view } = deps;
  const [first] = lists;
  if (!first) return;
  const directory = await directories.of(first.connection.id);
  const { hasChildren } = await view.run((signal) => directory.shape(signal));
  const choice = await prompts.pick<Choice>({
    title: l10n.t('Filter Users of {0}', first.cidName),
    placeholder: l10n.t('Which users?'),
    items: filterChoices(first.view, hasChildren, l10n),
  });
  if (choice === undefined) return;
  if (choice !== 'write') return showUsers(deps, lists, (present) => ({ ...present, ...choice }));
  const filter = await writeFilter(deps, first);
  if (filter === undefined) return;
  // Written filters narrow whatever is listed, the home users or everyone with a role.
  await showUsers(deps, lists, (present) => ({ ...present, filter }));
}

export const filterUsers: TenantCommand = {
  id: 'falconAdmin.users.filter',
  async run(deps, given) {
    const { falcon, cylance } = await anyUserLists(deps, given, deps.l10n.t('Filter Users'));
    await filterFalconUsers(deps, falcon);
    await filterCylanceUsers(deps, cylance);
  },
};
