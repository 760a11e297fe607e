import { plainView } from '../state/userView.ts';
import type { TenantCommand } from './parts/deps.ts';
import { usersLists } from './parts/targets.ts';
import { showUsers } from './parts/userLists.ts';

export const clearFilter: TenantCommand = {
  id: 'falconAdmin.users.clearFilter',
  async run(deps, given) {
    const lists = await usersLists(deps, given, deps.l10n.t('Clear User Filter'));
    const { filter, members } = plainView;
    await showUsers(deps, lists, (view) => ({ ...view, filter, members }));
  },
};
