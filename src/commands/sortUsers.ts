import type { UserSort } from '../api/falcon/users.ts';
import type { L10n } from '../host/l10n.ts';
import type { PickItem } from '../host/prompts.ts';
import type { TenantCommand } from './parts/deps.ts';
import { usersLists } from './parts/targets.ts';
import { showUsers } from './parts/userLists.ts';

/** Every order that the server documents, each in both directions. */
export function sortChoices(present: UserSort, l10n: L10n): PickItem<UserSort>[] {
  const words = [l10n.t('A to Z'), l10n.t('Z to A')] as const;
  const dates = [l10n.t('oldest first'), l10n.t('newest first')] as const;
  const flags = [l10n.t('without first'), l10n.t('with first')] as const;
  const properties = [
    ['uid', l10n.t('E-mail'), words],
    ['name', l10n.t('Name'), words],
    ['first_name', l10n.t('First Name'), words],
    ['last_name', l10n.t('Last Name'), words],
    ['status', l10n.t('Status'), words],
    ['created_at', l10n.t('Created'), dates],
    ['last_login_at', l10n.t('Last Login'), dates],
    ['cid_name', l10n.t('CID Name'), words],
    ['has_temporary_roles', l10n.t('Temporary Roles'), flags],
    ['temporarily_assigned_cids', l10n.t('CIDs With Temporary Roles'), words],
  ] as const;
  return properties.flatMap(([property, label, [up, down]]) =>
    ([[`${property}|asc`, up], [`${property}|desc`, down]] as const).map(([value, direction]) => ({
      label: l10n.t('{0}: {1}', label, direction),
      ...(value === present ? { description: l10n.t('present order') } : {}),
      icon: value.endsWith('|asc') ? 'arrow-up' : 'arrow-down',
      picked: value === present,
      value,
    })),
  );
}

export const sortUsers: TenantCommand = {
  id: 'falconAdmin.users.sort',
  async run(deps, given) {
    const { prompts, l10n } = deps;
    const lists = await usersLists(deps, given, l10n.t('Sort Users'));
    const [first] = lists;
    if (!first) return;
    const sort = await prompts.pick<UserSort>({
      title: l10n.t('Sort Users of {0}', first.cidName),
      placeholder: l10n.t('In which order?'),
      items: sortChoices(first.view.sort, l10n),
    });
    if (sort !== undefined) await showUsers(deps, lists, (view) => ({ ...view, sort }));
  },
};
